"""One page of a PDF: its lines and tables in reading order, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from nianbao.extract.files.pdf_drawn import Drawn, read_drawn
from nianbao.extract.files.pdf_frame import Frame, Rect, View
from nianbao.extract.files.pdf_glyphs import UNKNOWN, Glyph, quarters_of, read_raws, see_glyphs
from nianbao.extract.files.pdf_grids import find_grids
from nianbao.extract.files.pdf_lines import PrintedText, aligned, body_size, extent, lines_of, printed
from nianbao.extract.files.pdf_tables import Table, fill_tables, inner_grids

_HUGE = 2.5
"""Times the page's usual size: so large and pale is a watermark."""
_PALE = 0.5
_FEW = 40
"""Characters: no more than this on a page that is a picture are its number or a stamp, not its text."""
_SCAN_SHARE, _PICTURE_SHARE = 0.5, 0.08
"""Shares of a page: a picture that may be all of it; one that may print a table."""


@dataclass(frozen=True)
class TextLine:
    """A line of text outside the tables, where it stands, upright. `words` without what aligns its columns."""

    text: PrintedText
    words: str
    rect: Rect
    page: int


@dataclass(frozen=True)
class PageContent:
    """What a page prints, in reading order. `readable`: whether its text can be taken out, or is but a picture.

    `recognised`: a recogniser's text stands behind the page's picture. `unseen` counts characters that nobody sees,
    `unknown` those that the file does not name, `marks` those of watermarks; `pictures` counts large ones among text,
    `fields` form fields with a value that the page does not print.
    """

    view: View
    pieces: tuple[TextLine | Table, ...] = field(default=())
    readable: bool = True
    recognised: bool = False
    unseen: int = 0
    unknown: int = 0
    marks: int = 0
    pictures: int = 0
    crowded: bool = False
    characters: int = 0
    fields: int = 0

    @property
    def number(self) -> int:
        """The page's number, from 1."""
        return self.view.number

    def with_fields(self, count: int) -> PageContent:
        """The page, with so many form fields whose value it does not print."""
        return replace(self, fields=count)


def read_page(page: Any, text_page: Any, number: int) -> PageContent:
    """Read one page of PDFium. Pure but for that; raises nothing of its own."""
    shown = shown_frame(page)
    raws = read_raws(text_page)
    upright = Frame(shown.left, shown.bottom, shown.right, shown.top, quarters_of(raws) if raws else shown.quarters)
    view = View(number, upright, shown)
    drawn = read_drawn(page, upright)
    letters = see_glyphs(raws, drawn, upright, page)
    glyphs, marks = _without_watermarks(letters.glyphs)
    count = sum(g.text != " " for g in glyphs)
    pictures = [a.rect.meets(view.whole) for a in drawn.areas if a.picture]
    shares = [p.area / max(view.whole.area, 1.0) for p in pictures if p]
    scan = max(shares, default=0.0) >= _SCAN_SHARE or sum(shares) >= 0.8
    outlined = not raws and drawn.shapes > 0
    if (count == 0 and (shares or outlined)) or (count <= _FEW and scan):
        return PageContent(view, readable=False, unseen=letters.unseen, marks=marks)
    pieces, crowded = _pieces(glyphs, drawn, view)
    return PageContent(
        view,
        tuple(pieces),
        recognised=any(g.hidden for g in glyphs),
        unseen=letters.unseen,
        unknown=sum(g.text == UNKNOWN for g in glyphs),
        marks=marks,
        pictures=sum(share >= _PICTURE_SHARE for share in shares),
        crowded=crowded,
        characters=count,
    )


def shown_frame(page: Any) -> Frame:
    """The part of a page that is shown, turned as it is shown."""
    import pypdfium2.raw as pdfium

    rect = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, rect)
    left, right = sorted((rect.left, rect.right))
    bottom, top = sorted((rect.bottom, rect.top))
    return Frame(left, bottom, right, top, pdfium.FPDFPage_GetRotation(page) % 4)


def _without_watermarks(glyphs: Sequence[Glyph]) -> tuple[list[Glyph], int]:
    """The characters without those set askew, and without large pale ones."""
    size = body_size([g for g in glyphs if not g.tilted])
    kept = [g for g in glyphs if not g.tilted and not (g.light > _PALE and g.size > _HUGE * size)]
    return kept, sum(g.text != " " for g in glyphs) - sum(g.text != " " for g in kept)


def _pieces(glyphs: list[Glyph], drawn: Drawn, view: View) -> tuple[list[TextLine | Table], bool]:
    size = body_size(glyphs)
    grids = None if drawn.objects == 0 else find_grids(drawn.borders(), size, view.whole)
    crowded = drawn.crowded or (grids is None and drawn.objects > 0)
    tables, rest = fill_tables(inner_grids(grids or []), glyphs, view)
    left = min((g.rect.x0 for g in glyphs if g.text != " " and not g.turn), default=0.0)
    placed: list[tuple[float, TextLine | Table]] = [(table.top, table) for table in tables]
    for line in lines_of(rest):
        rect = extent([g for g in line if g.text != " "])
        words = "".join(printed(line).text.split())
        placed.append((rect.top, TextLine(aligned(line, left, size / 2), words, rect, view.number)))
    return [piece for _, piece in sorted(placed, key=lambda place: place[0])], crowded
