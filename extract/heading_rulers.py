"""Where the columns below a table's headings stand, and whether the headings' places show form order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from nianbao.extract.aligned import WIDTHS, Aligned, Ruler
from nianbao.extract.candidate import RowText
from nianbao.extract.cell_headings import stand_in_cells
from nianbao.extract.heading_order import stand_above
from nianbao.extract.heading_places import one_line_tells, stand_apart
from nianbao.extract.headings import heading_lines
from nianbao.extract.placed import complete
from nianbao.extract.row_text import row_shape
from nianbao.extract.tokens import Line
from nianbao.schemas import Table


@dataclass(frozen=True)
class Rulers:
    """The columns below the headings: dashed lines, or the first whole row and those on its page; and how wide Chinese
    characters are by which the whole rows' numbers stand under each other."""

    rulers: list[Ruler]
    widths: tuple[frozenset[str], ...]


def find_rulers(aligned: Aligned, ruled: list[Ruler], rows: Mapping[str, RowText], needs: Mapping[str, int]) -> Rulers:
    """The rulers of a table's widest rows; `ruled` are those of its dashed lines."""
    most = max(needs.values())
    whole = [r.values for k, r in rows.items() if needs[k] == most and complete(r, most) and row_shape(r) == "row"]
    if not whole:
        return Rulers(ruled, WIDTHS)
    near = whole[0][0].line
    found = aligned.rulers(whole, near)
    widths = tuple(r.wide for r in found) or WIDTHS
    return Rulers(ruled or [*found, *aligned.rulers(whole[:1], near)], widths)


class HeadingPlaces:
    """What the places of a table's headings tell; nothing is looked for before it is asked."""

    def __init__(
        self,
        table: Table,
        lines: list[Line],
        rows: Mapping[str, RowText],
        needs: Mapping[str, int],
        aligned: Aligned,
        ruled: list[Ruler],
    ) -> None:
        self._table, self._lines, self._rows, self._needs = table, lines, rows, needs
        self._aligned, self._ruled = aligned, ruled

    def above(self, start: int, end: int) -> bool:
        """Whether each column's headings between two places stand above its numbers: in the cells of the first row
        below them, or by dashed lines, or by the first whole row and those on its page."""
        most = max(self._needs.values())
        below = [r for k, r in self._rows.items() if self._needs[k] == most and r.placed and r.placed[0].start >= end]
        if below and stand_in_cells(self._table.key, self._lines, start, below[0]):
            return True
        return stand_above(self._table.key, self._aligned, self._heads(start, end), self._rulers.rulers)

    def tell(self, start: int, end: int) -> bool:
        """Whether places show form order: above the columns, on one line, or each heading right of the one before."""
        if self.above(start, end):
            return True
        if self._table.key != "requests":
            return False
        words = heading_lines(self._lines, start, end)
        return one_line_tells(words) or stand_apart(self._aligned, self._heads(start, end), self._rulers.widths)

    @cached_property
    def _rulers(self) -> Rulers:
        return find_rulers(self._aligned, self._ruled, self._rows, self._needs)

    def _heads(self, start: int, end: int) -> list[Line]:
        return [line for line in self._lines if start <= line.start and line.end <= end]
