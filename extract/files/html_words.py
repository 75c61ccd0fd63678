"""Gather the words of a line or cell as a page shows them: white space closed, lines parted, pieces set apart."""

from __future__ import annotations

import re

_SPACES = re.compile(r"[ \t\r\n\f]+")
_CONTROLS = dict.fromkeys([*range(9), 11, *range(14, 32), 127], " ")
_SOFT = "\x1d"
"""A line's end in the page's source: a gap in Latin text, nothing in Chinese."""
_GAPS = re.compile(rf"[ {_SOFT}]+")
_STRIKE = "\u0336"


class Words:
    """Pieces of text in the making. A page's own lines are `lines`; each is stripped, empty ones are left out."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._open: list[str] = []

    def add(self, text: str, *, keeps_lines: bool = False, struck: bool = False) -> None:
        """Add text as its element has it. A digit that is struck out carries the sign for that: it is no number."""
        text = text.translate(_CONTROLS)
        if struck:
            text = "".join(c + _STRIKE if c.isdigit() else c for c in text)
        if not keeps_lines:
            self._open.append(_SPACES.sub(lambda gap: _SOFT if "\n" in gap[0] or "\r" in gap[0] else " ", text))
            return
        first, *others = re.split(r"\r\n?|\n", text)
        self._open.append(first)
        for line in others:
            self.end_line(keep=True)
            self._open.append(line)

    def part(self) -> None:
        """What follows is no part of the word or number before it."""
        self._open.append(" ")

    def end_line(self, *, keep: bool = False) -> None:
        """A line ends here. `keep`: its spaces show."""
        if not self._open:
            return
        line = "".join(self._open)
        self._open = []
        line = line.replace(_SOFT, " ").rstrip() if keep else _GAPS.sub(_closed, line).strip(" ")
        if line.strip():
            self.lines.append(line)


def _closed(gap: re.Match[str]) -> str:
    if " " in gap[0]:
        return " "
    before, after = gap.string[gap.start() - 1 : gap.start()], gap.string[gap.end() : gap.end() + 1]
    apart = before.isalnum() and after.isalnum() and (before.isascii() or after.isascii())
    return " " if apart else ""
