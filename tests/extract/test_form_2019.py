"""Form 2019: found by what a report prints, its disclosure read with signs, never sure where a place is open."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nianbao import Document, extract_report
from nianbao.extract.layout_reader import read_layout
from nianbao.schemas import FORM_2019, FORM_2021
from tests.extract.form_2019_reports import (
    PIPED,
    ROWS,
    SPACED,
    TITLE_OF_NEXT,
    cell_lines,
    cells_of,
    changed,
    disclosure_of,
    table_text,
)
from tests.extract.test_reader_breakages import SOUND
from tests.layouts import NARRATIVE, print_report, read_back

SURE = ("confirmed", "source_inconsistent")
TEXTS = {
    "piped": PIPED,
    "tabbed": PIPED.replace(" | ", "\t").replace("| ", "").replace(" |", ""),
    "cell-lines": cell_lines(PIPED),
    "spaced": SPACED,
}


@pytest.mark.parametrize("layout", TEXTS)
def test_a_whole_report_is_read(layout: str) -> None:
    """Every table is confirmed, every cell of the disclosure as the hand-made label says, signs and decimals too."""
    text = TEXTS[layout]
    result = extract_report(Document.from_text(text))
    assert (result.form, result.status) == ("2019", "confirmed")
    want = cells_of("spaced" if layout == "spaced" else "piped")
    assert {c: result.cell(c) for c in want} == want
    assert set(result.tables["requests"].cells) >= {"other_processing", "processed_total"}
    for cell, (start, end) in result.evidence.items():
        if isinstance(value := result.cell(cell), int):
            assert text[start:end].lstrip("-－+减增 ").replace(",", "") == str(abs(value))


def test_a_dash_is_no_minus() -> None:
    """A lone dash in 本年增/减 is a dash; with a number in the same cell it is that number's sign."""
    cells = disclosure_of(PIPED).reading.cells
    assert (cells["disclosure.coercion.change"].value, cells["disclosure.coercion.change"].mark) == (None, "dash")
    assert cells["disclosure.fees.change"].value == -2


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        *[("-5", -5), ("－5", -5), ("—5", -5), ("−5", -5), ("–1,205", -1205), ("减5", -5), ("减少5", -5), ("-５", -5)],
        *[
            ("+3", 3),
            ("＋3", 3),
            ("增3", 3),
            ("增加3项", 3),
            ("3", 3),
            ("+0", 0),
            ("- 5", -5),
            ("减 5", -5),
            ("-5项", -5),
        ],
    ],
)
@pytest.mark.parametrize("layout", ["piped", "cell-lines"])
def test_signs(layout: str, printed: str, value: int) -> None:
    """Every way to print an increase or a decrease is that number, in a cell and on a line of its own."""
    text = changed(PIPED, "| -14 |", f"| {printed} |")
    table = disclosure_of(cell_lines(text) if layout == "cell-lines" else text)
    assert table.status == "confirmed"
    assert table.cells == {**cells_of("piped"), "disclosure.licensing.change": value}


@pytest.mark.parametrize(
    "printed", ["(14)", "↓14", "14-", "-1.5", "--14", "-0", "-01", "±14", "-14%", "增减14", "-14 268"]
)
def test_what_is_no_signed_count_is_not_sure(printed: str) -> None:
    """An accountant's bracket, an arrow, a decimal, a torn number: never confirmed as some number."""
    for text in (PIPED, cell_lines(PIPED)):
        old = "| -14 |" if text == PIPED else "\n-14\n"
        table = disclosure_of(changed(text, old, old.replace("-14", printed)))
        assert table.status == "unconfirmed"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("| 268 | -14", "| -268 | -14", id="negative-count-of-items"),
        pytest.param("| 4,371 |", "| -4,371 |", id="negative-decisions"),
        pytest.param("| 7 | 6 | 58 |", "| 7 | -6 | 58 |", id="negative-documents"),
        pytest.param("| 83 | 1,945.60万元 |", "| 83 | -1,945.60 |", id="negative-amount"),
        pytest.param("| 91 | +3 | 1206 |", "| +91 | 3 | 1206 |", id="plus-before-a-count"),
        pytest.param("| 83 | 1,945.60万元 |", "| 83.5 | 1,945.60 |", id="decimal-count"),
    ],
)
def test_only_a_change_has_a_sign(old: str, new: str) -> None:
    """A signed number in another column is not read as a count."""
    table = disclosure_of(changed(PIPED, old, new))
    assert table.status == "unconfirmed"
    assert table.checks & {"whole_number", "cell_count"}


