"""Gather the cells of one HTML table: what each prints, and the rows and columns that it covers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from nianbao.extract.html_marks import SET_APART, Mark
from nianbao.extract.text_copy import TextCopy

_MOST_COLUMNS = 1000
_MOST_ROWS = 65534
"""The greatest spans in HTML."""
_GAP = re.compile(r"[\s|]+")
_GROUPS = ("thead", "tbody", "tfoot")
_PICTURES = frozenset({"img", "input", "object", "embed", "svg", "canvas", "video", "select", "textarea", "math"})
"""What shows something in a cell that the text does not have."""
_BREAKS = frozenset(
    (
        *("address", "article", "blockquote", "br", "center", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4"),
        *("h5", "h6", "hr", "li", "ol", "p", "pre", "section", "ul", "option"),
    )
)


class Words:
    """What a cell, or a line, prints: pieces of the text without the spaces around them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._pieces: list[tuple[str, int, bool]] = []
        self._gap = ""
        self.length = 0
        self.breaks = 0
        self.pictured: int | None = None

    def add_mark(self, mark: Mark) -> None:
        """Add the words of a mark, or the character that an entity stands for."""
        inside = mark.decoded if mark.kind == "entity" else self._text[mark.start : mark.end]
        at = 0
        for gap in _GAP.finditer(inside):
            self._add(inside[at : gap.start()], mark, at)
            self._part(" " if "|" in gap[0] or "\n" not in gap[0] else "\n")
            at = gap.end()
        self._add(inside[at:], mark, at)

    def end_line(self) -> None:
        """A line ends here."""
        self.breaks += bool(self._pieces)
        self._part("\n")

    def part(self) -> None:
        """What follows is no part of the word or number before it."""
        self._part(" ")

    def _part(self, gap: str) -> None:
        if self._pieces and self._gap != " ":
            self._gap = gap

    def _add(self, piece: str, mark: Mark, at: int) -> None:
        if not piece:
            return
        if self._gap == " " or (self._gap and _word_on(self._pieces[-1][0][-1], piece[0])):
            self._pieces.append((" ", mark.start, True))
        self._gap = ""
        is_entity = mark.kind == "entity"
        self._pieces.append((piece, mark.start if is_entity else mark.start + at, is_entity))
        self.length += len(piece)

    def end(self, place: int) -> int:
        """The place of its last piece; `place` where it has none."""
        if not self._pieces:
            return place if self.pictured is None else self.pictured
        piece, start, is_put = self._pieces[-1]
        return start if is_put else start + len(piece) - 1

    def write(self, copy: TextCopy) -> None:
        """Write it on a line. A cell that shows only a picture is not empty: it has a mark of its own."""
        for piece, start, is_put in self._pieces:
            if is_put:
                for character in piece:
                    copy.put(character, start)
            else:
                copy.keep(start, start + len(piece))
        if not self._pieces and self.pictured is not None:
            copy.put("?", self.pictured)


def _word_on(last: str, first: str) -> bool:
    """Whether a line's end parts two characters. Chinese wraps anywhere; numbers and Latin words do not."""
    return last.isalnum() and first.isalnum() and (last.isascii() or first.isascii())


@dataclass
class HtmlCell:
    """A cell: its words, and over how many rows (0: all that follow) and columns it goes."""

    words: Words
    rows: int
    columns: int


