"""Find a label that the layout has torn apart, with pieces of merged labels and headings between its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

_MOST_NOISE = 60
"""Letters between the first and the last of a torn label that are not its own, at most; a repeated heading has some."""
_MOST_PIECES = 6
_MOST_STARTS = 40


@dataclass(frozen=True)
class TornLabel:
    """A torn label's place in a squeezed text and whether all that stands between its pieces is known."""

    start: int
    end: int
    known: bool


def find_torn(text: str, words: str, low: int, high: int, known: tuple[str, ...]) -> TornLabel | None:
    """The tightest stretch of text[low:high] in which all letters of `words` stand in order, in a few pieces.

    `known` are the merged labels and headings that may stand in between, themselves torn. None where no stretch is
    tight enough.
    """
    best: tuple[int, int, list[int]] | None = None
    at = low
    for _ in range(_MOST_STARTS):
        places = letters_in_order(text, words, at, high)
        if places is None:
            break
        end = places[-1] + 1
        places = _backward(text, words, end)
        noise = end - places[0] - len(words)
        pieces = 1 + sum(b - a > 1 for a, b in pairwise(places))
        if noise <= _MOST_NOISE and pieces <= _MOST_PIECES and (best is None or (noise, pieces) < best[:2]):
            best = (noise, pieces, places)
        at = places[0] + 1
    if best is None:
        return None
    places = best[2]
    gaps = [text[a + 1 : b] for a, b in pairwise(places) if b - a > 1]
    return TornLabel(places[0], places[-1] + 1, all(_is_known(gap, known) for gap in gaps))


def letters_in_order(text: str, words: str, start: int, end: int) -> list[int] | None:
    """Where the letters of some words stand in order in text[start:end], each as early as may be; None if not."""
    places = []
    for letter in words:
        start = text.find(letter, start, end)
        if start < 0:
            return None
        places.append(start)
        start += 1
    return places


def _backward(text: str, words: str, end: int) -> list[int]:
    """The latest places of the letters before `end`; they are known to stand there."""
    places = []
    for letter in reversed(words):
        end = text.rfind(letter, 0, end)
        places.append(end)
    return places[::-1]


@lru_cache(maxsize=64)
def _pieces_of(known: tuple[str, ...]) -> re.Pattern[str]:
    """Every stretch of two letters or more of the known words, longest first, and their single letters last."""
    pieces = {word[i:j] for word in known for i in range(len(word)) for j in range(i + 1, min(len(word), i + 24) + 1)}
    return re.compile("|".join(re.escape(piece) for piece in sorted(pieces, key=len, reverse=True)))


def _is_known(gap: str, known: tuple[str, ...]) -> bool:
    """Whether a gap is made of pieces of the known words, of which at most two are single letters."""
    if not known:
        return False
    left = _pieces_of(known).sub("", gap)
    singles = sum(len(m[0]) == 1 for m in _pieces_of(known).finditer(gap))
    return not re.sub(r"\W", "", left) and singles <= 2
