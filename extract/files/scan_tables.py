"""Tables of several pages that are one: the same columns, and nothing but the page's furniture between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from nianbao.extract.files.scan_cut_rows import is_empty_stub, join_cut_row
from nianbao.extract.files.writer import CellText

_NEAR = 0.012
"""Edges of columns agree within this part of the table's width."""
_WIDER = 0.04
"""Two tables are one only where their widths differ by no more than this part."""
_ALIKE = 85.0
"""Similarity (0–100) from which a row of headings is the other's, read twice."""
_COUNTED = re.compile(r"[一二三四五六七八九十\d]")
"""What tells a heading from the next like it, 第（一）项 from 第（五）项: in one that was read twice they agree."""


@dataclass(frozen=True)
class ScannedTable:
    """A table as read: its columns' edges in units of the page, how many rows it has, and its cells.

    `open_below`: no rule closes its last row.
    """

    edges: tuple[float, ...]
    rows: int
    cells: tuple[CellText, ...]
    open_below: bool = False

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
    spread = tuple(_spread(cell, places) for cell in coarse.cells)
    first, second = (upper.cells, spread) if fine is upper else (spread, lower.cells)
    heading = _same_rows(first, second, min(upper.rows, lower.rows))
    first = _better_read(first, second, heading)
    below = tuple(replace(c, row=c.row - heading) for c in second if c.row >= heading)
    above = upper.rows
    if upper.open_below and above > 1 and is_empty_stub(first, above):
        first, above = tuple(c for c in first if c.row < above - 1), above - 1
        cut = None
    else:
        cut = join_cut_row(first, above, below, open_=upper.open_below) if below else None
    cells = cut or (*first, *(replace(c, row=c.row + above) for c in below))
    return ScannedTable(fine.edges, max(c.row + c.rows for c in cells), cells, lower.open_below)


def _spread(cell: CellText, places: Sequence[int]) -> CellText:
    first, last = places[cell.column], places[cell.column + cell.columns]
    return replace(cell, column=first, columns=last - first)


def _same_rows(upper: Sequence[CellText], lower: Sequence[CellText], most: int) -> int:
    """How many rows at the head of the lower table repeat those of the upper: words, no numbers, up to a whole row."""
    same = 0
    for row in range(most):
        heads = [{(c.column, c.rows, c.columns): c.text for c in cells if c.row == row} for cells in (upper, lower)]
        if heads[0].keys() != heads[1].keys() or not _alike(list(heads[0].values()), list(heads[1].values())):
            break
        same = row + 1
    # A cell that reaches below the heading is not cut.
    return same if all(c.row >= same or c.row + c.rows <= same for c in lower) else 0


def _alike(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether two rows of a heading are the same words, up to misread letters; one that prints a number is none."""
    if any(text.strip().isdecimal() for text in upper):
        return False
    both = "".join(upper), "".join(lower)
    counts = [_COUNTED.findall(text) for text in both]
    return both[0] == both[1] or (counts[0] == counts[1] and fuzz.ratio(*both) >= _ALIKE)


def _better_read(upper: Sequence[CellText], lower: Sequence[CellText], heading: int) -> tuple[CellText, ...]:
    """The upper table's cells, those of a repeated heading as they were read more surely of the two."""
    again = {(c.row, c.column): c for c in lower if c.row < heading}
    out = []
    for cell in upper:
        other = again.get((cell.row, cell.column))
        surer = other is not None and min(other.confidence or (0,)) > min(cell.confidence or (0,))
        out.append(replace(cell, text=other.text, confidence=other.confidence) if other and surer else cell)
    return tuple(out)
