"""What a reader of files gives: a text, and what the file knows of it that the text alone does not say."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, counted from 1: points (1/72 inch) on a PDF's page as it is shown, pixels in an image.

    Counted from the page's upper left corner; `x0 <= x1`, `top <= bottom`.
    """

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a real grid: its first row and column from 0, how many of each it covers, and its text's span.

    An empty cell's span is empty. `start` and `end` are characters of the content's text.
    """

    row: int
    column: int
    rows: int
    columns: int
    start: int
    end: int
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class TableGrid:
    """A table that the file itself holds as a grid. `start` and `end` bound its lines in the content's text.

    In the text each of its rows is one line, `|a|b|c|`, with as many cells as the grid has columns: a merged cell
    is printed at its first row and column and is empty in the rest of its extent.
    """

    rows: int
    columns: int
    cells: tuple[GridCell, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the text outside the grids, and where it stands on a page."""

    start: int
    end: int
    box: Box


@dataclass(frozen=True, slots=True)
class Sureness:
    """How sure a recogniser is of the characters in a stretch of the text, all alike: 0 to 1."""

    start: int
    end: int
    confidence: float


@dataclass(frozen=True)
class Content:
    """What a file holds. All spans are characters of `text`, end exclusive, in rising order.

    `sureness` is empty but where the text was recognised in a picture, and then covers every character of its words;
    `notes` are sentences for the user about what the reader saw and left out (an attachment, a deleted text);
    `unread_pages`, from 1, are pages that hold something that was not read, so that nothing is absent for sure.
    """

    text: str
    media_type: str
    encoding: str = "utf-8"
    grids: tuple[TableGrid, ...] = ()
    places: tuple[Place, ...] = ()
    sureness: tuple[Sureness, ...] = ()
    notes: tuple[str, ...] = ()
    pages: int = 0
    unread_pages: tuple[int, ...] = ()
