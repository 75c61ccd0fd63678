"""What a page holds, what it says of a report that stands elsewhere, and what is refused."""

from __future__ import annotations

import pytest

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.limits import ReadLimits
from nianbao.extract.files.read_html import read_html
from tests.files.html_reports import REPORT, body, page, read, table

TITLE = "<h1>某县2022年政府信息公开工作年度报告</h1><p>发布时间：2023-01-18</p>"


def refusal(html: str, **limits: int) -> str:
    """Why a page is refused."""
    with pytest.raises(DocumentError) as error:
        read_html(html.encode(), name="page.html", limits=ReadLimits(**limits))
    return str(error.value)


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        (
            "<a href='files/nb.pdf'>附件：年报.pdf</a>",
            "links to: 附件：年报.pdf (http://a.gov/zw/files/nb.pdf). Download it",
        ),
        ("<a href='/down.jsp?id=3'>年度报告.docx</a>", "年度报告.docx (http://a.gov/down.jsp?id=3)"),
        ("<iframe src='/pdfjs/viewer.html?file=/f/nb.pdf'></iframe>", "/f/nb.pdf"),
        ("<embed src='nb.pdf'>", "http://a.gov/zw/nb.pdf"),
        ("<object data='nb.doc'></object>", "http://a.gov/zw/nb.doc"),
        ("<iframe src='inner.html'></iframe>", "in a frame: http://a.gov/zw/inner.html"),
        ("<script>show('/upload/nb.pdf')</script>", "/upload/nb.pdf"),
        (
            "<script>var d={t:'\\u4e3b\\u52a8\\u516c\\u5f00\\u653f\\u5e9c\\u4fe1\\u606f\\u60c5\\u51b5'}</script>",
            "inside a script",
        ),
        ("<div id=app></div><script src=app.js></script>", "its scripts draw it"),
        ("<img src=p1.jpg><img src=p2.jpg>", "pictures: http://a.gov/zw/p1.jpg; http://a.gov/zw/p2.jpg"),
    ],
)
def test_a_page_without_the_report_says_where_it_stands(inside: str, told: str) -> None:
    """The address is named, and nothing is fetched."""
    message = refusal(f"<html><head><base href=http://a.gov/zw/></head><body>{TITLE}{inside}</body></html>")
    assert message.startswith("page.html: ")
    assert told in message


def test_frames_and_forwarding_pages_are_named() -> None:
    """A frameset, and a page that only forwards."""
    assert "frame: main.html" in refusal("<html><frameset><frame src=main.html></frameset></html>")
    assert "forwards to /new.html" in refusal("<meta http-equiv=refresh content='0; URL=/new.html'><p>跳转中</p>")


def test_a_report_with_an_attachment_has_a_note() -> None:
    """The report is read, and what was not read is named."""
    content = read(page(body(lambda _, cells: table(cells)) + "<a href=nb.pdf>下载</a><iframe src=x.html></iframe>"))
    assert len(content.grids) == 3
    assert content.notes == (
        "The page links to files that were not read: 下载 (nb.pdf).",
        "The page shows frames that were not read: x.html.",
    )


def test_what_surrounds_the_article_is_left_out_but_no_table() -> None:
    """Menus and feet go; the fields above the article, and tables wherever they stand, stay."""
    around = (
        "<div class=nav><a href=/>首页</a><a href=/b>机构职能</a></div><table><tr><td>索引号<td>A-1</table>"
        "{}<div class=footer>版权所有 <table><tr><td>甲<td>1<tr><td>乙<td>2<tr><td>丙<td>3<tr><td>丁<td>4</table></div>"
        "<footer>网站标识码 12345</footer>"
    )
    text = read(page(around.format(body(lambda _, cells: table(cells))))).text
    assert "机构职能" not in text
    assert "网站标识码" not in text
    assert "|索引号|A-1|" in text
    assert "|丁|4|" in text
    assert REPORT.front.title in text


def test_the_head_gives_title_and_date_where_the_body_does_not() -> None:
    """Fields of the page's head stand first."""
    html = page("<p>一、总体情况</p><p>二、主动公开政府信息情况</p>").replace(
        "<title>年报</title>",
        "<meta name=ArticleTitle content=某县2022年政府信息公开工作年度报告>"
        "<meta name=PubDate content='2023-01-18 09:00'>",
    )
    assert read(html).text.startswith("某县2022年政府信息公开工作年度报告\n发布日期：2023-01-18 09:00\n")


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ("<div>" * 3000 + "甲", "limit `nesting`"),
        ("<table><tr><td>" * 200 + "甲", "tables within each other"),
        (
            "<table>" + "<tr><td colspan=1000>甲<td colspan=1000 rowspan=65000>乙" * 200 + "</table>",
            "more than the 4,000,000 of any report",
        ),
        ("<div " + " ".join(f"a{i}=1" for i in range(5000)) + ">甲</div>", "attributes"),
        ("<p>" + "甲" * 2000, "limit `characters`"),
        ("<!-- -->", "shows no text"),
    ],
)
def test_pages_that_go_on_for_ever_are_refused(html: str, told: str) -> None:
    """Each with the limit that it meets."""
    assert told in refusal(html, characters=1000)


def test_entities_of_a_page_are_never_expanded() -> None:
    """A bomb of entities stays as long as it is written."""
    bomb = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 10))
    html = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY e0 "甲">{bomb}]><html><body><p>&e9;乙</p></body></html>'
    assert len(read(html).text) < 1000


def test_a_table_that_only_a_script_shows_is_read_where_nothing_else_is() -> None:
    """A whole article hidden until a script shows it; beside a shown table a hidden one is left out, with a note."""
    inside = body(lambda _, cells: table(cells))
    assert len(read(page(f"<div style='display:none'>{inside}</div>")).grids) == 3
    both = read(page(f"{inside}<div hidden>{inside}</div>"))
    assert len(both.grids) == 3
    assert "hides" in both.notes[0]
