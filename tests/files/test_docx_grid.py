"""Word tables as grids: every cell where Word shows it, also where the file says it badly."""

from __future__ import annotations

from tests.files.word_files import CONTINUE, RESTART, p, r, read_body, span, tbl, tc, tr

NESTED = tbl(tr("自然人", "商业企业", "总计"), tr("1", "2", "3"), tr("4", "5", "6"))


def rows(body: str) -> list[str]:
    """The lines of the text, free ones left out."""
    return [line for line in read_body(body).text.splitlines() if line]


def extents(body: str) -> list[tuple[int, int, int, int, str]]:
    """Row, column, rows, columns and text of every cell of the only grid."""
    content = read_body(body)
    (grid,) = content.grids
    return [(c.row, c.column, c.rows, c.columns, content.text[c.start : c.end]) for c in grid.cells]


def test_spans_and_merges_keep_their_extent() -> None:
    table = tbl(
        tr(tc("办理结果", RESTART), tc("不予公开", RESTART), "国家秘密", "1"),
        tr(tc("", CONTINUE), tc("", CONTINUE), "法律禁止", "2"),
        tr(tc("", CONTINUE), tc("总计", span(2)), "3"),
        widths=(900, 900, 900, 900),
    )
    assert extents(table) == [
        (0, 0, 3, 1, "办理结果"),
        (0, 1, 2, 1, "不予公开"),
        (0, 2, 1, 1, "国家秘密"),
        (0, 3, 1, 1, "1"),
        (1, 2, 1, 1, "法律禁止"),
        (1, 3, 1, 1, "2"),
        (2, 1, 1, 2, "总计"),
        (2, 3, 1, 1, "3"),
    ]


def test_a_merge_that_goes_on_below_a_cell_of_another_width_begins_anew() -> None:
    table = tbl(tr(tc("宽", RESTART + span(2)), "1"), tr(tc("窄", CONTINUE), "2", "3"))
    assert rows(table) == ["|宽||1|", "|窄|2|3|"]


def test_a_merge_that_goes_on_from_nothing_is_a_cell() -> None:
    assert rows(tbl(tr(tc("甲", CONTINUE), "1"), tr("乙", tc("2", CONTINUE)))) == ["|甲|1|", "|乙|2|"]


def test_a_text_that_a_merge_hides_is_left_out_and_told() -> None:
    content = read_body(tbl(tr(tc("甲", RESTART), "1"), tr(tc("99", CONTINUE), "2")))
    assert content.text == "|甲|1|\n||2|\n"
    assert "has merged cells that hide a text, left out as Word leaves it out" in content.notes


def test_older_horizontal_merges() -> None:
    merged = tr(tc("甲", '<w:hMerge w:val="restart"/>'), tc("", '<w:hMerge w:val="continue"/>'), "1")
    assert rows(tbl(merged, tr("乙", "丙", "2"))) == ["|甲||1|", "|乙|丙|2|"]


def test_rows_that_begin_late_or_end_early() -> None:
    late = tr("1", "2", properties='<w:gridBefore w:val="1"/>')
    early = tr("甲", "3", properties='<w:gridAfter w:val="1"/>')
    assert rows(tbl(tr("标题", "甲", "乙"), late, early)) == ["|标题|甲|乙|", "||1|2|", "|甲|3||"]


def test_a_table_without_a_grid() -> None:
    table = tbl(tr(tc("甲", span(2)), "1"), tr("乙", "丙", "2")).replace("<w:tblGrid></w:tblGrid>", "")
    assert rows(table) == ["|甲||1|", "|乙|丙|2|"]


def test_lines_that_nearly_meet_make_no_column() -> None:
    """A border drawn by hand a hair beside the one above: Word counts a column of 20 twips between them."""
    table = tbl(
        tr("甲", tc("1", span(2)), "2"), tr(tc("乙", span(2)), "3", "4"), tr("丙", tc("5", span(2)), "6"),
        widths=(2000, 20, 980, 1000),
    )  # fmt: skip
    assert rows(table) == ["|甲|1|2|", "|乙|3|4|", "|丙|5|6|"]


