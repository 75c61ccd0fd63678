"""What a PDF's page draws beside text: lines that may be a table's borders, areas and pictures that may hide text."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from nianbao.extract.files.pdf_frame import Frame, Rect

MOST_OBJECTS = 200_000
"""Of one page: a page of text and tables has some thousands."""
_MOST_SEGMENTS = 2_000
"""Of one path: no table is drawn as one path of more; a map or a diagram is."""
_MOST_STROKES = 40_000
_DEEPEST = 12
"""Forms within forms."""
_THICK = 5.0
"""Points: what is thicker is an area, not a border."""
_SKEW = 0.01
"""A line is level if it rises by no more than this share of its length, or half a point."""

Matrix = tuple[float, float, float, float, float, float]
_ONE: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Stroke:
    """A level or upright line: at `at` across, from `start` to `end` along. `white`: seen on a darker ground only."""

    upright: bool
    at: float
    start: float
    end: float
    order: int = 0
    white: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """A filled rectangle or a picture, the `order` in which it is painted, and its colour's lightness, 0 to 1."""

    rect: Rect
    order: int
    light: float
    picture: bool = False
    opaque: bool = True


@dataclass
class Drawn:
    """What a page draws. `texts`: the order in which each text object is painted, by its handle's address. `shapes`
    counts what is neither line nor rectangle nor picture: it may be the outline of a text."""

    strokes: list[Stroke] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    texts: dict[int, int] = field(default_factory=dict)
    objects: int = 0
    shapes: int = 0
    crowded: bool = False
    """Whether it draws more than is looked at."""

    def borders(self) -> list[Stroke]:
        """The strokes that are seen: a white one only where it lies on a darker area painted before."""
        grounds = [a for a in self.areas if a.light < 0.95 and not a.picture][:2000]
        seen = []
        for stroke in self.strokes:
            middle = (stroke.start + stroke.end) / 2
            x, y = (stroke.at, middle) if stroke.upright else (middle, stroke.at)
            if not stroke.white or any(a.order < stroke.order and a.rect.holds(x, y) for a in grounds):
                seen.append(stroke)
        return seen


def read_drawn(page: Any, frame: Frame) -> Drawn:
    """What a page of PDFium draws, in the space of `frame`. More than MOST_OBJECTS are not looked at."""
    drawn = Drawn()
    for thing, matrix, kind in _objects(page, drawn):
        order = drawn.objects
        if kind == 1:
            drawn.texts[address(thing)] = order
        elif kind == 2:
            _read_path(thing, matrix, frame, order, drawn)
        elif kind == 3:
            corners = [_apply(matrix, x, y) for x in (0.0, 1.0) for y in (0.0, 1.0)]
            xs, ys = [c[0] for c in corners], [c[1] for c in corners]
            rect = frame.rect(min(xs), min(ys), max(xs), max(ys))
            drawn.areas.append(Area(rect, order, 0.5, picture=True, opaque=not _is_clear(thing)))
    return drawn


