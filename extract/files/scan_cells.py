"""Read the cells of a ruled table one by one; a number counts only as far as two views of it and its ink agree."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nianbao.extract.files.recogniser import HEIGHT, Words, recognise
from nianbao.extract.files.scan_grid import RuledCell, RuledGrid
from nianbao.extract.files.scan_ink import CellInk, find_ink, measure_inks
from nianbao.extract.files.writer import CellText

if TYPE_CHECKING:
    from nianbao.extract.files.scan_pictures import Gray

UNREAD = "?"
"""What a cell prints in which there is ink that gives no letter: it is not blank."""
_DASHES = frozenset("-—–－一_~～―─")
_NUMBER = re.compile(r"[\d.,，．。:：·'’`\-—+/ ]*\d[\d.,，．。:：·'’`\-—+/ ]*[件条次项个万元]*")
_LOOKALIKES = re.compile(r"[oOlI|iSsBZzqgQDUCc〇○口日工丨]{1,4}")
_ROWS_AT_ONCE = 12
"""Lines of a cell that are read at most: more is no cell of a table, but a page's frame."""


@dataclass(frozen=True)
class _Line:
    cell: int
    ink: CellInk
    box: tuple[int, int, int, int]


def read_cells(grid: RuledGrid, check_time: Callable[[], None]) -> list[CellText]:
    """Every cell of a grid with its text, its place, and how sure each character is; blank cells have no text.

    A character that two views of its cell do not both show has the confidence 0, and so has every digit in a cell whose
    ink is faint, meets a border, or has not as many strokes as digits were read. `check_time` is called now and then.
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
    first = recognise([_view(line, 0.28, 0.5) for line in lines])
    check_time()
    numbers = [i for i, words in enumerate(first) if is_number_like(words.text)]
    second = dict(zip(numbers, recognise([_plain_view(lines[i]) for i in numbers]), strict=True))
    check_time()
    read: dict[int, list[Words]] = {}
    for i, (line, words) in enumerate(zip(lines, first, strict=True)):
        read.setdefault(line.cell, []).append(_judged(line, words, second.get(i)))
    return [_cell(grid, cell, found[i], read.get(i, [])) for i, cell in enumerate(grid.cells)]


def is_number_like(text: str) -> bool:
    """Whether a line may be a number: digits and their signs, or letters that recognisers take for digits."""
    bare = unicodedata.normalize("NFKC", text).strip()
    return bool(_NUMBER.fullmatch(bare) or _LOOKALIKES.fullmatch(bare))


def _cell(grid: RuledGrid, cell: RuledCell, ink: CellInk, read: list[Words]) -> CellText:
    text = "".join(words.text for words in read)
    confidence = [c for words in read for c in words.confidence]
    if ink.kind != "blank" and not text.strip():
        text, confidence = UNREAD, [0.0]
    if ink.kind == "faint" or not cell.sure or (ink.touches and any(c.isdecimal() for c in text)):
        confidence = [0.0] * len(text)
    box = grid.table.box(*grid.bounds(cell))
    return CellText(cell.row, cell.column, text, cell.rows, cell.columns, box, confidence)


def _judged(line: _Line, words: Words, again: Words | None) -> Words:
    """A line's words; those of a number are sure only where a second view reads the same and the strokes are as many."""
    if _is_dash(line, words):
        return Words("—", (1.0,))
    if again is None:
        return words
    if _plain(again.text) != _plain(words.text) or not _strokes_fit(line, words.text):
        return Words(words.text, (0.0,) * len(words.text))
    if len(again.confidence) == len(words.confidence):
        both = zip(words.confidence, again.confidence, strict=True)
        return Words(words.text, tuple(min(a, b) for a, b in both))
    return words


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(" ", "")


def _is_dash(line: _Line, words: Words) -> bool:
    """One level stroke, alone in its line: whatever it is read as."""
    x0, top, x1, bottom = line.box
    return len(line.ink.lines) == 1 and x1 - x0 >= 3 * (bottom - top) and set(words.text) <= _DASHES


def _strokes_fit(line: _Line, text: str) -> bool:
    """Whether the ink of a line stands in as many places side by side as the number read has digits."""
    digits = sum(c.isdecimal() for c in text)
    if digits != len(text.strip()):
        return True
    return len(_places(line)) == digits


def _places(line: _Line) -> list[tuple[int, int]]:
    """The stretches of a line that its separate strokes fill; strokes above one another are one."""
    import cv2
    import numpy as np

    x0, top, x1, bottom = line.box
    part = line.ink.mask[top:bottom, x0:x1].astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    spans = sorted((int(s[0]), int(s[0] + s[2])) for s in stats[1:count] if s[3] > 0.25 * (bottom - top))
    places: list[tuple[int, int]] = []
    for start, end in spans:
        if places and min(places[-1][1], end) - start > 0.5 * min(end - start, places[-1][1] - places[-1][0]):
            places[-1] = (places[-1][0], max(places[-1][1], end))
        else:
            places.append((start, end))
    return places


def _view(line: _Line, above: float, beside: float) -> Gray:
    """The line as it is, with so much paper around it, in parts of its height."""
    x0, top, x1, bottom = line.box
    return _framed(_cut(line.ink.pixels, line, 1), bottom - top, above, beside)


def _plain_view(line: _Line) -> Gray:
    """The line in black and white, smaller on a wider sheet: another picture of the same letters."""
    import cv2
    import numpy as np

    x0, top, x1, bottom = line.box
    cut = _cut(line.ink.pixels, line, 1)
    scale = max(1.0, 2 * HEIGHT / max(bottom - top, 1))
    large = cv2.resize(cut, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    large = cv2.GaussianBlur(large, (0, 0), max(scale * 0.4, 0.5))
    black = np.where(large < 140, 0, 255).astype(np.uint8)
    soft = cv2.GaussianBlur(black, (0, 0), max(scale * 0.3, 0.5))
    return _framed(np.asarray(soft, np.uint8), round((bottom - top) * scale), 0.45, 1.0)


def _cut(pixels: Gray, line: _Line, around: int) -> Gray:
    x0, top, x1, bottom = line.box
    return pixels[max(top - around, 0) : bottom + around, max(x0 - around, 0) : x1 + around]


def _framed(pixels: Any, height: int, above: float, beside: float) -> Gray:
    import cv2
    import numpy as np

    high, wide = max(round(height * above), 1), max(round(height * beside), 1)
    return np.asarray(cv2.copyMakeBorder(pixels, high, high, wide, wide, cv2.BORDER_CONSTANT, value=255), np.uint8)
