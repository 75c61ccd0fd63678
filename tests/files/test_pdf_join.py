"""What a page's end cuts is joined; what only stands before and behind a page's end is not; furniture goes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.extract.files.pdf_join import join_tables
from nianbao.extract.files.pdf_lines import PrintedText
from nianbao.extract.files.pdf_tables import Cell, Table
from tests.files.drawn_pdf import draw, read, rows, rule, say, table

HEAD = ["信息内容", "制发", "有效"]


def furnished(canvas: Any, number: int, pages: int = 2) -> None:
    say(canvas, "某市政府信息公开年报", 240, 40)
    say(canvas, f"第 {number} 页 共 {pages} 页", 260, 810)


def test_a_table_over_pages_is_one_grid_and_furniture_is_left_out() -> None:
    def first(canvas: Any) -> None:
        furnished(canvas, 1)
        say(canvas, "二、主动公开政府信息情况", 60, 640)
        table(canvas, [HEAD, ["规章", "1", "2"], ["文件", "3", "4"]], top=680)

    def second(canvas: Any) -> None:
        furnished(canvas, 2)
        table(canvas, [["许可", "5", "6"], ["处罚", "7", "8"]], top=60)
        say(canvas, "三、收到和处理情况", 60, 140)

    content = read(draw(first, second))
    assert rows(content) == ["|信息内容|制发|有效|", "|规章|1|2|", "|文件|3|4|", "|许可|5|6|", "|处罚|7|8|"]
    assert [c.box.page for c in content.grids[0].cells if c.box] == [1] * 9 + [2] * 6
    # The running head stands nowhere else: it is kept once.
    assert content.text.split("|")[0].split() == ["某市政府信息公开年报", "二、主动公开政府信息情况"]
    assert content.text.split("|")[-1].split() == ["三、收到和处理情况"]


def test_a_repeated_heading_stays_out() -> None:
    def first(canvas: Any) -> None:
        table(canvas, [HEAD, ["规章", "0", "0"]], top=740)

    def second(canvas: Any) -> None:
        table(canvas, [HEAD, ["文件", "0", "0"]], top=60)

    assert rows(read(draw(first, second))) == ["|信息内容|制发|有效|", "|规章|0|0|", "|文件|0|0|"]


def test_tables_with_a_heading_between_them_stay_two() -> None:
    def first(canvas: Any) -> None:
        table(canvas, [HEAD, ["规章", "0", "0"]], top=700)

    def second(canvas: Any) -> None:
        say(canvas, "四、复议和诉讼情况", 60, 80)
        table(canvas, [HEAD, ["文件", "0", "0"]], top=100)

    assert len(read(draw(first, second)).grids) == 2


def test_tables_with_other_columns_stay_two() -> None:
    def first(canvas: Any) -> None:
        table(canvas, [HEAD, ["规章", "0", "0"]], top=700)

    def second(canvas: Any) -> None:
        table(canvas, [["维持", "纠正", "其他", "总计"], ["0", "0", "1", "1"]], top=60, widths=(50, 70, 80, 40))

    assert len(read(draw(first, second)).grids) == 2


def test_a_merged_cell_hides_an_edge_on_one_page_only() -> None:
    def first(canvas: Any) -> None:
        table(canvas, [["第二十条第（五）项", "本年处理决定数量"], ["许可", "15"]], top=700, widths=(120, 120))

    def second(canvas: Any) -> None:
        table(canvas, [HEAD, ["文件", "1", "2"]], top=60)

    assert rows(read(draw(first, second))) == [
        "|第二十条第（五）项|本年处理决定数量||",
        "|许可|15||",
        "|信息内容|制发|有效|",
        "|文件|1|2|",
    ]


@pytest.mark.parametrize("closed", [False, True], ids=["borders missing", "borders drawn"])
def test_a_row_that_a_page_cuts_is_one_row(closed: bool) -> None:
    labels = [["（一）予以公开", "1", "2"], ["（二）部分公开", "3", "4"]]

    def first(canvas: Any) -> None:
        table(canvas, [HEAD, *labels, ["（三）申请人无正", "5", "6"]], top=700, last=closed)

    def second(canvas: Any) -> None:
        table(canvas, [["当理由逾期", "", ""], ["（四）其他", "7", "8"]], top=60, first=closed)

    assert rows(read(draw(first, second)))[3:] == ["|（三）申请人无正当理由逾期|5|6|", "|（四）其他|7|8|"]


def test_a_label_on_one_page_and_its_numbers_on_the_other_are_one_row() -> None:
    def first(canvas: Any) -> None:
        table(canvas, [HEAD, ["规章", "", ""]], top=740, last=False)

    def second(canvas: Any) -> None:
        table(canvas, [["", "5", "6"], ["文件", "7", "8"]], top=60, first=False)

    assert rows(read(draw(first, second))) == ["|信息内容|制发|有效|", "|规章|5|6|", "|文件|7|8|"]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (["（一）予以公开", "1", "2"], ["（二）部分公开", "3", "4"]),
        (["（一）予以公开", "", ""], ["（二）部分公开", "3", "4"]),
        (["（一）予以公开", "1", "2"], ["（二）部分公开", "", ""]),
        (["规章", "1", "2"], ["文件", "", ""]),
        (["规章", "", ""], ["文件", "1", "2"]),
        (["规章", "1", ""], ["文件", "", "2"]),
    ],
)
def test_two_rows_are_never_joined(above: Sequence[str], below: Sequence[str]) -> None:
    def first(canvas: Any) -> None:
        table(canvas, [HEAD, above], top=740)

    def second(canvas: Any) -> None:
        table(canvas, [below, ["许可", "7", "8"]], top=60)

    assert len(rows(read(draw(first, second)))) == 4


def test_a_merged_label_goes_on_over_the_page() -> None:
    def label(canvas: Any, top: float, bottom: float, lines: Sequence[str]) -> None:
        for edge in (20, 60):
            rule(canvas, edge, top, edge, bottom)
        for place in (top, bottom):
            rule(canvas, 20, place, 60, place)
        for i, line in enumerate(lines):
            say(canvas, line, 22, top + 15 + 12 * i)

    def first(canvas: Any) -> None:
        label(canvas, 700, 772, ["三、本", "年度办"])
        table(canvas, [["（一）公开", "1", "2"], ["（二）部分", "3", "4"], ["（三）不予", "5", "6"]], top=700)

    def second(canvas: Any) -> None:
        label(canvas, 60, 108, ["理结果"])
        table(canvas, [["（四）无法", "7", "8"], ["（五）不予处理", "9", "10"]], top=60)
        label(canvas, 108, 132, ["四、结"])
        table(canvas, [["", "11", "12"]], top=108)

    content = read(draw(first, second))
    assert rows(content)[0] == "|三、本年度办理结果|（一）公开|1|2|"
    assert rows(content)[3:] == ["||（四）无法|7|8|", "||（五）不予处理|9|10|", "|四、结||11|12|"]
    assert content.grids[0].cells[0].rows == 5


@pytest.mark.parametrize("sign", ["{}", "- {} -", "— {} —", "第{}页", "{}/3", "·{}·", "第 {} 页，共 3 页"])
def test_page_numbers_are_left_out_however_written(sign: str) -> None:
    def page(number: int) -> Any:
        def drawing(canvas: Any) -> None:
            say(canvas, f"正文第{'一二三'[number - 1]}段。", 60, 100)
            table(canvas, [HEAD, ["规章", str(number), "0"]], top=700)
            say(canvas, sign.format(number), 290, 805)

        return drawing

    text = read(draw(page(1), page(2), page(3))).text
    assert [line for line in text.split() if "|" not in line] == ["正文第一段。", "正文第二段。", "正文第三段。"]


def test_what_a_browser_prints_at_a_pages_edges_is_left_out() -> None:
    def page(number: int) -> Any:
        def drawing(canvas: Any) -> None:
            say(canvas, f"2023/1/5 10:3{number}", 20, 20, size=8)
            say(canvas, "某市年报", 280, 20, size=8)
            say(canvas, "https://www.example.cn/art/2023/1/5/art_1_2.html", 20, 830, size=8)
            say(canvas, f"{number}/3", 560, 830, size=8)
            say(canvas, "某市年报" if number == 1 else "正文" * number, 60, 200)

        return drawing

    assert read(draw(page(1), page(2), page(3))).text.split() == ["某市年报", "正文" * 2, "正文" * 3]


def test_numbers_of_a_table_at_a_pages_foot_are_no_furniture() -> None:
    def page(canvas: Any) -> None:
        table(canvas, [["规章", "1", "2"], ["文件", "1", "2"]], top=770)

    def unruled(canvas: Any) -> None:
        for i in range(3):
            say(canvas, "规章", 60, 770 + 16 * i)
            say(canvas, "0", 200, 770 + 16 * i)
            say(canvas, "0", 300, 770 + 16 * i)
        say(canvas, "8", 300, 818)

    assert len(rows(read(draw(page, page)))) == 4
    text = read(draw(unruled)).text
    assert text.split() == ["规章", "0", "0"] * 3 + ["8"]


def test_a_running_head_that_repeats_the_title_is_left_out_everywhere() -> None:
    def page(number: int) -> Any:
        def drawing(canvas: Any) -> None:
            say(canvas, "某市年报", 250, 40, size=8)
            if number == 1:
                say(canvas, "某市年报", 200, 160, size=18)
            say(canvas, "甲乙"[number - 1] * 20, 60, 300)

        return drawing

    assert read(draw(page(1), page(2))).text.split() == ["某市年报", "甲" * 20, "乙" * 20]


def drawn(texts: Sequence[Sequence[str]], page: int) -> Table:
    cells = [Cell(i, j, 1, 1, PrintedText(text)) for i, row in enumerate(texts) for j, text in enumerate(row)]
    shut = (False,) * len(texts[0])
    return Table(tuple(50.0 * i for i in range(len(texts[0]) + 1)), len(texts), tuple(cells), page, 0, 0, shut, shut)


value = st.sampled_from(["0", "12", "3,045", "-", "—", "/", "无"])
row = st.tuples(st.sampled_from(["规章", "（一）公开", "1.其他", "总计"]), value, value, value)


@given(st.lists(row, min_size=1, max_size=5), st.lists(row, min_size=1, max_size=5))
def test_full_rows_all_stay_in_order(above: list[tuple[str, ...]], below: list[tuple[str, ...]]) -> None:
    joined = join_tables(drawn(above, 1), drawn(below, 2))
    assert joined is not None
    texts = [["" for _ in range(4)] for _ in range(joined.rows)]
    for c in joined.cells:
        texts[c.row][c.column] = c.text.text
    assert [tuple(t) for t in texts] == [*above, *below]
    taken = [(c.row + i, c.column + j) for c in joined.cells for i, j in product(range(c.rows), range(c.columns))]
    assert len(taken) == len(set(taken))
