"""Unfold tables written in HTML inside a text: every row becomes one line, a bar between its cells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nianbao.extract.html_cells import HtmlTable, Words, gather_table
from nianbao.extract.html_marks import SET_APART, Mark, html_marks
from nianbao.extract.normalise import NormalText
from nianbao.extract.text_copy import TextCopy

_TABLE = re.compile(r"<table[\s/>]", re.IGNORECASE)
_PAGE = re.compile(r"<(?:html|body)[\s>]|<!doctype\s+html", re.IGNORECASE)
_INLINE = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font", "i"),
        *("img", "ins", "kbd", "label", "mark", "nobr", "output", "q", "rp", "rt", "ruby", "samp", "small"),
        *("span", "strong", "time", "tt", "u", "var", "wbr"),
    )
)
"""Tags that vanish; one with a prefix (Word's `o:p`) does too. Every other outside a table ends the line."""
_LONGEST_CELL = 400
"""A longer cell holds a page's text, not a table's."""


def unfold_tables(normal: NormalText) -> NormalText:
    """The text with every row of an HTML table on one line (`|a|b|`), and without any other tag; entities decoded.

    A merged cell is printed at its first row and column, with empty cells for the rest of its extent. A table that
    only lays out a page (one column, two with whole paragraphs, or another table in it) becomes lines of text. Each
    character keeps its place in the original. A text without such a table stays as it is.
    """
    if not _TABLE.search(normal.text):
        return normal
    marks = list(html_marks(normal.text))
    return _Unfolded(normal, marks).done()


class _Unfolded:
    """The text in the making: lines outside tables, and tables."""

    def __init__(self, normal: NormalText, marks: Sequence[Mark]) -> None:
        self.text = normal.text
        self.marks = marks
        # In a page a line's end is a space; in Markdown it is a line's end.
        self.page = _PAGE.search(normal.text) is not None
        self.copy = TextCopy(normal)
        self.line = Words(normal.text)

    def done(self) -> NormalText:
        """Write everything. Each mark is seen twice at most."""
        ends = _plain_tables(self.marks)
        at = 0
        while at < len(self.marks):
            end = ends.get(at)
            if end is not None:
                table = gather_table(self.text, self.marks, at + 1, end)
                if not _lays_out(table):
                    self._end_line(self.marks[at].start)
                    table.write(self.copy)
                    at = end  # a closing tag there ends the line
                    continue
            self._mark(self.marks[at])
            at += 1
        self._end_words()
        return self.copy.done()

    def _mark(self, mark: Mark) -> None:
        if mark.kind == "tag":
            if mark.name in SET_APART:
                self._space(mark.start)
            elif mark.name not in _INLINE and ":" not in mark.name:
                self._end_line(mark.start)
        elif self.page:
            self.line.add_mark(mark)
        elif mark.kind == "entity":
            for character in mark.decoded:
                self.copy.put(character, mark.start)
        else:
            self.copy.keep(mark.start, mark.end)

    def _space(self, place: int) -> None:
        if self.page:
            self.line.part()
        elif self.copy.pieces and self.copy.pieces[-1][-1].isalnum():
            self.copy.put(" ", place)

    def _end_words(self) -> None:
        self.line.write(self.copy)
        self.line = Words(self.text)

    def _end_line(self, place: int) -> None:
        self._end_words()
        self.copy.end_line(place)


def _plain_tables(marks: Sequence[Mark]) -> dict[int, int]:
    """Where every table without another in it begins, and the mark that no longer belongs to it.

    As browsers do: a table inside a cell stands in it, one outside any cell ends the table before it, and a table
    that is never closed goes to the end.
    """
    found: dict[int, int] = {}
    stack: list[list[int]] = []  # where it begins, whether a cell is open, whether it holds another
    for at, mark in enumerate(marks):
        if mark.kind != "tag":
            continue
        if mark.opens("table"):
            if stack and not stack[-1][1]:
                begin, _, holds = stack.pop()
                if not holds:
                    found[begin] = at
            if stack:
                stack[-1][2] = True
            stack.append([at, False, False])
        elif not stack:
            continue
        elif mark.name == "table":
            begin, _, holds = stack.pop()
            if not holds:
                found[begin] = at
        elif mark.name in ("td", "th"):
            stack[-1][1] = not mark.closes
        elif mark.name in ("tr", "tbody", "thead", "tfoot", "caption"):
            stack[-1][1] = False
    for begin, _, holds in stack:
        if not holds:
            found[begin] = len(marks)
    return found


def _lays_out(table: HtmlTable) -> bool:
    """Whether a table only sets a page: one column, or cells that hold paragraphs."""
    if table.columns < 2:
        return True
    if table.columns == 2 and any(cell.breaks and cell.length > 40 for cell in table.cells):
        return True
    return any(cell.length > _LONGEST_CELL for cell in table.cells)
