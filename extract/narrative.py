"""Read the numbers that section 一 states in words: requests, reviews, documents. What is not plainly stated is left.

A sentence counts only where it, or the heading of its paragraph, speaks of 政府信息公开, a number only behind the
words for its quantity. Parts of a number (其中…, 通过网络…), numbers of other years, and about-numbers (余, 多, 近)
state nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nianbao.extract.tight_text import TightText, tighten, without_markup

_N = (
    r"(?<![\d.])(?P<n>\d{1,3}(?:,\d{3})+|\d{1,7}|[零〇一二两三四五六七八九十百千]{1,9})"
    r"[件宗起例份个项条笔次](?![多余次])"
)
_ABOUT = r"(?:共计|总计|合计|累计|总数|总量|数量|共|有|分别)?(?:为|是|:)?"
_OF = r"(?P<gap>[^。;:!?,\d]{0,30}?)"
_ASKED = r"(?:公开(?:的)?|依)申请(?:公开)?(?:申请)?(?:表|书|件|事项|信息|案件)?"
_GIVEN = r"(?:收到|接到|接收|受理|新收)"
_DOCS = r"(?:行政)?规范性文件"
_RULES = r"(?:政府|部门|地方政府|行政)?规章"
_MADE = r"(?:制发|制定|出台|印发|制定出台|新制定)(?:了|并公开|本级)?"
_NEXT = r"(?:下年度?|下一年度?|次年|明年)"
_OTHER = r"[\d一二三四五六七八九十百]{1,6}"

LITIGATION = ("review.litigation_direct.total", "review.litigation_after_reconsideration.total")
_DENIED = tuple(
    f"requests.denied_{k}.total"
    for k in (
        *("state_secret", "prohibited_by_law", "security_and_stability", "third_party_rights"),
        *("internal_affairs", "process_information", "enforcement_files", "administrative_inquiry"),
    )
)

# The cells whose sum a number is about, and how it is said. A pattern's `n` is the number.
_COUNTS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("requests.received.total",), rf"{_GIVEN}(?:了)?{_OF}{_ASKED}{_ABOUT}{_N}"),
    (("requests.received.total",), rf"{_GIVEN}(?:了)?{_N}{_OF}{_ASKED}"),
    (("requests.received.total",), rf"{_GIVEN}(?:了|到)?申请(?:书|件)?{_ABOUT}{_N}"),
    (("requests.received.total",), rf"{_ASKED}{_GIVEN}(?:总)?[数量](?:为|是|:|共)?{_N}"),
    (("requests.carried_over.total",), rf"(?:上年度?|上一年度?|去年)结转{_OF}{_ABOUT}{_N}"),
    (
        ("requests.carried_forward.total",),
        rf"(?:结转|转入|转至)(?:到|至)?{_NEXT}{_OF}{_ABOUT}{_N}",
    ),
    (("requests.processed_total.total",), rf"(?:办结|答复|办理|办理答复|答复办理){_OF}{_ASKED}{_ABOUT}{_N}"),
    (
        ("requests.carried_forward.total",),
        rf"(?:(?:结转|转)(?:入|到|至)20\d\d年度?|结转20\d\d年度?(?=继续))(?:继续)?(?:办理|处理)?{_ABOUT}{_N}",
    ),
    (
        ("requests.carried_forward.total",),
        rf"(?:^|(?<=[,;:、有余])){_N}(?:结转|转入)(?:到|至)?{_NEXT}(?![^,。;]{{0,8}}\d)",
    ),
    (
        ("requests.processed_total.total",),
        rf"(?:^|(?<=[,;:、]))(?:已|共|均已|全部|全年|依法|按期|按时){{0,3}}(?:办结|答复|办理答复|答复办理){_ABOUT}{_N}",
    ),
    (("requests.granted.total",), rf"(?:(?<![不未分部])予以公开|(?<!不)同意公开)(?:的)?{_ABOUT}{_N}"),
    (("requests.partially_granted.total",), rf"(?:予以)?部分(?:予以)?公开(?:的)?{_ABOUT}{_N}"),
    (_DENIED, rf"不予(?:以)?公开(?:的)?{_ABOUT}{_N}"),
    (("review.reconsideration.total",), rf"行政复议(?:申请|案件|案)?{_ABOUT}{_N}"),
    (LITIGATION, rf"行政诉讼(?:案件|案)?{_ABOUT}{_N}"),
    (("disclosure.normative_documents.issued",), rf"{_MADE}{_DOCS}{_ABOUT}{_N}"),
    (("disclosure.normative_documents.issued",), rf"{_MADE}{_N}{_DOCS}"),
    (("disclosure.normative_documents.repealed",), rf"废止(?:了|失效)?{_DOCS}{_ABOUT}{_N}"),
    (
        ("disclosure.normative_documents.repealed",),
        rf"{_DOCS}{_ABOUT}{_OTHER}[件份个][,、](?P<said>废止{_N})",
    ),
    (("disclosure.normative_documents.in_force",), rf"现行有效(?:的)?{_DOCS}{_ABOUT}{_N}"),
    (
        ("disclosure.normative_documents.in_force",),
        rf"现行有效(?:的)?{_RULES}{_OTHER}[件份个部][、,和](?P<said>{_DOCS}{_N})",
    ),
    (
        ("disclosure.normative_documents.in_force",),
        rf"{_DOCS}(?:(?!规章|解读)[^。]){{0,40}}?[、,;](?P<said>现行有效(?:的)?{_ABOUT}{_N})",
    ),
    (("disclosure.regulations.issued",), rf"{_MADE}{_RULES}{_ABOUT}{_N}"),
    (("disclosure.regulations.in_force",), rf"现行有效(?:的)?{_RULES}{_ABOUT}{_N}"),
)
_NONE = r"(?:未发生|没有发生|未出现|未收到|没有收到|没有|未产生|无(?!法|正当|关|需|论))"
_END = r"(?=[,。;:、)]|$|的?(?:情况|情形|事项|现象|发生)|投诉)"
_WHO = (
    r"(?:过|任何|有关|关于|公民|法人|和|或|者|其[他它]组织|社会|公众|群众|个人|企业|提出|提交|的|政府|信息|依|公开|书面|"
    r"、){0,16}"
)
# How it is said that there was none.
_ZEROS: tuple[tuple[tuple[tuple[str, ...], ...], str], ...] = (
    (
        (("requests.received.total",),),
        rf"(?:未|没有)(?:收|接|受)[到理]{_WHO}(?:公开|依)(?:的)?申请(?:公开)?(?:申请)?(?:件|事项)?{_END}",
    ),
    (
        (("review.reconsideration.total",), LITIGATION),
        rf"{_NONE}[^,。;\d]{{0,30}}?(?:行政)?复议(?:案件|申请)?(?:、|和|及|或|与|以及)(?:被)?(?:提起)?"
        rf"行政诉讼(?:案件|案)?{_END}",
    ),
    ((("review.reconsideration.total",),), rf"{_NONE}[^,。;、\d]{{0,30}}?行政复议(?:案件|申请)?(?=[,。;)]|$|的?情况)"),
    (
        (LITIGATION,),
        rf"{_NONE}[^,。;、\d]{{0,30}}?(?<!复议)(?<!复议[和及或与、])行政诉讼(?:案件)?(?=[,。;)]|$|的?情况)",
    ),
)
_COMPILED = [((cells,), re.compile(pattern), False) for cells, pattern in _COUNTS] + [
    (cells, re.compile(pattern), True) for cells, pattern in _ZEROS
]
_OF_DOCUMENTS = [counted for counted in _COMPILED if counted[0][0][0].startswith("disclosure")]
_ABOUT_DISCLOSURE = re.compile(r"信息公开|公开申请|依申请")
_CHANNEL = re.compile(
    r"网[上络站]|信函|当面|邮[寄箱件]|来信|在线|现场|传真|窗口|平台|费|复议|诉讼|投诉|举报|建议|提案|咨询|各[部乡镇街]|下级"
)
_PART = re.compile(r"其中[^。]{0,80}$|[(][^)。]{0,80}$")
_OTHER_YEAR = re.compile(
    r"(?:以来|历年|(?:比|较)(?:上年|去年|20\d\d年)|去年|上年(?!度?结转)度?)[^,。;]{0,20}$",
)
_HEADING = re.compile(r"[(]?[一二三四五六1-6][)、.]")
_HEADING_WORDS = 20
"""Of a paragraph's beginning so much may be its heading: （二）依申请公开情况."""
_SHORTEST, _LONGEST_SENTENCE = 6, 1500
_LONGEST_SECTION = 60000


