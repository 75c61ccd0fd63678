"""Draw one synthetic report: its truth, and the blocks that a page, a PDF and a document all print."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Literal

from nianbao.eval.drawn.figures import draw_cells
from nianbao.eval.drawn.grids import grids
from nianbao.eval.drawn.prose import NO_TABLE, Front, draw_closing, draw_front, draw_overview
from nianbao.eval.synth.merged import PlacedCell, place
from nianbao.eval.synth.odds import NUMERALS
from nianbao.eval.synth.print_cells import Printed, happens, print_cells
from nianbao.eval.synth.wording import Wording, draw_wording
from nianbao.schemas import FORM_2021, Form

TABLES = {"2021": grids}
"""How each form's table set becomes grids of texts; a further form has its own line here."""


@dataclass(frozen=True)
class Block:
    """One piece of a report: its title, a section's heading, a paragraph, or a table as placed cells."""

    kind: Literal["title", "heading", "paragraph", "table"]
    text: str
    cells: tuple[PlacedCell, ...] = ()


@dataclass(frozen=True)
class SynthReport:
    """A report that exists nowhere. `index` tells the reports of one seed apart, `blocks` are in printed order."""

    seed: int
    index: int
    form: Form
    size: str
    front: Front
    printed: Printed
    blocks: tuple[Block, ...]

    @property
    def oddities(self) -> tuple[str, ...]:
        """What is odd about the source, by the names of `odds.ODDS`."""
        return tuple(self.printed.oddities)

    @property
    def name(self) -> str:
        """The report's name, `seed-index`."""
        return f"{self.seed:03d}-{self.index:03d}"

    def chance(self, use: str) -> Random:
        """Chance for one way of printing the report, the same whatever else was drawn."""
        return Random(f"{use} {self.seed} {self.index}")


def draw_synth_report(seed: int, index: int, form: Form = FORM_2021) -> SynthReport:
    """The report `index` of a seed, the same on every machine and Python.

    >>> draw_synth_report(7, 0).blocks == draw_synth_report(7, 0).blocks
    True
    """
    chance = Random(f"synth {form.key} {seed} {index}")
    size, cells = draw_cells(chance)
    front = draw_front(size.name, chance)
    printed = print_cells(cells, chance)
    wording = draw_wording(printed, chance)
    numerals: tuple[str, ...] = ("一", "二", "三", "四", "五", "六")
    if happens("section_numerals", chance):
        numerals = chance.choice(NUMERALS)
        printed.oddities.append("section_numerals")
    blocks = _blocks(form, front, printed, wording, numerals, chance)
    return SynthReport(seed, index, form, size.name, front, printed, blocks)


def _blocks(
    form: Form, front: Front, printed: Printed, wording: Wording, numerals: tuple[str, ...], chance: Random
) -> tuple[Block, ...]:
    def heading(number: int, words: str) -> Block:
        numeral = numerals[number]
        return Block("heading", f"{numeral}、{words}" if numeral else words)

    def prose(lines: list[str], number: int) -> list[Block]:
        """Paragraphs; the lines that `drawn.prose` prints as headings get this report's numerals."""
        found: list[Block] = []
        for line in lines:
            if line[1:2] == "、" and line[0] in "一五六":
                found.append(heading(number, line[2:]))
                number += 1
            else:
                found.append(Block("paragraph", line))
        return found

    blocks = [Block("title" if line == front.title else "paragraph", line) for line in front.lines]
    blocks += prose(draw_overview(front, chance), 0)
    shown = TABLES[form.key](dict.fromkeys(printed.flaws.cells), printed.texts)
    for number, (key, grid) in enumerate(shown.items(), 1):
        heads = heading(number, wording.title(form.tables[key]))
        left_out = key == printed.flaws.missing
        if not left_out:
            values = {printed.texts[c] for c in printed.texts if c.startswith(f"{key}.")}
            blocks += [heads, Block("table", key, place(grid, partial(wording.label, values)))]
        elif chance.random() < 0.8:
            blocks += [heads, *([Block("paragraph", NO_TABLE[key])] if chance.random() < 0.7 else [])]
    return (*blocks, *prose(draw_closing(front, chance), 4))
