"""Doubts about a table that its headings raise: columns in another order, another form, another table."""

from __future__ import annotations

from itertools import pairwise

from nianbao.extract.block_headings import check_block_headings, has_block_headings
from nianbao.extract.candidate import Doubt
from nianbao.extract.find_labels import Anchor, Squeezed
from nianbao.extract.heading_order import stand_in_order
from nianbao.extract.heading_places import persons_first, torn_on_lines
from nianbao.extract.heading_rulers import HeadingPlaces
from nianbao.extract.headings import (
    HeadingTrouble,
    check_column_order,
    contrary_order,
    heading_lines,
    other_form,
    other_table,
)
from nianbao.extract.locate_tables import Region
from nianbao.extract.normalise import NormalText
from nianbao.extract.tokens import Line
from nianbao.schemas import Table

OPEN_ORDER = "the headings are cut over lines that leave their order open"


def heading_doubts(
    form: str,
    table: Table,
    anchors: list[Anchor],
    squeezed: Squeezed,
    region: Region,
    normal: NormalText,
    lines: list[Line],
    year: int | None,
    places: HeadingPlaces,
) -> list[Doubt]:
    """Doubts about the order of the columns, the form and whose table it is."""
    first = min(anchors, key=lambda a: a.start)
    if other := other_form(squeezed.part(region.start, region.end), form):
        return [Doubt("form", table.cells, f"the heading {other[0]} is form {other[1]}'s; it was read as form {form}")]
    words = squeezed.part(region.start, first.start)
    head_words = heading_lines(lines, region.start, first.start)
    if has_block_headings(table):
        troubles = check_block_headings(table, anchors, squeezed, lines, region.start)
    else:
        troubles = check_column_order(table, words, head_words)
        heads = [line for line in lines if region.start <= line.start and line.end <= first.start]
        if not troubles and table.key == "requests" and torn_on_lines(words, heads, head_words):
            told = stand_in_order(table.key, head_words)
            troubles = [] if told else [HeadingTrouble(OPEN_ORDER)]
        if troubles and places.tell(region.start, first.start):
            troubles = []
        for before, after in pairwise(anchors):
            if inner := squeezed.part(before.end, after.start):
                again = contrary_order(table, inner, heading_lines(lines, before.end, after.start))
                troubles += [] if again and places.tell(before.end, after.start) else again
    if (
        table.key == "requests"
        and _organisations_first(normal, lines, region.start, first.start)
        and not persons_first(head_words)
        and not places.above(region.start, first.start)
    ):
        troubles.append(HeadingTrouble("the heading 法人或其他组织 stands before 自然人"))
    if table.key == "requests" and _total_inside(lines, region.start, first.start):
        troubles.append(HeadingTrouble("the heading 总计 stands left of 其他"))
    wide = [row.key for row in table.rows if len(row.columns) > 1]
    doubts = [
        Doubt(
            "column_headings", tuple(c for key in trouble.rows or wide for c in table.row_cells(key)), trouble.message
        )
        for trouble in troubles
    ]
    if named := other_table(words, year):
        doubts.append(Doubt("other_table", table.cells, f'its heading speaks of "{named}": it may not be this year\'s'))
    return doubts


def _organisations_first(normal: NormalText, lines: list[Line], start: int, end: int) -> bool:
    """Whether 法人或其他组织 stands left of 自然人: on the same line before it, or nearer to its line's start."""
    text = normal.text
    person, organisation = text.find("自", start, end), text.find("法人", start, end)
    if min(person, organisation) < 0 or person < organisation:
        return False
    columns = []
    for place in (person, organisation):
        line = next(line for line in lines if line.start <= place <= line.end)
        columns.append((place - line.start, line.cells, line.number))
    same_line = columns[0][2] == columns[1][2]
    # Where the layout keeps positions, a heading set lower may still be the left one.
    return same_line or bool(columns[0][1]) or columns[0][0] >= columns[1][0]


def _total_inside(lines: list[Line], start: int, end: int) -> bool:
    """Whether 总计 stands left of 其他 in a grid that keeps its empty cells (there 商业企业 stands right of 自然人)."""
    cells: dict[str, int] = {}
    for line in lines:
        if line.cells and start <= line.start < end:
            for token in line.tokens:
                for word in ("自然", "商业", "其他", "总计", "合计"):
                    if token.kind == "text" and token.text.startswith(word):
                        cells["总计" if word == "合计" else word] = token.cell
    if len(cells) < 4 or cells["商业"] <= cells["自然"]:
        return False
    return cells["总计"] < cells["其他"]
