"""Take in another parser's candidate: read its shape leniently, ground its values in the text strictly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from nianbao.extract.candidate import Doubt, TableReading
from nianbao.extract.errors import PriorError
from nianbao.extract.ground import ground_row
from nianbao.extract.layout_reader import LayoutReading
from nianbao.extract.read_number import read_cell
from nianbao.schemas import FORM_2021, Form, ReportResult

Prior = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""A table set in the contract's shape: table → row → column → number, null or a number's text. It may be partial."""


def table_set(prior: object, *, form: Form = FORM_2021) -> dict[str, dict[str, dict[str, int | Decimal | None]]]:
    """A caller's tables with every key and value checked.

    Takes a ReportResult, a report in the contract's shape (with `tables` and `cells`), or the tables alone. Raises
    PriorError, naming the field, for an unknown table, row or column and for what is no number.
    """
    if isinstance(prior, ReportResult):
        return {key: dict(table.cells) for key, table in prior.tables.items()}
    if not isinstance(prior, Mapping):
        raise PriorError(f"a table set is an object of tables, not {type(prior).__name__}. See docs/contract.md.")
    tables = prior.get("tables", prior)
    if not isinstance(tables, Mapping):
        raise PriorError("`tables` is not an object. See docs/contract.md.")
    out: dict[str, dict[str, dict[str, int | Decimal | None]]] = {}
    for key, table in tables.items():
        if key not in form.variants:
            raise PriorError(f"unknown table {key!r}; the form has {', '.join(form.variants)}.")
        if table is None:
            continue
        rows = table.get("cells", table) if isinstance(table, Mapping) else None
        if not isinstance(rows, Mapping):
            raise PriorError(f"{key}: rows are expected as an object.")
        out[key] = _rows(form, key, {r: v for r, v in rows.items() if not (r == "status" and isinstance(v, str))})
    return out


def _rows(form: Form, key: str, rows: Mapping[str, Any]) -> dict[str, dict[str, int | Decimal | None]]:
    known = {row.key: row for table in form.variants[key] for row in table.rows}
    out: dict[str, dict[str, int | Decimal | None]] = {}
    for name, cells in rows.items():
        if name not in known:
            raise PriorError(f"{key}: unknown row {name!r}.")
        if not isinstance(cells, Mapping):
            raise PriorError(f"{key}.{name}: columns are expected as an object.")
        columns = {c.key: c for c in known[name].columns}
        out[name] = {}
        for column, value in cells.items():
            if column not in columns:
                raise PriorError(f"{key}.{name}: unknown column {column!r}; it has {', '.join(columns)}.")
            out[name][column] = _number(f"{key}.{name}.{column}", value, amount=columns[column].kind == "amount")
    return out


def _number(path: str, value: Any, *, amount: bool) -> int | Decimal | None:
    if value is None or value == "":
        return None
    try:
        number = Decimal(str(value).replace(",", "").strip())
        if isinstance(value, bool) or not number.is_finite() or number < 0:
            raise InvalidOperation
    except InvalidOperation:
        raise PriorError(f"{path}: {value!r} is no number of 0 or more.") from None
    if amount:
        return number
    if number != int(number):
        raise PriorError(f"{path}: {value!r} is not a whole number.")
    return int(number)


def ground_prior(
    layout: LayoutReading, prior: Mapping[str, Mapping[str, Mapping[str, int | Decimal | None]]]
) -> dict[str, TableReading]:
    """Each table with the prior's rows where they stand in the text, and the layout reader's rows elsewhere.

    A row of the prior counts only if it gives every cell, and all its values stand, in order, in the row's own text
    and the row prints nothing else. A table that the source lacks stays absent, whatever the prior says of it.
    """
    out: dict[str, TableReading] = {}
    for key, reading in layout.tables.items():
        out[key] = reading
        if not reading.present or key not in prior:
            continue
        cells = dict(reading.cells)
        for row, text in reading.units().items():
            paths = reading.unit_cells(row)
            if not _given(prior[key], paths):
                continue
            shown = [None if (v := _value(prior[key], path)) is None else str(v) for path in paths]
            grounded = ground_row(shown, text)
            if grounded is None or not grounded.unique or not grounded.whole:
                continue
            for path, token in zip(paths, grounded.tokens, strict=True):
                cells[path] = read_cell(token, reading.table.column_by_cell[path], layout.normal)
        out[key] = replace(reading, cells=cells)
    return out


def _given(rows: Mapping[str, Mapping[str, Any]], paths: tuple[str, ...]) -> bool:
    return all(path.split(".")[2] in rows.get(path.split(".")[1], {}) for path in paths)


def _value(rows: Mapping[str, Mapping[str, int | Decimal | None]], path: str) -> int | Decimal | None:
    _, row, column = path.split(".")
    return rows.get(row, {}).get(column)


def disagreement(reading: TableReading, other: TableReading, who: str) -> list[Doubt]:
    """Where two readings of a table differ, row by row: doubts that name the cells."""
    doubts = []
    for row in reading.table.rows:
        cells = tuple(c for c in reading.table.row_cells(row.key) if reading.cells[c].value != other.cells[c].value)
        if cells:
            doubts.append(
                Doubt("disagreement", cells, f"{row.label}: {who} read another value", reading.cells[cells[0]].span)
            )
    return doubts
