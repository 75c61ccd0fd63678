"""Doubt a row in which a note beside a number is cut: the number may be the rest of the one before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nianbao.extract.candidate import Doubt, TableReading
from nianbao.extract.normalise import NormalText
from nianbao.extract.tokens import Line

_OPENED = re.compile(r"\d+\([^()]*")
"""`6(含`: a number and the beginning of its note, which the words of the next lines go on with."""


def doubt_cut_notes(reading: TableReading, normal: NormalText, lines: Sequence[Line]) -> TableReading:
    """The reading with a doubt for each row that has such a number among its values or right behind them.

    It is no value of its own, so the row may look whole: `32` and `6(含上年结转4件)` may print 326.
    """
    opened = [
        token
        for line in lines
        for token in line.tokens
        if reading.start <= token.start < reading.end and token.kind == "text" and _OPENED.fullmatch(token.text)
    ]
    doubts = []
    for key, row in reading.units().items() if opened else ():
        cells = reading.unit_cells(key)
        values = row.values
        for token in opened:
            if values and values[0].line - 1 <= token.line <= values[-1].line + 1:
                message = f"{reading.table.title}: {token.text} is cut, and may go on with a number before it"
                doubts.append(Doubt("cell_count", cells, message, normal.span(token.start, token.end)))
                break
    return reading.with_doubts(*doubts)
