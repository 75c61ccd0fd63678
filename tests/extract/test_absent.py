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
    ],
)
def test_what_cannot_be_read_as_a_table_is_not_called_absent(text: str) -> None:
    """Something stands in the section: unconfirmed, every cell unreadable, never an empty table for an unread one."""
    table = read_back(report("", text, ""))["requests"]
    assert table.status == "unconfirmed"
    assert {cell.mark for cell in table.reading.cells.values()} == {"unreadable"}
    assert table.checks == {"labels"}
