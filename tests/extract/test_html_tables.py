"""Tables in HTML inside a text: as browsers read them, every character with its place."""

from __future__ import annotations

from html import escape
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nianbao.eval.drawn.grids import Cells, Grid, grids, is_value
from nianbao.extract.html_tables import unfold_tables
from nianbao.extract.normalise import normalise
from tests.extract.test_reader_breakages import SOUND
from tests.grid_shapes import extents
from tests.layouts import REVIEW_TITLE, read_back, report, table_sets

SURE = ("confirmed", "source_inconsistent")


def unfolded(text: str) -> str:
    """The text as it is read."""
    return unfold_tables(normalise(text)).text


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        pytest.param("<tr><td>甲</td><td>1</td><td>2</td></tr>", "|甲|1|2|", id="plain"),
        pytest.param("<TR><TD>甲<TD>1<TH>2<TR><TD>乙<TD>3<TD>4", "|甲|1|2|\n|乙|3|4|", id="nothing_closed"),
        pytest.param("<tr><td>甲<td>1<td><tr><td><td><td>4", "|甲|1||\n|||4|", id="empty_cells"),
        pytest.param("<td>甲<td>1<td>2", "|甲|1|2|", id="no_row"),
        pytest.param("<tr><td colspan=2>甲</td><td>1</td></tr>", "|甲||1|", id="colspan"),
        pytest.param(
            "<tr><td rowspan='2'>甲</td><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr>",
            "|甲|1|2|\n||3|4|",
            id="rowspan",
        ),
        pytest.param(
            '<tr><td>1<td ROWSPAN="2" COLSPAN="2">甲<td>2<tr><td>3<td>4', "|1|甲||2|\n|3|||4|", id="both_spans"
        ),
        pytest.param("<tr><td>1<td>2<td rowspan=2>甲<tr><td>3", "|1|2|甲|\n|3|||", id="a_missing_cell_is_only_passed"),
        pytest.param("<tr><td rowspan=0>甲<td>1<td>2<tr><td>3<td>4", "|甲|1|2|\n||3|4|", id="rowspan_to_the_end"),
        pytest.param(
            "<thead><tr><td rowspan=9>甲<td>1<td>2<tbody><tr><td>3<td>4<td>5",
            "|甲|1|2|\n|3|4|5|",
            id="a_group_ends_spans",
        ),
        pytest.param("<tr><td><span>1</span><span>2</span><td>3<td>4", "|12|3|4|", id="digits_in_spans"),
        pytest.param("<tr><td>1</p><p>2<td>3<br>4<td>5\n6", "|1 2|3 4|5 6|", id="breaks_part_numbers"),
        pytest.param(
            "<tr><td><p>科研</p>\n<p>机构</p><td>总<br/>计<td>商业\n企业",
            "|科研机构|总计|商业企业|",
            id="breaks_join_chinese",
        ),
        pytest.param("<tr><td>5<sup>1</sup><td><s>12</s>15<td>H<sub>2</sub>", "|5 1|12 15|H 2|", id="raised_struck"),
        pytest.param("<tr><td>&nbsp;<td>&#160;7&#xa0;<td>&mdash;&lt;&amp;", "||7|—<&|", id="entities"),
        pytest.param("<tr><td>&nbsp12<td>&unknown;<td>3 < 4 & 5", "|12|&unknown;|3 < 4 & 5|", id="no_entities"),
        pytest.param("<tr><td>5|3<td>&#124;<td>甲|乙", "|5 3||甲 乙|", id="bars_in_cells"),
        pytest.param("<tr><!-- <td>8 --><td>1<script>if (a<b) '<td>'</script><td>2<td>3", "|1|2|3|", id="not_shown"),
        pytest.param(
            "<tr><td>1<span style='display: none'>9</span><td style='display:none'>8<td>2<td>3"
            "<tr style='DISPLAY:NONE'><td>4<td>5<td>6",
            "|1|2|3|",
            id="hidden",
        ),
        pytest.param("<tr><td><img src=5.png><td>1<td><img>2", "|?|1|2|", id="a_picture_is_not_empty"),
        pytest.param('<tr><td title="a>b" x=c>甲<td title="他说“是”">1<td>2', "|甲|1|2|", id="attributes"),
        pytest.param("<tr><td>甲<o:p></o:p><td><![if !x]>1<![endif]><td><?xml:ns?>2", "|甲|1|2|", id="word"),
        pytest.param("<caption>表一</caption><tr><td>1<td>2<td>3", "表一\n|1|2|3|", id="caption"),
    ],
)
def test_rows_become_lines(rows: str, lines: str) -> None:
    """One line a row, in the form of the whole table and of one that is never closed."""
    assert unfolded(f"前\n<table border=1>{rows}</table>\n后").strip() == f"前\n{lines}\n\n后"
    assert unfolded(f"<table>{rows}").strip() == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("<table><tr><td>一、情况<tr><td>二、情况</table>", ["一、情况", "二、情况"], id="one_column"),
        pytest.param("<table><tr><td>规章<td>3</table>", ["|规章|3|"], id="two_columns_of_cells"),
        pytest.param(
            f"<table><tr><td>导航<td><p>{'正文' * 30}</p><p>二、情况</p></table>",
            ["导航", "正文" * 30, "二、情况"],
            id="two_columns_of_a_page",
        ),
        pytest.param(
            "<table><tr><td>二、情况<table><tr><td>1<td>2<td>3</table>三、情况<td>右</table>",
            ["二、情况", "|1|2|3|", "三、情况", "右"],
            id="a_table_in_a_table",
        ),
        pytest.param(
            "<table><tr><td>1<td>2<td>3</td></tr>\n## 三、情况\n文字\n<table><tr><td>4<td>5<td>6</table>",
            ["|1|2|3|", "## 三、情况", "文字", "|4|5|6|"],
            id="never_closed",
        ),
        pytest.param(
            "<!DOCTYPE html><html><body><h2>二、\n主动</h2><div>甲<b>乙</b>\n丙<br>丁</div>"
            "<table><tr><td>1<td>2<td>3</table>",
            ["二、主动", "甲乙丙", "丁", "|1|2|3|"],
            id="a_page",
        ),
        pytest.param(
            "甲<b>乙</b><p>丙</p>丁\n戊 <2022年> a<b\n<table></table>",
            ["甲乙", "丙", "丁", "戊 <2022年> a<b"],
            id="tags",
        ),
    ],
)
def test_what_stands_around(text: str, lines: list[str]) -> None:
    """Layout tables dissolve, headings stand on lines of their own, what is no tag stays."""
    assert [line for line in unfolded(text).split("\n") if line.strip()] == lines


