"""Rows without padding, digits that touch, pages that lie on their side: where strokes can be taken wrongly."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from nianbao.extract.files.content import Content
from nianbao.extract.files.limits import DEFAULT_LIMITS
from nianbao.extract.files.read_scan import read_image
from nianbao.extract.files.recogniser import Words, detect
from nianbao.extract.files.scan_cells import unhyphenated
from nianbao.extract.files.scan_digits import DigitWidths, digits_fit, measure_digits
from nianbao.extract.files.scan_ink import CellInk
from nianbao.extract.files.scan_pictures import Picture
from nianbao.extract.files.scan_skew import set_upright

from .drawn_scan import draw_table, encoded

LOW, HIGH, WIDE = 28, 60, 90
"""Pixels of a row for one line of letters without padding, of one for numbers, and of a column."""


def read(page: Image.Image) -> Content:
    return read_image(encoded(page), name="page.png", limits=DEFAULT_LIMITS)


def letters(draw: ImageDraw.ImageDraw, x: int, top: int, bottom: int) -> None:
    """A sign like 申 that fills a row: an upright stroke from rule to rule at x, and four strokes across it."""
    draw.line((x, top, x, bottom), fill=30, width=2)
    draw.line((x - 9, top + 4, x - 9, bottom - 4), fill=30, width=2)
    draw.line((x + 9, top + 4, x + 9, bottom - 4), fill=30, width=2)
    for part in (0.2, 0.4, 0.6, 0.8):
        y = round(top + part * (bottom - top))
        draw.line((x - 9, y, x + 9, y), fill=30, width=2)


def low_headings(columns: int = 6) -> Image.Image:
    """A table whose first row is one cell with letters on the columns' edges, and a row of numbers under it."""
    page = Image.new("L", (1240, 1754), 245)
    draw = ImageDraw.Draw(page)
    left, top, right = 100, 100, 100 + columns * WIDE
    bottom = top + LOW + HIGH
    for y in (top, top + LOW, bottom):
        draw.line((left, y, right, y), fill=30, width=2)
    for j in range(columns + 1):
        over = top if j in (0, columns) else top + LOW
        draw.line((left + j * WIDE, over, left + j * WIDE, bottom), fill=30, width=2)
        if 0 < j < columns:
            letters(draw, left + j * WIDE, top, top + LOW)
        if j < columns:
            middle = (left + (j + 0.5) * WIDE, top + LOW + HIGH / 2)
            draw.text(middle, str(20 + j), fill=30, font=ImageFont.load_default(26), anchor="mm")
    return page


def test_letters_that_reach_from_rule_to_rule_are_no_border_and_hide_none() -> None:
    (grid,) = read(low_headings()).grids
    assert (grid.rows, grid.columns) == (2, 6)
    assert [(c.column, c.columns) for c in grid.cells if c.row == 0] == [(0, 6)]
    assert [(c.column, c.columns) for c in grid.cells if c.row == 1] == [(j, 1) for j in range(6)]


def test_a_level_rule_that_letters_touch_on_both_sides_is_seen_by_its_ink() -> None:
    page = low_headings()
    draw = ImageDraw.Draw(page)
    for x in range(106, 100 + 4 * WIDE, 12):
        draw.line((x, 100 + LOW - 12, x, 100 + LOW), fill=30, width=2)
        draw.line((x + 6, 100 + LOW, x + 6, 100 + LOW + 12), fill=30, width=2)
    (grid,) = read(page).grids
    assert grid.rows == 2
    assert [(c.column, c.columns) for c in grid.cells if c.row == 0] == [(0, 6)]


