"""A cell to a line and a bar between them on a line of its own, as some converters leave a table."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings

from nianbao.eval.drawn.grids import Cells, Grid, consistent, grids
from nianbao.extract.judge import judge
from nianbao.extract.layout_reader import read_layout
from tests.layouts import report, table_sets


def parted(grid: Grid) -> str:
    """Each cell on its line, a bar on the line between two cells of a row; fillers of merged cells are left out."""
    return "\n".join("\n|\n".join(text for text in row if text is not None) for row in grid)


def closed(grid: Grid) -> str:
    """The same with a bar behind each row's last cell too."""
    return "".join(f"{text}\n|\n" for row in grid for text in row if text is not None)


@pytest.mark.parametrize("write", [parted, closed])
@settings(deadline=None, max_examples=60)
@given(cells=table_sets())
def test_any_table_is_read_right(write: Callable[[Grid], str], cells: Cells) -> None:
    """Every value as drawn; disclosure, which no sum covers, is sure too."""
    tables = read_layout(report({key: write(grid) for key, grid in grids(cells).items()})).tables
    for key, reading in tables.items():
        assert {c: cell.value for c, cell in reading.cells.items()} == {
            c: v for c, v in cells.items() if c.startswith(key) and c in reading.cells
        }
    assert judge(tables["disclosure"]).status == "confirmed"


SOUND = consistent({"disclosure.regulations.in_force": 9, "requests.granted.natural_person": 118})


def test_two_bars_are_an_empty_cell() -> None:
    """Where nothing stands between two bars, a cell is printed empty, in its place."""
    drawn = {key: parted(grid) for key, grid in grids(SOUND).items()}
    assert drawn["disclosure"].count("规章\n|\n0\n|\n0\n|\n9") == 1
    drawn["disclosure"] = drawn["disclosure"].replace("规章\n|\n0\n|\n0\n|\n9", "规章\n|\n0\n|\n|\n9")
    cells = read_layout(report(drawn)).tables["disclosure"].cells
    assert (cells["disclosure.regulations.repealed"].value, cells["disclosure.regulations.repealed"].mark) == (
        None,
        "blank",
    )
    assert cells["disclosure.regulations.in_force"].value == 9


def test_a_bar_that_is_an_empty_cell_stays_one() -> None:
    """Numbers stand on neighbouring lines elsewhere, so a bar alone is no delimiter but a cell."""
    drawn = {
        key: "\n".join(text or "|" for row in grid for text in row if text is not None)
        for key, grid in grids(SOUND).items()
    }
    drawn["disclosure"] = drawn["disclosure"].replace("规章\n0\n0\n9", "规章\n|\n0\n9")
    reading = read_layout(report(drawn)).tables["disclosure"]
    assert reading.cells["disclosure.regulations.issued"].value is None
    assert reading.cells["disclosure.regulations.in_force"].value == 9
