"""Draw the disclosure of form 2019, and how its report prints 本年增/减."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random

from nianbao.eval.drawn.grids import Cells, Value
from nianbao.schemas import FORM_2019

YEARS = range(2019, 2021)
_ROWS = (("licensing", 1.0), ("other_services", 0.3), ("penalty", 0.2), ("coercion", 0.01))
_SIGNS = (("-", ""), ("-", ""), ("-", "+"), ("－", ""), ("—", ""), ("减", "增"), ("- ", ""))
"""What stands before a decrease and before an increase; one style throughout a report."""


def draw_disclosure(decisions: int, count: Callable[[float], int], chance: Random) -> dict[str, Value]:
    """The table's numbers for an authority of about so many `decisions`; nothing is drawn that no sheet would print."""
    values: dict[str, Value] = {}
    for row, scale in (("regulations", 0.0 if decisions < 10_000 else 8.0), ("normative_documents", decisions**0.5)):
        total = count(scale * 3) if scale and chance.random() < 0.85 else 0
        created = chance.randrange(total // 3 + 1)
        cells = (created, chance.randrange(created + 1), total)
        keys = (f"disclosure.{row}.{column}" for column in ("created", "published", "public_total"))
        values |= zip(keys, cells, strict=True)
    for row, share in _ROWS:
        some = chance.random() < 0.7
        values[f"disclosure.{row}.previous"] = _items(chance) if some else 0
        values[f"disclosure.{row}.change"] = _change(int(values[f"disclosure.{row}.previous"] or 0), chance)
        values[f"disclosure.{row}.decisions"] = count(decisions * share) if some else 0
    values["disclosure.fees.previous"] = _items(chance) if chance.random() < 0.5 else 0
    values["disclosure.fees.change"] = _change(int(values["disclosure.fees.previous"] or 0), chance)
    projects = count(decisions**0.4) if chance.random() < 0.7 else 0
    values["disclosure.procurement.projects"] = projects
    values["disclosure.procurement.amount"] = _amount(projects, chance)
    return values


def _amount(projects: int, chance: Random) -> Decimal:
    """万元, with no decimals or up to six of them, zeros at the end among them."""
    whole, places = projects * chance.randrange(1, 90), chance.choice([0, 2, 2, 4, 6])
    decimals = f".{chance.randrange(10**places):0{places}d}" if projects and places else ""
    return Decimal(f"{whole}{decimals}")


def _items(chance: Random) -> int:
    return chance.choice([chance.randrange(1, 10), chance.randrange(1, 400), chance.randrange(1, 4000)])


def _change(previous: int, chance: Random) -> int:
    """A third stays as it was; no authority loses more items than it had."""
    return chance.choice([0, -chance.randrange(previous + 1), chance.randrange(previous // 2 + 3)])


def draw_signs(cells: Cells, chance: Random) -> dict[str, str]:
    """By cell: how the report prints a change that is not 0."""
    minus, plus = chance.choice(_SIGNS)
    signed = [c for c, column in FORM_2019.tables["disclosure"].column_by_cell.items() if column.kind == "change"]
    numbers = {cell: int(cells[cell] or 0) for cell in signed}
    return {cell: f"{minus if n < 0 else plus}{abs(n)}" for cell, n in numbers.items() if n}
