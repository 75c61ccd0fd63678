"""What real reports do to the form, one breakage a case: the changed text stands beside what the reader must make of it.

Each case changes a sound report of青禾县 (`SOUND`): the text `old`, which stands in it once, becomes `new`.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from nianbao.extract.errors import DocumentError
from nianbao.extract.layout_reader import read_layout
from tests.layouts import CONTENTS, LAYOUTS, REVIEW_TITLE, TITLE, Cells, Grid, consistent, grids, print_report, read_back
from tests.layouts import report as whole_report

SOUND = consistent(
    {
        "disclosure.regulations.in_force": 6,
        "disclosure.normative_documents.issued": 3,
        "disclosure.normative_documents.repealed": 1,
        "disclosure.normative_documents.in_force": 212,
        "disclosure.licensing.decisions": 49503,
        "disclosure.penalty.decisions": 45,
        "disclosure.fees.amount": Decimal("2806.32"),
        "requests.carried_over.natural_person": 2,
        "requests.granted.natural_person": 12,
        "requests.granted.commercial_enterprise": 3,
        "requests.unavailable_not_held.natural_person": 7,
        "requests.carried_forward.natural_person": 1,
        "review.reconsideration.upheld": 4,
        "review.reconsideration.pending": 1,
        "review.litigation_direct.corrected": 2,
    }
)
RECEIVED = "一、本年新收政府信息公开申请数量\t\t\t18\t3\t0\t0\t0\t0\t21"
CARRIED_OVER = "二、上年结转政府信息公开申请数量\t\t\t2\t0\t0\t0\t0\t0\t2"
GRANTED = "三、本年度办理结果\t（一）予以公开\t\t12\t3\t0\t0\t0\t0\t15"
PARTIAL = "\t（二）部分公开（区分处理的，只计这一情形，不计其他情形）\t\t0\t0\t0\t0\t0\t0\t0"
PUBLICATION = "\t\t3.要求提供公开出版物\t0\t0\t0\t0\t0\t0\t0"
HEADINGS = "\t\t\t自然人\t法人或其他组织\t\t\t\t\t总计\n\t\t\t\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t"
REVIEW_ROW = "4\t0\t0\t1\t5\t0\t2\t0\t0\t2\t0\t0\t0\t0\t0"
EMPTY_REQUESTS = "相关数据详见附件。"
SURE = ("confirmed", "source_inconsistent")


def broken(layout: str, old: str, new: str) -> str:
    """The sound report in a layout, with the one `old` in it changed to `new`."""
    text = print_report(SOUND, layout)
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    return text.replace(old, new)


def cells_of(table: str) -> Cells:
    """The sound report's cells of a table."""
    return {cell: value for cell, value in SOUND.items() if cell.startswith(f"{table}.")}


def row_of(table: str, row: str) -> set[str]:
    """The cells of a row."""
    return {cell for cell in SOUND if cell.startswith(f"{table}.{row}.")}


@pytest.mark.parametrize(
    ("layout", "old", "new"),
    [
        pytest.param("tabs", "\t自然人\t", "\t自然 人\t", id="heading-torn-by-a-space"),
        pytest.param("tabs", "社会公益组织\t", "社会 公益 组织\t", id="heading-torn-twice"),
        pytest.param("tabs", "三、本年度办理结果\t", "三、本 年度办 理结果\t", id="group-label-torn"),
        pytest.param("spaces", "6.属于四类过程性信息 0", "6.属于四类过\n程性信息 0", id="label-torn-by-a-line-end"),
        pytest.param(
            "spaces",
            "5.要求行政机关确认或重新出具已获取信息 0 0 0 0 0 0 0",
            "5.要求行政机关确认或重新 0 0 0 0 0 0 0\n出具已获取信息",
            id="label-around-its-numbers",
        ),
        pytest.param("tabs", f"{PUBLICATION}\n", f"- 4 -\n{PUBLICATION}\n", id="page-mark-line"),
        pytest.param("tabs", f"{PUBLICATION}\n", f"第 4 页 共 9 页\n{PUBLICATION}\n", id="chinese-page-mark"),
        pytest.param("tabs", f"{PUBLICATION}\n", f"{HEADINGS}\n{PUBLICATION}\n", id="headings-repeated-on-next-page"),
        pytest.param("tabs", "\t12\t3\t0", "\t１２\t３\t０", id="full-width-digits"),
        pytest.param("tabs", "\t49503\t", "\t49,503\t", id="thousands-separator"),
        pytest.param("tabs", "\t49503\t", "\t４９，５０３\t", id="full-width-separator"),
        pytest.param("tabs", "\t12\t3\t0", "\t12件\t3 件\t0", id="units-in-cells"),
        pytest.param("tabs", "\t12\t3\t0", "\t12①\t3\t0", id="circled-footnote-mark"),
        pytest.param("tabs", "\t12\t3\t0", "\t12[注]\t3\t0", id="note-in-the-cell"),
        pytest.param("tabs", "\t12\t3\t0", "\t**12**\t3\t0", id="markdown-emphasis"),
        pytest.param("tabs", "\t12\t3\t0", "\t\u200b12\ufeff\t3\t0", id="zero-width-characters"),
        pytest.param("tabs", "三、收到和处理", "二、收到和处理", id="section-numeral-repeated"),
        pytest.param("tabs", "二、主动公开政府信息情况\n", "主动公开政府信息情况\n", id="section-numeral-missing"),
        pytest.param("tabs", "行政许可\t", "⾏政许可\t", id="compatibility-characters"),
        pytest.param("tabs", "\n一、总体情况", "\n收到 31 件\n31\t4\t5\n一、总体情况", id="numbers-before-section-one"),
        pytest.param("tabs", "无其他需要报告的事项。", "收费 7 件\n1\t2\t3", id="numbers-in-section-six"),
    ],
)
def test_still_read_exactly(layout: str, old: str, new: str) -> None:
    """A breakage that leaves no doubt: every table is confirmed with every value of the sound report."""
    tables = read_back(broken(layout, old, new))
    assert {key: (table.status, table.checks) for key, table in tables.items()} == dict.fromkeys(
        tables, ("confirmed", set())
    )
    assert {cell: v for table in tables.values() for cell, v in table.cells.items()} == SOUND


