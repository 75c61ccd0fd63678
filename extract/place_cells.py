"""Place a row's values in its columns, also where some cells are printed empty."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from nianbao.extract.aligned import Aligned, Ruler
from nianbao.extract.candidate import RowText
from nianbao.extract.row_text import is_inner_blank, row_shape
from nianbao.extract.spaced_cells import place_spaced
from nianbao.extract.table_edges import Edges
from nianbao.extract.tokens import Line, Token
from nianbao.schemas import Column


@dataclass(frozen=True)
class Placed:
    """A row's tokens, one per column in printed order. `certain` tells that no other placing fits the table's grid."""

    tokens: tuple[Token, ...]
    certain: bool


@dataclass(frozen=True)
class _Shape:
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


def complete(row: RowText, needs: int) -> bool:
    """Whether the row prints a value for every column and no visible blank between them."""
    values = row.values
    if len(values) != needs:
        return False
    inner = [t for t in row.tokens if values[0].start < t.start < values[-1].start]
    return not any(is_inner_blank(t, row.tokens) for t in inner)


@dataclass(frozen=True)
class Grid:
    """What a text shows of a table's grid: its lines' frame, the first column by the headings (`headed_columns`), each
    row's level among the merged labels, the places of an aligned text with its dashed lines, and the letters that the
    table's labels are made of."""

    edges: Edges
    headed: dict[int, int]
    levels: dict[str, str]
    aligned: Aligned
    ruled: list[Ruler]
    letters: frozenset[str]


def place_cells(rows: dict[str, RowText], needs: dict[str, int], lines: list[Line], grid: Grid) -> dict[str, Placed]:
    """Place every row that can be placed; a row that cannot is left out.

    A complete row places itself, and so does one that prints its first and its last cell. Another row is placed by the
    table's edge, if every row's cells end there (see `_by_edge`), or else by the complete rows: the same label cell in
    a line of as many cells begins in the same cell; else any one rule that all of them obey (the same cell of the
    line, counted from either end, or the same distance from the label). Where no row of as many cells is complete, the
    headings tell the columns. Without delimiters the places on the line do, or, one cell to a line, the lines.
    """
    placed: dict[str, Placed] = {}
    shapes: dict[int, list[_Shape]] = defaultdict(list)
    every: dict[int, list[_Shape]] = defaultdict(list)
    found: dict[str, _Shape | None] = {}
    for key, row in rows.items():
        shape = found[key] = _shape(row, lines, grid.edges, grid.levels.get(key, ""))
        if shape:
            every[needs[key]].append(shape)
        if crowded(row, lines, grid.edges):
            continue
        if complete(row, needs[key]):
            placed[key] = Placed(row.values, True)
        elif not (shape and needs[key] > 1 and _spans(row, needs[key])):
            continue
        if shape and shape.first >= 0:
            shapes[needs[key]].append(shape)
    whole_rows = [(rows[key], needs[key]) for key in placed]
    spaced = place_spaced(rows, needs, lines) if len(placed) < len(rows) else {}
    for key, row in rows.items():
        if key in placed or crowded(row, lines, grid.edges):
            continue
        option = None
        if (shape := found[key]) is not None:
            by_edge = _by_edge(shape, needs[key], every[needs[key]], lines) if grid.edges.known else None
            by_grid = _by_grid(shape, needs[key], shapes, lines, grid.headed)
            option = by_edge or by_grid
            if by_edge and by_grid and by_grid.certain and by_edge.tokens != by_grid.tokens:
                option = Placed(by_edge.tokens, False)
        if option is None and key in spaced:
            placed[key] = Placed(spaced[key], True)
            continue
        option = (
            option or _by_places(row, needs[key], whole_rows, lines, grid) or _by_lines(row, needs[key], whole_rows)
        )
        if option and not (option.certain and grid.edges.known) and _may_be_shifted(option, key, rows, needs):
            option = Placed(option.tokens, False)
        if option:
            placed[key] = option
    return placed


def _may_be_shifted(option: Placed, key: str, rows: dict[str, RowText], needs: dict[str, int]) -> bool:
    """Whether a row that prints all but its last cell may have lost another and moved up: unless most rows do so."""
    *others, last = option.tokens
    if last.kind != "blank" or any(t.kind == "blank" for t in others) or not others:
        return False
    alike = [r for k, r in rows.items() if needs[k] == needs[key]]
    return sum(len(r.values) == needs[key] - 1 for r in alike) * 3 < len(alike) * 2


