"""Read `disclosure` where PDF text in reading order prints it by columns: all labels first, then each heading with its
own numbers from top to bottom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from nianbao.extract.block_headings import has_block_headings
from nianbao.extract.candidate import UNREADABLE, Cell, RowText, TableReading
from nianbao.extract.find_labels import label_words
from nianbao.extract.normalise import NormalText
from nianbao.extract.read_number import read_cell
from nianbao.extract.row_text import evenly_laid
from nianbao.extract.tokens import Line, Token
from nianbao.schemas import Row, Table

_PLACES = frozenset({"column_headings", "cell_count", "layout", "stray_number"})
"""Doubts about which number stands where: those that numbers below their own headings settle."""
_NOTE = re.compile(r"\([^()]*\)")
_KNOWN = re.compile(r"信息内容|第?二十条第?\([一五六八]\)项")
_TAIL = 4
"""Letters that are no label's and no heading's, at most: the next section's numeral."""
_PAGE_END = 20
"""Characters behind a number among which a form feed ends its page."""


@dataclass(frozen=True)
class _Run:
    """Numbers without words between them, and the heading that they follow: its label and its place in the words."""

    heading: str
    at: int
    values: tuple[Token, ...]


def read_headed(reading: TableReading, normal: NormalText, lines: Sequence[Line]) -> TableReading:
    """The table as it was, or with the numbers below each heading in its column, if every number stands below one.

    Its doubts go where the labels stand in form order and each column has just as many numbers as rows; where the
    three columns of documents are run together, only if their numbers are all the same.
    """
    table = reading.table
    if table.sums or not reading.doubts or any(d.check not in _PLACES for d in reading.doubts):
        return reading
    if has_block_headings(table):
        return reading
    words, values = _words(reading, lines)
    if len(values) != len(table.cells) or any(lines[t.line].cells for _, t in values):
        return reading
    rest = _without_labels(table, words)
    runs = _runs(table, words, values)
    if rest is None or runs is None:
        return reading
    found: dict[str, Token] = {}
    sure = len(rest) <= _TAIL and evenly_laid(run.values for run in runs)
    for rows in _blocks(table):
        sure = _fill(table, rows, runs, found) and sure
    if runs or not found:
        return reading
    sure = sure and _alike_in_order(table, found)
    sure = sure and len(found) == len(table.cells) and not any(_page_ends(token, normal) for token in found.values())
    columns = table.column_by_cell
    cells: dict[str, Cell] = {
        c: read_cell(found[c], columns[c], normal) if c in found else UNREADABLE for c in table.cells
    }
    sure = sure and not any(cell.mark == "unreadable" for cell in cells.values())
    rows_text = {key: _row_text(table, row, found) for key, row in reading.rows.items()}
    return replace(reading, cells=cells, doubts=() if sure else reading.doubts, rows=rows_text, mode="cell")


def _row_text(table: Table, row: RowText, found: dict[str, Token]) -> RowText:
    own = tuple(found[c] for c in table.row_cells(row.row) if c in found)
    return replace(row, tokens=own, placed=own)


def _words(reading: TableReading, lines: Sequence[Line]) -> tuple[str, list[tuple[int, Token]]]:
    """The words of the table's stretch run together, and each number with its place among them."""
    words: list[str] = []
    length, values = 0, []
    for line in lines:
        if line.end < reading.start or line.start > reading.end:
            continue
        for token in line.tokens:
            if reading.start <= token.start and token.end <= reading.end:
                if token.is_value:
                    values.append((length, token))
                elif token.kind == "text":
                    words.append(token.text)
                    length += len(token.text)
    return "".join(words), values


def _without_labels(table: Table, words: str) -> str | None:
    """What is left of the words besides labels and headings; None unless each label stands once, in form order."""
    at = 0
    for row in table.rows:
        word = next((w for w in map(label_words, row.words) if words.count(w) == 1), None)
        if word is None or (place := words.find(word)) < at:
            return None
        at = place + len(word)
    rest = words
    for row in table.rows:
        for word in (*row.words, *(c.label for c in row.columns)):
            rest = rest.replace(label_words(word), "|")
    return re.sub(r"\|", "", _KNOWN.sub("", _NOTE.sub("", _KNOWN.sub("", rest))))


def _runs(table: Table, words: str, values: Sequence[tuple[int, Token]]) -> list[_Run] | None:
    """The numbers in runs, each right behind a heading or its unit; None where one stands elsewhere or a heading is
    missing or printed again."""
    ends: dict[int, tuple[str, int]] = {}
    for label in dict.fromkeys(c.label for row in table.rows for c in row.columns):
        for match in re.finditer(re.escape(label_words(label)) + rf"(?:{_NOTE.pattern})?", words):
            ends[match.end()] = (label, match.start())
    if len(ends) != sum(len(rows[0].columns) for rows in _blocks(table)):
        return None
    runs = []
    for place, run in groupby(values, key=lambda value: value[0]):
        if place not in ends:
            return None
        runs.append(_Run(*ends[place], tuple(token for _, token in run)))
    return runs


def _blocks(table: Table) -> list[tuple[Row, ...]]:
    """The rows that are printed under one heading row."""
    return [tuple(rows) for _, rows in groupby(table.rows, key=lambda row: (row.columns, row.group))]


def _fill(table: Table, rows: Sequence[Row], runs: list[_Run], found: dict[str, Token]) -> bool:
    """Put the runs of a block's headings into its cells and take them out of `runs`; whether that is certain."""
    columns = rows[0].columns
    own = [[r for r in runs if r.heading == c.label and len(r.values) == len(rows)] for c in columns]
    if all(len(found_runs) == 1 for found_runs in own):
        for column, (run,) in zip(columns, own, strict=True):
            runs.remove(run)
            for row, token in zip(rows, run.values, strict=True):
                found[f"{table.key}.{row.key}.{column.key}"] = token
        return True
    labels = [c.label for c in columns]
    together = [r for r in runs if r.heading in labels]
    if len(together) != 1 or len(together[0].values) != len(rows) * len(columns):
        return False
    runs.remove(together[0])
    if len({token.text for token in together[0].values}) > 1:
        return False
    for cell, token in zip((c for row in rows for c in table.row_cells(row.key)), together[0].values, strict=True):
        found[cell] = token
    return True


def _alike_in_order(table: Table, found: dict[str, Token]) -> bool:
    """Whether the columns with one heading (本年处理决定数量) stand in form order: only then does no number that is
    lost from one and no page's number behind another pass for both being whole."""
    places: dict[str, list[int]] = {}
    for cell, token in found.items():
        places.setdefault(table.column_by_cell[cell].label, []).append(token.start)
    return all(own == sorted(own) for own in places.values())


def _page_ends(token: Token, normal: NormalText) -> bool:
    """Whether a number stands by itself at the end of a page: it may be the page's own."""
    alone = normal.text[: token.start].rstrip(" ").endswith("\n\n")
    behind = normal.original[normal.span(token.start, token.end)[1] :][:_PAGE_END]
    return alone and "\f" in behind[: len(behind) - len(behind.lstrip())]
