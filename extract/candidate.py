"""A candidate: what a reader, a model or a caller holds a table to say, cell by cell, with its evidence."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from nianbao.extract.tokens import Token
from nianbao.schemas import Mark, Span, Table

Value = int | Decimal | None


@dataclass(frozen=True)
class Cell:
    """One cell: its number or the mark of its null, and the span of the original text that it was read from."""

    value: Value
    mark: Mark | None = None
    span: Span | None = None


REVIEW_UNIT = "review"
"""The one unit of the review table: a line of fifteen numbers."""

MISSING = Cell(None, "missing")
UNREADABLE = Cell(None, "unreadable")


@dataclass(frozen=True)
class Doubt:
    """A reason why a reading is not sure, by the id of the check that raised it; it becomes a finding.

    `cells` are the cells in doubt, empty where the doubt is about the table as a whole.
    """

    check: str
    cells: tuple[str, ...]
    message: str
    span: Span | None = None


@dataclass(frozen=True)
class RowText:
    """Where a row stands: its label's place and the tokens (values and visible blanks) that belong to it.

    Places are those of the normalised text. An answer of a model is grounded in `tokens`; `placed` are those that the
    layout reader puts into the row's columns, one each, empty where it cannot tell.
    """

    row: str
    start: int
    end: int
    tokens: tuple[Token, ...]
    placed: tuple[Token, ...] = ()

    @cached_property
    def values(self) -> tuple[Token, ...]:
        """The printed values among the tokens, in printed order."""
        return tuple(token for token in self.tokens if token.is_value)


@dataclass(frozen=True)
class TableReading:
    """One table as read. `present` is False where the source has no such table; then every cell is missing.

    `rows` has the text of each row whose label was found; `start` and `end` bound the table in the normalised text;
    `mode` is "row" where a row's values share a line and "cell" where each has its own; `page_numbers` are the bare
    numbers between rows that were taken for page numbers; `digits_doubted` says why digits of the text may be misread;
    `unpaged` that the text around the tables shows that its pages have no numbers; `recognised` that its numbers were
    read off a picture; `in_grid` that the file's own grid places every cell;
    `marks_apart` that the file's markup sets notes and raised digits apart from the numbers that they stand beside.
    """

    table: Table
    present: bool
    cells: dict[str, Cell]
    doubts: tuple[Doubt, ...] = ()
    rows: dict[str, RowText] = field(default_factory=dict)
    start: int = 0
    end: int = 0
    mode: str = "none"
    page_numbers: tuple[str, ...] = ()
    digits_doubted: str = ""
    unpaged: bool = False
    recognised: bool = False
    in_grid: bool = False
    marks_apart: bool = False

    def doubtful_cells(self) -> set[str]:
        """The cells that some doubt names."""
        return {cell for doubt in self.doubts for cell in doubt.cells}

    def units(self) -> dict[str, RowText]:
        """What is read, asked for and grounded as one: a row; in `review`, which has no row labels, the whole line."""
        if self.table.key != REVIEW_UNIT or not self.rows:
            return self.rows
        tokens = sorted({t for row in self.rows.values() for t in row.tokens}, key=lambda t: t.start)
        first = next(iter(self.rows.values()))
        start = tokens[0].start if tokens else first.start
        return {REVIEW_UNIT: replace(first, row=REVIEW_UNIT, start=start, tokens=tuple(tokens))}

    def unit_cells(self, unit: str) -> tuple[str, ...]:
        """The cells that a unit fills, in printed order."""
        return self.table.cells if unit == REVIEW_UNIT else self.table.row_cells(unit)

    def with_doubts(self, *doubts: Doubt) -> TableReading:
        """The same reading with further doubts."""
        return replace(self, doubts=self.doubts + doubts)


def absent(table: Table) -> TableReading:
    """The reading of a table that the source does not have."""
    return TableReading(table, False, dict.fromkeys(table.cells, MISSING))
