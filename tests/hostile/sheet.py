"""A drawn report as lines of cells, ready to be spoilt, and beside it what is true of the text that it prints."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from random import Random

from nianbao.eval.drawn.columns import aligned, wrapped
from nianbao.eval.drawn.figures import draw_cells
from nianbao.eval.drawn.grids import Cells, Grid, Value, grids, repeat_merged, tables_of
from nianbao.eval.drawn.layouts import (
    cell_lines,
    dropped_left,
    markdown,
    piped_cell_lines,
    pipes,
    repeated,
    spaces,
    tabs,
)
from nianbao.eval.drawn.prose import Front, draw_closing, draw_front, draw_overview
from nianbao.schemas import Table

NO_ANSWER = Decimal("NaN")
"""The truth of a cell for which no number and no null would be right: it equals nothing, not even itself."""

LAYOUTS: dict[str, Callable[[Grid], str]] = {
    f.__name__: f
    for f in (tabs, pipes, cell_lines, spaces, markdown, aligned, piped_cell_lines, wrapped, dropped_left, repeated)
}
"""How a table is printed, by name."""

GRIDS = ("tabs", "pipes", "markdown", "repeated")
"""The layouts that keep every cell's place in its line."""
ONE_LINE = ("tabs", "pipes", "markdown", "spaces", "aligned", "dropped_left")
"""The layouts that keep a row on one line."""
PLAIN = ("spaces", "aligned", "cell_lines")
"""The layouts without delimiters."""

TITLES = {
    "disclosure": "二、主动公开政府信息情况",
    "requests": "三、收到和处理政府信息公开申请情况",
    "review": "四、政府信息公开行政复议、行政诉讼情况",
}
DRAWS = 200
_LABELS = {"disclosure": 1, "requests": 3, "review": 0}


class Unfit(Exception):
    """This sheet lacks what the mischief needs; the next one is drawn."""


@dataclass
class Line:
    """One line of a table: `row` is the row of the form that it prints (None: a heading, or a note between the rows),
    `first` the place of its first number among the cells. A `note` stands by itself, whatever the layout."""

    cells: list[str | None]
    row: str | None = None
    first: int = 0
    note: bool = False

    @property
    def values(self) -> list[str | None]:
        """The cells behind the label."""
        return self.cells[self.first :]

    def copy(self) -> Line:
        """The same line, to be changed by itself."""
        return Line(list(self.cells), self.row, self.first, self.note)


def note(text: str) -> Line:
    """Words or numbers on a line of their own between the rows of a table."""
    return Line([text], note=True)


@lru_cache(maxsize=DRAWS)
def drawn_cells(number: int) -> tuple[str, Cells]:
    """The size and the table set of a draw, from 0 to 199. Not to be changed: it is kept."""
    size, cells = draw_cells(Random(number))
    return size.name, cells


