"""Count the tokens of nianbao's asks and of the plain way, report by report, and put them side by side."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any

from nianbao.eval import plain_way
from nianbao.eval.encodings import Tokenizer
from nianbao.eval.golden import Golden
from nianbao.eval.transcribe import REVIEW_KEY, ask_text, asked_patterns
from nianbao.schemas import FORMS

TableCall = tuple[Mapping[str, Any], str]
"""A request's body as sent, and the content of its answer."""


@dataclass
class Cost:
    """Tokens of one or more calls: messages in, answers out, and the schemas, which no message has, apart."""

    calls: int = 0
    input: int = 0
    output: int = 0
    schema: int = 0

    def add(self, other: Cost) -> None:
        """Add another's tokens."""
        self.calls += other.calls
        self.input += other.input
        self.output += other.output
        self.schema += other.schema


@dataclass
class ReportCost:
    """One report. `ours`: the whole extraction, re-asks that the loop made included; `by_table` its parts.

    `plain`: one call, compact answer, and where the report's own sums fail (`sums_fail`) the whole conversation once
    more; `plain_indented` the same with two spaces; `plain_failed`: one call, a failed check, the conversation again.
    `row_again`: our asks for one row after a misread digit; `plain_again`: the plain
    way's next call, once for each of them.
    """

    name: str
    layout: str
    ours: Cost = field(default_factory=Cost)
    by_table: dict[str, Cost] = field(default_factory=dict)
    plain: Cost = field(default_factory=Cost)
    plain_by_table: dict[str, int] = field(default_factory=dict)
    plain_indented: Cost = field(default_factory=Cost)
    plain_failed: Cost = field(default_factory=Cost)
    plain_once: Cost = field(default_factory=Cost)
    sums_fail: bool = False
    row_again: Cost = field(default_factory=Cost)
    plain_again: Cost = field(default_factory=Cost)


def count_call(call: TableCall, count: Tokenizer) -> Cost:
    """The tokens of one call as it was sent."""
    body, content = call
    schema = body.get("response_format", {}).get("json_schema", {}).get("schema")
    shape = json.dumps(schema, ensure_ascii=False, separators=(",", ":")) if schema else ""
    return Cost(1, count(ask_text(body)), count(content), count(shape))


def table_of_call(call: TableCall) -> str:
    """The table that a call asks for, by its keys."""
    keys = set(asked_patterns(call[0]))
    if REVIEW_KEY in keys:
        return "review"
    disclosed = {row.short for form in FORMS.values() for row in form.tables["disclosure"].rows}
    return "disclosure" if keys <= disclosed else "requests"


def is_row_call(call: TableCall) -> bool:
    """Whether a call asks for one row of a table of rows."""
    keys = list(asked_patterns(call[0]))
    return len(keys) == 1 and keys != [REVIEW_KEY]


def count_report(
    golden: Golden, layout: str, text: str, calls: Sequence[TableCall], again: Sequence[TableCall], count: Tokenizer
) -> ReportCost:
    """The tokens of one report: its calls, those for single rows after a misread digit, and the plain way's."""
    cost = ReportCost(golden.slug, layout)
    for call in calls:
        each = count_call(call, count)
        cost.ours.add(each)
        cost.by_table.setdefault(table_of_call(call), Cost()).add(each)
    tables = golden.label.tables
    whole = sum(count(m["content"]) for m in plain_way.messages(text))
    said, indented = plain_way.answer(tables), plain_way.answer(tables, indent=2)
    shape = count(plain_way.schema(tables))
    cost.plain = Cost(1, whole, count(said), shape)
    cost.plain_by_table = {key: count(plain_way.answer({key: table})) for key, table in tables.items()}
    cost.plain_indented = Cost(1, whole, count(indented), shape)
    next_call = Cost(
        1, sum(count(m["content"]) for m in plain_way.messages_again(text, said, "本年新收")), count(said), shape
    )
    cost.plain_once.add(cost.plain)
    cost.plain_failed.add(cost.plain)
    cost.plain_failed.add(next_call)
    cost.sums_fail = any(table.status == "source_inconsistent" for table in tables.values())
    if cost.sums_fail:
        # The report's own sums fail, so the plain way's check does, and it asks everything once more. So does nianbao:
        # its re-ask of the row is among the calls.
        cost.plain.add(next_call)
        cost.plain_indented.add(replace(next_call, output=count(indented)))
    for call in again:
        cost.row_again.add(count_call(call, count))
        cost.plain_again.add(next_call)
    return cost


