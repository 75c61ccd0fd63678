"""Read the cells of a ruled table one by one; a number counts only as far as two views of it and its ink agree."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from nianbao.extract.files.recogniser import Words, recognise
from nianbao.extract.files.scan_digits import DigitWidths, LineBox, digits_fit, measure_digits
from nianbao.extract.files.scan_grid import RuledCell, RuledGrid
from nianbao.extract.files.scan_ink import CellInk, find_ink, measure_inks
from nianbao.extract.files.scan_signs import digit_height, is_dash, lean
from nianbao.extract.files.writer import CellText

if TYPE_CHECKING:
    from nianbao.extract.files.scan_pictures import Gray

UNREAD = "?"
"""What a cell prints in which there is ink that gives no letter: it is not blank."""
_ALONE = (1, 0.0, 0.28, 0.5)
_REPEATED = ((3, 0.15, 0.15, 0.3), (4, 0.25, 0.3, 0.3))
_ONCE_MORE = (5, 0.2, 0.2, 0.4)
"""How a line is shown to the recogniser: `_view` says what the numbers are. Once more where one of two gave nothing."""
_DASH = Words("—", (1.0,))
_UPRIGHT, _SLASH = 0.12, 0.3
"""A single stroke that leans to the right by more than the first is not surely 1, by more than the second a slash."""
_NUMBER = re.compile(r"[\d.,，．。:：·'’`\-—+/ ]*\d[\d.,，．。:：·'’`\-—+/ ]*[件条次项个万元]*")
_LOOKALIKES = re.compile(r"[oOlI|iSsBZzqgQDUCc〇○口日工丨]{1,4}")
_HYPHENATED = re.compile(r"[\u4e00-\u9fff]-$")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_WIDEST = 12
"""Widths per height of the longest number."""
_ROWS_AT_ONCE = 12
"""Lines of a cell that are read at most: more is no cell of a table, but a page's frame."""


@dataclass(frozen=True)
class _Line:
    cell: int
    ink: CellInk
    box: LineBox


def read_cells(grid: RuledGrid, check_time: Callable[[], None]) -> list[CellText]:
    """Every cell of a grid with its text, its place, and how sure each character is; blank cells have no text.

    A number that fewer than two views read, or not all alike, has the confidence 0, and so has every digit in a cell
    whose ink is faint, meets a border, or has another count of digits than were read. `check_time` is called now and
    then.
    """
    inks = measure_inks(grid)
    found = []
    for cell in grid.cells:
        found.append(find_ink(grid, grid.bounds(cell), inks))
    check_time()
    lines = [
        _Line(i, ink, box)
        for i, ink in enumerate(found)
        for box in (ink.lines if len(ink.lines) <= 4 * _ROWS_AT_ONCE else ())
    ]
    first = recognise([_view(line, _ALONE) for line in lines])
    check_time()
    numbers = [
        i
        for i, (line, words) in enumerate(zip(lines, first, strict=True))
        if is_number_like(words.text) and _shape(line) <= _WIDEST and not is_dash(line.ink, line.box, words.text, None)
    ]
    views: dict[int, list[Words]] = {i: [] for i in numbers}
    for view in (*_REPEATED, _ONCE_MORE):
        shown = [i for i in numbers if view in _REPEATED or len(views[i]) == 1]
        seen = recognise([_view(lines[i], view) for i in shown], numbers=True)
        for i, words in zip(shown, seen, strict=True):
            views[i] += _once(words, view[0])
        check_time()
    alike = [(lines[i], agreed) for i, both in views.items() if (agreed := _agreed(both))]
    labels = [(line.box, w.text) for line, w in zip(lines, first, strict=True) if not is_number_like(w.text)]
    height = digit_height([*labels, *((line.box, agreed.text) for line, agreed in alike)])
    dashes = [is_dash(line.ink, line.box, words.text, height) for line, words in zip(lines, first, strict=True)]
    widths = measure_digits(
        (line.ink, line.box, agreed.text) for line, agreed in alike if not is_dash(line.ink, line.box, "", height)
    )
    read: dict[int, list[Words]] = {}
    for i, (line, words) in enumerate(zip(lines, first, strict=True)):
        judged = _DASH if dashes[i] else _judged(line, words, views.get(i, []), widths)
        read.setdefault(line.cell, []).append(judged)
    return [_cell(grid, cell, found[i], read.get(i, [])) for i, cell in enumerate(grid.cells)]