ROW = "行政许可 31 减2 87"


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("行政许可 31 - 2 87", id="torn-sign-between-numbers"),
        pytest.param("行政许可 31 - 2", id="torn-sign-or-dash-with-a-cell-lost"),
        pytest.param("行政许可 - 2 87", id="torn-sign-with-the-first-cell-lost"),
        pytest.param("行政许可 31-2 87", id="glued-sign"),
        pytest.param("行政许可 31 -287", id="glued-digits"),
        pytest.param("行政许可 31 减2", id="cell-lost"),
        pytest.param("行政许可 31 减2\n87", id="last-number-below"),
        pytest.param("行政许可 31 减2\n- 4 -", id="cell-lost-and-a-page-mark"),
        pytest.param("行政许可 31 减2 87 5", id="a-number-more"),
        pytest.param("行政许可 31 减2 87\n5", id="a-page-number-below"),
        pytest.param("行政许可 3 1 减2 87", id="torn-count"),
        pytest.param("行政许可\n31 减2 87", id="laid-out-unlike-the-others"),
    ],
)
def test_an_open_row_is_not_sure(row: str) -> None:
    """Where blanks leave no trace a sign may be torn or a dash a cell's own: not confirmed."""
    assert disclosure_of(changed(SPACED, ROW, row)).status == "unconfirmed"


def test_a_dash_on_a_line_of_its_own() -> None:
    """One cell a line: a dash line is a cell where the table's other minuses stand beside their numbers, else it may
    be the next line's minus, with a cell lost that left no trace."""
    assert disclosure_of(cell_lines(PIPED)).status == "confirmed"
    unsigned = PIPED.replace("| -14 |", "| 14 |").replace("| －122 |", "| 122 |").replace("| - 2 |", "| 2 |")
    assert disclosure_of(unsigned).status == "confirmed"
    assert disclosure_of(cell_lines(unsigned)).checks == {"ambiguous"}


def test_a_torn_sign_is_read_all_the_same() -> None:
    """31 - 2 87 is most likely 31, -2, 87: the value stands there, and the finding names the row."""
    table = disclosure_of(changed(SPACED, ROW, "行政许可 31 - 2 87"))
    assert [table.cells[f"disclosure.licensing.{c}"] for c in ROWS["licensing"]] == [31, -2, 87]
    assert "disclosure.licensing.change" in table.named
    assert "ambiguous" in table.checks


def test_dashes_elsewhere_tell_a_dash_from_a_minus() -> None:
    """Where the table prints dashes that can be no sign, 31 - 2 is a count, a dash and a count."""
    text = changed(changed(SPACED, ROW, "行政许可 31 - 2"), "规章 0 0 0", "规章 - - -")
    table = disclosure_of(text)
    assert table.status == "confirmed"
    assert [table.cells[f"disclosure.licensing.{c}"] for c in ROWS["licensing"]] == [31, None, 2]


@pytest.mark.parametrize("slash", ["增/减", "增 / 减", "增 /减", "增\n/\n减", "增／减", "增减"])
def test_the_slash_of_the_heading_is_no_cell(slash: str) -> None:
    """However 本年增/减 is torn, its slash is no dash of the row before."""
    table = disclosure_of(changed(SPACED, "增 / 减", slash, 3))
    assert table.status == "confirmed"
    assert table.cells == cells_of("spaced")


def swap(text: str, one: str, other: str) -> str:
    """The text with the first of each stretch in the other's place."""
    return text.replace(one, "@@", 1).replace(other, one, 1).replace("@@", other, 1)


