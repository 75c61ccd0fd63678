"""Grids out of the lines that a page draws: each cell the largest rectangle that drawn borders bound."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from nianbao.extract.files.pdf_drawn import Stroke
from nianbao.extract.files.pdf_frame import Rect

_MOST_LINES = 3_000
_MOST_PLACES = 60_000
"""Rows × columns of one grid."""


@dataclass(frozen=True, slots=True)
class RuledCell:
    """A cell: its first row and column, how many of each it covers."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True)
class Ruled:
    """A grid as it is drawn: the edges of its columns (`xs`) and rows (`ys`), one more than there are, and its cells.

    The cells cover the grid. `open_top`, `open_bottom`: for each column, whether no border closes it there, as where a
    page cuts a row.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[RuledCell, ...]
    open_top: tuple[bool, ...]
    open_bottom: tuple[bool, ...]

    @property
    def rect(self) -> Rect:
        """The whole grid."""
        return Rect(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def at(self, x: float, y: float) -> tuple[int, int]:
        """The row and column that a point lies in, or the nearest."""
        row, column = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
        return min(max(row, 0), len(self.ys) - 2), min(max(column, 0), len(self.xs) - 2)

    def place(self, cell: RuledCell) -> Rect:
        """A cell's rectangle."""
        return Rect(
            self.xs[cell.column],
            self.ys[cell.row],
            self.xs[cell.column + cell.columns],
            self.ys[cell.row + cell.rows],
        )


def find_grids(strokes: Sequence[Stroke], em: float, page: Rect) -> list[Ruled] | None:
    """The grids of a page, top to bottom; `em` is the size of its text in points, by which near lines are one.

    None where more is drawn than a page's tables are.
    """
    near = min(max(0.3 * em, 0.75), 3.0)
    level = _merge([s for s in strokes if not s.upright], near, em, page.height)
    upright = _merge([s for s in strokes if s.upright], near, em, page.width)
    if len(level) + len(upright) > _MOST_LINES:
        return None
    grids = []
    for across, down in _connected(level, upright, near):
        grid = _grid(across, down, near)
        if grid is not None:
            grids.append(grid)
    return sorted(grids, key=lambda g: (g.ys[0], g.xs[0]))


def _merge(strokes: Sequence[Stroke], near: float, em: float, most: float) -> list[Stroke]:
    """Strokes on one line that touch, overlap or leave a small gap as one; what stays shorter than a letter is none."""
    lines: list[list[Stroke]] = []
    for stroke in sorted(strokes, key=lambda s: s.at):
        if not -near <= stroke.at <= most + near:
            continue
        if lines and stroke.at - lines[-1][0].at <= near:
            lines[-1].append(stroke)
        else:
            lines.append([stroke])
    merged: list[Stroke] = []
    for line in lines:
        # A border drawn twice, or as a double line, is one, where it is longest.
        weight = sum(s.end - s.start + 0.01 for s in line)
        at = sum(s.at * (s.end - s.start + 0.01) for s in line) / weight
        start = end = None
        for stroke in sorted(line, key=lambda s: s.start):
            if start is None or end is None:
                start, end = stroke.start, stroke.end
            elif stroke.start - end <= 1.5 * near:
                end = max(end, stroke.end)
            else:
                merged.append(Stroke(stroke.upright, at, start, end))
                start, end = stroke.start, stroke.end
        if start is not None and end is not None:
            merged.append(Stroke(line[0].upright, at, start, end))
    return [s for s in merged if s.end - s.start >= 0.6 * em]


def _connected(
    level: Sequence[Stroke], upright: Sequence[Stroke], near: float
) -> list[tuple[list[Stroke], list[Stroke]]]:
    """The lines that cross or touch one another, group by group."""
    leader = list(range(len(level) + len(upright)))

    def find(i: int) -> int:
        while leader[i] != i:
            leader[i] = leader[leader[i]]
            i = leader[i]
        return i

    order = sorted(range(len(upright)), key=lambda i: upright[i].at)
    ats = [upright[i].at for i in order]
    for i, line in enumerate(level):
        for j in order[bisect_left(ats, line.start - near) : bisect_right(ats, line.end + near)]:
            if upright[j].start - near <= line.at <= upright[j].end + near:
                leader[find(i)] = find(len(level) + j)
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = defaultdict(lambda: ([], []))
    for i, line in enumerate([*level, *upright]):
        groups[find(i)][line.upright].append(line)
    tables = [group for group in groups.values() if group[0] and group[1]]
    for across, down in [group for group in groups.values() if not (group[0] and group[1])]:
        for line in (*across, *down):
            if home := _beside(line, tables, near):
                home[line.upright].append(line)
    return tables


def _beside(
    line: Stroke, tables: list[tuple[list[Stroke], list[Stroke]]], near: float
) -> tuple[list[Stroke], list[Stroke]] | None:
    """The table that a line touching nothing belongs to: it is as long, as the border of a cell is that fills the whole
    of a table's height on this page, without an end of its own."""
    for table in tables:
        alike = table[line.upright]
        ends = [t.at for t in table[not line.upright]]
        start, end = min([s.start for s in alike] + ends), max([s.end for s in alike] + ends)
        if abs(line.start - start) <= 2 * near and abs(line.end - end) <= 2 * near:
            return table
    return None


