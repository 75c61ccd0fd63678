"""Every layout that a drawn report may have: how a grid becomes text, and what then happens to the whole text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from nianbao.eval.drawn.columns import aligned, wrapped
from nianbao.eval.drawn.grids import Grid, is_value, repeat_merged
from nianbao.eval.drawn.pages import cut_into_pages

_FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


def tabs(grid: Grid) -> str:
    """A row to a line, a tab between the cells, merged cells empty."""
    return "\n".join("\t".join(text or "" for text in row) for row in grid)


def pipes(grid: Grid) -> str:
    """A row to a line, bars between the cells, merged cells empty."""
    return "\n".join(" | ".join(text or "" for text in row) for row in grid)


def markdown(grid: Grid) -> str:
    """A Markdown table with its separator row under the first line."""
    lines = ["| " + " | ".join(text or "" for text in row) + " |" for row in grid]
    return "\n".join([lines[0], "|" + " --- |" * len(grid[0]), *lines[1:]])


def cell_lines(grid: Grid) -> str:
    """One cell a line; an empty cell leaves no trace."""
    return "\n".join(text.strip() for row in grid for text in row if text)


def piped_cell_lines(grid: Grid) -> str:
    """One cell a line with a bar behind it, which stands alone where the cell is printed empty."""
    return "\n".join((text + " |").strip() for row in grid for text in row if text is not None)


def spaces(grid: Grid) -> str:
    """A row to a line, one space between the cells; an empty cell leaves no trace."""
    return "\n".join(" ".join(text for text in row if text) for row in grid)


def dropped_left(grid: Grid) -> str:
    """Bars between the cells; merged cells' fillers are gone, so that every row begins at the left margin."""
    lines = []
    for row in grid:
        kept = [text for text in row if text is not None]
        spare = len(row) - len(kept)
        lines.append(" | ".join(kept) + " |" + (" " + "|" * spare if spare else ""))
    return "\n".join(lines)


def repeated(grid: Grid) -> str:
    """Tabs between the cells; a merged cell's text stands in every cell that it covers, a lone value's too."""
    return tabs(repeat_merged(grid))


def full_width(grid: Grid) -> str:
    """Tabs between the cells; the numbers in full-width digits."""
    return tabs([[t.translate(_FULL_WIDTH) if t and is_value(t) else t for t in row] for row in grid])


def thousands(grid: Grid, chance: Random) -> str:
    """Bars between the cells; numbers from 1000 on with a separator, in this table a plain or a full-width comma."""
    comma = chance.choice(",,，")
    return pipes([[_split_whole(t, comma) if t and is_value(t) else t for t in row] for row in grid])


def _split_whole(number: str, comma: str) -> str:
    digits = number.lstrip("+-－—增减 ")
    whole, dot, rest = digits.partition(".")
    return number[: -len(digits)] + f"{int(whole):,}".replace(",", comma) + dot + rest


def torn(grid: Grid, chance: Random) -> str:
    """Tabs between the cells; spaces inside the labels, and in every third long one a new line."""

    def tear(text: str | None) -> str | None:
        if text is None or is_value(text) or len(text) < 4:
            return text
        at = chance.randrange(2, len(text) - 1)
        mark = "\n" if len(text) > 6 and chance.random() < 0.3 else " "
        torn_once = text[:at] + mark + text[at:]
        if len(text) > 9 and chance.random() < 0.5:
            at = chance.randrange(2, at + 1)  # never a numeral from its dot
            torn_once = torn_once[:at] + " " + torn_once[at:]
        return torn_once

    return tabs([[tear(text) for text in row] for row in grid])


@dataclass(frozen=True)
class Layout:
    """One layout: `table` prints a grid, `page` changes the whole text (given the title) where there are pages.

    `shows_empty` tells whether a cell printed empty leaves a trace in the text.
    """

    table: Callable[[Grid, Random], str]
    shows_empty: bool = True
    page: Callable[[str, str, Random], str] = lambda text, _title, _chance: text


def _fixed(table: Callable[[Grid], str]) -> Callable[[Grid, Random], str]:
    return lambda grid, _chance: table(grid)


LAYOUTS: dict[str, Layout] = {
    "tabs": Layout(_fixed(tabs)),
    "pipes": Layout(_fixed(pipes)),
    "markdown": Layout(_fixed(markdown)),
    "cell_lines": Layout(_fixed(cell_lines), shows_empty=False),
    "piped_cell_lines": Layout(_fixed(piped_cell_lines)),
    "spaces": Layout(_fixed(spaces), shows_empty=False),
    "aligned": Layout(_fixed(aligned)),
    "wrapped": Layout(_fixed(wrapped)),
    "torn": Layout(torn),
    "repeated": Layout(_fixed(repeated)),
    "dropped_left": Layout(_fixed(dropped_left)),
    "paged": Layout(_fixed(spaces), shows_empty=False, page=cut_into_pages),
    "paged_aligned": Layout(_fixed(aligned), page=cut_into_pages),
    "full_width": Layout(_fixed(full_width)),
    "thousands": Layout(thousands),
}
"""Every layout by its name."""
