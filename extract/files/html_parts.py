"""The pieces of a page in the making: lines, tables, links, and what each open element passes on."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from nianbao.extract.files.html_grid import PageTable, Piece
from nianbao.extract.files.html_words import Words


@dataclass(frozen=True)
class PageLink:
    """A link or a frame of the page: its words, where it leads as the page writes it, and its element's tag."""

    words: str
    target: str
    tag: str


@dataclass
class PageParts:
    """What a page shows. `letters` are counted without white space; `hidden_tables`: those not shown."""

    pieces: list[Piece] = field(default_factory=list)
    links: list[PageLink] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    letters: int = 0
    link_letters: int = 0
    tables: int = 0
    hidden_tables: int = 0
    struck: int = 0


Frames = Callable[[Any], list[Piece] | None]
"""The pieces of the page that a frame's element shows, if that page is at hand."""


@dataclass
class Open:
    """An open element: what it inherits and passes on, and what it has begun."""

    keeps_lines: bool = False
    struck: bool = False
    blank: bool = False
    link: bool = False
    apart: bool = False
    block: bool = False
    heading: bool = False
    table: PageTable | None = None
    cell: bool = False
    row: bool = False
    around: tuple[int, int, int, int, int, str, Flow] | None = None
    closes: int = 0


class Flow:
    """Pieces in the making, of the page or of one cell."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.words = Words()

    def end_line(self) -> None:
        """A line ends here."""
        self.words.end_line()
        self.pieces += self.words.lines
        self.words.lines.clear()


def span_of(element: Any, attribute: str) -> int:
    """What a `rowspan` or `colspan` says: 1 where it is no number, 0 as it stands."""
    found = re.match(r"\s*\+?(\d{1,9})", element.get(attribute) or "")
    return int(found[1]) if found else 1