def _grid(level: list[Stroke], upright: list[Stroke], near: float) -> Ruled | None:
    left = min([s.start for s in level] + [s.at for s in upright])
    right = max([s.end for s in level] + [s.at for s in upright])
    top = min([s.start for s in upright] + [s.at for s in level])
    bottom = max([s.end for s in upright] + [s.at for s in level])
    xs = _edges([s.at for s in upright], left, right, near)
    ys = _edges([s.at for s in level], top, bottom, near)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns > _MOST_PLACES or rows + columns < 3:
        return None
    below = _drawn(level, ys, xs, near)
    beside = _drawn(upright, xs, ys, near)
    cells = _areas(rows, columns, below, beside)
    return _without_idle_edges(cells, xs, ys, below[0], below[rows])


def _edges(ats: list[float], first: float, last: float, near: float) -> list[float]:
    """The distinct places of lines, those nearer than `near` as one; `first` and `last` close the grid."""
    groups: list[list[float]] = []
    for at in sorted([first, *ats, last]):
        if groups and at - groups[-1][0] <= near:
            groups[-1].append(at)
        else:
            groups.append([at])
    return [sum(g) / len(g) for g in groups]


def _drawn(lines: list[Stroke], edges: list[float], marks: list[float], near: float) -> list[list[bool]]:
    """For each edge, for each stretch between two marks: whether a line is drawn along all of it."""
    along: list[list[Stroke]] = [[] for _ in edges]
    for line in lines:
        along[min(range(len(edges)), key=lambda i: abs(edges[i] - line.at))].append(line)
    table = []
    for here in along:
        row = []
        for start, end in pairwise(marks):
            covered = sum(max(0.0, min(s.end, end) - max(s.start, start)) for s in here)
            row.append(end - start - covered <= max(2 * near, 0.12 * (end - start)) and covered > 0.4 * (end - start))
        table.append(row)
    return table


def _areas(rows: int, columns: int, below: list[list[bool]], beside: list[list[bool]]) -> list[RuledCell]:
    """The places of the grid that no line parts, as rectangles."""
    area = [[-1] * columns for _ in range(rows)]
    members: list[list[tuple[int, int]]] = []
    for row in range(rows):
        for column in range(columns):
            if area[row][column] >= 0:
                continue
            mark = len(members)
            area[row][column] = mark
            found = [(row, column)]
            for i, j in found:
                steps = (
                    (i + 1, j, i + 1 < rows and not below[i + 1][j]),
                    (i - 1, j, i > 0 and not below[i][j]),
                    (i, j + 1, j + 1 < columns and not beside[j + 1][i]),
                    (i, j - 1, j > 0 and not beside[j][i]),
                )
                for a, b, way in steps:
                    if way and area[a][b] < 0:
                        area[a][b] = mark
                        found.append((a, b))
            members.append(found)
    return [cell for found in members for cell in _rectangles(found)]


def _rectangles(places: list[tuple[int, int]]) -> list[RuledCell]:
    """Places as rectangles: one if they are one; else, where a border lacks a piece, the runs of their rows."""
    top, left = min(i for i, _ in places), min(j for _, j in places)
    rows, columns = max(i for i, _ in places) - top + 1, max(j for _, j in places) - left + 1
    if rows * columns == len(places):
        return [RuledCell(top, left, rows, columns)]
    runs: dict[tuple[int, int], list[int]] = defaultdict(list)
    by_row: dict[int, list[int]] = defaultdict(list)
    for i, j in sorted(places):
        by_row[i].append(j)
    for i, js in by_row.items():
        start = js[0]
        for a, b in zip(js, [*js[1:], -1], strict=True):
            if b != a + 1:
                runs[start, a - start + 1].append(i)
                start = b
    cells = []
    for (start, width), at in runs.items():
        first = at[0]
        for a, b in zip(at, [*at[1:], -1], strict=True):
            if b != a + 1:
                cells.append(RuledCell(first, start, a - first + 1, width))
                first = b
    return cells


def _without_idle_edges(
    cells: list[RuledCell], xs: list[float], ys: list[float], first: list[bool], last: list[bool]
) -> Ruled:
    """The grid without the edges at which no cell begins or ends; `first` and `last` tell where its ends are drawn."""
    down = sorted({c.row for c in cells} | {c.row + c.rows for c in cells})
    across = sorted({c.column for c in cells} | {c.column + c.columns for c in cells})
    row_of, column_of = {r: i for i, r in enumerate(down)}, {c: i for i, c in enumerate(across)}
    kept = tuple(
        RuledCell(
            row_of[c.row],
            column_of[c.column],
            row_of[c.row + c.rows] - row_of[c.row],
            column_of[c.column + c.columns] - column_of[c.column],
        )
        for c in sorted(cells, key=lambda c: (c.row, c.column))
    )
    spans = list(pairwise(across))
    open_top = tuple(not any(first[a:b]) for a, b in spans)
    open_bottom = tuple(not any(last[a:b]) for a, b in spans)
    return Ruled(tuple(xs[i] for i in across), tuple(ys[i] for i in down), kept, open_top, open_bottom)
