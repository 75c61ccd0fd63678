"""Set a page's picture upright: its slant found and turned away, sideways and upside-down pages turned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nianbao.extract.files.content import Box
from nianbao.extract.files.recogniser import detect, recognise
from nianbao.extract.files.scan_pictures import Picture

if TYPE_CHECKING:
    from nianbao.extract.files.scan_pictures import Gray

STEEPEST = 10.0
"""Degrees of slant that are looked for."""
_SIDE = 1000
"""Pixels of the longer side of the picture in which the slant is measured."""
_SAMPLE_SIDE = 960
_SAMPLES = 8
"""Lines of text that are read to find which way is up."""
_SAMPLE_LENGTH = 12
"""Widths per height of what is read of each."""
_READABLE, _TURNED = 0.85, 0.6
"""A page whose sample lines are recognised as surely as the first is upright; turned, they are read as surely as the
second at least."""


@dataclass(frozen=True)
class UprightPage:
    """A page set upright: its number, its pixels, and the 3 × 3 matrix from these pixels to the page's own units."""

    number: int
    pixels: Gray
    to_page: Any

    def box(self, x0: float, top: float, x1: float, bottom: float) -> Box:
        """The upright rectangle on the page around a rectangle of this picture."""
        return box_through(self.to_page, self.number, x0, top, x1, bottom)


def box_through(matrix: Any, number: int, x0: float, top: float, x1: float, bottom: float) -> Box:
    """The upright rectangle around a rectangle's four corners, carried over by a matrix."""
    import numpy as np

    corners = np.array([[x0, x1, x1, x0], [top, top, bottom, bottom], [1, 1, 1, 1]], float)
    x, y, w = matrix @ corners
    x, y = x / w, y / w
    return Box(number, *(round(float(v), 1) for v in (x.min(), y.min(), x.max(), y.max())))


def set_upright(picture: Picture) -> UprightPage:
    """The page upright. A page on which no text is found stays as it is."""
    import numpy as np

    page = UprightPage(picture.number, picture.pixels, np.diag([picture.unit, picture.unit, 1.0]))
    slant = find_slant(page.pixels)
    if abs(slant) >= 0.05:
        page = _turned(page, slant)
    return _right_way_up(page)


def find_slant(pixels: Gray) -> float:
    """By how many degrees the lines and rules of a page rise to the right; 0 where none is found.

    Turned by the right angle, rows of text and level rules fill few rows of pixels and leave the others empty: the sum
    of squares over the rows is largest.
    """
    import cv2
    import numpy as np

    scale = min(1.0, _SIDE / max(pixels.shape))
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = np.asarray(cv2.adaptiveThreshold(small, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15))
    high, wide = ink.shape
    ink = (ink * 255).astype(np.uint8)

    def evenness(angle: float) -> float:
        turn = cv2.getRotationMatrix2D((wide / 2, high / 2), -angle, 1.0)
        rows = cv2.warpAffine(ink, turn, (wide, high), flags=cv2.INTER_LINEAR).sum(axis=1, dtype=np.float64)
        return float(((rows[1:] - rows[:-1]) ** 2).sum())

    best = max((step / 2 for step in range(int(-2 * STEEPEST), int(2 * STEEPEST) + 1)), key=evenness)
    for step in (0.1, 0.02):
        best = max((best + i * step for i in range(-5, 6)), key=evenness)
    return best if evenness(best) > 1.05 * evenness(0.0) else 0.0


def _turned(page: UprightPage, degrees: float) -> UprightPage:
    """The page turned clockwise by so many degrees, on a sheet large enough to hold all of it."""
    import cv2
    import numpy as np

    high, wide = page.pixels.shape
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), -degrees, 1.0)
    cosine, sine = abs(turn[0, 0]), abs(turn[0, 1])
    size = (int(high * sine + wide * cosine + 0.5), int(high * cosine + wide * sine + 0.5))
    turn[:, 2] += (size[0] / 2 - wide / 2, size[1] / 2 - high / 2)
    paper = float(np.percentile(page.pixels[::5, ::5], 80))
    pixels = cv2.warpAffine(page.pixels, turn, size, flags=cv2.INTER_CUBIC, borderValue=paper)
    back = page.to_page @ np.linalg.inv(np.vstack([turn, [0, 0, 1]]))
    return UprightPage(page.number, np.asarray(pixels, np.uint8), back)


def quarter_turned(page: UprightPage, quarters: int) -> UprightPage:
    """The page turned clockwise by so many right angles."""
    import numpy as np

    high, wide = page.pixels.shape
    back = {
        0: np.eye(3),
        1: np.array([[0, 1, 0], [-1, 0, high], [0, 0, 1]], float),
        2: np.array([[-1, 0, wide], [0, -1, high], [0, 0, 1]], float),
        3: np.array([[0, -1, wide], [1, 0, 0], [0, 0, 1]], float),
    }[quarters % 4]
    pixels = np.ascontiguousarray(np.rot90(page.pixels, -quarters % 4))
    return UprightPage(page.number, pixels, page.to_page @ back)


def _right_way_up(page: UprightPage) -> UprightPage:
    """The page as its lines of text can be read best."""
    boxes = detect(page.pixels, side=_SAMPLE_SIDE)
    if not boxes:
        return page
    boxes.sort(key=lambda b: -abs((b[2] - b[0]) - (b[3] - b[1])))
    samples = [_sample(page.pixels[int(b[1]) : int(b[3]) + 1, int(b[0]) : int(b[2]) + 1]) for b in boxes[:_SAMPLES]]
    sure = {0: _legible(samples, 0)}
    if sure[0] < _READABLE:
        lying = sum(sample.shape[1] > sample.shape[0] for sample in samples) > len(samples) / 2
        sure |= {quarters: _legible(samples, quarters) for quarters in ((2,) if lying else (1, 3))}
    best = max(sure, key=lambda q: sure[q])
    return quarter_turned(page, best) if best and sure[best] > max(sure[0] + 0.1, _TURNED) else page


def _sample(line: Gray) -> Gray:
    """The middle of a line, level or upright, long enough to be judged."""
    thick, long = sorted(line.shape)
    start = max(long - _SAMPLE_LENGTH * thick, 0) // 2
    part = slice(start, start + _SAMPLE_LENGTH * thick)
    return line[:, part] if line.shape[1] == long else line[part]


def _legible(samples: Sequence[Gray], quarters: int) -> float:
    """How surely the samples are read when each is turned clockwise by so many right angles: Chinese only counts."""
    import numpy as np

    turned = [np.ascontiguousarray(np.rot90(sample, -quarters % 4)) for sample in samples]
    sure = 0.0
    letters = 0
    for words in recognise(turned):
        letters += max(sum(c.isalpha() for c in words.text), 1)
        sure += sum(c for t, c in zip(words.text, words.confidence, strict=True) if "\u4e00" <= t <= "\u9fff")
    return sure / letters
