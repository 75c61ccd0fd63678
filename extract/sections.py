"""Find the six sections of a report: their titles and their text, whatever else repeats the titles' words.

A title counts as a heading by its place: behind a section numeral, or alone on its line or in its cell. In a sentence
it is followed by the next title or by more words; a list of contents has the same titles again behind it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from nianbao.extract.locate_tables import TITLES
from nianbao.extract.tight_text import TightText, tighten, without_markup

KEYS = tuple(TITLES)
_MOST = 60
"""Headings of one section that are considered: a report has one, with a list of contents two, with page heads more."""
_LOOKED_AT = 2000
"""Occurrences of one title's words that are looked at."""
_NUMERAL = re.compile(
    r"(?:第[一二三四五六七1-7](?:部分|章)[、:.]?|[(]?[一二三四五六七八九十][)]?[、,.:．]?|[1-7][、.])[#*]*$"
)
_OPENING = re.compile(
    r"(?:(?:因|本年度?|我[省市县区局镇乡]|政府|信息|公开|工作|被|申请|关于|开展|提起|和|与|的|、){0,8})$"
)
"""Words of a title before those that TITLES has."""
_CLUSTER = 200
"""A list of contents has its titles within so many characters of each other."""
_FURNITURE = re.compile(
    r"(?:^[ \t|#*>•·\[【(—-]*|(?<=[。\t|]) ?)(?:打印|关闭|返回|[上下]一[篇条页]|主办|承办|版权|网站(?:地图|标识)|"
    r"分享|扫一扫|相关(?:链接|文章|信息|附件)|历年|友情链接|联系我们|责任编辑|"
    r"【|[一-龥]{0,8}(?:公网安备|ICP备)|收藏|附件下载)",
    re.MULTILINE,
)
"""What a page prints behind a report."""
SIGNED = re.compile(
    r"^[ \t|]*([一-龥]{2,28}"
    r"(?:政府|局|委员会|委|办公室|厅|院|镇|乡|街道|办事处|管委会|中心|署|馆|联合会))[ |]*\n[\s|]{0,80}"
    r"(?:20\d\d|二[〇零○OＯ]..) ?年 ?[\d一二三四五六七八九十]{1,2} ?月 ?[\d一二三四五六七八九十]{1,3} ?日",
    re.MULTILINE,
)
"""A body's name on a line and a date below it: the signature behind a report."""
_CLOSED = re.compile(r"[\s。\d—/无]")
_BEGUN = re.compile(r"[\s|]|$|第二十条|信息内容|\(本列|申请人|行政复议")
_TRIM = " \t\n|#*"


@dataclass(frozen=True)
class FoundSection:
    """A section in the normalised text: the span of its title with its numeral, and of its text without edges."""

    title: tuple[int, int]
    text: tuple[int, int]


@dataclass(frozen=True)
class Heading:
    """A title that may be a heading: its section's number from 0, its place in the tight text with its numeral, and how
    much it looks like one (1: hardly, 3 and 4: it opens a line)."""

    section: int
    start: int
    end: int
    score: int


def find_sections(text: str) -> dict[str, FoundSection]:
    """The sections of a normalised text, in form order; one that has no heading is left out. Never raises; linear."""
    text = without_markup(text)
    tight = tighten(text)
    headings = _in_order(_without_contents(headings_in(text, tight)))
    found: dict[str, FoundSection] = {}
    for at, heading in enumerate(headings):
        title = tight.span(heading.start, heading.end)
        last = at + 1 == len(headings)
        stop = len(text) if last else tight.places[headings[at + 1].start]
        if last:
            behind = min(title[1] + 1, len(text))
            stop = min([m.start() for p in (_FURNITURE, SIGNED) if (m := p.search(text, behind))], default=stop)
        found[KEYS[heading.section]] = FoundSection(title, _trimmed(text, title[1], stop))
    return found


def headings_in(text: str, tight: TightText, *, most: int = _MOST, looked_at: int = _LOOKED_AT) -> list[Heading]:
    """Every occurrence of a title that may be a heading, in text order, at most `most` of a section."""
    out: list[Heading] = []
    for section, pattern in enumerate(TITLES.values()):
        kept = 0
        for match in islice(pattern.finditer(tight.text), looked_at):
            if heading := _heading(text, tight, section, match.start(), match.end()):
                out.append(heading)
                kept += 1
                if kept == most:
                    break
    return sorted(out, key=lambda h: h.start)


