"""The ruled tables of a page: long strokes that meet, each table cut out and squared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nianbao.extract.files.content import Box
from nianbao.extract.files.scan_skew import UprightPage, box_through

if TYPE_CHECKING:
    from nianbao.extract.files.scan_pictures import Gray

_SHARE = 42
"""A rule is longer than this part of the page's shorter side: 5 mm of A4, wider than a letter, narrower than a cell."""
_LEAST = 28
_GAP = 5
"""Pixels of a gap in a rule that are closed, at most one less."""
_SHORT = 2.5
"""Up to so many times its least length a rule is short: no longer than a row is high, as strokes of letters may be."""
_LEVEL = ((0.93, 0.1), (0.95, 0.05))
_UPRIGHT = ((0.88, 0.16), (0.95, 0.05))
"""Of any rule, of a short one: the part of its length that has ink at least, and the part where other strokes may cross
it. Letters that line up have more gaps and more strokes across; they line up in rows rather than in columns."""
_MARGIN = 12
"""Pixels of page kept around a table."""


@dataclass(frozen=True)
class RuledTable:
    """A table cut out of a page and squared: its pixels, its level and upright rules (masks of 0 and 255).

    `reach` is the length of the shortest rule in pixels; `to_page` leads from these pixels to the page's own units,
    `bounds` (x0, top, x1, bottom) is where the table stands on the upright page's pixels.
    """

    number: int
    pixels: Gray
    level: Gray
    upright: Gray
    reach: int
    to_page: Any
    bounds: tuple[int, int, int, int]

    def box(self, x0: float, top: float, x1: float, bottom: float) -> Box:
        """The upright rectangle on the page around a rectangle of the table's pixels."""
        return box_through(self.to_page, self.number, x0, top, x1, bottom)


def find_tables(page: UprightPage) -> list[RuledTable]:
    """The page's ruled tables from top to bottom. A single frame is none, nor are rules that do not meet."""
    import cv2
    import numpy as np

    reach = max(_LEAST, min(page.pixels.shape) // _SHARE)
    level, upright = find_rules(page.pixels, reach)
    joined = cv2.dilate(level | upright, np.ones((5, 5), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    tables = []
    for label in range(1, count):
        x, y, wide, high = (int(v) for v in stats[label][:4])
        if wide < 4 * reach or high < reach:
            continue
        here = np.where(labels[y : y + high, x : x + wide] == label, 255, 0).astype(np.uint8)
        rows = _longest_runs(level[y : y + high, x : x + wide] & here, across=True)
        columns = _longest_runs(upright[y : y + high, x : x + wide] & here, across=False)
        if rows < 2 or columns < 2 or rows + columns < 5:
            continue
        tables.append(_cut_out(page, reach, (x, y, x + wide, y + high), level, upright, labels == label))
    return sorted(tables, key=lambda t: t.bounds[1])


def find_rules(pixels: Gray, reach: int) -> tuple[Gray, Gray]:
    """The level and the upright rules of a picture, as masks of 0 and 255. Gaps of a few pixels are closed."""
    import cv2
    import numpy as np

    smooth = cv2.GaussianBlur(pixels, (3, 3), 0)
    block = max(31, reach) | 1
    ink = cv2.adaptiveThreshold(smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 12)
    level = _strokes(ink, reach, _LEVEL)
    return level, np.ascontiguousarray(_strokes(np.ascontiguousarray(ink.T), reach, _UPRIGHT).T)


def _strokes(ink: Any, reach: int, bounds: tuple[tuple[float, float], tuple[float, float]]) -> Gray:
    """The level strokes in a mask of ink that are at least `reach` long and nearly without gaps.

    A rule that slants a little steps from one row of pixels to the next: the ink is widened for finding it. Strokes of
    letters that line up, and nearly touch the rules beside them, have gaps.
    """
    import cv2
    import numpy as np

    wide = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    closed = cv2.morphologyEx(wide, cv2.MORPH_CLOSE, np.ones((1, _GAP), np.uint8))
    strokes = np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, reach), np.uint8)), np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(strokes)
    # A thick rule must not cross itself.
    tall = max(7, reach // 4, 2 * _thickness(ink, labels, stats, 4 * reach))
    letters, rules = (cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((high, 1), np.uint8)) for high in (tall, reach))
    crossing = np.where(rules > 0, 0, letters)
    kept = np.zeros(count, bool)
    for label in range(1, count):
        x, y, long, high = (int(v) for v in stats[label][:4])
        field = slice(y, y + high), slice(x, x + long)
        own = labels[field] == label
        filled, crossed = ((own & (mask[field] > 0)).any(axis=0).mean() for mask in (ink, crossing))
        short = long < _SHORT * reach
        least, most = bounds[short]
        kept[label] = filled >= least and crossed <= most
    return np.where(kept[labels], strokes, 0).astype(np.uint8)


