"""Why tables that stand in a text are not sure: how many of them each check holds back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from rich.console import Console

from nianbao.eval.score import SURE, ReportScore
from nianbao.extract.terminal import make_table

Reasons = Counter[tuple[str, str]]
"""Tables by (table, check): each counts once for every check that has a finding in it, and once under `ALL`."""
ALL = ""


def reasons_of(score: ReportScore) -> Reasons:
    """The reasons of one report's tables that are in the text and not sure. Soft findings hold nothing back."""
    reasons: Reasons = Counter()
    for table in score.tables:
        if table.expected_status != "absent" and table.status not in (*SURE, "failed"):
            reasons.update((table.table, check) for check in (ALL, *table.checks))
    return reasons


def reasons_by_check(reasons: Reasons) -> dict[str, dict[str, int]]:
    """By check, the most frequent first, how many of each table it holds back; under `tables` all that are not sure."""
    keys = sorted({table for table, _ in reasons})
    counts: Counter[str] = Counter()
    for (_, check), count in reasons.items():
        counts[check] += count
    ordered = sorted(counts, key=lambda check: (check != ALL, -counts[check], check))
    return {check or "tables": {key: reasons[key, check] for key in keys} for check in ordered}


def print_reasons(console: Console, by_check: Mapping[str, Mapping[str, int]]) -> None:
    """Print a line for each check; nothing where every table is sure."""
    if not by_check:
        return
    keys = list(by_check["tables"])
    table = make_table("not sure for", *keys, right=frozenset(keys))
    for check, counts in by_check.items():
        table.add_row("(tables not sure)" if check == "tables" else check, *(str(counts[key] or "") for key in keys))
    console.print(table)
