"""What a content says of its text: spans, extents, places and sureness all point at the characters they are of."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.extract.files.content import Box
from nianbao.extract.files.writer import CellText, ContentWriter


def test_a_merged_cell_is_printed_once_and_empty_in_the_rest_of_its_extent() -> None:
    writer = ContentWriter("text/html")
    writer.line("表三")
    writer.grid(2, 3, [CellText(0, 0, "申请人", columns=2), CellText(0, 2, "总\n计", rows=2), CellText(1, 1, "12")])
    content = writer.done()
    assert content.text == "表三\n|申请人||总计|\n||12||\n"
    grid = content.grids[0]
    assert [(c.row, c.column, c.rows, c.columns, content.text[c.start : c.end]) for c in grid.cells] == [
        (0, 0, 1, 2, "申请人"),
        (0, 2, 2, 1, "总计"),
        (1, 1, 1, 1, "12"),
    ]
    assert content.text[grid.start : grid.end] == "|申请人||总计|\n||12||\n"


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("自然\n人", "自然人"),
        ("12\n3", "12  3"),
        ("1 2", "1 2"),
        ("1. 5", "1. 5"),
        ("1\n,234", "1  ,234"),
        ("a|b", "a b"),
        (" 5 件 ", "5件"),
        ("（一）\t予以", "（一）予以"),
    ],
)
def test_a_break_inside_a_cell_closes_but_never_between_two_numbers(printed: str, text: str) -> None:
    writer = ContentWriter("text/html")
    writer.grid(1, 1, [CellText(0, 0, printed)])
    assert writer.done().text == f"|{text}|\n"


def test_two_cells_in_one_place_are_refused() -> None:
    with pytest.raises(ValueError, match="two cells"):
        ContentWriter("text/html").grid(1, 2, [CellText(0, 0, "a", columns=2), CellText(0, 1, "b")])


def test_places_and_sureness_follow_their_characters() -> None:
    writer = ContentWriter("image/png")
    box = Box(1, 0, 0, 10, 10)
    writer.line("标题", box=box, confidence=[0.9, 0.8])
    writer.grid(1, 1, [CellText(0, 0, " 1\n2", box=box, confidence=[1.0, 0.5, 1.0, 0.7])])
    content = writer.done()
    assert [(content.text[p.start : p.end], p.box) for p in content.places] == [("标题", box)]
    sure = {content.text[s.start : s.end]: s.confidence for s in content.sureness}
    assert sure == {"标": 0.9, "题": 0.8, "1": 0.5, "  ": 1.0, "2": 0.7}


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(st.text(max_size=4), min_size=1, max_size=3), min_size=1, max_size=3))
def test_every_cell_of_any_text_keeps_its_letters_and_its_line(rows: list[list[str]]) -> None:
    width = max(map(len, rows))
    writer = ContentWriter("text/html")
    writer.grid(len(rows), width, [CellText(i, j, text) for i, row in enumerate(rows) for j, text in enumerate(row)])
    content = writer.done()
    assert content.text.count("\n") == len(rows)
    for cell, (i, j) in zip(
        content.grids[0].cells, [(i, j) for i, r in enumerate(rows) for j in range(len(r))], strict=True
    ):
        kept = content.text[cell.start : cell.end]
        letters = [c for c in rows[i][j] if not c.isspace() and c not in "|│┃║｜¦"]
        assert [c for c in kept if c != " "] == [c for c in letters if c != " "]
        assert "|" not in kept
