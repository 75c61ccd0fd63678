"""Read `requests` where PDF text in reading order prints some labels, then their rows' numbers, then further labels.

The numbers of such a stretch are whole rows one after another, or a few rows column by column. The row sums tell which;
all sums together tell whether the numbers are in order. Which rows they are is told by the labels that have begun
before them: just as many as there are rows of numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from nianbao.extract.candidate import REVIEW_UNIT, Cell, Doubt, RowText, TableReading, Value
from nianbao.extract.check_sums import failing_sums
from nianbao.extract.find_labels import Anchor, Squeezed, between, find_chain, label_words
from nianbao.extract.heading_doubts import OPEN_ORDER
from nianbao.extract.headings import check_column_order, other_table
from nianbao.extract.moved_numbers import columns_may_be_moved, rows_may_be_exchanged
from nianbao.extract.normalise import NormalText
from nianbao.extract.read_number import read_cell
from nianbao.extract.row_text import evenly_laid
from nianbao.extract.tokens import Line, Token
from nianbao.extract.torn_labels import letters_in_order
from nianbao.schemas import Table

_PLACES = frozenset({"column_headings", "cell_count", "layout", "stray_number", "row_label"})
"""Doubts about which number stands where."""
_NUMERALS = "一二三四五六七"
_MOST_READINGS = 64
_MOST_FAILING = 4
"""Row sums that may fail, a fifth of them at most, for the numbers to be given in the text's order (never for sure)."""


