"""Unfold grid tables (`+---+---+`): a row whose cells are wrapped over several lines becomes one line again."""

from __future__ import annotations

import re
from array import array
from itertools import pairwise

from nianbao.extract.normalise import NormalText

_RULE = re.compile(r"[ ]*\+(?:[-=:]+\+)+[ ]*")
_LEAST_CELLS = 3
"""A grid of one or two cells lays out a page; its lines are lines."""
_ROW = re.compile(r"[ ]*\|.*\|[ ]*")


def unfold_grids(normal: NormalText) -> NormalText:
    """The text with every wrapped row of a grid table on one line, a bar between its cells.

    Each character keeps its place in the original, so that inside such a row the places no longer ascend. Rows whose
    lines have different numbers of cells (cells merged across rows) stay as they are.
    """
    text = normal.text
    if not re.search(r"^ *\+[-=]{2,}", text, re.MULTILINE):
        return normal
    pieces: list[str] = []
    offsets = array("I")

    def keep(start: int, end: int) -> None:
        pieces.append(text[start:end])
        offsets.extend(normal.offsets[start:end])

    def put(character: str, place: int) -> None:
        pieces.append(character)
        offsets.append(normal.offsets[place])

    bounds = _line_bounds(text)
    at = 0
    while at < len(bounds):
        start, end = bounds[at]
        keep(start, min(end + 1, len(text)))
        at += 1
        if not _RULE.fullmatch(text, start, end):
            continue
        stop = at
        while stop < len(bounds) and _ROW.fullmatch(text, *bounds[stop]):
            stop += 1
        closed = stop < len(bounds) and _RULE.fullmatch(text, *bounds[stop])
        rows = [_cells(text, *bounds[i]) for i in range(at, stop)]
        if not closed or stop - at < 2 or {len(row) for row in rows} - {len(rows[0])} or len(rows[0]) < _LEAST_CELLS:
            continue
        for cell in range(len(rows[0])):
            put("|", bounds[at][0])
            for row in rows:
                begin, finish = row[cell]
                if begin < finish:
                    # Chinese wraps anywhere, so its pieces belong together; two words or numbers do not.
                    if pieces[-1][-1].isascii() and pieces[-1][-1].isalnum() and text[begin].isalnum():
                        put(" ", begin)
                    keep(begin, finish)
            put(" ", bounds[at][0])
        put("|", bounds[stop - 1][1] - 1)
        put("\n", bounds[stop - 1][1])
        at = stop
    offsets.append(normal.offsets[len(text)])
    return NormalText("".join(pieces), offsets)


def _line_bounds(text: str) -> list[tuple[int, int]]:
    bounds = []
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        bounds.append((start, end))
        start = end + 1
    return bounds


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The places of a line's cells between its bars, without the spaces around them."""
    bars = [i for i in range(start, end) if text[i] == "|"]
    cells = []
    for left, right in pairwise(bars):
        inside = text[left + 1 : right]
        begin = left + 1 + len(inside) - len(inside.lstrip())
        cells.append((begin, max(begin, left + 1 + len(inside.rstrip()))))
    return cells
