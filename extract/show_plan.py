"""The command line's dry run: a line for each ask that would be sent, and what all of it would cost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from decimal import Decimal

from rich.markup import escape

from nianbao.extract.inputs import Input
from nianbao.extract.model.model import Model
from nianbao.extract.plan import plan_all
from nianbao.extract.terminal import make_console, make_table
from nianbao.schemas import dump_json

_ROWS = 40
"""Asks that the table lists; with --json all are given."""


def show_plan(inputs: Iterable[Input], model: Model, *, json_lines: bool) -> None:
    """Print the plan of a batch: as JSON lines on stdout, one per report, or as a table; the totals on stderr."""
    table = make_table(
        "report", "table", "rows", "tokens in", "out", "cost", right=frozenset({"tokens in", "out", "cost"})
    )
    console = make_console(stderr=True)
    reports = asks = kept = inward = outward = most = 0
    cost = Decimal(0)
    for plan in plan_all(inputs, model):
        reports += 1
        if json_lines:
            print(dump_json({"path": plan.name, "error": plan.error, "asks": [asdict(a) for a in plan.asks]}))
        if plan.error:
            console.print(f"error: {plan.error}", style="red", markup=False, soft_wrap=True)
        for i, ask in enumerate(plan.new):
            if not json_lines and asks + i < _ROWS:
                money = f"{ask.cost:.6f}" if ask.cost is not None else ""
                rows = ", ".join(ask.rows[:2]) + (f", … ({len(ask.rows)})" if len(ask.rows) > 2 else "")
                name = escape(plan.name) if i == 0 else ""
                table.add_row(name, ask.table, rows, str(ask.input_tokens), str(ask.output_tokens), money)
        new = plan.new
        asks, kept = asks + len(new), kept + len(plan.asks) - len(new)
        inward += sum(a.input_tokens for a in new)
        outward += sum(a.output_tokens for a in new)
        most += sum(a.most for a in new)
        cost += sum((a.cost for a in new if a.cost is not None), Decimal(0))
    if asks and not json_lines:
        make_console().print(table)
        if asks > _ROWS:
            console.print(f"… and {asks - _ROWS} more asks; --json lists them all")
    _totals(model, f"{reports} reports: {asks} asks", kept, (inward, outward, most), cost)


def _totals(model: Model, said: str, kept: int, tokens: tuple[int, int, int], cost: Decimal) -> None:
    price = model.asker.price
    money = f", about {cost:.4f} {price.currency}" if price else f" (no price is known for {model.asker.model})"
    cached = f"; {kept} more have their answer in the cache" if kept else ""
    console = make_console(stderr=True)
    console.print(
        f"{said} to begin with, about {tokens[0]} tokens in and {tokens[1]} out{money}{cached}", soft_wrap=True
    )
    console.print(
        f"at most {tokens[2]} tokens for these, and at most {model.limits.rounds} asks for a row. Nothing was sent.",
        soft_wrap=True,
    )
