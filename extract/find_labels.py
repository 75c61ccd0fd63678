"""Find a form's labels in a text whose layout may have torn, wrapped or slightly garbled them."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz

from nianbao.extract.normalise import normalise
from nianbao.extract.tokens import Line
from nianbao.extract.torn_labels import find_torn
from nianbao.schemas import Row, Table

_FUZZY = 75.0
"""Least similarity (0–100) for a garbled label; below it another label of the form could be meant."""
_WINDOW = 400
"""A garbled label is looked for within so many characters between its neighbours."""
_SHORT = 3
"""A label of so few characters says little by itself."""
_HEADINGS = (
    "(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和)",
    "申请人情况",
    "法人或其他组织",
    "信息内容",
)
"""What a table's head prints beside its columns' names; a page break repeats it."""
_QUOTES = re.compile(r"[\"']")
_MOST = 60
"""Occurrences of one label that are considered; a table has one, prose a few."""


@dataclass(frozen=True)
class Squeezed:
    """The words of a text without spaces, delimiters, quotes, numbers and page marks; `places` leads back.

    `before_values` are the indexes at which a printed value follows the words; `end` is where the text's last token
    ends: a text may end with numbers. `chains` keeps what `find_chain` has found.
    """

    text: str
    places: tuple[int, ...]
    before_values: frozenset[int] = frozenset()
    end: int = 0
    chains: dict[tuple[object, ...], tuple[Anchor, ...]] = field(default_factory=dict, compare=False, repr=False)

    def place(self, index: int) -> int:
        """The normalised text's place of a squeezed index; behind all words the end of the text."""
        return (
            self.places[index] if index < len(self.places) else max(self.end, self.places[-1] + 1 if self.places else 0)
        )

    def index(self, place: int) -> int:
        """The first squeezed index at or after a place of the normalised text."""
        return bisect_left(self.places, place)

    def part(self, start: int, end: int) -> str:
        """The squeezed text between two places of the normalised text."""
        return self.text[self.index(start) : self.index(end)]


@dataclass(frozen=True)
class Anchor:
    """A row's label as found: places in the normalised text, similarity 0–100."""

    row: str
    start: int
    end: int
    score: float


def squeeze(lines: list[Line]) -> Squeezed:
    """The words of the lines run together, so that a label torn over cells, lines or numbers is whole again."""
    pieces: list[str] = []
    places: list[int] = []
    before_values: set[int] = set()
    for line in lines:
        for token in line.tokens:
            if token.kind == "text":
                # Quotes are set anywhere around 三安全一稳定, and say nothing.
                if _QUOTES.search(token.text):
                    pieces.append(_QUOTES.sub("", token.text))
                    places.extend(token.start + i for i, c in enumerate(token.text) if not _QUOTES.match(c))
                else:
                    pieces.append(token.text)
                    places.extend(range(token.start, token.start + len(token.text)))
            elif token.is_value:
                before_values.add(len(places))
    end = next((line.tokens[-1].end for line in reversed(lines) if line.tokens), 0)
    return Squeezed("".join(pieces), tuple(places), frozenset(before_values), end)


@lru_cache(maxsize=512)
def label_words(words: str) -> str:
    """A label's words as they stand in a squeezed text."""
    return re.sub(r"\s", "", _QUOTES.sub("", normalise(words).text))


def occurrences(text: str, words: tuple[str, ...], start: int, end: int) -> list[tuple[int, int]]:
    """Where any of the words stands exactly in text[start:end], longest alternative first, none inside another."""
    found: list[tuple[int, int]] = []
    for word in map(label_words, words):
        at = text.find(word, start, end)
        while at >= 0 and len(found) < _MOST:
            if not any(at < e and at + len(word) > s for s, e in found):
                found.append((at, at + len(word)))
            at = text.find(word, at + 1, end)
    return sorted(found)


def find_chain(squeezed: Squeezed, rows: tuple[Row, ...], start: int, end: int, *, torn: bool = True) -> list[Anchor]:
    """The labels of `rows` between two places, in form order: as many as stand so, the most compact such chain.

    Labels that stand nowhere exactly are looked for between their neighbours, torn (unless `torn` is False) or
    garbled. Returned in form order; a row whose label is not found is left out. Looked for once in a text.
    """
    key = (rows, start, end, torn)
    found = squeezed.chains.get(key)
    if found is None:
        found = squeezed.chains[key] = tuple(_find_chain(squeezed, rows, start, end, torn=torn))
    return list(found)


