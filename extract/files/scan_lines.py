"""The lines of text outside a page's tables, in reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from nianbao.extract.files.content import Box
from nianbao.extract.files.recogniser import Words, detect, recognise
from nianbao.extract.files.scan_rules import RuledTable
from nianbao.extract.files.scan_skew import UprightPage

_NUMBER = re.compile(r"[\W_第页共of]*\d{1,4}[\W_第页共of]*(\d{1,4}[\W_第页共of]*)?", re.IGNORECASE)
_EDGE = 0.09
"""The part of a page's height, above and below, where its furniture stands."""
_SAME = 0.8
"""Lines as alike as this at the edges of two pages are a running head or foot."""


@dataclass(frozen=True)
class PageLine:
    """A line of a page: its words, its place in the upright page's pixels, and on the page."""

    words: Words
    bounds: tuple[float, float, float, float]
    box: Box


def find_lines(page: UprightPage, tables: Sequence[RuledTable]) -> list[PageLine]:
    """The page's lines outside its tables, from top to bottom; pieces side by side are one line with a space between."""
    import numpy as np

    rest = page.pixels.copy()
    paper = int(np.percentile(rest[::5, ::5], 80))
    for table in tables:
        x0, top, x1, bottom = table.bounds
        rest[max(top - 3, 0) : bottom + 3, max(x0 - 3, 0) : x1 + 3] = paper
    boxes = [box for box in detect(rest) if box[3] - box[1] > 5 and box[2] - box[0] > 3]
    pieces = [rest[int(top) : int(bottom) + 1, int(x0) : int(x1) + 1] for x0, top, x1, bottom in boxes]
    found = [(box, words) for box, words in zip(boxes, recognise(pieces), strict=True) if words.text.strip()]
    return [_line(page, row) for row in _rows(found)]


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
    return PageLine(Words(text, tuple(confidence)), bounds, page.box(*bounds))


def without_furniture(pages: Sequence[tuple[UprightPage, list[PageLine]]]) -> list[list[PageLine]]:
    """Each page's lines less page numbers at its edges, and heads and feet that several pages have."""
    edges = [[(i, _at_edge(page, line)) for i, line in enumerate(lines)] for page, lines in pages]
    kept = []
    for number, (_, lines) in enumerate(pages):
        dropped = set()
        for i, edge in edges[number]:
            if not edge:
                continue
            text = lines[i].words.text
            others = (
                pages[k][1][j].words.text
                for k in range(len(pages))
                if k != number and abs(k - number) <= 2
                for j, side in edges[k]
                if side == edge
            )
            if _NUMBER.fullmatch(text) or any(_alike(text, other) for other in others):
                dropped.add(i)
        kept.append([line for i, line in enumerate(lines) if i not in dropped])
    return kept


def _at_edge(page: UprightPage, line: PageLine) -> str:
    high = page.pixels.shape[0]
    if line.bounds[3] < _EDGE * high:
        return "head"
    return "foot" if line.bounds[1] > (1 - _EDGE) * high else ""


def _alike(text: str, other: str) -> bool:
    return len(text) > 3 and SequenceMatcher(None, text, other, autojunk=False).ratio() >= _SAME