def address(handle: Any) -> int:
    """The address that a handle of PDFium holds; 0 for none."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _objects(page: Any, drawn: Drawn) -> Iterator[tuple[Any, Matrix, int]]:
    """Every object in the order of painting, those of forms too, with its matrix and kind."""
    import pypdfium2.raw as pdfium

    def inside(get: Any, count: int, holder: Any, outer: Matrix, depth: int) -> Iterator[tuple[Any, Matrix, int]]:
        for i in range(count):
            drawn.objects += 1
            if drawn.objects > MOST_OBJECTS or depth > _DEEPEST:
                drawn.crowded = True
                return
            thing = get(holder, i)
            kind = pdfium.FPDFPageObj_GetType(thing)
            own = pdfium.FS_MATRIX()
            known = pdfium.FPDFPageObj_GetMatrix(thing, own)
            parts = (own.a, own.b, own.c, own.d, own.e, own.f)
            matrix = _product(parts if known else _ONE, outer)
            if kind == pdfium.FPDF_PAGEOBJ_FORM:
                held = pdfium.FPDFFormObj_CountObjects(thing)
                yield from inside(pdfium.FPDFFormObj_GetObject, held, thing, matrix, depth + 1)
            else:
                yield thing, matrix, kind

    yield from inside(pdfium.FPDFPage_GetObject, pdfium.FPDFPage_CountObjects(page), page, _ONE, 0)


def _read_path(path: Any, matrix: Matrix, frame: Frame, order: int, drawn: Drawn) -> None:
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFPath_CountSegments(path)
    if not 2 <= count <= _MOST_SEGMENTS:
        drawn.crowded = drawn.crowded or count > _MOST_SEGMENTS
        drawn.shapes += count > _MOST_SEGMENTS
        return
    if len(drawn.strokes) > _MOST_STROKES:
        drawn.crowded = True
        drawn.shapes += count > 5  # a rectangle's
        return
    filling, stroking = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, filling, stroking)
    fill = _colour(pdfium.FPDFPageObj_GetFillColor, path) if filling.value else None
    line = _colour(pdfium.FPDFPageObj_GetStrokeColor, path) if stroking.value else None
    if fill is None and line is None:
        return
    thickness = ctypes.c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(path, thickness)
    width = thickness.value * abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) ** 0.5
    outlines, curved = _outlines(path, count, matrix, frame)
    before = len(drawn.strokes) + len(drawn.areas)
    clear = bool(pdfium.FPDFPageObj_HasTransparency(path)) or len(outlines) != 1
    for points, closed in outlines:
        if line is not None and width <= _THICK:
            ring = [*points, points[0]] if closed else points
            drawn.strokes += _level(ring, order, line > 0.98)
        if fill is None or len(points) < 3:
            continue
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        rect = Rect(min(xs), min(ys), max(xs), max(ys))
        if min(rect.width, rect.height) <= _THICK:
            drawn.strokes += _thin(rect, order, fill > 0.98)
        elif _is_rectangle(points, rect):
            drawn.areas.append(Area(rect, order, fill, opaque=not clear))
    drawn.shapes += curved or len(drawn.strokes) + len(drawn.areas) == before


def _outlines(
    path: Any, count: int, matrix: Matrix, frame: Frame
) -> tuple[list[tuple[list[tuple[float, float]], bool]], bool]:
    """The path's points, outline by outline, and whether each is closed; and whether any of it is a curve, of which
    only its ends and handles are given."""
    import pypdfium2.raw as pdfium

    outlines: list[tuple[list[tuple[float, float]], bool]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    curved = False
    for i in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, i)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            points = []
            outlines.append((points, False))
        points.append(frame.point(*_apply(matrix, x.value, y.value)))
        if pdfium.FPDFPathSegment_GetClose(segment) and outlines:
            outlines[-1] = (points, True)
    return [(points, closed) for points, closed in outlines if len(points) > 1], curved


def _level(points: list[tuple[float, float]], order: int, white: bool) -> Iterator[Stroke]:
    for (ax, ay), (bx, by) in pairwise(points):
        wide, high = abs(bx - ax), abs(by - ay)
        if high <= max(0.5, wide * _SKEW) and wide > high:
            yield Stroke(False, (ay + by) / 2, min(ax, bx), max(ax, bx), order, white)
        elif wide <= max(0.5, high * _SKEW) and high > wide:
            yield Stroke(True, (ax + bx) / 2, min(ay, by), max(ay, by), order, white)


def _thin(rect: Rect, order: int, white: bool) -> Iterator[Stroke]:
    """A filled area so thin that it is seen as a line; one as wide as high is a dot of a dotted line, either way."""
    if rect.width >= rect.height:
        yield Stroke(False, (rect.top + rect.bottom) / 2, rect.x0, rect.x1, order, white)
    if rect.height >= rect.width:
        yield Stroke(True, (rect.x0 + rect.x1) / 2, rect.top, rect.bottom, order, white)


def _is_rectangle(points: list[tuple[float, float]], rect: Rect) -> bool:
    """Whether every point stands at a corner of the rectangle around them."""
    return all(
        min(abs(x - rect.x0), abs(x - rect.x1)) < 0.5 and min(abs(y - rect.top), abs(y - rect.bottom)) < 0.5
        for x, y in points
    )


def _colour(get: Any, thing: Any) -> float | None:
    """A colour's lightness, 0 to 1; None where it is clear. A pattern counts as dark."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not get(thing, red, green, blue, alpha):
        return 0.0
    if alpha.value < 8:
        return None
    return min(red.value, green.value, blue.value) / 255


def _is_clear(picture: Any) -> bool:
    import pypdfium2.raw as pdfium

    return bool(pdfium.FPDFPageObj_HasTransparency(picture))


def _apply(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _product(m: Matrix, n: Matrix) -> Matrix:
    """First `m`, then `n`."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )
