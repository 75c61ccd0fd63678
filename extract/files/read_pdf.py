"""Read a PDF that has text: its lines and its ruled tables, page by page, in their places."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.content import Content
from nianbao.extract.files.limits import ReadLimits
from nianbao.extract.files.pdf_file import open_pdf
from nianbao.extract.files.pdf_furniture import drop_furniture
from nianbao.extract.files.pdf_join import join_pages
from nianbao.extract.files.pdf_page import PageContent, TextLine, read_page
from nianbao.extract.files.pdf_tables import Table
from nianbao.extract.files.writer import CellText, ContentWriter

MEDIA_TYPE = "application/pdf"
_MUCH_UNSEEN = 20
"""Characters that nobody sees on a page: from so many on they may be a table's, cut off by the page's edge."""
ReadScanned = Callable[[Sequence[int]], Mapping[int, PageContent]]
"""Given the numbers (from 1) of pages without text, gives what they print, for those of them that it could read."""


class NoTextLayer(DocumentError):
    """No page of a PDF has text that can be taken out: they are pictures. `pages` are their numbers, from 1."""

    def __init__(self, message: str, pages: tuple[int, ...]) -> None:
        super().__init__(message)
        self.pages = pages


def read_pdf(data: bytes, *, name: str, limits: ReadLimits, scanned: ReadScanned | None = None) -> Content:
    """The text and tables of a PDF with a text layer, and notes on what of it is not read.

    A table that goes on over pages is one; running heads, page numbers and watermarks are left out. Boxes are points
    on the page as it is shown. Text that a recogniser put behind a page's picture has a confidence of 0.5.

    `scanned` reads pages that have no text, if given: it gets their numbers and gives a PageContent for those that it
    could read, with TextLine and Table pieces of its own; these take their places among the others, and a table may go
    on from one kind of page to the other. Without it a note names the pages.

    Raises NoTextLayer if no page has text and `scanned` gave none; DocumentError if the file is no PDF, broken,
    encrypted, without pages or beyond a limit.
    """
    pages = _read_pages(data, name, limits)
    bare = tuple(page.number for page in pages if not page.readable)
    if bare and scanned is not None:
        given = scanned(bare)
        pages = [given.get(page.number, page) for page in pages]
        bare = tuple(page.number for page in pages if not page.readable)
    if not any(page.pieces for page in pages):
        if not bare:
            raise DocumentError(f"{name}: there is no text on its pages, nor a picture of one. Give the report itself.")
        raise NoTextLayer(
            f"{name}: a PDF without text: its {_pages(bare)} are pictures. Read it with the extra nianbao[ocr], or "
            "give the original file.",
            bare,
        )
    writer = ContentWriter(MEDIA_TYPE)
    writer.pages = len(pages)
    for piece in join_pages(drop_furniture(pages)):
        _write(piece, writer, pages)
    _note(pages, bare, writer)
    return writer.done()


def _read_pages(data: bytes, name: str, limits: ReadLimits) -> list[PageContent]:
    pages: list[PageContent] = []
    characters = 0
    with open_pdf(data, name=name, limits=limits) as file:
        for number in range(1, file.count + 1):
            with file.page(number, characters) as (page, text_page, fields):
                content = read_page(page, text_page, number)
            characters += content.characters
            if fields:
                content = content.with_fields(fields)
            pages.append(content)
    return pages


def _write(piece: TextLine | Table, writer: ContentWriter, pages: Sequence[PageContent]) -> None:
    if isinstance(piece, TextLine):
        box = pages[piece.page - 1].view.box(piece.rect)
        writer.line(piece.text.text, box=box, confidence=piece.text.confidence)
        return
    writer.grid(
        piece.rows,
        piece.columns,
        [CellText(c.row, c.column, c.text.text, c.rows, c.columns, c.box, c.text.confidence) for c in piece.cells],
    )
    writer.blank()


def _note(pages: Sequence[PageContent], bare: Sequence[int], writer: ContentWriter) -> None:
    """Say what was seen and left out, each with its pages."""
    for page in pages:
        if page.number in bare or page.pictures or page.unseen >= _MUCH_UNSEEN:
            writer.unread(page.number)
    if bare:
        writer.note(f"{_pages(bare)}: without text, but pictures; not read. The extra nianbao[ocr] reads such pages.")
    for what, held in (
        ("the text is a recogniser's, put behind a picture of the page; its characters are not sure", "recognised"),
        ("characters that nobody sees on the page (no ink, white, painted over, beside it) are left out", "unseen"),
        ("characters that the file does not name, written as U+FFFD", "unknown"),
        ("a watermark is left out", "marks"),
        ("a picture among the text is not read", "pictures"),
        ("more is drawn than tables are; some of its lines may not be known as a table's", "crowded"),
        ("form fields without an appearance are left out", "fields"),
    ):
        if found := [page.number for page in pages if page.readable and getattr(page, held)]:
            writer.note(f"{_pages(found)}: {what}.")


def _pages(numbers: Sequence[int]) -> str:
    """Page numbers in words, runs drawn together.

    >>> _pages([3]), _pages([1, 2, 3, 7])
    ('page 3', 'pages 1–3, 7')
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}–{r[-1]}" for r in runs)
    return f"page{'s' * (len(numbers) > 1)} {words}"
