"""Counts of many reports, added up by the converter, kind of file or layout that they come from."""

from __future__ import annotations

from dataclasses import astuple, dataclass

from nianbao.eval.golden import Golden
from nianbao.eval.score import SURE, CellScore, ReportScore, TableScore

HAND = "labelled by hand"


@dataclass(frozen=True)
class Tally:
    """Counts over the texts of one kind.

    `cells` and `right` are of cells that the text decides, `all_cells` and `all_right` of all. `present` tables stand
    in the text, `sure_exact` of them are sure and right in every cell and mark. `silent` tables are sure and not so,
    but for `excused` ones, in which only cells differ whose number is not in the text any more. `wrong_sums` are tables
    that print a total wrong, `flagged` those whose findings say so. `absent` tables are not in the report, `dropped`
    ones not in the text, for the converter left them out: there any answer is fair that is not sure.

    `stated` are quantities that section 一 is known to state, of tables in the text; `contradicted` those of another
    number than the table's, and `contradictions_found` those that a finding names. `contradictions_false` are findings
    of what does not contradict the table.
    """

    texts: int = 0
    failed: int = 0
    cells: int = 0
    right: int = 0
    all_cells: int = 0
    all_right: int = 0
    present: int = 0
    sure_exact: int = 0
    silent: int = 0
    excused: int = 0
    wrong_sums: int = 0
    flagged: int = 0
    absent: int = 0
    absent_found: int = 0
    dropped: int = 0
    present_called_absent: int = 0
    stated: int = 0
    contradicted: int = 0
    contradictions_found: int = 0
    contradictions_false: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


def group_of(golden: Golden) -> str:
    """A golden's converter, or the kind of file that is its source, or its layout, or that hands labelled it."""
    drawn = golden.label.labels.drawn
    return (drawn.converter or drawn.source or drawn.layout) if drawn else HAND


def tally_report(golden: Golden, score: ReportScore) -> Tally:
    """One report's counts."""
    drawn = golden.label.labels.drawn
    lost = frozenset(drawn.lost if drawn else ())
    wrong = drawn.wrong if drawn else None
    dropped = frozenset(drawn.dropped if drawn else ())
    counts = Tally(texts=1, failed=int(score.error is not None))
    for table in score.tables:
        counts += _tally_table(table, lost, wrong, table.table in dropped)
    for narrative in tally_narrative(golden, score).values():
        counts += narrative
    return counts


def tally_narrative(golden: Golden, score: ReportScore) -> dict[str, Tally]:
    """By quantity: what section 一 states, contradicts, and what was found of it; only where the label tells."""
    drawn = golden.label.labels.drawn
    if drawn is None or not drawn.stated:
        return {}
    absent = {t.table for t in score.tables if t.expected_status == "absent"}
    known = {cell for cell in drawn.stated if cell.split(".")[0] not in absent}
    against, found = known & set(drawn.contradicted), set(score.narrative)
    return {
        cell: Tally(
            stated=int(cell in known),
            contradicted=int(cell in against),
            contradictions_found=int(cell in against & found),
            contradictions_false=int(cell in found - against),
        )
        for cell in sorted(known | found)
    }


def _tally_table(table: TableScore, lost: frozenset[str], wrong: str | None, dropped: bool) -> Tally:
    scored = [c for c in table.cells if c.verdict != "unscored"]
    decided = [c for c in scored if not c.doubtful]
    off = {c.cell for c in scored if is_off(c)}
    sure = table.status in SURE
    present = table.expected_status != "absent"
    misprinted = present and wrong is not None and wrong.startswith(f"{table.table}.") and wrong not in lost
    return Tally(
        cells=len(decided) if present else 0,
        right=sum(c.verdict == "right" for c in decided) if present else 0,
        all_cells=len(scored) if present else 0,
        all_right=sum(c.verdict == "right" for c in scored) if present else 0,
        present=int(present),
        sure_exact=int(present and sure and not off),
        silent=int(sure and (not present or bool(off - lost))),
        excused=int(sure and present and bool(off) and off <= lost),
        wrong_sums=int(misprinted),
        flagged=int(misprinted and not table.findings_missing),
        absent=int(not present and not dropped),
        absent_found=int(not present and not dropped and table.status == "absent"),
        dropped=int(dropped),
        present_called_absent=int(present and table.status == "absent"),
    )


def is_off(cell: CellScore) -> bool:
    """Whether a cell is not as labelled, in its value or, where there is none, in its mark."""
    marks = ("blank", "dash", "missing", "unreadable")
    return cell.verdict != "right" or (cell.expected in marks and cell.got != cell.expected)
