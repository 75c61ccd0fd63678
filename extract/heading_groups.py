"""Read `review` where its headings and numbers alternate: some headings, then just as many numbers, and so on.

PDF text in reading order prints a column or a few of them, then the next. Headings that stand whole one after another
name the numbers behind them. Where a few narrow headings are printed side by side (结结其尚 果果他未 维纠结审
持正果结), their numbers are theirs only if they go on in the same paragraph: elsewhere converters were seen to move
them. Among numbers that are all the same nothing can be moved.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from nianbao.extract.candidate import Cell, RowText, TableReading, Value
from nianbao.extract.check_sums import failing_sums
from nianbao.extract.locate_tables import Region
from nianbao.extract.moved_numbers import number_may_be_moved
from nianbao.extract.normalise import NormalText
from nianbao.extract.read_number import read_cell
from nianbao.extract.row_text import evenly_laid
from nianbao.extract.tokens import Line, Token
from nianbao.schemas import Table

_BLOCKS = ("行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉")
_BLOCK = re.compile("未经复议直接起诉|复议后起诉|行政复议|行政诉讼")
_CUTS = ((1, 1, 1, 1), (2, 2), (3, 1))
"""How many letters of a heading of four stand on each of its lines."""
_TAIL = 4
"""Letters behind the last number, at most: the next section's numeral."""
_MOST_TEXT = 5000
"""Characters of a section at most; the table has some hundred, and prose is no table."""
_HEADING_DOUBTS = frozenset({"column_headings", "stray_number", "cell_count", "layout"})


@dataclass
class _Group:
    """Some words and the values behind them. `paragraphs` are the words parted by empty lines; `joined` tells that no
    empty line stands between the last words and the first value, nor between the values."""

    paragraphs: list[str] = field(default_factory=list)
    values: list[Token] = field(default_factory=list)
    joined: bool = True


def regroup_review(reading: TableReading, normal: NormalText, lines: Sequence[Line]) -> TableReading:
    """The table as it was, or with the numbers in the order of the text, where every sum holds in it.

    Its doubts go only if each number stands with its heading and none may have been moved.
    """
    table = reading.table
    if not reading.doubts or any(d.check not in _HEADING_DOUBTS for d in reading.doubts):
        return reading
    if reading.end - reading.start > _MOST_TEXT:
        return reading
    region = Region(table.key, reading.start, reading.end)
    groups = list(_groups(region, lines))
    tokens = tuple(token for group in groups for token in group.values)
    if len(tokens) != len(table.cells) or any(lines[token.line].cells for token in tokens):
        return reading
    columns = [c for row in table.rows for c in row.columns]
    cells: dict[str, Cell] = {
        cell: read_cell(token, column, normal) for cell, token, column in zip(table.cells, tokens, columns, strict=True)
    }
    values = [cell.value for cell in cells.values()]
    if any(c.mark == "unreadable" for c in cells.values()):
        return reading
    if failing_sums(table, dict(zip(table.cells, values, strict=True))):
        return reading  # some number has moved
    sure = _named(table, groups) and evenly_laid(g.values for g in groups) and not _may_be_moved(table, groups, values)
    rows = {}
    for i, row in enumerate(table.rows):
        own = tokens[i * 5 : i * 5 + 5]
        rows[row.key] = RowText(row.key, own[0].start, own[-1].end, own)
    doubts = () if sure else reading.doubts
    return TableReading(table, True, cells, doubts, rows, reading.start, reading.end, "cell")


def _named(table: Table, groups: Sequence[_Group]) -> bool:
    """Whether each group's words are just its values' headings, all of them in form order."""
    headings = [column.label for row in table.rows for column in row.columns]
    blocks = [b for g in groups for p in g.paragraphs for b in _BLOCK.findall(p)]
    if blocks != list(_BLOCKS):
        return False
    at = 0
    for group in groups:
        own = headings[at : at + len(group.values)]
        paragraphs = [bare for p in group.paragraphs if (bare := _BLOCK.sub("", p))]
        if not own and len("".join(paragraphs)) > _TAIL:
            return False
        alike = len({t.text for t in group.values}) == 1 and Counter("".join(paragraphs)) == Counter("".join(own))
        if own and not alike and not _name(paragraphs, own, joined=group.joined):
            return False
        at += len(own)
    return True


def _may_be_moved(table: Table, groups: Sequence[_Group], values: Sequence[Value]) -> bool:
    """Whether a number could have been printed elsewhere in its group, all sums holding."""
    start = 0
    for group in groups:
        end = start + len(group.values)
        if number_may_be_moved(table, values, start, end):
            return True
        start = end
    return False


def _name(paragraphs: list[str], headings: list[str], *, joined: bool) -> bool:
    """Whether the paragraphs spell the headings one after another; in the last, if joined, also side by side."""
    if "".join(paragraphs) == "".join(headings):
        return True
    if not joined or not paragraphs:
        return False
    before, last = "".join(paragraphs[:-1]), paragraphs[-1]
    return any(
        before == "".join(headings[:first]) and last in _side_by_side(headings[first:])
        for first in range(len(headings) - 1)
    )


def _side_by_side(headings: list[str]) -> Iterator[str]:
    """The letters of headings in narrow columns as their lines print them from left to right."""
    if len({len(heading) for heading in headings}) != 1:
        return
    for cut in _CUTS:
        if sum(cut) == len(headings[0]):
            places = [sum(cut[:i]) for i in range(len(cut) + 1)]
            yield "".join(h[a:b] for a, b in pairwise(places) for h in headings)


def _groups(region: Region, lines: Sequence[Line]) -> Iterator[_Group]:
    group, before = _Group(), -2
    for line in lines:
        tokens = [t for t in line.tokens if region.start <= t.start and t.end <= region.end]
        for token in tokens:
            if token.is_value:
                group.joined = group.joined and bool(group.paragraphs) and line.number - before <= 1
                group.values.append(token)
            elif token.kind == "text":
                if group.values:
                    yield group
                    group = _Group()
                if group.paragraphs and line.number - before <= 1:
                    group.paragraphs[-1] += token.text
                else:
                    group.paragraphs.append(token.text)
            before = line.number
    yield group
