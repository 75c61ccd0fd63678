"""The summary at the end of a batch: what is sure, what is not, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.markup import escape

from nianbao.extract.batch import Outcome, Tally
from nianbao.extract.check_narrative import NARRATIVE
from nianbao.extract.ground_prior import KEPT, NO_ROW, NO_TABLE
from nianbao.extract.terminal import make_table
from nianbao.schemas import Finding, ReportResult

STYLES = {"confirmed": "green", "source_inconsistent": "yellow", "unconfirmed": "red", "absent": "dim"}
_ROWS = 20
"""Reports that the table lists; a longer batch lists those that need a person first, the rest are in the file."""
_PRIOR_ROWS = 8


class Summary:
    """Collects outcomes; `print` shows them. Keeps little per report, so that a large batch stays small."""

    def __init__(self) -> None:
        self._attention: list[tuple[str, ...]] = []
        self._fine: list[tuple[str, ...]] = []
        self._line = 0
        self._needy = 0

    def add(self, outcome: Outcome) -> None:
        """Take in one outcome."""
        if outcome.result is None:
            return  # it had its own line when it failed
        result = outcome.result
        self._line += 1
        row = (
            str(self._line),
            outcome.name,
            *(
                _colour(result.tables[k].status) if k in result.tables else ""
                for k in ("disclosure", "requests", "review")
            ),
            look_at(result),
        )
        needy = result.status not in ("confirmed", "absent")
        self._needy += needy
        kept = self._attention if needy else self._fine
        if len(kept) < _ROWS:
            kept.append(row)

    def print(self, console: Console, tally: Tally, *, model_named: bool, out: str | None) -> None:
        """Show the table, then one line of counts and one for each thing to do."""
        rows = (self._attention + self._fine)[:_ROWS]
        headings = ("#", "report", "表二 disclosure", "表三 requests", "表四 review", "look at")
        table = make_table(*headings, right=frozenset({"#"}), fold=frozenset({"report", "look at"}))
        table.columns[-1].max_width = 36  # so that the reports' names stay whole
        for row in rows:
            table.add_row(row[0], escape(row[1]), *row[2:5], escape(row[5]))
        if rows:
            console.print(table)
        left = self._line - len(rows)
        if left:
            console.print(f"… and {left} more" + (f", all in {escape(out)}" if out else ""))
        counts = ", ".join(
            f"{tally.statuses[s]} {s}"
            for s in ("confirmed", "source_inconsistent", "unconfirmed", "absent")
            if tally.statuses[s]
        )
        total = sum(tally.statuses.values()) + tally.failed
        failed = f", {tally.failed} failed (see the errors above)" if tally.failed else ""
        console.print(f"{total} report{'' if total == 1 else 's'}: {counts or 'none read'}{failed}")
        if tally.asks or tally.cached:
            cached = f", {tally.cached_tokens} of them cached by the provider" if tally.cached_tokens else ""
            money = f", {tally.cost:.4f} {tally.currency}" if tally.cost is not None else ""
            console.print(
                f"asked the model {tally.asks} times ({tally.input_tokens} tokens in{cached}, "
                f"{tally.output_tokens} out{money}), {tally.cached} answers from the cache",
                soft_wrap=True,
            )
        if tally.stopped:
            console.print(
                f"{tally.stopped} reports met a limit ({tally.limit}); what they have is written", soft_wrap=True
            )
        if self._needy and out:
            console.print(f"a report's cells and findings: nianbao show {escape(out)} --report #", soft_wrap=True)
        if tally.model_error:
            said = f"[red]{escape(tally.model_error)}[/red] The layout reader's results are written."
            console.print(said, soft_wrap=True)
        elif tally.askable_tables and not model_named:
            console.print(
                f"{tally.unconfirmed_tables} tables are unconfirmed; a model could be asked for rows of "
                f'{tally.askable_tables} of them: --model NAME (see README, "With a model").'
            )


def look_at(result: ReportResult) -> str:
    """The first thing in a result that a person should look at, in a few words."""
    findings = [f for f in result.findings if f.check != NARRATIVE]  # a sentence's other number is no doubt
    parts = [f"{finding.check} {_where(finding)}" for finding in findings[:2]]
    if len(findings) > 2:
        parts.append(f"+{len(findings) - 2}")
    return "; ".join(parts)


def _where(finding: Finding) -> str:
    """The row, block or column that a finding is about, as briefly as it can be said."""
    if not finding.cells:
        return finding.table
    table, row, column = finding.cells[0].split(".")
    if finding.check in ("result_sum", "carry_over"):
        return f"column {column}"
    return row if len({c.split(".")[1] for c in finding.cells}) == 1 else table


def _colour(status: str) -> str:
    return f"[{STYLES[status]}]{status}[/{STYLES[status]}]"


def prior_summary(prior: Mapping[str, str]) -> str:
    """One line on what became of another parser's rows: how many were kept, which were read anew and why."""
    left = [row for row, why in prior.items() if why in (NO_TABLE, NO_ROW)]
    anew = [f"{row} ({why})" for row, why in prior.items() if why != KEPT and row not in left]
    more = f"; +{len(anew) - _PRIOR_ROWS}" if len(anew) > _PRIOR_ROWS else ""
    kept = len(prior) - len(anew) - len(left)
    line = f"prior: kept {kept} rows, read {len(anew)} anew" + (
        f": {'; '.join(anew[:_PRIOR_ROWS])}{more}" if anew else ""
    )
    return line + (f"; {len(left)} are of no table or row of the source" if left else "")