def _by_edge(shape: _Shape, needs: int, every: list[_Shape], lines: list[Line]) -> Placed | None:
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


def _spans(row: RowText, needs: int) -> bool:
    """Whether a row on one line prints its first and its last cell, and so bounds its own columns."""
    values = row.values
    return len(values) > 1 and values[-1].cell - values[0].cell == needs - 1


def _shape(row: RowText, lines: list[Line], edges: Edges, level: str) -> _Shape | None:
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
    return _Shape(line.cells, max(words, default=-1), first, last, line.number, edges.end(line), level)


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


def _by_grid(
    shape: _Shape, needs: int, shapes: dict[int, list[_Shape]], lines: list[Line], headed: dict[int, int]
) -> Placed | None:
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
        if s > shape.label
        and all(s <= c < s + needs for c in values)
        and all(c in by_cell for c in range(s, s + needs))
    ]
    if not fitting:
        return None
    # A row whose own label stands where no complete row's does may itself be shifted: placed, but not for certain.
    certain = len(fitting) == 1 and (len(same) == 1 or by_heading)
    start = fitting[0]
    return Placed(tuple(by_cell[c] for c in range(start, start + needs)), certain)


_LEAST_WHOLE = 2
"""So many whole rows on a page show where its columns stand; one alone may be set unlike the others."""


def _by_places(
    row: RowText, needs: int, whole_rows: list[tuple[RowText, int]], lines: list[Line], grid: Grid
) -> Placed | None:
    """Place a row of an aligned text by where its numbers stand: under the dashes, or under the whole rows' numbers."""
    on = {t.line for t in row.values}
    if len(row.values) >= needs or len(on) > 1 or any(t.kind == "blank" for t in row.tokens):
        return None
    if not on and not grid.ruled:
        return None
    at = on.pop() if on else next((line.number for line in lines if line.start <= row.end - 1 <= line.end), None)
    if (
        at is None
        or lines[at].cells
        or not all(set(t.text) <= grid.letters for t in lines[at].tokens if t.kind == "text")
    ):
        return None  # something is printed there that is no number
    line = lines[at]
    if any(
        t.kind == "text" and (t.text == "无" or (row.values and t.start > row.values[0].start)) for t in line.tokens
    ):
        return None  # a note beside a number, cut over the lines
    whole = [
        r.values for r, n in whole_rows if n == needs and row_shape(r) == "row" and not lines[r.values[0].line].cells
    ]
    rulers = grid.aligned.fitting(grid.ruled, whole) or grid.aligned.rulers(whole, line.number)
    columns = grid.aligned.columns(row.values, rulers) if row.values else []
    if columns is None or (not row.values and needs > 1 and not grid.ruled):
        return None
    by_column = dict(zip(columns, row.values, strict=True))
    tokens: list[Token] = []
    for column in range(needs):
        place = tokens[-1].end if tokens else max(line.start, row.values[0].start - 1 if row.values else line.end)
        tokens.append(by_column.get(column) or Token("blank", "", place, place, line.number, 0, True))
    return Placed(tuple(tokens), bool(grid.ruled) or len(whole) >= _LEAST_WHOLE)


def _line_slots(row: RowText) -> list[Token]:
    """One cell to a line: the values, and the lines that hold only a delimiter, which are cells printed empty."""
    by_line: dict[int, list[Token]] = defaultdict(list)
    for token in row.tokens:
        by_line[token.line].append(token)
    slots: list[Token] = []
    for tokens in by_line.values():
        values = [t for t in tokens if t.is_value]
        if values:
            slots.extend(values)
        elif all(t.kind == "blank" for t in tokens) and tokens[0].cell == 0:
            slots.append(tokens[0])
    return slots


def _by_lines(row: RowText, needs: int, whole_rows: list[tuple[RowText, int]]) -> Placed | None:
    if row_shape(row) not in ("cell", "single", "none"):
        return None
    slots = _line_slots(row)
    if len(slots) != needs or not any(t.kind == "blank" for t in slots):
        return None
    others = [(r, n) for r, n in whole_rows if row_shape(r) == "cell"]
    vouched = bool(others) and all(len(_line_slots(r)) == n for r, n in others)
    return Placed(tuple(slots), vouched) if vouched or any(t.is_value for t in slots) else None
