"""A stretch of a text without white space and cell marks, so that words torn over lines or cells are whole again."""

from __future__ import annotations

import itertools
import re
from array import array
from dataclasses import dataclass
from functools import cached_property

_WORD = re.compile(r"[^\s|]+")


@dataclass(frozen=True)
class TightText:
    """`text` is run together; `places[i]` is where its character i stands in the text that it was made of."""

    text: str
    places: array[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the text it was made of, end exclusive, of a stretch that is not empty."""
        return self.places[start], self.places[end - 1] + 1

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Where each sentence begins and ends, full stop included."""
        bounds = [0, *(m.end() for m in re.finditer("[。!?]", self.text)), len(self.text)]
        return [(a, b) for a, b in itertools.pairwise(bounds) if a < b]


def without_markup(text: str) -> str:
    """The text with the attributes of pandoc's spans (`[…]{style="…"}`) made blank, every character in its place."""
    if "]{" not in text:
        return text
    return re.sub(r"\]\{[^{}\n]{0,400}\}", lambda m: " " * len(m[0]), text).replace("[", " ")


def tighten(text: str, start: int = 0, end: int | None = None) -> TightText:
    """A stretch of a text, run together. Never raises; linear."""
    pieces: list[str] = []
    places = array("I")
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        pieces.append(match[0])
        places.extend(range(match.start(), match.end()))
    return TightText("".join(pieces), places)
