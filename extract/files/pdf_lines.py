"""Lines out of characters: which stand on one line, where a gap is a space, what stands over something else."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from nianbao.extract.files.pdf_frame import Rect, around
from nianbao.extract.files.pdf_glyphs import UNKNOWN, Glyph

OCR_CONFIDENCE = 0.5
"""Of text that a recogniser put behind a scanned page: how sure it was, the file does not say."""
_SAME_LINE = 0.45
"""Ems between the base lines of characters of one line: a raised mark stands so high, no next line so near."""
_SPACE = 0.25
"""Ems between two characters that make a space."""
_COLUMN_GAP = 1.0
"""Ems that part two columns of a text without rules."""
_ONE_PLACE = 0.2
"""Ems between what is printed twice to look bold; two digits side by side are farther apart."""
_RAISED = dict(zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True))
_LOWERED = dict(zip("0123456789", "₀₁₂₃₄₅₆₇₈₉", strict=True))


@dataclass(frozen=True)
class PrintedText:
    """A text and how sure its characters are (None: the file itself says them)."""

    text: str
    confidence: tuple[float, ...] | None = None

    def __add__(self, other: PrintedText) -> PrintedText:
        if self.confidence is None and other.confidence is None:
            return PrintedText(self.text + other.text)
        parts = (p.confidence or (1.0,) * len(p.text) for p in (self, other))
        return PrintedText(self.text + other.text, tuple(c for part in parts for c in part))


EMPTY = PrintedText("")


def body_size(glyphs: Sequence[Glyph]) -> float:
    """The usual size of a page's characters, in points; 10 where there are none."""
    sizes = [g.size for g in glyphs if g.text != " "]
    return median(sizes) if sizes else 10.0


def lines_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Characters as lines, top to bottom, each from left to right; what is printed twice in one place counts once.

    Text turned by quarters is read in its own direction.
    """
    lines: list[list[Glyph]] = []
    for turn in sorted({g.turn for g in glyphs}):
        lines += [_once(line) for line in _one_way([g for g in glyphs if g.turn == turn], turn)]
    return [line for line in lines if any(g.text != " " for g in line)]


def _one_way(glyphs: list[Glyph], turn: int) -> list[list[Glyph]]:
    def across(g: Glyph) -> float:
        return (g.base, g.x, -g.base, -g.x)[turn]

    def along(g: Glyph) -> float:
        return (g.rect.x0, -g.rect.bottom, -g.rect.x1, g.rect.top)[turn]

    lines: list[tuple[Glyph, list[Glyph]]] = []
    for glyph in sorted(glyphs, key=across):
        if lines:
            largest, line = lines[-1]
            if across(glyph) - across(largest) <= _SAME_LINE * max(glyph.size, largest.size):
                line.append(glyph)
                if glyph.size > largest.size:
                    lines[-1] = (glyph, line)
                continue
        lines.append((glyph, [glyph]))
    return [sorted(line, key=along) for _, line in lines]


def _once(line: list[Glyph]) -> list[Glyph]:
    """The line without what is printed again over itself (a bold made by two strokes, a shadow).

    Where a digit and another character stand in one place, neither is read.
    """
    kept: list[Glyph] = []
    for glyph in line:
        again = False
        for i in range(len(kept) - 1, max(-1, len(kept) - 5), -1):
            other = kept[i]
            if " " in (glyph.text, other.text) or not _overlaid(glyph, other):
                continue
            if glyph.text == other.text:
                again = True
            elif (glyph.text.isdigit() or other.text.isdigit()) and "_" not in (glyph.text, other.text):
                kept[i] = replace(other, text=UNKNOWN)
                again = True
        if not again:
            kept.append(glyph)
    return kept


def _overlaid(a: Glyph, b: Glyph) -> bool:
    """Whether two characters stand in one place. How wide they are, a file may say wrongly: no digit is as narrow."""
    size = min(a.size, b.size)
    both = a.rect.meets(b.rect)
    return (
        both is not None
        and both.area >= 0.6 * min(a.rect.area, b.rect.area)
        and abs(a.rect.x0 + a.rect.x1 - b.rect.x0 - b.rect.x1) < 2 * _ONE_PLACE * size
        and abs(a.base - b.base) < _ONE_PLACE * size
        and max(a.size, b.size) < 2 * size
    )


def printed(line: Sequence[Glyph]) -> PrintedText:
    """A line's text: a space where one is printed or the gap is as wide; a raised or lowered digit as a mark."""
    out: list[str] = []
    sure: list[float] = []
    main = max(line, key=lambda g: g.size)
    last: Glyph | None = None
    parted = False
    for glyph in line:
        if glyph.text == " ":
            parted = parted or glyph.rect.width > 0.1 * glyph.size or glyph.rect.height > glyph.rect.width * 20
            continue
        if last is not None and (parted or _gap(last, glyph) > _SPACE * max(last.size, glyph.size)):
            out.append(" ")
            sure.append(1.0)
        text = _mark(glyph, main)
        out.append(text)
        sure += [OCR_CONFIDENCE if glyph.hidden else 1.0] * len(text)
        last, parted = glyph, False
    text = "".join(out)
    return PrintedText(text, tuple(sure) if any(g.hidden for g in line) else None)


