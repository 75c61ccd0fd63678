"""Take plain grids out of whatever another parser hands over: rows of cells, frames, arrays, and lists of these."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import islice
from numbers import Integral, Real
from typing import Any

from nianbao.extract.errors import PriorError

Grid = list[list[str]]
"""A table as rows of cell texts, headings first; "" is an empty cell. Rows may differ in length."""

EXPECTED = (
    "Expected: tables in the contract's shape, a grid (a list of rows, each a list of cells), a list of grids, a "
    "pandas or polars frame, or an object from disclosure, requests or review to any of these. See docs/fallback.md."
)
_DEEPEST = 6
_MOST_GRIDS = 500
_MOST_CELLS = 200_000
_LONGEST_CELL = 10_000
_MOST_CHARACTERS = 500_000
_MOST_DIGITS = 18
_BREAK = "\r\n\t\v\f\x1c-\x1e\x85\u2028\u2029|│┃║｜¦"
_DIGIT = "0-9０-９"
_TWO_NUMBERS = re.compile(rf"(?<=[{_DIGIT}])\s*[{_BREAK}][\s{_BREAK}]*(?=[{_DIGIT}])")
_BROKEN = re.compile(rf"\s*[{_BREAK}][\s{_BREAK}]*")
# Names that pandas and polars give to columns without one, and what they append to a name that another column has.
_NO_NAME = re.compile(r"Unnamed: \d+(?:_level_\d+)?|column_\d+|\d+")
_AGAIN = re.compile(r"(.+?)(?:\.\d+|_duplicated_\d+)")


def grids_of(value: object, where: str = "the prior") -> list[Grid]:
    """Every grid in a value, in order: frames (pandas, polars), arrays (`tolist`), rows of cells, nested lists of them.

    None among grids and rows without any cell are left out. A frame's column names become its first rows, an index of
    words its first columns.
    Raises PriorError, beginning with `where`, for what is no grid or has none, for nesting deeper than that, and beyond
    500 grids, 200,000 cells, 500,000 characters or 10,000 in one cell.
    """
    found: list[Grid] = []
    _walk(value, where, 0, found)
    if not found:
        raise PriorError(f"{where}: no grid in it. {EXPECTED}")
    return found


def _walk(value: object, where: str, depth: int, found: list[Grid]) -> None:
    if depth > _DEEPEST:
        raise PriorError(f"{where}: lists within lists within lists. {EXPECTED}")
    if (rows := _frame(value, where)) is None:
        items = _items(value)
        if items is None:
            raise PriorError(f"{where}: {type(value).__name__} is no grid. {EXPECTED}")
        listed = (_listed(item) for item in items)
        items = [item for item in listed if not isinstance(item, list) or any(cell is not None for cell in item)]
        if not any(isinstance(item, list) and item and all(map(_is_cell, item)) for item in items):
            for item in items:
                if item is not None:
                    _walk(item, where, depth + 1, found)
            return
        if all(isinstance(item, list) and all(map(_is_cell, item)) for item in items):
            rows = [list(item) for item in items if isinstance(item, list)]
        else:
            raise PriorError(f"{where}: some rows are lists of cells and others are not. {EXPECTED}")
    found.append(_without_index([[cell_text(cell) for cell in row] for row in rows]))
    if len(found) > _MOST_GRIDS or sum(len(row) for grid in found for row in grid) > _MOST_CELLS:
        raise PriorError(f"{where}: more than {_MOST_GRIDS} grids or {_MOST_CELLS} cells: not one report's tables.")
    if sum(len(cell) for grid in found for row in grid for cell in row) > _MOST_CHARACTERS:
        raise PriorError(f"{where}: more than {_MOST_CHARACTERS} characters: not one report's tables.")


def _without_index(grid: Grid) -> Grid:
    """The grid without a first column that only counts its rows, as frames and CSV files have one."""
    first = [row[0] if row else "" for row in grid]
    counts = [[str(i) for i in range(start, start + len(grid))] for start in (0, 1)]
    words = any(any(c.isalpha() for c in cell) for row in grid for cell in row)
    return [row[1:] for row in grid] if len(grid) > 2 and words and first in counts else grid


def _is_cell(value: object) -> bool:
    """A string, a number or a missing value. Numbers of an array count, whatever it has for methods."""
    if value is None or isinstance(value, str | Real | Decimal):
        return True
    return not isinstance(value, bytes | bytearray | Mapping) and not hasattr(value, "__iter__")


def _items(value: object) -> list[Any] | None:
    """What a list, a tuple, an array or an iterator holds; None for anything else."""
    listed = _listed(value)
    return listed if isinstance(listed, list) else None


def _listed(value: object) -> object:
    """Sequences, arrays and iterators as a list; frames, cells and what is none of these as they are."""
    if isinstance(value, str | bytes | bytearray | Mapping | set | frozenset) or _is_frame(value):
        return value
    tolist = getattr(value, "tolist", None)
    if callable(tolist) and not isinstance(value, Real):
        value = tolist()
    if not isinstance(value, Iterable) or isinstance(value, str):
        return value
    items = list(islice(value, _MOST_CELLS + 1))
    if len(items) > _MOST_CELLS:
        raise PriorError(f"a list of more than {_MOST_CELLS} items: not one report's tables.")
    return items


def _is_frame(value: object) -> bool:
    return hasattr(value, "columns") and (callable(getattr(value, "itertuples", None)) or hasattr(value, "rows"))


def _frame(value: Any, where: str) -> list[list[Any]] | None:
    """A frame's rows below its column names; None if it is no frame. Neither library is imported: their methods do."""
    if not _is_frame(value):
        return None
    if len(value.columns) * max(len(value), 1) > _MOST_CELLS:
        raise PriorError(f"{where}: a frame of more than {_MOST_CELLS} cells: not one report's tables.")
    columns = [name if isinstance(name, tuple) else (name,) for name in value.columns]
    rows: list[list[Any]] = []
    if callable(getattr(value, "itertuples", None)):
        index = [label if isinstance(label, tuple) else (label,) for label in value.index]
        # A default index counts the rows; one of words has the row labels.
        named = any(isinstance(part, str) for label in index for part in label)
        rows = [list(row) for row in value.itertuples(index=False, name=None)]
        if named:
            rows = [[*label, *row] for label, row in zip(index, rows, strict=True)]
            columns = [*[("",) * len(columns[0] if columns else ())] * len(index[0]), *columns]
    else:
        rows = [list(row) for row in value.rows()]
    heads = [[_column_name(name[level], level, columns) for name in columns] for level in range(_levels(columns))]
    return [*(head for head in heads if any(head)), *rows]