def _find_chain(squeezed: Squeezed, rows: tuple[Row, ...], start: int, end: int, *, torn: bool) -> list[Anchor]:
    text, low, high = squeezed.text, squeezed.index(start), squeezed.index(end)
    found = [_telling(squeezed, row, occurrences(text, row.words, low, high)) for row in rows]
    chosen = _longest_chain(found)
    for index, row in enumerate(rows):
        if index in chosen:
            continue
        before = max((chosen[i][1] for i in chosen if i < index), default=low)
        after = min((chosen[i][0] for i in chosen if i > index), default=high)
        if min(map(len, map(label_words, row.words))) < 4:
            continue  # too short to be told by similarity
        after = min(after, before + _WINDOW) if any(i < index for i in chosen) else after
        before = max(before, after - _WINDOW)
        best: tuple[float, int, int] | None = None
        for word in map(label_words, row.words if torn else ()):
            piece = find_torn(text, word, before, after, between(rows))
            if piece and piece.known:
                best = (100.0, piece.start, piece.end)
                break
        for word in map(label_words, row.words if best is None else ()):
            match = fuzz.partial_ratio_alignment(word, text[before:after], score_cutoff=_FUZZY)
            if match and match.dest_end - match.dest_start >= len(word) - 2 and (best is None or match.score > best[0]):
                best = (match.score, before + match.dest_start, before + match.dest_end)
        if best:
            chosen[index] = (best[1], best[2], best[0])
    return [
        Anchor(rows[i].key, squeezed.place(s), squeezed.place(e - 1) + 1, score)
        for i, (s, e, score) in sorted(chosen.items())
    ]


@lru_cache(maxsize=64)
def between(rows: tuple[Row, ...]) -> tuple[str, ...]:
    """The words of a table that may stand inside a torn label: its merged labels and its columns' headings."""
    groups = [row.group for row in rows if row.group]
    return tuple(dict.fromkeys(label_words(w) for w in [*groups, *_HEADINGS, *(c.label for c in rows[0].columns)]))


@lru_cache(maxsize=64)
def label_letters(table: Table) -> frozenset[str]:
    """The letters and signs that a table's labels and merged labels are made of."""
    words = [word for row in table.rows for word in (*row.words, row.label, row.group or "")]
    return (
        frozenset("".join(map(label_words, words)))
        | frozenset("()[]、,.;:·“”\"'")
        | frozenset("123456789一二三四五六七八九十")
    )


def _telling(squeezed: Squeezed, row: Row, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The occurrences that may be the row's label. A short one (其他, 总计) is a heading's or a sentence's word too, so
    where some stand before a value, only those count."""
    if max(len(label_words(word)) for word in row.words) > _SHORT:
        return found
    return [o for o in found if o[1] in squeezed.before_values] or found


def _longest_chain(found: list[list[tuple[int, int]]]) -> dict[int, tuple[int, int, float]]:
    """The most rows in increasing places; among equals the one with the least text between its labels."""
    # best[(i, place)] = (rows in the chain that starts here, minus the text it spans, next)
    best: dict[tuple[int, int], tuple[int, int, tuple[int, int] | None]] = {}
    later: list[tuple[int, int]] = []  # (row, occurrence) already done, rows below
    for i in range(len(found) - 1, -1, -1):
        done: list[tuple[int, int]] = []
        for j, (start, end) in enumerate(found[i]):
            value: tuple[int, int, tuple[int, int] | None] = (1, 0, None)
            for row, k in later:
                if found[row][k][0] < end:
                    continue
                count, gap, _ = best[row, k]
                option = (count + 1, gap - (found[row][k][0] - start), (row, k))
                if option[:2] > value[:2]:
                    value = option
            best[i, j] = value
            done.append((i, j))
        later.extend(done)
    if not best:
        return {}
    at: tuple[int, int] | None = max(best, key=lambda key: best[key][:2])
    chain: dict[int, tuple[int, int, float]] = {}
    while at is not None:
        chain[at[0]] = (*found[at[0]][at[1]], 100.0)
        at = best[at][2]
    return chain
