"""Take in another parser's candidate: its shape leniently, whatever holds rows and cells, into values by name."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from nianbao.extract.candidate import Doubt, TableReading
from nianbao.extract.errors import PriorError
from nianbao.extract.grids import EXPECTED, grids_of
from nianbao.extract.normalise import normalise
from nianbao.extract.read_grids import find_tables, read_named
from nianbao.extract.tokens import number_value, tokenise
from nianbao.schemas import FORM_2021, Form, ReportResult

Prior = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""A table set in the contract's shape: table → row → column → number, null or a number's text. It may be partial."""

_MOST_DIGITS = 18


def table_set(prior: object, *, form: Form = FORM_2021) -> dict[str, dict[str, dict[str, int | Decimal | None]]]:
    """A caller's tables with every key and value checked.

    Takes a ReportResult, a report in the contract's shape (with `tables` and `cells`), the tables alone, or grids: a
    list of rows, a pandas or polars frame, a list of these, or an object from a table's key to these or to its rows
    (see `grids_of`, `find_tables`). Raises PriorError, naming the field, for an unknown table, row or column, for what
    is no number, and where no grid is a table of the form.
    """
    if isinstance(prior, ReportResult):
        return {key: dict(table.cells) for key, table in prior.tables.items()}
    if not isinstance(prior, Mapping):
        return find_tables(grids_of(prior), form)
    tables = prior.get("tables", prior)
    if not isinstance(tables, Mapping):
        return find_tables(grids_of(tables, "`tables`"), form)
    out: dict[str, dict[str, dict[str, int | Decimal | None]]] = {}
    for key, table in tables.items():
        if key not in form.variants:
            raise PriorError(f"unknown table {key!r}; the form has {', '.join(form.variants)}. {EXPECTED}")
        if table is None:
            continue
        rows = table.get("cells", table) if isinstance(table, Mapping) else table
        if isinstance(rows, Mapping):
            out[key] = _rows(form, key, {r: v for r, v in rows.items() if not (r == "status" and isinstance(v, str))})
        else:
            out[key] = read_named(key, grids_of(rows, key), form)
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
    text = _printed(value) if isinstance(value, str) else value
    if text is None:
        return None
    try:
        number = Decimal(str(text))
        if isinstance(value, bool) or not number.is_finite() or number < 0 or number.adjusted() > _MOST_DIGITS:
            raise InvalidOperation
    except (InvalidOperation, ValueError):  # ValueError: an integer too long to be a text
        raise PriorError(f"{path}: {_shown(value)} is no number of 0 or more.") from None
    if amount:
        return number
    if number != int(number):
        raise PriorError(f"{path}: {value!r} is not a whole number.")
    return int(number)


def _printed(text: str) -> str | None:
    """What a cell's text prints (1,299, 212件, full-width), read as the report's own cells are; None: nothing."""
    tokens = [token for line in tokenise(normalise(text.strip()).text) for token in line.tokens]
    if not tokens or [token.kind for token in tokens] == ["dash"]:
        return None
    return (number_value(tokens[0].text) if len(tokens) == 1 and tokens[0].kind == "number" else None) or text


def _shown(value: object) -> str:
    try:
        return repr(value)[:80]
    except ValueError:
        return f"a {type(value).__name__} of thousands of digits"


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
