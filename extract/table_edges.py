"""See where a table's lines end: the frame of a delimited line is no cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nianbao.extract.tokens import Line

_LEAST_LINES = 2


@dataclass(frozen=True)
class Edges:
    """Which outer delimiters of a table's lines are its frame. `known` is False where the lines do not tell."""

    left: bool
    right: bool
    known: bool

    def start(self, line: Line) -> int:
        """The first cell of a line."""
        return 1 if self.left and line.cells else 0

    def end(self, line: Line) -> int:
        """One more than the last cell of a line."""
        return line.cells - 1 if self.right and line.cells else line.cells


def find_edges(lines: Sequence[Line], start: int, end: int) -> Edges:
    """The frame of the delimited lines between two places.

    Markdown's outer pipes stand on every line of a table, headings included. Where no line has them, or some line ends
    with words, an empty cell at an end is a cell. Lines that all end with a delimiter but do not begin with one could
    be either: a table whose last column is empty looks the same.
    """
    inside = [line for line in lines if line.cells and start <= line.start < end]
    if len(inside) < _LEAST_LINES:
        return Edges(False, False, known=False)
    left = all(_opens(line) for line in inside)
    right = all(_closes(line) for line in inside)
    return Edges(left and right, right and left, known=left == right or not right)


def _opens(line: Line) -> bool:
    first = line.tokens[0] if line.tokens else None
    return first is not None and first.kind == "blank" and first.cell == 0 and first.end == first.start


def _closes(line: Line) -> bool:
    last = line.tokens[-1] if line.tokens else None
    return last is not None and last.kind == "blank" and last.cell == line.cells - 1
