"""Join what a page's end has cut: tables, rows and labels that go on, on the next page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nianbao.extract.files.pdf_lines import EMPTY, PrintedText
from nianbao.extract.files.pdf_page import PageContent, TextLine
from nianbao.extract.files.pdf_tables import Cell, Table

_NEAR = 3.0
"""Points by which the edges of one column may differ between two pages."""
_CONTINUED = re.compile(r"[（(\[【]?(续表|续上表|接上表|表格?续|转下页|接上页)[\d一二三四五六七八九十]*[）)\]】]?")
_NUMERAL = re.compile(r"[（(]?([一二三四五六七八九十]{1,3}|\d{1,2})([）)]|[、.．](?!\d))|第[一二三四五六七八九十]")
_VALUE = re.compile(r"[\d.,，\s]*[\d][\d.,，\s件条万元]*|[-—–－/\\]+|无")
_MOST_HEADS = 6
"""Rows of a repeated heading."""


def join_pages(pages: Sequence[PageContent]) -> list[TextLine | Table]:
    """All pieces in order; a table that goes on, on the next page, is one."""
    pieces: list[TextLine | Table] = []
    for page in pages:
        held = list(page.pieces)
        if pieces and isinstance(pieces[-1], Table) and page.number == pieces[-1].page + 1:
            while held and isinstance(held[0], TextLine) and _CONTINUED.fullmatch(held[0].words):
                held.pop(0)
            if held and isinstance(held[0], Table) and (joined := join_tables(pieces[-1], held[0])):
                pieces[-1] = joined
                held.pop(0)
        pieces += held
        while len(pieces) > 1 and isinstance(pieces[-1], TextLine) and isinstance(pieces[-2], Table):
            if not _CONTINUED.fullmatch(pieces[-1].words):
                break
            pieces.pop()
    return pieces


def join_tables(first: Table, second: Table) -> Table | None:
    """One table of both; None if their columns are not the same. A merged cell may hide an edge on either page."""
    edges = _common_edges(first.xs, second.xs)
    if edges is None:
        return None
    upper, lower = _spread(first, edges), _spread(second, edges)
    lower = _without_heads(upper, lower)
    if lower.rows == 0:
        return replace(upper, page=second.page)
    if _is_cut(upper, lower):
        return _stack(upper, lower, 1)
    return _stack(upper, lower, 0)


def _common_edges(first: Sequence[float], second: Sequence[float]) -> tuple[float, ...] | None:
    """The edges of both, by the first's places, if the tables are as wide and one's edges are all the other's too.

    Where pages for binding have other margins, the second is moved.
    """
    if abs((first[-1] - first[0]) - (second[-1] - second[0])) > _NEAR:
        return None
    moved = [x - second[0] + first[0] for x in second]
    alone = [x for x in moved if min(abs(x - a) for a in first) > _NEAR]
    hidden = [a for a in first if min(abs(x - a) for x in moved) > _NEAR]
    shared = len(moved) - len(alone)
    if alone and hidden and shared - 2 < 2 * min(len(alone), len(hidden)):
        return None
    return tuple(sorted([*first, *alone]))


def _spread(table: Table, edges: Sequence[float]) -> Table:
    """The table over more edges: a cell that one of them crosses covers two columns."""
    shift = edges[0] - table.xs[0]
    at = [min(range(len(edges)), key=lambda i: abs(edges[i] - x - shift)) for x in table.xs]
    cells = tuple(replace(c, column=at[c.column], columns=at[c.column + c.columns] - at[c.column]) for c in table.cells)

    def each(flags: Sequence[bool]) -> tuple[bool, ...]:
        return tuple(flags[sum(a <= i for a in at[1:-1])] for i in range(len(edges) - 1)) if flags else ()

    return replace(
        table, xs=tuple(edges), cells=cells, open_top=each(table.open_top), open_bottom=each(table.open_bottom)
    )


def _without_heads(upper: Table, lower: Table) -> Table:
    """The lower table without its first rows if they repeat the upper's: the headings, printed anew on the page."""
    for count in range(min(_MOST_HEADS, upper.rows, lower.rows), 0, -1):
        if any(c.row < count < c.row + c.rows for c in (*upper.cells, *lower.cells)):
            continue
        heads = [
            sorted((c.row, c.column, c.words) for c in t.cells if c.row < count and c.words) for t in (upper, lower)
        ]
        words = [word for _, _, word in heads[0]]
        # A row with a value is no heading, however much it is like another.
        if heads[0] == heads[1] and len(words) > 1 and not any(_VALUE.fullmatch(word) for word in words):
            cells = tuple(replace(c, row=c.row - count) for c in lower.cells if c.row >= count)
            return replace(lower, rows=lower.rows - count, cells=cells, open_top=(False,) * lower.columns)
    return lower


