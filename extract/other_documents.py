"""Find where a document that is no report begins: a notice, a decision, a decree, an appointment in a gazette."""

from __future__ import annotations

import re
from dataclasses import dataclass

_KIND = r"(?:通知|决定|意见|批复|公告|通告|通报|公示|命令|令|函|请示|方案|办法|规定|细则|议案|纪要)"
_TITLE = re.compile(
    rf"(?:[一-龥()、,]{{2,40}})?关于[^。;]{{2,90}}?(?:的{_KIND}|任免|任职|免职)(?:\([^()]{{1,20}}\))?"
    r"|[一-龥]{2,30}(?:人民政府|政府办公室)令"
)
_NUMBER = re.compile(r"[一-龥]{1,12}[〔\[(]20\d\d[〕\])](?:第?\d{1,4}号)|第\d{1,4}号")
_ADDRESSEES = re.compile(r"(?:各[一-龥()、,]{2,80}|[一-龥()、,]{2,40}(?:政府|局|委员会|办公室|厅|单位|部门|企业)):")
_OWN = re.compile(r"信息公开.{0,12}(?:报告|年报)|年度报告")
"""Words of the report's own title: a notice that publishes it belongs to it."""
_NUMBER_ALONE = re.compile(r"[\s#*]*[一-龥]{1,12} ?[〔\[(]20\d\d[〕\])] ?第? ?\d{1,4} ?号[\s*]*")
_NEAR = 5
"""Lines around a title in which its number or its addressees stand."""
_LEAST_SENTENCES = 2
_LOOKED_AHEAD = 40
_LONGEST_TITLE = 120


@dataclass(frozen=True)
class OtherDocument:
    """A document that is no report: its title, and where its first line begins in the normalised text."""

    title: str
    start: int


@dataclass(frozen=True)
class _Words:
    text: str
    start: int


def find_other_document(text: str, start: int, end: int) -> OtherDocument | None:
    """The first other document that begins on a line of a stretch of a normalised text. Never raises; linear.

    Its title must be followed by sentences, and its number or its addressees must stand beside it: a link has neither.
    """
    if not re.search(_KIND + "|任免|任职|免职", text[start:end]):
        return None
    lines = _lines(text, start, end)
    for at in range(len(lines)):
        title = _title(lines, at)
        if title is None:
            continue
        words, used = title
        behind = lines[at + used : at + used + _LOOKED_AHEAD]
        stop = next((i for i, line in enumerate(behind) if _TITLE.fullmatch(line.text)), len(behind))
        sentences = sum(line.text.count("。") for line in behind[:stop])
        near = [*lines[max(0, at - 2) : at], *behind[:_NEAR]]
        numbered = any(_NUMBER.fullmatch(line.text) for line in near)
        addressed = any(_ADDRESSEES.match(line.text) for line in behind[:_NEAR])
        if sentences >= _LEAST_SENTENCES and (numbered or addressed):
            first = at
            while first > 0 and at - first < 2 and _NUMBER_ALONE.fullmatch(lines[first - 1].text):
                first -= 1
            return OtherDocument(words, lines[first].start)
    return None


def _lines(text: str, start: int, end: int) -> list[_Words]:
    """The lines that begin in a stretch, run together, without empty ones."""
    at = start if start == 0 or text[start - 1] == "\n" else text.find("\n", start, end) + 1
    if at == 0 and start > 0:
        return []
    out = []
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        if words := re.sub(r"[\s|#*>]", "", text[at : min(stop, at + 4000)]):
            out.append(_Words(words, at))
        at = stop + 1
    return out


def _title(lines: list[_Words], at: int) -> tuple[str, int] | None:
    """The title of another document that begins with a line and goes over one to three, and how many."""
    if "。" in lines[at].text or len(lines[at].text) > _LONGEST_TITLE:
        return None
    for used in (1, 2, 3):
        run = lines[at : at + used]
        if len(run) < used or any("。" in line.text or ":" in line.text for line in run):
            return None
        words = "".join(line.text for line in run)
        if len(words) > _LONGEST_TITLE:
            return None
        if _TITLE.fullmatch(words):
            return None if _OWN.search(words) else (words, used)
    return None
