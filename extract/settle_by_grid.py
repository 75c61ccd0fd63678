"""Settle a reading by the file's own grid: where labels and headings place every cell, nothing about places is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nianbao.extract.candidate import Cell, Doubt, TableReading
from nianbao.extract.cell_pieces import pieced_cells
from nianbao.extract.file_grids import FileGrids
from nianbao.extract.find_labels import Squeezed
from nianbao.extract.grid_places import InGrid, place_in_grid
from nianbao.extract.locate_tables import Region
from nianbao.extract.normalise import NormalText
from nianbao.extract.read_number import read_cell
from nianbao.extract.tokens import Token
from nianbao.schemas import Table

PLACE_CHECKS = frozenset({"cell_count", "layout", "column_headings", "stray_number", "ambiguous", "page_number"})
"""Doubts about which number stands in which cell, as a text without its grid leaves them."""


def settle_by_grid(
    reading: TableReading, squeezed: Squeezed, region: Region, normal: NormalText, grids: FileGrids
) -> TableReading:
    """The reading with what the file's grids say of it.

    Where they place every cell of the table (`place_in_grid`), a cell that the text left open takes the number that
    its grid cell prints, and doubts about places go; a cell that the text read otherwise, without a doubt, is doubted.
    Where they do not, rows are doubted that have a cell merged with others, or one that the grid does not have.
    """
    if not reading.present:
        return reading
    placed = place_in_grid(reading.table, squeezed, region, grids)
    if placed is None:
        return reading.with_doubts(*_place_doubts(reading, grids))
    columns = reading.table.column_by_cell
    doubtful = reading.doubtful_cells()
    cells = dict(reading.cells)
    doubts: list[Doubt] = []
    settled: set[str] = set()
    for cell, (_, tokens) in placed.items():
        token = _whole(tokens)
        if token is None:
            continue
        printed = read_cell(token, columns[cell], normal)
        if printed.mark == "unreadable":
            continue
        settled.add(cell)
        if not _same(printed, cells[cell]) and cells[cell].mark != "unreadable" and cell not in doubtful:
            message = f"{reading.table.cell_label(cell)}: the text reads otherwise than the file's grid"
            doubts.append(Doubt("grid", (cell,), message, printed.span))
        cells[cell] = printed
    pieced = pieced_cells(reading.table, placed, cells, normal, recognised=grids.recognised)
    for cell, joined in pieced.items():
        cells[cell] = joined
        settled.add(cell)
    for doubt in reading.doubts:
        about = doubt.cells or reading.table.cells
        if doubt.check in PLACE_CHECKS and settled.issuperset(about):
            continue
        if doubt.check == "whole_number" and settled.issuperset(about):
            continue
        # A garbled label (one that stands again has no span) in the row between its neighbours' is told by them.
        if doubt.check == "row_label" and doubt.span and _between_neighbours(reading.table, about, placed):
            continue
        doubts.append(doubt)
    return replace(
        _with_rows(reading, placed),
        cells=cells,
        doubts=tuple(doubts),
        mode="row",
        page_numbers=(),
        in_grid=True,
        marks_apart=grids.marks_apart,
    )


def _between_neighbours(table: Table, cells: Sequence[str], placed: InGrid) -> bool:
    """Whether a row of the table stands in the grid right below the one before it and right above the one after it."""
    keys = [row.key for row in table.rows]
    at = keys.index(cells[0].split(".")[1])
    if not 0 < at < len(keys) - 1:
        return False
    before, here, after = (placed[table.row_cells(keys[i])[0]][0] for i in (at - 1, at, at + 1))
    return before.row + before.rows == here.row and here.row + here.rows == after.row


def _whole(tokens: tuple[Token, ...]) -> Token | None:
    """The one token that a cell holds, if it is a value or a blank and all that the cell holds."""
    return tokens[0] if len(tokens) == 1 and tokens[0].whole and tokens[0].kind != "text" else None


def _same(one: Cell, other: Cell) -> bool:
    return (one.value, one.mark) == (other.value, other.mark)


def _with_rows(reading: TableReading, placed: InGrid) -> TableReading:
    """The reading with each row's tokens as the grid has them, so that an answer of a model is grounded there."""
    rows = dict(reading.rows)
    for key, row in rows.items():
        tokens = tuple(t for cell in reading.table.row_cells(key) for t in placed[cell][1])
        whole = len(tokens) == len(reading.table.row_cells(key))
        rows[key] = replace(row, tokens=tokens, placed=tokens if whole else ())
    return replace(reading, rows=rows)


def _place_doubts(reading: TableReading, grids: FileGrids) -> list[Doubt]:
    """Rows of which a cell is merged with another row's or column's in the grid, or stands where the grid has none."""
    doubts = []
    for key, row in reading.rows.items():
        own = reading.table.row_cells(key)
        label = reading.table.row_by_key[key].label
        for token in row.placed or row.tokens:
            found = grids.covering(token.start)
            if found is None:
                continue
            cell = found[1]
            if cell is None:
                doubts.append(Doubt("lost_cell", own, f"{label}: its line in the grid has fewer cells than the table"))
                break
            if cell.rows > 1 or (cell.columns > 1 and len(own) > 1):
                message = f"{label}: one of its cells is merged with another row's or column's"
                doubts.append(Doubt("merged_cell", own, message))
                break
    return doubts
