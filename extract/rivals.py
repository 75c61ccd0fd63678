"""Look for another reading that the same text would bear: where one fits as well, neither is sure."""

from __future__ import annotations

from collections.abc import Iterator

from nianbao.extract.candidate import REVIEW_UNIT, Doubt, TableReading, Value
from nianbao.extract.check_sums import failing_sums

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