DOCUMENTS = "| 信息内容 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量 |"
DECISIONS = "| 信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |"
PENALTY = "| 行政处罚 | 1830 | －122 | 615 |\n"
FEES = "| 行政事业性收费 | 12 | - 2 | |\n"
BROKEN = {
    "columns-of-documents": swap(PIPED, "本年新制作数量", "本年新公开数量"),
    "columns-of-decisions": swap(PIPED, "上一年项目数量", "本年增/减"),
    "columns-of-the-second-heading": PIPED.replace(
        f"第（六）项 | | | |\n{DECISIONS}", f"第（六）项 | | | |\n{swap(DECISIONS, '本年增/减', '处理决定数量')}"
    ),
    "columns-of-procurement": swap(PIPED, "采购项目数量", "采购总金额"),
    "headings-of-two-blocks": swap(PIPED, DOCUMENTS, DECISIONS),
    "no-heading-of-documents": changed(PIPED, f"{DOCUMENTS}\n", ""),
    "no-heading-of-decisions": changed(PIPED, f"{DECISIONS}\n", "", 2),
    "no-heading-of-procurement": changed(PIPED, "| 信息内容 | 采购项目数量 | 采购总金额 | |\n", ""),
    "one-heading-lost": changed(PIPED, "| 对外公开总数量 |", "| |"),
    "rows-with-their-labels": swap(PIPED, PENALTY, "| 行政强制 | 144 | - | 9 |\n"),
    "row-of-another-block": changed(PIPED, PENALTY, "").replace(FEES, FEES + PENALTY),
    "row-missing": changed(PIPED, PENALTY, ""),
    "row-twice": changed(PIPED, PENALTY, PENALTY * 2),
    "row-twice-for-another": changed(PIPED, FEES, PENALTY),
    "label-garbled": changed(PIPED, "| 行政强制 |", "| 行攻弘制 |"),
    "numbers-of-another-row-too": changed(PIPED, "| 144 | - | 9 |", "| 144 | - | 9 | 12 | -2 |"),
    "stray-number": changed(PIPED, FEES, f"{FEES}7\n"),
    "last-years-table-too": PIPED.replace(TITLE_OF_NEXT, table_text(PIPED) + TITLE_OF_NEXT),
    "last-years-caption": changed(PIPED, "| 第二十条第（一）项", "2018年情况\n| 第二十条第（一）项"),
    "an-example": changed(PIPED, "| 第二十条第（一）项", "填报示范\n| 第二十条第（一）项"),
    "headings-of-form-2021-for-three": PIPED.replace(
        DOCUMENTS, "| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |"
    ),
}


@pytest.mark.parametrize("layout", ["piped", "cell-lines"])
@pytest.mark.parametrize("kind", BROKEN)
def test_nothing_out_of_place_is_sure(kind: str, layout: str) -> None:
    """Rows, columns, headings and blocks in other places: no sum covers this table, so it is never sure."""
    assert BROKEN[kind] != PIPED
    text = cell_lines(BROKEN[kind]) if layout == "cell-lines" else BROKEN[kind]
    assert disclosure_of(text).status == "unconfirmed"


@pytest.mark.parametrize(
    ("old", "new", "count"),
    [
        pytest.param("第二十条第（六）项", "第二十\n条第（六）项", 1, id="torn-group"),
        pytest.param("其他对外管理服务事项 |", "其他对外管 理服务事项 |", 1, id="torn-label"),
        pytest.param("上一年项目数量", "上一年 项目数量", 3, id="torn-heading"),
        pytest.param("| 规范性文件", "| 行政规范性文件", 1, id="the-later-form's-label"),
        pytest.param("二、主动公开政府信息情况", "主动公开政府信息的情况", 1, id="no-numeral"),
        pytest.param(PENALTY, f"{PENALTY}\n\n- 2 -\n\n", 1, id="page-mark-between-rows"),
        pytest.param("本年增/减", "本年增/减（项）", 3, id="unit-in-a-heading"),
    ],
)
def test_harmless_damage_is_read(old: str, new: str, count: int) -> None:
    """Torn labels and headings, page marks and units leave the table sure and right."""
    table = disclosure_of(changed(PIPED, old, new, count))
    assert table.status == "confirmed"
    assert table.cells == cells_of("piped")


def test_headings_cut_into_narrow_columns() -> None:
    """Headings cut so that each line has a piece of all of them are told by the lines, in order and out of order."""
    row = "信息内容 上一年项目数量 本年增 / 减 处理决定数量"
    cut = "信息内容 上一年 本年增 处理决\n项目数 /减 定数量\n量"
    table = disclosure_of(changed(SPACED, row, cut, 2))
    assert (table.status, table.cells) == ("confirmed", cells_of("spaced"))
    swapped = "信息内容 本年增 上一年 处理决\n/减 项目数 定数量\n量"
    assert disclosure_of(changed(SPACED, row, swapped, 2)).status == "unconfirmed"


