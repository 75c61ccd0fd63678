"""Read who issued a report, for which year, under what title, and when it was published."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nianbao.extract.normalise import NormalText

_REPORT = r"政府信息公开(?:工作)?(?:年度报告|年报|工作报告)"
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d|二[〇零○OＯ]{1}[一二三四五六七八九〇零○]{2}) ?(?:年|年度)?")
_CHINESE_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_PERIOD = re.compile(r"(?:统计期限|期限|时限|数据)[^\n。]{0,20}?(20\d\d) ?年 ?1 ?月 ?1 ?日")
_DATE = r"(20\d\d) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2})"
_PUBLISHED = re.compile(rf"(?:发布|公开|发文|公布|发稿) ?(?:日期|时间) ?[::|\t ]*\n?[|\t ]*{_DATE}")
_ISSUER_FIELD = re.compile(
    r"(?:发布机构|发文机关|公开机构|信息来源|发布单位|来源|公开责任部门|制作单位) ?[::|\t]+ ?([^\s|]{2,40})"
)
_WEBSITE = re.compile(r'"?([一-龥]{2,20}(?:人民政府|管委会|管理委员会))"?(?:门户)?网站')


@dataclass(frozen=True)
class FrontMatter:
    """What a report says of itself; None where it does not print it."""

    issuer: str | None
    year: int | None
    title: str | None
    published: str | None


def read_front_matter(normal: NormalText) -> FrontMatter:
    """The report's issuer, data year, title and publication date (ISO), each as printed or None. Never raises."""
    text = normal.text[:20000]
    title = _title(text)
    year = _year(title or "") or _period_year(text) or _head_year(text)
    published = None
    if match := _PUBLISHED.search(text):
        year_, month, day = (int(g) for g in match.groups())
        if 1 <= month <= 12 and 1 <= day <= 31:
            published = f"{year_:04d}-{month:02d}-{day:02d}"
    return FrontMatter(_issuer(text, title), year, title, published)


def _title(text: str) -> str | None:
    """The first line (or field) that ends in the report's name and is no sentence."""
    best: str | None = None
    for line in re.split(r"[\n|\t]", text):
        bare = re.sub(r"^(?:标题|名称|信息名称|题目)\s*[::]\s*", "", line.strip())
        squeezed = re.sub(r"\s", "", bare)
        match = re.fullmatch(rf"[^。;,》]{{0,60}}{_REPORT}(?:\((?:样本|公开)?\))?", squeezed)
        if match and re.search(r"20\d\d|二[〇零○]", squeezed) and ">" not in squeezed and ":" not in squeezed:
            shown = re.sub(r"(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])", "", bare)
            if best is None or len(squeezed) > len(re.sub(r"\s", "", best)):
                best = shown
    return best


def _year(text: str) -> int | None:
    match = _YEAR.search(text)
    return int(match[1].translate(_CHINESE_DIGITS)) if match and match[1].translate(_CHINESE_DIGITS).isdigit() else None


def _period_year(text: str) -> int | None:
    match = _PERIOD.search(text)
    return int(match[1]) if match else None


def _head_year(text: str) -> int | None:
    match = re.search(r"^\s*(20\d\d) ?年?度?\s*$", text[:500], re.MULTILINE)
    return int(match[1]) if match else None


def _issuer(text: str, title: str | None) -> str | None:
    if title:
        name = re.split(_REPORT, title)[0]
        name = re.sub(r"(?:20\d\d|二[〇零○][一二三四五六七八九〇零○]{2}) ?年?度?|关于|印发|\s|《|的$", "", name)
        name = re.sub(r"^\d+", "", name)
        if len(name) >= 2:
            return name
    if match := _ISSUER_FIELD.search(text):
        return match[1]
    if match := _WEBSITE.search(text):
        return match[1]
    return None
