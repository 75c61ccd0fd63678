"""Numbers printed in a label's or a heading's own cell: where a cell of the table is blank, they may be that cell's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from nianbao.extract.candidate import Cell, Doubt
from nianbao.extract.find_labels import Anchor
from nianbao.extract.normalise import NormalText
from nianbao.schemas import Span, Table

_DELIMITED = re.compile(r"[^\n]*[|\t]")
_BEHIND = re.compile(r"[^|\t\n]*?(\d[\d,.]*)")
_NUMERALS = frozenset("12345678")
"""What rows are numbered with; a numeral's point may be lost: 1属于国家秘密."""
_BEFORE = re.compile(r"(?:^|[|\t])\s*(\d[\d,.]*)$")
_HEADINGS = {
    "disclosure": r"(?:数量|件数|金额(?:\([^()|\n]*\))?)",
    "review": r"(?:维持|纠正|其[他它]结果|审结|总计|合计)",
}
_BEHIND_HEADING = {key: re.compile(words + r" {0,4}:? {0,4}(\d[\d,.]*)") for key, words in _HEADINGS.items()}
"""The ends of a table's headings, with a number behind them."""


def number_beside(text: str, anchor: Anchor) -> str | None:
    """The number that a label's own cell of a delimited line prints before or behind the label, or None."""
    line = text.rfind("\n", 0, anchor.start) + 1
    if not _DELIMITED.match(text, line):
        return None
    if behind := _BEHIND.match(text, anchor.end):
        return behind[1]
    before = _BEFORE.search(text[line : anchor.start])
    return before[1] if before and before[1].rstrip(".") not in _NUMERALS else None


def label_number_doubts(
    table: Table, anchors: Iterable[Anchor], cells: Mapping[str, Cell], normal: NormalText
) -> list[Doubt]:
    """Rows with a blank cell whose label's cell prints a number, as where the border between them is lost."""
    doubts = []
    for anchor in anchors:
        own = tuple(c for c in table.row_cells(anchor.row) if cells[c].mark == "blank")
        number = number_beside(normal.text, anchor) if own else None
        if number is not None:
            label = table.row_by_key[anchor.row].label
            message = f"{label}: the label's own cell prints {number}, and a cell of its row is blank"
            doubts.append(Doubt("label_number", own, message, normal.span(anchor.start, anchor.end)))
    return doubts


def heading_number_doubts(table: Table, cells: Mapping[str, Cell], normal: NormalText, section: Span) -> list[Doubt]:
    """Blank cells of a table, where in a delimited line of its section (a span of the normalised text) a number stands
    right behind a heading: as where the border below or beside it is lost."""
    pattern = _BEHIND_HEADING.get(table.key)
    blank = tuple(cell for cell, read in cells.items() if read.mark == "blank")
    if pattern is None or not blank:
        return []
    for found in pattern.finditer(normal.text, *section):
        if _DELIMITED.match(normal.text, normal.text.rfind("\n", 0, found.start()) + 1):
            message = f"{table.title}: a heading's own cell prints {found[1]}, and a cell of the table is blank"
            return [Doubt("label_number", blank, message, normal.span(*found.span()))]
    return []
