"""Tables: a page's grids with their text. Each character goes to the cell that its middle lies in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nianbao.extract.files.content import Box
from nianbao.extract.files.pdf_frame import View
from nianbao.extract.files.pdf_glyphs import Glyph
from nianbao.extract.files.pdf_grids import Ruled, RuledCell
from nianbao.extract.files.pdf_lines import EMPTY, PrintedText, columns_down, lines_of, printed, written_down
from nianbao.extract.files.pdf_missing import draw_missing

_LONGEST_CELL = 300
"""Characters: what has longer ones, and few of them, lays out a page."""
_FEW_CELLS = 8
_NUMBER = re.compile(r"[\d.,]+")


@dataclass(frozen=True)
class Cell:
    """A cell with its text; its lines are parted by line breaks."""

    row: int
    column: int
    rows: int
    columns: int
    text: PrintedText = EMPTY
    box: Box | None = None

    @property
    def words(self) -> str:
        """The text without white space: to compare by."""
        return "".join(self.text.text.split())


@dataclass(frozen=True)
class Table:
    """A table, whole or as far as a page has it. `xs` are its columns' edges in points, for tables to be compared.

    `open_top`, `open_bottom`: for each column, whether no border closes it there. `page` is its last one's number.
    """

    xs: tuple[float, ...]
    rows: int
    cells: tuple[Cell, ...]
    page: int
    top: float = 0.0
    bottom: float = 0.0
    open_top: tuple[bool, ...] = ()
    open_bottom: tuple[bool, ...] = ()

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return len(self.xs) - 1


def inner_grids(grids: Sequence[Ruled]) -> list[Ruled]:
    """The grids that hold no other real one: a frame around tables only lays out the page."""
    real = [g for g in grids if len(g.xs) > 2 and len(g.ys) > 1]
    kept = []
    for grid in real:
        inside = [g for g in real if g is not grid and len(g.ys) > 2 and _within(g, grid)]
        if not inside and not (len(grid.ys) == 2 and len(grid.xs) == 3):
            kept.append(grid)
    # A small box inside a table's cell is no table of its own.
    return [g for g in kept if not any(o is not g and _within(g, o) for o in kept)]


def _within(inner: Ruled, outer: Ruled) -> bool:
    a, b = inner.rect, outer.rect
    return a.area < b.area and b.x0 - 1 <= a.x0 and a.x1 <= b.x1 + 1 and b.top - 1 <= a.top and a.bottom <= b.bottom + 1


def fill_tables(grids: Sequence[Ruled], glyphs: Sequence[Glyph], view: View) -> tuple[list[Table], list[Glyph]]:
    """The tables with the text inside them, and the characters outside of all; an empty grid or a layout is none."""
    left = list(glyphs)
    tables = []
    for grid in grids:
        inside = [g for g in left if grid.rect.holds(g.x, g.y)]
        if not any(g.text != " " for g in inside):
            continue
        table = fill_table(grid, inside, view)
        if table is not None:
            tables.append(table)
            taken = {g.order for g in inside}
            left = [g for g in left if g.order not in taken]
    return tables, left


def fill_table(grid: Ruled, glyphs: Sequence[Glyph], view: View) -> Table | None:
    """One grid with its text; None if it lays out a page, or its borders are not those of its cells."""
    grid = _without_slivers(grid, glyphs)
    mended = draw_missing(grid, _assign(grid, glyphs))
    if mended is None:
        return None
    grid, held = mended, _assign(mended, glyphs)
    cells = []
    for ruled in grid.cells:
        text = cell_text(held.get(ruled, []))
        box = view.box(grid.place(ruled))
        cells.append(Cell(ruled.row, ruled.column, ruled.rows, ruled.columns, text, box))
    longest = max(len(c.words) for c in cells)
    if len(grid.xs) < 3 or (longest > _LONGEST_CELL and len(cells) <= _FEW_CELLS):
        return None
    rect = grid.rect
    return Table(
        grid.xs, len(grid.ys) - 1, tuple(cells), view.number, rect.top, rect.bottom, grid.open_top, grid.open_bottom
    )


def cell_text(glyphs: Sequence[Glyph]) -> PrintedText:
    """What a cell prints: its lines from top to bottom, or its columns from right to left where it is written down."""
    if not any(g.text != " " for g in glyphs):
        return EMPTY
    lines = columns_down(glyphs) if written_down(glyphs) else lines_of(glyphs)
    text = EMPTY
    for line in lines:
        text = text + (PrintedText("\n") if text.text else EMPTY) + printed(line)
    return text


def _assign(grid: Ruled, glyphs: Sequence[Glyph]) -> dict[RuledCell, list[Glyph]]:
    owner = {
        (r, c): cell
        for cell in grid.cells
        for r in _span(cell.row, cell.rows)
        for c in _span(cell.column, cell.columns)
    }
    held: dict[RuledCell, list[Glyph]] = defaultdict(list)
    for run in _runs(glyphs):
        number = len(run) > 1 and _NUMBER.fullmatch("".join(g.text for g in run))
        for glyph in run:
            # A number wider than its cell reaches over the border; it is one number all the same.
            x = (run[0].rect.x0 + run[-1].rect.x1) / 2 if number else glyph.x
            held[owner[grid.at(x, glyph.y)]].append(glyph)
    return held


def _span(first: int, count: int) -> range:
    return range(first, first + count)


def _runs(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Characters that one text object prints side by side, without a gap."""
    runs: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: g.order):
        last = runs[-1][-1] if runs else None
        if (
            last is not None
            and last.part == glyph.part
            and glyph.part
            and not glyph.turn
            and abs(last.base - glyph.base) < 0.1 * glyph.size
            and abs(glyph.rect.x0 - last.rect.x1) < 0.15 * glyph.size
        ):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return runs


