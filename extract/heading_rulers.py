"""Where the columns below a table's headings stand, and whether the headings' places show form order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from nianbao.extract.aligned import WIDTHS, Aligned, Ruler
from nianbao.extract.candidate import RowText
from nianbao.extract.heading_order import stand_above
from nianbao.extract.heading_places import one_line_tells, stand_apart
from nianbao.extract.place_cells import complete
from nianbao.extract.row_text import row_shape
from nianbao.extract.tokens import Line
from nianbao.schemas import Table


@dataclass(frozen=True)
class Rulers:
    """The columns below the headings: dashed lines, or the first whole row and those on its page; and how wide Chinese
    characters are by which the whole rows' numbers stand under each other."""

    aligned: Aligned
    rulers: list[Ruler]
    widths: tuple[frozenset[str], ...]


def find_rulers(aligned: Aligned, ruled: list[Ruler], rows: Mapping[str, RowText], needs: Mapping[str, int]) -> Rulers:
    """The rulers of a table's widest rows; `ruled` are those of its dashed lines."""
    most = max(needs.values())
    whole = [r.values for k, r in rows.items() if needs[k] == most and complete(r, most) and row_shape(r) == "row"]
    if not whole:
        return Rulers(aligned, ruled, WIDTHS)
    near = whole[0][0].line
    found = aligned.rulers(whole, near)
    widths = tuple(r.wide for r in found) or WIDTHS
    return Rulers(aligned, ruled or [*found, *aligned.rulers(whole[:1], near)], widths)


def told_by_places(table: Table, heads: Sequence[Line], words: Sequence[str], rulers: Callable[[], Rulers]) -> bool:
    """Whether places show form order: above the columns, on one line, or each heading right of the one before it.

    `heads` are the heading lines, `words` the same without spaces.
    """
    found = rulers()
    if stand_above(table.key, found.aligned, heads, found.rulers):
        return True
    return table.key == "requests" and (one_line_tells(words) or stand_apart(found.aligned, heads, found.widths))
