"""What real reports do to the form, one breakage a case, the changed text beside what the reader must make of it.

Each case changes a sound report of 青禾县 (`SOUND`): the text `old`, which stands in it once, becomes `new`.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from nianbao.eval.drawn.grids import repeat_merged
from nianbao.extract.errors import DocumentError
from nianbao.extract.layout_reader import read_layout
from tests.layouts import (
    CONTENTS,
    LAYOUTS,
    REVIEW_TITLE,
    TITLE,
    Cells,
    consistent,
    grids,
    print_report,
    read_back,
)
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
ZEROS = "0 0 0 0 0 0 0"
ISSUED, REPEALED = "本年制发件数", "本年废止件数"
DIRECT, AFTER = "未经复议直接起诉", "复议后起诉"
PERSON_LAST = "法人或其他组织\t\t\t\t\t自然人\t"
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


HARMLESS = {
    "heading-torn-by-a-space": ("tabs", "\t自然人\t", "\t自然 人\t"),
    "heading-torn-twice": ("tabs", "社会公益组织\t", "社会 公益 组织\t"),
    "group-label-torn": ("tabs", "三、本年度办理结果\t", "三、本 年度办 理结果\t"),
    "label-torn-by-a-line-end": ("spaces", "6.属于四类过程性信息 0", "6.属于四类过\n程性信息 0"),
    "label-around-its-numbers": (
        "spaces",
        "5.要求行政机关确认或重新出具已获取信息 0 0 0 0 0 0 0",
        "5.要求行政机关确认或重新 0 0 0 0 0 0 0\n出具已获取信息",
    ),
    "page-mark-line": ("tabs", f"{PUBLICATION}\n", f"- 4 -\n{PUBLICATION}\n"),
    "chinese-page-mark": ("tabs", f"{PUBLICATION}\n", f"第 4 页 共 9 页\n{PUBLICATION}\n"),
    "headings-repeated-on-next-page": ("tabs", f"{PUBLICATION}\n", f"{HEADINGS}\n{PUBLICATION}\n"),
    "full-width-digits": ("tabs", "\t12\t3\t0", "\t１２\t３\t０"),
    "thousands-separator": ("tabs", "\t49503\t", "\t49,503\t"),
    "full-width-separator": ("tabs", "\t49503\t", "\t４９，５０３\t"),
    "units-in-cells": ("tabs", "\t12\t3\t0", "\t12件\t3 件\t0"),
    "circled-footnote-mark": ("tabs", "\t12\t3\t0", "\t12①\t3\t0"),
    "note-in-the-cell": ("tabs", "\t12\t3\t0", "\t12[注]\t3\t0"),
    "markdown-emphasis": ("tabs", "\t12\t3\t0", "\t**12**\t3\t0"),
    "zero-width-characters": ("tabs", "\t12\t3\t0", "\t\u200b12\ufeff\t3\t0"),
    "section-numeral-repeated": ("tabs", "三、收到和处理", "二、收到和处理"),
    "section-numeral-missing": ("tabs", "二、主动公开政府信息情况\n", "主动公开政府信息情况\n"),
    "compatibility-characters": ("tabs", "行政许可\t", "⾏政许可\t"),
    "numbers-before-section-one": ("tabs", "\n一、总体情况", "\n收到 31 件\n31\t4\t5\n一、总体情况"),
    "numbers-in-section-six": ("tabs", "无其他需要报告的事项。", "收费 7 件\n1\t2\t3"),
}


@pytest.mark.parametrize(("layout", "old", "new"), HARMLESS.values(), ids=list(HARMLESS))
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


def test_merged_cells_repeated() -> None:
    """Merged cells whose text (and number) is repeated in every cell they cover are read once."""
    text = whole_report({key: LAYOUTS["tabs"](repeat_merged(grid)) for key, grid in grids(SOUND).items()})
    assert "行政许可\t49503\t49503\t49503\n" in text
    label = "一、本年新收政府信息公开申请数量"
    assert f"\n{label}\t{label}\t{label}\t18\t3\t0\t0\t0\t0\t21\n" in text
    for key, table in read_back(text).items():
        assert (table.status, table.cells) == ("confirmed", cells_of(key))


HEADS = "column_headings"
DOUBTFUL = {
    "stray-numbers-between-rows": ("requests", GRANTED, f"\t1\t\t\t1\n{GRANTED}", "stray_number", None),
    "row-missing": ("requests", f"{PUBLICATION}\n", "", "row_label", "not_processed_publication"),
    "applicants-swapped": ("requests", "商业企业\t科研机构", "科研机构\t商业企业", HEADS, "granted"),
    "natural-person-last": ("requests", "自然人\t法人或其他组织\t\t\t\t\t", PERSON_LAST, HEADS, "granted"),
    "headings-missing": ("requests", HEADINGS, "", HEADS, "granted"),
    "disclosure-headings-swapped": (
        "disclosure",
        f"{ISSUED}\t{REPEALED}",
        f"{REPEALED}\t{ISSUED}",
        HEADS,
        "regulations",
    ),
    "blocks-swapped": (
        "review",
        f"{DIRECT}\t\t\t\t\t{AFTER}",
        f"{AFTER}\t\t\t\t\t{DIRECT}",
        HEADS,
        "litigation_direct",
    ),
    "block-twice": ("review", f"总计\t{DIRECT}", f"总计\t{AFTER}", HEADS, "reconsideration"),
    "outcomes-swapped": ("review", "\n结果维持\t结果纠正", "\n结果纠正\t结果维持", HEADS, "reconsideration"),
    "review-cell-lost": ("review", REVIEW_ROW, REVIEW_ROW[2:], "cell_count", "reconsideration"),
    "review-cell-lost-and-line-end-kept": (
        "review",
        REVIEW_ROW,
        f"{REVIEW_ROW[2:]}\t",
        "cell_count",
        "reconsideration",
    ),
    "review-cell-too-many": ("review", REVIEW_ROW, f"{REVIEW_ROW}\t0", "cell_count", "reconsideration"),
    "cell-lost-from-a-row": ("requests", GRANTED, GRANTED.replace("\t0", "", 1), "cell_count", "granted"),
    "number-torn": ("disclosure", "行政许可\t49503", "行政许可\t49,\n503", "whole_number", "licensing"),
    "leading-zero": ("disclosure", "行政许可\t49503", "行政许可\t04", "whole_number", "licensing"),
    "decimal-count": ("requests", "\t12\t3\t0", "\t1.2\t3\t0", "whole_number", "granted"),
    "letter-for-digit": ("requests", "\t12\t3\t0", "\tl2\t3\t0", "cell_count", "granted"),
}


@pytest.mark.parametrize(("table", "old", "new", "check", "row"), DOUBTFUL.values(), ids=list(DOUBTFUL))
def test_not_sure(table: str, old: str, new: str, check: str, row: str | None) -> None:
    """A breakage that leaves doubt: the table is unconfirmed, the check is named, and so are the row's cells."""
    found = read_back(broken("tabs", old, new))[table]
    assert found.status == "unconfirmed"
    assert check in found.checks
    if row:
        cells = {c for c in cells_of(table) if f".{row}." in c and not (table == "review" and c.endswith(".total"))}
        assert found.named & cells if check == "whole_number" else found.named >= cells


