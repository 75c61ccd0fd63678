"""Look for another reading that the same text would bear: where one fits as well, neither is sure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nianbao.extract.candidate import REVIEW_UNIT, Doubt, TableReading, Value
from nianbao.extract.check_sums import Failure, failing_sums

_EDGES = (0, -1)


def end_blank_rivals(reading: TableReading) -> list[Doubt]:
    """A doubt where an empty cell at an end of the one row of `review` may as well be a cell lost inside it.

    A converter that loses a cell and closes or fills up the line leaves the same text as a cell printed empty at its
    end, and there is no second row to tell by. The sums tell, unless they hold for both; so does a row that prints
    every zero as an empty cell.
    """
    cells = reading.table.cells
    if not reading.present or REVIEW_UNIT not in reading.units() or not any(reading.cells[c].value == 0 for c in cells):
        return []
    doubts = []
    for edge in _EDGES:
        if reading.cells[cells[edge]].mark != "blank":
            continue
        if any(_fits_as_well(reading, moved) for moved in _moved(reading, cells, edge)):
            message = f"{reading.table.cell_label(cells[edge])} is empty, or a cell inside the row is lost"
            doubts.append(Doubt("cell_count", cells, message, reading.cells[cells[edge]].span))
    return doubts


def _moved(reading: TableReading, cells: tuple[str, ...], edge: int) -> Iterator[dict[str, Value]]:
    """The row's values with the end's empty cell at each other place."""
    values: list[Value] = [reading.cells[c].value for c in cells]
    kept = values[1:] if edge == 0 else values[:-1]
    for place in range(len(values)):
        moved = [*kept[:place], None, *kept[place:]]
        if moved != values:
            yield dict(zip(cells, moved, strict=True))


def _fits_as_well(reading: TableReading, changed: dict[str, Value]) -> bool:
    """Whether no more sums fail with the changed values than without."""
    values = {c: cell.value for c, cell in reading.cells.items()}
    before = failing_sums(reading.table, values)
    return len(failing_sums(reading.table, {**values, **changed})) <= len(before)


def regrouped(reading: TableReading, failures: Sequence[Failure]) -> tuple[str, ...]:
    """The cells of a row of which fewer sums would fail, were its numbers parted elsewhere; empty if there is none.

    Two neighbours are one torn number, and either a zero has vanished or another number is two glued ones.
    """
    for unit, text in reading.units().items():
        cells = reading.unit_cells(unit)
        own = [f for f in failures if set(f.sum.cells) <= set(cells)]
        if not own or len(text.values) != len(cells) or any(t.whole and t.cell for t in text.values):
            continue
        digits = [t.text for t in text.values]
        if not all(d.isdigit() for d in digits):
            continue
        touching = [s for s in reading.table.sums if set(s.cells) & set(cells)]
        failing = len(failing_sums(reading.table, {c: v.value for c, v in reading.cells.items()}, sums=touching))
        for option in _parted(digits):
            values = {c: cell.value for c, cell in reading.cells.items()}
            values.update(zip(cells, option, strict=True))
            if len(failing_sums(reading.table, values, sums=touching)) < failing:
                return cells
    return ()


def _parted(digits: list[str]) -> Iterator[list[Value]]:
    for i in range(len(digits) - 1):
        joined = [*digits[:i], digits[i] + digits[i + 1], *digits[i + 2 :]]
        if len(joined[i]) > 1 and joined[i][0] == "0":
            continue
        for place in range(len(joined) + 1):
            yield [*map(int, joined[:place]), None, *map(int, joined[place:])]
        for j, number in enumerate(joined):
            for cut in range(1, len(number) if j != i else 0):
                left, right = number[:cut], number[cut:]
                if all(len(part) == 1 or part[0] != "0" for part in (left, right)):
                    yield [*map(int, joined[:j]), int(left), int(right), *map(int, joined[j + 1 :])]
