"""Pages as sites and editors write them: each prints the same report, and each table comes out cell by cell."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import pytest

from nianbao.eval.synth.merged import PlacedCell
from tests.files.html_reports import body, holds_tables, is_exact, page, read, reads, rows, size, spans, table

Cells = tuple[PlacedCell, ...]


def each(write: Callable[[PlacedCell], str]) -> str:
    """The report's page with every cell written by a function."""
    return page(body(lambda _, cells: table(cells, write)))


def trs_page() -> str:
    """TRS: the article in a UCAPCONTENT box within nested layout tables, everything in font tags, upper case tags."""
    inner = body(
        lambda _, cells: table(cells, lambda c: f"<TD{spans(c)}><FONT size=2>{escape(c.text)}</FONT></TD>", "WIDTH=99%")
    )
    return page(
        "<table width=1000><tr><td colspan=2><a href=/>首页</a> <a href=/b>公开</a></td></tr><tr><td width=200>"
        "<ul><li>机构<li>领导</ul></td><td><table><tr><td class=title>标题</td></tr><tr><td><!--<$[CONTENT]>start-->"
        f"<UCAPCONTENT><div class=TRS_Editor>{inner}</div></UCAPCONTENT></td></tr></table></td></tr></table>"
    )


def hanweb_page() -> str:
    """Hanweb: fields in a table, the article between start and end comments, a form around the rows."""
    inner = body(lambda _, cells: "<table><form action=x>" + "".join(rows(cells)) + "</form></table>")
    fields = (
        "<table class=xxgk><tr><td>索引号</td><td>0145/2023-1</td><td>发布日期</td><td>2023-01-18</td></tr></table>"
    )
    return page(f"{fields}<div id=zoom><!--ZJEG_RSS.content.begin--><meta name=ContentStart>{inner}</div>")


def word_2003_page() -> str:
    """Word: conditional comments, o:p, spans that cut words, cells that say how wide they are, a colgroup."""

    def cell(c: PlacedCell) -> str:
        inside = "".join(f'<span lang=EN-US style="mso-bidi-font-size:10.5pt">{escape(x)}</span>' for x in c.text)
        return (
            f"<td{spans(c)} style='width:52.1pt;mso-border-alt:solid .5pt'><![if !supportEmptyParas]>"
            f"<p class=MsoNormal align=center>{inside or '<o:p>&nbsp;</o:p>'}</p><![endif]></td>"
        )

    def draw(_: str, cells: Cells) -> str:
        columns = "<col width=72 style='mso-width-source:userset'>" * size(cells)[1]
        return f"<table class=MsoTableGrid><colgroup>{columns}</colgroup>{''.join(rows(cells, cell))}</table>"

    return page(f"<div class=WordSection1 style='layout-grid:15.6pt'>{body(draw)}</div>")


def excel_page() -> str:
    """Excel and WPS: an empty row that gives the widths, hidden columns' cells, x:num attributes, &nbsp; around."""

    def draw(_: str, cells: Cells) -> str:
        widths = "<tr height=0 style='display:none'>" + "<td width=64></td>" * size(cells)[1] + "</tr>"
        inside = rows(cells, lambda c: f"<td{spans(c)} class=xl65 x:num>&nbsp;{escape(c.text)}&nbsp;</td>")
        return (
            f"<table style='border-collapse:collapse'>{''.join(inside)}<![if supportMisalignedColumns]>{widths}</table>"
        )

    return page(body(draw))


def unclosed_page() -> str:
    """No end tag at all, attributes without quotes."""
    html = body(lambda _, cells: table(cells))
    for tag in ("</td>", "</tr>", "</p>"):
        html = html.replace(tag, "")
    return page(html)


def covered_cells_page() -> str:
    """An editor that keeps the cells which a merged one covers, hidden."""

    def draw(_: str, cells: Cells) -> str:
        out = []
        at = {(c.row, c.column): c for c in cells}
        high, wide = size(cells)
        for i in range(high):
            line = [
                f"<td{spans(at[i, j])}>{escape(at[i, j].text)}</td>"
                if (i, j) in at
                else '<td style="display: none">9</td>'
                for j in range(wide)
            ]
            out.append("<tr>" + "".join(line) + "</tr>")
        return "<table>" + "".join(out) + "</table>"

    return page(body(draw))


def drawn_page(style: str, row: str, cell: str) -> Callable[[], str]:
    """Tables drawn with boxes, every place a box of its own."""

    def make() -> str:
        def draw(_: str, cells: Cells) -> str:
            at = {(c.row, c.column): c.text for c in cells}
            high, wide = size(cells)
            out = []
            for i in range(high):
                line = "".join(f"<div {cell}>{escape(at.get((i, j), ''))}</div>" for j in range(wide))
                out.append(f"<div {row}>{line}</div>")
            return f"<div class=tbl>{''.join(out)}</div>"

        return page(f"<style>{style}</style>{body(draw)}")

    return make


def cut_page() -> str:
    """The table of requests cut in two at a page's end, its heading printed again."""

    def draw(key: str, cells: Cells) -> str:
        if key != "requests":
            return table(cells)
        written = rows(cells)
        assert all(c.row + c.rows <= 5 for c in cells if c.row < 5)
        return (
            "<table>" + "".join(written[:5]) + "</table><p>&nbsp;</p><p>- 2 -</p>"
            "<table>" + "".join(written[:3]) + "".join(written[5:]) + "</table>"
        )

    return page(body(draw))


def sections_in_one_table() -> str:
    """The whole report in one table, its paragraphs over all columns."""
    inside = body(lambda _, cells: "".join(rows(cells)))
    inside = inside.replace("<p>", "<tr><td colspan=30><p>").replace("</p>", "</p></td></tr>")
    return page(f"<table>{inside}</table>")