def _thickness(ink: Any, labels: Any, stats: Any, least: int) -> int:
    """How many pixels thick the long strokes are, the middle one of them; 0 without any."""
    import numpy as np

    found = []
    for label in range(1, len(stats)):
        x, y, long, high = (int(v) for v in stats[label][:4])
        if long >= least:
            field = slice(y, y + high), slice(x, x + long)
            found.append(float(np.median(((labels[field] == label) & (ink[field] > 0)).sum(axis=0))))
    return round(float(np.median(found))) if found else 0


def _longest_runs(mask: Gray, *, across: bool) -> int:
    """How many rules there are in a mask, about: strokes that are parts of one rule count once."""
    import numpy as np

    filled = mask.any(axis=1 if across else 0).astype(np.int8)
    return int((np.diff(np.concatenate([[0], filled])) == 1).sum())


def _cut_out(
    page: UprightPage, reach: int, bounds: tuple[int, int, int, int], level: Gray, upright: Gray, here: Any
) -> RuledTable:
    import cv2
    import numpy as np

    x0, top, x1, bottom = bounds
    corners = _corners(np.where(here, level, 0), np.where(here, upright, 0), bounds)
    size = (x1 - x0 + 2 * _MARGIN, bottom - top + 2 * _MARGIN)
    if corners is None:
        corners = np.array([[x0, top], [x1, top], [x1, bottom], [x0, bottom]], np.float32)
    target = (_square(corners) - (x0 - _MARGIN, top - _MARGIN)).astype(np.float32)
    turn = cv2.getPerspectiveTransform(corners, target)
    paper = float(np.percentile(page.pixels[top:bottom:3, x0:x1:3], 80))
    squared = cv2.warpPerspective(page.pixels, turn, size, flags=cv2.INTER_CUBIC, borderValue=paper)
    pixels = np.array(squared, np.uint8)
    # What stands beyond the outer rules is no part of the table.
    edge = _MARGIN - 5
    pixels[:edge], pixels[-edge:], pixels[:, :edge], pixels[:, -edge:] = (round(paper),) * 4
    level, upright = find_rules(pixels, reach)
    return RuledTable(page.number, pixels, level, upright, reach, page.to_page @ np.linalg.inv(turn), bounds)


def _corners(level: Gray, upright: Gray, bounds: tuple[int, int, int, int]) -> Any:
    """Where the outermost rules of a table cross: clockwise from the upper left; None where the frame is not whole.

    None also where it is square already: then its pixels stay as they are.
    """
    import numpy as np

    x0, top, x1, bottom = bounds
    rows = _outer_rules(level, 0.8 * (x1 - x0))
    columns = _outer_rules(np.ascontiguousarray(upright.T), 0.8 * (bottom - top))
    if rows is None or columns is None:
        return None
    crossings = [_crossing(r, c) for r, c in ((0, 0), (0, 1), (1, 1), (1, 0)) for r, c in [(rows[r], columns[c])]]
    corners = np.array(crossings, np.float32)
    off = float(np.abs(corners - _square(corners)).max())
    return corners if 1.5 < off < 0.2 * max(x1 - x0, bottom - top) else None


def _square(corners: Any) -> Any:
    """The upright rectangle nearest to four corners, clockwise from the upper left."""
    import numpy as np

    (left, top), (right, bottom) = (
        (corners[[0, 3], 0].mean(), corners[:2, 1].mean()),
        (
            corners[1:3, 0].mean(),
            corners[2:, 1].mean(),
        ),
    )
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)


def _outer_rules(mask: Gray, least: float) -> Any:
    """The first and the last rule of a mask of level rules as (slope, height at 0); None unless both are long."""
    import cv2
    import numpy as np

    count, labels, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(mask, np.ones((3, 9), np.uint8)))
    long = [label for label in range(1, count) if stats[label][2] >= least]
    if len(long) < 2:
        return None
    lines = []
    for label in long:
        y, x = np.nonzero((labels == label) & (mask > 0))
        slope, height = np.polyfit(x, y, 1)
        lines.append((height + slope * mask.shape[1] / 2, slope, height))
    lines.sort()
    return [lines[0][1:], lines[-1][1:]]


def _crossing(row: tuple[float, float], column: tuple[float, float]) -> tuple[float, float]:
    """Where y = a·x + b and x = c·y + d meet."""
    (a, b), (c, d) = row, column
    x = (c * b + d) / (1 - c * a)
    return x, a * x + b
