"""The label of a report that is kept as a file: the truth of its print, in doubt only where the print breaks it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

from nianbao.eval.drawn.label import make_label
from nianbao.eval.golden import Doubtful, Drawn, GoldenResult
from nianbao.eval.synth.report import SynthReport
from nianbao.eval.synth.scan_file import PRINTED
from nianbao.eval.synth.sources import SOURCES
from nianbao.schemas import Source

MEDIA_TYPES = {
    ".html": "text/html",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".tiff": "image/tiff",
    ".jpg": "image/jpeg",
    ".png": "image/png",
}
"""Of the files that are made, by their suffix."""
_BROKEN = "a narrow column breaks a number over two lines"
_NUMBER = re.compile(r"\d[\d.,]*")


def label_file(report: SynthReport, kind: str, file: Path, oddities: list[str]) -> GoldenResult:
    """The label of a report's file of a kind: all that it prints, nothing dropped or lost.

    `oddities` are those that the file shows. How many characters a file has nobody knows before it is read: the label
    says 0.
    """
    flaws = report.printed.flaws
    origin = Drawn(
        seed=report.seed,
        layout="file",
        index=report.index,
        source=kind,
        oddities=oddities,
        wrong=flaws.wrong[0] if flaws.wrong else None,
        stated=report.told.stated,
        contradicted=report.told.contradicted,
    )
    source = Source(
        path=f"source{file.suffix}",
        sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
        media_type=MEDIA_TYPES[file.suffix],
        characters=0,
    )
    label = make_label(origin, source, report.front, flaws)
    pages = file.with_name(PRINTED) if SOURCES[kind].media == "scan" else file
    if pages.suffix == ".pdf" and (broken := broken_cells(report, words_of(pages))):
        label.labels.doubtful = [Doubtful(cells=broken, why=_BROKEN)]
    return label


def words_of(pdf: Path) -> Counter[str]:
    """The numbers on a PDF's pages, each as it stands on one line; those of two columns are kept apart."""
    import pdfplumber

    found: Counter[str] = Counter()
    with pdfplumber.open(pdf) as opened:
        for page in opened.pages:
            words: list[dict[str, Any]] = page.extract_words(x_tolerance=1, y_tolerance=2)
            for word in words:
                found.update(_numbers(str(word["text"])))
    return found


def broken_cells(report: SynthReport, words: Counter[str]) -> list[str]:
    """The printed cells with a number that does not stand in one piece as often as the report prints it."""
    texts = report.printed.texts
    shown = {c: _numbers(t) for c, t in texts.items() if c.split(".")[0] != report.printed.flaws.missing}
    need = Counter(number for numbers in shown.values() for number in numbers)
    rare = {number for number, count in need.items() if len(number) > 1 and words[number] < count}
    return [cell for cell, numbers in shown.items() if rare & set(numbers)]


def _numbers(text: str) -> list[str]:
    return _NUMBER.findall(unicodedata.normalize("NFKC", text))
