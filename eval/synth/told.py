"""What a telling section 一 states of the tables: numbers that agree with them, and in a few reports one that does not.

The wordings are those of real reports as far as we know them, not those that the reader looks for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from nianbao.eval.drawn.flaws import Flaws
from nianbao.eval.drawn.grids import APPLICANTS, OUTCOMES, form_of
from nianbao.schemas import FORM_2021

CONTRADICTED, STATED = 0.25, 0.7
"""Shares: of telling reports those that contradict their tables, and of quantities those that a report states."""

RECEIVED, OVER = "requests.received.total", "requests.carried_over.total"
PROCESSED, FORWARD = "requests.processed_total.total", "requests.carried_forward.total"
GRANTED, PARTIAL = "requests.granted.total", "requests.partially_granted.total"
DENIED = "requests.denied_state_secret.total"
REVIEWS, DIRECT, AFTER = (
    f"review.{block}.total" for block in ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
)
ISSUED, REPEALED, IN_FORCE = (f"disclosure.normative_documents.{c}" for c in ("issued", "repealed", "in_force"))
RULES = "disclosure.regulations.in_force"

_WORDS: dict[str, tuple[str, ...]] = {
    RECEIVED: (
        "{year}年，共收到政府信息公开申请{n}",
        "全年共受理依申请公开{n}",
        "本年度新收政府信息公开申请{n}",
        "{year}年度共接收公民、法人和其他组织提出的政府信息公开申请{n}",
        "我单位{year}年收到公众依法提交的信息公开申请共{n}",
        "{year}年政府信息公开申请受理量为{n}",
        "年内收到的政府信息公开申请总数为{n}",
        "全年收到各类政府信息公开申请合计{n}",
    ),
    OVER: ("上年结转{n}", "上年度结转办理{n}", "{last}年结转{n}", "另有上一年度结转的政府信息公开申请{n}"),
    PROCESSED: ("已办结{n}", "全年办结政府信息公开申请{n}", "按时答复{n}", "共答复政府信息公开申请{n}", "办理答复{n}"),
    GRANTED: ("予以公开{n}", "答复予以公开的{n}", "同意公开{n}", "其中予以公开{n}"),
    PARTIAL: ("部分公开{n}", "予以部分公开{n}", "部分公开的有{n}"),
    DENIED: ("不予公开{n}", "决定不予公开的{n}", "依法不予公开{n}"),
    FORWARD: ("结转下年度继续办理{n}", "结转至下一年度{n}", "另有{n}结转下年办理", "转入{next}年继续办理{n}"),
    REVIEWS: (
        "全年因政府信息公开工作被申请行政复议{n}",
        "发生政府信息公开类行政复议案件{n}",
        "涉及政府信息公开的行政复议{n}",
    ),
    DIRECT: ("行政诉讼{n}", "被提起行政诉讼{n}", "因政府信息公开引发的行政诉讼案件{n}"),
    ISSUED: ("制发行政规范性文件{n}", "全年出台规范性文件{n}", "本年新制定行政规范性文件{n}"),
    REPEALED: ("废止规范性文件{n}", "废止{n}", "宣布废止行政规范性文件{n}"),
    IN_FORCE: ("现行有效行政规范性文件{n}", "截至年底现行有效的规范性文件共{n}", "现行有效{n}"),
    RULES: ("现行有效政府规章{n}", "公开现行有效规章{n}"),
}
_PARAGRAPHS = (
    ("（二）依申请公开。", (RECEIVED, OVER, PROCESSED, GRANTED, PARTIAL, DENIED, FORWARD)),
    ("", (REVIEWS, DIRECT)),
    ("", (ISSUED, REPEALED, IN_FORCE)),
    ("", (RULES,)),
)
_NEEDS_ISSUED = ("废止{n}", "现行有效{n}")
"""Wordings that speak of documents only behind a clause that names them."""
_OTHER_YEARS = (
    "，比上年增加{a}件",
    "，同比增长{a}.{b}%",
    "（{last}年收到政府信息公开申请{a}件）",
    "，数量较去年减少{a}件",
)
_NO_REVIEWS = (
    "未发生因政府信息公开引起的行政复议、行政诉讼",
    "全年没有因政府信息公开被申请行政复议、提起行政诉讼的情况",
)
_DIGITS = "零一二三四五六七八九"


@dataclass
class Told:
    """The paragraphs, what they state (the first cell of each quantity, and the number), and which of it is untrue."""

    lines: list[str] = field(default_factory=list)
    stated: dict[str, int] = field(default_factory=dict)
    contradicted: list[str] = field(default_factory=list)


def draw_told(flaws: Flaws, year: int, chance: Random) -> Told:
    """Draw what the section states of a printed table set; form 2019 counts documents otherwise, they are left out."""
    known = [q for q in _WORDS if form_of(flaws.cells) is FORM_2021 or not q.startswith("disclosure")]
    chosen = [q for q in known if chance.random() < STATED]
    told = Told(stated={q: meanings(q, flaws)[0] for q in chosen})
    present = [q for q in chosen if q.split(".")[0] != flaws.missing]
    if chance.random() < CONTRADICTED and present:
        for quantity in chance.sample(present, min(len(present), chance.choice([1, 1, 2]))):
            told.stated[quantity] = _another(meanings(quantity, flaws), chance)
            told.contradicted.append(quantity)
    separator, spelled = chance.random() < 0.3, chance.random() < 0.1
    for heading, quantities in _PARAGRAPHS:
        if mine := [q for q in quantities if q in told.stated]:
            words = _Paragraph(told, flaws, year, separator, spelled, chance)
            told.lines.append(heading + words.write(mine))
    return told


def meanings(quantity: str, flaws: Flaws) -> list[int]:
    """The numbers that the words for a quantity may mean, the plain one first: 收到 may be with last year's."""

    def value(*cells: str) -> int:
        return sum(_value(cell, flaws) for cell in cells)

    if quantity == RECEIVED:
        return [value(RECEIVED), value(RECEIVED, OVER)]
    if quantity == PROCESSED:
        return [value(PROCESSED), value(RECEIVED, OVER), value(RECEIVED)]
    if quantity == DIRECT:
        return [value(DIRECT, AFTER), value(DIRECT)]
    if quantity == DENIED:
        return [value(*(c for c in flaws.cells if c.startswith("requests.denied") and c.endswith(".total")))]
    return [value(quantity)]


