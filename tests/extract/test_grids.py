"""Plain grids as a prior: which grid is which table and which cell is which, in every shape that parsers give."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao import PriorError, repair_report
from nianbao.extract.grids import cell_text, grids_of
from nianbao.extract.prior import table_set
from nianbao.schemas import FORM_2021
from tests.grid_shapes import DRAWN, numbers, repeated
from tests.layouts import Cells, Grid, consistent, grids, print_report, table_sets
from tests.model.answers import source


def flat(tables: dict[str, dict[str, dict[str, Any]]]) -> Cells:
    """A table set as table.row.column → value, of the cells that it gives."""
    return {
        f"{key}.{row}.{column}": value
        for key, rows in tables.items()
        for row, cells in rows.items()
        for column, value in cells.items()
    }


def packed(grid: Grid) -> Grid:
    """Without the fillers of merged cells: each row as long as it has cells."""
    return [[text for text in row if text is not None] for row in grid]


def emptied(grid: Grid) -> Grid:
    """With "" for the fillers of merged cells."""
    return [[text or "" for text in row] for row in grid]


def wrapped(grid: Grid) -> Grid:
    """With line breaks inside the labels."""
    return [
        ["\n".join((text[:4], text[4:])) if text and not text[0].isdigit() else text for text in row] for row in grid
    ]


def numbered(grid: Grid) -> list[list[Any]]:
    """With a first column that counts the rows."""
    return [[i, *row] for i, row in enumerate(grid)]


def parsed(grid: Grid) -> list[list[Any]]:
    """With numbers for the digits: floats in the even rows, as a column with a gap becomes, and ints in the others."""
    return [
        [(float(text) if i % 2 else int(text)) if text and text.isdigit() else text for text in row]
        for i, row in enumerate(grid)
    ]


SHAPES: dict[str, Callable[[Grid], list[list[Any]]]] = {
    "none_for_merged": lambda grid: grid,
    "empty_for_merged": emptied,
    "merged_repeated": repeated,
    "merged_left_out": packed,
    "wrapped_labels": wrapped,
    "rows_counted": numbered,
    "numbers": parsed,
    "repeated_numbers": lambda grid: parsed(repeated(grid)),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_cell_is_found_in_every_shape(shape: str) -> None:
    """A whole drawn table set as a list of grids: all 200 cells come back, each in its place."""
    found = flat(table_set([SHAPES[shape](grid) for grid in grids(DRAWN).values()]))
    assert found == DRAWN


@settings(max_examples=60, deadline=None)
@given(cells=table_sets(), shape=st.sampled_from(list(SHAPES)), data=st.data())
def test_no_grid_gives_another_number_than_it_prints(cells: Cells, shape: str, data: st.DataObject) -> None:
    """Whatever is drawn, in any shape, cut anywhere, cells emptied: the drawn number, or the cell is left out."""
    printed: list[Grid] = list(grids(cells).values())
    gaps = data.draw(st.lists(st.sampled_from(sorted(cells)), max_size=3))
    with_gaps: Cells = {**cells, **dict.fromkeys(gaps)}
    if data.draw(st.booleans()):
        printed = list(grids(with_gaps).values())
    shaped = [SHAPES[shape](grid) for grid in printed]
    cut = data.draw(st.integers(1, len(shaped[1]) - 1))
    pieces = data.draw(st.sampled_from([shaped, [shaped[0], shaped[1][:cut], shaped[1][cut:], shaped[2]], shaped[1:]]))
    for cell, value in flat(table_set(pieces)).items():
        assert value == cells[cell] or (value is None and cell in gaps), cell


@settings(max_examples=60, deadline=None)
@given(cells=table_sets(), data=st.data())
def test_a_damaged_grid_puts_no_number_that_the_report_lacks_into_a_result(cells: Cells, data: st.DataObject) -> None:
    """Cells moved, lost or overwritten in a grid: the repaired tables are as the report prints them, and confirmed."""
    broken: Any = copy.deepcopy(list(grids(cells).values()))
    for _ in range(data.draw(st.integers(1, 4))):
        row = data.draw(st.sampled_from(data.draw(st.sampled_from(broken))))
        at = data.draw(st.integers(0, len(row) - 1))
        junk = st.sampled_from(["", None, "x", "7", -3, True, 12.0, float("nan"), "12件"])
        match data.draw(st.sampled_from(["overwrite", "drop", "insert"])):
            case "overwrite":
                row[at] = data.draw(junk)
            case "drop" if len(row) > 1:
                del row[at]
            case _:
                row.insert(at, data.draw(junk))
    result = repair_report(print_report(cells), prior=broken)
    assert {f"{k}.{r}.{c}" for k, t in result.tables.items() for r, row in t.cells.items() for c in row} == set(cells)
    assert {path: result.cell(path) for path in cells} == cells
    assert result.status == "confirmed"


@pytest.mark.parametrize("cut", [1, 2, 3, 4, 9, 14, 20, 27])
def test_a_table_cut_over_two_pages_is_put_together(cut: int) -> None:
    """Two grids for one table, wherever the page ends, headings alone on the first page too: all its cells."""
    disclosure, requests, review = grids(DRAWN).values()
    pieces = [disclosure, requests[:cut], requests[cut:], review[:2], review[2:]]
    assert flat(table_set(pieces)) == DRAWN


def test_headings_printed_again_on_the_second_page_do_no_harm() -> None:
    """The second page begins with the three heading rows of the table: still all its cells."""
    requests = grids(DRAWN)["requests"]
    found = flat(table_set([requests[:12], requests[:3] + requests[12:]]))
    assert found == {cell: value for cell, value in DRAWN.items() if cell.startswith("requests.")}


def test_lost_headings_leave_the_forms_order() -> None:
    """Labels, but no headings at all: the columns are the form's, in its order."""
    requests, disclosure = grids(DRAWN)["requests"][3:], [r for r in grids(DRAWN)["disclosure"] if r[0] != "信息内容"]
    assert flat(table_set([requests, disclosure])) == {c: v for c, v in DRAWN.items() if not c.startswith("review.")}


