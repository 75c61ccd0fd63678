"""The ink in a cell: nothing, something too faint to be read, or lines of text to be recognised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from nianbao.extract.files.scan_grid import RuledGrid

if TYPE_CHECKING:
    from nianbao.extract.files.scan_pictures import Gray

InkKind = Literal["blank", "faint", "ink"]

_STRONG = 0.4
"""Ink: darker than the paper by this part of what the page's letters are."""
_WEAK = 0.14
"""A trace: darker by this part, and by `_NOISE` times the paper's noise."""
_NOISE = 4.5


@dataclass(frozen=True)
class CellInk:
    """What a cell holds. `pixels` is the cell without its borders, paper 255 and ink near 0; `mask` its ink.

    `lines` are (x0, top, x1, bottom) of its lines of text in those pixels; `touches`: ink meets a border, which may
    have cut it.
    """

    kind: InkKind
    pixels: Gray
    mask: Any
    lines: tuple[tuple[int, int, int, int], ...] = ()
    touches: bool = False


@dataclass(frozen=True)
class Inks:
    """How dark a table's letters are (levels of grey below the paper), and how large a speck is in pixels."""

    depth: float
    speck: int


def measure_inks(grid: RuledGrid) -> Inks:
    """The darkness of a table's strokes: half of its rules and letters are darker."""
    import cv2
    import numpy as np

    pixels = grid.table.pixels
    paper = cv2.morphologyEx(pixels, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    depth = (paper.astype(np.int16) - pixels)[grid.table.pixels.shape[0] // 50 :]
    strokes = depth[depth > max(40.0, 0.5 * float(np.percentile(depth, 99.5)))]
    return Inks(float(np.median(strokes)) if strokes.size else 120.0, max(2, round(grid.table.reach * 0.1)))


def find_ink(grid: RuledGrid, bounds: tuple[float, float, float, float], inks: Inks) -> CellInk:
    """Look into a cell of a grid. Its borders are left out; what touches them stays."""
    import cv2
    import numpy as np

    x0, top, x1, bottom = bounds
    table = grid.table
    field = slice(max(round(top), 0), round(bottom) + 1), slice(max(round(x0), 0), round(x1) + 1)
    pixels = table.pixels[field]
    if min(pixels.shape) < 6:
        return CellInk("blank", pixels, np.zeros(pixels.shape, bool))
    edge = max(2, inks.speck)
    # Inside a cell there is no rule, whatever looks like one: only along its borders are rules left out.
    beside = np.ones(pixels.shape, bool)
    beside[2 * edge : -2 * edge, 2 * edge : -2 * edge] = False
    rules = (cv2.dilate(grid.rules[field], np.ones((3, 3), np.uint8)) > 0) & beside
    border = np.ones(pixels.shape, bool)
    border[edge:-edge, edge:-edge] = False
    free = pixels[~rules & ~border] if (~rules & ~border).any() else pixels.ravel()
    paper = float(np.percentile(free, 75))
    light = free[free > paper - 0.3 * inks.depth].astype(np.float32)
    noise = 1.4826 * float(np.median(np.abs(light - np.median(light)))) if light.size else 5.0
    shown = np.where(rules, paper, pixels).astype(np.float32)
    depth = paper - cv2.GaussianBlur(shown, (3, 3), 0.6)
    strong = depth > max(_STRONG * inks.depth, 3 * noise)
    weak = depth > max(_WEAK * inks.depth, _NOISE * noise, 10.0)
    mask, touches = _strokes(strong, border, inks.speck)
    clean = np.clip(255 - (paper - shown) * (255 / max(inks.depth, 30.0)), 0, 255).astype(np.uint8)
    if mask.any():
        grown = cv2.dilate(mask.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
        clean = np.where(grown | weak, clean, np.maximum(clean, 250)).astype(np.uint8)
        return CellInk("ink", clean, mask, tuple(_lines(mask, inks.speck)), touches)
    trace, _ = _strokes(weak, border, inks.speck)
    return CellInk("faint" if trace.any() else "blank", clean, trace)


def _strokes(ink: Any, border: Any, speck: int) -> tuple[Any, bool]:
    """The ink without specks and what a border leaves at its side; and whether some of the rest meets a border."""
    import cv2
    import numpy as np

    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    kept = np.zeros(count, bool)
    specks = []
    touches = False
    for label in range(1, count):
        x, y, wide, high, area = (int(v) for v in stats[label])
        own = labels[y : y + high, x : x + wide] == label
        at_border = float((own & border[y : y + high, x : x + wide]).sum()) / area
        if max(wide, high) <= speck:
            specks.append((label, area, at_border))
            continue
        # A border leaves a thin shadow along itself, longer than any letter beside it.
        long = high > 0.75 * ink.shape[0] if wide <= speck else wide > 0.75 * ink.shape[1] and high <= speck
        if at_border > 0.9 and (long or max(wide, high) <= 2 * speck):
            continue
        kept[label] = True
        touches = touches or at_border > 0
    if kept.any():
        # Beside letters a dot may be a decimal point; alone it is dirt.
        near = cv2.dilate(kept[labels].astype(np.uint8), np.ones((3, 2 * 4 * speck + 1), np.uint8))
        for label, area, at_border in specks:
            if area >= 4 and at_border < 0.5 and near[labels == label].any():
                kept[label] = True
    return kept[labels], touches


def _lines(mask: Any, speck: int) -> list[tuple[int, int, int, int]]:
    """The lines of text in a mask, from top to bottom: rows of pixels without ink part them.

    What is low, as the strokes of 三 standing alone are, belongs to the nearest line.
    """
    import numpy as np

    filled = np.concatenate([[0], mask.any(axis=1).astype(np.int8), [0]])
    starts, ends = np.nonzero(np.diff(filled) == 1)[0], np.nonzero(np.diff(filled) == -1)[0]
    bands = [[int(a), int(b)] for a, b in zip(starts, ends, strict=True)]
    height = max((b - a for a, b in bands), default=0)
    joined: list[list[int]] = []
    for start, end in bands:
        last = joined[-1] if joined else None
        low = last is not None and min(end - start, last[1] - last[0]) < 0.6 * height
        if last and (start - last[1] <= 1 or (low and end - last[0] <= 1.15 * height)):
            last[1] = end
        else:
            joined.append([start, end])
    found = []
    for start, end in joined:
        columns = np.nonzero(mask[start:end].any(axis=0))[0]
        box = (int(columns[0]), start, int(columns[-1]) + 1, end)
        if end - start > speck or box[2] - box[0] > speck:
            found.append(box)
    return found