MOVED_LEFT: Cells = {"regulations.issued": 6, "regulations.repealed": None, "regulations.in_force": None}
MOVED: dict[str, tuple[str, str, str, Cells]] = {
    "two-rows-swapped": ("tabs", f"{GRANTED}\n{PARTIAL}", f"{PARTIAL}\n{GRANTED}", {}),
    "first-rows-swapped": ("tabs", f"{RECEIVED}\n{CARRIED_OVER}", f"{CARRIED_OVER}\n{RECEIVED}", {}),
    "disclosure-cells-moved-left": ("tabs", "规章\t0\t0\t6", "规章\t6\t\t", MOVED_LEFT),
    "label-behind-its-number": ("tabs", "\n行政许可\t49503", "\n49503\t行政许可", {}),
    "row-over-two-lines": ("spaces", "规章 0 0 6", "规章 0 0\n6", {}),
    "page-number-before-a-lone-cell": ("spaces", "行政处罚 45", "行政处罚\n7\n45", {}),
    "page-number-among-cell-lines": ("cell_lines", "行政处罚\n45", "行政处罚\n7\n45", {}),
    "note-inside-a-number": ("tabs", "行政处罚\t45", "行政处罚\t45①3", {}),
    "space-inside-a-number": ("tabs", "行政处罚\t45", "行政处罚\t4 5", {}),
    "number-below": (
        "tabs",
        "行政处罚\t45\t\t\n行政强制\t0",
        "行政处罚\t\t\t\n行政强制\t45",
        {"penalty.decisions": None, "coercion.decisions": 45},
    ),
    "amount-torn": ("tabs", "行政事业性收费\t2806.32", "行政事业性收费\t2806.\n32", {}),
    "amount-torn-before-the-point": ("tabs", "行政事业性收费\t2806.32", "行政事业性收费\t2806\n.32", {}),
    "review-row-over-two-lines": ("spaces", "4 0 0 1 5 0 2", "4 0 0 1 5\n0 2", {}),
}


