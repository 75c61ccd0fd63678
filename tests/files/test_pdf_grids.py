"""Grids are what borders bound, however a program draws the borders; a character is in the cell its middle is in."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.extract.files.pdf_drawn import Stroke
from nianbao.extract.files.pdf_frame import Rect
from nianbao.extract.files.pdf_grids import RuledCell, find_grids
from tests.files.drawn_pdf import FONT, HEIGHT, cell, draw, read, rows, rule, say, table

XS, YS = (60.0, 180.0, 240.0, 300.0), (100.0, 124.0, 148.0, 172.0)
TEXTS = [["项目", "制发", "有效"], ["规章", "0", "7"], ["文件", "12", "3"]]


def texts(canvas: Any) -> None:
    table(canvas, TEXTS, lines=False)


def lines() -> list[tuple[float, float, float, float]]:
    level = [(XS[0], y, XS[-1], y) for y in YS]
    return level + [(x, YS[0], x, YS[-1]) for x in XS]


def stroked(canvas: Any) -> None:
    for line in lines():
        rule(canvas, *line)


def filled(canvas: Any) -> None:
    for x0, top, x1, bottom in lines():
        canvas.rect(x0 - 0.25, HEIGHT - bottom - 0.25, x1 - x0 + 0.5, bottom - top + 0.5, stroke=0, fill=1)


def a_box_to_a_cell(canvas: Any) -> None:
    for x0, x1 in pairwise(XS):
        for top, bottom in pairwise(YS):
            canvas.rect(x0, HEIGHT - bottom, x1 - x0, bottom - top)


def spaced_boxes(canvas: Any) -> None:
    for x0, x1 in pairwise(XS):
        for top, bottom in pairwise(YS):
            canvas.rect(x0 + 0.75, HEIGHT - bottom + 0.75, x1 - x0 - 1.5, bottom - top - 1.5)


def doubled(canvas: Any) -> None:
    stroked(canvas)
    for x0, top, x1, bottom in lines():
        rule(canvas, x0 + 1.2, top + 1.2, x1 + 1.2, bottom + 1.2)


def dashed(canvas: Any) -> None:
    for x0, top, x1, bottom in lines():
        length = max(x1 - x0, bottom - top)
        for i in range(int(length // 4)):
            a, b = 4 * i / length, (4 * i + 2.4) / length
            across, down = x1 - x0, bottom - top
            rule(canvas, x0 + a * across, top + a * down, x0 + b * across, top + b * down)


def gaping(canvas: Any) -> None:
    """Every border ends short of the next."""
    for x0, top, _, bottom in lines():
        if top == bottom:
            for a, b in pairwise(XS):
                rule(canvas, a + 1, top, b - 1, top)
        else:
            for a, b in pairwise(YS):
                rule(canvas, x0, a + 1, x0, b - 1)


def without_sides(canvas: Any) -> None:
    for x0, top, x1, bottom in lines():
        if x0 != x1 or x0 not in (XS[0], XS[-1]):
            rule(canvas, x0, top, x1, bottom)


def in_a_form(canvas: Any) -> None:
    canvas.beginForm("lines")
    stroked(canvas)
    canvas.endForm()
    canvas.saveState()
    canvas.doForm("lines")
    canvas.restoreState()


def white_on_dark(canvas: Any) -> None:
    canvas.setFillColorRGB(0.6, 0.7, 0.9)
    canvas.rect(XS[0], HEIGHT - YS[-1], XS[-1] - XS[0], YS[-1] - YS[0], stroke=0, fill=1)
    canvas.setStrokeGray(1)
    stroked(canvas)
    canvas.setFillGray(0)


WAYS = (
    stroked, filled, a_box_to_a_cell, spaced_boxes, doubled, dashed, gaping, without_sides, in_a_form, white_on_dark
)  # fmt: skip


@pytest.mark.parametrize("way", WAYS, ids=[way.__name__ for way in WAYS])
def test_a_grid_is_the_same_however_it_is_drawn(way: Any) -> None:
    def page(canvas: Any) -> None:
        way(canvas)
        texts(canvas)

    assert rows(read(draw(page))) == ["|项目|制发|有效|", "|规章|0|7|", "|文件|12|3|"]


def test_white_lines_are_no_borders() -> None:
    def page(canvas: Any) -> None:
        stroked(canvas)
        canvas.setStrokeGray(1)
        rule(canvas, 210, YS[0], 210, YS[-1])
        texts(canvas)

    assert read(draw(page)).grids[0].columns == 3


def test_an_underline_or_a_stroke_inside_a_cell_parts_nothing() -> None:
    def page(canvas: Any) -> None:
        stroked(canvas)
        texts(canvas)
        rule(canvas, 184, 140.5, 196, 140.5)
        rule(canvas, 64, 117, 100, 117)

    assert rows(read(draw(page))) == ["|项目|制发|有效|", "|规章|0|7|", "|文件|12|3|"]


def test_merged_cells_keep_their_extents() -> None:
    def page(canvas: Any) -> None:
        for x0, top, x1, bottom in [
            *((60, y, 300, y) for y in (100, 196)),
            (120, 124, 300, 124), (120, 148, 300, 148), (60, 172, 300, 172),
            *((x, 100, x, 196) for x in (60, 120, 300)), (180, 124, 180, 172), (240, 124, 240, 196),
        ]:  # fmt: skip
            rule(canvas, x0, top, x1, bottom)
        for text, x, top in [("申请", 64, 130), ("情况", 64, 142), ("总计", 150, 116), ("0", 130, 139),
                             ("1", 190, 139), ("22", 250, 139), ("3", 130, 163), ("4", 190, 163), ("5", 250, 163),
                             ("结转", 64, 187), ("7", 130, 187), ("8", 250, 187)]:  # fmt: skip
            say(canvas, text, x, top)

    content = read(draw(page))
    assert rows(content) == ["|申请情况|总计|||", "||0|1|22|", "||3|4|5|", "|结转|7||8|"]
    extents = {t: (c.rows, c.columns) for t in ("申请情况", "总计", "7", "8") for c in [cell(content, t)]}
    assert extents == {"申请情况": (3, 1), "总计": (1, 3), "7": (1, 2), "8": (1, 1)}


def test_a_number_wider_than_its_cell_is_one_number_in_one_cell() -> None:
    def page(canvas: Any) -> None:
        table(canvas, [["规章", "", "7"], ["文件", "5", "6"]], widths=(120, 24, 60))
        say(canvas, "1234567", 175, 115)

    assert rows(read(draw(page)))[0] == "|规章|1234567|7|"


def test_lines_of_a_cell_stay_apart_where_digits_meet() -> None:
    def page(canvas: Any) -> None:
        table(canvas, [["规章\n制定", "12\n34", "7"], ["文件", "2\n，945", "6"]], row_height=34)

    assert rows(read(draw(page))) == ["|规章制定|12  34|7|", "|文件|2  ，945|6|"]


def test_labels_turned_or_written_down_are_read_in_their_own_order() -> None:
    def page(canvas: Any) -> None:
        table(canvas, [["", "一", "1"], ["", "二", "2"]], row_height=80, widths=(40, 60, 60))
        for i, sign in enumerate("申请人情"):
            say(canvas, sign, 80, 115 + 12 * i)
        for i, sign in enumerate("况如下表"):
            say(canvas, sign, 66, 115 + 12 * i)
        canvas.saveState()
        canvas.translate(85, HEIGHT - 250)
        canvas.rotate(90)
        canvas.setFont(FONT, 10)
        canvas.drawString(0, 0, "办理结果")
        canvas.restoreState()

    assert rows(read(draw(page))) == ["|申请人情况如下表|一|1|", "|办理结果|二|2|"]


@st.composite
def merged_grids(draw: Any) -> tuple[list[float], list[float], list[RuledCell]]:
    """A grid cut again and again: its edges and cells. Every edge is the border of some cell."""
    columns, rows_ = draw(st.integers(2, 7)), draw(st.integers(2, 7))
    xs, ys = [40.0], [50.0]
    for _ in range(columns):
        xs.append(xs[-1] + draw(st.integers(14, 60)))
    for _ in range(rows_):
        ys.append(ys[-1] + draw(st.integers(14, 60)))

    def cut(row: int, column: int, high: int, wide: int) -> list[RuledCell]:
        way = draw(st.integers(0, 3))
        if high > 1 and (way == 0 or (way == 1 and wide == 1)):
            at = draw(st.integers(1, high - 1))
            return cut(row, column, at, wide) + cut(row + at, column, high - at, wide)
        if wide > 1 and way in (1, 2):
            at = draw(st.integers(1, wide - 1))
            return cut(row, column, high, at) + cut(row, column + at, high, wide - at)
        return [RuledCell(row, column, high, wide)]

    first = draw(st.integers(1, rows_ - 1))
    return xs, ys, cut(0, 0, first, columns) + cut(first, 0, rows_ - first, columns)


@settings(max_examples=150, deadline=None)
@given(merged_grids(), st.randoms(use_true_random=False))
def test_any_merged_grid_is_found_again_from_the_borders_of_its_cells(
    grid: tuple[list[float], list[float], list[RuledCell]], chance: Any
) -> None:
    xs, ys, cells = grid
    strokes = []
    for c in cells:
        x0, x1, top, bottom = xs[c.column], xs[c.column + c.columns], ys[c.row], ys[c.row + c.rows]
        off = [chance.uniform(-0.4, 0.4) for _ in range(4)]
        strokes += [Stroke(False, top + off[0], x0, x1), Stroke(False, bottom + off[1], x0, x1)]
        strokes += [Stroke(True, x0 + off[2], top, bottom), Stroke(True, x1 + off[3], top, bottom)]
    chance.shuffle(strokes)
    found = find_grids(strokes, 10, Rect(0, 0, 900, 900))
    assert found is not None
    (ruled,) = found
    places = {ruled.place(c) for c in ruled.cells}
    want = {Rect(xs[c.column], ys[c.row], xs[c.column + c.columns], ys[c.row + c.rows]) for c in cells}
    rounded = {tuple(round(v) for v in (p.x0, p.top, p.x1, p.bottom)) for p in places}
    assert rounded == {(p.x0, p.top, p.x1, p.bottom) for p in want}
    covered = [(a.row + i, a.column + j) for a in ruled.cells for i in range(a.rows) for j in range(a.columns)]
    assert len(covered) == len(set(covered)) == (len(ruled.xs) - 1) * (len(ruled.ys) - 1)


def lacking(canvas: Any, *gaps: tuple[float, float, float, float]) -> None:
    """Two rows and their heading, without the borders between the places given."""
    for x0, top, _, bottom in lines():
        for a, b in pairwise(XS) if top == bottom else pairwise(YS):
            piece = (a, top, b, top) if top == bottom else (x0, a, x0, b)
            if piece not in gaps:
                rule(canvas, *piece)


@pytest.mark.parametrize(
    "gap",
    [
        (180.0, 124.0, 240.0, 124.0),
        (180.0, 148.0, 240.0, 148.0),
        (180.0, 124.0, 180.0, 148.0),
        (240.0, 148.0, 240.0, 172.0),
    ],
    ids=["heading and value", "value and value", "label and value", "values of a row"],
)
def test_where_a_border_is_missing_no_value_goes_to_another_cell(gap: tuple[float, float, float, float]) -> None:
    def page(canvas: Any) -> None:
        lacking(canvas, gap)
        texts(canvas)

    assert rows(read(draw(page))) == ["|项目|制发|有效|", "|规章|0|7|", "|文件|12|3|"]


def test_a_table_without_the_border_of_a_whole_row_is_no_grid() -> None:
    def page(canvas: Any) -> None:
        lacking(canvas, *((a, 124.0, b, 124.0) for a, b in pairwise(XS)))
        texts(canvas)

    content = read(draw(page))
    assert not content.grids
    assert [line.split() for line in content.text.splitlines()] == [list(row) for row in TEXTS]


def test_a_note_under_a_number_is_of_its_cell() -> None:
    def page(canvas: Any) -> None:
        table(canvas, [["规章", "12\n（含结转）", "7"], ["文件", "5\n件", "32\n6(含结转)"]], row_height=34)

    assert rows(read(draw(page))) == ["|规章|12（含结转）|7|", "|文件|5件|32  6(含结转)|"]
