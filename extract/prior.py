"""Take in another parser's candidate: its shape leniently, whatever holds rows and cells, into values by name."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from nianbao.extract.candidate import Doubt, TableReading
from nianbao.extract.errors import PriorError
from nianbao.extract.find_form import form_of_words
from nianbao.extract.grids import EXPECTED, Grid, grids_of
from nianbao.extract.normalise import normalise
from nianbao.extract.read_grids import find_tables, read_named
from nianbao.extract.signed_counts import parted_sign, sign_cell
from nianbao.extract.tokens import number_value, tokenise
from nianbao.schemas import FORM_2021, FORMS, Form, Kind, ReportResult

Prior = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""A table set in the contract's shape: table → row → column → number, null or a number's text. It may be partial."""

_MOST_DIGITS = 18


def table_set(
    prior: object, *, form: Form | None = None, likely: Form | None = None
) -> dict[str, dict[str, dict[str, int | Decimal | None]]]:
    """A caller's tables with every key and value checked.

    Takes a ReportResult, a report in the contract's shape (with `tables` and `cells`), the tables alone, or grids: a
    list of rows, a pandas or polars frame, a list of these, or an object from a table's key to these or to its rows
    (see `grids_of`, `find_tables`). Without `form` it is the form whose rows and columns, or whose words, the tables
    have; `likely` where they do not tell. Raises PriorError, naming the field, for an unknown table, row or column, for
    what is no number, and where no grid is a table of the form.
    """
    if isinstance(prior, ReportResult):
        return {key: dict(table.cells) for key, table in prior.tables.items()}
    likely = form or likely or FORM_2021
    if not isinstance(prior, Mapping):
        grids = grids_of(prior)
        return find_tables(grids, form or _form_of_grids(grids) or likely)
    tables = prior.get("tables", prior)
    if not isinstance(tables, Mapping):
        grids = grids_of(tables, "`tables`")
        return find_tables(grids, form or _form_of_grids(grids) or likely)
    by_rows: dict[str, Mapping[str, Any]] = {}
    by_grids: dict[str, list[Grid]] = {}
    for key, table in tables.items():
        if key not in likely.variants:
            raise PriorError(f"unknown table {key!r}; the form has {', '.join(likely.variants)}. {EXPECTED}")
        if table is None:
            continue
        rows = table.get("cells", table) if isinstance(table, Mapping) else table
        if isinstance(rows, Mapping):
            by_rows[key] = {r: v for r, v in rows.items() if not (r == "status" and isinstance(v, str))}
        else:
            by_grids[key] = grids_of(rows, key)
    found = form or form_of_tables(by_rows, likely=likely)
    return {
        key: _rows(found, key, by_rows[key])
        if key in by_rows
        else read_named(key, by_grids[key], form or _form_of_grids(by_grids[key]) or found)
        for key in tables
        if key in by_rows or key in by_grids
    }


def form_of_tables(tables: Mapping[str, Mapping[str, Any]], *, likely: Form = FORM_2021) -> Form:
    """The form that has most of the given rows and columns; of two that have as many, the likely one."""

    def known(form: Form) -> int:
        cells = {c for variants in form.variants.values() for table in variants for c in table.cells}
        return sum(
            f"{key}.{row}.{column}" in cells
            for key, rows in tables.items()
            for row, columns in rows.items()
            if isinstance(columns, Mapping)
            for column in columns
        )

    return max((likely, *FORMS.values()), key=known)


def _form_of_grids(grids: list[Grid]) -> Form | None:
    return form_of_words("\n".join("\t".join(row) for grid in grids for row in grid))


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
            out[name][column] = _number(f"{key}.{name}.{column}", value, columns[column].kind)
    return out


def _number(path: str, value: Any, kind: Kind) -> int | Decimal | None:
    text = _printed(value, kind) if isinstance(value, str) else value
    if text is None:
        return None
    try:
        number = Decimal(str(text))
        if isinstance(value, bool) or not number.is_finite() or number.adjusted() > _MOST_DIGITS:
            raise InvalidOperation
        if number < 0 and kind != "change":
            raise InvalidOperation
    except (InvalidOperation, ValueError):  # ValueError: an integer too long to be a text
        more = "" if kind == "change" else " of 0 or more"
        raise PriorError(f"{path}: {_shown(value)} is no number{more}.") from None
    if kind == "amount":
        return number
    if number != int(number):
        raise PriorError(f"{path}: {value!r} is not a whole number.")
    return int(number)


def _printed(text: str, kind: Kind) -> str | None:
    """What a cell's text prints (1,299, 212件, full-width), read as the report's own cells are; None: nothing."""
    tokens = [token for line in tokenise(normalise(text.strip()).text) for token in line.tokens]
    tokens = sign_cell(tokens) if kind == "change" else tokens
    if not tokens or [token.kind for token in tokens] == ["dash"]:
        return None
    if len(tokens) > 1 or tokens[0].kind != "number":
        return text
    sign, bare = parted_sign(tokens[0].text)
    digits = number_value(bare)
    return text if digits is None else sign + digits


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
