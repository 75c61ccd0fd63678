"""Find the sections and tables of a report by their titles' words and their labels, never by a numeral."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nianbao.extract.find_labels import Squeezed, find_chain
from nianbao.schemas import Form, Table

_MOST_REGIONS = 100
"""Stretches under one title that are searched for its table; a report has one, with its list of contents two."""

TITLES: dict[str, re.Pattern[str]] = {
    "overview": re.compile(r"总体情况"),
    "disclosure": re.compile(r"主动公开政府信息(?:的)?情况"),
    "requests": re.compile(r"收到和?处理政府信息公开申请(?:的)?情况"),
    "review": re.compile(r"行政复议[、,和及与]*(?:被)?(?:提起)?行政诉讼(?:的)?情况"),
    "problems": re.compile(r"存在的?(?:主要)?问题[、,和及与以]*改进(?:的)?(?:情况|措施)"),
    "other": re.compile(r"其他需要(?:报告|说明)的?(?:事项|情况)"),
}
"""Each section's title in a squeezed text, with the wordings that reports use."""

_OPENINGS: dict[str, re.Pattern[str]] = {
    "disclosure": re.compile(r"第二十条第[((]?[一1]|信息内容"),
    "requests": re.compile(r"本列数据的?勾稽关系|申请人情况|自然人"),
    "review": re.compile(r"行政复议(?=行政诉讼|结果)|结果维持"),
}
"""The first words of each table's own headings: they part tables whose titles are lost."""
_TITLE_LINE = 12
"""Letters that a title's line has beside the title at most: a numeral, a mark, the rest of the wording."""


@dataclass(frozen=True)
class Region:
    """Where a table may stand: places in the normalised text, from its title's end to the next section's title."""

    table: str
    start: int
    end: int
    titled: bool = True


def find_titles(squeezed: Squeezed) -> list[tuple[int, int, str]]:
    """Every occurrence of a section title as (start, end, section) in squeezed indexes, in text order."""
    return sorted((m.start(), m.end(), key) for key, pattern in TITLES.items() for m in pattern.finditer(squeezed.text))


def is_report(squeezed: Squeezed) -> bool:
    """Whether a text is a report of this kind at all: it says so, or has its sections or its labels."""
    text = squeezed.text
    if "政府信息公开" in text and re.search(r"年度报告|年报|工作报告", text):
        return True
    return len({key for _, _, key in find_titles(squeezed)} & {"disclosure", "requests", "review"}) >= 2


def candidate_regions(squeezed: Squeezed, key: str) -> list[Region]:
    """The regions that a title of the table opens, each up to the next title of another section.

    A repeated title (a page's running head) inside a region opens no region of its own.
    """
    regions: list[Region] = []
    titles = find_titles(squeezed)
    stops: list[int] = []
    stop, behind = len(squeezed.text), (len(squeezed.text), "")
    for begin, _, section in reversed(titles):  # a title's stretch ends where a title of another section begins
        if behind[1] and section != behind[1]:
            stop = behind[0]
        behind = (begin, section)
        stops.append(stop)
    for (_, end, section), stop in zip(titles, reversed(stops), strict=True):
        if section != key:
            continue
        region = Region(key, squeezed.place(end - 1) + 1, squeezed.place(stop))
        if not regions or region.end > regions[-1].end:
            regions.append(region)
    return regions


def titled_regions(squeezed: Squeezed, key: str, text: str) -> list[Region]:
    """The candidate regions whose title stands on a line of its own in the normalised text, not in a sentence."""
    out = []
    for region in candidate_regions(squeezed, key):
        title = region.start - 1
        line = text[text.rfind("\n", 0, title) + 1 : (text.find("\n", title) + 1 or len(text) + 1) - 1]
        matched = max((len(m[0]) for m in TITLES[key].finditer(re.sub(r"\W", "", line))), default=0)
        if len(re.sub(r"\W", "", line)) - matched <= _TITLE_LINE and "。" not in line:
            out.append(region)
    return out


def table_regions(squeezed: Squeezed, form: Form, key: str) -> list[Region]:
    """The regions that hold the table: its labels stand in them. Empty where the source has no such table."""
    table = form.tables[key]
    # A stretch shorter than half the labels' own words cannot have them, so a text full of titles costs nothing.
    least = min(sum(min(map(len, row.words)) for row in t.rows) for t in form.variants[key]) // 2
    long = [r for r in candidate_regions(squeezed, key) if squeezed.index(r.end) - squeezed.index(r.start) >= least]
    regions = [r for r in long[:_MOST_REGIONS] if labels_found(squeezed, form, r) >= 0.5]
    if regions:
        return regions
    # The title may be lost or garbled: the labels alone show the table, if nearly all of them stand in order.
    whole = Region(key, 0, squeezed.place(len(squeezed.text)), titled=False)
    if labels_found(squeezed, form, whole) < 0.8:
        return []
    start, end = _untitled_extent(squeezed, table)
    return [Region(key, start, end, titled=False)]


def labels_found(squeezed: Squeezed, form: Form, region: Region) -> float:
    """The share of the table's labels that stand in the region in form order, best variant (0–1)."""
    return max(
        len(find_chain(squeezed, table.rows, region.start, region.end)) / len(table.rows)
        for table in form.variants[region.table]
    )


def _untitled_extent(squeezed: Squeezed, table: Table) -> tuple[int, int]:
    """From the table's own headings before its first label to the next title, or the headings of another table."""
    text = squeezed.text
    chain = find_chain(squeezed, table.rows, 0, squeezed.place(len(text)))
    first, last = squeezed.index(chain[0].start), squeezed.index(chain[-1].end)
    titles = find_titles(squeezed)
    begin = max([e for _, e, _ in titles if e <= first] + [first - 200, 0])
    own = _OPENINGS[table.key].search(text, begin, last) if table.key in _OPENINGS else None
    begin = min(own.start(), first) if own else begin
    others = [found.start() for key, p in _OPENINGS.items() if key != table.key and (found := p.search(text, last))]
    stop = min([s for s, _, _ in titles if s >= last] + others + [len(text)])
    return squeezed.place(begin), squeezed.place(stop)