@pytest.mark.parametrize("rows", [2, 3, 5])
def test_a_few_rows_are_a_prior_too(rows: int) -> None:
    """Rows under their headings, or without any where the caller names the table: just these rows, every cell."""
    grid = grids(DRAWN)["requests"]
    want = {
        c: DRAWN[c]
        for row in FORM_2021.tables["requests"].rows[:rows]
        for c in FORM_2021.tables["requests"].row_cells(row.key)
    }
    assert flat(table_set(grid[: 3 + rows])) == want
    assert flat(table_set({"requests": grid[3 : 3 + rows]})) == want
    with pytest.raises(PriorError, match="none of 1 grids"):
        table_set(grid[3 : 3 + rows])
    with pytest.raises(PriorError, match="fewer than two"):
        table_set({"requests": grid[:4]})


def test_headings_in_another_order_are_not_taken() -> None:
    """Columns that a parser has moved, headings and all: its rows are there, but no cell of them is clear."""
    moved = [[*row[:4], row[5], row[4], *row[6:]] for row in parsed(repeated(grids(DRAWN)["requests"]))]
    tables = table_set([moved])
    assert set(tables["requests"]) == {row.key for row in FORM_2021.tables["requests"].rows}
    assert flat(tables) == {}


def test_two_grids_for_one_table_count_where_they_agree() -> None:
    """Last year's table beside this year's: the rows in which they differ are left out, whichever comes first."""
    other = consistent({**DRAWN, "requests.granted.natural_person": 114})
    for pair in ((DRAWN, other), (other, DRAWN)):
        found = table_set([grids(cells)["requests"] for cells in pair])["requests"]
        assert {row for row, cells in found.items() if not cells} == {"received", "granted", "processed_total"}


