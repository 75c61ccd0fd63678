"""Say in which order a table's columns stand by the letters of their headings, where these are cut over several lines.

A heading in a narrow column is printed over several lines, and a line holds pieces of many headings. Whatever is cut,
on each line the pieces stand from left to right. So the columns' order is the one for which the lines run on with the
fewest steps back; a converter that puts two printed lines into one adds such steps for every order alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from nianbao.extract.aligned import Aligned, Ruler
from nianbao.extract.tokens import Line, Token

LETTERS: dict[str, dict[str, str]] = {
    "requests": {
        "natural_person": "自然",
        "commercial_enterprise": "商业企",
        "research_institution": "科研",
        "public_welfare_organization": "社会公益",
        "legal_service_organization": "法律服务",
        "other_organization": "其他它",
        "total": "总计合",
    },
    "review": {"upheld": "维持", "corrected": "纠正", "other": "其他它", "pending": "尚未审", "total": "总计合"},
    "disclosure": {"issued": "制发", "repealed": "废止", "in_force": "现行有效"},
}
"""Letters that only one heading of the table has."""
_OTHER_WORDS = re.compile(
    r"法人(?:或|和|及|与)?(?:其[他它])?(?:组织)?|申请人(?:情况)?|未经复议直接起诉?|未经复议|未经|复议后起?诉?|行政复议|行政诉讼"
)
"""Merged headings, whose letters are no column's."""


def stand_in_order(table: str, lines: Sequence[str]) -> bool:
    """Whether form order is the one order of the columns that the heading lines fit best.

    `lines` have no spaces. False also where a column has no letter in any line, or another order fits as well.
    """
    letters = LETTERS[table]
    runs = [_run(letters, _OTHER_WORDS.sub("", line)) for line in lines]
    if {column for run in runs for column in run} != set(range(len(letters))):
        return False
    here = _steps_back(runs, range(len(letters)))
    return all(_steps_back(runs, order) > here for order in _other_orders(len(letters)))


def _run(letters: Mapping[str, str], line: str) -> list[int]:
    """The columns whose letters stand on a line, from left to right, each once in a row."""
    own = {letter: column for column, group in enumerate(letters.values()) for letter in group}
    run: list[int] = []
    for letter in line:
        column = own.get(letter, -1)
        if column >= 0 and (not run or run[-1] != column):
            run.append(column)
    return run


def _steps_back(runs: Sequence[Sequence[int]], order: Sequence[int]) -> int:
    rank = {column: place for place, column in enumerate(order)}
    return sum(rank[b] < rank[a] for run in runs for a, b in pairwise(run))


def _other_orders(columns: int) -> Iterator[list[int]]:
    """Every order that is one exchange of two columns, or one column's move, away from form order."""
    form = list(range(columns))
    for i in range(columns):
        for j in range(columns):
            if i < j:
                exchanged = form.copy()
                exchanged[i], exchanged[j] = exchanged[j], exchanged[i]
                yield exchanged
            if i != j:
                moved = [c for c in form if c != i]
                moved.insert(j, i)
                yield moved


def stand_above(table: str, aligned: Aligned, lines: Sequence[Line], rulers: Sequence[Ruler]) -> bool:
    """Whether every column has letters of its own heading above it, and none of another's, by some of the rulers.

    `lines` are the heading lines; in `review` the five outcomes stand above every block.
    """
    return any(_above(LETTERS[table], aligned, lines, ruler) for ruler in rulers)


def _above(letters: Mapping[str, str], aligned: Aligned, lines: Sequence[Line], ruler: Ruler) -> bool:
    own = {letter: column for column, group in enumerate(letters.values()) for letter in group}
    seen = set()
    for line in lines:
        for letter, word in letters_of(line):
            if (column := own.get(letter.text)) is None:
                continue
            under = ruler.under(aligned.extent(word, ruler.wide))
            place = under[0] if len(under) == 1 else ruler.nearest(aligned.extent(letter, ruler.wide))
            if place % len(letters) != column:
                return False
            seen.add(place)
    return len(seen) == len(ruler.columns)


def letters_of(line: Line) -> Iterator[tuple[Token, Token]]:
    """The line's letters one by one, each with its word, without those of merged headings."""
    letters = [
        (replace(token, text=token.text[i], start=token.start + i, end=token.start + i + 1), token)
        for token in line.tokens
        if token.kind == "text"
        for i in range(len(token.text))
    ]
    words = "".join(letter.text for letter, _ in letters)
    merged = {i for found in _OTHER_WORDS.finditer(words) for i in range(*found.span())}
    yield from (pair for i, pair in enumerate(letters) if i not in merged)