def _is_cut(upper: Table, lower: Table) -> bool:
    """Whether the upper's last row and the lower's first are the halves of one.

    Never where numbers stand on both pages, or the lower begins a label of its own. Else: where the borders are
    missing; where the label is on one page and the numbers on the other; where a label lacks the others' numerals.
    """
    above = {c.column: c for c in upper.cells if c.row + c.rows == upper.rows}
    below = {c.column: c for c in lower.cells if c.row == 0}
    if [(i, c.columns) for i, c in sorted(above.items())] != [(i, c.columns) for i, c in sorted(below.items())]:
        return False
    single = [i for i in above if above[i].rows == 1 and below[i].rows == 1]
    if not single or not any(above[i].words for i in single) or not any(below[i].words for i in single):
        return False
    values = {i for i in single if _VALUE.fullmatch(above[i].words) or _VALUE.fullmatch(below[i].words)}
    if any(above[i].words and below[i].words for i in values):
        return False
    up, down = any(above[i].words for i in values), any(below[i].words for i in values)
    if up and down:
        return False
    labels = [i for i in single if i not in values]
    begun = any(above[i].words and _NUMERAL.match(below[i].words) for i in labels)
    if upper.open_bottom and lower.open_top and all(upper.open_bottom[i] and lower.open_top[i] for i in single):
        return not begun
    if not values:
        return False
    if not any(above[i].words and below[i].words for i in labels):
        return True  # a label here, its numbers there
    starts = [c.words for c in (*upper.cells, *lower.cells) if c.column in labels and c.words and c.row > 0]
    numbered = sum(bool(_NUMERAL.match(words)) for words in starts)
    return 2 * numbered >= len(starts) > 2 and not begun


def _stack(upper: Table, lower: Table, shared: int) -> Table:
    """The lower table under the upper; `shared` rows (0 or 1) are of both."""
    offset = upper.rows - shared
    kept = list(upper.cells)
    ends = {(c.column, c.columns): i for i, c in enumerate(kept) if c.row + c.rows == upper.rows}
    for cell in lower.cells:
        index = ends.get((cell.column, cell.columns)) if cell.row == 0 else None
        if index is not None and (shared or _goes_on(kept[index], cell, upper, lower)):
            above = kept[index]
            text = above.text + (PrintedText("\n") if above.words and cell.words else EMPTY) + cell.text
            box = above.box if above.words or not cell.words else cell.box
            kept[index] = replace(above, rows=above.rows + cell.rows - shared, text=text, box=box)
        else:
            kept.append(replace(cell, row=cell.row + offset))
    return replace(
        upper,
        rows=offset + lower.rows,
        cells=tuple(sorted(kept, key=lambda c: (c.row, c.column))),
        page=lower.page,
        bottom=lower.bottom,
        open_bottom=lower.open_bottom,
    )


def _goes_on(above: Cell, below: Cell, upper: Table, lower: Table) -> bool:
    """Whether a cell of several rows goes on, on the next page: a merged label that the page's end has cut."""
    if max(above.rows, below.rows) < 2 or _VALUE.fullmatch(above.words or "x"):
        return False
    if _VALUE.fullmatch(below.words or "x") or (below.rows == lower.rows and lower.rows > 1 and not below.words):
        return False
    return not _NUMERAL.match(below.words)