def _levels(columns: list[tuple[Any, ...]]) -> int:
    return max(map(len, columns), default=0)


def _column_name(name: object, level: int, columns: list[tuple[Any, ...]]) -> str:
    """A column's name as the table prints it: "" where it only counts, without what makes a repeated name unique."""
    if not isinstance(name, str) or _NO_NAME.fullmatch(name):
        return ""
    again = _AGAIN.fullmatch(name)
    return again[1] if again and any(again[1] == other[level] for other in columns) else name


def cell_text(value: Any) -> str:
    """A cell as a report would print it: 212.0 is 212, NaN and None are empty, line breaks inside a cell are closed.

    A break between two digits stays a gap: whether they are one number or two is not known. Raises PriorError for a
    cell of more than 10,000 characters.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        return _number_text(value)
    if len(value) > _LONGEST_CELL:
        raise PriorError(f"a cell of {len(value)} characters: not a cell of the form's tables.")
    return _BROKEN.sub("", _TWO_NUMBERS.sub(" ", value.strip())).strip()


def _number_text(value: Any) -> str:
    try:
        if bool(value != value):  # NaN and NaT
            return ""
        if isinstance(value, Decimal):  # JSON's 212.0 is one
            if not value.is_finite() or abs(value.adjusted()) > _MOST_DIGITS:
                return "?"
            return f"{value.to_integral_value() if value == value.to_integral_value() else value:f}"
        if isinstance(value, bool | Integral):
            return str(value)
        if isinstance(value, Real) and float(value).is_integer() and abs(float(value)) < 1e15:
            return str(int(float(value)))
        return _BROKEN.sub("", str(value))
    except (TypeError, ValueError, ArithmeticError):
        # pandas' NA cannot be compared, and an endless integer has no text.
        return "" if type(value).__name__ == "NAType" else "?"