@dataclass
class Sheet:
    """A report before it is printed. `cells` is the truth of the text that it will print; `absent` the tables that the
    text has not. Mischief changes `lines` and the texts around, and the truth with them where what is printed changes.
    """

    chance: Random
    layout: str
    cells: Cells
    front: Front
    lines: dict[str, list[Line]]
    overview: list[str]
    closing: list[str]
    opening: dict[str, list[str]] = field(default_factory=lambda: {key: [] for key in TITLES})
    ending: dict[str, list[str]] = field(default_factory=lambda: {key: [] for key in TITLES})
    titles: dict[str, str] = field(default_factory=lambda: dict(TITLES))
    head: list[str] = field(default_factory=list)
    annex: list[str] = field(default_factory=list)
    order: list[str] = field(default_factory=lambda: list(TITLES))
    absent: set[str] = field(default_factory=set)
    rewrite: list[Callable[[str], str]] = field(default_factory=list)

    @cached_property
    def tables(self) -> dict[str, Table]:
        """The tables of the form in the variants that are printed."""
        return {table.key: table for table in tables_of(self.cells)}

    def line(self, table: str, row: str) -> Line:
        """The line that prints a row of the form."""
        return next(line for line in self.lines[table] if line.row == row)

    def at(self, cell: str) -> tuple[Line, int]:
        """The line that prints a cell, and the cell's place in it."""
        table, row, column = cell.split(".")
        form = self.tables[table]
        place = [c.key for c in form.row_by_key[row].columns].index(column)
        if table == "review":
            return self.line("review", "review"), form.cells.index(cell)
        line = self.line(table, row)
        return line, line.first + place

    def printed(self, cell: str) -> str:
        """What is printed in a cell's place."""
        line, place = self.at(cell)
        return line.cells[place] or ""

    def put(self, cell: str, text: str) -> None:
        """Print another text in a cell's place."""
        line, place = self.at(cell)
        line.cells[place] = text

    def lose(self, cell: str) -> None:
        """Take a cell out of its line: those behind it move up, and nothing shows that it was there."""
        line, place = self.at(cell)
        del line.cells[place]

    def body(self, table: str) -> list[Line]:
        """The lines that print rows of the form."""
        return [line for line in self.lines[table] if line.row]

    def headings(self, table: str) -> list[Line]:
        """The lines above the first row."""
        lines = self.lines[table]
        return lines[: lines.index(self.body(table)[0])]

    def insert(self, table: str, row: str, *texts: str, before: bool = False) -> None:
        """Put notes behind (or before) the line of a row."""
        lines = self.lines[table]
        at = lines.index(self.line(table, row)) + (not before)
        lines[at:at] = [note(text) for text in texts]

    def counts(self, table: str, least: int = 0) -> list[str]:
        """The cells of a table with counts (no amounts) of at least so much."""
        return [c for c, v in self.cells.items() if c.startswith(f"{table}.") and isinstance(v, int) and v >= least]

    def results(self) -> list[str]:
        """The rows of `requests` whose order no sum tells."""
        return [row.key for row in self.tables["requests"].rows[2:-2]]

    def row_values(self, row: str, table: str = "requests") -> list[Value]:
        """The true values of a row."""
        return [self.cells[c] for c in self.tables[table].row_cells(row)]

    def mean(self, cells: Iterator[str] | list[str] | tuple[str, ...], value: Value) -> None:
        """Set the truth of some cells."""
        for cell in cells:
            self.cells[cell] = value

    def need(self, fit: object) -> None:
        """Raise Unfit unless this sheet has what the mischief needs."""
        if not fit:
            raise Unfit

    def pick(self, options: list[str]) -> str:
        """One of the options by chance; Unfit where there is none."""
        self.need(options)
        return self.chance.choice(options)

    def print_table(self, lines: list[Line]) -> str:
        """Some lines as the sheet's layout prints them. A line with fewer cells than the others just ends earlier."""
        if self.layout == "wrapped":  # its lines are no rows: what stands between notes is printed by itself
            at = next((i for i, line in enumerate(lines) if line.note), None)
            if at is not None:
                parts = [lines[:at], lines[at + 1 :]]
                printed_parts = [self.print_table(part) if part else "" for part in parts]
                return "\n".join([printed_parts[0], lines[at].cells[0] or "", printed_parts[1]])
        wide = max(len(line.cells) for line in lines)
        notes = iter([line.cells[0] or "" for line in lines if line.note])
        grid = [list(line.cells) for line in lines if not line.note]
        if self.layout == "repeated":
            grid = repeat_merged([[*row, *[""] * (wide - len(row))] for row in grid])
            cut = {i: len(line.cells) for i, line in enumerate(x for x in lines if not x.note)}
            grid = [row[: cut[i]] for i, row in enumerate(grid)]
        rows, filler = iter(grid), _END if self.layout in GRIDS else None
        marked: list[str | None] = [_MARK, *[None] * (wide - 1)]
        printed = [marked if line.note else _filled(next(rows), wide, filler) for line in lines]
        text = (tabs if self.layout == "repeated" else LAYOUTS[self.layout])(printed)
        text = re.sub(rf"(?:\t| \| ){_END}", "", text)
        return re.sub(rf"[^\n]*{_MARK}[^\n]*", lambda _: next(notes), text)

    def text(self) -> str:
        """The whole report as printed."""
        parts = [*self.head, *self.front.lines, *self.overview]
        for key in self.order:
            lines = [self.print_table(self.lines[key])] if self.lines[key] else []
            parts += [self.titles[key], *self.opening[key], *lines, *self.ending[key]]
        text = "\n".join([*parts, *self.closing, *self.annex, ""])
        for rewrite in self.rewrite:
            text = rewrite(text)
        return text


_MARK, _END = "\ue000", "\ue001"


def _filled(row: list[str | None], wide: int, filler: str | None) -> list[str | None]:
    return [*row, *[filler] * (wide - len(row))]


def table_lines(cells: Cells) -> dict[str, list[Line]]:
    """The three tables of a set as lines, headings first."""
    return {key: [line.copy() for line in lines] for key, lines in _lines(tuple(cells.items())).items()}


@lru_cache(maxsize=DRAWS)
def _lines(items: tuple[tuple[str, Value], ...]) -> dict[str, list[Line]]:
    cells = dict(items)
    tables = {table.key: table for table in tables_of(cells)}
    lines: dict[str, list[Line]] = {}
    for key, grid in grids(cells).items():
        rows = list(tables[key].rows)
        made = [Line(list(row)) for row in grid]
        if key == "disclosure":
            named = {row.label: row.key for row in rows}
            for line in made:
                line.row = named.get(line.cells[0] or "")
        elif key == "requests":
            for line, row in zip(made[-len(rows) :], rows, strict=True):
                line.row = row.key
        else:
            made[-1].row = "review"
        for line in made:
            line.first = _LABELS[key] if line.row else 0
        lines[key] = made
    return lines


def draw_sheet(number: int, layout: str, chance: Random, *, small: bool = False) -> Sheet:
    """A sheet with the numbers of a draw; the same number, layout and chance give the same sheet.

    `small`: also authorities with hardly any number but 0.
    """
    while True:
        size, cells = drawn_cells(number % DRAWS)
        if small or size not in ("township", "office"):
            break
        number += 1
    front = draw_front(size, chance)
    overview, closing = draw_overview(front, chance), draw_closing(front, chance)
    return Sheet(chance, layout, dict(cells), front, table_lines(cells), overview, closing)
