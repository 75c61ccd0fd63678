"""Look for another order of a table's numbers for which every sum would hold too: then the text's order is not sure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, groupby, pairwise, permutations
from typing import TypeVar

from nianbao.extract.candidate import Value
from nianbao.extract.check_sums import failing_sums
from nianbao.schemas import Table

_Item = TypeVar("_Item")


def rows_may_be_exchanged(table: Table, values: Sequence[Value], stretches: Sequence[range]) -> bool:
    """Whether two rows of one stretch, with other values, could change places unseen. `values` are in form order."""
    rows = _rows(table, values)
    for stretch in stretches:
        for a, b in combinations(stretch, 2):
            if rows[a] != rows[b]:
                other = list(rows)
                other[a], other[b] = rows[b], rows[a]
                if _holds(table, [value for row in other for value in row]):
                    return True
    return False


def columns_may_be_moved(table: Table, values: Sequence[Value], places: Sequence[int]) -> bool:
    """Whether the rows that are printed column by column could have a column elsewhere unseen. `values` are in form
    order, `places` says as which number of the text each is printed.

    Converters were seen to print a page's columns in another order. Rows printed one by one tell it by their sums.
    """
    columns = len(table.rows[0].columns)
    rows = _rows(table, values)
    turned = [i for i, own in enumerate(_rows(table, places)) if any(b - a != 1 for a, b in pairwise(own))]
    for stretch in (turned, *_runs(turned)):
        for i, j in permutations(range(columns), 2):
            other = [_moved(row, i, j) if k in stretch else row for k, row in enumerate(rows)]
            if other != rows and _holds(table, [value for row in other for value in row]):
                return True
    return False


def number_may_be_moved(table: Table, values: Sequence[Value], first: int, end: int) -> bool:
    """Whether one of values[first:end] could have been printed sooner or later, past a total, with all sums holding.

    Converters do so with a column that they take for another block's: `0 0 0 4 4` may be `0 4 0 0 4` with its second
    number printed last. Only moves past a total were seen, and most of them break a sum.
    """
    for i, j in permutations(range(first, end), 2):
        passed = table.cells[min(i, j) : max(i, j) + 1]
        if any(cell.endswith(".total") for cell in passed):
            moved = _moved(values, i, j)
            if moved != list(values) and _holds(table, moved):
                return True
    return False


def _rows(table: Table, items: Sequence[_Item]) -> list[list[_Item]]:
    columns = len(table.rows[0].columns)
    return [list(items[i : i + columns]) for i in range(0, len(items), columns)]


def _moved(values: Sequence[Value], place: int, to: int) -> list[Value]:
    moved = list(values)
    moved.insert(to, moved.pop(place))
    return moved


def _holds(table: Table, values: Sequence[Value]) -> bool:
    return not failing_sums(table, dict(zip(table.cells, values, strict=True)))


def _runs(numbers: Sequence[int]) -> Iterator[list[int]]:
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        yield [number for _, number in run]
