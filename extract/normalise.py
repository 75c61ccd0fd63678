"""Normalise a text for reading, with every character's place in the original kept."""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass
from functools import lru_cache

_DASHES = dict.fromkeys("‐‑‒–—―−─━﹘﹣－ー", "—")
_SLASHES = dict.fromkeys("＼﹨", "/")  # wide ones stand in cells for nothing; a plain backslash is Markdown's
_QUOTES = {"“": '"', "”": '"', "„": '"', "‟": '"', "「": '"', "」": '"', "『": '"', "』": '"', "‘": "'", "’": "'"}
_BARS = dict.fromkeys("│┃║｜¦", "|")
# Markdown's emphasis, escapes and code marks; no number or label of the form contains them.
MARKS = frozenset("*\\`＊﹡｀\u1fef")
_BEHIND_MARKS = re.compile(r"[*\\`＊﹡｀\u1fef\u200b-\u200f\u2060\ufeff\u00ad]+\d")
_STRUCK = frozenset("\u0335\u0336\u0337\u0338")
_DROPPED = MARKS | frozenset("\ufeff\u00ad")


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
        if end - start == 1:
            return self.offsets[start], self.offsets[start] + 1
        places = self.offsets[start:end]
        return min(places), max(places) + 1


@lru_cache(maxsize=65536)
def _normal(character: str) -> str:
    if character in "\n\t":
        return character
    if character in _DROPPED:
        return ""
    for fixed in (_DASHES, _SLASHES, _QUOTES, _BARS):
        if character in fixed:
            return fixed[character]
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    if character in "\x0b\x0c\x85\u2028\u2029":
        return "\n"
    if character in "\x07\x1c\x1d\x1e\x1f":  # Word's mark of a cell's end, and the separators of ASCII
        return "\t"
    if category == "Cc":
        return " "  # whatever it was for, it parts what it stands between: 5, 1, never 51
    if category in ("Cf", "Cs", "Mn", "Me"):
        return ""
    folded = "".join(c for c in unicodedata.normalize("NFKC", character) if unicodedata.category(c) not in ("Mn", "Me"))
    # ①, ², ½, ⒈ are marks or list numerals beside a number, never digits of it: NFKC would make 5① read 51.
    if category in ("No", "So") and any(c.isdigit() for c in folded):
        return " "
    return folded if folded == character else "".join(_normal(c) for c in folded)


def normalise(original: str) -> NormalText:
    """Normalise width, compatibility characters, dashes, quotes and line ends; drop what is invisible.

    Normalising a normalised text changes nothing. Never raises. Source of the traps: reports from many converters.
    """
    pieces: list[str] = []
    offsets = array("I")
    kinds = {character: _normal(character) for character in set(original)}
    # Runs of characters that each stay one are taken whole: nearly all of a usual text.
    usual = {ord(character): piece for character, piece in kinds.items() if len(piece) == 1}
    others = [re.escape(character) for character in sorted(kinds) if len(kinds[character]) != 1]
    at = 0
    last = ""
    for match in re.finditer(f"\r\n?|[{''.join(others)}]" if others else "\r\n?", original):
        place = match.start()
        piece = "\n" if match[0][0] == "\r" else kinds[match[0]]
        before = original[at:place].translate(usual)
        last = before[-1:] or last
        if match[0] in _STRUCK and before:  # a struck-out digit is none
            before = before[:-1] + "#"
        # 5*1 is five with a mark and one, never fifty-one.
        if match[0] in MARKS and last.isdigit() and _BEHIND_MARKS.match(original, place):
            piece = " "
        last = piece[-1:] or last
        pieces += (before, piece)
        offsets.extend(range(at, place))
        offsets.extend([place] * len(piece))
        at = match.end()
    pieces.append(original[at:].translate(usual))
    offsets.extend(range(at, len(original) + 1))
    return NormalText("".join(pieces), offsets, original)