@dataclass(frozen=True)
class Spread:
    """Median, least and most of a count over reports, and its total."""

    median: float
    least: int
    most: int
    total: int

    @classmethod
    def of(cls, values: Sequence[int]) -> Spread:
        """The spread of the values; all 0 where there are none."""
        if not values:
            return cls(0, 0, 0, 0)
        return cls(median(values), min(values), max(values), sum(values))


WAYS: dict[str, Callable[[ReportCost], Cost]] = {
    "nianbao, whole report": lambda r: r.ours,
    "plain, compact JSON": lambda r: r.plain,
    "plain, JSON with indent=2": lambda r: r.plain_indented,
    "plain, one failed check": lambda r: r.plain_failed,
    "nianbao, one row again": lambda r: r.row_again,
    "plain, all again": lambda r: r.plain_again,
}
"""What is counted, by the name of its line."""


@dataclass(frozen=True)
class Ratio:
    """A ratio of totals, nianbao's over the plain way's, and the most that it is meant to be."""

    name: str
    value: float
    target: float

    @property
    def met(self) -> bool:
        """Whether the ratio is at most its target."""
        return self.value <= self.target


def spreads(costs: Iterable[ReportCost]) -> dict[str, dict[str, Spread]]:
    """For every way the spreads of input, output and schema; for re-asks, of one call's average in a report."""
    reports = list(costs)
    lines: dict[str, dict[str, Spread]] = {}
    for name, pick in WAYS.items():
        chosen = [pick(r) for r in reports if pick(r).calls]
        if name.endswith("again"):
            chosen = [Cost(1, *(round(v / c.calls) for v in (c.input, c.output, c.schema))) for c in chosen]
        lines[name] = {part: Spread.of([getattr(c, part) for c in chosen]) for part in ("input", "output", "schema")}
    return lines


def ratios(costs: Iterable[ReportCost]) -> list[Ratio]:
    """The ratios of totals over the reports for which nianbao asks at all; compact JSON is what is compared with."""
    asked = [r for r in costs if r.ours.calls]

    def ratio(name: str, mine: Iterable[int], plain: Iterable[int], target: float) -> Ratio:
        return Ratio(name, sum(mine) / max(sum(plain), 1), target)

    def both(cost: Cost) -> int:
        return cost.input + cost.output

    again = [r for r in asked if r.row_again.calls]
    return [
        ratio("output, whole report", (r.ours.output for r in asked), (r.plain.output for r in asked), 1 / 4),
        ratio(
            "output, whole report, against JSON with indent=2",
            (r.ours.output for r in asked),
            (r.plain_indented.output for r in asked),
            1 / 4,
        ),
        ratio(
            "output, against the plain way's first call alone",
            (r.ours.output for r in asked),
            (r.plain_once.output for r in asked),
            1 / 4,
        ),
        ratio("input, whole report", (r.ours.input for r in asked), (r.plain.input for r in asked), 1 / 2),
        ratio(
            "input with schema, whole report",
            (r.ours.input + r.ours.schema for r in asked),
            (r.plain.input + r.plain.schema for r in asked),
            1 / 2,
        ),
        ratio(
            "one row again, in and out", (both(r.row_again) for r in again), (both(r.plain_again) for r in again), 0.1
        ),
    ]
