"""The characters of a PDF's page, each with its place, and whether it is seen."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from nianbao.extract.files.pdf_drawn import Area, Drawn, address
from nianbao.extract.files.pdf_frame import Frame, Rect

UNKNOWN = "\ufffd"
"""Stands for a glyph of which the file does not say which character it is: never a digit."""
_SCAN_SHARE = 0.5
"""A picture of so much of a page may be a scan, with its recognised text behind or under it."""
_PALE = 0.75
"""Text lighter than this may be a watermark or not be seen at all."""
_CONTRAST = 20
"""Of 255: less than this is not seen."""
_INVISIBLE = 3  # PDF 32000-1, 9.3.6: neither filled nor stroked; 7 only clips
_CLIPS = 7


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character, upright: its cell (advance × ascent and descent), the `base` line it stands on, its `size`.

    `order` counts in the order of the file, `part` tells the text objects apart. `turn`: quarters clockwise that it
    still needs to stand upright; `tilted`: it is turned by no whole quarter.
    `hidden`: not seen, but behind a picture of the page: what a recogniser wrote. `light` is its colour's, 0 to 1.
    """

    text: str
    rect: Rect
    base: float
    size: float
    order: int
    part: int
    turn: int = 0
    tilted: bool = False
    hidden: bool = False
    light: float = 0.0

    @property
    def x(self) -> float:
        """The middle."""
        return (self.rect.x0 + self.rect.x1) / 2

    @property
    def y(self) -> float:
        """The middle of its body, which stands on the base line; a font may claim any ascent."""
        return self.base - 0.35 * self.size


@dataclass(frozen=True)
class Letters:
    """A page's characters in the order of the file, and how many more there are that nobody sees."""

    glyphs: list[Glyph]
    unseen: int = 0


@dataclass(frozen=True, slots=True)
class _Raw:
    """A character as PDFium has it: the page's own space."""

    text: str
    rect: tuple[float, float, float, float]
    origin: tuple[float, float]
    angle: float
    size: float
    order: int
    part: int


def quarters_of(raws: list[_Raw]) -> int:
    """How many quarters clockwise most of the page's text must be turned to stand upright."""
    turns = Counter(round(r.angle / 90) % 4 for r in raws if r.text.strip() and not _is_tilted(r.angle))
    return turns.most_common(1)[0][0] if turns else 0


def read_raws(text_page: Any) -> list[_Raw]:
    """Every character that the page itself has, spaces too. Those that PDFium makes up between them are left out."""
    import pypdfium2.raw as pdfium

    loose, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    raws: list[_Raw] = []
    for i in range(pdfium.FPDFText_CountChars(text_page)):
        if pdfium.FPDFText_IsGenerated(text_page, i) == 1:
            continue
        if not pdfium.FPDFText_GetLooseCharBox(text_page, i, loose):
            continue
        pdfium.FPDFText_GetMatrix(text_page, i, matrix)
        pdfium.FPDFText_GetCharOrigin(text_page, i, x, y)
        size = pdfium.FPDFText_GetFontSize(text_page, i) * math.hypot(matrix.c, matrix.d)
        part = address(pdfium.FPDFText_GetTextObject(text_page, i))
        character = _character(text_page, i)
        if not all(map(math.isfinite, (loose.left, loose.bottom, loose.right, loose.top, x.value, y.value, size))):
            continue
        rect = (loose.left, loose.bottom, loose.right, loose.top)
        angle = math.degrees(math.atan2(matrix.b, matrix.a))
        raws.append(_Raw(character, rect, (x.value, y.value), angle, abs(size), i, part))
    return raws


def _character(text_page: Any, i: int) -> str:
    import pypdfium2.raw as pdfium

    code = pdfium.FPDFText_GetUnicode(text_page, i)
    if pdfium.FPDFText_IsHyphen(text_page, i) == 1 or code in (0x02, 0xFFFE):  # PDFium's signs for a line's last hyphen
        return "-"
    if pdfium.FPDFText_HasUnicodeMapError(text_page, i) == 1 or not 0 < code < 0x110000:
        return UNKNOWN
    character = chr(code)
    if character.isspace():
        return " "
    return UNKNOWN if unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn") else character


