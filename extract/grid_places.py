"""Place a table's cells in a file's grid: a row by its label, a column by its heading, the cell where they meet."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz

from nianbao.extract.candidate import REVIEW_UNIT
from nianbao.extract.file_grids import FileGrid, FileGrids
from nianbao.extract.files.content import GridCell
from nianbao.extract.find_labels import Anchor, Squeezed, find_chain, label_words
from nianbao.extract.grid_headings import headings_above, review_headings
from nianbao.extract.locate_tables import Region
from nianbao.extract.tokens import Token
from nianbao.schemas import Table

_EXACT = 100.0

InGrid = dict[str, tuple[GridCell, tuple[Token, ...]]]
"""By cell of the form: the grid's cell that prints it, and the tokens in it."""


def place_in_grid(table: Table, squeezed: Squeezed, region: Region, grids: FileGrids) -> InGrid | None:
    """Every cell of a table in the file's grids; None unless labels and headings place each one, all in one way.

    A cell is where its row's label and its column's heading cross, and has to lie within both extents: a number in a
    cell merged over two rows or columns belongs to neither.
    """
    if table.key == REVIEW_UNIT:
        return _review(table, squeezed, region, grids)
    anchors = find_chain(squeezed, table.rows, region.start, region.end)
    if len(anchors) < len(table.rows):
        return None
    out: InGrid = {}
    heads: FileGrid | None = None
    seen: list[tuple[FileGrid, range]] = []
    for anchor in anchors:
        found = _label(anchor, table.row_by_key[anchor.row].words, grids)
        if found is None:
            return None
        grid, rows, right = found
        if any(g is grid and set(r) & set(rows) for g, r in seen):
            return None  # two labels in one row of the grid
        if seen and _unlabelled_between(*seen[-1], grid, rows):
            return None  # a page may have cut a row: its label here, its numbers there
        seen.append((grid, rows))
        extents = headings_above(table, grid, rows.start, right)
        if heads is not None and grid is not heads and not extents:
            # The table goes on in the next grid, without headings of its own.
            if grids.after(heads) is not grid or heads.grid.columns != grid.grid.columns:
                return None
            extents = headings_above(table, heads, heads.grid.rows, right)
        else:
            heads = grid
        row = table.row_by_key[anchor.row]
        taken: list[range] = []
        for column, cell in zip(row.columns, table.row_cells(anchor.row), strict=True):
            extent = extents.get(column.key)
            if extent is None or any(set(extent) & set(t) for t in taken):
                return None
            taken.append(extent)
            place = _crossing(grid, rows, extent)
            if place is None:
                return None
            out[cell] = (place, grid.tokens[place])
        placed = [out[cell][0] for cell in table.row_cells(anchor.row)]
        if _left_over(grid, rows, right, placed):
            return None
        if len(seen) == 1 and not all(_holds(grid, c) for c in placed) and _values_above(grid, rows.start):
            return None
    return None if seen and _values_next(*seen[-1], grids) else out


def _unlabelled_between(before: FileGrid, upper: range, grid: FileGrid, lower: range) -> bool:
    """Whether a row with values stands between two labelled rows, one after the other in the text.

    What else it prints tells nothing: the first row of a page may hold the rest of a label merged over several.
    """
    if before is grid:
        between = [(grid, row) for row in range(upper.stop, lower.start)]
    else:
        between = [(before, row) for row in range(upper.stop, before.grid.rows)]
        between += [(grid, row) for row in range(lower.start)]
    return any(_prints_value(g, row) for g, row in between)


def _left_over(grid: FileGrid, rows: range, right: int, placed: list[GridCell]) -> bool:
    """Whether behind its label a row prints a value in a cell that is none of the table's, beside an empty one."""
    if all(_holds(grid, cell) for cell in placed):
        return False
    values = [c for c, own in grid.tokens.items() if c.row in rows and c.column >= right and _values(own)]
    return any(c not in placed for c in values)


def _values_above(grid: FileGrid, row: int) -> bool:
    """Whether a row of nothing but values stands above a table's first labelled row."""
    for above in range(row):
        own = [t for cell, tokens in grid.tokens.items() if cell.row == above for t in tokens]
        if _values(own) and all(t.kind != "text" for t in own):
            return True
    return False


def _holds(grid: FileGrid, cell: GridCell) -> bool:
    return _values(grid.tokens[cell])


def _values(tokens: Iterable[Token]) -> bool:
    return any(t.is_value for t in tokens)


def _values_next(grid: FileGrid, rows: range, grids: FileGrids) -> bool:
    """Whether what the grids print next below a table's last row is a row of nothing but values: maybe its own."""
    below = [(grid, row) for row in range(rows.stop, grid.grid.rows)]
    if (following := grids.after(grid)) is not None:
        below += [(following, row) for row in range(following.grid.rows)]
    for g, row in below:
        kinds = {t.kind for cell, own in g.tokens.items() if cell.row == row for t in own}
        if _prints_value(g, row):
            return "text" not in kinds
        if "text" in kinds:
            return False
    return False


def _prints_value(grid: FileGrid, row: int) -> bool:
    return any(_values(own) for cell, own in grid.tokens.items() if cell.row == row)


def _label(anchor: Anchor, words: tuple[str, ...], grids: FileGrids) -> tuple[FileGrid, range, int] | None:
    """The grid, the rows and the right edge of the cells that a label stands in."""
    first, last = grids.at(anchor.start), grids.at(anchor.end - 1)
    if first is None or last is None or first[0] is not last[0]:
        return None
    cells = [first[1], last[1]]
    if anchor.score < _EXACT and cells[0].row != cells[1].row:
        # Found by similarity, a label may seem to begin or end in its neighbour's cell.
        cells = [max(cells, key=lambda c: max(fuzz.ratio(first[0].words[c], label_words(w)) for w in words))]
    rows = range(min(c.row for c in cells), max(c.row + c.rows for c in cells))
    return first[0], rows, max(c.column + c.columns for c in cells)


def _crossing(grid: FileGrid, rows: range, columns: range) -> GridCell | None:
    """The one cell in an extent, if it lies within it."""
    cells = grid.inside(rows, columns)
    if cells is None or len(cells) != 1:
        return None
    cell = cells[0]
    inside = rows.start <= cell.row and cell.row + cell.rows <= rows.stop
    return cell if inside and columns.start <= cell.column and cell.column + cell.columns <= columns.stop else None


def _review(table: Table, squeezed: Squeezed, region: Region, grids: FileGrids) -> InGrid | None:
    """The fifteen cells in the one row of numbers below their headings."""
    found = []
    low, high = grids.span(region)
    for grid in grids.grids:
        if grid.grid.start >= low and grid.grid.end <= high and (heads := review_headings(table, grid)):
            found.append((grid, *heads))
    if len(found) != 1:
        return None
    grid, extents, bottom = found[0]
    out: InGrid = {}
    printed = [r for r in range(bottom, grid.grid.rows) if _prints(grid, r)]
    if len(printed) > 1:
        return None
    row = printed[0] if printed else bottom
    if row >= grid.grid.rows:
        return None
    for cell in table.cells:
        extent = extents[cell.partition(".")[2]]
        place = _crossing(grid, range(row, row + 1), extent)
        if place is None:
            return None
        out[cell] = (place, grid.tokens[place])
    return None if _values_next(grid, range(row, row + 1), grids) else out


def _prints(grid: FileGrid, row: int) -> bool:
    return any(c.end > c.start and c.row <= row < c.row + c.rows for c in grid.grid.cells)
