"""Split a text that holds several reports, or a report among other documents, where the evidence is strong."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from nianbao.extract.clean_text import clean_text
from nianbao.extract.files.content import TableGrid
from nianbao.extract.other_documents import find_other_document
from nianbao.extract.part_starts import Start, Starts
from nianbao.extract.report_bodies import Body, find_bodies, same_title, tables_between
from nianbao.extract.tight_text import TightText, tighten, without_markup
from nianbao.extract.title import REPORT
from nianbao.extract.what_it_is import no_report

_LISTED = re.compile(rf"^[^\n。]{{0,60}}?(?:{REPORT})[^\n。]{{0,100}}$", re.MULTILINE)
"""A line of a list of contents that names a report."""
_TAG = re.compile(r"<[^<>\n]{1,400}>")
_REPEATED = ("总体情况", "收到和处理政府信息公开申请情况")
_OTHER_TITLE = re.compile(r"关于.{2,90}?(?:的(?:[一-龥]{1,2})|任免|任职|免职)|人民政府令|政府办公室令")


@dataclass(frozen=True)
class Part:
    """A stretch of a text, characters, end exclusive, and what it is. `why` is a sentence's part for the user."""

    start: int
    end: int
    kind: Literal["report", "other"]
    why: str


def split_reports(text: str, grids: Sequence[TableGrid] = ()) -> list[Part]:
    """The parts of a text, which together are the whole text; one part where it holds one report, or none.

    A report begins anew only where a whole body (four sections or more in form order, with sentences or tables in
    them) follows another whole body, each below its own title; without a second title, or under the same one, only
    where both have their tables too. Other documents are cut off only where a document's title, its number or its
    addressees and its sentences show them. Every part begins at a line, or in HTML behind a closing tag, and outside
    `grids`. Never raises; linear.

    >>> split_reports("关于召开会议的通知\\n请准时参加。")
    [Part(start=0, end=16, kind='other', why='a notice (通知)')]
    """
    whole = [Part(0, len(text), "report", "the only report in the text")]
    if not _may_be_several(text):
        reason = no_report(text)
        return [Part(0, len(text), "other", reason)] if reason else whole
    normal = clean_text(text)
    words = without_markup(normal.text)
    tight = tighten(words)
    bodies = find_bodies(words, tight)
    if not bodies:
        reason = no_report(text)
        return [Part(0, len(text), "other", reason)] if reason else whole
    starts = Starts(normal, words, tight, grids)
    return _parts(starts, _reports(starts, bodies)) or whole


def _may_be_several(text: str) -> bool:
    """Whether a text has a section's title twice, or the title of another document: else there is nothing to split."""
    bare = "".join((_TAG.sub("", text) if "<" in text else text).split())
    if any(len(re.findall(title + "(?![、,，])", bare)) > 1 for title in _REPEATED):
        return True
    return "总体情况" in bare and bool(_OTHER_TITLE.search(bare))


def _reports(starts: Starts, bodies: Sequence[Body]) -> list[tuple[Start, Body]]:
    """Where each report begins, and the last of the bodies that belong to it."""
    reports = [(starts.of_report(bodies[0], None) or Start(0, 0), bodies[0])]
    for body in bodies[1:]:
        own, before = reports[-1]
        found = starts.of_report(body, before)
        another = found and found.title and own.title and not same_title(found.title, own.title)
        if found and (another or min(before.tables, body.tables) >= 2):
            reports.append((found, body))
        else:
            reports[-1] = (own, body)
    return reports


def _parts(starts: Starts, reports: Sequence[tuple[Start, Body]]) -> list[Part]:
    """The parts between the starts of reports and of other documents; none where the text is one report."""
    cuts: list[tuple[int, Literal["report", "other"], str]] = []
    words = starts.words
    first = reports[0][0]
    ends = [start.place for start, _ in reports[1:]] + [len(words)]
    why = _before(words, first, several=len(reports) > 1) if first.title and first.original > 0 else None
    if why and _keeps_its_tables(starts.tight, (first.place, ends[0]), (0, first.place)):
        cuts.append((0, "other", why))
    for at, (start, body) in enumerate(reports):
        name = f"a report: {start.title.text}" if start.title else "a report without a title"
        cuts.append((start.original if cuts else 0, "report", name))
        other = find_other_document(words, body.last, ends[at])
        if not other or not _keeps_its_tables(starts.tight, (start.place, other.start), (other.start, ends[at])):
            continue
        if behind := starts.at(other.start, body.last):
            cuts.append((behind.original, "other", f"another document behind the report: {other.title}"))
    if len(cuts) == 1:
        return []
    stops = [cut[0] for cut in cuts[1:]] + [len(starts.normal.original)]
    return [Part(cut[0], stop, cut[1], cut[2]) for cut, stop in zip(cuts, stops, strict=True)]


def _keeps_its_tables(tight: TightText, report: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether no table stands in what is cut off that the report itself lacks: it might be the report's own."""
    inside, outside = (
        tables_between(tight, *(bisect_left(tight.places, place) for place in stretch)) for stretch in (report, other)
    )
    return outside <= inside


def _before(words: str, first: Start, *, several: bool) -> str | None:
    """What stands before the first report, if it is a document of its own."""
    if other := find_other_document(words, 0, first.place):
        return f"another document before the report: {other.title}"
    listed = set(_LISTED.findall(words, 0, first.place)) if several else set()
    return f"a list of {len(listed)} titles before the reports" if len(listed) > 1 else None
