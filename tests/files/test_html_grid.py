"""Cells stand where browsers put them, whatever their spans say, and each is printed once."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.extract.errors import DocumentError
from tests.files.html_reports import page, printed, read


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        pytest.param("<tr><td rowspan=0>甲<td>1<tr><td>2<tr><td>3", "|甲|1|\n||2|\n||3|", id="to_the_end"),
        pytest.param("<tr><td rowspan=9>甲<td>1<tr><td>2", "|甲|1|\n||2|", id="past_the_end"),
        pytest.param("<tr><td colspan=99>甲<tr><td>1<td>2", "|甲||\n|1|2|", id="wider_than_the_table"),
        pytest.param(
            "<tr><td>甲<td rowspan=2>乙<td>丙<tr><td colspan=3>丁<tr><td>1<td>2<td>3",
            "|甲|乙|丙|\n|丁|||\n|1|2|3|",
            id="overlapping",
        ),
        pytest.param(
            "<tfoot><tr><td>末<td>3<tbody><tr><td>中<td>2<thead><tr><td>首<td>1", "|首|1|\n|中|2|\n|末|3|", id="groups"
        ),
        pytest.param("<tr><td>1<td style='display:none'>9<td>2<tr><td>3<td>4", "|1|2|\n|3|4|", id="hidden"),
        pytest.param("<tr><td>1<td style='visibility:hidden'>9<td>2", "|1||2|", id="keeps_its_place"),
        pytest.param("<tr><td rowspan=2>甲<td rowspan=2>1<tr><tr><td>乙<td>2", "|甲|1|\n|乙|2|", id="a_row_of_nothing"),
        pytest.param("<tr><td>甲<td>1<tr><td><td><tr><td>乙<td>2", "|甲|1|\n|||\n|乙|2|", id="an_empty_row"),
    ],
)
def test_rows_become_lines(rows: str, lines: str) -> None:
    """One line a row."""
    assert read(f"<table>{rows}</table>").text.strip() == lines


@st.composite
def tilings(draw: st.DrawFn) -> list[tuple[int, int, int, int]]:
    """Rectangles that cover a grid of up to 6 × 6 places: row, column, rows, columns."""
    high, wide = draw(st.integers(2, 6)), draw(st.integers(2, 6))
    taken: set[tuple[int, int]] = set()
    out = []
    for i in range(high):
        for j in range(wide):
            if (i, j) in taken:
                continue
            free = next((k for k in range(j, wide) if (i, k) in taken), wide) - j
            rows, columns = draw(st.integers(1, high - i)), draw(st.integers(1, free))
            taken |= {(i + a, j + b) for a in range(rows) for b in range(columns)}
            out.append((i, j, rows, columns))
    return out


@settings(max_examples=60, deadline=None)
@given(tilings())
def test_each_cell_stands_once_at_its_place(cells: list[tuple[int, int, int, int]]) -> None:
    """A grid of random merged cells comes back, less the rows and columns in which none begins."""
    rows = sorted({c[0] for c in cells})
    columns = sorted({c[1] for c in cells})
    html = "".join(
        "<tr>" + "".join(f"<td rowspan={h} colspan={w}>格{i}-{j}</td>" for i, j, h, w in cells if i == row) + "</tr>"
        for row in range(max(i + h for i, _, h, _ in cells))
    )
    content = read(f"<table>{html}</table>")
    if len(columns) == 1 or len(cells) == 1:
        assert content.text.split() == [f"格{i}-{j}" for i, j, _, _ in cells]
        return
    wanted = [
        (
            *(rows.index(i), columns.index(j), sum(i <= row < i + h for row in rows)),
            *(sum(j <= column < j + w for column in columns), f"格{i}-{j}"),
        )
        for i, j, h, w in sorted(cells)
    ]
    assert printed(content) == [wanted]


PIECES = st.sampled_from(
    [
        *("<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<th colspan=3>", "<td rowspan=0>", "<tbody>"),
        *("<td colspan=70000 rowspan=9>", "<thead>", "<div style=display:table-cell>", "<p>", "</p>", "<caption>"),
        *("12", "规章", "&nbsp;", "<sup>", "</div>", "<div style='display:flex'>", "<div>", "<iframe srcdoc='<td>1'>"),
        *("<style>", "td{display:none}", "</style>", "<script>", "<!--", "-->", "<select><option>3", "<a href=x.pdf>"),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40))
def test_no_page_raises_but_a_document_error(pieces: list[str]) -> None:
    """Whatever the markup, there is a content whose cells lie inside their grids, or a reason."""
    content = None
    with suppress(DocumentError):
        content = read(page("".join(pieces)))
    for grid in content.grids if content else ():
        assert content
        assert content.text[grid.start : grid.end].count("\n") == grid.rows


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_raise_but_a_document_error(data: bytes) -> None:
    """Bytes that are no page at all too."""
    with suppress(DocumentError):
        read(data)
