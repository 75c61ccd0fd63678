"""How surely a border is drawn between two cells of a ruled table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.extract.files.scan_strokes import Rules

if TYPE_CHECKING:
    from nianbao.extract.files.scan_pictures import Gray

DRAWN = 0.5
"""A border is drawn where it is more than this sure."""
DOUBTFUL = (0.2, 0.8)
"""Between these it is not sure whether it is."""
_LONG = 4
"""A border of more than so many times a rule's least length is no letters' strokes: that many rows do not line up."""
_FILLED, _GAPS = 0.93, 0.85
"""Ink fills more than the first part of a rule's length, and less than the second of letters' strokes that line up."""
_CROSSED = (0.05, 0.15)
"""Strokes cross at most the first part of most rules, and more than the second of most letters' strokes."""
_CLEAR = 0.15
"""A rule has ink at one side at least along less than this part of its length; a letter's stroke has it at both.

These come from the borders of 54 scans of drawn reports (seeds 100-129; 30 at 150 dpi, 24 at 200 dpi): the mask of
rules tells the drawn ones from the others but for a few, and those were looked at.
"""
_BESIDE = 3
"""Pixels that count as a rule's side."""


_WIDE = 1.3
"""A level border is seen by its ink alone from so many times a rule's least length: letters leave gaps in it."""
_THROUGH = 0.3
"""Letters above a rule and letters below it meet it at the same place along less than this part of its length."""


def level_border(rules: Rules, y: float, x0: float, x1: float, tolerance: int, reach: int) -> float:
    """How surely a rule runs at `y` from `x0` to `x1`: 0 not, 1 surely. One lost among letters is seen by its ink."""
    covered = covered_part(rules.level, y, x0, x1, tolerance)
    if covered >= DOUBTFUL[1] or x1 - x0 < _WIDE * reach:
        return covered
    return 1.0 if _is_level_rule(rules, y, x0, x1, tolerance) else covered


def _is_level_rule(rules: Rules, y: float, x0: float, x1: float, tolerance: int) -> bool:
    """Whether ink near a level border fills its length, and is not the letters' that stand there."""
    inset = tolerance + rules.thickness
    first = max(round(y) - tolerance - _BESIDE - rules.thickness, 0)
    last = round(y) + tolerance + _BESIDE + rules.thickness + 1
    ink = rules.ink[first:last, round(x0) + inset : round(x1) - inset + 1] > 0
    if min(ink.shape) < 2 * tolerance:
        return False
    pairs = (ink[:-1] | ink[1:]).mean(axis=1)
    middle = max(round(y) - first - tolerance, 0)
    at = middle + int(pairs[middle : middle + 2 * tolerance + 1].argmax())
    if pairs[at] < _FILLED:
        return False
    half = max(rules.thickness, 1) / 2 + 1.5
    upper, lower = round(at + 0.5 - half), round(at + 0.5 + half)
    above, below = ink[max(upper - _BESIDE, 0) : max(upper, 1)], ink[lower + 1 : lower + 1 + _BESIDE]
    return float((above.any(axis=0) & below.any(axis=0)).mean()) < _THROUGH


def covered_part(level: Gray, y: float, x0: float, x1: float, tolerance: int) -> float:
    """The part of a level border's length that the rules in the mask `level` cover."""
    inset = min(tolerance, int((x1 - x0) / 4))
    band = level[max(round(y) - tolerance, 0) : round(y) + tolerance + 1, round(x0) + inset : round(x1) - inset + 1]
    return float(band.any(axis=0).mean()) if band.size else 0.0


def upright_border(rules: Rules, x: float, top: float, bottom: float, tolerance: int, reach: int) -> float:
    """How surely a rule runs at `x` from `top` to `bottom`: 0 not, 1 surely.

    In a row of one or two lines the strokes of letters that line up are as long as the border would be: they are
    crossed by other strokes, have ink on both sides, or gaps. A rule that was lost among letters is seen here too.
    """
    covered = covered_part(rules.upright.T, x, top, bottom, tolerance)
    if bottom - top >= _LONG * reach:
        return covered
    sure = _is_rule(rules, x, top, bottom, tolerance)
    if sure is None:
        return min(max(covered, DOUBTFUL[0] + 0.1), DOUBTFUL[1] - 0.1)
    return float(sure)


def _is_rule(rules: Rules, x: float, top: float, bottom: float, tolerance: int) -> bool | None:
    """Whether the ink near a border is a rule; None where that is not sure."""
    wide = tolerance + _BESIDE + rules.thickness
    first = max(round(x) - wide, 0)
    rows = slice(round(top), round(bottom) + 1)
    ink, across = (mask[rows, first : round(x) + wide + 1] > 0 for mask in (rules.ink, rules.across))
    if min(ink.shape) < 4:
        return False
    # Two columns of pixels: a rule that slants a little steps from one to the next.
    pairs = (ink[:, :-1] | ink[:, 1:]).mean(axis=0)
    middle = max(round(x) - first - tolerance, 0)
    at = middle + int(pairs[middle : middle + 2 * tolerance + 1].argmax())
    inner = slice(tolerance, max(len(ink) - tolerance, tolerance + 1))
    crossed = float(across[inner, at : at + 2].any(axis=1).mean())
    half = rules.thickness / 2 + 1.5
    left, right = round(at + 0.5 - half), round(at + 0.5 + half)
    sides = (ink[inner, max(left - _BESIDE, 0) : max(left, 1)], ink[inner, right + 1 : right + 1 + _BESIDE])
    beside = min(float(side.any(axis=1).mean()) if side.size else 0.0 for side in sides)
    if pairs[at] < _GAPS:
        return False
    if beside < _CLEAR:
        return True if pairs[at] >= _FILLED and crossed < _CROSSED[1] else None
    return None if crossed < _CROSSED[0] else False