@pytest.mark.parametrize(("layout", "old", "new", "printed"), MOVED.values(), ids=list(MOVED))
def test_never_sure_of_what_is_not_printed(layout: str, old: str, new: str, printed: Cells) -> None:
    """Where values moved, a table that is still sure has in every cell just what is printed in its place."""
    truth = SOUND | {f"disclosure.{cell}": value for cell, value in printed.items()}
    for table in read_back(broken(layout, old, new)).values():
        if table.status in SURE:
            assert table.cells == {cell: truth[cell] for cell in table.cells}


@pytest.mark.parametrize("layout", ["tabs", "pipes", "markdown", "aligned"])
def test_total_left_of_other(layout: str) -> None:
    """Where a report prints 总计 left of 其他, heading and numbers alike, no sure table takes the one for the other."""
    printed = grids(SOUND)
    printed["requests"] = [[*row[:8], row[9], row[8]] for row in printed["requests"]]
    assert printed["requests"][3][3:] == ["18", "3", "0", "0", "0", "21", "0"]
    table = read_back(whole_report({key: LAYOUTS[layout](grid) for key, grid in printed.items()}))["requests"]
    if table.status in SURE:
        assert table.cells == cells_of("requests")


def test_form_2019_is_named() -> None:
    """A table with the headings of form 2019 is not read as form 2021: unconfirmed, with the check `form`."""
    new = "本年新制作数量\t本年新公开数量\t对外公开总数量"
    table = read_back(broken("tabs", "本年制发件数\t本年废止件数\t现行有效件数", new))["disclosure"]
    assert table.status == "unconfirmed"
    assert "form" in table.checks
    assert table.named == set(cells_of("disclosure"))


@pytest.mark.parametrize("dash", ["—", "-", "/", "无", "——", "－"])
def test_dash_cells(dash: str) -> None:
    """A dash, slash or 无 in the place of a zero is null with the mark dash, and the sums hold over it."""
    tables = read_back(
        broken("tabs", RECEIVED, f"一、本年新收政府信息公开申请数量\t\t\t18\t3\t{dash}\t0\t0\t{dash}\t21")
    )
    cells = tables["requests"].reading.cells
    dashes = ["requests.received.research_institution", "requests.received.other_organization"]
    assert [(cells[c].value, cells[c].mark) for c in dashes] == [(None, "dash")] * 2
    assert tables["requests"].status == "confirmed"
    assert tables["requests"].cells == {**cells_of("requests"), **dict.fromkeys(dashes)}


@pytest.mark.parametrize("layout", ["tabs", "pipes", "markdown"])
def test_blank_cells(layout: str) -> None:
    """A cell printed empty between delimiters is null with the mark blank, and its neighbours stay where they are."""
    blanks = [
        "requests.received.research_institution",
        "disclosure.regulations.repealed",
        "review.litigation_direct.other",
    ]
    tables = read_back(print_report({**SOUND, **dict.fromkeys(blanks)}, layout))
    assert {table.status for table in tables.values()} == {"confirmed"}
    for table in tables.values():
        marks = {path: cell.mark for path, cell in table.reading.cells.items() if cell.mark}
        assert marks == {path: "blank" for path in blanks if path in table.cells}
        assert table.cells == {cell: None if cell in blanks else SOUND[cell] for cell in table.cells}


def test_last_years_table_behind() -> None:
    """A second table of the same kind, last year's, leaves open which one counts: unconfirmed."""
    last = (
        print_report(consistent({"requests.granted.natural_person": 40}))
        .split("三、收到和处理")[1]
        .split(REVIEW_TITLE)[0]
    )
    text = broken("tabs", "五、存在的主要问题", f"附：2021年收到和处理{last}\n五、存在的主要问题")
    table = read_back(text)["requests"]
    assert (table.status, "second_table" in table.checks) == ("unconfirmed", True)


