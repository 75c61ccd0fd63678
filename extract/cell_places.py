"""Say where on a page each cell of a result stands, for an auditor who looks at the original."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

from nianbao.extract.files.content import Box, Content
from nianbao.extract.recognised import confidence_of
from nianbao.schemas import CellPlace, Span


def cell_places(content: Content, evidence: Mapping[str, Span]) -> dict[str, CellPlace]:
    """By cell of the form: its page and box, as far as the content knows them, and its confidence."""
    boxes: list[tuple[int, int, Box]] = [(p.start, p.end, p.box) for p in content.places]
    boxes += [(c.start, c.end, c.box) for grid in content.grids for c in grid.cells if c.box]
    boxes.sort(key=lambda b: b[:2])
    starts = [start for start, _, _ in boxes]
    out: dict[str, CellPlace] = {}
    for cell, span in evidence.items():
        number = bisect_right(starts, span[0]) - 1
        if number < 0 or span[0] > boxes[number][1]:
            continue
        box = boxes[number][2]
        sure = confidence_of(content, span)
        rounded = (round(box.x0, 1), round(box.top, 1), round(box.x1, 1), round(box.bottom, 1))
        out[cell] = CellPlace(page=box.page, box=rounded, confidence=None if sure is None else round(sure, 3))
    return out
