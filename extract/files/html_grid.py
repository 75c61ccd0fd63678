"""Place the cells of one table as browsers do, and tell tables of cells from those that only lay out a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

_MOST_COLUMNS = 1000
_MOST_ROWS = 65534
"""The greatest spans in HTML."""
MOST_PLACES = 4_000_000
_LONGEST_CELL = 400
"""A longer cell holds a page's text, not a table's."""
_PARAGRAPH = 40
_SMALL = 6
"""A table with no more cells than this may stand inside a cell of another table."""
_SECTION = re.compile(r"[一二三四五六七八九十]\s*[、.．,，]\s*\S.{4,60}")


class GridLimit(Exception):
    """The tables of a page cover more places than any report's do."""


@dataclass
class Room:
    """How many more places the tables of a page may cover, merged cells in full."""

    places: int = MOST_PLACES

    def take(self, places: int) -> None:
        """Take places. Raises GridLimit where none are left."""
        self.places -= places
        if self.places < 0:
            raise GridLimit


@dataclass
class PageCell:
    """A cell as the page writes it: its pieces (lines, and tables within it), over how many rows (0: all that follow)
    and columns it goes."""

    pieces: list[Piece]
    rows: int = 1
    columns: int = 1

    @property
    def lines(self) -> list[str]:
        """Its text, that of tables within it too."""
        out: list[str] = []
        for piece in self.pieces:
            if isinstance(piece, PageGrid):
                out += [line for cell in piece.cells for line in cell.cell.lines]
            elif piece:
                out.append(piece)
        return out

    @property
    def filled(self) -> bool:
        """Whether it shows anything."""
        return any(self.pieces)

    @property
    def grids(self) -> list[PageGrid]:
        """The tables within it."""
        return [piece for piece in self.pieces if isinstance(piece, PageGrid)]


@dataclass
class PlacedCell:
    """A cell in its place: first row and column from 0, and how many of each it covers."""

    row: int
    column: int
    rows: int
    columns: int
    cell: PageCell


@dataclass
class PageGrid:
    """A table as a grid. No two cells cover one place; in every row and every column a cell begins.

    `placed` are the cells with their places as written, also where no cell begins in a column.
    """

    rows: int
    columns: int
    cells: list[PlacedCell]
    placed: list[PlacedCell]

    @property
    def as_written(self) -> PageGrid:
        """The grid with all its columns, as many as a part of the same table has."""
        rows = max((cell.row + cell.rows for cell in self.placed), default=0)
        columns = max((cell.column + cell.columns for cell in self.placed), default=0)
        return PageGrid(rows, columns, self.placed, self.placed)


Piece = str | PageGrid
"""What a page is made of: lines and grids. An empty line parts what stands before it from what follows."""


@dataclass
class PageTable:
    """The rows of a table in the making, each with the number and kind (thead, tbody, tfoot) of its group."""

    rows: list[tuple[int, str, list[PageCell]]] = field(default_factory=list)
    group: int = 0
    kind: str = ""

    def add_row(self) -> list[PageCell]:
        """A new row, at the end of the group that is open."""
        row: list[PageCell] = []
        self.rows.append((self.group, self.kind, row))
        return row

    def begin_group(self, kind: str) -> None:
        """Rows from here on stand in a group of their own: no cell goes on from the one before."""
        self.group, self.kind = self.group + 1, kind

    def ordered(self) -> list[tuple[int, list[PageCell]]]:
        """The rows as they are shown: the first head first, the first foot last, wherever they are written."""
        head = next((group for group, kind, _ in self.rows if kind == "thead"), None)
        foot = next((group for group, kind, _ in self.rows if kind == "tfoot"), None)
        rank = {head: 0, foot: 2}
        return [(group, row) for group, _, row in sorted(self.rows, key=lambda r: rank.get(r[0], 1))]


def place_cells(table: PageTable, room: Room | None = None) -> PageGrid:
    """The grid of a table. A span that runs past its group's end or into another cell ends there.

    Rows and columns in which no cell begins have no height or width on a screen, and are left out. Raises GridLimit.
    """
    room = room or Room()
    rows = table.ordered()
    ends: dict[int, int] = {group: number + 1 for number, (group, _) in enumerate(rows)}
    left: list[int] = []  # how many rows the cell above still goes on in each column
    placed: list[PlacedCell] = []
    before = -1
    for number, (group, cells) in enumerate(rows):
        if group != before:
            left, before = [], group
        at = 0
        room.take(len(left))
        for cell in cells:
            room.take(min(max(1, cell.columns), _MOST_COLUMNS))
            while at < len(left) and left[at]:
                at += 1
            wide = 1
            while wide < min(max(1, cell.columns), _MOST_COLUMNS) and not (at + wide < len(left) and left[at + wide]):
                wide += 1
            high = min(cell.rows or _MOST_ROWS, ends[group] - number)
            left.extend([0] * (at + wide - len(left)))
            left[at : at + wide] = [high] * wide
            placed.append(PlacedCell(number, at, high, wide, cell))
            at += wide
        left = [max(0, rest - 1) for rest in left]
        while left and not left[-1]:
            left.pop()
    return compact(placed)


