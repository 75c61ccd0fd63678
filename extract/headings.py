"""Check a table's printed headings: they say which column is which, and no sum can."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from nianbao.extract.heading_order import stand_in_order
from nianbao.extract.spelled_headings import spelled_in_order
from nianbao.extract.tokens import Line
from nianbao.schemas import Column, Table

# The words by which each column is known, also where a heading is cut over two lines or cells.
_FRAGMENTS: dict[str, dict[str, str]] = {
    "disclosure": {"issued": "制发", "repealed": "废止", "in_force": "现行|有效"},
    "requests": {
        "natural_person": "自然",
        "commercial_enterprise": "商业",
        "research_institution": "科研",
        "public_welfare_organization": "社会|公益",
        "legal_service_organization": "法律",
        "other_organization": "其他|其它",
        "total": "总计|合计",
    },
    "review": {"upheld": "维持", "corrected": "纠正", "other": "其他|其它", "pending": "尚未|未审", "total": "总|合计"},
}
_BLOCK_WORDS = r"政府信息公开|行政复议|行政诉讼|未经复议直接起诉?|复议后起?诉?|[\W\d_]"
_BLOCKS = ("行政复议", "未经", "复议后")
_TORN = {"natural_person": "自", "other_organization": "其", "total": "[总合计]"}
_CAPTION = re.compile(r"示例|样表|样例|样张|例表|填报示范|上年(?!结转)|上一年(?!项目)|去年|往年|前年")
_FORM_WORDS = {
    "2019": re.compile(r"本年新制作|本年新公开|对外公开总数量|上一年项目数量|采购项目数量"),
    "2021": re.compile(r"本年制发|本年废止|现行有效件|本年收费金额"),
}
_REVIEW_KNOWN = re.compile(
    r"政府信息公开|行政复议|行政诉讼|未经复议直接起诉|未经复议|直接起诉|复议后起诉|复议后|起诉|结果|维持|纠正|其他|其它"
    r"|尚未|审结|总计|合计|总|计|单位|件|数量|[、,:()（）;.·\"'—\-_/#+=<>\d一二三四五六七]"
)


@dataclass(frozen=True)
class HeadingTrouble:
    """Why the headings do not vouch for the columns; `rows` are the review blocks in question (empty: all rows)."""

    message: str
    rows: tuple[str, ...] = ()
    missing: bool = False


def other_form(words: str, form: str) -> tuple[str, str] | None:
    """A heading of a form other than `form` among a table's words, and that form's key, or None."""
    found = ((pattern.search(words), key) for key, pattern in _FORM_WORDS.items() if key != form)
    return next(((heading[0], key) for heading, key in found if heading), None)


def other_table(words: str, year: int | None) -> str | None:
    """What a table's heading says of an example or of another year, or None. `year` is the report's data year."""
    if found := _CAPTION.search(words):
        return found[0]
    years = [int(y) for y in re.findall(r"(?<!\d)(20\d\d)年", words)]
    return next((f"{y}年" for y in years if year is not None and y != year), None)


_start, _end = attrgetter("start"), attrgetter("end")


def heading_lines(lines: Sequence[Line], start: int, end: int) -> list[str]:
    """The words between two places of the normalised text, line by line, without spaces."""
    return [
        "".join(t.text for t in line.tokens if t.kind == "text" and start <= t.start < end)
        for line in lines[bisect_left(lines, start, key=_end) : bisect_left(lines, end, key=_start)]
    ]


def check_column_order(table: Table, words: str, lines: Sequence[str] = ()) -> list[HeadingTrouble]:
    """Whether the headings of `disclosure` or `requests` stand in form order. `words` is the squeezed heading text,
    `lines` the same line by line, where known: headings cut over lines are judged by them.

    A heading missing altogether is a trouble too: without it nothing says which column is which.
    """
    troubles = _order_troubles(table, words)
    return [] if troubles and stand_in_order(table.key, lines) else troubles


def _order_troubles(table: Table, words: str) -> list[HeadingTrouble]:
    fragments = _FRAGMENTS[table.key]
    if table.key == "requests":
        # 法人或其他组织 is a merged heading above five columns, no column of its own.
        words = re.sub(r"法人(?:或|和|及|与)?其[他它](?:组织)?", "", words)
    places: dict[str, int] = {}
    for key, pattern in fragments.items():
        found = [m.start() for m in re.finditer(pattern, words)]
        if key == "other_organization":
            # 其他 stands in other words too; its column's heading is the one behind the other applicants'.
            found = [f for f in found if f > places.get("commercial_enterprise", -1)]
        if not found and key in _TORN:
            # Cut letter by letter into a narrow column, its first letter still stands on the first line.
            found = [m.start() for m in re.finditer(_TORN[key], words)]
            found = [f for f in found if key != "other_organization" or f > places.get("commercial_enterprise", -1)]
        if found:
            places[key] = found[0]
    if "other_organization" in fragments and "other_organization" not in places and "其他" in words:
        places["other_organization"] = words.index("其他")
    missing = [c.label for c in _columns(table) if c.key in fragments and c.key not in places]
    troubles = [HeadingTrouble(f"the headings {'、'.join(missing)} are not found", missing=True)] if missing else []
    order = [k for k in fragments if k in places and not (table.key == "requests" and k == "total")]
    by_place = sorted(order, key=lambda k: places[k])
    if by_place != order:
        labels = {c.key: c.label for c in _columns(table)}
        troubles.append(
            HeadingTrouble("the headings stand in another order: " + "、".join(labels[k] for k in by_place))
        )
    if table.key == "requests" and places.get("total", 9999) < places.get("natural_person", -1):
        troubles.append(HeadingTrouble("the heading 总计 stands before the applicants"))
    return troubles


def contrary_order(table: Table, words: str, lines: Sequence[str] = ()) -> list[HeadingTrouble]:
    """As `check_column_order`, for headings printed again inside the table: only if most of them stand there."""
    fragments = _FRAGMENTS[table.key]
    if sum(any(word in words for word in pattern.split("|")) for pattern in fragments.values()) * 2 <= len(fragments):
        return []
    return [t for t in check_column_order(table, words, lines) if not t.missing]


def _columns(table: Table) -> tuple[Column, ...]:
    return max((row.columns for row in table.rows), key=len)


def check_review_headings(
    table: Table, words: str, lines: list[str], *, placed: Callable[[], bool] = bool
) -> list[HeadingTrouble]:
    """Whether the headings of `review` vouch for 3 blocks of 5 outcomes in form order.

    `words` is the squeezed heading text, `lines` the same line by line. Headings cut over lines must spell form order
    and no other, or `placed` says that each stands above its column.
    """
    blocks = [row.key for row in table.rows]
    words = re.sub(r"^.*?(?=行政复议|行政诉讼|结果|未经)", "", words, count=1)
    heads = {row.label: re.search(pattern, words) for row, pattern in zip(table.rows, _BLOCKS, strict=True)}
    if missing := [label for label, found in heads.items() if not found]:
        return [HeadingTrouble(f"the headings {'、'.join(missing)} are not found", tuple(blocks))]
    at = [found.start() for found in heads.values() if found]
    litigation = words.find("行政诉讼")
    if at != sorted(at) or 0 <= litigation < at[0]:
        return [HeadingTrouble("the blocks stand in another order", tuple(blocks))]
    pattern = re.compile("|".join(f"(?P<{k}>{v})" for k, v in _FRAGMENTS["review"].items()))
    order = list(_FRAGMENTS["review"])
    whole = [m.lastgroup for m in pattern.finditer(words)]
    if whole != order * 3 and (placed() or _spelled(table, lines)):
        return []
    if whole != order * 3:
        counts = {k: whole.count(k) for k in order}
        if any(n != 3 for n in counts.values()):
            labels = {c.key: c.label for c in table.rows[0].columns}
            said = "、".join(f"{labels[k]} {n}" for k, n in counts.items() if n != 3)
            return [HeadingTrouble(f"the outcomes' headings do not stand three times each ({said})", tuple(blocks))]
        # Cut over several lines, and the lines would bear another order too.
        return [HeadingTrouble("the outcomes' headings stand in another order", tuple(blocks))]
    strange = _REVIEW_KNOWN.sub("", words)
    if len(strange) > 1:
        return [HeadingTrouble(f"the headings are garbled ({strange[:12]})", _garbled_blocks(words, pattern, blocks))]
    return []


def _spelled(table: Table, lines: list[str]) -> bool:
    """Whether the heading lines spell fifteen outcomes in form order and in no other."""
    outcomes = tuple(c.label for row in table.rows for c in row.columns)
    bare = [re.sub(_BLOCK_WORDS, "", line).replace("其它", "其他").replace("合计", "总计") for line in lines]
    return spelled_in_order(outcomes, tuple(line for line in bare if line), len(table.rows[0].columns))


def _garbled_blocks(words: str, outcomes: re.Pattern[str], blocks: list[str]) -> tuple[str, ...]:
    """The blocks with strange words after one of their own outcome headings (or before the first of all)."""
    heads = [m.start() for m in outcomes.finditer(words)]
    touched: dict[str, None] = {}
    at = 0
    for known in [*_REVIEW_KNOWN.finditer(words), None]:
        stop = known.start() if known else len(words)
        if stop > at:
            seen = sum(head < at for head in heads)
            touched[blocks[min(max(seen - 1, 0) // 5, len(blocks) - 1)]] = None
        at = known.end() if known else stop
    return tuple(touched)
