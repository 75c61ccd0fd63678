"""Read columns off the places at which a text without delimiters sets its numbers and headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from nianbao.extract.normalise import NormalText
from nianbao.extract.ruled_tables import printed_widths
from nianbao.extract.tokens import Line, Token

_RULED = re.compile(r" *-{2,}(?: +-{2,}){3,} *")
_PAGE_GAP = 3
"""So many lines in a row without words end a page: the next may be set elsewhere."""
WIDTHS: tuple[frozenset[str], ...] = (frozenset("WF"), frozenset())
"""How wide a Chinese character is to the programs that align text: two places, or one like any other."""

Extent = tuple[float, float]


@dataclass(frozen=True)
class Ruler:
    """The extents of a table's columns, left to right, in the places of its lines."""

    columns: tuple[Extent, ...]
    wide: frozenset[str]

    def nearest(self, extent: Extent) -> int:
        """The column that an extent's middle is nearest to."""
        return sum((extent[0] + extent[1]) / 2 > bound for bound in self._bounds())

    def under(self, extent: Extent) -> list[int]:
        """The columns whose numbers stand under a word, which may be set to the left or the right of them."""
        return [i for i, (low, high) in enumerate(self.columns) if extent[0] < high and low < extent[1]]

    def _bounds(self) -> list[float]:
        return [(a[1] + b[0]) / 2 for a, b in pairwise(self.columns)]

    def column_of(self, extent: Extent) -> int | None:
        """The one column that an extent stands in or beside without reaching over to another; None if none."""
        bounds = self._bounds()
        column = self.nearest(extent)
        low, high = self.columns[column]
        overlaps = extent[0] <= high + 1 and extent[1] >= low - 1
        crosses = any(extent[0] < bound < extent[1] - 1 for bound in bounds)
        return column if overlaps and not crosses else None


class Aligned:
    """The lines of a text by the places of their tokens. Pure; a line's places are counted once."""

    def __init__(self, normal: NormalText, lines: Sequence[Line]) -> None:
        self._normal = normal
        self._lines = lines
        self._starts: dict[tuple[int, frozenset[str]], list[int]] = {}

    @cached_property
    def pages(self) -> list[int]:
        """The page of every line, as far as page marks and gaps tell."""
        return _pages(self._lines)

    def extent(self, token: Token, wide: frozenset[str]) -> Extent:
        """The places that a token takes on its line, end exclusive; a number torn over lines ends with its first."""
        line = self._lines[token.line]
        places = self._places(line, wide)
        return places[token.start - line.start], places[min(token.end, line.end) - line.start]

    def rulers(self, rows: Sequence[Sequence[Token]], near: int) -> list[Ruler]:
        """The rulers that complete rows of one length give on the page of line `near`, one for each way to count.

        A way of counting in which the rows' columns overlap gives none.
        """
        page = self.pages[near]
        here = [row for row in rows if self.pages[row[0].line] == page and len({t.line for t in row}) == 1]
        found: list[Ruler] = []
        for wide in WIDTHS:
            extents = [[self.extent(token, wide) for token in row] for row in here]
            columns = tuple((min(e[0] for e in c), max(e[1] for e in c)) for c in zip(*extents, strict=True))
            if columns and all(a[1] < b[0] for a, b in pairwise(columns)):
                found.append(Ruler(columns, wide))
        return found

    def ruled(self, start: int, end: int, needs: int) -> list[Ruler]:
        """The rulers of the dashed lines (`---- ----`) between two places, the last `needs` groups of each."""
        found: list[Ruler] = []
        for line in self._lines:
            text = self._normal.text[line.start : line.end]
            if not start <= line.start < end or line.cells or not _RULED.fullmatch(text):
                continue
            groups = [(float(m.start()), float(m.end())) for m in re.finditer(r"-+", text)]
            if len(groups) >= needs:
                found.extend(Ruler(tuple(groups[-needs:]), wide) for wide in WIDTHS)
        return found

    def fitting(self, rulers: Sequence[Ruler], rows: Sequence[Sequence[Token]]) -> list[Ruler]:
        """The rulers by which every complete row has a value in each column; all of them where no row is complete."""
        return [r for r in rulers if all(self.columns(row, [r]) == list(range(len(r.columns))) for row in rows)]

    def columns(self, tokens: Sequence[Token], rulers: Sequence[Ruler]) -> list[int] | None:
        """The column of every token, by the rulers that place each in a column of its own; None if they differ."""
        options = set()
        for ruler in rulers:
            places = [ruler.column_of(self.extent(token, ruler.wide)) for token in tokens]
            if None not in places and all(a is not None and b is not None and a < b for a, b in pairwise(places)):
                options.add(tuple(p for p in places if p is not None))
        return list(options.pop()) if len(options) == 1 else None

    def _places(self, line: Line, wide: frozenset[str]) -> list[int]:
        key = (line.number, wide)
        if key not in self._starts:
            places = [0]
            for letters in printed_widths(self._normal, line.start, line.end):
                places.append(places[-1] + sum(2 if width in wide else 1 for width in letters if width))
            self._starts[key] = places
        return self._starts[key]


def _pages(lines: Sequence[Line]) -> list[int]:
    """The page of every line, as far as page marks and gaps tell."""
    pages = []
    page = gap = 0
    for line in lines:
        if any(token.kind == "page" for token in line.tokens):
            page += 1
        gap = 0 if line.tokens else gap + 1
        if gap == _PAGE_GAP:
            page += 1
        pages.append(page)
    return pages
