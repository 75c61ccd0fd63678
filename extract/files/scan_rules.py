"""The ruled tables of a page: long strokes that meet, each table cut out and squared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nianbao.extract.files.content import Box
from nianbao.extract.files.scan_skew import UprightPage, box_through
from nianbao.extract.files.scan_strokes import Rules, find_rules

if TYPE_CHECKING:
    from nianbao.extract.files.scan_pictures import Gray

_SHARE = 42
"""A rule is longer than this part of the page's shorter side: 5 mm of A4, wider than a letter, narrower than a cell."""
_LEAST = 28
_ALONG = 0.9
"""A rule beside a table is its side where both run along more than this part of the other's height."""
_BESIDE = 0.3
"""It stands no farther away than this part of the table's width."""
_PARALLEL = 0.004
"""Two sides of a table are parallel while their slopes differ by less."""
MARGIN = 12
"""Pixels of page kept around a table."""


@dataclass(frozen=True)
class RuledTable:
    """A table cut out of a page and squared: its pixels and its rules.

    `reach` is the length of the shortest rule in pixels; `to_page` leads from these pixels to the page's own units,
    `bounds` (x0, top, x1, bottom) is where the table stands on the upright page's pixels.
    """

    number: int
    pixels: Gray
    rules: Rules
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
    rules = find_rules(page.pixels, reach)
    level, upright = rules.level, rules.upright
    joined = cv2.dilate(level | upright, np.ones((5, 5), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    _take_in_sides(labels, stats, level, reach)
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


def _take_in_sides(labels: Any, stats: Any, level: Gray, reach: int) -> None:
    """Make an upright rule that stands beside a table, along nearly all of its height, a part of it, in place.

    Where a page cuts the rows of a column of merged cells above and below, no level rule leads to its outer side. What
    stands beside a table that a level rule closes, as the edge of the paper may, is no part of it.
    """
    import numpy as np

    near = max(5, reach // 5)
    thin = [label for label in range(1, len(stats)) if stats[label][2] < reach <= stats[label][3]]
    for label in range(1, len(stats)):
        x, y, wide, high = (int(v) for v in stats[label][:4])
        if wide < 4 * reach or high < 4 * reach:
            continue
        rows = np.nonzero(level[y : y + high, x : x + wide].any(axis=1))[0]
        if not len(rows) or (rows[0] <= near and rows[-1] >= high - near):
            continue
        for side in thin:
            left, top, thick, long = (int(v) for v in stats[side][:4])
            common = min(y + high, top + long) - max(y, top)
            apart = max(x - left - thick, left - x - wide)
            if common < _ALONG * max(high, long) or not 0 < apart < _BESIDE * wide:
                continue
            labels[top : top + long, left : left + thick][labels[top : top + long, left : left + thick] == side] = label
            first, upper = min(x, left), min(y, top)
            wide, high = max(x + wide, left + thick) - first, max(y + high, top + long) - upper
            x, y = first, upper
            stats[label][:4] = np.array([x, y, wide, high])
            stats[side][:4] = 0


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
    size = (x1 - x0 + 2 * MARGIN, bottom - top + 2 * MARGIN)
    if corners is None:
        corners = np.array([[x0, top], [x1, top], [x1, bottom], [x0, bottom]], np.float32)
    target = (_square(corners) - (x0 - MARGIN, top - MARGIN)).astype(np.float32)
    turn = cv2.getPerspectiveTransform(corners, target)
    paper = float(np.percentile(page.pixels[top:bottom:3, x0:x1:3], 80))
    squared = cv2.warpPerspective(page.pixels, turn, size, flags=cv2.INTER_CUBIC, borderValue=paper)
    pixels = np.array(squared, np.uint8)
    # What stands beyond the outer rules is no part of the table.
    edge = MARGIN - 5
    pixels[:edge], pixels[-edge:], pixels[:, :edge], pixels[:, -edge:] = (round(paper),) * 4
    return RuledTable(page.number, pixels, find_rules(pixels, reach), reach, page.to_page @ np.linalg.inv(turn), bounds)


def _corners(level: Gray, upright: Gray, bounds: tuple[int, int, int, int]) -> Any:
    """Where the outermost rules of a table cross: clockwise from the upper left. Where two of its sides are not whole
    they are taken to be square to the others; None where none are, or two that should be parallel are not.

    None also where it is square already: then its pixels stay as they are.
    """
    import numpy as np

    x0, top, x1, bottom = bounds
    rows = _outer_rules(level, 0.8 * (x1 - x0))
    columns = _outer_rules(np.ascontiguousarray(upright.T), 0.8 * (bottom - top))
    rows = rows or _square_to(columns, (top, bottom), (x0 + x1) / 2)
    columns = columns or _square_to(rows, (x0, x1), (top + bottom) / 2)
    if rows is None or columns is None:
        return None
    crossings = [_crossing(r, c) for r, c in ((0, 0), (0, 1), (1, 1), (1, 0)) for r, c in [(rows[r], columns[c])]]
    corners = np.array(crossings, np.float32)
    off = float(np.abs(corners - _square(corners)).max())
    return corners if 1.5 < off < 0.2 * max(x1 - x0, bottom - top) else None


def _square_to(rules: Any, places: tuple[int, int], middle: float) -> Any:
    """Lines at two places, square to two parallel rules: each through its place at the middle; None without those."""
    if rules is None or abs(rules[0][0] - rules[1][0]) > _PARALLEL:
        return None
    slope = -(rules[0][0] + rules[1][0]) / 2
    return [(slope, place - slope * middle) for place in places]


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
        left, top, wide, high = (int(v) for v in stats[label][:4])
        field = slice(top, top + high), slice(left, left + wide)
        y, x = np.nonzero((labels[field] == label) & (mask[field] > 0))
        slope, height = np.polyfit(x + left, y + top, 1)
        lines.append((height + slope * mask.shape[1] / 2, slope, height))
    lines.sort()
    return [lines[0][1:], lines[-1][1:]]


def _crossing(row: tuple[float, float], column: tuple[float, float]) -> tuple[float, float]:
    """Where y = a·x + b and x = c·y + d meet."""
    (a, b), (c, d) = row, column
    x = (c * b + d) / (1 - c * a)
    return x, a * x + b
