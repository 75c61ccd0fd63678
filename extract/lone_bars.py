"""Take bars between cells from their own lines: `0`, `|`, `5` is `0 | 5`, or `0 |`, `5` where each cell has its bar."""

from __future__ import annotations

import re

from nianbao.extract.normalise import NormalText
from nianbao.extract.text_copy import TextCopy

_BAR = re.compile(r"(\n *)\|((?: *\n *\|)*+)( *\n)(?=[^\n|]*\S)")
"""A bar, or several, alone between two lines; the first and last line end are outside."""
_NUMBER = r"^ *[\d,.]+[件份条个宗]? *$"
_PARTED = re.compile(rf"{_NUMBER}\n *\| *\n(?={_NUMBER})", re.MULTILINE)
_SIDE_BY_SIDE = re.compile(rf"{_NUMBER}\n(?={_NUMBER})", re.MULTILINE)
_ROW_END = re.compile(rf"{_NUMBER}\n(?=[^\d|\n]*[^\d|\s])", re.MULTILINE)
_LEAST = 10
_LEAST_ROWS = 3


def join_lone_bars(normal: NormalText) -> NormalText:
    """The text with each row on one line, or each bar behind its cell; as it is where bars are not so.

    A bar alone may also be an empty cell. It is a delimiter where bars part numbers throughout the text: then no two
    numbers stand on neighbouring lines without one. Each character keeps its place.
    """
    text = normal.text
    if len(_PARTED.findall(text)) < _LEAST or _SIDE_BY_SIDE.search(text):
        return normal
    between = len(_ROW_END.findall(text)) >= _LEAST_ROWS
    copy = TextCopy(normal)
    at = 0
    for found in _BAR.finditer(text):
        if text[found.start() - 1 : found.start()] in ("", "\n"):
            continue
        copy.keep(at, found.start())
        # A bar behind every cell, a row's last too, leaves no trace of where rows end: the lines stay as they are.
        end = found.end() if between else found.end(1)
        for i in range(found.start(), end):
            copy.put(" " if text[i] == "\n" else text[i], i)
        copy.keep(end, found.end())
        at = found.end()
    copy.keep(at, len(text))
    return copy.done()
