"""What a form is: tables of labelled rows and columns, and the sums that bind their cells.

A form is declared once (`form_2021`, `form_2019`), as data. The reader's labels, the JSON Schemas, the sums that are
checked and the tables on a page all derive from the declaration.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Kind = Literal["count", "amount", "change"]
"""A count is a whole number of 0 or more, a change a whole number of either sign, an amount a decimal of 0 or more."""


@dataclass(frozen=True)
class Column:
    """One column: its key, its official label, and its kind, which tells the unit: 件, of an amount 万元."""

    key: str
    label: str
    kind: Kind = "count"


@dataclass(frozen=True)
class Row:
    """One row: its key, its official label as printed, and the columns that it fills.

    `words` are the label's own words without numeral and brackets, by which the row is found in a text; every
    alternative stands for the same row. `short` is the row's name in a prompt. `group` is the merged label
    that the form prints before it, such as （三）不予公开.
    """

    key: str
    label: str
    words: tuple[str, ...]
    columns: tuple[Column, ...]
    short: str
    group: str | None = None

    def __hash__(self) -> int:
        return hash((self.key, self.label))


@dataclass(frozen=True)
class Sum:
    """One identity of the form: the printed cells together equal the parts together.

    `check` is the public, stable id (`row_sum`); `at` names the row, column or block that it stands for;
    cells are written `table.row.column`. Source: the notice's own note on the sheet (carry_over) and its
    filling-in notes (the others).
    """

    check: str
    table: str
    at: str
    printed: tuple[str, ...]
    parts: tuple[str, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        """Printed cells first, then the parts, in form order."""
        return self.printed + self.parts


@dataclass(frozen=True)
class Table:
    """One table of a form in one of its printed variants: rows in form order, and the sums over its cells."""

    key: str
    title: str
    rows: tuple[Row, ...]
    sums: tuple[Sum, ...] = ()
    variant: str = "standard"

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """Every cell as `table.row.column`, row by row in form order."""
        return tuple(f"{self.key}.{row.key}.{column.key}" for row in self.rows for column in row.columns)

    @cached_property
    def row_by_key(self) -> dict[str, Row]:
        """The rows by their keys."""
        return {row.key: row for row in self.rows}

    @cached_property
    def column_by_cell(self) -> dict[str, Column]:
        """Each cell's column."""
        return {f"{self.key}.{row.key}.{column.key}": column for row in self.rows for column in row.columns}

    @cached_property
    def _cells_by_row(self) -> dict[str, tuple[str, ...]]:
        return {row.key: tuple(f"{self.key}.{row.key}.{c.key}" for c in row.columns) for row in self.rows}

    def row_cells(self, row: str) -> tuple[str, ...]:
        """The cells of one row, in printed order."""
        return self._cells_by_row[row]

    def cell_label(self, cell: str) -> str:
        """A cell in the form's own words, `row label / column label`, for messages to people."""
        _, row, column = cell.split(".")
        return (
            f"{self.row_by_key[row].label} / {next(c.label for c in self.row_by_key[row].columns if c.key == column)}"
        )


@dataclass(frozen=True)
class Form:
    """A form of the annual report: for each table its printed variants, the usual one first."""

    key: str
    notice: str
    variants: dict[str, tuple[Table, ...]]

    @property
    def tables(self) -> dict[str, Table]:
        """The usual variant of every table, in form order."""
        return {key: tables[0] for key, tables in self.variants.items()}

    def table_for_rows(self, key: str, rows: set[str]) -> Table:
        """The variant of table `key` that has all the given rows, or else shares most of them."""
        return max(self.variants[key], key=lambda t: (rows <= set(t.row_by_key), len(rows & set(t.row_by_key))))
