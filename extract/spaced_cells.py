"""Place the cells of a table printed one to a line by the lines themselves: an empty cell leaves its lines empty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from nianbao.extract.candidate import RowText
from nianbao.extract.tokens import Line, Token

_LEAST_ROWS = 3
"""So many rows must keep the same distances before an empty line counts as a cell."""


@dataclass(frozen=True)
class _Spread:
    """A row's values by their distance in lines from the label's last line, and how far the next words are."""

    values: tuple[tuple[int, Token], ...]
    label: int
    stop: int


def place_spaced(
    rows: dict[str, RowText], needs: dict[str, int], lines: Sequence[Line]
) -> dict[str, tuple[Token, ...]]:
    """The tokens of every row of which the lines show the cells, empty ones included; others are left out.

    All rows must keep one distance from cell to cell, and have room for just as many cells as the form has.
    """
    spreads = {key: s for key, row in rows.items() if (s := _spread(row, lines))}
    gaps = Counter(b[0] - a[0] for s in spreads.values() for a, b in pairwise(s.values))
    if not gaps:
        return {}
    gap = min(gap for gap, _ in gaps.most_common(1))
    placed = {}
    for key, spread in spreads.items():
        first = spread.stop - gap * needs[key]
        columns = {(at - first) // gap: token for at, token in spread.values if at >= first and (at - first) % gap == 0}
        if first > 0 and len(columns) == len(spread.values) and all(0 <= c < needs[key] for c in columns):
            placed[key] = (first, columns)
    firsts = Counter(first for key, (first, columns) in placed.items() if len(columns) * 2 > needs[key] > 1)
    usual = {first for first, count in firsts.items() if count >= _LEAST_ROWS}
    if len(usual) != 1 or gap not in usual | {1}:
        return {}
    return {
        key: tuple(columns.get(c) or _empty(lines[spreads[key].label + first + gap * c]) for c in range(needs[key]))
        for key, (first, columns) in placed.items()
        if first in usual
    }


def _spread(row: RowText, lines: Sequence[Line]) -> _Spread | None:
    on = [t.line for t in row.values]
    if len(set(on)) < len(on) or any(lines[n].cells or len(lines[n].tokens) > 1 for n in on):
        return None
    label = next((line.number for line in lines if line.start <= row.end - 1 <= line.end), None)
    if label is None or any(n <= label for n in on):
        return None
    stop = next((n for n in range(label + 1, len(lines)) if any(not t.is_value for t in lines[n].tokens)), None)
    if stop is None or any(n > stop for n in on):
        return None
    return _Spread(tuple((t.line - label, t) for t in row.values), label, stop - label)


def _empty(line: Line) -> Token:
    return Token("blank", "", line.start, line.end, line.number, 0, True)