@pytest.mark.parametrize("break_", ["\r\n", "\r", "\n\n"], ids=["crlf", "cr", "empty-lines"])
def test_line_ends(break_: str) -> None:
    """Other line ends, and empty lines between all lines, change nothing."""
    tables = read_back(print_report(SOUND).replace("\n", break_))
    assert {table.status for table in tables.values()} == {"confirmed"}
    assert {cell: v for table in tables.values() for cell, v in table.cells.items()} == SOUND


def repeat_merged(grid: Grid) -> Grid:
    """A grid as python-docx gives it: each merged cell's text in every cell that it covers."""
    out: Grid = []
    for row in grid:
        filled: list[str | None] = []
        for i, text in enumerate(row):
            above = out[-1][i] if out else None
            left = filled[-1] if filled and any(t is not None for t in row[:i]) else None
            filled.append(text if text is not None else above if above == "总计" else left or above)
        out.append(filled)
    return out


def test_merged_cells_repeated() -> None:
    """Merged cells whose text (and number) is repeated in every cell they cover are read once."""
    text = whole_report({key: LAYOUTS["tabs"](repeat_merged(grid)) for key, grid in grids(SOUND).items()})
    assert "行政许可\t49503\t49503\t49503\n" in text
    assert f"{RECEIVED.replace(chr(9) * 3, (chr(9) + '一、本年新收政府信息公开申请数量') * 2 + chr(9))}\n" in text
    for key, table in read_back(text).items():
        assert (table.status, table.cells) == ("confirmed", cells_of(key))


@pytest.mark.parametrize(
    ("table", "old", "new", "check", "row"),
    [
        pytest.param("requests", GRANTED, f"\t1\t\t\t1\n{GRANTED}", "stray_number", "", id="stray-numbers-between-rows"),
        pytest.param("requests", f"{PUBLICATION}\n", "", "row_label", "not_processed_publication", id="row-missing"),
        pytest.param(
            "requests", "商业企业\t科研机构", "科研机构\t商业企业", "column_headings", "granted", id="applicants-swapped"
        ),
        pytest.param(
            "requests", "自然人\t法人或其他组织\t\t\t\t\t", "法人或其他组织\t\t\t\t\t自然人\t", "column_headings", "granted",
            id="natural-person-behind-the-organisations",
        ),
        pytest.param(
            "requests", HEADINGS, "", "column_headings", "granted", id="headings-missing"
        ),
        pytest.param(
            "disclosure", "本年制发件数\t本年废止件数", "本年废止件数\t本年制发件数", "column_headings", "regulations",
            id="disclosure-headings-swapped",
        ),
        pytest.param(
            "review", "未经复议直接起诉\t\t\t\t\t复议后起诉", "复议后起诉\t\t\t\t\t未经复议直接起诉", "column_headings",
            "litigation_direct", id="review-blocks-swapped",
        ),
        pytest.param(
            "review", "总计\t未经复议直接起诉", "总计\t复议后起诉", "column_headings", "reconsideration", id="block-twice"
        ),
        pytest.param(
            "review", "\n结果维持\t结果纠正\t其他结果", "\n结果纠正\t结果维持\t其他结果", "column_headings", "reconsideration",
            id="outcomes-swapped",
        ),
        pytest.param("review", REVIEW_ROW, REVIEW_ROW[2:], "cell_count", "reconsideration", id="review-cell-lost"),
        pytest.param("review", REVIEW_ROW, f"{REVIEW_ROW}\t0", "cell_count", "reconsideration", id="review-cell-too-many"),
        pytest.param(
            "requests", GRANTED, "三、本年度办理结果\t（一）予以公开\t\t12\t3\t0\t0\t0\t15", "cell_count", "granted",
            id="cell-lost-from-a-row",
        ),
        pytest.param("disclosure", "行政许可\t49503", "行政许可\t49,\n503", "whole_number", "licensing", id="number-torn"),
        pytest.param("disclosure", "行政许可\t49503", "行政许可\t04", "whole_number", "licensing", id="leading-zero"),
        pytest.param("requests", "\t12\t3\t0", "\t1.2\t3\t0", "whole_number", "granted", id="decimal-count"),
        pytest.param("requests", "\t12\t3\t0", "\tl2\t3\t0", "cell_count", "granted", id="letter-for-digit"),
        pytest.param("requests", "\n申请人情况", "", "", "", id="placeholder", marks=pytest.mark.skip),
    ],
)
def test_not_sure(table: str, old: str, new: str, check: str, row: str) -> None:
    """A breakage that leaves doubt: the table is unconfirmed, the check is named, and so are the row's cells."""
    found = read_back(broken("tabs", old, new))[table]
    assert found.status == "unconfirmed"
    assert check in found.checks
    if row and check == "whole_number":
        assert found.named & row_of(table, row)
    elif row:
        outcomes = {c for c in row_of(table, row) if table != "review" or not c.endswith(".total")}
        assert outcomes <= found.named
