"""Judge a reading: its findings, its suggestions and its status. Pure: nothing is read or asked here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from nianbao.extract.candidate import Doubt, TableReading
from nianbao.extract.check_sums import Failure, failing_sums, single_cell_fixes, suggest, suggest_unread, sum_finding
from nianbao.extract.page_numbers import may_be_a_pages
from nianbao.extract.rivals import regrouped
from nianbao.schemas import Finding, Mark, Span, Status, Suggestion, Table

_MERGED = 3


@dataclass(frozen=True)
class Verdict:
    """What a reading amounts to. `failures` are the sums that do not hold."""

    status: Status
    findings: tuple[Finding, ...]
    suggestions: tuple[Suggestion, ...]
    failures: tuple[Failure, ...] = ()


def judge(reading: TableReading) -> Verdict:
    """The verdict on one table.

    absent: the source has no such table. unconfirmed: any doubt, any cell without a number, dash or visible blank.
    source_inconsistent: no doubt, sums fail, and the failure cannot be a misreading. confirmed: no doubt, sums hold.
    """
    table = reading.table
    if not reading.present:
        return Verdict("absent", (), ())
    values = {c: cell.value for c, cell in reading.cells.items()}
    marks: dict[str, Mark] = {c: cell.mark for c, cell in reading.cells.items() if cell.mark}
    evidence: dict[str, Span] = {c: cell.span for c, cell in reading.cells.items() if cell.span}
    doubts = list(reading.doubts)
    named = reading.doubtful_cells()
    unread = [c for c in table.cells if marks.get(c) in ("unreadable", "missing") and c not in named]
    if unread:
        doubts.append(Doubt("unreadable", tuple(unread), f"{len(unread)} cells are not read"))
    ungrounded = [c for c in table.cells if values[c] is not None and c not in evidence and c not in named]
    if ungrounded:
        doubts.append(Doubt("no_evidence", tuple(ungrounded), f"{len(ungrounded)} values do not stand in the text"))
    # A sum over cells that were not read says nothing, neither for nor against.
    open_cells = {c for c in table.cells if marks.get(c) in ("unreadable", "missing")}
    failures = [f for f in failing_sums(table, values) if not open_cells.intersection(f.sum.cells)]
    if failures and not doubts:
        doubts.extend(_misreading_doubts(reading, values, failures))
    findings = [_doubt_finding(table, doubt) for doubt in doubts]
    findings += [sum_finding(table, failure, values, marks, evidence) for failure in failures]
    status: Status = "unconfirmed" if doubts else "source_inconsistent" if failures else "confirmed"
    suggestions = suggest(table, values, marks) if not open_cells else []
    if reading.recognised and reading.in_grid and not failures:
        suggestions += suggest_unread(table, values, {c for c in open_cells if marks[c] == "unreadable"})
    return Verdict(status, tuple(findings), tuple(suggestions), tuple(failures))


def _doubt_finding(table: Table, doubt: Doubt) -> Finding:
    return Finding(check=doubt.check, table=table.key, cells=list(doubt.cells), message=doubt.message, span=doubt.span)


def _only_blanks_fail(reading: TableReading, values: dict[str, int | Decimal | None]) -> bool:
    """Whether totals printed empty explain every failing sum: with the values that they would need, all sums hold."""
    filled = dict(values)
    for _ in range(len(values)):
        failures = failing_sums(reading.table, filled)
        if not failures:
            return True
        # First the sums whose own parts are all there.
        for failure in sorted(failures, key=lambda f: sum(filled[c] is None for c in f.sum.parts)):
            cell = failure.sum.printed[0]
            needed = failure.expected - failure.printed
            if filled[cell] is None and reading.cells[cell].mark in ("blank", "dash") and needed >= 0:
                filled[cell] = needed
                break
        else:
            return False
    return False


def _exchanged_columns(table: Table, values: dict[str, int | Decimal | None]) -> str | None:
    """The column that would have to change places with 总计 in every row for all sums to hold, if there is one."""
    columns = [c for c in table.rows[0].columns if c.key != "total"] if table.sums else []
    for column in columns:
        exchanged = dict(values)
        for row in table.rows:
            one, other = f"{table.key}.{row.key}.{column.key}", f"{table.key}.{row.key}.total"
            exchanged[one], exchanged[other] = values[other], values[one]
        if exchanged != values and not failing_sums(table, exchanged):
            return column.label
    return None


def _merged_cell(values: dict[str, int | Decimal | None], failures: Sequence[Failure]) -> bool:
    """Whether every failing row would hold if a number that stands in three or more neighbouring columns count once."""
    rows = [f for f in failures if f.sum.check == "row_sum"]
    for failure in rows:
        runs = [(value, len(list(run))) for value, run in groupby(values[c] or 0 for c in failure.sum.parts)]
        surplus = failure.expected - failure.printed
        if not any(value and surplus in {(n - 1) * value for n in range(_MERGED, k + 1)} for value, k in runs):
            return False
    return bool(rows)


def _misreading_doubts(
    reading: TableReading, values: dict[str, int | Decimal | None], failures: Sequence[Failure]
) -> list[Doubt]:
    """Reasons why failing sums may be the text's or the reader's fault rather than the report's own.

    A footnote mark or a neighbour's digit glued to a number; numbers one to a line, where one lost and one gained
    would keep the count; so many failures that a shift is likelier than that many wrong totals.
    """
    table = reading.table
    fixes = single_cell_fixes(table, values, failures)
    for cell, value in [] if reading.marks_apart else fixes:
        printed = str(values[cell] if values[cell] is not None else "")
        if len(printed) > 1 and value != 0 and (printed[:-1] == str(value) or printed[1:] == str(value)):
            return [
                Doubt(
                    "glued_digit",
                    (cell,),
                    f"{table.cell_label(cell)} prints {printed}; without one digit ({value}) every sum would hold",
                    reading.cells[cell].span,
                )
            ]
    if _merged_cell(values, failures):
        cells = tuple(dict.fromkeys(c for f in failures for c in f.sum.cells))
        return [Doubt("ambiguous", cells, "neighbouring columns print one number: it may be one merged cell's")]
    if cells := regrouped(reading, failures):
        return [Doubt("ambiguous", cells, "every sum would hold if its numbers were parted elsewhere")]
    if swapped := _exchanged_columns(table, values):
        cells = tuple(dict.fromkeys(c for f in failures for c in f.sum.cells))
        return [Doubt("ambiguous", cells, f"every sum would hold if {swapped} were another column")]
    if reading.page_numbers:
        cells = tuple(dict.fromkeys(c for f in failures for c in f.sum.cells))
        numbers = " ".join(reading.page_numbers)
        return [
            Doubt("page_number", cells, f"sums fail, and {numbers} on lines of their own may be digits cut from a cell")
        ]
    if _only_blanks_fail(reading, values):
        return []
    if reading.digits_doubted:
        cells = tuple(dict.fromkeys(c for f in failures for c in f.sum.cells))
        return [Doubt("misread_digits", cells, f"sums fail, and {reading.digits_doubted}")]
    involved = tuple(dict.fromkeys(c for f in failures for c in f.sum.cells))
    lasts = {table.row_cells(row.key)[-1] for row in table.rows}
    alone = reading.mode == "cell" and fixes and {c for c, _ in fixes} <= lasts and reading.cells[fixes[0][0]].value
    if alone and any(may_be_a_pages(reading, c) for c, _ in fixes):
        return [
            Doubt(
                "many_failures",
                (fixes[0][0],),
                f"{table.cell_label(fixes[0][0])} stands alone on its line and breaks its sums: a page's number?",
                reading.cells[fixes[0][0]].span,
            )
        ]
    if reading.mode == "cell" and not fixes:
        return [
            Doubt("many_failures", involved, "numbers stand one to a line and no single cell explains the failing sums")
        ]
    if any(reading.cells[c].mark == "blank" for f in failures for c in f.sum.cells) and not fixes:
        return [Doubt("many_failures", involved, "sums fail over empty cells and no single cell explains them")]
    if len(failures) > max(4, len(table.sums) // 4):
        return [Doubt("many_failures", involved, f"{len(failures)} of {len(table.sums)} sums fail")]
    return []