@pytest.mark.parametrize("gap", [8, 12])
def test_letters_whose_strokes_line_up_at_the_height_of_a_rule_part_no_cell(gap: int) -> None:
    """A column of merged cells, whose letters' level strokes stand where the rules of the rows beside it end."""
    page = Image.new("L", (1240, 1754), 245)
    draw = ImageDraw.Draw(page)
    for x in (100, 250, 500, 750):
        draw.line((x, 100, x, 500), fill=30, width=2)
    for y in (100, 200, 300, 400, 500):
        draw.line((100 if y in (100, 500) else 250, y, 750, y), fill=30, width=2)
    for y in (200, 300, 400):
        for x in range(104, 246, 28 + gap):
            draw.line((x, y, min(x + 28, 246), y), fill=30, width=2)
            draw.line((x + 14, y - 14, x + 14, y + 14), fill=30, width=2)
        for j, x in enumerate((375, 625)):
            draw.text((x, y - 50), str(y // 10 + j), fill=30, font=ImageFont.load_default(26), anchor="mm")
    (grid,) = read(page).grids
    assert [(c.row, c.rows) for c in grid.cells if c.column == 0] == [(0, 4)]


def test_a_line_right_under_a_table_is_no_part_of_it() -> None:
    page = Image.new("L", (1240, 1754), 245)
    page.paste(draw_table([["1", "20"], ["3", "4"]]), (0, 0))
    draw = ImageDraw.Draw(page)
    # The capitals' strokes meet the lowest rule, at 100 + 2 * 60.
    draw.text((110, 221), "HILLFIELD HILL", fill=30, font=ImageFont.load_default(40), anchor="lt")
    content = read(page)
    (grid,) = content.grids
    assert (grid.rows, grid.columns) == (2, 2)
    assert "FIELD" in content.text[grid.end :].upper()


def test_a_picture_of_several_pages_below_one_another_has_one_table() -> None:
    page = Image.new("L", (820, 920), 245)
    page.paste(draw_table([["1", "20"], ["3", "4"]]), (0, 0))
    page.paste(draw_table([["5", "60"], ["7", "8"]]), (0, 460))
    ImageDraw.Draw(page).text((200, 400), "- 2 -", fill=30, font=ImageFont.load_default(26))
    content = read(page)
    (grid,) = content.grids
    assert [r.strip("|") for r in content.text[grid.start : grid.end].split()] == ["1|20", "3|4", "5|60", "7|8"]


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_page_is_turned_the_right_way_up(quarters: int) -> None:
    with Image.open(Path(__file__).parent / "scanned_report.png") as image:
        pixels = np.asarray(image.convert("L"))
    upright = set_upright(Picture(1, pixels, 1.0)).pixels
    lying = set_upright(Picture(1, np.ascontiguousarray(np.rot90(pixels, quarters)), 1.0)).pixels
    small = [np.asarray(Image.fromarray(p).resize((80, 110)), float) for p in (upright, lying)]
    assert np.corrcoef(small[0].ravel(), small[1].ravel())[0, 1] > 0.8


def line_of(places: list[tuple[int, int]]) -> tuple[CellInk, tuple[int, int, int, int]]:
    """The ink of digits 20 pixels high that fill these places from left to right."""
    mask = np.zeros((30, max(end for _, end in places) + 5), bool)
    for start, end in places:
        mask[5:25, start:end] = True
    box = (places[0][0], 5, places[-1][1], 25)
    return CellInk("ink", np.where(mask, 0, 255).astype(np.uint8), mask, (box,)), box


def apart(count: int, wide: int = 12, distance: int = 15) -> list[tuple[int, int]]:
    return [(5 + i * distance, 5 + i * distance + wide) for i in range(count)]


KNOWN = DigitWidths(0.75, 0.3, 0.6)
"""Digits of 12 pixels, 15 from one to the next, of a height of 20."""


def test_the_widths_of_digits_are_measured_where_they_stand_apart() -> None:
    lines = [(*line_of(apart(n)), "2468"[:n]) for n in (2, 4)]
    found = measure_digits(lines)
    assert found is not None
    assert (found.distance, found.other) == pytest.approx((0.75, 0.6))
    assert measure_digits(lines[:1]) is None


@given(count=st.integers(1, 6), read_=st.integers(1, 7))
def test_digits_that_touch_are_counted_by_their_width(count: int, read_: int) -> None:
    places = apart(count)
    touching = [(places[0][0], places[-1][1])]
    assert digits_fit(*line_of(touching), "8" * read_, KNOWN) == (read_ == count)
    assert digits_fit(*line_of(places), "8" * read_, KNOWN) == (read_ == count)


def test_without_known_widths_digits_that_touch_do_not_fit() -> None:
    assert not digits_fit(*line_of([(5, 32)]), "88", None)
    assert digits_fit(*line_of(apart(2)), "88", None)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere memory is counted in other units")
@pytest.mark.parametrize("shape", [(9, 1240), (1240, 9), (40, 3000), (9000, 300)])
def test_a_strip_of_a_page_is_not_blown_up(shape: tuple[int, int]) -> None:
    """What is enlarged without bound takes all memory: a strip is seen at three times its size at most."""
    import resource

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert detect(np.full(shape, 245, np.uint8)) == []
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 1_000_000


@pytest.mark.parametrize(
    ("above", "below", "columns"), [(False, False, 4), (True, False, 4), (False, True, 4), (True, True, 3)]
)
def test_a_part_of_a_table_that_two_pages_cut_keeps_all_its_columns(above: bool, below: bool, columns: int) -> None:
    """No level rule leads to the outer side of its column of merged cells, and none closes it at one end at least.

    Beside a table that is closed at both a line is none of its columns.
    """
    page = Image.new("L", (1240, 1754), 245)
    draw = ImageDraw.Draw(page)
    top, bottom, edges = 100, 1000, [100, 220, 420, 620, 820]
    for x in edges:
        draw.line((x, top, x, bottom), fill=30, width=2)
    rows = range(200, 1000, 100)
    for y in rows:
        draw.line((edges[1], y, edges[-1], y), fill=30, width=2)
    for i, y in enumerate(rows):
        for j, x in enumerate(edges[1:-1]):
            draw.text((x + 100, y - 50), str(10 * i + j + 2), fill=30, font=ImageFont.load_default(26), anchor="mm")
    for y, closed in ((top, above), (bottom, below)):
        if closed:
            draw.line((edges[1], y, edges[-1], y), fill=30, width=2)
    (grid,) = read(page).grids
    assert (grid.rows, grid.columns) == (9, columns)
    assert columns == 3 or [(c.column, c.rows) for c in grid.cells if c.column == 0] == [(0, 9)]


def test_the_end_of_a_table_that_stands_askew_below_another_is_squared() -> None:
    """Below an upright table one askew, as on the next of two pages in one picture; its left side begins lower down."""
    page = Image.new("L", (1240, 1754), 245)
    part = Image.new("L", (1240, 400), 245)
    edges = (100, 180, 500, 700, 900, 1100)
    for image, rows in ((page, range(100, 783, 34)), (part, range(100, 169, 34))):
        draw = ImageDraw.Draw(image)
        for y in rows:
            draw.line((edges[1] if y == rows[0] else edges[0], y, edges[-1], y), fill=30, width=2)
        for x in edges:
            above = rows[1] if x == edges[0] and image is part else rows[0]
            draw.line((x, above, x, rows[-2] if x == edges[1] else rows[-1]), fill=30, width=2)
        for i, y in enumerate(rows[:-1]):
            for j, x in enumerate(edges[2:-1]):
                draw.text((x + 100, y + 17), str(20 * i + j + 2), fill=30, font=ImageFont.load_default(22), anchor="mm")
    page.paste(part.rotate(1.5, Image.Resampling.BICUBIC, fillcolor=245), (0, 900))
    content = read(page)
    (grid,) = content.grids
    cells = [c for c in grid.cells if c.row >= 20]
    assert [(c.row, c.column, c.columns) for c in cells if c.column < 2] == [(20, 0, 1), (20, 1, 1), (21, 0, 2)]
    assert [content.text[c.start : c.end] for c in cells if c.column > 1] == ["2", "3", "4", "22", "23", "24"]


def test_a_hyphen_where_a_cell_breaks_a_chinese_line_is_left_out() -> None:
    """Not one after other signs: it may belong to a number's range."""

    def letters_of(*texts: str) -> str:
        return "".join(w.text for w in unhyphenated([Words(t, (0.9,) * len(t)) for t in texts]))

    assert letters_of("结果维-", "持") == "结果维持"
    assert letters_of("2021-", "2022") == "2021-2022"
    assert letters_of("附表-", "2") == "附表-2"
