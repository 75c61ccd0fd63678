"""A grid's cells with their places and the rows and columns that each covers, as every real format needs them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from nianbao.eval.drawn.grids import Grid


@dataclass(frozen=True)
class PlacedCell:
    """One printed cell: its first row and column, from 0, how many of each it covers, and whether it is a number's.

    A new line in `text` breaks a heading.
    """

    row: int
    column: int
    rows: int
    columns: int
    text: str
    value: bool


def place(grid: Grid, label: Callable[[str], tuple[str, bool]]) -> tuple[PlacedCell, ...]:
    """Every printed cell, row by row. `label` gives a cell's final text and whether it is a number's cell.

    A filler (None) belongs to the cell on its left; where it leads its row, or stands under a heading that covers two
    rows, to the cell above.
    """
    taken = [[False] * len(row) for row in grid]
    found = []
    for i, row in enumerate(grid):
        for j, text in enumerate(row):
            if text is None or taken[i][j]:
                continue
            wide = 1
            while j + wide < len(row) and row[j + wide] is None and not taken[i][j + wide]:
                wide += 1
            high = 1
            while i + high < len(grid) and _belongs_above(grid, i + high, j, wide):
                high += 1
            for k in range(i, i + high):
                taken[k][j : j + wide] = [True] * wide
            found.append(PlacedCell(i, j, high, wide, *label(text)))
    return tuple(found)


def _belongs_above(grid: Grid, row: int, column: int, wide: int) -> bool:
    below = grid[row]
    free = all(text is None for text in below[column : column + wide])
    leads = all(text is None for text in below[:column])
    last = column + wide == len(below) and grid[row - 1][column] == "总计"
    return free and (leads or last)


def size(cells: tuple[PlacedCell, ...]) -> tuple[int, int]:
    """Rows and columns of the table that the cells make."""
    return max(c.row + c.rows for c in cells), max(c.column + c.columns for c in cells)


def rows_of(cells: tuple[PlacedCell, ...]) -> list[list[PlacedCell]]:
    """The cells by the row in which each begins, in order of columns."""
    rows: list[list[PlacedCell]] = [[] for _ in range(size(cells)[0])]
    for cell in cells:
        rows[cell.row].append(cell)
    return rows