def _heading(text: str, tight: TightText, section: int, start: int, end: int) -> Heading | None:
    opening = _OPENING.search(tight.text[max(0, start - 40) : start])
    start -= len(opening[0]) if opening else 0
    numeral = _numeral(text, tight, start)
    start -= numeral
    place, stop = tight.places[start], tight.places[end - 1] + 1
    rest = text[stop : stop + 60]
    opens = _opens_a_line(text, place)
    closes = not rest or bool(re.match(r"[ *#:]*(?:[\n\t|]|$)", rest))
    following = tight.text[end : end + 1]
    if following in tuple("、,;和及等与\"'》」)") or re.match(r"[.…·—_]{3,}", tight.text[end : end + 4]):
        return None
    if following in ("。", "."):
        closes = False
        if not (numeral and opens):
            return None
    parted = bool(re.match(r"[\s。]", text[max(0, place - 1) : place])) and bool(re.match(r"[\s|]", rest))
    if not numeral:
        if not ((opens and closes) or parted):
            return None
        return Heading(section, start, end, 3 if opens and closes else 1)
    # In a text without lines a heading follows a full stop or a table's last number.
    if not opens and not (_CLOSED.search(text, max(0, place - 1), place) and _BEGUN.match(rest)):
        # In glued text a numeral that is the section's own is all there is to go by.
        own = tight.text[start : start + 2] == f"{'一二三四五六'[section]}、"
        return Heading(section, start, end, 1) if own else None
    if re.match(r"[ \t.|]*\d{1,3}[ \t|]*(?:\n|$)", rest) and not closes:
        return Heading(section, start, end, 1)  # the page number of a list of contents, perhaps
    return Heading(section, start, end, 4 if opens else 2)


def _numeral(text: str, tight: TightText, start: int) -> int:
    """How long the section numeral before a title is; 0 where there is none, or only a number's last digit."""
    match = _NUMERAL.search(tight.text[max(0, start - 12) : start])
    if not match:
        return 0
    place = tight.places[start - len(match[0])]
    return 0 if match[0][0].isdigit() and re.match(r"[\d.]", text[max(0, place - 1) : place]) else len(match[0])


def _opens_a_line(text: str, place: int) -> bool:
    """Whether nothing but marks stands before a place on its line or in its cell."""
    before = text[max(0, place - 80) : place]
    if place > 80 and not re.search(r"[\n\t|]", before):
        return False
    return not re.split(r"[\n\t|]", before)[-1].strip(" #*>•—-")


def _without_contents(headings: list[Heading]) -> list[Heading]:
    """Without a list of contents: four sections or more, close together and in order, that all have a heading later."""
    at = 0
    while at < len(headings):
        stop = at + 1
        while (
            stop < len(headings)
            and headings[stop].section > headings[stop - 1].section
            and headings[stop].start - headings[stop - 1].end < _CLUSTER
        ):
            stop += 1
        listed = {h.section for h in headings[at:stop]}
        if len(listed) >= 4 and listed <= {h.section for h in headings[stop:]}:
            return _without_contents(headings[stop:]) if at == 0 else headings[:at] + headings[stop:]
        at = stop
    return headings


def _in_order(headings: Sequence[Heading]) -> list[Heading]:
    """The headings, one of a section and in form order, that say most; among equals the first ones."""
    best: list[tuple[int, list[Heading]]] = [(0, [])] * len(KEYS)
    for heading in headings:
        before = max(best[: heading.section], key=lambda b: b[0], default=(0, []))
        chain = (before[0] + heading.score, [*before[1], heading])
        if chain[0] > best[heading.section][0]:
            best[heading.section] = chain
    return max(best, key=lambda b: b[0])[1]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without white space, cell marks and a title's colon at its edges."""
    part = text[start:end]
    begin = start + len(part) - len(part.lstrip(_TRIM + ":。"))
    return (begin, begin) if begin >= end else (begin, begin + len(text[begin:end].rstrip(_TRIM)))