def test_a_narrow_column_of_its_own_stays() -> None:
    table = tbl(tr("甲", "1", "2", "3"), tr(tc("乙", span(2)), "4", "5"), widths=(2000, 20, 980, 1000))
    assert rows(table) == ["|甲|1|2|3|", "|乙||4|5|"]


def test_rows_whose_spans_disagree_stand_by_their_widths() -> None:
    """Some converters write merged cells as wide ones and say nothing of a span."""

    def width(twips: int) -> str:
        return f'<w:tcW w:w="{twips}" w:type="dxa"/>'

    table = tbl(
        tr(tc("不予公开", width(2000)), tc("1", width(1000)), tc("2", width(1010))),
        tr(tc("不予", width(990)), tc("公开", width(1000)), tc("3", width(1000)), tc("4", width(1000))),
    )
    assert rows(table) == ["|不予公开||1|2|", "|不予|公开|3|4|"]


def test_a_row_with_a_cell_too_few_stays_short() -> None:
    assert rows(tbl(tr("规章", "1", "2"), tr("文件", "3"))) == ["|规章|1|2|", "|文件|3||"]


def test_content_controls_around_rows_and_cells() -> None:
    def control(xml: str) -> str:
        return f"<w:sdt><w:sdtPr><w:rPr/></w:sdtPr><w:sdtContent>{xml}</w:sdtContent></w:sdt>"

    table = tbl(control(tr("规章", "1")), tr("文件", control(tc("2"))), control(control(tr("处罚", "3"))))
    assert rows(control(p(r("表"))) + control(table)) == ["表", "|规章|1|", "|文件|2|", "|处罚|3|"]


def test_a_table_that_lays_out_a_page_becomes_lines() -> None:
    outer = tbl(tr(tc(p(r("栏目")) + p(r("首页"))), tc(p(r("三、申请")) + NESTED + p(r("四、复议")))))
    expected = ["栏目", "首页", "三、申请", "|自然人|商业企业|总计|", "|1|2|3|", "|4|5|6|", "四、复议"]
    assert rows(outer) == expected
    assert rows(tbl(tr(tc(outer)))) == expected


def test_a_page_in_two_columns_becomes_lines_and_a_long_note_does_not_undo_a_table() -> None:
    prose = "".join(p(r("全年主动公开政府信息。" * 20)) for _ in range(3))
    assert not read_body(tbl(tr("一、总体情况", tc(prose)))).grids
    numbers = [tr(f"事项{i}", str(i)) for i in range(6)]
    assert len(read_body(tbl(*numbers, tr(tc(prose, span(2))))).grids) == 1


def test_a_small_table_within_a_cell_of_a_table_stays_in_its_cell() -> None:
    table = tbl(
        tr("事项", "本年"),
        tr("许可", "4"),
        tr("强制", "8"),
        tr("处罚", tc(tbl(tr("12", "345")) + p())),
        tr("收费", "9"),
    )
    assert rows(table) == ["|事项|本年|", "|许可|4|", "|强制|8|", "|处罚|12^345|", "|收费|9|"]


def test_a_table_that_goes_on_in_another_is_one_grid() -> None:
    """Of the same columns and with nothing between, as Word leaves one that was cut in two."""
    first, second = tbl(tr("甲", "1"), widths=(700, 900)), tbl(tr("乙", "2"), widths=(700, 900))
    other = tbl(tr("丙", "3"), widths=(700, 901))
    assert len(read_body(first + '<w:bookmarkEnd w:id="1"/>' + second).grids) == 1
    assert len(read_body(first + p() + second).grids) == 2
    assert len(read_body(first + other).grids) == 2


def test_a_merge_may_go_on_into_the_next_table() -> None:
    first, second = tbl(tr(tc("甲", RESTART), "1"), widths=(7, 9)), tbl(tr(tc("", CONTINUE), "2"), widths=(7, 9))
    assert extents(first + second)[0] == (0, 0, 2, 1, "甲")


def test_a_span_beyond_all_measure_takes_no_more_columns_than_cells_begin_in() -> None:
    assert rows(tbl(tr(tc("甲", span(999_999_999)), "1"), tr("乙", "2"))) == ["|甲||1|", "|乙|2||"]
