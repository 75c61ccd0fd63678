"""Place the rows of `requests` where the totals leave no trace: the row 总计, or its column. Never for certain: a
report that prints them empty and a converter that has lost them leave the same text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nianbao.extract.candidate import RowText
from nianbao.extract.placed import Placed
from nianbao.extract.read_number import adds_up, whole_numbers
from nianbao.extract.tokens import Token
from nianbao.schemas import Table

_TOTAL_ROW = "processed_total"
_LEAST_ROWS = 3
"""So many rows must show that what they print last is no total."""

_Counts = dict[str, list[int]]


def place_empty_totals(table: Table, rows: Mapping[str, RowText], placed: Mapping[str, Placed]) -> dict[str, Placed]:
    """The places of the rows that print no totals, where the sums leave no other reading; empty where they do.

    Without the row 总计: its label stands with nothing behind it, every other row is whole, and from received to
    forward each column needs just what the results add up to. Without the column 总计: all rows print one number less
    than they have cells, every column's sums hold for these, and some rows print less last than the others add up to,
    so that no applicant's column is the empty one and the last a total.
    """
    if table.key != "requests" or set(rows) != {row.key for row in table.rows}:
        return {}
    return _without_row(table, rows, placed) or _without_column(table, rows)


def _without_row(table: Table, rows: Mapping[str, RowText], placed: Mapping[str, Placed]) -> dict[str, Placed]:
    empty = rows[_TOTAL_ROW]
    others = [key for key in rows if key != _TOTAL_ROW]
    if empty.tokens or any(key not in placed or not placed[key].certain for key in others):
        return {}
    counts = _counts({key: placed[key].tokens for key in others})
    if counts is None or not _balanced(table, counts) or not all(adds_up(c) for c in counts.values()):
        return {}
    return {_TOTAL_ROW: Placed((_blank(empty.end, empty),) * len(table.row_by_key[_TOTAL_ROW].columns), certain=False)}


def _without_column(table: Table, rows: Mapping[str, RowText]) -> dict[str, Placed]:
    needs = len(table.rows[0].columns)
    if any(len(row.values) != needs - 1 or len(row.tokens) != needs - 1 for row in rows.values()):
        return {}
    if any(t.cell for row in rows.values() for t in row.tokens):
        return {}  # delimiters would show the empty cell
    counts = _counts({key: row.values for key, row in rows.items()})
    if counts is None or not _balanced(table, counts):
        return {}
    if sum(sum(count[:-1]) > count[-1] for count in counts.values()) < _LEAST_ROWS:
        return {}
    return {key: Placed((*row.values, _blank(row.values[-1].end, row)), certain=False) for key, row in rows.items()}


def _counts(cells: Mapping[str, Sequence[Token]]) -> _Counts | None:
    """Every row's numbers; None where something is no whole number."""
    out = {key: whole_numbers(tokens) for key, tokens in cells.items()}
    return {key: counts for key, counts in out.items() if counts is not None} if None not in out.values() else None


def _balanced(table: Table, counts: _Counts) -> bool:
    """Whether in every column the results add up to what came in less what goes forward, and not all are nothing."""
    ends = ("received", "carried_over", _TOTAL_ROW, "carried_forward")
    results = [counts[row.key] for row in table.rows if row.key not in ends]
    sums = [sum(column) for column in zip(*results, strict=True)]
    received, over, forward = (counts[key] for key in ("received", "carried_over", "carried_forward"))
    due = [a + b - c for a, b, c in zip(received, over, forward, strict=True)]
    return sums == due and counts.get(_TOTAL_ROW, sums) == sums and any(sums)


def _blank(place: int, row: RowText) -> Token:
    line = row.tokens[-1].line if row.tokens else 0
    return Token("blank", "", place, place, line, 0, True)
