"""Read the fields that a page prints around a report: date of publication, index number, publishing body.

A field is a label and its value: in one line, in neighbouring cells, on the next line, or labels in one row and their
values in the next. A value counts only in the shape that its label asks for.
"""

from __future__ import annotations

import re
from datetime import date

_DATE = r"((?:19|20)\d\d) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2})(?!\d)"
_PUBLISHED = (
    r"(?:发布|发表|公开|公布|发稿|上网|上线)(?:日期|时间)|发布于",
    r"发文(?:日期|时间)",
    r"(?<![一-龥])(?:日期|时间)(?=[ |\t]*:)",
)
"""Labels of the date of publication, surest first. 成文日期, 生成日期, a signature's date are when it was written."""
_INDEX = r"索引号码?|信息索引"
_INDEX_VALUE = r"((?=[^\s|]{0,40}\d)[0-9A-Za-z][0-9A-Za-z一-龥/\-—_.:〔〕\[\]()]{4,60})"
_BODY = (
    r"(?:信息)?(?:发布|公开|发文|制作|编制)(?:机构|机关|单位|主体)|责任单位|公开责任部门",
    r"(?:信息)?来源",
)
_BODY_VALUE = (
    r"([一-龥]{1,30}(?:政府|局|委员会|委|办公室|办|厅|院|镇|乡|街道|办事处|管委会|中心|署|馆|会|公署|部|队|处|所|县|区|市|省))"
    r"(?![一-龥])"
)
LABEL = re.compile(
    r"(?:索引号码?|信息索引|主题分类|主题词|体裁分类|组配分类|服务对象|信息分类|信息名称|名称|标题|文号|发文字号|公文时效|有效性|"
    r"时效性|状态|内容概述|关键词|(?:信息)?来源|责任单位|"
    r"(?:发布|发文|公开|成文|生成|废止|失效|生效)(?:机构|机关|单位|主体|日期|时间))[ :]*"
)
_GAP = r"[ 　]*:?[\s|:*]{0,40}(?:-{3}[-\s|]{0,60})?"
_MOST = 40
"""Labels of one kind that are looked at."""

Found = tuple[str, int, int]
"""A value as printed, and its span in the text that was searched."""


def find_published(text: str) -> Found | None:
    """The date of publication as YYYY-MM-DD with its span, where a label says that it is one."""
    for label in _PUBLISHED:
        for match in _values(text, label, _DATE):
            if iso := _iso(match):
                return iso, match.start(1), match.end(3)
    return None


def find_index_number(text: str) -> Found | None:
    """The 索引号 as printed."""
    for match in _values(text, _INDEX, _INDEX_VALUE):
        value = match[1].rstrip(".:-—")
        return value, match.start(1), match.start(1) + len(value)
    return None


def find_body(text: str) -> Found | None:
    """The body that a field names as the report's publisher; a 来源 only where no other field does."""
    for label in _BODY:
        for match in _values(text, label, _BODY_VALUE):
            if not LABEL.match(match[1]):
                return match[1], match.start(1), match.end(1)
    return None


def _values(text: str, label: str, value: str) -> list[re.Match[str]]:
    """Where a label is followed by a value, or stands in a row of labels above a row with such a value."""
    out: list[re.Match[str]] = []
    after = re.compile(_GAP + value)
    for count, match in enumerate(re.finditer(label, text)):
        if count == _MOST:
            break
        if found := after.match(text, match.end()):
            out.append(found)
        elif below := _below(text, match, value):
            out.append(below)
    return out


def _below(text: str, label: re.Match[str], value: str) -> re.Match[str] | None:
    """The value of a label that stands in a row of labels: as many cells further on as the row has labels."""
    window_start = max(0, text.rfind("\n\n", 0, label.start()), label.start() - 300)
    fields = [
        (m.start(), m.end())
        for m in re.finditer(r"[^\n\t|]+", text[window_start : label.end() + 400])
        if m[0].strip(" -:*")
    ]
    places = [(a + window_start, b + window_start) for a, b in fields]
    labelled = [bool(LABEL.fullmatch(text[a:b].strip(" *"))) for a, b in places]
    here = next((i for i, (a, b) in enumerate(places) if a <= label.start() < b), None)
    if here is None or not labelled[here]:
        return None
    first = last = here
    while first > 0 and labelled[first - 1]:
        first -= 1
    while last + 1 < len(labelled) and labelled[last + 1]:
        last += 1
    target = here + last - first + 1
    if last == first or target >= len(places):
        return None
    return re.compile(r"[ *]*" + value).match(text, *places[target])


def _iso(match: re.Match[str]) -> str | None:
    try:
        return date(*(int(part) for part in match.groups()[:3])).isoformat()
    except ValueError:
        return None
