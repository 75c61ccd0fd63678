"""Unfold tables that a program has written: comma- or semicolon-separated lines, lists of lists as Python or JSON print
them. Each row becomes one line with a tab between its cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from nianbao.extract.normalise import NormalText
from nianbao.extract.text_copy import TextCopy

_LEAST_CELLS = 4
"""A row of fewer cells may be a sentence with commas; in a table that has wider rows it is a row like them."""
_LEAST_VALUES = 2
_LEAST_ROWS = 2
_LONGEST = 2000
"""Characters of a row; the form's longest have some 200."""
_VALUE = re.compile(r"[\d,.]+ ?[件份条个宗万元]*|[-—/]*|无|None|null|nan|NaN", re.ASCII)
_NOTHING = re.compile(r"None|null|nan|NaN")
_NO_SPACE = re.compile(r"[ \n]*")
_ROW = re.compile(r"\[(?![ \n]*+\[)")
_LOOK = {
    ",": re.compile(r"^(?:[^,\n]*,){3}", re.MULTILINE),
    ";": re.compile(r"^(?:[^;\n]*;){3}", re.MULTILINE),
    "\t": re.compile(r"^(?=[^\n]*\"\t)(?=[^\n]*\t\")", re.MULTILINE),
}
"""What a text must have for lines of cells with this separator; tabs need help only where quotes stand beside them."""
_LIST_LOOK = re.compile(r"\[[^\[\]]*,[^\[\]]*,[^\[\]]*,")
_NEXT = {sign: re.compile(rf"[{sign}\n\[\]]") for sign in _LOOK}


@dataclass(frozen=True)
class _Row:
    """A row's place and its cells' places without their quotes; `quoted` are the cells that stood in quotes."""

    start: int
    end: int
    cells: tuple[tuple[int, int], ...]

    def values(self, text: str) -> int:
        return sum(bool(_VALUE.fullmatch(text[start:end].strip())) for start, end in self.cells)


def unfold_delimited(normal: NormalText) -> NormalText:
    """The text with such tables a row to a line, tabs between the cells; quotes, brackets and None are left out.

    Each character keeps its place in the original. A text without such tables stays as it is. Takes linear time.
    """
    rows: list[_Row] = []
    if _LIST_LOOK.search(normal.original):
        rows = [row for block in _list_blocks(normal) for row in block]
    for separator, look in _LOOK.items():
        if not rows and look.search(normal.original):
            rows = [row for block in _line_blocks(normal, separator) for row in block]
    return _written(normal, rows) if rows else normal


def _is_table(rows: Sequence[_Row], text: str) -> bool:
    wide = [row for row in rows if len(row.cells) >= _LEAST_CELLS and row.values(text) >= _LEAST_VALUES]
    labelled = sum(row.values(text) < len(row.cells) for row in wide)  # else 1,234,567,890 would be a row
    return len(wide) >= _LEAST_ROWS and labelled >= _LEAST_ROWS


def _line_blocks(normal: NormalText, separator: str) -> Iterator[list[_Row]]:
    """Tables of lines: neighbouring lines with the separator in each, enough of them wide and with values."""
    text = normal.text
    block: list[_Row] = []
    at = 0
    while at < len(text):
        row = _line(normal, at, separator)
        end = row.end if row else text.find("\n", at) if text.find("\n", at) >= 0 else len(text)
        if row and len(row.cells) > 1 and "。" not in text[row.start : row.end]:
            block.append(row)
        elif block:
            if _is_table(block, text):
                yield block
            block = []
        at = end + 1
    if block and _is_table(block, text):
        yield block


def _line(normal: NormalText, start: int, separator: str) -> _Row | None:
    """The row that begins at a line's start: its cells in quotes or not, a quoted one over several lines perhaps."""
    cells: list[tuple[int, int]] = []
    at = start
    while True:
        cell = _quoted(normal, at) or _bare(normal, at, separator)
        if cell is None or cell[2] - start > _LONGEST:
            return None
        begin, stop, at = cell
        cells.append((begin, stop))
        if at >= len(normal.text) or normal.text[at] == "\n":
            return _Row(start, at, tuple(cells))
        if not _stands(normal, at, separator):
            return None
        at += 1