@dataclass
class HtmlTable:
    """The rows of a table, each with its cells (None: a line of words that stands in no cell) and its row group."""

    start: int
    length: int
    rows: list[tuple[int, list[HtmlCell] | Words]] = field(default_factory=list)

    @property
    def cells(self) -> list[Words]:
        """What every cell prints."""
        return [cell.words for _, row in self.rows if isinstance(row, list) for cell in row]

    @property
    def columns(self) -> int:
        """How many columns its widest row has, merged cells in full."""
        return max(
            (sum(max(1, c.columns) for c in row) for _, row in self.rows if isinstance(row, list)),
            default=0,
        )

    def write(self, copy: TextCopy) -> None:
        """Write it, a row to a line."""
        grid = self._grid()
        place = self.start
        for row, (_, cells) in enumerate(self.rows):
            if isinstance(cells, Words):
                cells.write(copy)
                place = cells.end(place)
            else:
                for words in grid[row]:
                    copy.put("|", place)
                    if words is not None:
                        words.write(copy)
                        place = words.end(place)
                if grid[row]:
                    copy.put("|", place)
            copy.end_line(place)

    def _grid(self) -> list[list[Words | None]]:
        """Every row's cells by columns, None where a merged cell goes on.

        A table whose merged cells are out of all proportion to its length is written without merging any.
        """
        spare = self.length // 2
        left: list[int] = []  # how many rows the cell above still goes on in each column
        grid: list[list[Words | None]] = []
        before = 0
        for group, cells in self.rows:
            line: list[Words | None] = []
            grid.append(line)
            if isinstance(cells, Words):
                continue
            if group != before:
                left, before = [], group
            for cell in cells:
                while len(line) < len(left) and left[len(line)]:
                    line.append(None)
                    spare -= 1
                wide = max(1, cell.columns)
                left.extend([0] * (len(line) + wide - len(left)))
                left[len(line) : len(line) + wide] = [cell.rows or _MOST_ROWS] * wide
                line += [cell.words, *[None] * (wide - 1)]
                spare -= wide - 1
                if spare < 0:
                    break
            spare -= max(0, len(left) - len(line))
            if spare < 0:
                return [[c.words for c in row] if isinstance(row, list) else [] for _, row in self.rows]
            line += [None] * (len(left) - len(line))
            left = [max(0, rows - 1) for rows in left]
            while left and not left[-1]:
                left.pop()
        return grid


def gather_table(text: str, marks: Sequence[Mark], begin: int, end: int) -> HtmlTable:
    """The table whose marks are marks[begin:end]. Rows and cells that are not closed end where the next begins.

    What is hidden (`display: none`) inside it is left out, as is what a browser would not show.
    """
    table = HtmlTable(marks[begin - 1].start, marks[min(end, len(marks) - 1)].end - marks[begin - 1].start)
    hidden = _hidden(marks, begin, end)
    row: list[HtmlCell] | None = None
    cell: Words | None = None
    loose: Words | None = None
    group = 0
    at = begin
    while at < end:
        mark = marks[at]
        at = hidden.get(at, at) + 1
        if mark.kind != "tag":
            if cell is not None:
                cell.add_mark(mark)
            elif mark.kind == "entity" or text[mark.start : mark.end].strip():
                loose = _add_loose(table, group, text, mark, loose)
            continue
        if mark.name in ("tr", *_GROUPS, "td", "th", "caption", "table"):
            cell = loose = None
            if mark.name in _GROUPS:
                row, group = None, group + 1
            elif mark.name == "tr":
                row = None if mark.closes else []
                if row is not None and not mark.is_hidden:
                    table.rows.append((group, row))
            elif mark.opens("td", "th"):
                if row is None:
                    row = []
                    table.rows.append((group, row))
                cell = Words(text)
                if not mark.is_hidden:
                    spans = mark.span_of("rowspan", _MOST_ROWS), mark.span_of("colspan", _MOST_COLUMNS)
                    row.append(HtmlCell(cell, *spans))
        elif cell is None:
            loose = None if mark.name in _BREAKS else loose
        elif mark.name in _BREAKS:
            cell.end_line()
        elif mark.name in SET_APART:
            cell.part()
        elif mark.name in _PICTURES and not mark.closes and cell.pictured is None:
            cell.pictured = mark.start
    return table


def _add_loose(table: HtmlTable, group: int, text: str, mark: Mark, loose: Words | None) -> Words | None:
    """Words in no cell: lines of their own, which go on over tags that end none. Returns the line still open."""
    if mark.kind == "entity":
        pieces = [mark]
    else:
        lines = [
            (m.start() + mark.start, m.end() + mark.start) for m in re.finditer(r"[^\n]+", text[mark.start : mark.end])
        ]
        pieces = [Mark("words", start, end) for start, end in lines]
    for number, piece in enumerate(pieces):
        if loose is None or number:
            loose = Words(text)
            table.rows.append((group, loose))
        loose.add_mark(piece)
    return loose


def _hidden(marks: Sequence[Mark], begin: int, end: int) -> dict[int, int]:
    """Where each hidden element inside a cell begins and its closing tag stands; none for one that is never closed."""
    found: dict[int, int] = {}
    opened: dict[str, list[tuple[int, bool]]] = {}
    for at in range(begin, end):
        mark = marks[at]
        if mark.kind != "tag" or mark.name in ("tr", "td", "th"):
            continue
        if not mark.closes:
            opened.setdefault(mark.name, []).append((at, mark.is_hidden))
        elif opened.get(mark.name):
            start, is_hidden = opened[mark.name].pop()
            if is_hidden:
                found[start] = at
    return found