def _without_slivers(grid: Ruled, glyphs: Sequence[Glyph]) -> Ruled:
    """The grid without columns and rows too narrow for a letter, where borders that should meet miss one another.

    One in which a cell of its own prints something stays.
    """
    letters = [g for g in glyphs if g.text != " "]
    em = min((g.size for g in letters), default=0.0)
    held = _assign(grid, letters)
    narrow = {i for i in range(len(grid.xs) - 1) if grid.xs[i + 1] - grid.xs[i] < 0.8 * em}
    flat = {i for i in range(len(grid.ys) - 1) if grid.ys[i + 1] - grid.ys[i] < 0.6 * em}
    for cell in grid.cells:
        if held.get(cell):
            if cell.columns == 1:
                narrow.discard(cell.column)
            if cell.rows == 1:
                flat.discard(cell.row)
    if (not narrow and not flat) or len(narrow) > len(grid.xs) - 3 or len(flat) > len(grid.ys) - 2:
        return grid
    columns, rows = _kept(len(grid.xs), narrow), _kept(len(grid.ys), flat)
    cells = []
    for cell in grid.cells:
        column, row = columns[cell.column], rows[cell.row]
        width, height = columns[cell.column + cell.columns] - column, rows[cell.row + cell.rows] - row
        if width and height:
            cells.append(RuledCell(row, column, height, width))
    wide = [i for i in range(len(grid.xs) - 1) if i not in narrow]
    return Ruled(
        _middles(grid.xs, columns),
        _middles(grid.ys, rows),
        tuple(cells),
        tuple(grid.open_top[i] for i in wide),
        tuple(grid.open_bottom[i] for i in wide),
    )


def _kept(edges: int, dropped: set[int]) -> list[int]:
    """The new number of each edge when the stretches behind some of them vanish."""
    numbers = [0]
    for i in range(edges - 1):
        numbers.append(numbers[-1] + (i not in dropped))
    return numbers


def _middles(edges: Sequence[float], numbers: Sequence[int]) -> tuple[float, ...]:
    groups: dict[int, list[float]] = defaultdict(list)
    for edge, number in zip(edges, numbers, strict=True):
        groups[number].append(edge)
    return tuple(sum(g) / len(g) for _, g in sorted(groups.items()))
