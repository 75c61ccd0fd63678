"""PDF text in reading order: headings, labels and numbers stand apart, and what is sure is still what is printed."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from nianbao.eval.drawn.grids import VARIANTS, Cells, consistent, grids
from nianbao.eval.drawn.layouts import cell_lines
from tests.hostile.reading_order import by_columns, in_groups, in_stretches
from tests.hostile.sheet import Sheet, draw_sheet
from tests.hostile.silent import SURE, silent_errors
from tests.layouts import Readback, read_back, report

CELLS = consistent(
    {
        "disclosure.regulations.in_force": 2,
        "disclosure.normative_documents.issued": 7,
        "disclosure.licensing.decisions": 41,
        "disclosure.penalty.decisions": 3,
        "disclosure.coercion.decisions": 5,
        "requests.granted.natural_person": 3,
        "requests.denied_state_secret.commercial_enterprise": 2,
        "requests.other_miscellaneous.other_organization": 6,
        "requests.carried_forward.natural_person": 1,
        "review.reconsideration.corrected": 2,
        "review.reconsideration.other": 4,
        "review.litigation_direct.upheld": 1,
        "review.litigation_direct.pending": 9,
    }
)
SIDE_BY_SIDE = {
    "reconsideration": "结|果|维|持¦结|果|纠|正¦其|他|结|果¦尚|未|审|结¦总|计",
    "four": "结|结|其|尚|果|果|他|未|维|纠|结|审|持|正|果|结",
}


def _read(table: str, text: str, cells: Cells = CELLS) -> Readback:
    """A table printed as `text`, where | is a new line and ¦ an empty one, in a report with the other tables."""
    printed = {key: cell_lines(grid) for key, grid in grids(cells).items()}
    return read_back(report({**printed, table: text.replace("¦", "\n\n").replace("|", "\n")}))[table]


def _truth(table: str, cells: Cells = CELLS) -> Cells:
    return {cell: value for cell, value in cells.items() if cell.startswith(f"{table}.")}


def test_narrow_headings_side_by_side_and_their_numbers() -> None:
    """Headings printed letter by letter from left to right, and their numbers in the same paragraph."""
    four, whole = SIDE_BY_SIDE["four"], SIDE_BY_SIDE["reconsideration"]
    text = (
        f"行政复议|{whole}¦0¦2¦4¦0¦6¦行政诉讼|未经复议直接起诉|{four}|1|0|0|9¦总|计|10"
        f"¦复议后起诉|{four}|0|0|0|0¦总|计|0"
    )
    read = _read("review", text)
    assert (read.status, read.cells) == ("confirmed", _truth("review"))


def test_numbers_apart_from_headings_side_by_side() -> None:
    """In another paragraph they may have been moved: as printed by a converter, `0 4 0 0 4` comes as `0 0 0 4 4`."""
    four = SIDE_BY_SIDE["four"]
    text = (
        f"行政复议|{four}¦总|计¦0¦0¦0¦4¦4¦行政诉讼|未经复议直接起诉|{four}|1|0|0|9¦总|计|10"
        f"¦复议后起诉|{four}|0|0|0|0¦总|计|0"
    )
    assert _read("review", text).status == "unconfirmed"


LABELS = (
    "第二十条第（一）项|信息内容|规章|行政规范性文件|第二十条第（五）项|信息内容|行政许可|第二十条第（六）项|信息内容"
    "|行政处罚|行政强制|第二十条第（八）项|信息内容|行政事业性收费"
)


def test_each_heading_with_its_numbers() -> None:
    """All labels first, then each column: the number of numbers tells the two headings 本年处理决定数量 apart."""
    text = (
        f"{LABELS}¦本年制发件数|0|7|本年处理决定数量|41|本年处理决定数量|3|5¦本年废止件数|0|0¦现行有效件数|2|0"
        "¦本年收费金额（单位：万元）|0"
    )
    read = _read("disclosure", text)
    assert (read.status, read.cells) == ("confirmed", _truth("disclosure"))


@pytest.mark.parametrize(
    "text",
    [
        f"{LABELS}¦本年制发件数¦本年废止件数¦现行有效件数¦0¦7¦0¦0¦2¦0¦本年处理决定数量|41¦本年处理决定数量|3|5¦本年收费金额|0",
        f"{LABELS}¦本年制发件数|0|7¦本年废止件数|0|0¦现行有效件数|2|0¦本年处理决定数量|41|3¦本年处理决定数量|5¦本年收费金额|0",
        f"{LABELS}¦0|7¦本年制发件数|0|0¦本年废止件数|2|0¦现行有效件数|41¦本年处理决定数量|3|5¦本年处理决定数量|0¦本年收费金额",
        f"{LABELS.replace('规章|行政规范性文件', '行政规范性文件|规章')}¦本年制发件数|0|7¦本年废止件数|0|0"
        "¦现行有效件数|2|0¦本年处理决定数量|41¦本年处理决定数量|3|5¦本年收费金额|0",
    ],
    ids=["headings run together", "decisions exchanged", "headings behind", "labels in another order"],
)
def test_numbers_that_no_heading_places(text: str) -> None:
    """Where a number does not stand below its own heading, or a label not in its place, nothing is sure."""
    assert _read("disclosure", text).status == "unconfirmed"


def test_documents_all_the_same() -> None:
    """Six equal numbers under three headings are the same in every order."""
    cells = consistent({**CELLS, "disclosure.regulations.in_force": 0, "disclosure.normative_documents.issued": 0})
    text = (
        f"{LABELS}¦本年制发件数¦本年废止件数¦现行有效件数¦0¦0¦0¦0¦0¦0¦第二十条第（五）项¦本年处理决定数量¦41"
        "¦本年处理决定数量¦3¦5¦本年收费金额（单位：万元）¦0"
    )
    read = _read("disclosure", text.replace("|第二十条第（五）项|信息内容|行政许可", "|信息内容|行政许可"), cells)
    assert (read.status, read.cells) == ("confirmed", _truth("disclosure", cells))


HEADINGS = "申请人情况|自然人|法人或其他组织|商业企业|科研机构|社会公益组织|法律服务机构|其他|总计"


def _requests(last: int) -> str:
    """`requests`, a label and its numbers by turns; the last rows' numbers stand together behind the first of them."""
    rows = VARIANTS["standard"].rows
    numbers = ["¦".join(str(CELLS[f"requests.{row.key}.{c.key}"]) for c in row.columns) for row in rows]
    head, tail = len(rows) - last, rows[len(rows) - last :]
    text = [HEADINGS, *(f"{row.label}¦{own}" for row, own in zip(rows[:head], numbers, strict=False))]
    return "¦".join([*text, tail[0].label, *numbers[head:], *(row.label for row in tail[1:])])


