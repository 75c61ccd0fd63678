"""Hand the numbers of a row that a page's end has cut off from its label down to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from nianbao.extract.candidate import RowText
from nianbao.extract.read_number import adds_up, whole_numbers
from nianbao.extract.row_text import row_shape
from nianbao.extract.tokens import Line


@dataclass(frozen=True)
class Handed:
    """The rows, and the numbers that were handed from one row to the next and may be the first row's again."""

    rows: dict[str, RowText]
    numbers: tuple[str, ...] = ()


def hand_down(
    rows: Mapping[str, RowText], needs: Mapping[str, int], lines: Sequence[Line], pages: Sequence[int]
) -> Handed:
    """The rows with each line of numbers at a page's end given to the label on the next page, if it has none.

    A row in the middle of whose label the page ends may print its numbers above and its label below. So the row before
    has two whole lines of numbers on one page, the second without words, and the next label, on the next page, none.
    `pages` has the page of every line.
    """
    out = dict(rows)
    numbers: list[str] = []
    in_order = sorted(rows.values(), key=lambda row: row.start)
    for first, second in pairwise(in_order):
        size = needs[first.row]
        values = first.values
        if second.values or needs[second.row] != size or size == 1 or len(values) != 2 * size:
            continue
        upper, lower = values[:size], values[size:]
        on = [line.number for line in lines if line.start <= second.start <= line.end]
        whole = all(row_shape(replace(first, tokens=half)) == "row" for half in (upper, lower))
        bare = all(t.is_value for t in lines[lower[0].line].tokens)
        if not whole or not bare or lower[0].line <= upper[0].line or first.end > lower[0].start or not on:
            continue
        if pages[upper[0].line] != pages[lower[0].line] or pages[lower[0].line] == pages[on[0]]:
            continue
        out[first.row] = replace(first, tokens=tuple(t for t in first.tokens if t.start < lower[0].start))
        out[second.row] = replace(second, tokens=(*lower, *second.tokens))
        if [t.text for t in upper] == [t.text for t in lower] or not (
            (counts := whole_numbers(lower)) and adds_up(counts)
        ):
            numbers += [t.text for t in lower]
    return Handed(out, tuple(numbers))
