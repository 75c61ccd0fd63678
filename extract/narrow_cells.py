"""Put numbers together that a narrow column has cut over two or three lines, piece below piece."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from nianbao.extract.aligned import WIDTHS, Aligned, Extent
from nianbao.extract.candidate import RowText
from nianbao.extract.read_number import whole_numbers
from nianbao.extract.tokens import Line, Token

_MOST_LINES = 2
"""So many lines above and below a row's own may hold pieces of its numbers."""

Holds = Callable[[Sequence[int]], bool]
"""Whether the numbers of a row fulfil its sums."""


@dataclass(frozen=True)
class Gathered:
    """The rows whose numbers were put together, one token a cell, and the pieces that were taken from other lines."""

    rows: dict[str, RowText] = field(default_factory=dict)
    pieces: tuple[Token, ...] = ()


def gather_pieces(
    rows: Mapping[str, RowText], needs: Mapping[str, int], lines: Sequence[Line], aligned: Aligned, holds: Holds
) -> Gathered:
    """Every row that is no whole row by itself and is one, sums and all, with the pieces on the lines around it.

    Pieces of one number stand below each other; the lines make just as many columns as the row has cells, and only one
    choice of lines does. A line belongs to one row.
    """
    own = {row.row: line for row in rows.values() if (line := _own_line(row, lines)) is not None}
    taken: dict[int, str] = {}
    found: dict[str, tuple[Token, ...]] = {}
    places = sorted(own.values())
    for key, at in own.items():
        if _counts(lines[at].values, needs[key], holds):
            continue
        low = max((n for n in places if n < at), default=-1)
        high = min((n for n in places if n > at), default=len(lines))
        options: dict[tuple[str, ...], tuple[tuple[Token, ...], range]] = {}
        for block in _blocks(at, low, high, lines):
            for cells in _columns([lines[n].values for n in block], at, needs[key], aligned):
                if _counts(cells, needs[key], holds):
                    options.setdefault(tuple(t.text for t in cells), (cells, block))
        if len(options) == 1:
            cells, block = next(iter(options.values()))
            others = [n for n in block if n != at and lines[n].values]
            if not any(n in taken for n in others):
                taken.update(dict.fromkeys(others, key))
                found[key] = cells
    return Gathered(
        {key: replace(rows[key], tokens=cells) for key, cells in found.items()},
        tuple(t for n in taken for t in lines[n].values),
    )


def _own_line(row: RowText, lines: Sequence[Line]) -> int | None:
    """The line with the most of a row's values, None where it is delimited."""
    counts = Counter(t.line for t in row.values)
    most = max(counts.values(), default=0)
    at = next((n for n, count in counts.items() if count == most), None)
    return None if at is None or lines[at].cells or most < 2 else at


def _counts(tokens: Sequence[Token], needs: int, holds: Holds) -> bool:
    counts = whole_numbers(tokens)
    return counts is not None and len(counts) == needs and holds(counts)


def _blocks(at: int, low: int, high: int, lines: Sequence[Line]) -> Iterator[range]:
    """Runs of lines around a row's own that have pieces at their ends, none of them a neighbour's own line."""
    for first in range(max(low + 1, at - _MOST_LINES, 0), at + 1):
        for last in range(at, min(high, at + _MOST_LINES + 1)):
            edges = [n for n in (first, last) if n != at]
            pieces = [t for n in range(first, last + 1) if n != at for t in lines[n].values]
            if (
                not edges
                or not all(lines[n].values for n in edges)
                or any(lines[n].cells for n in range(first, last + 1))
            ):
                continue
            if all(t.kind == "number" for t in pieces):
                yield range(first, last + 1)


def _columns(block: Sequence[Sequence[Token]], own: int, needs: int, aligned: Aligned) -> Iterator[tuple[Token, ...]]:
    """The numbers of the columns that the lines' tokens make by their places, by each way to count these."""
    for wide in WIDTHS:
        columns: list[tuple[Extent, list[Token]]] = []
        extents = [(aligned.extent(t, wide), t) for line in block for t in line]
        for extent, token in sorted(extents, key=lambda found: (found[0], found[1].start)):
            if columns and extent[0] < columns[-1][0][1]:
                (low, high), pieces = columns.pop()
                columns.append(((low, max(high, extent[1])), [*pieces, token]))
            else:
                columns.append((extent, [token]))
        lone = all(len({t.line for t in pieces}) == len(pieces) for _, pieces in columns)
        # A number that stands beside the row alone may be a page's in an empty cell's place.
        whole = all(len(pieces) > 1 or pieces[0].line == own for _, pieces in columns)
        if len(columns) == needs and lone and whole:
            yield tuple(_joined(sorted(pieces, key=lambda t: t.start)) for _, pieces in columns)


def _joined(pieces: Sequence[Token]) -> Token:
    if len(pieces) == 1:
        return pieces[0]
    return replace(pieces[0], text="".join(t.text for t in pieces), end=pieces[-1].end)