def _shape(line: _Line) -> float:
    """Widths per height."""
    x0, top, x1, bottom = line.box
    return (x1 - x0) / (bottom - top)


def is_number_like(text: str) -> bool:
    """Whether a line may be a number: digits and their signs, or letters that recognisers take for digits."""
    bare = unicodedata.normalize("NFKC", text).strip()
    return not any(c.isalnum() for c in bare) or bool(_NUMBER.fullmatch(bare) or _LOOKALIKES.fullmatch(bare))


def _cell(grid: RuledGrid, cell: RuledCell, ink: CellInk, read: list[Words]) -> CellText:
    read = unhyphenated(read)
    text = "".join(words.text for words in read)
    confidence = [c for words in read for c in words.confidence]
    if ink.kind != "blank" and not text.strip():
        text, confidence = UNREAD, [0.0]
    if ink.kind == "faint" or not cell.sure or (ink.touches and any(c.isdecimal() for c in text)):
        confidence = [0.0] * len(text)
    box = grid.table.box(*grid.bounds(cell))
    return CellText(cell.row, cell.column, text, cell.rows, cell.columns, box, confidence)


def unhyphenated(read: list[Words]) -> list[Words]:
    """A cell's lines without the hyphens that a word processor puts where it breaks a line between Chinese letters."""
    out = list(read)
    for i, (words, after) in enumerate(pairwise(read)):
        if _HYPHENATED.search(words.text) and _CHINESE.match(after.text):
            out[i] = Words(words.text[:-1], words.confidence[:-1])
    return out


def _judged(line: _Line, words: Words, views: list[Words], widths: DigitWidths | None) -> Words:
    """A line's words; those of a number are sure only where two views read the same and its ink has as many digits."""
    if not is_number_like(words.text):
        return words
    leaning = lean(line.ink, line.box)
    if leaning >= _SLASH:
        return Words("/", (1.0,))
    agreed = _agreed(views)
    if not agreed:
        return _unsure(views[0].text if views else words.text)
    leans = leaning >= _UPRIGHT and agreed.text == "1"
    return _unsure(agreed.text) if leans or not digits_fit(line.ink, line.box, agreed.text, widths) else agreed


def _agreed(views: list[Words]) -> Words | None:
    """What two views at least read, as sure as the least sure of them is; None where they differ."""
    if len(views) < 2 or len({_plain(view.text) for view in views}) != 1:
        return None
    return Words(views[0].text, tuple(min(sure) for sure in zip(*(view.confidence for view in views), strict=True)))


def _unsure(text: str) -> Words:
    return Words(text, (0.0,) * len(text))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(" ", "")


def _view(line: _Line, view: tuple[int, float, float, float]) -> Gray:
    """The line so many times side by side; then the gaps, the paper above and the paper beside, in parts of its height.

    A digit alone is hard for the recogniser, which was taught words: seen thrice in a row it is read as what it is.
    """
    import numpy as np

    copies, gap, above, beside = view
    height = line.box[3] - line.box[1]
    cut = _cut(line.ink.pixels, line, 1)
    space = np.full((cut.shape[0], max(round(gap * height), 1)), 255, np.uint8)
    return _framed(np.hstack([cut, *[space, cut] * (copies - 1)]), height, above, beside)


def _once(words: Words, copies: int) -> list[Words]:
    """One copy's words where all copies are read alike, as sure as the copies are on average; else nothing."""
    kept = [(t, c) for t, c in zip(words.text, words.confidence, strict=True) if not t.isspace()]
    size, over = divmod(len(kept), copies)
    text = "".join(t for t, _ in kept)
    if over or not size or text != text[:size] * copies:
        return []
    sure = tuple(sum(c for _, c in kept[i::size]) / copies for i in range(size))
    return [Words(text[:size], sure)]


def _cut(pixels: Gray, line: _Line, around: int) -> Gray:
    x0, top, x1, bottom = line.box
    return pixels[max(top - around, 0) : bottom + around, max(x0 - around, 0) : x1 + around]


def _framed(pixels: Any, height: int, above: float, beside: float) -> Gray:
    import cv2
    import numpy as np

    high, wide = max(round(height * above), 1), max(round(height * beside), 1)
    return np.asarray(cv2.copyMakeBorder(pixels, high, high, wide, wide, cv2.BORDER_CONSTANT, value=255), np.uint8)
