"""The rules in a picture: long level and upright strokes, told from strokes of letters that line up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nianbao.extract.files.scan_pictures import Gray

_GAP = 5
"""Pixels of a gap in a rule that are closed, at most one less."""
_SHORT = 2.5
"""Up to so many times its least length a rule is short: no longer than a row is high, as strokes of letters may be."""
_LEVEL = ((0.93, 0.1), (0.95, 0.05))
_UPRIGHT = ((0.88, 0.16), (0.95, 0.05))
"""Of any rule, of a short one: the part of its length that has ink at least, and the part where other strokes may cross
it. Letters that line up have more gaps and more strokes across; they line up in rows rather than in columns."""


@dataclass(frozen=True)
class Rules:
    """The rules of a picture, as masks of its size of 0 and 255.

    `level` and `upright` are the rules, `ink` all strokes, `across` level strokes as long as a letter's and shorter
    than a rule: what crosses or meets an upright rule, if it is one. `thickness` is an upright rule's, in pixels; 0
    where there is none.
    """

    level: Gray
    upright: Gray
    ink: Gray
    across: Gray
    thickness: int


def find_rules(pixels: Gray, reach: int) -> Rules:
    """The rules of a picture that are at least `reach` pixels long. Gaps of a few pixels are closed."""
    import cv2
    import numpy as np

    smooth = cv2.GaussianBlur(pixels, (3, 3), 0)
    block = max(31, reach) | 1
    ink = np.asarray(
        cv2.adaptiveThreshold(smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 12), np.uint8
    )
    level, _, _ = _strokes(ink, reach, _LEVEL)
    upright, across, thickness = _strokes(np.ascontiguousarray(ink.T), reach, _UPRIGHT)
    return Rules(level, np.ascontiguousarray(upright.T), ink, np.ascontiguousarray(across.T), thickness)


def _strokes(ink: Any, reach: int, bounds: tuple[tuple[float, float], tuple[float, float]]) -> tuple[Gray, Gray, int]:
    """The level strokes in a mask of ink that are at least `reach` long and nearly without gaps; what crosses such
    strokes; how thick they are.

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
    thickness = _thickness(ink, labels, stats, 4 * reach)
    tall = max(7, reach // 4, 2 * thickness)
    letters, rules = (cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((high, 1), np.uint8)) for high in (tall, reach))
    crossing = np.where(rules > 0, 0, letters).astype(np.uint8)
    kept = np.zeros(count, bool)
    parts = np.zeros_like(strokes)
    for label in range(1, count):
        x, y, long, high = (int(v) for v in stats[label][:4])
        field = slice(y, y + high), slice(x, x + long)
        own = labels[field] == label
        filled, crossed = ((own & (mask[field] > 0)).any(axis=0) for mask in (ink, crossing))
        least, most = bounds[long < _SHORT * reach]
        kept[label] = filled.mean() >= least and crossed.mean() <= most
        if not kept[label] and long >= 2 * reach:
            good = _good_parts(filled, crossed, reach, bounds[1])
            parts[field][own & good] = 255
    return np.where(kept[labels], strokes, parts).astype(np.uint8), crossing, thickness


def _good_parts(filled: Any, crossed: Any, reach: int, bounds: tuple[float, float]) -> Any:
    """Where along a stroke it is as a short rule is, for twice a rule's least length: a letter may stand at its end.

    `filled` and `crossed` say of each of its pixels whether there is ink and whether other strokes cross it.
    """
    import numpy as np

    window = np.ones(reach)
    fill, cross = (np.convolve(part, window, "valid") / reach for part in (filled, crossed))
    good = np.convolve((fill >= bounds[0]) & (cross <= bounds[1]), window) > 0
    edges = np.diff(np.concatenate([[0], good.astype(np.int8), [0]]))
    for start, end in zip(np.nonzero(edges == 1)[0], np.nonzero(edges == -1)[0], strict=True):
        good[start:end] = end - start >= 2 * reach
    return good


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
