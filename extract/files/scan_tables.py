"""Tables of several pages that are one: the same columns, and nothing but the page's furniture between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nianbao.extract.files.writer import CellText

_NEAR = 0.012
"""Edges of columns agree within this part of the table's width."""
_WIDER = 0.04
"""Two tables are one only where their widths differ by no more than this part."""


@dataclass(frozen=True)
class ScannedTable:
    """A table as read: its columns' edges in units of the page, how many rows it has, and its cells."""

    edges: tuple[float, ...]
    rows: int
    cells: tuple[CellText, ...]

    @property
    def width(self) -> float:
        """From its first edge to its last, in units of the page."""
        return self.edges[-1] - self.edges[0]

    def shares(self) -> list[float]:
        """Its edges as parts of its width."""
        return [(x - self.edges[0]) / self.width for x in self.edges]


def join_tables(upper: ScannedTable, lower: ScannedTable) -> ScannedTable | None:
    """The two as one table, its heading once; None where their columns differ.

    The edges of one must all be edges of the other: a part of a table may lack the columns that only other rows have.
    """
    if abs(upper.width - lower.width) > _WIDER * max(upper.width, lower.width):
        return None
    fine, coarse = (upper, lower) if len(upper.edges) >= len(lower.edges) else (lower, upper)
    shares, parts = fine.shares(), coarse.shares()
    places = []
    for part in parts:
        nearest = min(range(len(shares)), key=lambda i: abs(shares[i] - part))
        if abs(shares[nearest] - part) > _NEAR:
            return None
        places.append(nearest)
    if len(set(places)) < len(places):
        return None
    spread = ScannedTable(fine.edges, coarse.rows, tuple(_spread(cell, places) for cell in coarse.cells))
    first, second = (fine, spread) if fine is upper else (spread, fine)
    heading = _same_rows(first.cells, second.cells, min(first.rows, second.rows))
    below = tuple(replace(c, row=c.row - heading + first.rows) for c in second.cells if c.row >= heading)
    return ScannedTable(fine.edges, first.rows + second.rows - heading, (*first.cells, *below))


def _spread(cell: CellText, places: Sequence[int]) -> CellText:
    first, last = places[cell.column], places[cell.column + cell.columns]
    return replace(cell, column=first, columns=last - first)


def _same_rows(upper: Sequence[CellText], lower: Sequence[CellText], most: int) -> int:
    """How many rows at the head of the lower table repeat those of the upper: words, no numbers, up to a whole row."""
    same = 0
    for row in range(most):
        heads = [[(c.column, c.rows, c.columns, c.text) for c in cells if c.row == row] for cells in (upper, lower)]
        if heads[0] != heads[1] or any(text.strip().isdecimal() for *_, text in heads[0]):
            break
        same = row + 1
    # A cell that reaches below the heading is not cut.
    return same if all(c.row >= same or c.row + c.rows <= same for c in lower) else 0