def read_runs(reading: TableReading, normal: NormalText, lines: Sequence[Line], squeezed: Squeezed) -> TableReading:
    """The table as it was, or with the section's numbers in the order of the text, if they are just as many as cells.

    Its doubts go only where one order alone makes every sum hold, and labels and headings vouch for it.
    """
    table = reading.table
    if table.key == REVIEW_UNIT or not table.sums or not any(d.check in _PLACES for d in reading.doubts):
        return reading
    columns = len(table.rows[0].columns)
    tokens = [
        t for line in lines for t in line.tokens if t.is_value and reading.start <= t.start and t.end <= reading.end
    ]
    if len(tokens) != len(table.cells) or any(lines[t.line].cells for t in tokens):
        return reading
    cells = {t: read_cell(t, table.rows[0].columns[0], normal) for t in tokens}
    if any(cell.mark == "unreadable" for cell in cells.values()):
        return reading
    orders = _orders(table, tokens, cells, columns)
    if not orders:
        order = tuple(tokens)
        if _failing_rows(order, cells, columns) > min(_MOST_FAILING, len(table.rows) // 5):
            return reading
    else:
        printed = [cells[t].value for t in tokens]
        by_row = any([cells[t].value for t in order] == printed for order in orders)
        order = tuple(tokens) if by_row else orders[0]
    rows = {}
    for i, row in enumerate(table.rows):
        own = order[i * columns : (i + 1) * columns]
        place = reading.rows.get(row.key, RowText(row.key, own[0].start, own[-1].end, own))
        rows[row.key] = replace(place, tokens=tuple(sorted(own, key=lambda t: t.start)), placed=own)
    doubts = list(reading.doubts)
    if len(orders) > 1:
        doubts.append(Doubt("ambiguous", table.cells, f"{len(orders)} orders of its numbers fit"))
    elif orders and _vouched(table, reading, tokens, order, cells, squeezed):
        doubts = [d for d in doubts if d.check not in _PLACES]
    placed = {cell: cells[token] for cell, token in zip(table.cells, order, strict=True)}
    return replace(reading, cells=placed, doubts=tuple(doubts), rows=rows, mode="cell")


def _failing_rows(order: Sequence[Token], cells: dict[Token, Cell], columns: int) -> int:
    values = [int(cells[t].value or 0) for t in order]
    rows = [values[i : i + columns] for i in range(0, len(values), columns)]
    return sum(sum(row[:-1]) != row[-1] for row in rows)


def _orders(table: Table, tokens: Sequence[Token], cells: dict[Token, Cell], columns: int) -> list[tuple[Token, ...]]:
    """Every reading of the numbers, row by row and stretches of rows column by column, with which all sums hold.

    One of each that give the cells the same values. More than `_MOST_READINGS` on the way: none.
    """
    most = len(table.rows)
    found: list[dict[tuple[Value, ...], tuple[Token, ...]]] = [{} for _ in range(most + 1)]
    found[0][()] = ()
    for start in range(most):
        if len(found[start]) > _MOST_READINGS:
            return []
        for rows in range(1, most - start + 1):
            own = tokens[start * columns : (start + rows) * columns]
            part = tuple(own[column * rows + row] for row in range(rows) for column in range(columns))
            if _failing_rows(part, cells, columns):
                continue
            values = tuple(cells[t].value for t in part)
            for before, order in found[start].items():
                found[start + rows].setdefault((*before, *values), (*order, *part))
    return [
        order
        for values, order in found[most].items()
        if not failing_sums(table, dict(zip(table.cells, values, strict=True)))
    ]


def _vouched(
    table: Table,
    reading: TableReading,
    tokens: Sequence[Token],
    order: Sequence[Token],
    cells: dict[Token, Cell],
    squeezed: Squeezed,
) -> bool:
    """Whether every label stands in form order, no two rows may be exchanged, and the headings stand in form order."""
    if any(OPEN_ORDER in d.message for d in reading.doubts):
        return False
    anchors = find_chain(squeezed, table.rows, reading.start, reading.end)
    if any("garbled" in d.message or "stands" in d.message for d in reading.doubts if d.check == "row_label"):
        return False
    words, spans = _labels(table, anchors, squeezed, reading)
    if len(spans) != len(table.rows):
        return False
    values = [cells[token].value for token in order]
    places = {token: place for place, token in enumerate(tokens)}
    columns = len(table.rows[0].columns)
    if not evenly_laid(order[i : i + columns] for i in range(0, len(order), columns)):
        return False
    if rows_may_be_exchanged(table, values, _stretches(table, tokens, spans, squeezed)):
        return False
    if columns_may_be_moved(table, values, [places[token] for token in order]):
        return False
    return _headings_vouch(table, words)


def _stretches(
    table: Table, tokens: Sequence[Token], spans: Sequence[tuple[int, int]], squeezed: Squeezed
) -> list[range]:
    """The rows in stretches: each begins where as many labels have begun as there are rows of numbers before it."""
    columns = len(table.rows[0].columns)
    bounds = [0]
    done = 0
    for at, run in groupby(tokens, key=lambda t: squeezed.index(t.start)):
        # Labels that begin before this run; if all of them had their rows before it, a stretch ends with the first.
        begun = sum(start < at for start, _ in spans)
        done += len(list(run))
        if done == begun * columns:
            bounds.append(begun)
    return [range(a, b) for a, b in pairwise([*bounds, len(spans)]) if a < b]


def _labels(
    table: Table, anchors: Sequence[Anchor], squeezed: Squeezed, reading: TableReading
) -> tuple[str, list[tuple[int, int]]]:
    """The words of the section without the labels, and each label's place among the squeezed words.

    A label that is not found stands between its neighbours if its letters do in order, and if what is left of the words
    there is made of the letters of merged labels and headings.
    """
    low, high = squeezed.index(reading.start), squeezed.index(reading.end)
    found = {a.row: (squeezed.index(a.start), squeezed.index(a.end)) for a in anchors}
    spans: list[tuple[int, int]] = []
    gone: set[int] = set()
    known = Counter("".join(between(table.rows)) + _NUMERALS)
    for i, row in enumerate(table.rows):
        if row.key in found:
            spans.append(found[row.key])
            continue
        start = max((found[r.key][1] for r in table.rows[:i] if r.key in found), default=low)
        end = min((found[r.key][0] for r in table.rows[i + 1 :] if r.key in found), default=high)
        own = next(
            (places for w in row.words if (places := letters_in_order(squeezed.text, label_words(w), start, end))), None
        )
        if own is None:
            return "", []
        rest = Counter(c for k in range(start, end) if k not in own and (c := squeezed.text[k]).isalpha())
        if rest - known:
            return "", []
        spans.append((own[0], own[-1] + 1))
        gone.update(own)
    if any(a[0] >= b[0] for a, b in pairwise(spans)):
        return "", []
    for start, end in found.values():
        gone.update(range(start, end))
    return "".join(squeezed.text[k] for k in range(low, high) if k not in gone), spans


def _headings_vouch(table: Table, words: str) -> bool:
    """Whether the headings stand in form order among the words that are no labels, and nothing speaks of another."""
    for group in {label_words(row.group) for row in table.rows if row.group}:
        words = words.replace(group, "")
    words = re.sub(r"[((]?六?[))]?其他处理", "", words)
    return not check_column_order(table, words) and other_table(words, None) is None