def see_glyphs(raws: list[_Raw], drawn: Drawn, frame: Frame, page: Any) -> Letters:
    """The characters on the page that are seen, or that a recogniser put behind its picture. Others are counted.

    What the file declares (no ink, white, something painted over it) makes a character suspect; whether it is seen,
    the page's own picture tells.
    """
    whole = Rect(0, 0, frame.width, frame.height)
    covers = [a for a in drawn.areas if a.opaque and (not a.picture or _is_scan(a, whole))][:500]
    last_cover = max((a.order for a in covers), default=-1)
    scans = [a for a in drawn.areas if a.picture and _is_scan(a, whole)]
    inks: dict[int, tuple[int, float | None]] = {}
    picture: Callable[[Rect], bool] | None = None
    glyphs: list[Glyph] = []
    unseen = 0
    for raw in raws:
        rect = frame.rect(*raw.rect)
        if raw.size < 0.5 or rect.width <= 0:
            continue
        base = frame.point(*raw.origin)[1]
        tilted = _is_tilted(raw.angle)
        turn = 0 if tilted else (round(raw.angle / 90) - frame.quarters) % 4
        if turn or tilted:  # in an upright page it stands on no base line
            base = (rect.top + rect.bottom) / 2 + 0.35 * raw.size
        glyph = Glyph(raw.text, rect, base, raw.size, raw.order, raw.part, turn, tilted)
        if not whole.holds(glyph.x, glyph.y):
            unseen += 1
            continue
        if raw.text == " ":
            glyphs.append(glyph)
            continue
        if raw.part not in inks:
            inks[raw.part] = _ink(raw.part)
        mode, light = inks[raw.part]
        glyph = replace(glyph, light=1.0 if light is None else light)
        painted = drawn.texts.get(raw.part, 0)
        behind = any(a.rect.holds(glyph.x, glyph.y) for a in scans)
        if mode in (_INVISIBLE, _CLIPS) or light is None:
            if behind and mode == _INVISIBLE:
                glyphs.append(replace(glyph, hidden=True))
            else:
                unseen += 1
            continue
        later = covers if painted < last_cover else ()
        over = [a for a in later if a.order > painted and a.rect.holds(glyph.x, glyph.y)]
        if any(a.picture for a in over):
            glyphs.append(replace(glyph, hidden=True))
            continue
        if light > _PALE or over:
            picture = picture or _inked(page, frame)
            if not picture(rect):
                unseen += 1
                continue
        glyphs.append(glyph)
    return Letters(glyphs, unseen)


def _is_tilted(angle: float) -> bool:
    return abs(angle - 90 * round(angle / 90)) > 5


def _is_scan(area: Area, whole: Rect) -> bool:
    shown = area.rect.meets(whole)
    return shown is not None and shown.area >= _SCAN_SHARE * whole.area


def _ink(part: int) -> tuple[int, float | None]:
    """The way a text object is painted, and its colour's lightness (None: clear)."""
    import pypdfium2.raw as pdfium

    if not part:
        return 0, 0.0
    thing = ctypes.cast(ctypes.c_void_p(part), pdfium.FPDF_PAGEOBJECT)
    mode = pdfium.FPDFTextObj_GetTextRenderMode(thing)
    get = pdfium.FPDFPageObj_GetStrokeColor if mode in (1, 5) else pdfium.FPDFPageObj_GetFillColor
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not get(thing, red, green, blue, alpha):
        return mode, 0.0
    if alpha.value < 8:
        return mode, None
    light = min(red.value, green.value, blue.value) / 255
    return mode, 1 - (1 - light) * alpha.value / 255


def _inked(page: Any, frame: Frame) -> Callable[[Rect], bool]:
    """A test whether something is seen inside a rectangle: the page painted in grey, two dots to the point at most."""
    import pypdfium2.raw as pdfium

    longest = max(frame.width, frame.height, 1.0)
    scale = min(2.0, 3000 / longest)
    wide, high = max(1, int(frame.width * scale)), max(1, int(frame.height * scale))
    bitmap = pdfium.FPDFBitmap_Create(wide, high, 0)
    if not bitmap:
        return lambda rect: True
    turn = (frame.quarters - pdfium.FPDFPage_GetRotation(page)) % 4
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, wide, high, 0xFFFFFFFF)
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, wide, high, turn, pdfium.FPDF_GRAYSCALE)
    stride = pdfium.FPDFBitmap_GetStride(bitmap)
    held = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * high)
    pdfium.FPDFBitmap_Destroy(bitmap)

    def test(rect: Rect) -> bool:
        x0, x1 = max(0, int(rect.x0 * scale)), min(wide, math.ceil(rect.x1 * scale))
        rows = range(max(0, int(rect.top * scale)), min(high, math.ceil(rect.bottom * scale)))
        # The middle of the place, so that a border beside it is not taken for the character.
        inner = [held[row * stride + 4 * x0 : row * stride + 4 * x1 : 4] for row in rows]
        inner = [row for row in inner[len(inner) // 8 : len(inner) - len(inner) // 8 or None] if row]
        return bool(inner) and max(map(max, inner)) - min(map(min, inner)) >= _CONTRAST

    return test
