"""Doubt two numbers in one cell of a row without sums where they may be one number torn over the cell's lines."""

from __future__ import annotations

import re
from itertools import pairwise

from nianbao.extract.candidate import Doubt, RowText
from nianbao.extract.locate_tables import Region
from nianbao.extract.normalise import NormalText
from nianbao.extract.tokens import Line
from nianbao.schemas import Table

_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)


def broken_number_doubts(
    table: Table, rows: dict[str, RowText], lines: list[Line], region: Region, normal: NormalText
) -> list[Doubt]:
    """A doubt for each row of several columns that prints two numbers over the lines of one delimited cell.

    A number is torn only in a column narrower than itself. Where every column's heading stands unbroken in the text,
    six letters wide, the columns are wider than any number; then two numbers are two cells whose rule is not drawn.
    """
    if table.sums:
        return []
    printed = normal.original[slice(*normal.span(region.start, region.end))]
    widest = max((row.columns for row in table.rows), key=len)
    wide = all(column.label in printed for column in widest)
    doubts = []
    for key, row in rows.items():
        values = row.values
        broken = any(
            a.line == b.line
            and a.cell == b.cell
            and lines[a.line].cells
            and _BREAK.search(normal.original[slice(*normal.span(a.start, b.end))])
            for a, b in pairwise(values)
        )
        if broken and not wide and len(table.row_by_key[key].columns) > 1:
            doubts.append(
                Doubt(
                    "layout",
                    table.row_cells(key),
                    f"{table.row_by_key[key].label}: one cell prints two numbers, which may be one torn over its lines",
                    normal.span(values[0].start, values[-1].end),
                )
            )
    return doubts
