"""Read tables drawn with rules (`┌──┬──┐`, `+---+---+`) by their geometry: every cell with its merged extent."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product

_CORNERS = frozenset("+┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝╭╮╰╯")
_STROKES = frozenset("-=—═:")
_BAR = "|"
_DRAWN = _CORNERS | {_BAR}
_MOST_EDGES = 120
_WIDE: tuple[frozenset[str], ...] = (frozenset("WF"), frozenset("WFA"), frozenset())
"""East Asian widths that take two places, by what programs take them to be: usual terminals, Chinese ones, none."""

_Drawn = dict[int, tuple[int, str]]
"""A line by its columns: the place and the character that begins in each, without spaces."""


@dataclass(frozen=True)
class DrawnCell:
    """A cell: the rows and columns that it covers (from 0, end exclusive) and the spans of its text, top to bottom."""

    row: int
    last_row: int
    column: int
    last_column: int
    pieces: tuple[tuple[int, int], ...]


def read_drawn(text: str, bounds: Sequence[tuple[int, int]], widths: Sequence[str]) -> list[DrawnCell] | None:
    """The cells of the table drawn on these lines of the text, or None where its strokes do not close.

    `bounds` are the lines' places; `widths` has the East Asian width of every character as the text was before it was
    normalised (empty for one that takes no place).
    """
    for wide in _WIDE:
        cells = _cells([_line(text, start, end, widths, wide) for start, end in bounds])
        if cells is not None:
            return cells
    return None


def is_rule(line: str) -> bool:
    """Whether a line is a rule from end to end: strokes between two corners or more."""
    bare = line.strip(" ")
    return (
        len(bare) > 2
        and bare[0] in _CORNERS
        and bare[-1] in _CORNERS
        and set(bare) <= _CORNERS | _STROKES
        and not _STROKES.isdisjoint(bare)
    )


def is_part(line: str) -> bool:
    """Whether a line may belong to a drawn table: it begins and ends with a bar or a corner."""
    bare = line.strip(" ")
    return len(bare) > 1 and bare[0] in _DRAWN and bare[-1] in _DRAWN


@lru_cache(maxsize=65536)
def width_of(character: str) -> str:
    """The East Asian width of a character (W, F, A, …), empty for one that takes no place."""
    return "" if unicodedata.category(character) in ("Cf", "Mn", "Me") else unicodedata.east_asian_width(character)


def _line(text: str, start: int, end: int, widths: Sequence[str], wide: frozenset[str]) -> _Drawn:
    line: _Drawn = {}
    x = 0
    for place in range(start, end):
        if text[place] != " ":
            line[x] = (place, text[place])
        x += 2 if widths[place] in wide else 1 if widths[place] else 0
    return line


def _cells(lines: list[_Drawn]) -> list[DrawnCell] | None:
    edges = sorted({x for line in lines for x, (_, c) in line.items() if c in _CORNERS})
    rules = [i for i, line in enumerate(lines) if any(c in _CORNERS for _, c in line.values())]
    if not 2 <= len(edges) <= _MOST_EDGES or rules[0] != 0 or rules[-1] != len(lines) - 1:
        return None
    columns, strips = len(edges) - 1, len(rules) - 1
    parent = list(range(strips * columns))

    def root(cell: int) -> int:
        while parent[cell] != cell:
            parent[cell] = parent[parent[cell]]
            cell = parent[cell]
        return cell

    for r, (upper, lower) in enumerate(pairwise(rules)):
        for c in range(columns):
            body = lines[upper + 1 : lower]
            if c and body and not any(line.get(edges[c], (0, ""))[1] == _BAR for line in body):
                parent[root(r * columns + c)] = root(r * columns + c - 1)
            if r and not _crossed(lines[upper], edges[c], edges[c + 1]):
                parent[root(r * columns + c)] = root((r - 1) * columns + c)
    return _collect(lines, edges, rules, root) if strips else None


def _crossed(rule: _Drawn, left: int, right: int) -> bool:
    """Whether a stroke runs along the whole stretch between two edges. One of double width leaves each other place."""
    inner = [rule.get(x, (0, ""))[1] for x in range(left + 1, right)]
    return any(c in _STROKES for c in inner[:2]) and all(not c or c in _STROKES or c in _CORNERS for c in inner)


def _collect(
    lines: list[_Drawn], edges: list[int], rules: list[int], root: Callable[[int], int]
) -> list[DrawnCell] | None:
    """The cells with their text; None where one is no rectangle, or something stands where a line must be."""
    columns, strips = len(edges) - 1, len(rules) - 1
    boxes: dict[int, list[int]] = {}
    for r, c in product(range(strips), range(columns)):
        box = boxes.setdefault(root(r * columns + c), [r, r + 1, c, c + 1])
        box[:] = [min(box[0], r), max(box[1], r + 1), min(box[2], c), max(box[3], c + 1)]
    if sum((b[1] - b[0]) * (b[3] - b[2]) for b in boxes.values()) != strips * columns:
        return None
    pieces: dict[int, list[tuple[int, int]]] = {key: [] for key in boxes}
    strip = -1
    for i, line in enumerate(lines):
        is_ruled = strip + 1 < len(rules) and rules[strip + 1] == i
        strip += is_ruled
        own = min(strip, strips - 1)
        if set(line) and (min(line) < edges[0] or max(line) > edges[-1]):
            return None
        for c in range(columns):
            left, right = edges[c], edges[c + 1]
            if is_ruled and (strip in (0, strips) or _crossed(line, left, right)):
                continue
            cell = root(own * columns + c)
            joined = c > 0 and cell == root(own * columns + c - 1)
            if not joined and line.get(left, (0, ""))[1] not in _DRAWN:
                return None
            first = left if joined and line.get(left, (0, ""))[1] not in _DRAWN else left + 1
            inside = [line[x][0] for x in range(first, right) if x in line]
            if inside:
                pieces[cell].append((inside[0], inside[-1] + 1))
    return [DrawnCell(b[0], b[1], b[2], b[3], tuple(pieces[k])) for k, b in sorted(boxes.items(), key=lambda e: e[1])]