def _bare(normal: NormalText, at: int, separator: str, ends: str = "\n") -> tuple[int, int, int] | None:
    """A cell without quotes: its begin, its end, and where the next sign stands."""
    for sign in _NEXT[separator].finditer(normal.text, at, at + _LONGEST):
        if sign[0] in ends or (sign[0] == separator and _stands(normal, sign.start(), separator)):
            return at, sign.start(), sign.start()
    end = len(normal.text)
    return (at, end, end) if end - at < _LONGEST else None


def _quoted(normal: NormalText, at: int, quotes: str = '"') -> tuple[int, int, int] | None:
    """A cell in quotes, spaces around it: its begin and end inside them, and where the next sign stands."""
    text = normal.text
    while at < len(text) and text[at] == " ":
        at += 1
    if at >= len(text) or text[at] not in quotes or not _stands(normal, at, text[at]):
        return None
    quote, stop = text[at], at + 1
    while stop < len(text) and stop - at <= _LONGEST:
        if _stands(normal, stop, quote):
            if quote == '"' and stop + 1 < len(text) and _stands(normal, stop + 1, quote):
                stop += 1  # doubled: a quote of the cell's own
            else:
                behind = stop + 1
                while behind < len(text) and text[behind] == " ":
                    behind += 1
                return at + 1, stop, behind
        stop += 1
    return None


def _stands(normal: NormalText, at: int, sign: str) -> bool:
    """Whether the original has this very sign here, not a wide or curly one, and no backslash before it."""
    place = normal.offsets[at]
    return normal.text[at] == sign == normal.original[place] and (not place or normal.original[place - 1] != "\\")


def _list_blocks(normal: NormalText) -> Iterator[list[_Row]]:
    """Tables of lists: `['规章', '0', None], …`, one after another with nothing but signs between them."""
    text = normal.text
    rows: list[_Row] = []
    at = 0
    while found := _ROW.search(text, at):
        row = _list(normal, found.start())
        at = row.end if row else found.end()
        if row:
            rows.append(row)
    number = 0
    numbered = []
    for i, row in enumerate(rows):
        number += bool(i and text[rows[i - 1].end : row.start].strip(" \n,[]"))
        numbered.append((number, row))
    for _, group in groupby(numbered, key=lambda pair: pair[0]):
        block = [row for _, row in group]
        if _is_table(block, text):
            yield block


def _list(normal: NormalText, start: int) -> _Row | None:
    text = normal.text
    cells: list[tuple[int, int]] = []
    at = start
    while True:
        begin = _behind_space(text, at + 1)
        cell = _quoted(normal, begin, "\"'")
        if cell is None:
            cell = _bare(normal, begin, ",", "\n[]")
            if cell is None or not _VALUE.fullmatch(text[cell[0] : cell[1]].strip()):
                return None
        at = _behind_space(text, cell[2])
        if at - start > _LONGEST or at >= len(text):
            return None
        cells.append(cell[:2])
        if text[at] == "]":
            return _Row(start, at + 1, tuple(cells))
        if text[at] != ",":
            return None


def _behind_space(text: str, at: int) -> int:
    found = _NO_SPACE.match(text, at)
    return found.end() if found else at


def _written(normal: NormalText, rows: Sequence[_Row]) -> NormalText:
    text = normal.text
    copy = TextCopy(normal)
    at = 0
    for row in rows:
        between = text[at : row.start]
        if at and not between.strip(" \n,[]"):
            at = row.start  # the signs between two lists
        copy.keep(at, row.start)
        copy.end_line(row.start)
        for i, (start, end) in enumerate(row.cells):
            if i:
                copy.put("\t", start - 1)
            if not _NOTHING.fullmatch(text[start:end].strip()):
                _write_cell(copy, start, end)
        copy.put("\n", row.end - 1)
        at = row.end + (row.end < len(text) and text[row.end] == "\n")
    copy.keep(at, len(text))
    return copy.done()


def _write_cell(copy: TextCopy, start: int, end: int) -> None:
    """A cell on one line: its own line ends, printed or as `\\n`, are spaces."""
    normal = copy.normal
    for i in range(start, end):
        place = normal.offsets[i]
        escaped = normal.text[i] in "nrt" and place and normal.original[place - 1] == "\\"
        if normal.text[i] in "\n\t" or escaped:
            copy.blank(i, i + 1)
        else:
            copy.keep(i, i + 1)
