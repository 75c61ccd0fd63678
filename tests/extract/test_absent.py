"""Tables that are not there: absent needs evidence too, and numbers in prose never become cells."""

from __future__ import annotations

import pytest

from tests.layouts import read_back

PROSE = (
    "2022年本机关制发规范性文件3件，废止1件，现行有效12件；办理行政许可2048件、行政处罚17件、行政强制0件。"
    "全年收到申请86件，上年结转2件，予以公开40件，部分公开11件，不予公开9件，无法提供20件，结转下年度8件。"
    "因政府信息公开被申请行政复议4件，维持3件，纠正1件；提起行政诉讼2件，维持2件。"
)


def report(*sections: str) -> str:
    """A report whose sections 二, 三 and 四 hold the given texts."""
    titles = (
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
    )
    body = "\n".join(f"{title}\n{text}" for title, text in zip(titles, sections, strict=True))
    return f"青禾县2022年政府信息公开工作年度报告\n一、总体情况\n{PROSE}\n{body}\n五、存在的主要问题及改进情况\n无。\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("详见附件。", id="a-word"),
        pytest.param("本年度无此类情况。", id="none-this-year"),
        pytest.param(PROSE, id="prose-with-many-numbers"),
        pytest.param("![](media/image1.png)", id="an-image"),
    ],
)
def test_a_section_without_a_table_is_absent(text: str) -> None:
    """Title and words, but no table: absent, every cell null and missing."""
    for table in read_back(report(text, text, text)).values():
        assert table.status == "absent"
        assert set(table.cells.values()) == {None}
        assert {cell.mark for cell in table.reading.cells.values()} == {"missing"}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[TABLE]", id="a-converters-placeholder"),
        pytest.param("\n".join("[[0]{lang=EN-US}]{style=font}" for _ in range(200)), id="unread-markup"),
        pytest.param("<table><tr><td>予以公开</td><td>5</td></tr></table>", id="raw-html"),
        pytest.param("|  |  | 5 |  |  |  |  | 5 |\n" * 25, id="grid-without-labels"),
        pytest.param("\n".join(["0 0 0 0 0 0 0"] * 25), id="numbers-without-labels"),
        pytest.param("(本列数据的勾稽关系为\n人\n", id="its-headings-alone"),
        pytest.param("[| fp |\n| 1 本 | 9 |\n", id="bars-left-by-ocr"),
        pytest.param("me rr\nam lw, ww\n", id="letters-left-by-ocr"),
    ],
)
def test_what_cannot_be_read_as_a_table_is_not_called_absent(text: str) -> None:
    """Something stands in the section: unconfirmed, every cell unreadable, never an empty table for an unread one."""
    table = read_back(report("", text, ""))["requests"]
    assert table.status == "unconfirmed"
    assert {cell.mark for cell in table.reading.cells.values()} == {"unreadable"}
    assert table.checks == {"labels"}


ROWS = (
    "一、本年新收政府信息公开申请数量 5 0 0 0 0 0 5\n"
    "二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0\n"
    "（一）予以公开 3 0 0 0 0 0 3\n"
    "1.属于国家秘密 0 0 0 0 0 0 0\n3.危及“三安全一稳定” 0 0 0 0 0 0 0\n4.保护第三方合法权益 0 0 0 0 0 0 0\n"
    "5.属于三类内部事务信息 0 0 0 0 0 0 0\n6.属于四类过程性信息 0 0 0 0 0 0 0\n7.属于行政执法案卷 0 0 0 0 0 0 0\n"
    "8.属于行政查询事项 0 0 0 0 0 0 0\n1.本机关不掌握相关政府信息 2 0 0 0 0 0 2\n"
    "2.重复申请 0 0 0 0 0 0 0\n（七）总计 5 0 0 0 0 0 5\n"
)


def test_a_table_whose_title_is_lost_is_not_called_absent() -> None:
    """Half the labels with their numbers, under another table's title: something is there, and it is not read."""
    text = report("规章 0 0 0\n" + ROWS, "", "").replace("三、收到和处理政府信息公开申请情况\n", "")
    assert read_back(text)["requests"].status == "unconfirmed"


@pytest.mark.parametrize("titled", [True, False])
def test_the_prose_of_a_report_without_tables_is_none(titled: bool) -> None:
    """Sentences with many numbers, a date, a telephone and page numbers, with the titles or without: absent."""
    text = report(PROSE, PROSE, PROSE) + "公开日期：2023-01-18\n" + "".join(f"- {n} -\n{n}\n" for n in range(1, 90))
    if not titled:
        text = "\n".join(line for line in text.split("\n") if not line.endswith("情况"))
    assert {table.status for table in read_back(text).values()} == {"absent"}


@pytest.mark.parametrize(
    "line", ["附件：申请情况统计表.xlsx", "http://www.qinghe.gov.cn/zwgk/nb.html", "来源：XX县政府办", "- 3 -", "12"]
)
def test_a_line_of_a_page_is_no_table(line: str) -> None:
    """An attachment's name, an address, a source, a page's number between the sections: the table is absent."""
    assert read_back(report(PROSE, f"{PROSE}\n{line}\n", PROSE))["requests"].status == "absent"
