"""Tables of two pages are one where their columns agree, and a row that the page cuts is one row."""

from __future__ import annotations

from dataclasses import replace

from nianbao.extract.files.scan_tables import ScannedTable, join_tables
from nianbao.extract.files.writer import CellText

EDGES = (10.0, 110.0, 150.0, 190.0)


def table(rows: list[list[str]], *, edges: tuple[float, ...] = EDGES, open_below: bool = False) -> ScannedTable:
    cells = [CellText(i, j, t, confidence=[0.9] * len(t)) for i, row in enumerate(rows) for j, t in enumerate(row)]
    return ScannedTable(edges, len(rows), tuple(cells), open_below)


def texts(joined: ScannedTable | None) -> list[list[str]]:
    assert joined
    rows = [["" for _ in joined.edges[1:]] for _ in range(joined.rows)]
    for cell in joined.cells:
        rows[cell.row][cell.column] = cell.text
    return rows


HEAD = ["项目", "自然人", "总计"]


def test_a_repeated_heading_is_left_out() -> None:
    upper = table([HEAD, ["（一）予以公开", "1", "1"]])
    shifted = tuple(x * 1.01 + 7 for x in EDGES)
    lower = table([HEAD, ["（二）部分公开", "0", "2"]], edges=shifted)
    assert texts(join_tables(upper, lower)) == [HEAD, ["（一）予以公开", "1", "1"], ["（二）部分公开", "0", "2"]]


def test_a_repeated_heading_is_taken_as_it_was_read_more_surely() -> None:
    long = ["本列数据的勾稽关系为第一项加第二项之和", "商业企业", "其他"]
    lower = table([long, ["（二）部分公开", "0", "2"]])
    upper = table([[*long[:2], "淇他"], ["（一）予以公开", "1", "1"]])
    unsure = [replace(c, confidence=[0.6, 0.9]) if c.text == "淇他" else c for c in upper.cells]
    joined = join_tables(replace(upper, cells=tuple(unsure)), lower)
    assert texts(joined) == [long, ["（一）予以公开", "1", "1"], ["（二）部分公开", "0", "2"]]


def test_headings_that_count_differently_are_two() -> None:
    upper = table([["第二十条第（一）项", "", ""], ["规章", "1", "1"]])
    lower = table([["第二十条第（五）项", "", ""], ["行政许可", "0", "2"]])
    joined = join_tables(upper, lower)
    assert joined
    assert joined.rows == 4


def test_whole_rows_with_units_on_both_sides_of_an_open_end_are_two() -> None:
    upper = table([HEAD, ["1.信访举报投诉类申请", "0件", "3件"]], open_below=True)
    lower = table([["2.重复申请", "2件", "4件"]])
    assert texts(join_tables(upper, lower))[1:] == [
        ["1.信访举报投诉类申请", "0件", "3件"],
        ["2.重复申请", "2件", "4件"],
    ]


def test_other_columns_are_another_table() -> None:
    assert join_tables(table([HEAD]), table([HEAD], edges=(10, 70, 150, 190))) is None
    assert join_tables(table([HEAD]), table([HEAD], edges=(10, 130, 180, 230))) is None


def test_a_part_with_fewer_columns_takes_the_places_of_its_edges() -> None:
    joined = join_tables(table([HEAD]), table([["行政许可", "25"]], edges=(10, 110, 190)))
    assert texts(joined) == [HEAD, ["行政许可", "25", ""]]
    assert joined
    assert [c.columns for c in joined.cells if c.row == 1] == [1, 2]


def test_the_rest_of_a_label_goes_to_its_row() -> None:
    upper = table([HEAD, ["1.信访举报", "3", "4"]])
    lower = table([["投诉类申请", "", ""], ["2.重复申请", "0", "0"]])
    expected = [HEAD, ["1.信访举报投诉类申请", "3", "4"], ["2.重复申请", "0", "0"]]
    assert texts(join_tables(upper, lower)) == expected


def test_an_empty_row_of_its_own_stays_one() -> None:
    upper = table([HEAD, ["1.信访举报投诉类申请", "3", "4"]])
    lower = table([["2.重复申请", "", ""]])
    assert texts(join_tables(upper, lower))[2] == ["2.重复申请", "", ""]


def test_in_a_row_that_the_page_cuts_open_a_number_on_one_side_stays_and_nothing_else_is_sure() -> None:
    head = [*HEAD, "其他"]
    edges = (*EDGES, 230.0)
    upper = table([head, ["", "1", "", "2"]], edges=edges, open_below=True)
    lower = table([["2.重复申请", "", "", "3"], ["3.其他", "0", "0", "0"]], edges=edges)
    joined = join_tables(upper, lower)
    assert texts(joined) == [head, ["2.重复申请", "1", "?", "23"], ["3.其他", "0", "0", "0"]]
    assert joined
    assert [c.confidence for c in joined.cells if c.row == 1 and c.column] == [[0.9], [0.0], [0.0, 0.0]]


def test_an_empty_stub_at_a_pages_end_is_no_row() -> None:
    upper = table([HEAD, ["", "", ""]], open_below=True)
    lower = table([["2.重复申请", "6", "7"]])
    joined = join_tables(upper, lower)
    assert texts(joined) == [HEAD, ["2.重复申请", "6", "7"]]
    assert joined
    assert [list(c.confidence or ()) for c in joined.cells if c.row == 1][1] == [0.9]
