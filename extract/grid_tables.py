"""Unfold tables drawn with rules: every row of such a table becomes one line, a bar between its cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from nianbao.extract.normalise import NormalText
from nianbao.extract.ruled_tables import DrawnCell, is_part, is_rule, read_drawn
from nianbao.extract.text_copy import TextCopy

_LEAST_CELLS = 3
"""A grid of one or two columns lays out a page; its lines are lines."""
_MOST_LINES = 5000
_DRAWN = re.compile(r"^ *[+┌╔╭][-=—═+┬╦:]{2,}", re.MULTILINE)


def unfold_grids(normal: NormalText) -> NormalText:
    """The text with every row of a drawn table on one line.

    Each character keeps its place in the original, so that inside such a row the places no longer ascend. The widths
    of the original's characters align the strokes. A table whose strokes do not close stays as it is, but for rows
    between two rules that have the same number of bars on every line.
    """
    text = normal.text
    if not _DRAWN.search(text):
        return normal
    copy = TextCopy(normal)
    bounds = _line_bounds(text)
    at = 0
    while at < len(bounds):
        start, end = bounds[at]
        if not is_rule(text[start:end]):
            copy.keep(start, min(end + 1, len(text)))
            at += 1
            continue
        stop = at + 1
        while stop < len(bounds) and stop - at < _MOST_LINES and is_part(text[slice(*bounds[stop])]):
            stop += 1
        while stop > at + 1 and not is_rule(text[slice(*bounds[stop - 1])]):
            stop -= 1
        block = bounds[at:stop]
        cells = read_drawn(normal, block) if len(block) > 2 else None
        if cells is not None:
            _write_drawn(copy, block, cells)
        else:
            _write_even(copy, block)
        at = stop
    return copy.done()


def _write_drawn(copy: TextCopy, block: Sequence[tuple[int, int]], cells: list[DrawnCell]) -> None:
    rows = max(cell.last_row for cell in cells)
    columns = max(cell.last_column for cell in cells)
    if columns < _LEAST_CELLS:
        copy.keep(block[0][0], min(block[-1][1] + 1, len(copy.normal.text)))
        return
    begin = {(cell.row, cell.column): cell for cell in cells}
    place = block[0][0]
    for row in range(rows):
        for column in range(columns):
            copy.put("|", place)
            if (cell := begin.get((row, column))) and cell.pieces:
                copy.cell(cell.pieces)
                place = cell.pieces[-1][1] - 1
        copy.put("|", place)
        copy.put("\n", place)


def _write_even(copy: TextCopy, block: Sequence[tuple[int, int]]) -> None:
    """Lines between two rules with as many bars each are one row; others stay as they are."""
    text = copy.normal.text
    at = 0
    while at < len(block):
        copy.keep(block[at][0], min(block[at][1] + 1, len(text)))
        at += 1
        stop = at
        while stop < len(block) and not is_rule(text[slice(*block[stop])]):
            stop += 1
        rows = [_between_bars(text, *block[i]) for i in range(at, stop)]
        if stop - at < 2 or stop == len(block) or {len(row) for row in rows} - {len(rows[0])}:
            continue
        if len(rows[0]) < _LEAST_CELLS:
            continue
        for cell in range(len(rows[0])):
            copy.put("|", block[at][0])
            copy.cell([row[cell] for row in rows if row[cell][0] < row[cell][1]])
            copy.put(" ", block[at][0])
        copy.put("|", block[stop - 1][1] - 1)
        copy.put("\n", block[stop - 1][1])
        at = stop


def _line_bounds(text: str) -> list[tuple[int, int]]:
    bounds = []
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        bounds.append((start, end))
        start = end + 1
    return bounds


def _between_bars(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The places of a line's cells between its bars, without the spaces around them."""
    bars = [i for i in range(start, end) if text[i] == "|"]
    cells = []
    for left, right in pairwise(bars):
        inside = text[left + 1 : right]
        begin = left + 1 + len(inside) - len(inside.lstrip())
        cells.append((begin, max(begin, left + 1 + len(inside.rstrip()))))
    return cells
