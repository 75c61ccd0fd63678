"""Score goldens one after another, or several at a time, without keeping them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from nianbao.eval.golden import load_golden
from nianbao.eval.reasks import count_reasks
from nianbao.eval.reasons import Reasons, reasons_by_check, reasons_of
from nianbao.eval.run import run_golden
from nianbao.eval.score import ReportScore, score_report, totals
from nianbao.eval.tally import Tally, group_of, tally_narrative, tally_report
from nianbao.extract.model.model import Model
from nianbao.schemas import ReportResult


@dataclass(frozen=True)
class Scored:
    """One scored golden: its counts, and its score and log record where they are wanted."""

    slug: str
    error: str | None
    drawn: bool
    totals: dict[str, int]
    group: str
    tally: Tally
    narrative: dict[str, Tally]
    reasons: Reasons
    score: ReportScore | None
    record: dict[str, Any] | None


def score_folder(
    folder: Path,
    *,
    model: Model | None = None,
    results: dict[str, ReportResult] | None = None,
    keep_score: bool = True,
    keep_record: bool = True,
) -> Scored:
    """Read and score the golden in a folder, or score its result of `results`. Raises GoldenError, ModelError."""
    golden = load_golden(folder)
    record: dict[str, Any] | None = None
    if results is None:
        score, record = run_golden(golden, model)
    else:
        found = results.get(golden.label.source.sha256)
        score = score_report(golden, found, error=None if found else "no result")
    return Scored(
        golden.slug,
        score.error,
        golden.label.labels.drawn is not None,
        totals([score]),
        group_of(golden),
        tally_report(golden, score),
        tally_narrative(golden, score),
        reasons_of(score),
        score if keep_score else None,
        record if keep_record else None,
    )


def score_folders(
    folders: list[Path],
    *,
    jobs: int,
    model: Model | None,
    results: dict[str, ReportResult] | None,
    keep_score: bool,
    keep_record: bool,
) -> Iterator[Scored]:
    """Score the goldens of the folders, in their order; `jobs` processes share them where no model is asked."""
    one = partial(score_folder, keep_score=keep_score, keep_record=keep_record)
    if jobs == 1 or model is not None or results is not None:
        for folder in folders:
            yield one(folder, model=model, results=results)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        ahead = jobs * 64
        for start in range(0, len(folders), ahead):
            yield from pool.map(one, folders[start : start + ahead], chunksize=8)


class Run:
    """What is added up over a run, with the scores of the goldens where they are kept, and a line for each report.

    `compare`: the records are kept without results and replies, so that they can be compared with an earlier run's.
    """

    def __init__(self, *, compare: bool) -> None:
        self.totals: dict[str, int] = totals([])
        self.groups: dict[str, Tally] = {}
        self.narrative: dict[str, Tally] = {}
        self.reasons: Reasons = Counter()
        self.drawn = 0
        self.scores: list[ReportScore] = []
        self.reports: list[dict[str, Any]] = []
        self.records: list[dict[str, Any]] = []
        self.cost = {"asks": 0, "cached": 0, "input_tokens": 0, "output_tokens": 0}
        self.again: dict[str, int] = count_reasks([])
        self.seconds = 0.0
        self._compare = compare

    def add(self, scored: Scored) -> None:
        """Count one golden."""
        for key, count in scored.totals.items():
            self.totals[key] += count
        self.groups[scored.group] = self.groups.get(scored.group, Tally()) + scored.tally
        for quantity, tally in scored.narrative.items():
            self.narrative[quantity] = self.narrative.get(quantity, Tally()) + tally
        self.reasons.update(scored.reasons)
        self.drawn += scored.drawn
        if scored.score is not None:
            self.scores.append(scored.score)
        silent = {"silent": scored.tally.silent} if scored.tally.silent else {}
        self.reports.append({"slug": scored.slug, "error": scored.error, "totals": scored.totals, **silent})

    def note(self, record: dict[str, Any]) -> None:
        """Count what a report's record says of its cost and its re-asks."""
        extraction = (record.get("result") or {}).get("extraction")
        if extraction:
            self.seconds += float(extraction.get("seconds", 0.0))
            for key in ("asks", "input_tokens", "output_tokens"):
                self.cost[key] += extraction[key]
            self.cost["cached"] += sum(a["cached"] for a in extraction["attempts"])
        for outcome, count in count_reasks([record]).items():
            self.again[outcome] += count
        if self._compare:
            self.records.append({key: record[key] for key in ("slug", "right", "cells_off")})

    def summary(self) -> dict[str, Any]:
        """The run as JSON gives it, without its time."""
        groups = {name: asdict(tally) for name, tally in sorted(self.groups.items())}
        return {
            "totals": self.totals,
            "drawn": self.drawn,
            "cost": self.cost,
            "asked_again": self.again,
            "groups": groups,
            "not_sure": reasons_by_check(self.reasons),
            "narrative": {cell: _narrative(tally) for cell, tally in sorted(self.narrative.items())},
            "reports": self.reports,
        }


def _narrative(tally: Tally) -> dict[str, int]:
    return {
        "stated": tally.stated,
        "contradicted": tally.contradicted,
        "found": tally.contradictions_found,
        "false": tally.contradictions_false,
    }