@dataclass(frozen=True)
class Stated:
    """A number as stated: what it is about, its value, and its words' span in the normalised text."""

    cells: tuple[str, ...]
    value: int
    start: int
    end: int


def read_narrative(text: str, start: int, end: int) -> tuple[Stated, ...]:
    """The numbers stated between two places of a normalised text (section 一), in text order. Never raises; linear.

    The same number said twice stands once; two different numbers of one quantity both stand.
    """
    tight = tighten(without_markup(text[start : min(end, start + _LONGEST_SECTION)]))
    found: dict[tuple[tuple[str, ...], int], Stated] = {}
    within = False
    for begin, stop in tight.sentences:
        if _HEADING.match(tight.text, begin, stop):
            within = "依申请" in tight.text[begin : min(stop, begin + _HEADING_WORDS)]
        if stop - begin < _SHORTEST:
            continue
        for each in _in_sentence(tight, begin, min(stop, begin + _LONGEST_SENTENCE), within):
            found.setdefault((each.cells, each.value), each)
    return tuple(
        sorted(
            (Stated(s.cells, s.value, s.start + start, s.end + start) for s in found.values()),
            key=lambda s: (s.start, s.end),
        )
    )


def _in_sentence(tight: TightText, begin: int, stop: int, within: bool) -> Iterator[Stated]:
    sentence = tight.text[begin:stop]
    tied = within or bool(_ABOUT_DISCLOSURE.search(sentence))
    for quantities, pattern, none in _COMPILED if tied else _OF_DOCUMENTS:
        for match in pattern.finditer(sentence):
            groups = match.groupdict()
            value = 0 if none else number(groups["n"])
            if value is None or _CHANNEL.search(groups.get("gap") or ""):
                continue
            before = sentence[max(0, match.start() - 90) : match.start()]
            whole = quantities[0][0] in ("requests.received.total", "requests.processed_total.total")
            if (whole and _PART.search(before)) or _OTHER_YEAR.search(before[-30:]):
                continue
            if not none and (re.search(r"[未没不]$|没有$|[约近]$", before) or _channel_before(before)):
                continue
            for cells in quantities:
                said = match.span("said") if groups.get("said") else match.span()
                yield Stated(cells, value, *tight.span(begin + said[0], begin + said[1]))


def _channel_before(before: str) -> bool:
    """Whether the clause says a part before it says the number: 通过网络收到…"""
    clause = re.split(r"[,;。]", before)[-1]
    return (
        bool(re.search(r"通过|(?<![全本我][省市县区])各(?:部门|单位|乡镇|街道)|网[上络]|信函|当面|邮寄", clause))
        and "等" not in clause
    )


_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def number(words: str) -> int | None:
    """A printed number: 1,234, 12, 十二, 一百零三; None for what is none.

    >>> number("1,234"), number("二十三"), number("一百零三"), number("十百")
    (1234, 23, 103, None)
    """
    if words[0].isdigit() and words[0].isascii():
        return int(words.replace(",", ""))
    total, digit, last = 0, None, 10000
    for character in words:
        if character in _DIGITS:
            if digit not in (None, 0):
                return None
            digit = _DIGITS[character]
            continue
        unit = _UNITS[character]
        if unit >= last or digit == 0:
            return None
        total += (1 if digit is None and unit == 10 else digit or 0) * unit
        if digit is None and unit != 10:
            return None
        digit, last = None, unit
    return total + (digit or 0)