@pytest.mark.parametrize("year", ["2021", "2023"])
def test_the_older_sheet_is_read_whatever_its_year(year: str) -> None:
    """A report of a later year that prints the older sheet is one of form 2019."""
    text = PIPED.replace("2019年", f"{year}年")
    result = extract_report(Document.from_text(text))
    assert (result.form, result.year, result.status) == ("2019", int(year), "confirmed")


def test_the_later_sheet_is_read_whatever_its_year() -> None:
    """A report of 2020 that prints the later sheet is one of form 2021."""
    result = extract_report(Document.from_text(print_report(SOUND).replace("2022年", "2020年")))
    assert (result.form, result.year, result.status) == ("2021", 2020, "confirmed")


@pytest.mark.parametrize(
    "prose",
    [
        "对外公开总数量4821条，本年新制作数量12件，本年新公开数量9件。",
        "政府集中采购项目数量12个，采购总金额3.5万元；其他对外管理服务事项7项，上一年项目数量7项，本年增/减0项。",
    ],
)
def test_prose_makes_no_form(prose: str) -> None:
    """Section 一 may speak of whatever the older sheet counts: the table says which form it is."""
    text = changed(print_report(SOUND), NARRATIVE, NARRATIVE + prose)
    tables = read_back(text)
    assert read_layout(text).form is FORM_2021
    assert {t.status for t in tables.values()} == {"confirmed"}


def without_disclosure(text: str) -> str:
    """The report with a sentence for its disclosure table."""
    return text.replace(table_text(text), "\n二、主动公开政府信息情况\n本机关无相关情况。\n")


@pytest.mark.parametrize(
    ("text", "form"),
    [
        pytest.param(SPACED, "2019", id="2020"),
        pytest.param(PIPED, "2019", id="2019"),
        pytest.param(SPACED.replace("2020年", "2021年"), "2021", id="2021"),
        pytest.param(SPACED.replace("2020年度", "").replace("2020年", "本年"), "2021", id="no-year"),
    ],
)
def test_without_the_table_the_year_tells(text: str, form: str) -> None:
    """Where no disclosure table is printed it is absent, in the form of the data year; the other tables are read."""
    result = extract_report(Document.from_text(without_disclosure(text)))
    assert result.form == form
    assert {k: t.status for k, t in result.tables.items()} == {
        "disclosure": "absent",
        "requests": "confirmed",
        "review": "confirmed",
    }
    assert set(result.tables["disclosure"].cells) >= ({"procurement"} if form == "2019" else {"fees"})


def test_three_rows_of_other_results_are_read_in_form_2019() -> None:
    """A sheet of 2019 with the three rows of later years under （六）其他处理 keeps all three."""
    row = "| | （六）其他处理 | | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n"
    labels = (
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "3.其他",
    )
    three = "".join(
        f"| | {'（六）其他处理' if i == 0 else ''} | {label} | {i % 2} | 0 | 0 | 0 | 0 | 0 | {i % 2} |\n"
        for i, label in enumerate(labels)
    )
    result = extract_report(Document.from_text(changed(PIPED, row, three)))
    assert (result.form, result.tables["requests"].status) == ("2019", "confirmed")
    assert result.cell("requests.other_fee_overdue.total") == 1
    assert "other_processing" not in result.tables["requests"].cells


def test_an_explicit_form_is_kept() -> None:
    """A caller who names the form gets it, and a table of the other one is never sure then."""
    layout = read_layout(PIPED, form=FORM_2021)
    assert layout.form is FORM_2021
    assert {d.check for d in layout.tables["disclosure"].doubts} >= {"form"}
    layout = read_layout(print_report(SOUND), form=FORM_2019)
    assert layout.form is FORM_2019
    assert {d.check for d in layout.tables["disclosure"].doubts} >= {"form"}


def test_amounts_keep_their_digits() -> None:
    """The procurement's amount is a decimal with the digits that the report prints."""
    value = disclosure_of(PIPED).cells["disclosure.procurement.amount"]
    assert isinstance(value, Decimal)
    assert str(value) == "1945.60"
