"""Where a row prints more pieces than it has cells, list the numbers that they may be and let the sums decide.

The labels and headings have said which row and which columns these are; open is only which pieces are one number that
the text has torn. A reading is taken only if it is the one, of all that the text allows, for which every sum of the
table holds. Leaving a piece out is no reading: with a wrong total in the report, what is left could hold by chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise, product

from nianbao.extract.candidate import Cell, Doubt, TableReading, Value
from nianbao.extract.check_sums import failing_sums
from nianbao.extract.normalise import MARKS, NormalText
from nianbao.extract.read_number import read_torn
from nianbao.extract.tokens import Token

_EXTENT = frozenset({"cell_count", "whole_number"})
"""The doubts that a choice among readings can settle."""
_MOST_EXTRA = 2
_MOST_READINGS = 2000
_MOST_ROWS = 30
_THOUSANDS = re.compile(r"\d{3}")


@dataclass(frozen=True)
class Reading:
    """One way to read a row: its cells in printed order."""

    cells: tuple[Cell, ...]

    @property
    def values(self) -> tuple[Value, ...]:
        """The cells' values."""
        return tuple(cell.value for cell in self.cells)


def settle_by_sums(reading: TableReading, normal: NormalText) -> TableReading:
    """The table with its open rows read, where exactly one choice of readings makes every sum hold.

    Where several with other values do, the rows are named as ambiguous. Else the table is as it was.
    """
    table = reading.table
    if not table.sums or not reading.present:
        return reading
    open_rows = _open_rows(reading)
    if not open_rows or len(open_rows) > _MOST_ROWS:
        return reading
    inside = {c for unit in open_rows for c in reading.unit_cells(unit)}
    if any(cell.mark in ("unreadable", "missing") for c, cell in reading.cells.items() if c not in inside):
        return reading
    choices = [_fitting(reading, unit, normal) for unit in open_rows]
    count = 1
    for choice in choices:
        count *= len(choice)
    if not 0 < count <= _MOST_READINGS:
        return reading
    found: dict[tuple[tuple[Value, ...], ...], tuple[Reading, ...]] = {}
    for combination in product(*choices):
        values = {c: cell.value for c, cell in reading.cells.items()}
        for unit, chosen in zip(open_rows, combination, strict=True):
            values.update(zip(reading.unit_cells(unit), chosen.values, strict=True))
        if not failing_sums(table, values):
            found.setdefault(tuple(r.values for r in combination), combination)
    if len(found) == 1:
        return _settled(reading, dict(zip(open_rows, next(iter(found.values())), strict=True)))
    if len(found) > 1:
        return reading.with_doubts(
            Doubt(
                "ambiguous", tuple(c for c in table.cells if c in inside), f"{len(found)} readings of its numbers fit"
            )
        )
    return reading


def _open_rows(reading: TableReading) -> list[str]:
    """The units with a doubt about the extent of their numbers, if they print enough numbers and not many more."""
    units = reading.units()
    doubtful = {c for d in reading.doubts if d.check in _EXTENT for c in d.cells}
    out = []
    for unit, text in units.items():
        cells = reading.unit_cells(unit)
        if not doubtful & set(cells):
            continue
        if not 0 <= len(text.values) - len(cells) <= (len(cells) if _by_thousands(text.values) else _MOST_EXTRA):
            return []  # some row cannot be read this way, so the columns' sums cannot decide about the others
        out.append(unit)
    return out


def _by_thousands(tokens: Sequence[Token]) -> bool:
    """Whether a line of numbers may have spaces for thousands separators: some have just three digits."""
    return len({t.line for t in tokens}) == 1 and any(_THOUSANDS.fullmatch(t.text) for t in tokens[1:])


def _fitting(reading: TableReading, unit: str, normal: NormalText) -> list[Reading]:
    """The readings of one unit for which the sums inside it hold."""
    cells = reading.unit_cells(unit)
    own = [s for s in reading.table.sums if set(s.cells) <= set(cells)]
    seen: dict[tuple[Value, ...], Reading] = {}
    for option in _readings(reading, unit, normal):
        if not failing_sums(reading.table, dict(zip(cells, option.values, strict=True)), sums=own):
            seen.setdefault(option.values, option)
    return list(seen.values())


def _readings(reading: TableReading, unit: str, normal: NormalText) -> Iterator[Reading]:
    """Every reading of a unit that has as many cells as its columns and no number that is not well-formed."""
    text = reading.units()[unit]
    columns = [reading.table.column_by_cell[c] for c in reading.unit_cells(unit)]
    for pieces in _joinings(text.values, len(text.values) - len(columns), normal):
        cells = tuple(read_torn(p, column, normal) for p, column in zip(pieces, columns, strict=True))
        if all(cell.mark != "unreadable" for cell in cells):
            yield Reading(cells)


def _joinings(tokens: tuple[Token, ...], joins: int, normal: NormalText) -> Iterator[list[tuple[Token, ...]]]:
    """The tokens in order, `joins` of the gaps between neighbours closed; a delimiter between cells is never one."""
    gaps = [i for i, (a, b) in enumerate(pairwise(tokens)) if a.line != b.line or a.cell == b.cell]
    narrow = min((tokens[i + 1].start - tokens[i].end for i in gaps if _same_line(tokens, i)), default=1)
    gaps = [i for i in gaps if not _same_line(tokens, i) or tokens[i + 1].start - tokens[i].end == narrow]
    # The digit behind a mark (5*1) is a note's number: a piece neither of what stands before it nor of what follows.
    noted = {i for i, (a, b) in enumerate(pairwise(tokens)) if _marked(normal, a, b)}
    gaps = [i for i in gaps if i not in noted and i - 1 not in noted]
    if joins > _MOST_EXTRA:
        gaps = [i for i in gaps if _THOUSANDS.fullmatch(tokens[i + 1].text)]
    for closed in combinations(gaps, joins):
        pieces: list[tuple[Token, ...]] = []
        start = 0
        for gap in range(len(tokens)):
            if gap not in closed:
                pieces.append(tokens[start : gap + 1])
                start = gap + 1
        yield pieces


def _same_line(tokens: tuple[Token, ...], gap: int) -> bool:
    return tokens[gap].line == tokens[gap + 1].line


def _marked(normal: NormalText, before: Token, after: Token) -> bool:
    """Whether nothing but a mark's signs part two numbers in the original."""
    between = normal.original[normal.offsets[before.end] : normal.offsets[after.start]]
    return bool(between) and not set(between) - MARKS - {"^"}


def _settled(reading: TableReading, chosen: dict[str, Reading]) -> TableReading:
    cells = dict(reading.cells)
    for unit, option in chosen.items():
        cells.update(zip(reading.unit_cells(unit), option.cells, strict=True))
    inside = {c for unit in chosen for c in reading.unit_cells(unit)}
    doubts = tuple(d for d in reading.doubts if d.check not in _EXTENT or not set(d.cells) <= inside)
    return replace(reading, cells=cells, doubts=doubts)
