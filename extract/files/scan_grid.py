"""The cells of a ruled table: its edges, and which of the borders between them are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING, Any

from nianbao.extract.files.scan_borders import DOUBTFUL, DRAWN, covered_part, level_border, upright_border
from nianbao.extract.files.scan_rules import MARGIN, RuledTable
from nianbao.extract.files.scan_strokes import Rules

if TYPE_CHECKING:
    from nianbao.extract.files.scan_pictures import Gray


_ALONE = 8
"""An upright stroke of more than so many times a rule's least length is a rule, whatever it meets."""


@dataclass(frozen=True)
class RuledCell:
    """A cell: its first row and column, how many of each it covers, and whether its borders leave no doubt."""

    row: int
    column: int
    rows: int
    columns: int
    sure: bool


@dataclass(frozen=True)
class RuledGrid:
    """A table's edges in its own pixels, one more than rows and columns, its cells, and the mask of its rules.

    `open_below`: no rule closes it there; its last row may be cut by the page.
    """

    table: RuledTable
    ys: tuple[float, ...]
    xs: tuple[float, ...]
    cells: tuple[RuledCell, ...]
    rules: Gray
    open_below: bool = False

    @property
    def outline(self) -> tuple[int, int, int, int]:
        """x0, top, x1, bottom of the grid in the upright page's pixels: what a letter's stroke that meets an outer rule
        adds to the table's own bounds is left out."""
        x0, top, x1, bottom = self.table.bounds
        left, above = x0 - MARGIN, top - MARGIN
        return (
            max(x0, left + round(self.xs[0])),
            max(top, above + round(self.ys[0])),
            min(x1, left + round(self.xs[-1])),
            min(bottom, above + round(self.ys[-1])),
        )

    def bounds(self, cell: RuledCell) -> tuple[float, float, float, float]:
        """x0, top, x1, bottom of a cell in the table's pixels."""
        return (
            self.xs[cell.column],
            self.ys[cell.row],
            self.xs[cell.column + cell.columns],
            self.ys[cell.row + cell.rows],
        )


