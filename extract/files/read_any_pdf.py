"""Read a PDF of any kind: pages with text by their text, pages that are pictures by recognising it."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence

from nianbao.extract.files.content import Content
from nianbao.extract.files.limits import ReadLimits
from nianbao.extract.files.pdf_frame import Frame, Rect, View
from nianbao.extract.files.pdf_lines import PrintedText
from nianbao.extract.files.pdf_page import PageContent, TextLine
from nianbao.extract.files.pdf_tables import Cell, Table
from nianbao.extract.files.read_pdf import NoTextLayer, ReadScanned, read_pdf
from nianbao.extract.files.read_scan import ScannedPage, read_page, read_scanned_pages, time_limit
from nianbao.extract.files.scan_pictures import Picture, pdf_pictures
from nianbao.extract.files.scan_tables import ScannedTable
from nianbao.extract.files.scanning import scanning_begins


def read_any_pdf(data: bytes, *, name: str, limits: ReadLimits) -> Content:
    """The content of a PDF. Without the extra `ocr`, pages that are pictures are unread, and a PDF of nothing else is
    refused. Raises DocumentError as `read_pdf` and `read_scanned_pages` do."""
    able = importlib.util.find_spec("rapidocr_onnxruntime") is not None
    try:
        return read_pdf(data, name=name, limits=limits, scanned=_recognise(data, name, limits) if able else None)
    except NoTextLayer:
        if not able:
            raise
        scanning_begins()
        return read_scanned_pages(data, None, name=name, limits=limits)


def _recognise(data: bytes, name: str, limits: ReadLimits) -> ReadScanned:
    """What reads the pages of a PDF that are pictures, if some of its pages have text."""

    def read(pages: Sequence[int]) -> Mapping[int, PageContent]:
        count, pictures = pdf_pictures(data, pages, name=name, limits=limits)
        if len(pages) == count:
            return {}  # all are: tables over pages are then joined as pictures' are
        scanning_begins()
        check_time = time_limit(name, limits)
        return {picture.number: _page(picture, read_page(picture, check_time)) for picture in pictures}

    return read


def _page(picture: Picture, scanned: ScannedPage) -> PageContent:
    """A recognised page as the pages with text are: boxes and edges in points on the page as it is shown."""
    height, width = picture.pixels.shape[:2]
    frame = Frame(0.0, 0.0, width * picture.unit, height * picture.unit, 0)
    view = View(picture.number, frame, frame)
    pieces: list[tuple[float, TextLine | Table]] = []
    for top, table in scanned.tables:
        pieces.append((top, _table(table, picture.number)))
    for line in scanned.lines:
        text = PrintedText(line.words.text, line.words.confidence)
        rect = Rect(line.box.x0, line.box.top, line.box.x1, line.box.bottom)
        pieces.append((line.bounds[1], TextLine(text, line.words.text, rect, picture.number)))
    pieces.sort(key=lambda piece: piece[0])
    return PageContent(view, tuple(piece for _, piece in pieces))


def _table(table: ScannedTable, page: int) -> Table:
    cells = tuple(
        Cell(c.row, c.column, c.rows, c.columns, PrintedText(c.text, tuple(c.confidence or ())), c.box)
        for c in table.cells
    )
    boxes = [c.box for c in table.cells if c.box]
    top, bottom = min((b.top for b in boxes), default=0.0), max((b.bottom for b in boxes), default=0.0)
    closed = (False,) * (len(table.edges) - 1)
    return Table(table.edges, table.rows, cells, page, top, bottom, closed, closed)
