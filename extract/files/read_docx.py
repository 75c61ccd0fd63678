"""Read a Word document (DOCX, DOCM, DOTX and what WPS saves as such): its text in order, its tables as grids."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nianbao.extract.files.content import Content
from nianbao.extract.files.docx_changes import accept_changes
from nianbao.extract.files.docx_grid import WordTable, cells_of, place_cells
from nianbao.extract.files.docx_numbering import Numbering
from nianbao.extract.files.docx_package import WordPackage, body_of, open_word
from nianbao.extract.files.docx_styles import Styles
from nianbao.extract.files.docx_text import ParagraphReader, in_cell, in_line
from nianbao.extract.files.docx_xml import W
from nianbao.extract.files.limit_errors import check_characters
from nianbao.extract.files.limits import ReadLimits
from nianbao.extract.files.writer import CellText, ContentWriter

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_PROSE = 400
"""Characters from which a cell of several paragraphs holds a page's text and not a table's."""

_FETCHED = ("image", "attachedTemplate", "oleObject", "subDocument", "frame", "aFChunk", "video", "audio")
"""Relationships to files elsewhere that Word would fetch by itself."""


def read_docx(data: bytes, *, name: str, limits: ReadLimits) -> Content:
    """The content of a Word document as Word prints it with all changes accepted; headers and footers are left out.

    Nothing is run, fetched or unpacked to disk. Raises DocumentError: no Word document (it says what else), damaged,
    encrypted, or beyond a limit.
    """
    package = open_word(data, name=name, limits=limits)
    body = body_of(package)
    writer = ContentWriter(MEDIA_TYPE)
    if accept_changes(body):
        writer.note("has tracked changes: read as if accepted")
    reader = _BodyReader(
        ParagraphReader(body, Styles(package.other("styles")), Numbering(package.other("numbering"))), writer, package
    )
    reader.blocks(body)
    reader.check_length()
    _tell(package, body, reader, writer)
    return writer.done()


class _BodyReader:
    """Writes what stands in a body, a cell or a text box, one block after another."""

    def __init__(self, paragraphs: ParagraphReader, writer: ContentWriter, package: WordPackage) -> None:
        self.paragraphs = paragraphs
        self.swallowed = False
        self._writer = writer
        self._package = package

    def blocks(self, parent: Any) -> None:
        """Write the paragraphs and tables of an element, in their order."""
        for block in _blocks(parent):
            self.check_length()
            if isinstance(block, list):
                self._table(block)
            else:
                text, boxes = self.paragraphs.read(block)
                line = in_line(text)
                if line.strip():
                    self._writer.line(line)
                elif not boxes:
                    self._writer.blank()
                for box in boxes:
                    self.blocks(box)

    def check_length(self, more: int = 0) -> None:
        """Refuse a text beyond the limit. Raises DocumentError."""
        count = self._writer.length + more
        check_characters(count, name=self._package.name, limits=self._package.limits)

    def _table(self, tables: list[Any]) -> None:
        placed = place_cells(tables)
        if not placed.cells:
            return
        if _lays_out(placed):
            for cell in placed.cells:
                self.blocks(cell.element)
            return
        self.swallowed |= placed.swallowed
        self.check_length(placed.rows * placed.columns)
        self._writer.blank()
        self._writer.grid(
            placed.rows,
            placed.columns,
            [CellText(c.row, c.column, in_cell(self._texts(c.element)), c.rows, c.columns) for c in placed.cells],
        )

    def _texts(self, parent: Any) -> Iterator[str]:
        """The raw texts of everything in a cell of a grid: a table within it is no longer one."""
        for block in _blocks(parent):
            if isinstance(block, list):
                for table in block:
                    for cell in cells_of(table):
                        yield from self._texts(cell)
            else:
                text, boxes = self.paragraphs.read(block)
                yield text
                for box in boxes:
                    yield from self._texts(box)


def _blocks(parent: Any) -> Iterator[Any]:
    """The paragraphs of an element, and its tables as lists: tables of the same columns with nothing between are one,
    as they are on the page."""
    parts: list[Any] = []
    for child in parent:
        if child.tag == W + "tbl":
            if parts and not _same_columns(parts[0], child):
                yield parts
                parts = []
            parts.append(child)
        elif child.tag == W + "p":
            if parts:
                yield parts
                parts = []
            yield child
    if parts:
        yield parts


def _same_columns(table: Any, other: Any) -> bool:
    one, two = ([c.get(W + "w") for c in t.iterfind(f"{W}tblGrid/{W}gridCol")] for t in (table, other))
    return bool(one) and one == two


def _lays_out(table: WordTable) -> bool:
    """Whether a table only arranges a page: a single column, a page's prose in its cells, or a larger
    table within it. A long note below a table of numbers is one cell of many."""
    if table.columns == 1:
        return True
    inner = prose = 0
    for cell in table.cells:
        inner += sum(1 for _ in cell.element.iter(W + "tc")) - 1
        paragraphs = cell.element.findall(W + "p")
        if len(paragraphs) > 2 and sum(len(t.text or "") for p in paragraphs for t in p.iter(W + "t")) > _PROSE:
            prose += 1
    return inner > len(table.cells) or 4 * prose >= len(table.cells)


def _tell(package: WordPackage, body: Any, reader: _BodyReader, writer: ContentWriter) -> None:
    """Note what the document has and the text has not."""
    seen = reader.paragraphs.seen
    if any("vbaproject" in member for member in package.members):
        writer.note("has macros, which are not run")
    if seen.hidden:
        writer.note("has hidden text, left out")
    if reader.swallowed:
        writer.note("has merged cells that hide a text, left out as Word leaves it out")
    if seen.pictures:
        writer.note(f"has pictures ({seen.pictures}), whose text is not read")
    if seen.footnotes:
        writer.note(f"has footnotes or endnotes ({seen.footnotes}), left out")
    if embedded := package.has("word/embeddings/"):
        writer.note(f"has embedded objects ({embedded}), not opened")
    if next(body.iter(W + "altChunk", W + "subDoc"), None) is not None:
        writer.note("has parts in documents of their own, not read")
    if package.away & set(_FETCHED):
        writer.note("links to files elsewhere, which were not fetched")
