"""Faults as finding a table's borders makes them: a border that is not there, or one more. Nothing printed is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from nianbao.eval.synth.merged import PlacedCell, size

Fault = Callable[[Random, Sequence[PlacedCell]], list[PlacedCell]]


def level_border_added(draw: Random, cells: Sequence[PlacedCell]) -> list[PlacedCell]:
    """A row in two: of each cell the text stands in the upper or in the lower half."""
    at = draw.randrange(size(tuple(cells))[0])
    numbers_above = draw.choice([True, False, None])
    out = []
    for c in cells:
        if c.row + c.rows <= at:
            out.append(c)
        elif c.row > at:
            out.append(replace(c, row=c.row + 1))
        elif c.rows > 1:
            out.append(replace(c, rows=c.rows + 1))
        else:
            above = draw.random() < 0.5 if numbers_above is None else bool(c.value) is numbers_above
            out.append(replace(c, text=c.text if above else ""))
            out.append(replace(c, row=c.row + 1, text="" if above else c.text))
    return out


def upright_border_added(draw: Random, cells: Sequence[PlacedCell]) -> list[PlacedCell]:
    """A column in two: some cells are merged over both, of the others the text stands on the left or the right."""
    at = draw.randrange(size(tuple(cells))[1])
    left_only = draw.choice([True, False, None])
    out = []
    for c in cells:
        if c.column + c.columns <= at:
            out.append(c)
        elif c.column > at:
            out.append(replace(c, column=c.column + 1))
        elif c.columns > 1 or draw.random() < 0.2:
            out.append(replace(c, columns=c.columns + 1))
        else:
            left = draw.random() < 0.5 if left_only is None else left_only
            out.append(replace(c, text=c.text if left else ""))
            out.append(replace(c, column=c.column + 1, text="" if left else c.text))
    return out


def level_border_lost(draw: Random, cells: Sequence[PlacedCell]) -> list[PlacedCell]:
    """Two rows in one, in all columns or in those on one side."""
    rows, columns = size(tuple(cells))
    at, side, left = draw.randrange(rows - 1), draw.randrange(columns), draw.random() < 0.5
    everywhere = draw.random() < 0.5
    lower = {(c.column, c.columns): c for c in cells if c.row == at + 1 and c.rows == 1}
    joined = {
        (c, low)
        for c in cells
        if c.row == at
        and c.rows == 1
        and (low := lower.get((c.column, c.columns)))
        and (everywhere or (c.column < side) is left)
    }
    gone = {c for pair in joined for c in pair}
    merged = [replace(c, rows=2, text="\n".join(t for t in (c.text, low.text) if t)) for c, low in joined]
    return [c for c in cells if c not in gone] + merged


def upright_border_lost(draw: Random, cells: Sequence[PlacedCell]) -> list[PlacedCell]:
    """Two columns in one, along a few rows or all."""
    rows, columns = size(tuple(cells))
    at, top = draw.randrange(columns - 1), draw.randrange(rows)
    along = range(top, draw.randrange(top + 1, rows + 1))
    between = draw.choice(["\n", "", " "])
    right = {(c.row, c.rows): c for c in cells if c.column == at + 1 and c.row in along}
    joined = {(c, r) for c in cells if c.column + c.columns == at + 1 and (r := right.get((c.row, c.rows)))}
    gone = {c for pair in joined for c in pair}
    merged = [
        replace(c, columns=c.columns + r.columns, text=between.join(t for t in (c.text, r.text) if t))
        for c, r in joined
    ]
    return [c for c in cells if c not in gone] + merged


FAULTS: tuple[Fault, ...] = (level_border_added, upright_border_added, level_border_lost, upright_border_lost)


def cut_in_two(draw: Random, cells: Sequence[PlacedCell]) -> list[list[PlacedCell]]:
    """The table in two parts, as a page cuts it; a merged cell's text stands in the upper part."""
    rows, _ = size(tuple(cells))
    at = draw.randrange(1, rows)
    upper = [replace(c, rows=min(c.rows, at - c.row)) for c in cells if c.row < at]
    lower = [
        replace(c, row=max(0, c.row - at), rows=c.row + c.rows - max(at, c.row), text=c.text if c.row >= at else "")
        for c in cells
        if c.row + c.rows > at
    ]
    return [upper, lower]
