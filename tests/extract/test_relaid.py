"""Reports re-laid by hand as people do it, not converters; labels were written before anything read them.

A label (`relaid/NAME.json`) names the rows that are not all zero, their numbers in form order; `rest` is what every
other cell prints (0 if it is not there, null for an empty cell), `silent_rest` says that the text does not print them.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from nianbao.schemas import FORM_2021
from tests.layouts import Cells, read_back

TEXTS = Path(__file__).parent / "relaid"
SURE = ("confirmed", "source_inconsistent")
READ = {
    "chat": ("disclosure", "requests"),
    "excel": ("review",),
    "full_width": ("disclosure", "requests"),
    "mail": ("disclosure",),
    "one_line": ("disclosure", "requests", "review"),
    "transposed": ("disclosure",),
}
"""The tables that are read for sure, and must stay so."""
NAMES = sorted(path.stem for path in TEXTS.glob("*.json"))


def labelled(name: str) -> tuple[Cells, Cells]:
    """What a text prints: every cell's value, and the same for the cells that the label names."""
    label = json.loads((TEXTS / f"{name}.json").read_text(encoding="utf-8"))
    named: Cells = {}
    for key, table in FORM_2021.tables.items():
        for row, values in label[key].items():
            named |= dict(zip(table.row_cells(row), values, strict=True))
    cells = [c for table in FORM_2021.tables.values() for c in table.cells]
    named = {c: Decimal(v) if isinstance(v, str) else v for c, v in named.items()}
    return {c: named.get(c, label.get("rest", 0)) for c in cells}, named


def rest_is_silent(name: str) -> bool:
    """Whether the text prints only the cells that the label names."""
    return "silent_rest" in json.loads((TEXTS / f"{name}.json").read_text(encoding="utf-8"))


def test_there_are_ten_and_more() -> None:
    """Every text has its label."""
    assert len(NAMES) >= 10
    assert sorted(path.stem for path in TEXTS.glob("*.txt")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_what_is_sure_is_right(name: str) -> None:
    """No table is sure and wrong, and what is read stays read."""
    cells, named = labelled(name)
    for key, table in read_back((TEXTS / f"{name}.txt").read_text(encoding="utf-8")).items():
        if key in READ.get(name, ()):
            assert table.status in SURE
        if table.status not in SURE:
            continue
        for cell, value in table.cells.items():
            allowed = (0, None) if rest_is_silent(name) and cell not in named else (cells[cell],)
            assert value in allowed, cell


@pytest.mark.parametrize("name", NAMES)
def test_no_table_that_a_text_prints_is_called_absent(name: str) -> None:
    """Each text prints all three tables, in whatever words."""
    tables = read_back((TEXTS / f"{name}.txt").read_text(encoding="utf-8"))
    assert {key for key, table in tables.items() if table.status == "absent"} == set()