def test_a_text_without_tables_is_untouched() -> None:
    """Tags and entities alone change nothing."""
    for text in ("<p>1&nbsp;2</p>", "a < b", "<tables>", ""):
        normal = normalise(text)
        assert unfold_tables(normal) is normal


def as_html(grid: Grid, chance: Random) -> str:
    """The grid as one of the ways to write HTML: numbers cut into spans, tags left open, attributes without quotes."""
    cells = {(i, j): (high, wide) for i, j, high, wide in extents(grid)}
    close, quote, upper = chance.random() < 0.7, chance.choice(['"', "'", ""]), chance.random() < 0.3
    out = [f"<table border={quote}1{quote}>"]
    for i, row in enumerate(grid):
        out.append("<tr>")
        for j, text in enumerate(row):
            if (i, j) not in cells:
                continue
            high, wide = cells[i, j]
            if not chance.randrange(6) and wide > 1 and not is_value(text):
                wide = 1  # not merged in this print: the rest are empty cells of their own
            spans = f" rowspan={quote}{high}{quote}" * (high > 1) + f" colspan={quote}{wide}{quote}" * (wide > 1)
            out.append(f"<td{spans}>{inside(text or '', chance)}" + "</td>" * close)
            out += ["<td>" + "</td>" * close] * (cells[i, j][1] - wide)
        out.append("</tr>\n" * close)
    html = "".join(out) + "</table>"
    return html.upper().replace("&NBSP;", "&nbsp;") if upper else html


