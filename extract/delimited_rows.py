"""Place the rows of delimited lines (pipes, tabs): by the table's edge, by the complete rows' cells, by headings."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from nianbao.extract.candidate import RowText
from nianbao.extract.placed import Placed
from nianbao.extract.table_edges import Edges
from nianbao.extract.tokens import Line, Token
from nianbao.schemas import Column


@dataclass(frozen=True)
class Shape:
    """A row on one delimited line: cells in the line, the cells of its label, its first and its last value, one more
    than the line's last cell (its frame is no cell), and the level of its label (a merged label beside it or none)."""

    cells: int
    label: int
    first: int
    last: int
    line: int
    end: int
    level: str

    @property
    def room(self) -> int:
        """How many cells follow the label's."""
        return self.end - self.label

    def window(self, needs: int, side: str) -> int:
        """The first of the row's cells, counted from the line's right edge or from the label."""
        return self.end - needs if side == "right" else self.label + 1

    def fits(self, needs: int, side: str) -> bool:
        """Whether all the values stand in that window."""
        start = self.window(needs, side)
        inside = self.first < 0 or (start <= self.first and self.last < start + needs)
        return self.label < start and start + needs <= self.end and inside


def shape_on_line(row: RowText, lines: list[Line], edges: Edges, level: str) -> Shape | None:
    """The shape of a row that stands on one delimited line, each value in a cell of its own; None where it does not."""
    on = {t.line for t in row.values} or {
        t.line for t in row.tokens if lines[t.line].start <= row.end - 1 <= lines[t.line].end
    }
    if len(on) != 1:
        return None
    line = lines[on.pop()]
    values = [t for t in line.tokens if t.is_value]
    if not line.cells or any(not t.whole for t in values):
        return None
    if not values and any(t.kind == "text" and t.start >= row.end for t in line.tokens):
        return None  # something is printed there that is no number
    first = min((t.cell for t in values), default=-1)
    # Without values, the label's own cell: the last words of the line. With values, the last words before them.
    words = [t.cell for t in line.tokens if t.kind == "text" and (first < 0 or t.cell < first)]
    if first >= 0 and any(t.kind == "text" and t.cell > first for t in line.tokens):
        return None
    last = max((t.cell for t in values), default=-1)
    return Shape(line.cells, max(words, default=-1), first, last, line.number, edges.end(line), level)


def place_by_edge(shape: Shape, needs: int, every: list[Shape], lines: list[Line]) -> Placed | None:
    """Place a row by the side on which all the table's rows have their cells: the line's right edge, or the label.

    Converters that lose merged cells shorten a line or fill it up on the right. A row's cells are certain where one
    side is left for the whole table, or where both give the same cells, and where as many cells follow its label as in
    another row of its level: where fewer do, one may be lost.
    """
    cells = {t.cell: t for t in lines[shape.line].tokens}
    if needs == 1 and shape.first < 0:  # its one cell is merged over the columns of the rows above, and empty
        behind = [cells.get(c) for c in range(shape.label + 1, shape.end)]
        if behind and behind[0] is not None and all(t is not None and t.kind == "blank" for t in behind):
            return Placed((behind[0],), shape.label >= 0)
        return None
    sides = [side for side in ("right", "left") if all(s.fits(needs, side) for s in every)]
    starts = {shape.window(needs, side) for side in sides}
    options = [[cells.get(c) for c in range(start, start + needs)] for start in sorted(starts)]
    tokens = [t for t in options[0] if t is not None] if len(options) == 1 else []
    if len(tokens) == needs and not any(t.kind == "text" for t in tokens):
        vouched = any(s.room == shape.room and s.level == shape.level for s in every if s is not shape)
        return Placed(tuple(tokens), vouched)
    return None


def place_by_grid(
    shape: Shape, needs: int, shapes: dict[int, list[Shape]], lines: list[Line], headed: dict[int, int]
) -> Placed | None:
    """Place a row by the cells in which the complete rows begin, or else by the headings."""
    if shape.label < 0:
        return None
    known = shapes.get(needs) or [s for group in shapes.values() for s in group]
    same = {s.first for s in known if s.cells == shape.cells and s.label == shape.label}
    alike = [s for s in known if s.cells == shape.cells]
    by_heading = not alike and needs > 1 and shape.cells in headed
    if len(same) == 1:
        starts = same
    elif by_heading:
        starts = {headed[shape.cells]}
    else:
        starts = {s.first for s in alike} if len({s.first for s in alike}) == 1 else set()
        ends = {s.cells - s.first for s in known}
        if len(ends) == 1:
            starts.add(shape.cells - ends.pop())
        gaps = {s.first - s.label for s in known}
        if len(gaps) == 1:
            starts.add(shape.label + gaps.pop())
    by_cell: dict[int, Token] = {t.cell: t for t in lines[shape.line].tokens}
    values = {t.cell for t in lines[shape.line].tokens if t.is_value}
    fitting = [
        s
        for s in sorted(starts)
        if shape.label < s <= shape.end - needs
        and all(s <= c < s + needs for c in values)
        and all(c in by_cell for c in range(s, s + needs))
    ]
    if not fitting:
        return None
    # A row whose own label stands where no complete row's does may itself be shifted: placed, but not for certain.
    certain = len(fitting) == 1 and (len(same) == 1 or by_heading)
    start = fitting[0]
    return Placed(tuple(by_cell[c] for c in range(start, start + needs)), certain)


def headed_columns(columns: tuple[Column, ...], lines: list[Line], start: int, end: int) -> dict[int, int]:
    """By the number of cells in a line: the cell of the first column, as the headings between two places tell it.

    Only a line with three headings or more side by side, in form order, tells it; empty where none does or two differ.
    """
    labels = [column.label for column in columns]
    told: dict[int, set[int]] = defaultdict(set)
    for line in lines:
        if not line.cells or not start <= line.start < end:
            continue
        words: dict[int, str] = defaultdict(str)
        for token in line.tokens:
            if token.kind == "text":
                words[token.cell] += token.text
        for cell, word in words.items():
            for i in range(len(labels) - 2):
                if word == labels[i] and all(words.get(cell + k) == labels[i + k] for k in (1, 2)) and cell >= i:
                    told[line.cells].add(cell - i)
    return {cells: firsts.pop() for cells, firsts in told.items() if len(firsts) == 1}


def crowded(row: RowText, lines: list[Line], edges: Edges) -> bool:
    """Whether a delimited line has two numbers in one of the row's cells, and an empty cell for one of them."""
    by_line: dict[int, list[Token]] = defaultdict(list)
    for token in row.values:
        by_line[token.line].append(token)
    for number, values in by_line.items():
        line = lines[number]
        if line.cells and len({t.cell for t in values}) < len(values):
            inside = range(values[0].cell, edges.end(line) if edges.known else line.cells)
            if any(t.kind == "blank" and t.cell in inside for t in line.tokens):
                return True
    return False
