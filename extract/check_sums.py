"""Check a table's sums: each that does not hold is a finding; where they determine a value, a suggestion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal

from nianbao.schemas import Finding, Span, Suggestion, Sum, Table

Values = Mapping[str, int | Decimal | None]


@dataclass(frozen=True)
class Failure:
    """A sum that does not hold: what its printed cells say together, and what its parts add up to."""

    sum: Sum
    printed: int
    expected: int


def failing_sums(table: Table, values: Values, *, sums: Sequence[Sum] | None = None) -> list[Failure]:
    """The sums of the table (or those given) that do not hold, in form order. A null counts as 0; no tolerance."""
    failures = []
    for identity in table.sums if sums is None else sums:
        printed = sum([int(values.get(c) or 0) for c in identity.printed])
        expected = sum([int(values.get(c) or 0) for c in identity.parts])
        if printed != expected:
            failures.append(Failure(identity, printed, expected))
    return failures


def sum_finding(
    table: Table, failure: Failure, values: Values, marks: Mapping[str, str], evidence: Mapping[str, Span]
) -> Finding:
    """The finding for a failing sum, its arithmetic written out in the form's own labels."""
    identity = failure.sum
    spans = [evidence[c] for c in identity.printed if c in evidence]
    return Finding(
        check=identity.check,
        table=identity.table,
        cells=list(identity.cells),
        expected=failure.expected,
        printed=failure.printed,
        message=_message(table, failure, values, marks, spans[0] if spans else None),
        span=_row_span(identity, evidence) or (spans[0] if spans else None),
    )


def _row_span(identity: Sum, evidence: Mapping[str, Span]) -> Span | None:
    """The stretch of text of a sum whose cells stand beside each other: a row, a review block."""
    if identity.check not in ("row_sum", "review_sum"):
        return None
    spans = [evidence[c] for c in identity.cells if c in evidence]
    return (min(s for s, _ in spans), max(e for _, e in spans)) if spans else None


def _message(table: Table, failure: Failure, values: Values, marks: Mapping[str, str], span: Span | None) -> str:
    identity = failure.sum
    difference = failure.printed - failure.expected
    by = f"{abs(difference)} too {'many' if difference > 0 else 'few'}"
    blanks = [c for c in identity.cells if values.get(c) is None]
    if identity.check in ("row_sum", "review_sum"):
        row = table.row_by_key[identity.at]
        names = {f"{table.key}.{identity.at}.{c.key}": c.label for c in row.columns}
        parts = " + ".join(f"{names[c]} {_shown(values, c)}" for c in identity.parts)
        text = (
            f"{row.label}: {parts} = {failure.expected}, but 总计 reads {_shown(values, identity.printed[0])} ({by})."
        )
    else:
        column = next(c for c in table.rows[0].columns if c.key == identity.at)
        labels = {c: table.row_by_key[c.split(".")[1]].label for c in identity.cells}
        if identity.check == "carry_over":
            parts = " + ".join(f"{labels[c]} {_shown(values, c)}" for c in identity.parts)
            printed = " + ".join(f"{labels[c]} {_shown(values, c)}" for c in identity.printed)
            text = f"column {column.label}: {parts} = {failure.expected}, but {printed} = {failure.printed} ({by})."
        else:
            text = (
                f"column {column.label}: the results （一）to（六）add up to {failure.expected}, "
                f"but （七）总计 reads {_shown(values, identity.printed[0])} ({by})."
            )
    if len(blanks) == 1:
        needed = -difference if blanks[0] in identity.printed else difference
        if needed > 0:
            text += f" The empty cell {table.cell_label(blanks[0])} would need {needed}."
    if span:
        text += f" Text at {span[0]}–{span[1]}."
    return text


def _shown(values: Values, cell: str) -> str:
    value = values.get(cell)
    return "(empty)" if value is None else str(value)


def suggest(table: Table, values: Values, marks: Mapping[str, str]) -> list[Suggestion]:
    """The one changed value that would make every failing sum of the table hold and break none, if there is one.

    Only a cell that at least two failing sums share is determined; a lone failing sum could be any of its cells'.
    """
    failures = failing_sums(table, values)
    if not failures:
        return []
    fixes = single_cell_fixes(table, values, failures)
    if len(fixes) != 1:
        return []
    cell, value = fixes[0]
    touching = [f for f in failures if cell in f.sum.cells]
    if len(touching) < 2:
        return []
    return [
        Suggestion(
            cell=cell,
            printed=None if values.get(cell) is None else int(values[cell] or 0),
            suggested=value,
            because=[f.sum.check for f in touching],
        )
    ]


def suggest_unread(table: Table, values: Values, unread: Set[str]) -> list[Suggestion]:
    """For each unread cell the value that its sums need, where every sum in which it alone is unread needs the same.

    At least two sums have to say so, or the only one that the form has over the cell.
    """
    suggestions = []
    for cell in (c for c in table.cells if c in unread):
        over = [s for s in table.sums if cell in s.cells]
        needed: dict[str, int] = {}
        for identity in over:
            if unread & set(identity.cells) != {cell}:
                continue
            printed = sum(int(values.get(c) or 0) for c in identity.printed)
            expected = sum(int(values.get(c) or 0) for c in identity.parts)
            short = expected - printed if cell in identity.printed else printed - expected
            needed[f"{identity.check}.{identity.at}"] = short
        agreed = set(needed.values())
        if len(agreed) == 1 and (value := agreed.pop()) >= 0 and len(needed) >= min(2, len(over)):
            because = [name.partition(".")[0] for name in needed]
            suggestions.append(Suggestion(cell=cell, printed=None, suggested=value, because=because))
    return suggestions


def single_cell_fixes(table: Table, values: Values, failures: Sequence[Failure]) -> list[tuple[str, int]]:
    """Every (cell, value) that alone makes all failing sums hold while breaking none of the others."""
    if not failures:
        return []
    shared = set(failures[0].sum.cells).intersection(*(f.sum.cells for f in failures[1:]))
    fixes = []
    for cell in (c for c in table.cells if c in shared):
        failure = failures[0]
        shift = failure.expected - failure.printed
        value = int(values.get(cell) or 0) + (shift if cell in failure.sum.printed else -shift)
        if value >= 0 and not failing_sums(table, {**values, cell: value}):
            fixes.append((cell, value))
    return fixes