def _gap(a: Glyph, b: Glyph) -> float:
    """The points between two characters of one line, whichever way it runs."""
    if a.turn % 2:
        return max(b.rect.top - a.rect.bottom, a.rect.top - b.rect.bottom)
    return max(b.rect.x0 - a.rect.x1, a.rect.x0 - b.rect.x1)


def _mark(glyph: Glyph, main: Glyph) -> str:
    if not glyph.text.isdigit() or glyph.turn or glyph.size > 0.8 * main.size:
        return glyph.text
    rise = main.base - glyph.base
    if rise > 0.15 * main.size:
        return _RAISED.get(glyph.text, glyph.text)
    return _LOWERED.get(glyph.text, glyph.text) if rise < -0.08 * main.size else glyph.text


def aligned(line: Sequence[Glyph], left: float, unit: float) -> PrintedText:
    """A line's text with its columns set apart by spaces: one place for each `unit` points from `left` on.

    A Chinese character takes two places, as text programs show it.
    """
    out, places = EMPTY, 0
    for piece in pieces_of(line):
        column = round((piece[0].rect.x0 - left) / unit) if not piece[0].turn else 0
        gap = max(column - places, 2 if places else 0)
        text = printed(piece)
        out = out + PrintedText(" " * min(gap, 400)) + text
        places += min(gap, 400) + sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text.text)
    return out


def pieces_of(line: Sequence[Glyph]) -> list[list[Glyph]]:
    """A line's characters, cut where a gap parts columns."""
    pieces: list[list[Glyph]] = []
    before: Glyph | None = None
    for glyph in line:
        if glyph.text == " ":
            if pieces:
                pieces[-1].append(glyph)
            continue
        if before is None or _gap(before, glyph) > _COLUMN_GAP * max(before.size, glyph.size):
            pieces.append([])
        pieces[-1].append(glyph)
        before = glyph
    return pieces


def written_down(glyphs: Sequence[Glyph]) -> bool:
    """Whether the file writes the characters from top to bottom, one below the other, as upright Chinese is written."""
    letters = sorted((g for g in glyphs if g.text != " "), key=lambda g: g.order)
    if len(letters) < 3 or any(g.turn for g in letters):
        return False
    steps = [(b.x - a.x, b.base - a.base, max(a.size, b.size)) for a, b in pairwise(letters)]
    down = sum(abs(dx) < 0.3 * size and 0 < dy < 2.5 * size for dx, dy, size in steps)
    back = sum(dx < -0.5 * size and dy < 0 for dx, dy, size in steps)
    return down + back == len(steps) and back > 0


def columns_down(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Characters written down, as columns from right to left."""
    columns: list[list[Glyph]] = []
    for glyph in sorted((g for g in glyphs if g.text != " "), key=lambda g: -g.x):
        if columns and columns[-1][0].x - glyph.x < 0.5 * glyph.size:
            columns[-1].append(glyph)
        else:
            columns.append([glyph])
    return [sorted(column, key=lambda g: g.base) for column in columns]


def extent(glyphs: Sequence[Glyph]) -> Rect:
    """The rectangle around characters; there is at least one."""
    return around([g.rect for g in glyphs])
