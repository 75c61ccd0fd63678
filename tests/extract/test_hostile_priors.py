"""What is no prior is refused in words; what a cell may print as a number, and what it may not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from nianbao import PriorError
from nianbao.extract.prior import table_set
from nianbao.schemas import FORM_2021
from tests.grid_shapes import DRAWN, numbers
from tests.layouts import grids


def endless() -> Iterator[list[int]]:
    while True:
        yield [1, 2, 3]


def itself() -> list[Any]:
    loop: list[Any] = []
    loop.append(loop)
    return loop


HOSTILE: dict[str, tuple[Callable[[], Any], str]] = {
    "nothing": (list, "no grid in it"),
    "empty-rows": (lambda: [[], []], "no grid in it"),
    "text": (lambda: "一、本年新收\t5", "str is no grid"),
    "number": (lambda: 5, "int is no grid"),
    "none": (lambda: None, "NoneType is no grid"),
    "bytes": (lambda: b"\x00\x01", "bytes is no grid"),
    "one-row": (lambda: [1, 2, 3], "int is no grid"),
    "row-beside-cell": (lambda: [[1, 2], 3], "some rows"),
    "records": (lambda: [{"自然人": 5}], "dict is no grid"),
    "set": (lambda: {1, 2}, "set is no grid"),
    "list-of-itself": (itself, "lists within lists"),
    "deep": (lambda: [[[[[[[[["x"]]]]]]]]], "lists within lists"),
    "cells-are-lists": (lambda: [["received", [1, 2]], ["granted", 3]], "some rows"),
    "endless": (endless, "more than"),
    "huge": (lambda: [[0] * 1000] * 1000, "more than"),
    "many-grids": (lambda: [[[1]]] * 1000, "more than"),
    "long-text": (lambda: [["x" * 9000] * 20] * 900, "more than 500000 characters"),
    "long-cell": (lambda: [["a" * 20_000]], "not a cell"),
    "no-table-of-the-form": (lambda: [[["首页", "联系我们"]], [["预算", 5]]], "none of 2 grids"),
    "numbers-unnamed": (lambda: numbers("requests"), "numbers only"),
    "numbers-of-another-shape": (lambda: {"requests": [[1, 2], [3, 4]]}, "25 rows of 7 or 23 rows of 7"),
    "named-but-another-table": (lambda: {"requests": grids(DRAWN)["disclosure"]}, "requests: the grid has not"),
    "unknown-key": (lambda: {"表三": numbers("requests")}, "unknown table '表三'.*Expected"),
    "endless-integer": (lambda: {"requests": {"received": {"total": 10**5000}}}, "no number"),
    "endless-decimal": (lambda: {"requests": {"received": {"total": "1e999999"}}}, "no number"),
    "torn-number": (lambda: {"requests": {"received": {"total": "1,29"}}}, "no number"),
    "bool": (lambda: {"requests": {"received": {"total": True}}}, "no number"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_prior_is_refused_in_words(name: str) -> None:
    """PriorError with what was given or expected; never another exception, never endless."""
    make, words = HOSTILE[name]
    with pytest.raises(PriorError, match=words):
        table_set(make())


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        pytest.param("212件", 212, id="unit"),
        pytest.param("２１２", 212, id="full-width"),
        pytest.param("1,212", 1212, id="separator"),
        pytest.param(" 212\n", 212, id="break-after"),
        pytest.param("1,\n212", 1212, id="break-at-the-separator"),
        pytest.param(212.0, 212, id="float"),
        pytest.param(Decimal("212.0"), 212, id="decimal"),
        pytest.param(np.int64(212), 212, id="numpy-int"),
        pytest.param(np.float32(212), 212, id="numpy-float"),
    ],
)
def test_a_cell_may_print_its_number_in_many_ways(cell: object, value: int) -> None:
    """Units, widths, separators and types: the number all the same."""
    grid: list[list[Any]] = [list(row) for row in grids(DRAWN)["requests"]]
    grid[3][3] = cell
    assert table_set(grid)["requests"]["received"]["natural_person"] == value


@pytest.mark.parametrize(
    "cell",
    [-5, True, False, 2.5, float("inf"), Decimal("sNaN"), 10**5000, "2\n12", "2 12", "l2", "-5", "?", object(), "02"],
    ids=lambda cell: str(type(cell).__name__),
)
def test_what_is_no_count_leaves_its_cell_out(cell: object) -> None:
    """Negative, true, broken, infinite or torn: the cell is not given, and no other row loses its own."""
    grid: list[list[Any]] = [list(row) for row in grids(DRAWN)["requests"]]
    grid[3][3] = cell
    found = table_set(grid)["requests"]
    assert found["received"].get("natural_person") is None
    assert found["granted"] == {
        c.key: DRAWN[f"requests.granted.{c.key}"] for c in FORM_2021.tables["requests"].rows[0].columns
    }