def compact(cells: Sequence[PlacedCell]) -> PageGrid:
    """The grid of placed cells, less the rows and columns in which none begins."""
    rows = {row: at for at, row in enumerate(sorted({cell.row for cell in cells}))}
    columns = {column: at for at, column in enumerate(sorted({cell.column for cell in cells}))}
    last_row, last_column = max(rows, default=-1) + 1, max(columns, default=-1) + 1
    row_at = _counts(rows, last_row)
    column_at = _counts(columns, last_column)
    out = []
    for cell in cells:
        row, column = row_at[cell.row], column_at[cell.column]
        high = row_at[min(cell.row + cell.rows, last_row)] - row
        wide = column_at[min(cell.column + cell.columns, last_column)] - column
        out.append(replace(cell, row=row, column=column, rows=high, columns=wide))
    return PageGrid(len(rows), len(columns), out, list(cells))


def _counts(kept: Iterable[int], last: int) -> list[int]:
    """How many of the kept numbers stand before each number up to `last`."""
    known = set(kept)
    out = [0]
    for number in range(last):
        out.append(out[-1] + (number in known))
    return out


def settle(table: PageTable, room: Room | None = None) -> list[Piece]:
    """What a table is on the page: a grid, or lines where it only lays out a page.

    A row that holds a part of the page (long text, another table, a section's heading over its whole width) dissolves
    into its cells' pieces, and what stands above and below it are tables of their own. Raises GridLimit.
    """
    grid = place_cells(table, room)
    if grid.columns < 2 or sum(cell.cell.filled for cell in grid.cells) < 2:
        return _dissolved(grid.cells)
    parts = _page_rows(grid)
    if not parts:
        return [grid]
    pieces: list[Piece] = []
    by_row: list[list[PlacedCell]] = [[] for _ in range(grid.rows)]
    written: list[list[PlacedCell]] = [[] for _ in range(grid.rows)]
    for cell, place in zip(grid.cells, grid.placed, strict=True):
        by_row[cell.row].append(cell)
        written[cell.row].append(place)
    run: list[PlacedCell] = []
    end = 0  # of the cells that go on over several rows
    for number, cells in enumerate(by_row):
        free = number >= end
        end = max([end, *(cell.row + cell.rows for cell in cells)])
        if number in parts and free and all(cell.rows == 1 for cell in cells):
            pieces += [*_run(run), *_dissolved(cells)]
            run = []
        elif number in parts:
            return _dissolved(grid.cells)
        else:
            run += written[number]
    return pieces + _run(run)


def _run(cells: list[PlacedCell]) -> list[Piece]:
    if not cells:
        return []
    grid = compact(cells)
    return _dissolved(cells) if grid.columns < 2 else [grid]


def _dissolved(cells: Iterable[PlacedCell]) -> list[Piece]:
    return [piece for cell in cells for piece in cell.cell.pieces]


def _page_rows(grid: PageGrid) -> set[int]:
    """The rows that hold a part of the page. A small table in a cell of a table of many cells is that cell's text."""
    alone: dict[int, int] = {}
    for cell in grid.cells:
        alone[cell.row] = alone.get(cell.row, 0) + 1
    plain = sum(cell.cell.filled and not cell.cell.grids for cell in grid.cells)
    out = set()
    for cell in grid.cells:
        lines = cell.cell.lines
        length = sum(map(len, lines))
        whole = cell.columns == grid.columns and alone[cell.row] == 1
        small = all(len(inner.cells) <= _SMALL for inner in cell.cell.grids)
        if (
            (cell.cell.grids and not (small and grid.columns >= 4 and plain >= 12))
            or length > _LONGEST_CELL
            or (grid.columns == 2 and len(lines) > 1 and length > _PARAGRAPH)
            or (whole and len(lines) == 1 and _SECTION.fullmatch(lines[0].strip()))
        ):
            out.add(cell.row)
    return out
