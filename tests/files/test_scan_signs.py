"""A dash and a slash are told from digits by their ink, whatever they were read as."""

from __future__ import annotations

from collections.abc import Callable

import pytest

pytest.importorskip("cv2")

import cv2
import numpy as np

from nianbao.extract.files.scan_digits import LineBox
from nianbao.extract.files.scan_ink import CellInk
from nianbao.extract.files.scan_signs import digit_height, is_dash, lean

HIGH, WIDE = 40, 90
DIGITS = 20.0


def cell(draw: Callable[[np.ndarray], object], *, pale: Callable[[np.ndarray], object] | None = None) -> CellInk:
    pixels = np.full((HIGH, WIDE), 255, np.uint8)
    draw(pixels)
    mask = pixels < 100
    if pale:
        pale(pixels)
    return CellInk("ink", pixels, mask, (_box(mask),))


def _box(mask: np.ndarray) -> LineBox:
    y, x = np.nonzero(mask)
    return int(x.min()), int(y.min()), int(x.max()) + 1, int(y.max()) + 1


def stroke(x: int, y: int, wide: int, high: int, grey: int = 0) -> Callable[[np.ndarray], object]:
    return lambda p: cv2.rectangle(p, (x, y), (x + wide - 1, y + high - 1), grey, -1)


@pytest.mark.parametrize("read", ["", "1", "！", "r", "-"])
@pytest.mark.parametrize(("wide", "high"), [(5, 3), (8, 4), (9, 3), (20, 2)])
def test_a_low_level_stroke_alone_is_a_dash_whatever_it_was_read_as(read: str, wide: int, high: int) -> None:
    ink = cell(stroke(40, 18, wide, high))
    assert is_dash(ink, ink.lines[0], read, DIGITS)


@pytest.mark.parametrize(
    "ink",
    [
        cell(stroke(40, 10, 6, 20)),
        cell(stroke(40, 18, 4, 4)),
        cell(stroke(40, 0, 9, 3)),
        cell(stroke(40, 37, 9, 3)),
        cell(stroke(5, 18, 80, 3)),
        cell(stroke(40, 12, 12, 3), pale=stroke(47, 16, 3, 14, 180)),
    ],
    ids=["upright", "dot", "at the upper border", "at the lower border", "rule", "bar of a pale 7"],
)
def test_what_may_be_a_digit_or_a_border_is_no_dash(ink: CellInk) -> None:
    assert not is_dash(ink, ink.lines[0], "1", DIGITS)


def test_without_digits_to_compare_only_a_long_stroke_read_as_a_dash_is_one() -> None:
    short, long = cell(stroke(40, 18, 8, 4)), cell(stroke(40, 18, 12, 3))
    assert not is_dash(short, short.lines[0], "-", None)
    assert not is_dash(long, long.lines[0], "1", None)
    assert is_dash(long, long.lines[0], "—", None)


def test_a_stroke_beside_another_line_is_no_dash() -> None:
    ink = cell(stroke(40, 18, 9, 3))
    two = CellInk("ink", ink.pixels, ink.mask, (*ink.lines, (0, 30, 20, 38)))
    assert not is_dash(two, ink.lines[0], "-", DIGITS)


def test_the_height_of_digits_leaves_out_ones_and_needs_three_numbers() -> None:
    def box(high: int) -> LineBox:
        return (0, 0, 9, high)

    assert digit_height([(box(20), "3"), (box(22), "10"), (box(21), "4件"), (box(3), "1"), (box(3), "11")]) == 21
    assert digit_height([(box(20), "3"), (box(22), "10"), (box(3), "1")]) is None


def test_from_too_few_numbers_the_height_of_digits_is_a_little_less_than_that_of_letters() -> None:
    lines = [((0, 0, 90, 25), text) for text in ("行政许可", "行政处罚", "行政强制")]
    assert digit_height([*lines, ((0, 0, 9, 3), "1")]) == pytest.approx(20, abs=2)
    assert digit_height(lines[:2]) is None


def test_a_slash_leans_and_an_upright_stroke_does_not() -> None:
    slash = cell(lambda p: cv2.line(p, (50, 8), (40, 30), 0, 2))
    upright = cell(stroke(40, 8, 3, 22))
    assert lean(slash, slash.lines[0]) > 0.3
    assert abs(lean(upright, upright.lines[0])) < 0.05
