"""Tables that a program has written: comma-separated lines, lists of lists, Word's and ASCII's separators."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from random import Random
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.eval.drawn.grids import Cells, Grid, consistent, grids
from nianbao.extract.clean_text import clean_text
from nianbao.extract.judge import judge
from nianbao.extract.layout_reader import read_layout
from tests.layouts import report, table_sets

PROPERTY = settings(deadline=None, max_examples=40)
SURE = ("confirmed", "source_inconsistent")


def written(separator: str, quoting: Literal[0, 1]) -> Callable[[Grid], str]:
    """Lines as Python's csv module writes them."""

    def write(grid: Grid) -> str:
        lines = io.StringIO()
        writer = csv.writer(lines, delimiter=separator, quoting=quoting, lineterminator="\n")
        writer.writerows([[text or "" for text in row] for row in grid])
        return lines.getvalue()

    return write


def joined(separator: str) -> Callable[[Grid], str]:
    """A row to a line, a character between its cells."""
    return lambda grid: "\n".join(separator.join(text or "" for text in row) for row in grid)


WRITERS: dict[str, Callable[[Grid], str]] = {
    "comma": written(",", csv.QUOTE_MINIMAL),
    "comma, quoted": written(",", csv.QUOTE_ALL),
    "semicolon": written(";", csv.QUOTE_MINIMAL),
    "tab, quoted": written("\t", csv.QUOTE_ALL),
    "json": lambda grid: json.dumps(grid, ensure_ascii=False),
    "json, indented": lambda grid: json.dumps(grid, ensure_ascii=False, indent=1),
    "json, a row a line": lambda grid: "\n".join(json.dumps(row, ensure_ascii=False) for row in grid),
    "python": repr,
    "python, a row a line": lambda grid: "\n".join(map(repr, grid)),
    "word": joined("\x07"),
    "word, by its interface": lambda grid: "".join(
        "".join(f"{text or ''}\r\x07" for text in row) + "\r\x07" for row in grid
    ),
    "unit separators": joined("\x1f"),
}


def wrap(grid: Grid, chance: Random) -> Grid:
    """Some labels broken over lines, as cells of a sheet are."""
    return [
        [
            text[:6] + "\n" + text[6:]
            if text and len(text) > 9 and not text[0].isdigit() and chance.random() < 0.5
            else text
            for text in row
        ]
        for row in grid
    ]


@pytest.mark.parametrize("name", WRITERS)
@PROPERTY
@given(cells=table_sets(), seed=st.none() | st.integers(0, 99))
def test_any_table_is_read_right(name: str, cells: Cells, seed: int | None) -> None:
    """Every cell of every table as drawn, and sure, whatever writes the table and wherever labels are broken."""
    drawn = {
        key: grid if seed is None or "word" in name or "unit" in name else wrap(grid, Random(seed))
        for key, grid in grids(cells).items()
    }
    tables = read_layout(report({key: WRITERS[name](grid) for key, grid in drawn.items()})).tables
    for key, reading in tables.items():
        assert {c: cell.value for c, cell in reading.cells.items()} == {
            c: v for c, v in cells.items() if c.startswith(key) and c in reading.cells
        }
        assert judge(reading).status == "confirmed"


SOUND = consistent(
    {
        "disclosure.normative_documents.in_force": 1206,
        "requests.granted.natural_person": 118,
        "requests.not_processed_duplicate.natural_person": 31206,
        "review.reconsideration.upheld": 14,
    }
)


@pytest.mark.parametrize("name", ["comma", "json", "python", "tab, quoted"])
def test_a_value_stands_where_its_span_says(name: str) -> None:
    """Quotes, brackets and None are left out; each number is found at its own place in the text."""
    text = report({key: WRITERS[name](grid) for key, grid in grids(SOUND).items()})
    for reading in read_layout(text).tables.values():
        for cell in reading.cells.values():
            assert cell.span is not None
            assert text[slice(*cell.span)] == str(cell.value)


@pytest.mark.parametrize(("value", "mark"), [("", "blank"), (None, "blank"), ("-", "dash"), ("/", "dash")])
def test_cells_without_a_number_keep_their_place(value: str | None, mark: str) -> None:
    """An empty string, None, a dash in the middle of a row: null with its mark, the others as they are."""
    drawn = grids(SOUND)
    row = next(row for row in drawn["requests"] if "（一）予以公开" in row)
    assert row[-6] == "0"
    row[-6] = value
    for name in ("python", "json", "comma"):
        text = report({key: WRITERS[name](grid) for key, grid in drawn.items()})
        reading = read_layout(text).tables["requests"]
        cell = reading.cells["requests.granted.commercial_enterprise"]
        assert (cell.value, cell.mark) == (None, mark)
        assert reading.cells["requests.granted.natural_person"].value == 118


@pytest.mark.parametrize(
    "text",
    [
        "规章 1,206 3,000 4,500\n规范性文件 1,207 3,001 4,501",
        "1,234,567,890\n2,234,567,890\n",
        "政务公开，2022年,公开3条,其中规章1件,文件2件。\n网站,微博,微信,短信共4个。",
        "见附件[1],[2],[3]。",
        "[1, 2, 3, 4]",
    ],
)
def test_what_is_no_such_table_stays_as_it_is(text: str) -> None:
    """Thousands separators, sentences, references, a list of numbers alone: nothing is unfolded."""
    assert "\t" not in clean_text(text).text


@pytest.mark.parametrize(
    "text", ['"' * 60000, '"\n' * 60000, "[" * 60000, "[1," * 40000, ",,,\n" * 50000, "'a\\'," * 30000]
)
def test_signs_without_end_take_linear_time(text: str) -> None:
    """Quotes that never close, brackets in brackets: read, or refused, in seconds; no character loses its place."""
    normal = clean_text(text)
    assert list(normal.offsets) == sorted(normal.offsets)
    assert normal.offsets[-1] == len(text)
