"""Where the reader's time goes: each step's own time, without that of the steps inside it."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from importlib import import_module
from typing import Any
from unittest.mock import patch

from nianbao.extract.documents import Document
from nianbao.extract.report import extract_report

STEPS: dict[str, tuple[str, ...]] = {
    "normalise": ("clean_text.normalise",),
    "unfold tables": (
        *("clean_text.unfold_delimited", "clean_text.unfold_tables", "clean_text.drop_pandoc_marks"),
        *("clean_text.join_lone_bars", "clean_text.join_broken_cells", "clean_text.unfold_grids"),
    ),
    "tokenise": ("layout_reader.tokenise",),
    "drop repeated cells": ("layout_reader.drop_repeats",),
    "squeeze": ("layout_reader.squeeze",),
    "sections": ("layout_reader.find_sections",),
    "front matter": ("layout_reader.read_front_matter",),
    "form": ("layout_reader.is_report", "layout_reader.find_form"),
    "locate tables": ("layout_reader.table_regions",),
    "labels": (
        *("locate_tables.find_chain", "read_rows.find_chain", "find_form.find_chain", "absence.find_chain"),
        *("misread_signs.find_chain", "number_runs.find_chain"),
    ),
    "rows": ("layout_reader.read_rows",),
    "headings of rows": ("read_rows.heading_doubts",),
    "review": ("layout_reader.read_review",),
    "reading order": ("layout_reader.read_headed", "layout_reader.regroup_review", "layout_reader.read_runs"),
    "signs of misreading": ("layout_reader.doubt_digits", "layout_reader.note_pages"),
    "sums": ("layout_reader.settle_by_sums", "layout_reader.end_blank_rivals", "assemble.judge"),
    "narrative": ("layout_reader.read_narrative", "assemble.narrative_findings"),
    "assemble": ("report.assemble",),
}
"""The steps and the functions of the reader that each is, by the modules that call them."""
REST = "the rest"


class _Stopwatch:
    """Own times of calls within calls."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._inner: list[float] = []

    def timed(self, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            started = time.perf_counter()
            self._inner.append(0.0)
            try:
                return function(*args, **options)
            finally:
                took = time.perf_counter() - started
                self.seconds[step] += took - self._inner.pop()
                if self._inner:
                    self._inner[-1] += took

        return call


def own_shares(texts: Sequence[str]) -> dict[str, float]:
    """Each step's share of the time that reading all the texts takes, 0 to 1; together 1. The largest first."""
    watch = _Stopwatch()
    with ExitStack() as patched:
        for step, names in STEPS.items():
            for name in names:
                module_name, function_name = name.split(".")
                module = import_module(f"nianbao.extract.{module_name}")
                timed = watch.timed(step, getattr(module, function_name))
                patched.enter_context(patch.object(module, function_name, timed))
        read = watch.timed(REST, extract_report)
        for text in texts:
            read(Document.from_text(text))
    whole = sum(watch.seconds.values())
    return {step: own / whole for step, own in sorted(watch.seconds.items(), key=lambda item: -item[1])}
