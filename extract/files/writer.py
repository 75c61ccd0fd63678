"""Write a content piece by piece: lines of prose and grids, every piece with its span, its place and its sureness."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nianbao.extract.files.content import Box, Content, GridCell, Place, Sureness, TableGrid

_BREAK = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_IN_CELL = re.compile(r"[\s|│┃║｜¦\x1c-\x1f\x85]+")
"""White space and bars: a cell's text stands between bars, on one line."""


@dataclass(frozen=True)
class CellText:
    """One cell to write: its first row and column from 0, how many of each it covers, its text as the file has it.

    `confidence` is how sure a recogniser is of each character of `text` (0–1), as many as it has, or None.
    """

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    box: Box | None = None
    confidence: Sequence[float] | None = None


class ContentWriter:
    """A content in the making. Pieces come in reading order."""

    def __init__(self, media_type: str, *, encoding: str = "utf-8") -> None:
        self.media_type = media_type
        self.encoding = encoding
        self.pages = 0
        self._pieces: list[str] = []
        self._length = 0
        self._grids: list[TableGrid] = []
        self._places: list[Place] = []
        self._sureness: list[Sureness] = []
        self._notes: list[str] = []
        self._unread: list[int] = []

    @property
    def length(self) -> int:
        """Characters written so far."""
        return self._length

    def line(self, text: str, *, box: Box | None = None, confidence: Sequence[float] | None = None) -> None:
        """Write a text and end its line; a break inside it stays one. `confidence`: one number a character, or None."""
        start = self._length
        clean, kept = _closed(text, _BREAK, "\n")
        self._put(clean, None if confidence is None else [confidence[i] for i in kept])
        if box and self._length > start:
            self._places.append(Place(start, self._length, box))
        self._put("\n")

    def grid(self, rows: int, columns: int, cells: Iterable[CellText]) -> None:
        """Write a table, a line to a row. Cells may come in any order and lie inside the grid.

        Raises ValueError where two cover the same place. White space and bars inside a cell's text vanish, but
        between two letters or digits of ASCII, where one space stays: whether they are one number is not known.
        """
        at: dict[tuple[int, int], CellText] = {}
        taken: set[tuple[int, int]] = set()
        for cell in cells:
            if min(cell.row, cell.column) < 0 or cell.row + cell.rows > rows or cell.column + cell.columns > columns:
                raise ValueError(f"a cell at {cell.row}, {cell.column} outside a grid of {rows} × {columns}")
            extent = {(cell.row + i, cell.column + j) for i in range(cell.rows) for j in range(cell.columns)}
            if taken & extent:
                raise ValueError(f"two cells at {min(taken & extent)}")
            taken |= extent
            at[cell.row, cell.column] = cell
        self._fresh_line()
        start = self._length
        written: list[GridCell] = []
        for row in range(rows):
            self._put("|")
            for column in range(columns):
                if cell_text := at.get((row, column)):
                    begin = self._length
                    clean, kept = _in_cell(cell_text.text)
                    sure = cell_text.confidence
                    self._put(clean, None if sure is None else [sure[i] for i in kept])
                    spans = (cell_text.rows, cell_text.columns, begin, self._length, cell_text.box)
                    written.append(GridCell(row, column, *spans))
                self._put("|")
            self._put("\n")
        self._grids.append(TableGrid(rows, columns, tuple(written), start, self._length))

    def blank(self) -> None:
        """Leave a line free."""
        self._fresh_line()
        if self._pieces and not self._ends_free():
            self._put("\n")

    def note(self, text: str) -> None:
        """Tell the user something that the text does not; each note once."""
        if text not in self._notes:
            self._notes.append(text)

    def unread(self, page: int) -> None:
        """Say that a page, counted from 1, holds something that was not read."""
        if page not in self._unread:
            self._unread.append(page)

    def done(self) -> Content:
        """The content."""
        return Content(
            "".join(self._pieces),
            self.media_type,
            self.encoding,
            tuple(self._grids),
            tuple(self._places),
            tuple(self._sureness),
            tuple(self._notes),
            self.pages,
            tuple(sorted(self._unread)),
        )

    def _put(self, text: str, confidence: Sequence[float] | None = None) -> None:
        if confidence is not None:
            for i, sure in enumerate(confidence):
                last = self._sureness[-1] if self._sureness else None
                place = self._length + i
                if last and last.end == place and last.confidence == sure:
                    self._sureness[-1] = Sureness(last.start, place + 1, sure)
                else:
                    self._sureness.append(Sureness(place, place + 1, sure))
        if text:
            self._pieces.append(text)
            self._length += len(text)

    def _fresh_line(self) -> None:
        if self._pieces and not self._pieces[-1].endswith("\n"):
            self._put("\n")

    def _ends_free(self) -> bool:
        return "".join(self._pieces[-2:]).endswith("\n\n")


def _closed(text: str, gap: re.Pattern[str], sign: str) -> tuple[str, list[int]]:
    """The text with `sign` for each gap, and the index in `text` that each of its characters came from."""
    out: list[str] = []
    kept: list[int] = []
    at = 0
    for found in gap.finditer(text):
        out.append(text[at : found.start()])
        kept.extend(range(at, found.start()))
        out.append(sign)
        kept.extend([found.start()] * len(sign))
        at = found.end()
    out.append(text[at:])
    kept.extend(range(at, len(text)))
    return "".join(out), kept


def _in_cell(text: str) -> tuple[str, list[int]]:
    """A cell's text on one line. Chinese wraps anywhere, so a gap closes; between two words or numbers it stays: one
    space, two for a line's end."""
    bare = text.strip()
    offset = text.index(bare) if bare else 0
    out: list[str] = []
    kept: list[int] = []
    at = 0
    for found in _IN_CELL.finditer(bare):
        out.append(bare[at : found.start()])
        kept.extend(range(offset + at, offset + found.start()))
        before, after = bare[found.start() - 1 : found.start()], bare[found.end() : found.end() + 1]
        if _stays_apart(before) and _stays_apart(after):
            sign = "  " if _BREAK.search(found[0]) else " "
            out.append(sign)
            kept.extend([offset + found.start()] * len(sign))
        at = found.end()
    out.append(bare[at:])
    kept.extend(range(offset + at, offset + len(bare)))
    return "".join(out), kept


def _stays_apart(character: str) -> bool:
    """A letter or digit that is no Chinese character, or a number's point or comma: a gap between two of them may part
    two words or two numbers (`1. 5` is a list's numeral and a number, or one torn number; never surely 1.5)."""
    return character in ".,．，" or (character.isalnum() and not "\u2e80" <= character <= "\u9fff")
