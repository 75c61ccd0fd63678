"""Normalise a text for reading, with every character's place in the original kept."""

from __future__ import annotations

import unicodedata
from array import array
from dataclasses import dataclass
from functools import lru_cache

_DASHES = dict.fromkeys("‐‑‒–—―−─━﹘﹣－ー", "—")
_QUOTES = {"“": '"', "”": '"', "„": '"', "‟": '"', "「": '"', "」": '"', "『": '"', "』": '"', "‘": "'", "’": "'"}
_BARS = dict.fromkeys("│┃║｜¦", "|")
# Markdown's emphasis, escapes and code marks; no number or label of the form contains them.
_MARKS = frozenset("*\\`")
_STRUCK = frozenset("\u0335\u0336\u0337\u0338")
_DROPPED = frozenset("*\\`\ufeff\u00ad")


@dataclass(frozen=True)
class NormalText:
    """`text` for reading; `offsets[i]` is the place of its character i in `original` (one more entry for the end)."""

    text: str
    offsets: array[int]
    original: str = ""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original's span, end exclusive, of the normalised span [start, end)."""
        if end <= start:
            return self.offsets[start], self.offsets[start]
        places = self.offsets[start:end]
        return min(places), max(places) + 1


@lru_cache(maxsize=65536)
def _normal(character: str) -> str:
    if character in "\n\t":
        return character
    if character in _DROPPED:
        return ""
    for fixed in (_DASHES, _QUOTES, _BARS):
        if character in fixed:
            return fixed[character]
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    if character in "\x0b\x0c\x85\u2028\u2029":
        return "\n"
    if category in ("Cc", "Cf", "Cs", "Mn", "Me"):
        return ""
    folded = "".join(c for c in unicodedata.normalize("NFKC", character) if unicodedata.category(c) not in ("Mn", "Me"))
    # ①, ², ½, ⒈ are marks or list numerals beside a number, never digits of it: NFKC would make 5① read 51.
    if category in ("No", "So") and any(c.isdigit() for c in folded):
        return " "
    return folded


def normalise(original: str) -> NormalText:
    """Normalise width, compatibility characters, dashes, quotes and line ends; drop what is invisible.

    Normalising a normalised text changes nothing. Never raises. Source of the traps: reports from many converters.
    """
    pieces: list[str] = []
    offsets = array("I")
    previous = ""
    marked = -1
    for place, character in enumerate(original):
        if character == "\n" and previous == "\r":
            previous = character
            continue  # the \r before it already ended the line
        previous = character
        piece = "\n" if character == "\r" else _normal(character)
        if character in _MARKS:
            marked = place
        elif character in _STRUCK and pieces:  # a struck-out digit is none
            pieces[-1] = pieces[-1][:-1] + "#"
        if piece:
            # 5*1 is five with a mark and one, never fifty-one.
            if marked >= 0 and piece[0].isdigit() and pieces and pieces[-1][-1].isdigit():
                pieces.append(" ")
                offsets.append(marked)
            marked = -1
            pieces.append(piece)
            for _ in piece:
                offsets.append(place)
    offsets.append(len(original))
    return NormalText("".join(pieces), offsets, original)