def test_other_grids_are_ignored() -> None:
    """A page's navigation, an empty table and another report's budget beside the form's tables change nothing."""
    others: list[Any] = [
        [["首页", "政务公开"], ["联系我们", ""]],
        [],
        None,
        [["预算", 12.5], ["决算", 13]],
        [[None, None]],
    ]
    assert flat(table_set([others[0], *grids(DRAWN).values(), *others[1:]])) == DRAWN


def test_numbers_alone_are_taken_in_form_order_where_the_caller_names_the_table() -> None:
    """25 × 7, 6 × up to 3, 3 × 5 and 1 × 15, as lists and arrays: every cell; the contract's shape beside them."""
    disclosure, requests, review = (numbers(key) for key in FORM_2021.tables)
    assert flat(table_set({"disclosure": disclosure, "requests": requests, "review": review})) == DRAWN
    padded = [row + [None] * (3 - len(row)) for row in disclosure]
    mixed = {"disclosure": padded, "requests": np.array(requests), "review": [[v for row in review for v in row]]}
    assert flat(table_set(mixed)) == DRAWN
    received = {"received": {c.key: 1 for c in FORM_2021.tables["requests"].rows[0].columns}}
    assert table_set({"requests": received, "review": review})["requests"] == received


def test_the_older_sheet_has_two_rows_less() -> None:
    """23 × 7 numbers are the variant with one row for （六）其他处理."""
    older = consistent({"requests.other_processing.natural_person": 5}, variant="single_other_row")
    table = FORM_2021.variants["requests"][1]
    rows = [[older[c] for c in table.row_cells(row.key)] for row in table.rows]
    assert len(rows) == 23
    assert flat(table_set({"requests": rows})) == {c: v for c, v in older.items() if c.startswith("requests.")}


def test_generators_are_read_once() -> None:
    """Grids, rows and cells that come one by one."""
    lazy = ((iter(row) for row in grid) for grid in grids(DRAWN).values())
    assert flat(table_set(lazy)) == DRAWN


def test_grids_within_lists_of_pages_are_found() -> None:
    """A list per page of the page's tables, pages without any in between."""
    disclosure, requests, review = grids(DRAWN).values()
    assert flat(table_set([[disclosure], [], [requests[:9]], [requests[9:], review], [None]])) == DRAWN
    assert [len(grid) for grid in grids_of([[disclosure], [[review]]])] == [len(disclosure), len(review)]


def test_a_break_between_digits_stays_a_gap() -> None:
    """Whether they are one number or two is not known; between other characters it is closed."""
    assert cell_text("12\n5") == "12 5"
    assert cell_text("一、本年\n新收") == "一、本年新收"


def test_another_reports_grids_change_nothing() -> None:
    """The drawn report's tables as a prior for a golden: what is kept equals the golden's own text, all confirmed."""
    result = repair_report(source("zhangjiakou-2022"), prior=list(grids(DRAWN).values()))
    assert result.status == "confirmed"
    assert result.cell("requests.received.total") == 223
    assert result.extraction.prior["requests.received"] == "not in the row's text"
    assert result.extraction.prior["review.reconsideration"] == "not in the row's text"
    assert result.extraction.prior["requests.other_miscellaneous"] == "the source's table has no such row"


def test_grids_for_a_report_without_tables_leave_it_absent() -> None:
    """Three whole tables for a report that prints none: absent, every cell missing, and the prior's rows say why."""
    result = repair_report(source("shengzhou-office-2022"), prior=list(grids(DRAWN).values()))
    assert result.status == "absent"
    assert set(result.marks.values()) == {"missing"}
    assert set(result.extraction.prior.values()) == {"the source has no such table"}


def test_an_amount_counts_by_its_value_and_keeps_the_texts_digits() -> None:
    """48339.0, as a float has it, stands in the text as 48339.00: kept, with the report's own digits."""
    prior = {"disclosure": parsed([[str(c) if c else c for c in row] for row in grids(DRAWN)["disclosure"]])}
    prior["disclosure"][-1][1] = 48339.0
    result = repair_report(print_report(DRAWN), prior=prior)
    assert result.extraction.prior["disclosure.fees"] == "kept"
    assert str(result.cell("disclosure.fees.amount")) == "48339.00"