def heads_and_feet() -> str:
    """The last row as a foot that is written before the body, the headings as th."""

    def draw(_: str, cells: Cells) -> str:
        if any(c.rows > 1 and c.row + c.rows == size(cells)[0] for c in cells):
            return table(cells)
        written = rows(cells)
        return f"<table><tfoot>{written[-1]}</tfoot><tbody>{''.join(written[:-1])}</tbody></table>"

    return page(body(draw)).replace("<td>本年", "<th>本年")


def broken_lines() -> str:
    """Line breaks and white space in the source inside labels and around numbers."""

    def cell(c: PlacedCell) -> str:
        text = escape(c.text)
        middle = len(c.text) // 2
        if not c.value and c.text.isalpha():
            text = f"{c.text[:middle]}\r\n      {c.text[middle:]}"
        return f"<td{spans(c)}>\r\n\t  {text}<br/>\r\n</td>"

    return each(cell)


PAGES = {
    "trs": trs_page,
    "hanweb": hanweb_page,
    "word_2003": word_2003_page,
    "excel": excel_page,
    "unclosed": unclosed_page,
    "covered_cells": covered_cells_page,
    "cut_in_two": cut_page,
    "one_table": sections_in_one_table,
    "foot_first": heads_and_feet,
    "broken_lines": broken_lines,
    "fields": lambda: each(lambda c: f"<td{spans(c)}><input type=text readonly value='{escape(c.text)}'></td>"),
    "nowrap_spaces": lambda: each(lambda c: f"<td{spans(c)}>&nbsp;&#12288;{escape(c.text)}&nbsp;&nbsp;</td>"),
    "one_cell_tables": lambda: each(lambda c: f"<td{spans(c)}><table><tr><td>{escape(c.text)}</td></tr></table></td>"),
    "dots": lambda: each(lambda c: f"<td{spans(c)}>{escape(c.text)}<img src=s.gif width=1 height=1></td>"),
    "hidden_remarks": lambda: each(lambda c: f"<td{spans(c)}>{escape(c.text)}<span class=tip>3</span></td>").replace(
        "<body>", "<style>@media print{td{display:none}} .tip , .x { display : none }</style><body>"
    ),
    "spans_of_one": lambda: each(lambda c: f"<td rowspan='{c.rows}' colspan=\"{c.columns}\">{escape(c.text)}"),
    "xhtml": lambda: (
        '<?xml version="1.0" encoding="gb2312"?>'
        + each(lambda c: f"<td{spans(c)}><a name='x'/><span/>{escape(c.text)}</td>")
    ),
}
EMPTY_BOXES = {
    "display_table": drawn_page(
        ".tbl{display:table}.r{display:table-row}div.c{display:table-cell;width:10%}", "class=r", "class=c"
    ),
    "flex": drawn_page(".r{display:flex}", "class=r", ""),
    "float": drawn_page(".c{float:left;width:10%}", "class='clear'", "class='c'"),
    "class_names": drawn_page("", "class=table-row", "class=table-cell"),
    "aria": drawn_page("", "role=row", "role=cell"),
}


@pytest.mark.parametrize("name", PAGES)
def test_each_table_of_a_page_comes_out_cell_by_cell(name: str) -> None:
    """Every cell in its place with its extent, and the layout reader reads every number of it, surely."""
    content = read(PAGES[name]())
    assert holds_tables(content)
    assert is_exact(content)


@pytest.mark.parametrize("name", EMPTY_BOXES)
def test_tables_drawn_with_boxes_are_read(name: str) -> None:
    """Boxes that stand beside each other make rows; the numbers are read from them, surely."""
    html = EMPTY_BOXES[name]()
    if name == "aria":
        html = html.replace("class=tbl", "role=table")
    assert is_exact(read(html))


@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "GBK", "iso-8859-1", ""])
@pytest.mark.parametrize("written", ["utf-8", "gb18030", "utf-16", "utf-16-le", "utf-8-sig"])
def test_what_decodes_best_wins_over_what_is_declared(declared: str, written: str) -> None:
    """Every encoding under every declaration, with a character that GB2312 does not have (镕)."""
    html = page("<p>朱镕基</p>" + body(lambda _, cells: table(cells)))
    html = html.replace("<head>", f"<head><meta http-equiv=Content-Type content='text/html; charset={declared}'>")
    content = read(html.encode(written))
    assert "朱镕基" in content.text
    assert holds_tables(content)


@pytest.mark.parametrize(
    "cell",
    [
        *("5<sup>1</sup>", "<sub>5</sub>1", "5<span style='vertical-align:super'>1</span>", "5<a href='#_ftn1'>1</a>"),
        *("<s>51</s>", "<span style='text-decoration: line-through'>51</span>", "<del>5</del>1", "5<br>1"),
        *("<p>5</p><p>1</p>", "<img src=51.png alt=51>", "5<img src=1.png>", "<input type=checkbox value=51>"),
        *("<svg><text>51</text></svg>", "<span style='float:left'>5</span>1", "5<div>1</div>", "<canvas>51</canvas>"),
    ],
)
def test_no_cell_reads_as_a_number_that_it_does_not_print(cell: str) -> None:
    """Raised, struck-out, broken and pictured digits: the cell is no number and not empty."""
    done = []

    def write(c: PlacedCell) -> str:
        if c.value and c.text == "0" and not done:
            done.append(c)
            return f"<td>{cell}</td>"
        return f"<td{spans(c)}>{escape(c.text)}</td>"

    result = reads(read(each(write)))
    assert result.tables["disclosure"].status == "unconfirmed"
    assert result.cell("disclosure.regulations.issued") is None
    assert result.marks["disclosure.regulations.issued"] == "unreadable"
