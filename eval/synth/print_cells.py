"""What each cell of a synthetic report prints, and what is odd about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random

from nianbao.eval.drawn.flaws import Flaws, spoil_total
from nianbao.eval.drawn.grids import Cells, tables_of
from nianbao.eval.synth.odds import DASHES, INVISIBLE, ODDS, SEPARATORS
from nianbao.schemas import Mark

_FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


@dataclass
class Printed:
    """The printed table set. `flaws.cells` is the truth, `texts` what stands in each cell, `oddities` what was done.

    `invisible` is a sign without width that labels and cells hold, `split` whether numbers are cut over spans and runs.
    """

    flaws: Flaws
    texts: dict[str, str]
    oddities: list[str] = field(default_factory=list)
    invisible: str = ""
    split: bool = False


def happens(name: str, chance: Random) -> bool:
    """Draw whether a report has the oddity, by its share."""
    return chance.random() < ODDS[name]


def print_cells(cells: Cells, chance: Random, signs: Mapping[str, str] | None = None) -> Printed:
    """Draw what is odd about the numbers and write every cell's text. The cells themselves are left as they are.

    `signs`: the texts of the cells that print more than their digits, a change with its sign.
    """
    printed = Printed(Flaws(dict(cells), signs or {}), {})
    for step in (_wrong_total, _missing_table, _empty_zeros, _blank_totals):
        step(printed, chance)
    flaws = printed.flaws
    printed.texts = {c: flaws.signs.get(c, "" if v is None else str(v)) for c, v in flaws.cells.items()}
    for dress in (_thousands, _full_width, _units, _notes, _invisible):
        dress(printed, chance)
    if happens("split_digits", chance):
        printed.split = True
        printed.oddities.append("split_digits")
    return printed


def _wrong_total(printed: Printed, chance: Random) -> None:
    if happens("wrong_total", chance):
        spoil_total(printed.flaws, chance)
        printed.oddities.append("wrong_total")


def _missing_table(printed: Printed, chance: Random) -> None:
    if not happens("missing_table", chance):
        return
    wrong = printed.flaws.wrong[0].split(".")[0] if printed.flaws.wrong else ""
    printed.flaws.missing = chance.choice([t.key for t in tables_of(printed.flaws.cells) if t.key != wrong])
    printed.oddities.append("missing_table")


def _empty_zeros(printed: Printed, chance: Random) -> None:
    """All zeros of a table or of all tables print as one sign, or one to three single zeros do."""
    flaws = printed.flaws
    kind = chance.random()
    tables = [t.key for t in tables_of(flaws.cells)]
    scope = chance.choice([tables, tables, *([t] for t in tables)])
    zeros = [c for c, v in flaws.cells.items() if v == 0 and c.split(".")[0] in scope and c != _wrong_cell(flaws)]
    dash = chance.choice(DASHES)
    few = chance.sample(zeros, min(len(zeros), chance.randint(1, 3)))
    sign = chance.choice(["", dash])
    for name, chosen, shown in (("zeros_blank", zeros, ""), ("zeros_dash", zeros, dash), ("isolated_empty", few, sign)):
        if kind < ODDS[name]:
            if chosen:
                _empty(flaws, chosen, shown)
                printed.oddities.append(name)
            return
        kind -= ODDS[name]


def _blank_totals(printed: Printed, chance: Random) -> None:
    if not happens("blank_totals", chance) or printed.flaws.wrong:
        return
    column = chance.random() < 0.5
    part = {True: ".total", False: ".processed_total."}[column]
    cells = [c for c in printed.flaws.cells if c.startswith("requests.") and part in c]
    _empty(printed.flaws, [c for c in cells if not column or c.endswith(".total")], "")
    printed.oddities.append("blank_totals")


def _empty(flaws: Flaws, cells: list[str], sign: str) -> None:
    mark: Mark = "dash" if sign else "blank"
    for cell in cells:
        flaws.cells[cell] = None
        flaws.marks[cell] = mark
    flaws.signs = {**flaws.signs, **dict.fromkeys(cells, sign)}


def _wrong_cell(flaws: Flaws) -> str:
    return flaws.wrong[0] if flaws.wrong else ""


def _numbers(printed: Printed) -> list[str]:
    return [c for c, v in printed.flaws.cells.items() if v is not None]


def _dress(printed: Printed, name: str, cells: list[str], change: Callable[[str], str]) -> None:
    changed = {c: change(printed.texts[c]) for c in cells}
    if any(printed.texts[c] != text for c, text in changed.items()):
        printed.texts |= changed
        printed.oddities.append(name)


def _thousands(printed: Printed, chance: Random) -> None:
    separator = chance.choice(SEPARATORS)

    def split(number: str) -> str:
        return re.sub(r"\d+", lambda whole: f"{int(whole[0]):,}".replace(",", separator), number, count=1)

    if happens("thousands", chance):
        name = {",": "thousands", "，": "thousands_full_width"}.get(separator, "thousands_space")
        _dress(printed, name, _numbers(printed), split)


def _full_width(printed: Printed, chance: Random) -> None:
    if happens("full_width", chance):
        _dress(printed, "full_width", _numbers(printed), lambda t: t.translate(_FULL_WIDTH))


def _units(printed: Printed, chance: Random) -> None:
    scope = chance.choice([["disclosure"], ["disclosure", "requests", "review"], ["requests"]])
    if happens("units", chance):
        cells = [c for c in _numbers(printed) if c.split(".")[0] in scope]
        amounts = [c for c in cells if c.endswith(".amount")]
        _dress(printed, "units", [c for c in cells if c not in amounts], lambda t: t + "件")
        for cell in amounts:
            printed.texts[cell] += "万元"


def _notes(printed: Printed, chance: Random) -> None:
    cells = [c for c in _numbers(printed) if c.startswith("requests.") and printed.flaws.cells[c]]
    some = chance.randint(1, 9)
    note = chance.choice([f"（含上年结转{some}件）", "（含转办）", f"（其中网上申请{some}件）"])
    if happens("notes", chance) and cells:
        _dress(printed, "notes", [chance.choice(cells)], lambda t: t + note)


def _invisible(printed: Printed, chance: Random) -> None:
    kind = chance.choice(list(INVISIBLE))
    sign = INVISIBLE[kind]
    places = chance.choice([(True, False), (False, True), (True, True)])
    if happens("invisible", chance):
        printed.invisible = sign
        cells = [c for c in _numbers(printed) if chance.random() < 0.3]
        _dress(printed, f"invisible_{kind}", cells, lambda t: sign * places[0] + t + sign * places[1])
