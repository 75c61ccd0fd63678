"""Draw one synthetic report: its truth, and the blocks that a page, a PDF and a document all print."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Literal

from nianbao.eval.drawn.figures import draw_cells
from nianbao.eval.drawn.figures_2019 import YEARS, draw_signs
from nianbao.eval.drawn.grids import grids
from nianbao.eval.drawn.prose import NO_TABLE, Front, draw_closing, draw_front, draw_overview
from nianbao.eval.synth.choices import Prose
from nianbao.eval.synth.merged import PlacedCell, place
from nianbao.eval.synth.odds import NUMERALS
from nianbao.eval.synth.print_cells import Printed, happens, print_cells
from nianbao.eval.synth.told import Told, draw_told
from nianbao.eval.synth.wording import Wording, draw_wording
from nianbao.schemas import FORM_2019, FORM_2021, Form

_RANDOM_REQUESTS = "（二）依申请公开。"
"""Plain prose states requests at random behind this heading: telling prose has its own."""


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
    told: Told = field(default_factory=Told)

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


def draw_synth_report(seed: int, index: int, form: Form = FORM_2021, *, prose: Prose = "plain") -> SynthReport:
    """The report `index` of a seed, the same on every machine and Python; its prose changes nothing else about it.

    >>> draw_synth_report(7, 0).blocks == draw_synth_report(7, 0).blocks
    True
    """
    chance = Random(f"synth {form.key} {seed} {index}")
    size, cells = draw_cells(chance, form)
    if form is FORM_2019:
        front = draw_front(size.name, chance, YEARS)
        printed = print_cells(cells, chance, draw_signs(cells, chance))
    else:
        front = draw_front(size.name, chance)
        printed = print_cells(cells, chance)
    wording = draw_wording(printed, chance)
    numerals: tuple[str, ...] = ("一", "二", "三", "四", "五", "六")
    if happens("section_numerals", chance):
        numerals = chance.choice(NUMERALS)
        printed.oddities.append("section_numerals")
    told = Told()
    if prose == "telling":
        told = draw_told(printed.flaws, front.year, Random(f"told {form.key} {seed} {index}"))
        printed.oddities += ["contradiction"] * bool(told.contradicted)
    blocks = _blocks(form, front, printed, wording, numerals, chance, told)
    return SynthReport(seed, index, form, size.name, front, printed, blocks, told)


def _blocks(
    form: Form, front: Front, printed: Printed, wording: Wording, numerals: tuple[str, ...], chance: Random, told: Told
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
    overview = draw_overview(front, chance)
    if told.lines:
        overview = [*(line for line in overview if not line.startswith(_RANDOM_REQUESTS)), *told.lines]
    blocks += prose(overview, 0)
    shown = grids(dict.fromkeys(printed.flaws.cells), printed.texts)
    for number, (key, grid) in enumerate(shown.items(), 1):
        heads = heading(number, wording.title(form.tables[key]))
        left_out = key == printed.flaws.missing
        if not left_out:
            values = {printed.texts[c] for c in printed.texts if c.startswith(f"{key}.")}
            blocks += [heads, Block("table", key, place(grid, partial(wording.label, values)))]
        elif chance.random() < 0.8:
            blocks += [heads, *([Block("paragraph", NO_TABLE[key])] if chance.random() < 0.7 else [])]
    return (*blocks, *prose(draw_closing(front, chance), 4))
