"""Find a report's title: whole on a line, in a cell, torn over lines, or with its issuer on a line of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from nianbao.extract.metadata import LABEL
from nianbao.extract.tight_text import TightText, tighten

YEAR = r"(?:20[0-4]\d|[二2][〇零○OoＯ0]{1}[一二三四五六七八九〇零○OoＯ]{2})"
_YEAR_WORDS = rf"(?:{YEAR}年?度?)"
REPORT = (
    rf"(?:政府|政务)?信息公开(?:工作)?(?:{_YEAR_WORDS}的?)?(?:工作)?"
    r"(?:年度(?:工作)?报告|年报|工作(?:年度)?报告|(?:工作)?情况(?:的)?(?:年度)?报告|报告)"
    r"|政务公开工作年度报告"
)
_TITLE = re.compile(
    rf"(?P<head>(?:(?!{REPORT})[^。;,》!?>:_\[\]]){{0,50}}?)(?P<report>{REPORT})(?P<tail>\((?:{_YEAR_WORDS}|样本|公开|全文)?\))?"
)
_LABEL = re.compile(r"(?:标题|名称|信息名称|题目|文件名称)[::]?")
_BEHIND = re.compile(r"$|[_|丨—-]|20\d\d[-年]|\((?!\d)|根据|按照|为了?|现将|本报告|[一1][、.]")
_NO_TITLE = re.compile(
    r"首页|栏目|附件|下载|位置|指南|制度|上一篇|下一篇|历年|关于做好|关于开展|的通知|编制|格式|按照|根据|依据"
)
_GENERIC = re.compile(r"(?:人民)?政府|办公室|委员会|管理局|局|关于|的|年?度?$")
_PLACE = re.compile(r"[省市县区旗州盟镇乡]|国家|街道|大学|医院")
_ENDING = re.compile(
    r"[一-龥()]{2,28}(?:政府|局|委员会|委|办公室|办|厅|院|镇|乡|街道|办事处|管委会|中心|署|馆|联合会|部|队|所|县|区|市|省)"
)
_FIELD = re.compile(r"([^\n|\t]+)|(\n[ \t]*\n)")
_MOST_FIELDS = 3000
_LONGEST = 300
"""Of a field so much is looked at: a text may be one line."""


@dataclass(frozen=True)
class FoundTitle:
    """A title run together, its year as digits or None, the issuer inside it, each with places in the text."""

    text: str
    span: tuple[int, int]
    year: int | None
    year_span: tuple[int, int] | None
    issuer: str | None
    issuer_span: tuple[int, int] | None


@dataclass(frozen=True)
class _Field:
    tight: TightText
    gap: bool
    """Whether an empty line stands before it."""
    value: bool
    """Whether it is the value of the field before it."""


def find_title(text: str, body: int, year: int | None) -> FoundTitle | None:
    """The title in a normalised text. `body` is where section 一 begins, `year` the reporting period's if printed.

    Before the body the fullest title of that year counts; behind it stand other years' reports and links. A title
    without any year counts only with an issuer. Never raises; linear.
    """
    end = body if body > 0 else min(len(text), 20000)
    fields = list(_fields(text, 0, min(end, 60000)))
    candidates = [found for at in range(len(fields)) for found in _at(fields, at)]
    years = {found.year for found in candidates}
    if not candidates or (year is not None and year not in years and (len(years) > 1 or body == 0)):
        return None  # links to the reports of other years

    def rank(found: FoundTitle) -> tuple[bool, bool, bool, int]:
        other = year is not None and found.year is not None and found.year != year
        return (not other, found.year is not None, found.issuer is not None, -found.span[0])

    return max(candidates, key=rank)


def titles_in(text: str, start: int, end: int) -> list[FoundTitle]:
    """Every title that begins a line or a cell of a stretch of a normalised text, in text order. Linear."""
    fields = list(_fields(text, start, end))
    return [found for at in range(len(fields)) for found in _at(fields, at)]


def year_of(words: str) -> int | None:
    """A printed year (2022, 二〇二二, 二O二二) as a number."""
    digits = words.translate(str.maketrans("〇零○OoＯ一二三四五六七八九", "000000123456789"))
    return int(digits) if digits.isascii() and digits.isdigit() else None


def _fields(text: str, start: int, end: int) -> Iterable[_Field]:
    """Lines and cells of a stretch, run together; empty ones left out."""
    gap, before = False, ""
    for count, match in enumerate(_FIELD.finditer(text, start, end)):
        if count == _MOST_FIELDS:
            return
        if match[2]:
            gap = True
        elif match[0].strip(" #*>"):
            lead = len(match[0]) - len(match[0].lstrip(" #*>•·-"))
            start = match.start() + lead
            tight = tighten(text, start, min(match.end(), start + _LONGEST))
            value = before.endswith(":") or bool(LABEL.fullmatch(before))
            yield _Field(tight, gap, value)
            gap, before = False, tight.text


def _at(fields: list[_Field], at: int) -> list[FoundTitle]:
    """The titles that begin with a field: alone, or with the one to three fields after it.

    Where the last line of several is a title by itself, the line before it belongs to it only as its missing issuer.
    """
    first = fields[at].tight
    if alone := _parse(first):
        return [alone]
    if len(first.text) > 40:
        return []
    for more in range(2, 5):
        run = fields[at : at + more]
        if len(run) < more or any(len(f.tight.text) > 60 for f in run):
            break
        joined = _join([f.tight for f in run])
        if last := _parse(run[-1].tight):
            names_it = more == 2 and not last.issuer and not run[0].value and not run[1].gap
            whole = _parse(joined) if names_it and _stands_alone(first.text) else None
            return [whole] if whole else []
        parsed = _parse(joined)
        if parsed and parsed.span[1] > run[-1].tight.places[0]:
            told = re.search(YEAR, first.text) or _stands_alone(first.text) or _PLACE.search(first.text)
            return [parsed] if told else []
    return []


def _stands_alone(words: str) -> bool:
    """Whether words are the name of a body and nothing else."""
    return bool(_ENDING.fullmatch(words)) and not re.search(r"公开|首页|网站|栏目|互动|服务|办事", words)


def _join(parts: list[TightText]) -> TightText:
    places = parts[0].places[:]
    for part in parts[1:]:
        places.extend(part.places)
    return TightText("".join(p.text for p in parts), places)


def _parse(tight: TightText) -> FoundTitle | None:
    """The title that a field begins with, if what follows it is no part of a sentence."""
    if "报" not in tight.text:
        return None
    label = _LABEL.match(tight.text)
    begin = label.end() if label else 0
    match = _TITLE.match(tight.text, begin)
    if not match or _NO_TITLE.search(match[0]) or not (match["head"] or match["tail"] or re.search(YEAR, match[0])):
        return None
    end = match.end()
    behind = tight.text[end : end + 5]
    torn = end < len(tight.text) and tight.places[end] > tight.places[end - 1] + 1
    if not (_BEHIND.match(behind) or torn):
        return None
    years = list(re.finditer(YEAR, match[0]))
    issuer = re.sub(rf"^《|{_YEAR_WORDS}|(?:关于)?(?:印发|发布)?|的$", "", match["head"])
    issuer = re.sub(r"^(?:关于|公布)|[《》\d]|的$|年?度$", "", issuer)
    if match["tail"] and not years and not issuer:
        return None
    has_issuer = len(issuer) >= 2 and bool(re.search(r"[一-龥]{2}", issuer))
    if not years and not (has_issuer and _stands_alone(issuer) and "年度" in match["report"]):
        return None
    at = match["head"].find(issuer) if has_issuer else -1
    year_at = years[-1] if years else None
    return FoundTitle(
        match[0],
        tight.span(begin, end),
        year_of(year_at[0]) if year_at else None,
        tight.span(begin + year_at.start(), begin + year_at.end()) if year_at else None,
        issuer if at >= 0 else None,
        tight.span(begin + at, begin + at + len(issuer)) if at >= 0 else None,
    )