@pytest.mark.parametrize("caption", ["2021年", "上年度数据", "填报示例", "样表"])
def test_another_tables_caption(caption: str) -> None:
    """A table whose heading speaks of another year or of an example is not taken for this year's."""
    old = "三、收到和处理政府信息公开申请情况\n"
    table = read_back(broken("tabs", old, f"{old}{caption}\n"))["requests"]
    assert (table.status, "other_table" in table.checks) == ("unconfirmed", True)


def test_example_table_outside_the_section() -> None:
    """Where the section prints no table, an example table in an annex is not confirmed in its place."""
    printed = {key: LAYOUTS["tabs"](grid) for key, grid in grids(SOUND).items()}
    text = whole_report({**printed, "requests": EMPTY_REQUESTS}) + f"附件：填报示例\n{printed['requests']}\n"
    assert read_back(text)["requests"].status in ("unconfirmed", "absent")


def test_sections_without_tables() -> None:
    """Where the tables are only images, all are absent and missing; no number of the narrative becomes a cell."""
    tables = read_back(whole_report({"disclosure": "", "requests": EMPTY_REQUESTS, "review": "见图。"}))
    for table in tables.values():
        assert table.status == "absent"
        assert set(table.cells.values()) == {None}
        assert {cell.mark for cell in table.reading.cells.values()} == {"missing"}


def test_numbers_of_a_narrative_are_no_cells() -> None:
    """Sentences of section three with numbers and the form's own words are not read as its table."""
    prose = "本年新收政府信息公开申请 18 件，上年结转 2 件。予以公开 12 件，部分公开 0 件，结转下年度继续办理 1 件。"
    printed = {key: LAYOUTS["tabs"](grid) for key, grid in grids(SOUND).items()}
    table = read_back(whole_report({**printed, "requests": prose}))["requests"]
    assert table.status in ("absent", "unconfirmed")
    assert set(table.cells.values()) == {None}


def test_contents_are_no_sections() -> None:
    """A table of contents and the sentence 全文包括… do not open a section: the tables behind them are read."""
    contents = (
        "目录\n一、总体情况\t1\n二、主动公开政府信息情况\t3\n三、收到和处理政府信息公开申请情况\t4\n"
        f"{REVIEW_TITLE}\t6\n五、存在的主要问题及改进情况\t7\n六、其他需要报告的事项\t8\n"
    )
    text = broken("tabs", f"{TITLE}\n", f"{TITLE}\n{contents}")
    assert CONTENTS in text
    for key, table in read_back(text).items():
        assert (table.status, table.cells) == ("confirmed", cells_of(key))


def test_single_other_row() -> None:
    """（六）其他处理 as one row is read as other_processing, and the three rows do not exist."""
    single = consistent(
        {"requests.other_processing.natural_person": 4, "requests.granted.commercial_enterprise": 2},
        variant="single_other_row",
    )
    text = print_report(single)
    assert "（六）其他处理\t\t4\t0\t0\t0\t0\t0\t4" in text
    table = read_back(text)["requests"]
    assert table.status == "confirmed"
    assert table.cells["requests.other_processing.natural_person"] == 4
    assert "requests.other_miscellaneous.total" not in table.cells
    assert len(table.cells) == 23 * 7


def test_report_in_english() -> None:
    """An English report is refused, not read as a report without tables."""
    text = "2022 Annual Report on Government Information Disclosure\nRegulations\t0\t0\t6\nLicensing\t49503\n"
    with pytest.raises(DocumentError, match="not a 政府信息公开工作年度报告"):
        read_layout(text)


def test_own_error_is_kept() -> None:
    """A total that the report itself prints wrong is kept as printed: source_inconsistent, found and suggested."""
    new = "三、本年度办理结果\t（一）予以公开\t\t12\t3\t0\t0\t0\t0\t0"
    table = read_back(broken("tabs", GRANTED, new))["requests"]
    assert table.status == "source_inconsistent"
    assert table.cells == {**cells_of("requests"), "requests.granted.total": 0}
    assert [(f.check, f.expected, f.printed) for f in table.verdict.findings] == [
        ("row_sum", 15, 0),
        ("result_sum", 7, 22),
    ]
    assert [(s.cell, s.suggested) for s in table.verdict.suggestions] == [("requests.granted.total", 15)]
