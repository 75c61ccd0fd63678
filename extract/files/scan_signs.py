"""Tell a dash and a slash in a cell by their ink: a recogniser takes a stroke that stands alone for many things."""

from __future__ import annotations

import re
from collections.abc import Iterable
from statistics import median

from nianbao.extract.files.scan_digits import LineBox, stroke_places
from nianbao.extract.files.scan_ink import CellInk

_DASHES = frozenset("-—–－一_~～―─")
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2}")
_FEWEST = 3
"""Numbers from which the height of a table's digits is known."""
_OF_LETTERS = 0.8
"""A digit's height in heights of a line of Chinese letters, about."""
_LONG, _SHORT = 3.0, 1.5
"""Widths per height of a stroke that is a dash: as one that is read as a dash, and as a low one read as anything."""
_LOW = 0.36
"""A stroke lower than this part of a digit's height is none of a digit's."""
_FILLED = 0.55
"""The part of its box that a dash's ink fills."""
_PALE, _BLUR = 210, 3
"""Grey darker than this, farther off than so many pixels, is a trace of more than the dash."""
_AWAY = 0.25
"""A dash is as many heights of a digit away from the borders above and below: what is nearer may be a border's rest."""


def digit_height(lines: Iterable[tuple[LineBox, str]]) -> float | None:
    """The height of a table's digits in pixels, from its lines with what was read in them; None from too few.

    Numbers of nothing but 1 are left out: a dash is taken for 1. From too few numbers it is told by
    the Chinese letters, which are a little higher.
    """
    letters, digits = [], []
    for (_, top, _, bottom), text in lines:
        if _CHINESE.search(text):
            letters.append(bottom - top)
        elif any(c.isdecimal() and c != "1" for c in text):
            digits.append(bottom - top)
    if len(digits) >= _FEWEST:
        return median(digits)
    return _OF_LETTERS * median(letters) if len(letters) >= _FEWEST else None


def is_dash(ink: CellInk, box: LineBox, text: str, digits: float | None) -> bool:
    """Whether a line is one level stroke, alone in its cell: long and read as a dash, or low among digits so high.

    `text` is what it was read as, `digits` the height of the table's digits in pixels.
    """
    x0, top, x1, bottom = box
    wide, high = x1 - x0, bottom - top
    if len(ink.lines) != 1:
        return False
    if wide >= _LONG * high and set(text) <= _DASHES:
        return True
    if digits is None or high > _LOW * digits or not _SHORT * high <= wide <= 3 * digits:
        return False
    away = min(top, ink.mask.shape[0] - bottom)
    return bool(away >= _AWAY * digits and ink.mask[top:bottom, x0:x1].mean() >= _FILLED and not _traces(ink, box))


def _traces(ink: CellInk, box: LineBox) -> bool:
    """Whether paler ink goes on around a line: it may be all that is left of a digit."""
    import numpy as np

    x0, top, x1, bottom = box
    around = np.ones(ink.mask.shape, bool)
    around[max(top - _BLUR, 0) : bottom + _BLUR, max(x0 - _BLUR, 0) : x1 + _BLUR] = False
    return bool((ink.pixels[around] < _PALE).any())


def lean(ink: CellInk, box: LineBox) -> float:
    """How far a line's only stroke leans to the right, as 1 does in italics and a slash does more; 0 for any other ink.

    In widths per height, of a straight stroke without a foot or a flag.
    """
    import numpy as np

    x0, top, x1, bottom = box
    if len(ink.lines) != 1 or len(stroke_places(box, ink.mask)) != 1 or bottom - top < 1.2 * (x1 - x0):
        return 0.0
    y, x = np.nonzero(ink.mask[top:bottom, x0:x1])
    slope, start = np.polyfit(y, x, 1)
    off = np.abs(x - slope * y - start)
    return float(-slope) if float(np.percentile(off, 95)) <= max(2.0, 0.15 * (bottom - top)) else 0.0
