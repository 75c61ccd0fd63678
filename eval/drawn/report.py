"""Draw one report: its truth first, then the text that prints it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from random import Random

from nianbao.eval.drawn.figures import draw_cells
from nianbao.eval.drawn.figures_2019 import YEARS, draw_signs
from nianbao.eval.drawn.flaws import Flaws, draw_flaws
from nianbao.eval.drawn.grids import grids
from nianbao.eval.drawn.label import make_label
from nianbao.eval.drawn.layouts import LAYOUTS
from nianbao.eval.drawn.prose import NO_TABLE, Front, draw_closing, draw_front, draw_overview
from nianbao.eval.golden import Drawn, GoldenResult
from nianbao.schemas import FORM_2019, FORM_2021, Form, Source

_TITLES = {
    "disclosure": "二、主动公开政府信息情况",
    "requests": "三、收到和处理政府信息公开申请情况",
    "review": "四、政府信息公开行政复议、行政诉讼情况",
}


@dataclass(frozen=True)
class DrawnReport:
    """A report that exists nowhere: its text in a layout, and what a perfect reader gives for it."""

    seed: int
    layout: str
    text: str
    label: GoldenResult

    @property
    def slug(self) -> str:
        """The name of its folder."""
        form = "" if self.label.form == FORM_2021.key else f"{self.label.form}-"
        return f"drawn-{form}{self.seed:04d}-{self.layout}"


def draw_report(seed: int, layout: str | None = None, form: Form = FORM_2021) -> DrawnReport:
    """The report of a seed, the same on every machine and Python. Without `layout` the seed chooses that too.

    One seed prints the same figures in every layout, but for empty cells, which become dashes where an empty cell
    would leave no trace. Raises KeyError for an unknown layout.

    >>> draw_report(7, "tabs").text == draw_report(7, "tabs").text
    True
    """
    chance = Random(seed if form is FORM_2021 else f"form {form.key}, seed {seed}")
    drawn = chance.choice(list(LAYOUTS))
    name = layout or drawn
    size, cells = draw_cells(chance, form)
    signs: dict[str, str] = {}
    if form is FORM_2019:
        front, signs = draw_front(size.name, chance, YEARS), draw_signs(cells, chance)
    else:
        front = draw_front(size.name, chance)
    flaws = draw_flaws(cells, shows_empty=LAYOUTS[name].shows_empty, chance=chance)
    flaws.signs = {**signs, **flaws.signs}
    text = _print(front, flaws, name, chance)
    source = Source(
        path="source.txt",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        media_type="text/plain",
        characters=len(text),
    )
    return DrawnReport(seed, name, text, make_label(Drawn(seed=seed, layout=name), source, front, flaws))


def _print(front: Front, flaws: Flaws, layout: str, chance: Random) -> str:
    style = LAYOUTS[layout]
    lines = [*front.lines, *draw_overview(front, chance)]
    for key, grid in grids(flaws.cells, flaws.signs).items():
        lines += [_TITLES[key], NO_TABLE[key] if key == flaws.missing else style.table(grid, chance)]
    lines += draw_closing(front, chance)
    return style.page("\n".join(lines) + "\n", front.title, chance)
