"""Find the bodies of reports in a text: sections in form order with something in them. A list of contents is none."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from nianbao.extract.sections import Heading, headings_in
from nianbao.extract.tight_text import TightText
from nianbao.extract.title import FoundTitle, titles_in

LOOKED_BACK = 30000
"""Characters before a body's first heading in which its title is looked for."""
_TABLES = (1, 2, 3)
"""The numbers of the sections that hold the tables."""
_LEAST_SECTIONS = 4
_LEAST_FILLED = 3
_MOST = 5000
"""Headings of one section that are considered: a yearbook has some hundred."""
_SAME = 80.0
"""Similarity (0–100) from which two titles of one year may be one title, garbled once."""
_FILLED = re.compile(r"[一-龥)\"'》%\d]。(?!。)|第二十条第|自然人|结果维持|规范性文件\d")
"""What a section holds and an entry of a list of contents does not: a sentence, or a table's words."""
_WORDS = (
    ("第二十条第", "行政强制", "行政事业性收费"),
    (
        *("重复申请", "属于国家秘密", "属于行政查询事项", "信访举报投诉", "要求提供公开出版物", "没有现成信息"),
        *("结转下年度", "不掌握相关政府信息"),
    ),
    ("结果维持", "结果纠正", "其他结果", "尚未审结"),
)
"""Words of each table's labels; half of them and more say that it is there."""


@dataclass(frozen=True)
class Body:
    """A report's body: places of the normalised text, from its first heading to behind its last heading.

    `sections` counts the six, `tables` the three whose labels stand in it. `named` says that it begins at section 一;
    else section 一 has no heading of its own and a title before it told it apart.
    """

    start: int
    last: int
    sections: int
    tables: int
    named: bool = True


def find_bodies(text: str, tight: TightText) -> list[Body]:
    """The bodies in a normalised text, in text order; `tight` is the text run together. Never raises; linear."""
    every = len(tight.text)
    headings = headings_in(text, tight, most=_MOST, looked_at=4 * _MOST)
    starts = _starts(text, tight, headings)
    bodies = []
    for at, start in enumerate(starts):
        last = at + 1 == len(starts)
        stop = len(headings) if last else starts[at + 1]
        end = every if last else headings[stop].start
        if body := _body(tight, headings[start:stop], end):
            bodies.append(body)
    return bodies


def same_title(one: FoundTitle, other: FoundTitle) -> bool:
    """Whether two titles may be the same: of one year, or a year unknown, and of issuers alike or unknown."""
    if one.year is not None and other.year is not None and one.year != other.year:
        return False
    if one.issuer is None or other.issuer is None:
        return True
    return fuzz.ratio(one.issuer, other.issuer) >= _SAME


def tables_between(tight: TightText, start: int, end: int) -> frozenset[int]:
    """The numbers of the sections whose tables' labels stand between two places of a tight text. Linear."""
    shown = []
    for number, words in zip(_TABLES, _WORDS, strict=True):
        found = sum(tight.text.find(word, start, end) >= 0 for word in words)
        if 2 * found >= len(words):
            shown.append(number)
    return frozenset(shown)


def _starts(text: str, tight: TightText, headings: Sequence[Heading]) -> list[int]:
    """The headings that a body may begin with: those of section 一, and those of section 二 on lines of their
    own that follow a last section and another report's title."""
    starts: list[int] = []
    own: FoundTitle | None = None
    behind = 0
    for at, heading in enumerate(headings):
        if heading.section > 1 or heading.score < (3 if heading.section else 2):
            continue
        before = headings[at - 1] if at else None
        if heading.section == 0:
            starts.append(at)
            place = tight.places[heading.start]
            behind = max(place - LOOKED_BACK, tight.places[before.end - 1] + 1 if before else 0)
            own = next(reversed(titles_in(text, behind, place)), None)
        elif before and before.section >= 4 and own is not None:
            place, behind = tight.places[heading.start], tight.places[before.end - 1] + 1
            found = titles_in(text, max(behind, place - LOOKED_BACK), place)
            if found and found[-1].issuer and found[-1].year and own.issuer and not same_title(own, found[-1]):
                starts.append(at)
                own = found[-1]
    return starts


def _body(tight: TightText, headings: Sequence[Heading], end: int) -> Body | None:
    """The body that headings open, up to `end` in the tight text; None if too little stands in or between them."""
    chain = _rising(headings)
    if len(chain) < _LEAST_SECTIONS or sum(h.section in _TABLES for h in chain) < 2:
        return None
    starts = [h.start for h in headings]
    filled = 0
    for heading in chain[:-1]:
        behind = bisect_left(starts, heading.end)
        stop = starts[behind] if behind < len(starts) else end
        filled += bool(_FILLED.search(tight.text, heading.end, stop))
    if filled < _LEAST_FILLED:
        return None
    tables = len(tables_between(tight, headings[0].start, end))
    first, last = tight.places[chain[0].start], tight.places[chain[-1].end - 1] + 1
    return Body(first, last, len(chain), tables, chain[0].section == 0)


def _rising(headings: Sequence[Heading]) -> list[Heading]:
    """The longest run of headings in form order that begins with the first; among equals the one that ends first."""
    best: dict[int, list[Heading]] = {headings[0].section: [headings[0]]}
    for heading in headings[1:]:
        before = max((best[s] for s in best if s < heading.section), key=len, default=None)
        if before and len(before) + 1 > len(best.get(heading.section, ())):
            best[heading.section] = [*before, heading]
    return max(best.values(), key=len)
