"""Print a grid in columns of equal width, as a PDF converter does that keeps positions."""

from __future__ import annotations

import unicodedata

from nianbao.eval.drawn.grids import Grid, is_value, merged_above

_WRAP = 10
"""Characters of a label's column: a longer label goes on below."""


def width(text: str) -> int:
    """The columns that a text takes on a terminal: two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _pad(text: str, wide: int) -> str:
    return text + " " * max(wide - width(text), 0)


def aligned(grid: Grid) -> str:
    """A row to a line, every column at one place; a label wider than 40 pushes its own row to the right."""
    wide = [max(width(row[i] or "") for row in grid) for i in range(len(grid[0]))]
    wide[0] = min(wide[0], 40)
    lines = ("  ".join(_pad(text or "", w) for text, w in zip(row, wide, strict=True)) for row in grid)
    return "\n".join(line.rstrip() for line in lines)


def wrapped(grid: Grid) -> str:
    """Labels cut after ten characters and set in the middle of the rows that they cover, on lines around the numbers.

    A row takes as many lines as its longest label; its numbers stand on the middle one.
    """
    bands = [max(len(_pieces(text)) for text in row) for row in grid]
    tops = [sum(bands[:i]) for i in range(len(grid))]
    lines = [[""] * len(grid[0]) for _ in range(sum(bands))]
    for i, row in enumerate(grid):
        for j, text in enumerate(row):
            if not text:
                continue
            covered = bands[i]
            below = i + 1
            while below < len(grid) and grid[below][j] is None and merged_above(grid, below, j):
                covered += bands[below]
                below += 1
            pieces = _pieces(text)
            top = tops[i] + (covered - len(pieces)) // 2
            for k, piece in enumerate(pieces):
                at = lines[top + k]
                # A merged label's column may be taken already by a label that is set over it.
                at[j] = at[j] + piece
    wide = [max(width(line[j]) for line in lines) for j in range(len(grid[0]))]
    return "\n".join("  ".join(_pad(t, w) for t, w in zip(line, wide, strict=True)).rstrip() for line in lines)


def _pieces(text: str | None) -> list[str]:
    if not text or is_value(text):
        return [text or ""]
    return [text[i : i + _WRAP] for i in range(0, len(text), _WRAP)]