def inside(text: str, chance: Random) -> str:
    """A cell's text with what editors put into it."""
    if not text:
        return chance.choice(["", "&nbsp;", "<p></p>", " \n"])
    at = chance.randrange(len(text) + 1)
    cut = [escape(text[:at]), escape(text[at:])]
    way = chance.randrange(4)
    if way == 0:
        return f"<p><span lang=EN-US>{cut[0]}</span><span>{cut[1]}</span></p>"
    if way == 1:
        return f"\n  <!-- 9 --><b>{cut[0]}</b>{cut[1]}&nbsp;\n"
    if way == 2 and not is_value(text) and not any(c.isascii() for c in text):
        return "<br>".join(cut)
    return escape(text)


def test_a_report_with_html_tables_is_confirmed_and_each_span_prints_its_value() -> None:
    """Every table confirmed; the span of a number that tags cut holds its digits and the tags between them."""
    text = report({key: as_html(grid, Random(3)) for key, grid in grids(SOUND).items()})
    assert REVIEW_TITLE in text
    for table in read_back(text).values():
        assert table.status == "confirmed"
        assert table.cells == {c: v for c, v in SOUND.items() if c in table.cells}
        for path, cell in table.reading.cells.items():
            assert cell.span is not None
            assert "".join(unfolded("<table>" + text[slice(*cell.span)]).split()) == str(table.cells[path])


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(cells=table_sets(), seed=st.integers(0, 10_000), page=st.booleans())
def test_any_table_in_html_is_read_right(cells: Cells, seed: int, page: bool) -> None:
    """Merged cells and writing styles at random, in Markdown and in a page."""
    text = report({key: as_html(grid, Random(seed)) for key, grid in grids(cells).items()})
    if page:
        text = "<html><body><p>" + text.replace("\n", "\n<p>\n") + "</body></html>"
    for key, table in read_back(text).items():
        assert table.status in SURE
        assert table.cells == {c: v for c, v in cells.items() if c.startswith(key)}


@pytest.mark.parametrize(
    "part",
    [
        "5<sup>1</sup></td>",
        "<s>3</s>5</td>",
        "5|3</td>",
        "3<br>5</td>",
        "<img src=5.png></td>",
    ],
)
def test_a_cell_that_prints_more_than_a_number_is_not_sure(part: str) -> None:
    """A raised, struck out or second number, or a picture, never reads as part of a number or as an empty cell."""
    tables = {key: as_html(grid, Random(3)) for key, grid in grids(SOUND).items()}
    cell = "49503</td>"
    plain = "<table>" + "".join(
        "<tr>" + "".join(f"<td>{escape(text or '')}</td>" for text in row) + "</tr>"
        for row in grids(SOUND)["disclosure"]
    )
    assert plain.count(cell) == 1
    for old, new in ((cell, cell), (cell, part)):
        read = read_back(report({**tables, "disclosure": plain.replace(old, new) + "</table>"}))["disclosure"]
        assert (read.status in SURE) == (new == cell)


PIECES = (
    *("<table>", "</table>", "<tr>", "<td>", "</td>", "<td colspan=9 rowspan=0>", "<thead>", "<img>", "<", ">", "&"),
    *("&lt;", "<!--", "-->", "]]>", "'", '="', "<p hidden>", "</p>", "<script>", "</script>", "1", "年", "|", "\n"),
)


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_markup_maps_back(text: str) -> None:
    """Never raises; every place lies in the original; nothing is printed that the text has not."""
    normal = unfold_tables(normalise("<table>" + text))
    assert len(normal.offsets) == len(normal.text) + 1
    assert all(0 <= place <= len(normal.original) for place in normal.offsets)
    for character, place in zip(normal.text, normal.offsets, strict=False):
        assert character in "|\n ?<" or character == normal.original[place]


@pytest.mark.parametrize(
    "piece",
    [
        *("<", "<!--", '<a "', "</", '<a =" <a "=" ', "<script>", "<table>", "<td>", "<table><tr><td>", "<p hidden>"),
        *("<tr><td rowspan=60000 colspan=1000>", "<td colspan=999999999>", "<tr><td rowspan=9999>1<td>2"),
    ],
)
def test_hostile_markup_ends_and_grows_no_text(piece: str) -> None:
    """A text that would take minutes, were its time quadratic; what comes out is no longer than what went in."""
    normal = normalise("<table>" + piece * (300_000 // len(piece)))
    assert len(unfold_tables(normal).text) <= 2 * len(normal.text)
