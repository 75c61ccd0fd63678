"""Read what a report says of itself: issuer, level, year, title, date, index number, contact, each at its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from nianbao.extract.contact import find_contact
from nianbao.extract.level import level_of
from nianbao.extract.metadata import Found, find_body, find_index_number, find_published
from nianbao.extract.normalise import NormalText
from nianbao.extract.sections import SIGNED, FoundSection
from nianbao.extract.tight_text import without_markup
from nianbao.extract.title import YEAR, FoundTitle, find_title, year_of
from nianbao.schemas import Level, Span

_HEAD = 20000
_TAIL = 4000
_LONG_SECTION = 100000
_PERIOD = re.compile(
    rf"(?:统计期限|期限|时限|数据)[^。]{{0,30}}?({YEAR})\s?年\s?[1一]\s?月\s?[1一]\s?日"
    rf"|({YEAR})\s?年\s?1\s?月\s?1\s?日\s?起?[至到—-][^。]{{0,12}}12\s?月\s?31\s?日"
)
_BARE_YEAR = re.compile(rf"^[ #*]*({YEAR}) ?年?度?[ *]*$", re.MULTILINE)
_SITE = re.compile(r'"?([一-龥]{2,20}(?:人民政府|管委会|管理委员会))"?(?:门户|官方)?网站')
_SUBJECT = re.compile(
    rf"(?:{YEAR}年?度?(?:以来)?,|^)((?![我全本各该在])(?:[一-龥]{{2,24}}?(?:人民政府(?:办公室)?|"
    r"[省市县区](?:[一-龥]{1,16})?(?:局|委员会|委|办公室|厅|院)|[镇乡]|街道办事处)|[一-龥]{2,9}?[省市县区]))"
    r"(?=以|坚持|认真|深入|严格|高度|按照|在|全面|始终|紧紧|积极|贯彻|,)"
)


@dataclass(frozen=True)
class FrontMatter:
    """What a report says of itself; None where it does not print it. `spans` are in the original text."""

    issuer: str | None
    year: int | None
    title: str | None
    published: str | None
    level: Level | None = None
    index_number: str | None = None
    contact: Mapping[str, str] = field(default_factory=dict)
    spans: Mapping[str, Span] = field(default_factory=dict)


def read_front_matter(normal: NormalText, sections: Mapping[str, FoundSection]) -> FrontMatter:
    """The report's front matter. Never raises; linear.

    `year` is the year of the data: the title's, else the reporting period's (统计期限), else a bare year at the top.
    `issuer` is the name in the title, else a publisher field's, the signature's, the site's, or section 一's subject.
    `published` is what a label calls so (发布日期), ISO; a signature's date and 成文日期 are not it.
    """
    text = without_markup(normal.text)
    begin = min((s.title[0] for s in sections.values()), default=0)
    head = text[: begin if 0 < begin <= 60000 else _HEAD]
    tail = _tail(text, sections)
    spans: dict[str, Span] = {}

    def keep(key: str, found: Found | None, offset: int = 0) -> str | None:
        if found is None:
            return None
        spans[key] = normal.span(found[1] + offset, found[2] + offset)
        return found[0]

    period = _PERIOD.search(text[:_HEAD])
    period_year = year_of(period[1] or period[2]) if period else None
    title = find_title(text, begin, period_year) if begin else None
    title = title or find_title(text[:_HEAD], 0, period_year)
    if title:
        spans["title"] = normal.span(*title.span)
    year = _year(text, title, period, spans, normal)
    issuer = keep("issuer", _issuer(text, head, tail, title, sections))
    level = level_of(issuer, text[:_LONG_SECTION]) if issuer else None
    if level:
        spans["level"] = spans["issuer"]
    published = keep("published", find_published(head)) or keep("published", find_published(text[tail:]), tail)
    index = keep("index_number", find_index_number(head)) or keep("index_number", find_index_number(text[tail:]), tail)
    contact = {}
    for start, end in _spoken(text, head, sections):
        for key, (value, a, b) in find_contact(text[start:end]).items():
            if key not in contact:
                contact[key] = value
                spans[f"contact.{key}"] = normal.span(a + start, b + start)
    return FrontMatter(issuer, year, title.text if title else None, published, level, index, contact, spans)


def _year(
    text: str, title: FoundTitle | None, period: re.Match[str] | None, spans: dict[str, Span], normal: NormalText
) -> int | None:
    if title and title.year and title.year_span:
        spans["year"] = normal.span(*title.year_span)
        return title.year
    if period:
        spans["year"] = normal.span(*period.span(1 if period[1] else 2))
        return year_of(period[1] or period[2])
    if bare := _BARE_YEAR.search(text[:500]):
        spans["year"] = normal.span(*bare.span(1))
        return year_of(bare[1])
    return None


def _issuer(
    text: str, head: str, tail: int, title: FoundTitle | None, sections: Mapping[str, FoundSection]
) -> Found | None:
    if title and title.issuer and title.issuer_span:
        return title.issuer, *title.issuer_span
    if body := find_body(head):
        return body
    if signed := list(SIGNED.finditer(text, tail)):
        return signed[-1][1], *signed[-1].span(1)
    if site := _SITE.search(text[:_HEAD]):
        return site[1], *site.span(1)
    if overview := sections.get("overview"):
        start, end = overview.text
        if subject := _SUBJECT.search(text[start : min(end, start + 200)]):
            return subject[1], subject.start(1) + start, subject.end(1) + start
    return None


def _tail(text: str, sections: Mapping[str, FoundSection]) -> int:
    """Where the text's end begins: after the last section's title, at most `_TAIL` characters from the end."""
    last = max((s.title[1] for s in sections.values()), default=0)
    return max(last, len(text) - _TAIL)


def _spoken(text: str, head: str, sections: Mapping[str, FoundSection]) -> list[tuple[int, int]]:
    """The stretches in which a report itself speaks of its contact: its opening, section 一, section 六."""
    stretches = [(0, len(head))]
    for key in ("overview", "other"):
        if found := sections.get(key):
            start, end = found.text
            stretches.append((start, min(end, start + _LONG_SECTION)))
    return stretches
