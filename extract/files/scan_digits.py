"""Count the digits in a line of a cell by its ink: what the recogniser read must have as many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from nianbao.extract.files.scan_ink import CellInk

LineBox = tuple[int, int, int, int]
"""x0, top, x1, bottom of a line in its cell's pixels."""

_DARK = (100, 50)
"""Blurred digits run into one another; what is darker than this in them still stands apart."""
_FEWEST = 3
"""Pairs of digits that must stand apart in a table before its digits' distance counts as known."""
_OFF = 0.3
"""A number's width is off by less than this part of that distance: half of it would leave the count open."""


@dataclass(frozen=True)
class DigitWidths:
    """How far the middles of neighbouring digits of a table are apart, and how wide 1 and the others are: in heights of
    a digit. The digits of a typeface are set at one distance."""

    distance: float
    one: float
    other: float


def measure_digits(lines: Iterable[tuple[CellInk, LineBox, str]]) -> DigitWidths | None:
    """The widths of a table's digits, from lines in which the digits read stand apart; None from too few."""
    apart: list[float] = []
    widths: dict[bool, list[float]] = {True: [], False: []}
    for ink, box, text in lines:
        height = box[3] - box[1]
        places = stroke_places(box, ink.mask)
        if not text.isdecimal() or len(places) != len(text):
            continue
        apart += [(sum(after) - sum(before)) / 2 / height for before, after in pairwise(places)]
        for digit, (start, end) in zip(text, places, strict=True):
            widths[digit == "1"].append((end - start) / height)
    if len(apart) < _FEWEST or not widths[False]:
        return None
    other = median(widths[False])
    return DigitWidths(median(apart), median(widths[True]) if widths[True] else 0.6 * other, other)


def digits_fit(ink: CellInk, box: LineBox, text: str, widths: DigitWidths | None) -> bool:
    """Whether a line has as many digits as were read: as many strokes side by side and none far apart, or, where they
    touch, the width that so many digits have. A text with other signs is not counted."""
    digits = sum(c.isdecimal() for c in text)
    if digits != len(text.strip()):
        return True
    height = box[3] - box[1]
    base = stroke_places(box, ink.mask)
    for places in (base, *(stroke_places(box, ink.pixels < dark) for dark in _DARK)):
        if len(places) == digits:
            widest = max(end - start for start, end in places) / height
            return _near(places, height) and (widths is None or widest < widths.other + widths.distance / 2)
    if widths is None or digits < 2 or len(base) > digits or not _near(base, height):
        return False
    ends = sum(widths.one if c == "1" else widths.other for c in (text[0], text[-1])) / 2
    expected = (digits - 1) * widths.distance + ends
    return abs((box[2] - box[0]) / height - expected) < _OFF * widths.distance


def _near(places: Sequence[tuple[int, int]], height: int) -> bool:
    return all(after[0] - before[1] <= 1.2 * height for before, after in pairwise(places))


def stroke_places(box: LineBox, ink: Any) -> list[tuple[int, int]]:
    """The stretches of a line that its separate strokes fill, from left to right; strokes above one another are one."""
    import cv2
    import numpy as np

    x0, top, x1, bottom = box
    part = ink[top:bottom, x0:x1].astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    spans = sorted((int(s[0]), int(s[0] + s[2])) for s in stats[1:count] if s[3] > 0.25 * (bottom - top))
    places: list[tuple[int, int]] = []
    for start, end in spans:
        if places and min(places[-1][1], end) - start > 0.5 * min(end - start, places[-1][1] - places[-1][0]):
            places[-1] = (places[-1][0], max(places[-1][1], end))
        else:
            places.append((start, end))
    return places