def test_last_labels_behind_their_numbers() -> None:
    """The sums tell the last two rows, 总计 and 结转下年度, from each other and from the results."""
    read = _read("requests", _requests(3))
    assert (read.status, read.cells) == ("confirmed", _truth("requests"))


def test_more_labels_behind_their_numbers() -> None:
    """Further up rows that differ could have changed places: the values are given, but not for sure."""
    read = _read("requests", _requests(23))
    assert (read.status, read.cells) == ("unconfirmed", _truth("requests"))


def _sheets(print_table: Callable[..., None]) -> list[Sheet]:
    sheets = [draw_sheet(number, "cell_lines", Random(f"reading order {number}"), small=True) for number in range(30)]
    for sheet in sheets:
        if print_table is in_stretches:
            in_stretches(sheet, 8)
        else:
            print_table(sheet)
    return sheets


@pytest.mark.parametrize(
    ("print_table", "table", "least"),
    [(in_groups, "review", 15), (by_columns, "disclosure", 30), (in_stretches, "requests", 0)],
    ids=["review", "disclosure", "requests"],
)
def test_drawn_reports(print_table: object, table: str, least: int) -> None:
    """Reports of every size: every value as drawn, none silent, and so many of thirty sure.

    Of `requests` none need be: rows behind several labels could have been exchanged without breaking a sum.
    """
    sure = 0
    for sheet in _sheets(print_table):
        read = read_back(sheet.text())[table]
        assert not silent_errors(sheet.text(), sheet)
        assert read.cells == {cell: value for cell, value in sheet.cells.items() if cell.startswith(f"{table}.")}
        sure += read.status in SURE
    assert sure >= least
