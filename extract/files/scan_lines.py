"""The lines of text outside a page's tables, in reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from nianbao.extract.files.content import Box
from nianbao.extract.files.recogniser import Words, detect, recognise
from nianbao.extract.files.scan_cells import is_number_like
from nianbao.extract.files.scan_skew import UprightPage

if TYPE_CHECKING:
    from nianbao.extract.files.scan_pictures import Gray

PAGE_NUMBER = re.compile(r"[\W_第页共of]*\d{1,4}[\W_第页共of]*(\d{1,4}[\W_第页共of]*)?", re.IGNORECASE)
"""A page's number, or its number and how many there are."""
_EDGE = 0.09
"""The part of a page's height, above and below, where its furniture stands."""
_TRACE = 20
"""Levels of grey below the paper from which a row of pixels may hold text."""
_AROUND = 20
"""Pixels of a painted table's height that stay, above and below, so that the lines around it stay apart."""
_SAME = 0.8
"""Lines as alike as this at the edges of two pages are a running head or foot."""


@dataclass(frozen=True)
class PageLine:
    """A line of a page: its words, its place in the upright page's pixels, and on the page.

    `edge` is `head` or `foot` at the page's edges, where its furniture stands, else empty.
    """

    words: Words
    bounds: tuple[float, float, float, float]
    box: Box
    edge: str = ""


def find_lines(page: UprightPage, tables: Sequence[tuple[int, int, int, int]]) -> list[PageLine]:
    """The page's lines outside its tables, from top to bottom; pieces side by side are one line, spaces between.

    `tables`: x0, top, x1, bottom of each in the upright page's pixels.
    """
    import numpy as np

    rest = page.pixels.copy()
    paper = int(np.percentile(rest[::5, ::5], 80))
    for x0, top, x1, bottom in tables:
        rest[max(top - 3, 0) : bottom + 3, max(x0 - 3, 0) : x1 + 3] = paper
    boxes = [box for box in _text_boxes(rest, tables, paper) if box[3] - box[1] > 5 and box[2] - box[0] > 3]
    pieces = [rest[int(top) : int(bottom) + 1, int(x0) : int(x1) + 1] for x0, top, x1, bottom in boxes]
    read = (_unsure_alone(words) for words in recognise(pieces))
    found = [(box, words) for box, words in zip(boxes, read, strict=True) if words.text.strip()]
    return [_line(page, row) for row in _rows(found)]


def _text_boxes(
    rest: Gray, tables: Sequence[tuple[int, int, int, int]], paper: int
) -> list[tuple[float, float, float, float]]:
    """Where there is text on a page whose tables are painted over: the empty rows of pixels in their place are not
    looked at, which are half of a form's pages."""
    import cv2
    import numpy as np

    inked = paper - cv2.blur(rest, (5, 5)).min(axis=1).astype(np.int16) > _TRACE
    if not inked.any():
        return []
    if max(rest.shape) > 3 * min(rest.shape):
        return detect(rest)
    kept = np.ones(len(rest), bool)
    for _, top, _, bottom in tables:
        kept[max(top, 0) + _AROUND : max(bottom - _AROUND, 0)] = False
    rows = np.nonzero(kept | inked)[0]
    boxes = detect(np.ascontiguousarray(rest[rows]), like=rest.shape)
    last = len(rows) - 1
    return [
        (x0, float(rows[min(max(int(top), 0), last)]), x1, float(rows[min(int(bottom), last)]))
        for x0, top, x1, bottom in boxes
    ]


def _unsure_alone(words: Words) -> Words:
    """A number that stands alone, as in a table without rules, is seen once only: that is never sure."""
    return Words(words.text, (0.0,) * len(words.text)) if is_number_like(words.text) else words


def _rows(
    found: Sequence[tuple[tuple[float, float, float, float], Words]],
) -> list[list[tuple[tuple[float, float, float, float], Words]]]:
    """Pieces whose middles lie within one another's height are one row."""
    rows: list[list[tuple[tuple[float, float, float, float], Words]]] = []
    for piece in sorted(found, key=lambda p: p[0][1] + p[0][3]):
        middle = (piece[0][1] + piece[0][3]) / 2
        last = rows[-1][0][0] if rows else None
        if last and last[1] + 0.2 * (last[3] - last[1]) < middle < last[3] - 0.2 * (last[3] - last[1]):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda p: p[0][0]) for row in rows]


def _line(page: UprightPage, row: Sequence[tuple[tuple[float, float, float, float], Words]]) -> PageLine:
    text = " ".join(words.text for _, words in row)
    confidence = [c for i, (_, words) in enumerate(row) for c in ((1.0,) * (i > 0) + words.confidence)]
    sides = list(zip(*(box for box, _ in row), strict=True))
    bounds = (min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3]))
    return PageLine(Words(text, tuple(confidence)), bounds, page.box(*bounds), _edge(page, bounds))


def without_furniture(pages: Sequence[Sequence[PageLine]]) -> list[list[PageLine]]:
    """Each page's lines less page numbers at its edges, and heads and feet that a page near it has too."""
    kept = []
    for number, lines in enumerate(pages):
        near = [
            other
            for k in range(max(number - 2, 0), min(number + 3, len(pages)))
            if k != number
            for other in pages[k]
            if other.edge
        ]
        kept.append([line for line in lines if not (line.edge and _is_furniture(line, near))])
    return kept


def _is_furniture(line: PageLine, near: Sequence[PageLine]) -> bool:
    if PAGE_NUMBER.fullmatch(line.words.text):
        return True
    return any(other.edge == line.edge and _alike(line.words.text, other.words.text) for other in near)


def _edge(page: UprightPage, bounds: tuple[float, float, float, float]) -> str:
    high = page.pixels.shape[0]
    if bounds[3] < _EDGE * high:
        return "head"
    return "foot" if bounds[1] > (1 - _EDGE) * high else ""


def _alike(text: str, other: str) -> bool:
    return len(text) > 3 and SequenceMatcher(None, text, other, autojunk=False).ratio() >= _SAME
