"""What may be odd about a report: a wrong total, a table that it lacks, zeros printed as dashes or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from nianbao.eval.drawn.grids import Cells, tables_of
from nianbao.schemas import Mark

_WRONG_TOTAL, _MISSING_TABLE, _EMPTY_CELLS = 0.08, 0.05, 0.16
"""Shares of reports: fewer than one in ten, one in fifteen, one in five."""

_DASHES = ("-", "—", "/", "－", "——")


@dataclass
class Flaws:
    """What a report prints instead of the true numbers.

    `cells`: the table set as printed (None for a cell without a number); `signs`: what stands in such a cell, or in a
    change's with its sign; `marks`: how a golden calls that; `missing`: the table that is left out; `wrong`: (cell,
    printed, true) of a total.
    """

    cells: Cells
    signs: Mapping[str, str] = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)
    missing: str | None = None
    wrong: tuple[str, int, int] | None = None


def draw_flaws(cells: Cells, *, shows_empty: bool, chance: Random) -> Flaws:
    """Draw what is odd. Where the layout shows no empty cell, zeros become dashes only: else nothing could be read."""
    flaws = Flaws(dict(cells))
    if chance.random() < _MISSING_TABLE:
        flaws.missing = chance.choice(["disclosure", "review", "requests"])
    if chance.random() < _WRONG_TOTAL:
        spoil_total(flaws, chance)
    if chance.random() < _EMPTY_CELLS:
        _empty_zeros(flaws, shows_empty, chance)
    return flaws


def spoil_total(flaws: Flaws, chance: Random) -> None:
    """Print one total wrong, one that is not 0 where there is such; `flaws.wrong` says which."""
    totals = sorted({s.printed[0] for t in tables_of(flaws.cells) if t.key != flaws.missing for s in t.sums})
    filled = [c for c in totals if flaws.cells[c]]
    cell = chance.choice(filled or totals)
    true = int(flaws.cells[cell] or 0)
    shift = chance.choice([-2, -1, 1, 2, 10])
    printed = chance.choice([max(true + shift, 0), true + abs(shift), 0 if true else 1])
    if printed == true:
        printed = true + 1
    flaws.cells[cell] = printed
    flaws.wrong = (cell, printed, true)


def _empty_zeros(flaws: Flaws, shows_empty: bool, chance: Random) -> None:
    """Some zeros, all zeros, or the zeros of some rows print as one sign throughout the report."""
    spoilt = {flaws.wrong[0]} if flaws.wrong else set()
    zeros = [c for c, v in flaws.cells.items() if v == 0 and c not in spoilt and not c.endswith(".amount")]
    style = chance.choice(["all", "some", "rows"])
    if style == "some":
        zeros = [c for c in zeros if chance.random() < 0.2]
    elif style == "rows":
        rows = sorted({c.rsplit(".", 1)[0] for c in zeros})
        picked = {row for row in rows if chance.random() < 0.2}
        zeros = [c for c in zeros if c.rsplit(".", 1)[0] in picked]
    sign = "" if shows_empty and chance.random() < 0.5 else chance.choice(_DASHES)
    for cell in zeros:
        flaws.cells[cell] = None
        flaws.marks[cell] = "dash" if sign else "blank"
    flaws.signs = dict.fromkeys(zeros, sign)
