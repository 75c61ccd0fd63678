"""Say whether a bare number in a table of one cell to a line may be a page's: pages have numbers throughout a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from nianbao.extract.candidate import TableReading
from nianbao.extract.tokens import Line

_LEAST_LETTERS = 100
"""So many letters behind the tables would end with a page's number too, were pages numbered."""
_LETTERS_A_PAGE = 50
"""No page has less text than this, so a number counts at most so many pages before its place."""
_MOST_DIGITS = 4


def note_pages(tables: Mapping[str, TableReading], lines: Sequence[Line]) -> dict[str, TableReading]:
    """The readings, each knowing whether the text around its tables shows that its pages are not numbered.

    It does where no page's mark and no bare number stands on a line of its own outside the tables, though there are
    words behind them. A converter that leaves out the numbers of some pages leaves out all.
    """
    inside = [
        (min(row.start for row in r.rows.values()), max(t.end for row in r.rows.values() for t in row.tokens))
        for r in tables.values()
        if r.present and any(row.tokens for row in r.rows.values())
    ]
    if not inside:
        return dict(tables)
    outside = [line for line in lines if not any(a <= line.start and line.end <= b for a, b in inside)]
    last = max(end for _, end in inside)
    letters = sum(len(t.text) for line in outside if line.start >= last for t in line.tokens if t.kind == "text")
    plain = letters >= _LEAST_LETTERS and not any(map(_is_number, outside))
    return {key: replace(reading, unpaged=plain) for key, reading in tables.items()}


def _is_number(line: Line) -> bool:
    """Whether a line is a page's mark, or a bare number that may be one."""
    tokens = [t for t in line.tokens if t.kind != "blank"]
    return any(t.kind == "page" for t in tokens) or (
        len(tokens) == 1 and any(c.isdigit() for c in tokens[0].text) and len(tokens[0].text) <= _MOST_DIGITS
    )


def may_be_a_pages(reading: TableReading, cell: str) -> bool:
    """Whether the number in a cell may be a page's: numbered pages, and no more of them than the text has room for."""
    value, span = reading.cells[cell].value, reading.cells[cell].span
    if value is None or span is None:
        return True
    return not reading.unpaged and value <= 2 + span[0] // _LETTERS_A_PAGE