def _value(cell: str, flaws: Flaws) -> int:
    """A printed number; of an empty total what its row adds up to, for that is what people write about."""
    printed = flaws.cells[cell]
    if printed is None and cell.endswith(".total"):
        row = cell.rsplit(".", 1)[0]
        parts = APPLICANTS[:-1] if cell.startswith("requests") else OUTCOMES[:-1]
        return sum(int(flaws.cells[f"{row}.{part}"] or 0) for part in parts)
    return int(printed or 0)


def _another(true: Sequence[int], chance: Random) -> int:
    """A number near the true one, or its digits miswritten, that none of the meanings is."""
    drawn = true[0]
    while drawn in true:
        digits = str(true[0])
        at = chance.randrange(len(digits))
        mistyped = int(digits[:at] + str(chance.randrange(10)) + digits[at + 1 :])
        drawn = chance.choice([true[0] + chance.randint(1, 9), max(true[0] - chance.randint(1, 9), 0), mistyped])
    return drawn


@dataclass
class _Paragraph:
    told: Told
    flaws: Flaws
    year: int
    separator: bool
    spelled: bool
    chance: Random

    def write(self, quantities: list[str]) -> str:
        if quantities == [REVIEWS, DIRECT] and not any(self.told.stated[q] for q in quantities):
            return self.chance.choice(_NO_REVIEWS) + "。"
        if self.told.stated.get(RECEIVED) == 0 and RECEIVED in quantities and self.chance.random() < 0.7:
            for quantity in quantities[1:]:  # there is nothing more to tell, and nothing more is told
                self.told.stated.pop(quantity)
                self.told.contradicted = [q for q in self.told.contradicted if q != quantity]
            return self.chance.choice(["本年度未收到政府信息公开申请。", "全年没有收到政府信息公开申请。"])
        clauses = [self._clause(q, i == 0) for i, q in enumerate(quantities)]
        return self.chance.choice(["，", "，", "；", "、"]).join(clauses) + "。"

    def _clause(self, quantity: str, first: bool) -> str:
        words = [w for w in _WORDS[quantity] if not (first and w in _NEEDS_ISSUED)]
        if first and quantity in (OVER, GRANTED, PARTIAL, DENIED, FORWARD, DIRECT):
            words = ["政府信息公开申请中，" + w for w in words] if quantity != DIRECT else words[2:]
        if first and quantity == PROCESSED:
            words = [w for w in words if "政府信息公开申请" in w]
        unit = self.chance.choice(["件", "件", "件", "份" if not quantity.startswith("review") else "起"])
        clause = self.chance.choice(words).format(
            n=self._number(self.told.stated[quantity]) + unit, year=self.year, last=self.year - 1, next=self.year + 1
        )
        return clause + (self._beside() if quantity == RECEIVED else "")

    def _beside(self) -> str:
        """Kinds among the requests, or another year's: numbers that are of no quantity's own."""
        natural = _value("requests.received.natural_person", self.flaws)
        rest = max(self.told.stated[RECEIVED] - natural, 0)
        shares = [self.chance.randrange(self.told.stated[RECEIVED] + 1) for _ in range(3)]
        year = self.chance.choice(_OTHER_YEARS).format(
            a=self.chance.randrange(1, 90), b=self.chance.randrange(10), last=self.year - 1
        )
        return self.chance.choice(
            [
                *("", "", year, f"（其中自然人{natural}件，法人或其他组织{rest}件）"),
                f"，其中通过网络提交{shares[0]}件、信函{shares[1]}件、当面申请{shares[2]}件",
                f"（含当面申请{shares[0]}件、网络申请{shares[1]}件）",
                f"，其中涉及征地拆迁的申请{shares[0]}件、规划建设{shares[1]}件",
            ]
        )

    def _number(self, n: int) -> str:
        if self.spelled and 0 < n < 100:
            tens = ("" if n < 20 else _DIGITS[n // 10]) + "十" if n >= 10 else ""
            return tens + (_DIGITS[n % 10] if n % 10 or n < 10 else "")
        return f"{n:,}" if self.separator else str(n)
