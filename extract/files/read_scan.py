"""Read pictures of pages: images, and pages of a PDF that hold no text."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.content import Content
from nianbao.extract.files.limit_errors import over_limit
from nianbao.extract.files.limits import ReadLimits
from nianbao.extract.files.recogniser import need_extra
from nianbao.extract.files.scan_cells import read_cells
from nianbao.extract.files.scan_grid import RuledGrid, find_grid
from nianbao.extract.files.scan_lines import PAGE_NUMBER, PageLine, find_lines, without_furniture
from nianbao.extract.files.scan_pictures import Picture, image_pictures, pdf_pictures
from nianbao.extract.files.scan_rules import find_tables
from nianbao.extract.files.scan_skew import set_upright
from nianbao.extract.files.scan_tables import ScannedTable, join_tables
from nianbao.extract.files.writer import ContentWriter


@dataclass(frozen=True)
class ScannedPage:
    """One page as read: its lines and its tables, each table with its top in the upright page's pixels."""

    lines: list[PageLine]
    tables: list[tuple[float, ScannedTable]]


def read_image(data: bytes, *, name: str, limits: ReadLimits) -> Content:
    """The content of an image (PNG, JPEG, TIFF, BMP, WEBP, GIF); a TIFF or GIF may have several pages.

    Raises DocumentError: the extra is not installed, the image is broken or exceeds a limit, nothing can be read on it.
    """
    need_extra(name)
    media_type, pictures = image_pictures(data, name=name, limits=limits)
    return _content(pictures, media_type, None, name, limits)


def read_scanned_pages(data: bytes, pages: Sequence[int] | None, *, name: str, limits: ReadLimits) -> Content:
    """The content of a PDF's pages (numbers from 1; None means all) as they look, whatever text they hold.

    Raises DocumentError: the extra is not installed, the PDF cannot be drawn or exceeds a limit, nothing can be read.
    """
    need_extra(name)
    count, pictures = pdf_pictures(data, pages, name=name, limits=limits)
    return _content(pictures, "application/pdf", count, name, limits)


def _content(pictures: Iterable[Picture], media_type: str, count: int | None, name: str, limits: ReadLimits) -> Content:
    check_time = time_limit(name, limits)
    scanned = []
    characters = 0
    for picture in pictures:
        check_time()
        scanned.append(read_page(picture, check_time))
        characters += sum(len(line.words.text) for line in scanned[-1].lines)
        characters += sum(len(cell.text) + 1 for _, table in scanned[-1].tables for cell in table.cells)
        if characters > limits.characters:
            raise over_limit(name, "too many characters", limits, "characters", move="Split the file")
    if not characters:
        raise DocumentError(f"{name}: nothing can be read in its pictures. Scan it again, at 200 dpi or more.")
    writer = ContentWriter(media_type)
    write_pages(scanned, writer)
    writer.pages = count if count is not None else len(scanned)
    return writer.done()


def time_limit(name: str, limits: ReadLimits) -> Callable[[], None]:
    """A check, to be made between steps, which raises DocumentError once `scan_seconds` from now are over."""
    deadline = time.monotonic() + limits.scan_seconds

    def check_time() -> None:
        if time.monotonic() > deadline:
            has = f"recognising it takes longer than {limits.scan_seconds:g} seconds"
            raise over_limit(name, has, limits, "scan_seconds", move="Give fewer pages")

    return check_time


def read_page(picture: Picture, check_time: Callable[[], None]) -> ScannedPage:
    """One page read: set upright, its ruled tables cell by cell, the rest line by line."""
    page = set_upright(picture)
    check_time()
    tables = []
    ruled = []
    for table in find_tables(page):
        grid = find_grid(table)
        if grid:
            ruled.append(grid.outline)
            cells = read_cells(grid, check_time)
            tables.append(
                (float(grid.outline[1]), ScannedTable(_edges(grid), len(grid.ys) - 1, tuple(cells), grid.open_below))
            )
    lines = find_lines(page, ruled)
    check_time()
    return ScannedPage(lines, tables)


def _edges(grid: RuledGrid) -> tuple[float, ...]:
    middle = sum(grid.ys) / len(grid.ys)
    return tuple(grid.table.box(x, middle, x, middle).x0 for x in grid.xs)


def write_pages(scanned: Sequence[ScannedPage], writer: ContentWriter) -> None:
    """Write pages in order; a table and its continuation, as on the next page, are one grid."""
    lines = without_furniture([page.lines for page in scanned])
    waiting: ScannedTable | None = None
    numbers: list[PageLine] = []

    def put() -> None:
        nonlocal waiting
        if waiting:
            writer.blank()
            writer.grid(waiting.rows, len(waiting.edges) - 1, waiting.cells)
            writer.blank()
            waiting = None
        for line in numbers:
            writer.line(line.words.text, box=line.box, confidence=line.words.confidence)
        numbers.clear()

    for page, kept in zip(scanned, lines, strict=True):
        order: list[tuple[float, ScannedTable | PageLine]] = [*page.tables, *((line.bounds[1], line) for line in kept)]
        order.sort(key=lambda piece: piece[0])
        for _, piece in order:
            if isinstance(piece, ScannedTable):
                joined = join_tables(waiting, piece) if waiting else None
                if joined:
                    numbers.clear()
                else:
                    put()
                waiting = joined or piece
            elif waiting and PAGE_NUMBER.fullmatch(piece.words.text):
                # One picture may show several pages below one another.
                numbers.append(piece)
            else:
                put()
                writer.line(piece.words.text, box=piece.box, confidence=piece.words.confidence)
        if not order:
            put()
    put()
