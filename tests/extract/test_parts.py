"""A part of a content holds what the whole held there, and every span counts in the part's own text."""

from __future__ import annotations

import pytest

from nianbao.extract.files.content import Box, Content
from nianbao.extract.files.writer import CellText, ContentWriter
from nianbao.extract.parts import part_content, part_name
from nianbao.extract.split_reports import Part


def content() -> Content:
    """Two pages, a line and a table each, recognised with another sureness."""
    writer = ContentWriter("application/pdf")
    for page, sure in ((1, 0.9), (2, 0.5)):
        words = f"第{page}份"
        writer.line(words, box=Box(page, 0, 0, 9, 9), confidence=[sure] * len(words))
        cells = [CellText(0, i, f"{page}{i}", box=Box(page, i, 9, i + 1, 18), confidence=[sure, sure]) for i in (0, 1)]
        writer.grid(1, 2, cells)
    writer.note("one note")
    writer.pages = 2
    return writer.done()


def pieces(held: Content) -> list[tuple[str, object]]:
    """Every span's text and what is said of it."""
    cells = [(held.text[c.start : c.end], c.box) for grid in held.grids for c in grid.cells]
    places = [(held.text[p.start : p.end], p.box) for p in held.places]
    return [*cells, *places, *((held.text[s.start : s.end], s.confidence) for s in held.sureness)]


def test_parts_hold_what_the_whole_held() -> None:
    """The two parts together have every cell, place and sureness of the whole, each at its own text."""
    whole = content()
    cut = whole.text.index("第2份")
    parts = [part_content(whole, Part(a, b, "report", "")) for a, b in ((0, cut), (cut, len(whole.text)))]
    assert "".join(p.text for p in parts) == whole.text
    assert sorted(map(str, pieces(whole))) == sorted(str(x) for p in parts for x in pieces(p))
    assert [p.text[g.start : g.end] for p in parts for g in p.grids] == ["|10|11|\n", "|20|21|\n"]
    assert {(p.notes, p.pages, p.media_type) for p in parts} == {(("one note",), 2, "application/pdf")}


def test_the_only_part_is_the_content() -> None:
    """A part that is the whole text changes nothing."""
    whole = content()
    assert part_content(whole, Part(0, len(whole.text), "report", "")) is whole


def test_a_grid_is_not_cut() -> None:
    """A part that would cut a table is refused."""
    whole = content()
    with pytest.raises(ValueError, match="cuts the grid"):
        part_content(whole, Part(0, whole.grids[0].start + 2, "report", ""))


def test_names() -> None:
    """Parts are counted from 1; a file with one part keeps its name."""
    assert [part_name("a.pdf", n, 3) for n in (1, 2, 3)] == ["a.pdf#1", "a.pdf#2", "a.pdf#3"]
    assert part_name("a.pdf", 1, 1) == "a.pdf"
