"""Score a result against its golden: cell by cell, exactly; what is sure and wrong is counted before all else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from nianbao.eval.golden import Golden
from nianbao.extract.check_narrative import NARRATIVE
from nianbao.schemas import Finding, ReportResult, TableResult

Verdict = Literal["right", "wrong", "missing", "invented", "unscored"]
SURE = ("confirmed", "source_inconsistent")
_FRONT = ("issuer", "year", "title", "published")
_LATER = ("level", "index_number", "contact")
"""Fields that not every golden labels: scored where it does."""


@dataclass(frozen=True)
class CellScore:
    """One cell: `doubtful` are scored apart; `sure` tells that its table claims to be sure."""

    cell: str
    verdict: Verdict
    expected: str
    got: str
    doubtful: bool
    sure: bool
    named: bool

    @property
    def confirmed_but_wrong(self) -> bool:
        """The one unforgivable error."""
        return self.sure and self.verdict in ("wrong", "missing", "invented")


@dataclass
class TableScore:
    """One table: its statuses, its cells, its findings against the golden's, and the checks that found them."""

    table: str
    expected_status: str
    status: str
    cells: list[CellScore] = field(default_factory=list)
    findings_missing: list[str] = field(default_factory=list)
    findings_extra: list[str] = field(default_factory=list)
    checks: tuple[str, ...] = ()

    def count(self, *, doubtful: bool = False) -> Counter[str]:
        """Cells by verdict, of those that the text decides or of the doubtful ones."""
        return Counter(c.verdict for c in self.cells if c.doubtful == doubtful)

    @property
    def exact(self) -> bool:
        """Whether every cell that the text decides is right."""
        return all(c.verdict in ("right", "unscored") for c in self.cells if not c.doubtful)


@dataclass
class ReportScore:
    """One report: its tables, and which of issuer, year, title and date are as labelled."""

    slug: str
    tables: list[TableScore]
    front_matter_wrong: dict[str, tuple[object, object]]
    error: str | None = None
    narrative: list[str] = field(default_factory=list)
    """The quantities, by their first cell, of which a soft finding says that section 一 states another number."""

    @property
    def cells(self) -> list[CellScore]:
        """All cells of all tables."""
        return [cell for table in self.tables for cell in table.cells]


def score_report(golden: Golden, result: ReportResult | None, *, error: str | None = None) -> ReportScore:
    """The score of a result (None: there was none, then every cell of the golden is missing)."""
    tables = []
    for key, expected in golden.label.tables.items():
        got = result.tables.get(key) if result else None
        tables.append(_score_table(golden, key, expected, got, result))
    front = {}
    for name in (*_FRONT, *(n for n in _LATER if n in golden.label.model_fields_set)):
        want, have = getattr(golden.label, name), getattr(result, name) if result else None
        if want != have and name not in golden.doubtful:
            front[name] = (want, have)
    soft = [f.cells[0] for f in result.findings if f.check == NARRATIVE] if result else []
    return ReportScore(golden.slug, tables, front, error, soft)


def _score_table(
    golden: Golden, key: str, expected: TableResult, got: TableResult | None, result: ReportResult | None
) -> TableScore:
    want = _flat(key, expected)
    have = _flat(key, got) if got else {}
    hard = [f for f in result.findings if f.check != NARRATIVE] if result else []
    named = {c for f in hard for c in f.cells}
    status = got.status if got else "failed"
    score = TableScore(key, expected.status, status)
    differing = _differing(want, have)
    for cell in sorted(set(want) | set(have), key=[*want, *have].index):
        verdict = _verdict(cell, want, have, differing, golden.label.marks)
        if verdict is None:
            continue
        score.cells.append(
            CellScore(
                cell,
                verdict,
                _shown(cell, want, golden.label.marks),
                _shown(cell, have, result.marks if result else {}),
                cell in golden.doubtful,
                status in SURE,
                cell in named,
            )
        )
    wanted = {_finding(f) for f in golden.label.findings if f.table == key and f.check != NARRATIVE}
    found = {_finding(f) for f in hard if f.table == key}
    score.findings_missing = sorted(wanted - found)
    score.findings_extra = sorted(found - wanted)
    score.checks = tuple(sorted({f.check for f in hard if f.table == key}))
    return score


def _flat(key: str, table: TableResult) -> dict[str, int | Decimal | None]:
    return {f"{key}.{row}.{column}": value for row, cells in table.cells.items() for column, value in cells.items()}


def _differing(want: dict[str, int | Decimal | None], have: dict[str, int | Decimal | None]) -> set[str]:
    """The cells whose values differ. 0 and 0.00 are the same number; 0 and null are not."""
    from deepdiff import DeepDiff  # takes longer to load, with all that it finds installed, than all of nianbao

    both = set(want) & set(have)
    diff = DeepDiff(
        {c: want[c] for c in both}, {c: have[c] for c in both}, ignore_numeric_type_changes=True, view="tree"
    )
    return {str(change.path(output_format="list")[0]) for changes in diff.values() for change in changes}


def _verdict(
    cell: str,
    want: dict[str, int | Decimal | None],
    have: dict[str, int | Decimal | None],
    differing: set[str],
    marks: Mapping[str, str],
) -> Verdict | None:
    expected, got = want.get(cell), have.get(cell)
    if marks.get(cell) == "unreadable":
        return "unscored"
    if cell not in want:
        return "invented" if got is not None else None
    if cell not in have:
        return "missing" if expected is not None else "right"
    if cell not in differing:
        return "right"
    if expected is None:
        return "invented"
    return "missing" if got is None else "wrong"


def _shown(cell: str, values: dict[str, int | Decimal | None], marks: Mapping[str, str]) -> str:
    value = values.get(cell)
    return str(value) if value is not None else marks.get(cell, "missing")


def _finding(finding: Finding) -> str:
    """A finding's identity: what it says, not how it words it."""
    numbers = "" if finding.expected is None else f" {finding.printed}≠{finding.expected}"
    return f"{finding.check} {finding.table} [{','.join(sorted(finding.cells))}]{numbers}"


def totals(scores: list[ReportScore]) -> dict[str, int]:
    """The counts of a run over all its reports."""
    cells = [c for s in scores for c in s.cells]
    decided = [c for c in cells if not c.doubtful and c.verdict != "unscored"]
    doubtful = [c for c in cells if c.doubtful]
    tables = [t for s in scores for t in s.tables]
    return {
        "reports": len(scores),
        "failed": sum(s.error is not None for s in scores),
        "cells": len(decided),
        **{v: sum(c.verdict == v for c in decided) for v in ("right", "wrong", "missing", "invented")},
        "unscored": sum(c.verdict == "unscored" for c in cells),
        "confirmed_but_wrong": sum(c.confirmed_but_wrong for c in cells),
        "wrong_and_not_named": sum(c.verdict in ("wrong", "invented") and not c.named and not c.sure for c in decided),
        "doubtful": len(doubtful),
        "doubtful_as_labelled": sum(c.verdict == "right" for c in doubtful),
        "tables": len(tables),
        "tables_exact": sum(t.exact for t in tables),
        "tables_sure_and_exact": sum(t.exact and t.status in SURE for t in tables),
        "statuses_as_labelled": sum(t.status == t.expected_status for t in tables),
        "findings_missing": sum(len(t.findings_missing) for t in tables),
        "findings_extra": sum(len(t.findings_extra) for t in tables),
    }