def find_grid(table: RuledTable) -> RuledGrid | None:
    """The table's grid; None where the rules make no more than one cell."""
    level = _joined(table.rules.level, table.rules.upright, table.reach)
    upright = _flip(
        _joined(_flip(table.rules.upright), _flip(table.rules.level), table.reach, alone=_ALONE * table.reach)
    )
    rules = replace(table.rules, level=level, upright=upright)
    tolerance = max(4, table.reach // 6)
    ys = _edges(level, upright, tolerance, table.reach)
    xs = _edges(_flip(upright), _flip(level), tolerance, table.reach)
    right = _right_borders(rules, ys, xs, tolerance, table.reach)
    # An edge at which no cell ends was a letter's.
    idle = [j for j in range(len(xs) - 2) if all(row[j] <= DRAWN for row in right)]
    if idle:
        xs = [x for j, x in enumerate(xs) if j - 1 not in idle]
        right = [[sure for j, sure in enumerate(row) if j not in idle] for row in right]
    if len(ys) < 2 or len(xs) < 2 or len(ys) + len(xs) < 5:
        return None
    below = [
        [level_border(rules, ys[i + 1], xs[j], xs[j + 1], tolerance, table.reach) for j in range(len(xs) - 1)]
        for i in range(len(ys) - 2)
    ]
    cells = tuple(_cells(len(ys) - 1, len(xs) - 1, below, right))
    open_below = covered_part(level, ys[-1], xs[0], xs[-1], tolerance) < DRAWN
    return RuledGrid(table, tuple(ys), tuple(xs), cells, level | upright, open_below)


def _right_borders(
    rules: Rules, ys: Sequence[float], xs: Sequence[float], tolerance: int, reach: int
) -> list[list[float]]:
    """Of each row, how surely a border is drawn at the right of each column but the last."""
    return [[upright_border(rules, x, top, bottom, tolerance, reach) for x in xs[1:-1]] for top, bottom in pairwise(ys)]


def _flip(mask: Gray) -> Gray:
    import numpy as np

    return np.ascontiguousarray(mask.T)


def _joined(level: Gray, upright: Gray, reach: int, *, alone: float = inf) -> Gray:
    """The level strokes that meet an upright one at an end at least, or cross two: a long dash in a cell meets none.

    Where a page cuts a row above and below, the rules between its columns end at no other; and one as long as `alone`
    may meet none at all.
    """
    import cv2
    import numpy as np

    count, labels, stats, _ = cv2.connectedComponentsWithStats(level, connectivity=8)
    near = max(5, reach // 5)
    kept = np.zeros(count, bool)
    for label in range(1, count):
        x, y, wide, high = (int(v) for v in stats[label][:4])
        rows = slice(max(y - near, 0), y + high + near)
        ends = (upright[rows, max(x - near, 0) : x + near], upright[rows, x + wide - near : x + wide + near])
        crossed = np.concatenate([[0], upright[rows, x : x + wide].any(axis=0).astype(np.int8)])
        kept[label] = any(end.any() for end in ends) or int((np.diff(crossed) == 1).sum()) >= 2 or wide >= alone
    return np.where(kept[labels], level, 0).astype(np.uint8)


def _edges(level: Gray, upright: Gray, tolerance: int, reach: int) -> list[float]:
    """Heights at which level rules run, and where upright ones end without one: a table that a page cuts is open."""
    import cv2
    import numpy as np

    count, _, stats, middles = cv2.connectedComponentsWithStats(level, connectivity=8)
    strokes = sorted((float(middles[i][1]), float(stats[i][2])) for i in range(1, count))
    edges: list[list[tuple[float, float]]] = []
    for height, length in strokes:
        if edges and height - _mean(edges[-1]) <= tolerance:
            edges[-1].append((height, length))
        else:
            edges.append([(height, length)])
    found = _without_crowds(edges, reach)
    rows = np.nonzero(_crossed_by_outer(upright))[0]
    if len(rows):
        first, last = float(rows[0]), float(rows[-1])
        if not found or found[0] - first > tolerance + 2:
            found.insert(0, first)
        if last - found[-1] > tolerance + 2:
            found.append(last)
    return found


def _crossed_by_outer(upright: Gray) -> Any:
    """At which heights both outer upright rules run: not strokes of letters that an outer level rule runs into."""
    import numpy as np

    filled = upright > 0
    lengths = filled.sum(axis=0)
    columns = np.nonzero(lengths > lengths.max(initial=0) / 2)[0]
    if not len(columns):
        return np.zeros(len(filled), bool)
    near = max(8, (columns[-1] - columns[0]) // 40)
    sides = (filled[:, max(x - near, 0) : x + near + 1] for x in (columns[0], columns[-1]))
    left, right = (side.any(axis=1) for side in sides)
    return left & right & bool(columns[-1] - columns[0] > 2 * near)


def _without_crowds(edges: list[list[tuple[float, float]]], reach: int) -> list[float]:
    """The edges less short ones so near to another that no cell fits between: strokes of letters, double rules."""
    kept = sorted(edges, key=lambda edge: -sum(length for _, length in edge))
    found: list[float] = []
    for edge in kept:
        length, height = sum(n for _, n in edge), _mean(edge)
        room = reach * (0.8 if length < 2 * reach else 0.3)
        if all(abs(height - other) >= room for other in found):
            found.append(height)
    return sorted(found)


def _mean(edge: Sequence[tuple[float, float]]) -> float:
    return sum(h * n for h, n in edge) / sum(n for _, n in edge)


def _cells(
    rows: int, columns: int, below: Sequence[Sequence[float]], right: Sequence[Sequence[float]]
) -> list[RuledCell]:
    """The fields between the edges, joined where no border is drawn. A shape that is no rectangle is cut into rows."""
    group = {(i, j): (i, j) for i in range(rows) for j in range(columns)}

    def first(place: tuple[int, int]) -> tuple[int, int]:
        while group[place] != place:
            place = group[place]
        return place

    doubtful: set[tuple[int, int]] = set()
    for i, j in list(group):
        for other, covered in (
            ((i + 1, j), below[i][j] if i + 1 < rows else 1.0),
            ((i, j + 1), right[i][j] if j + 1 < columns else 1.0),
        ):
            if covered <= DRAWN:
                low, high = sorted((first((i, j)), first(other)))
                group[high] = low
            if DOUBTFUL[0] < covered < DOUBTFUL[1]:
                doubtful |= {(i, j), other}
    shapes: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place in group:
        shapes.setdefault(first(place), []).append(place)
    cells = []
    for places in shapes.values():
        sure = not doubtful.intersection(places)
        top, left = min(i for i, _ in places), min(j for _, j in places)
        rows_, columns_ = max(i for i, _ in places) - top + 1, max(j for _, j in places) - left + 1
        if rows_ * columns_ == len(places):
            cells.append(RuledCell(top, left, rows_, columns_, sure))
        else:
            cells += [RuledCell(i, j, 1, 1, False) for i, j in places]
    return sorted(cells, key=lambda c: (c.row, c.column))
