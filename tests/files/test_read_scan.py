"""What stands in a picture's ruled cells is read as printed, or is not called read."""

from __future__ import annotations

import importlib.util
import struct
import zlib
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageFilter

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.content import Content
from nianbao.extract.files.limits import DEFAULT_LIMITS
from nianbao.extract.files.read_scan import read_image, read_scanned_pages
from nianbao.extract.files.recogniser import CONFIDENCE_FLOOR

from .drawn_scan import draw_table, encoded

ROWS = [["0", "11", "208", "7"], ["35", "0", "", "1"], ["6", "1494", "0", "/"], ["41", "12", "208", "9"]]


def read(data: bytes, name: str = "page.png") -> Content:
    return read_image(data, name=name, limits=DEFAULT_LIMITS)


def rows_of(content: Content) -> list[list[str]]:
    (grid,) = content.grids
    return [line.strip("|\n").split("|") for line in content.text[grid.start : grid.end].splitlines()]


def confidence_of(content: Content, row: int, column: int) -> float:
    cell = next(c for c in content.grids[0].cells if (c.row, c.column) == (row, column))
    return min(s.confidence for s in content.sureness if s.start < cell.end and s.end > cell.start)


@pytest.mark.parametrize("slant", [0.0, 1.3, -4.0])
def test_every_number_is_read_in_its_cell_and_a_blank_cell_is_blank(slant: float) -> None:
    page = draw_table(ROWS).rotate(slant, Image.Resampling.BICUBIC, fillcolor=245)
    content = read(encoded(page, "JPEG", quality=75))
    assert rows_of(content) == ROWS
    assert content.media_type == "image/jpeg"
    assert content.pages == 1


def test_digits_whose_strokes_line_up_are_no_rule() -> None:
    rows = [["6099", "2559", "7777"], ["258944", "5555", "1"]]
    assert rows_of(read(encoded(draw_table(rows, size=40)))) == rows


def test_the_zeros_and_ones_of_a_clean_page_are_sure() -> None:
    content = read(encoded(draw_table(ROWS)))
    assert [confidence_of(content, *at) >= CONFIDENCE_FLOOR for at in ((0, 0), (1, 1), (0, 3), (3, 0))] == [True] * 4


def test_a_faint_number_is_neither_blank_nor_sure() -> None:
    content = read(encoded(draw_table([["12", "~9", "30"], ["8", "", "5"]])))
    rows = rows_of(content)
    assert rows[1][1] == ""
    assert rows[0][1] != ""
    assert confidence_of(content, 0, 1) == 0


def test_boxes_lie_on_the_page_as_it_was_given() -> None:
    content = read(encoded(draw_table(ROWS)))
    box = content.grids[0].cells[5].box
    assert box is not None
    assert np.allclose([box.x0, box.top, box.x1, box.bottom], [250, 160, 400, 220], atol=4)


@pytest.mark.parametrize("blur", [1.4, 2.2])
def test_a_blurred_page_gives_no_wrong_number_for_sure(blur: float) -> None:
    """At 2.2 the rules cannot be seen either: numbers without a grid are never sure."""
    content = read(encoded(draw_table(ROWS, size=16).filter(ImageFilter.GaussianBlur(blur))))
    sure = [s for s in content.sureness if s.confidence >= CONFIDENCE_FLOOR]
    for grid in content.grids:
        assert (grid.rows, grid.columns) == (4, 4)
        for cell in grid.cells:
            certain = all(any(s.start <= i < s.end for s in sure) for i in range(cell.start, cell.end))
            assert not certain or content.text[cell.start : cell.end] == ROWS[cell.row][cell.column]
    if not content.grids:
        assert sure == [s for s in sure if not any(c.isdecimal() for c in content.text[s.start : s.end])]


def test_pages_of_a_tiff_and_of_a_pdf_of_pictures() -> None:
    pages = [draw_table([["1", "20"], ["3", "4"]]), draw_table([["5", "60", "7"], ["8", "9", "0"]])]
    tiff = encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    pdf = encoded(pages[0], "PDF", save_all=True, append_images=pages[1:], resolution=150)
    of_pdf = read_scanned_pages(pdf, None, name="a.pdf", limits=DEFAULT_LIMITS)
    for content in (read(tiff, "a.tif"), of_pdf):
        assert [(g.rows, g.columns) for g in content.grids] == [(2, 2), (2, 3)]
        assert content.pages == 2
    assert "|5|60|7|" in of_pdf.text
    second = read_scanned_pages(pdf, [2], name="a.pdf", limits=DEFAULT_LIMITS)
    assert "60" in second.text
    assert "20" not in second.text
    assert second.grids[0].cells[0].box is not None
    assert second.grids[0].cells[0].box.page == 2


def test_without_the_extra_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(DocumentError, match=r"^a\.png: a picture .* Install nianbao\[ocr\]"):
        read(b"\x89PNG", "a.png")


def _png_of(width: int, height: int) -> bytes:
    """A tiny PNG that says it is enormous."""
    parts = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(b"\0" * 64))]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in [*parts, (b"IEND", b"")]
    )
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize("side", [9_000, 60_000, 2_000_000])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(side: int) -> None:
    with pytest.raises(DocumentError, match=r"more than the 60,000,000 of the limit `pixels`.*--limit pixels=N"):
        read(_png_of(side, side))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(encoded(draw_table(ROWS), "JPEG")[:9000], "cut short or broken", id="truncated JPEG"),
        pytest.param(encoded(draw_table(ROWS))[:3000], "cut short or broken", id="truncated PNG"),
        pytest.param(b"GIF89a", "cut short or broken|not an image", id="header only"),
        pytest.param(b"hello", "not an image", id="a text"),
        pytest.param(encoded(Image.new("L", (800, 1100), 255)), "nothing can be read", id="an empty page"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, says: str) -> None:
    with pytest.raises(DocumentError, match=says):
        read(data)


def test_limits_of_time_and_of_pages() -> None:
    page = draw_table([["1", "2"], ["3", "4"]])
    with pytest.raises(DocumentError, match="scan_seconds"):
        read_image(encoded(page), name="a.png", limits=replace(DEFAULT_LIMITS, scan_seconds=0))
    tiff = encoded(page, "TIFF", save_all=True, append_images=[page])
    with pytest.raises(DocumentError, match=r"1 pages that are read \(pages\)"):
        read_image(tiff, name="a.tif", limits=replace(DEFAULT_LIMITS, pages=1))
    with pytest.raises(DocumentError, match="cannot be opened"):
        read_scanned_pages(b"%PDF-1.4 nothing", None, name="a.pdf", limits=DEFAULT_LIMITS)
