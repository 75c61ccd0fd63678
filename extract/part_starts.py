"""Find where a report begins before its body: at its title and what a page prints above it, on a line of its own."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from nianbao.extract.files.content import TableGrid
from nianbao.extract.normalise import NormalText
from nianbao.extract.report_bodies import LOOKED_BACK, Body, same_title
from nianbao.extract.tight_text import TightText
from nianbao.extract.title import FoundTitle, titles_in

_FRONT = re.compile(
    r"[\s|#>•·\[-]*(?:(?:您?(?:的|现在的|当前)?(?:当前)?位置|首页|字体(?:大小)?|索引号|信息索引|发文字号|文号|标题|名称|"
    r"(?:发布|发表|公开|公布|发文|成文|生成|上线)?(?:日期|时间|机构|机关|单位|主体)|信息名称|公文时效|有效性|时效性|"
    r"浏览(?:次数|量)|主题(?:分类|词)|体裁分类|组配分类)\s*[:|>].*|<[^<>]{0,300}>[\s|]*)"
)
"""A line that a page prints above a report's title."""
_PREAMBLE = re.compile(
    r"[\s#>]*(?:根据|按照|依据|为了?|现将|本(?:年度)?报告|现(?:公布|发布)|20\d\d年).*(?:条例|统计期限|报告如下|编制)"
)
"""A paragraph between a report's title and its section 一."""
_PAGE = re.compile(r"(?:<!doctype[^<>]{0,200}>\s{0,20})?<html[\s>]|<!doctype[^<>]{0,200}>", re.IGNORECASE)
_FOOT = re.compile(r"主办(?:单位)?[ :]|承办(?:单位)?[ :]|版权所有|网站标识码|ICP备|公网安备")
"""What a site prints at the foot of its pages, never above a report."""
_FOOT_GOES_ON = re.compile(r"[\s|*>]*(?:(?:联系)?电话|(?:联系|单位|办公)?地址|邮政?编码?|传真|技术支持|</)[^\n]*")
_CLOSED = re.compile(r"(?:</[a-z][^<>]{0,50}>|<br\s*/?>)\s*", re.IGNORECASE)
_OPENED = re.compile(r"<[^<>/][^<>]{0,2000}>")
_MARKS = " \t#*>|-\u3000\ufeff\u200b"
_BREAKS = re.compile(r"[\r\v\f\x85\u2028\u2029]")
_LONGEST_LINE = 20000
_LONGEST_VALUE = 40
_MOST_LINES = 12
"""Lines above a title, or between it and section 一, that are looked at."""


@dataclass(frozen=True)
class Start:
    """Where a document begins: a place in the normalised text and in the original, and the title found there."""

    place: int
    original: int
    title: FoundTitle | None = None


@dataclass(frozen=True)
class Starts:
    """Looks for the starts of documents in a text: `words` are the normalised text without markup, `tight` run
    together; a start is never inside one of `grids`."""

    normal: NormalText
    words: str
    tight: TightText
    grids: Sequence[TableGrid] = ()

    def of_report(self, body: Body, before: Body | None) -> Start | None:
        """Where the report with a body begins, behind the body before it; None where that is at no line."""
        behind = before.last if before else 0
        foot = self._behind_foot(behind, body.start) if before else behind
        found = titles_in(self.words, max(foot, body.start - LOOKED_BACK), body.start)
        if before:  # what stands inside the report before is its running head
            found = [t for t in found if not self._stands_in(t, before)] or found
            if len(found) > 1 and self._listed(found[-2], found[-1]):
                foot, found = self._next_line(found[-1].span[1]), []
        if not found:
            if foot > behind:
                return self.at(foot, behind)
            place = self._above(self._line(body.start, behind), behind, _PREAMBLE)
            return self.at(self._above(place, behind, _FRONT), behind)
        behind = max(behind, foot - 1)
        title = found[-1]
        begin = title.span[0]
        for earlier in reversed(found[:-1]):
            if not same_title(earlier, title) or "。" in self.words[earlier.span[0] : begin]:
                break
            begin = earlier.span[0]
        return self.at(self._above(self._line(begin, behind), behind, _FRONT), behind, title)

    def at(self, place: int, behind: int, title: FoundTitle | None = None) -> Start | None:
        """The start at the line of a place; None where it would not be behind the place `behind`."""
        floor = self.normal.offsets[behind]
        at = 0 if place == 0 else self._begin_of_line(self.normal.offsets[place])
        if at is None:
            return None
        pages = [m.start() for m in _PAGE.finditer(self.normal.original, floor, at)]
        at = pages[-1] if pages else at
        grid = bisect_right(self.grids, at, key=lambda g: g.start) - 1
        if grid >= 0 and at < self.grids[grid].end:
            at = self.grids[grid].start
        return Start(place, at, title) if at > floor or place == 0 else None

    def _behind_foot(self, start: int, end: int) -> int:
        """The line behind the last foot of a site's page in a stretch; where there is none, the stretch's start."""
        feet = list(_FOOT.finditer(self.words, start, end))
        at = self._next_line(feet[-1].end()) if feet else start
        while feet and at < end and (more := _FOOT_GOES_ON.match(self.words, at, end)):
            at = self._next_line(more.end())
        return at if at < end else start

    def _next_line(self, place: int) -> int:
        return (self.words.find("\n", place) + 1) or len(self.words)

    def _listed(self, one: FoundTitle, other: FoundTitle) -> bool:
        """Whether two titles stand in a list of links: different ones with nothing between them."""
        gap = self.words[one.span[1] : other.span[0]]
        return not same_title(one, other) and not gap.strip(_MARKS + "\n•·")

    def _stands_in(self, title: FoundTitle, body: Body) -> bool:
        start, end = (bisect_left(self.tight.places, place) for place in (body.start, body.last))
        return self.tight.text.find(title.text, start, end) >= 0

    def _line(self, place: int, behind: int) -> int:
        """Where the line of a place begins, or the place itself where a line began only before `behind`."""
        begin = self.words.rfind("\n", 0, place) + 1
        return begin if begin > behind or behind == 0 else place

    def _above(self, place: int, behind: int, kind: re.Pattern[str]) -> int:
        """The first of the lines of a kind that stand directly above a line, empty ones aside."""
        begin = place
        value = False
        for _ in range(2 * _MOST_LINES):
            stop = begin - 1
            if stop <= behind or self.words[stop] != "\n":
                break
            begin = self.words.rfind("\n", 0, stop) + 1
            if begin <= behind and behind > 0:
                break
            line = self.words[begin:stop]
            if kind.match(line) and (not value or line.rstrip().endswith(":")):
                place, value = begin, False
            elif line.strip(_MARKS):
                if value or len(line) > _LONGEST_VALUE:
                    break
                value = True  # its label may stand on the line above
        return place

    def _begin_of_line(self, at: int) -> int | None:
        """Where the line of a place in the original begins; in HTML also behind a closing tag. None where words stand
        before it."""
        original = self.normal.original
        begin = original.rfind("\n", max(0, at - _LONGEST_LINE), at) + 1
        begin = max(
            (m.end() for m in _BREAKS.finditer(original, begin or max(0, at - _LONGEST_LINE), at)), default=begin
        )
        if begin == 0 and at > _LONGEST_LINE:
            return None
        closed = begin
        if "<" in original[begin:at]:
            closed = max((m.end() for m in _CLOSED.finditer(original, begin, at)), default=begin)
        return None if _OPENED.sub("", original[closed:at]).strip(_MARKS) else closed
