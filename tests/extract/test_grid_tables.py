"""Grid tables of pandoc: rows whose cells are wrapped over several lines."""

from __future__ import annotations

from itertools import zip_longest

from hypothesis import HealthCheck, given, settings

from nianbao.eval.drawn.grids import Cells, Grid, grids
from nianbao.extract.grid_tables import unfold_grids
from nianbao.extract.normalise import normalise
from tests.extract.test_reader_breakages import SOUND
from tests.layouts import REVIEW_TITLE, TITLE, read_back, table_sets
from tests.layouts import report as whole_report

WRAP = 8


def grid_text(grid: Grid) -> str:
    """A table as pandoc's grid: every cell wrapped after eight characters, a rule between the rows."""
    width = max(len(row) for row in grid)
    rule = "+" + "----------+" * width
    lines = [rule]
    for row in grid:
        cells = [cell or "" for cell in row] + [""] * (width - len(row))
        wrapped = [[cell[i : i + WRAP] for i in range(0, len(cell), WRAP)] or [""] for cell in cells]
        for pieces in zip_longest(*wrapped, fillvalue=""):
            lines.append("| " + " | ".join(pieces) + " |")
        lines.append(rule)
    return "\n".join(lines)


def report(cells: Cells) -> str:
    """A report whose tables are grids."""
    return whole_report({key: grid_text(grid) for key, grid in grids(cells).items()})


def test_a_wrapped_grid_is_read_and_each_value_has_its_own_place() -> None:
    """Labels cut every eight characters: every table confirmed, every span prints its value."""
    text = report(SOUND)
    assert TITLE in text
    assert REVIEW_TITLE in text
    for table in read_back(text).values():
        assert table.status == "confirmed"
        assert table.cells == {c: v for c, v in SOUND.items() if c in table.cells}
        for path, cell in table.reading.cells.items():
            assert cell.span is not None
            start, end = cell.span
            assert text[start:end] == str(table.cells[path])


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(cells=table_sets())
def test_any_table_in_a_grid_is_read_right_or_not_for_sure(cells: Cells) -> None:
    """Numbers longer than the column are wrapped too: what is sure is right."""
    for key, table in read_back(report(cells)).items():
        if table.status in ("confirmed", "source_inconsistent"):
            assert table.cells == {c: v for c, v in cells.items() if c.startswith(key)}


def test_a_text_without_grids_is_untouched() -> None:
    """Markdown's pipes, sums and plus signs are no grids."""
    for text in ("| a | b |\n|---|---|\n| 1 | 2 |", "3 + 4 = 7", "+", ""):
        normal = normalise(text)
        assert unfold_grids(normal) is normal


def test_an_open_or_uneven_grid_stays_as_it_is() -> None:
    """Lines with different numbers of cells, or no closing rule: nothing is put together."""
    for text in ("+---+---+\n| a | b |\n| c |\n+---+---+", "+---+\n| a |\n| b |"):
        assert unfold_grids(normalise(text)).text == text
