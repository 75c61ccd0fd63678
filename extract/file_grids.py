"""The grids that a file itself holds, on the reader's side: the cell at a place of the text, and its tokens."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from nianbao.extract.files.content import Content, GridCell, TableGrid
from nianbao.extract.find_labels import label_words
from nianbao.extract.locate_tables import Region
from nianbao.extract.normalise import NormalText, normalise
from nianbao.extract.tokens import Line, Token

MARKUP = frozenset(
    (
        *("text/html", "multipart/related"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    )
)
"""Media types whose readers set apart what is raised, lowered or struck out."""


@dataclass(frozen=True)
class FileGrid:
    """One grid with the tokens that stand in each of its cells."""

    grid: TableGrid
    text: str
    tokens: dict[GridCell, tuple[Token, ...]]

    @cached_property
    def _taken(self) -> dict[tuple[int, int], GridCell]:
        return {
            (cell.row + i, cell.column + j): cell
            for cell in self.grid.cells
            for i in range(cell.rows)
            for j in range(cell.columns)
        }

    @cached_property
    def words(self) -> dict[GridCell, str]:
        """Each cell's words, as labels are compared."""
        return {c: label_words(normalise(self.text[c.start : c.end]).text) for c in self.grid.cells}

    def cell_at(self, row: int, column: int) -> GridCell | None:
        """The cell that covers a place of the grid, or None where no cell does."""
        return self._taken.get((row, column))

    def inside(self, rows: range, columns: range) -> list[GridCell] | None:
        """The cells that stand in an extent, each once; None where a part of it belongs to no cell."""
        found: dict[GridCell, None] = {}
        for row in rows:
            for column in columns:
                cell = self._taken.get((row, column))
                if cell is None:
                    return None
                found[cell] = None
        return list(found)


class FileGrids:
    """Every grid of a file's content, by the place of the text. `marks_apart`: the file is markup, which tells a note's
    raised digits from a number's. `recognised`: some of it was read off a picture."""

    def __init__(self, content: Content, normal: NormalText, lines: Iterable[Line]) -> None:
        grids = content.grids
        self.marks_apart = content.media_type in MARKUP
        self.recognised = bool(content.sureness)
        self._normal = normal
        self._starts = [grid.start for grid in grids]
        places: list[tuple[int, Token]] = []
        for line in lines:
            for token in line.tokens:
                places.append((normal.span(token.start, token.end)[0], token))
        places.sort(key=lambda p: p[0])
        starts = [place for place, _ in places]
        self.grids: list[FileGrid] = []
        for grid in grids:
            tokens: dict[GridCell, tuple[Token, ...]] = {}
            for cell in grid.cells:
                low = bisect_right(starts, cell.start - 1)
                own = []
                # An empty cell's token stands at the bar behind it; a printed one inside the cell's text.
                while low < len(places) and places[low][0] <= max(cell.start, cell.end - 1):
                    own.append(places[low][1])
                    low += 1
                tokens[cell] = tuple(own)
            self.grids.append(FileGrid(grid, normal.original, tokens))

    def at(self, place: int) -> tuple[FileGrid, GridCell] | None:
        """The grid and the cell in which a place of the normalised text stands, or None."""
        original = self._normal.span(place, place + 1)[0]
        number = bisect_right(self._starts, original) - 1
        if number < 0 or original >= self.grids[number].grid.end:
            return None
        grid = self.grids[number]
        cell = next((c for c in grid.grid.cells if c.start <= original < max(c.end, c.start + 1)), None)
        return None if cell is None else (grid, cell)

    def covering(self, place: int) -> tuple[FileGrid, GridCell | None] | None:
        """The grid in which a place of the normalised text stands, and the cell that covers it there: also one printed
        elsewhere, above or left of it. None outside the grids."""
        original = self._normal.span(place, place + 1)[0]
        number = bisect_right(self._starts, original) - 1
        if number < 0 or original >= self.grids[number].grid.end:
            return None
        grid = self.grids[number]
        line = grid.text.rfind("\n", grid.grid.start, original) + 1 or grid.grid.start
        row = grid.text.count("\n", grid.grid.start, line)
        return grid, grid.cell_at(row, grid.text.count("|", line, original) - 1)

    def after(self, grid: FileGrid) -> FileGrid | None:
        """The next grid of the file, if there is one."""
        number = self.grids.index(grid) + 1
        return self.grids[number] if number < len(self.grids) else None

    def span(self, region: Region) -> tuple[int, int]:
        """A region's span in the original text."""
        return self._normal.span(region.start, max(region.end, region.start + 1))
