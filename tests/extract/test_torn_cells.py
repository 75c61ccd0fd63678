"""Cells that pages and narrow columns tear apart, and totals that leave no trace: what is read, and what is not."""

from __future__ import annotations

import re

import pytest

from tests.layouts import Cells, Readback, consistent, print_report, read_back

SOUND = consistent(
    {
        "requests.carried_over.natural_person": 2,
        "requests.granted.natural_person": 48,
        "requests.granted.commercial_enterprise": 3,
        "requests.denied_state_secret.research_institution": 9,
        "requests.denied_third_party_rights.natural_person": 7,
        "requests.other_fee_overdue.legal_service_organization": 5,
        "review.reconsideration.corrected": 4,
    }
)
REQUESTS = {cell: value for cell, value in SOUND.items() if cell.startswith("requests.")}


def _read(layout: str, old: str, new: str) -> Readback:
    text = print_report(SOUND, layout)
    assert len(re.findall(old, text)) == 1
    return read_back(re.sub(old, new, text))["requests"]


def _without(cells: list[str]) -> Cells:
    return {**REQUESTS, **dict.fromkeys(cells)}


@pytest.mark.parametrize("torn", ["4\n.保护第三方", "4\n.保\n护第三方", "4\n.\n保护第三方"])
def test_a_numeral_cut_from_its_label_is_no_number(torn: str) -> None:
    """The next label's numeral on a line of its own is not the row's eighth number."""
    read = _read("cell_lines", r"4\.保护第三方", torn)
    assert (read.status, read.cells) == ("confirmed", REQUESTS)


def test_a_numeral_is_none_where_the_row_needs_the_number() -> None:
    """A row that has lost its total does not take the next label's numeral for it."""
    assert _read("cell_lines", r"0\n4\.保护第三方", "4\n.保护第三方").status == "unconfirmed"


def test_a_wrong_total_is_the_reports_where_no_page_has_a_number() -> None:
    """One cell a line: a printed total that breaks its sums is the report's own in a text without page numbers."""
    text = print_report(SOUND, "cell_lines") + "下一步将进一步规范公开内容,完善工作制度。" * 6
    text = re.sub("(4.保护第三方合法权益\n7\n(?:0\n){5})7\n", r"\g<1>8\n", text)
    read = read_back(text)["requests"]
    wrong = {**REQUESTS, "requests.denied_third_party_rights.total": 8}
    assert (read.status, read.cells) == ("source_inconsistent", wrong)
    assert read_back(text + "\n9\n")["requests"].status == "unconfirmed"


def test_numbers_above_a_pages_end_belong_to_the_label_below_it() -> None:
    """A page ends between a row's numbers and its label."""
    row = "5.属于三类内部事务信息 0 0 0 0 0 0 0"
    read = _read("spaces", row, "0 0 0 0 0 0 0\n- 3 -\n5.属于三类内部事务信息")
    assert (read.status, read.cells) == ("confirmed", REQUESTS)


def test_numbers_within_a_page_belong_to_no_label_below() -> None:
    """Without a page's end, numbers above a label are a doubt."""
    row = "5.属于三类内部事务信息 0 0 0 0 0 0 0"
    assert _read("spaces", row, "0 0 0 0 0 0 0\n5.属于三类内部事务信息").status == "unconfirmed"


@pytest.mark.parametrize("layout", ["spaces", "cell_lines"])
def test_a_row_of_totals_without_numbers_is_empty(layout: str) -> None:
    """（七）总计 prints nothing, and the columns need what the results add up to: empty, but never for sure.

    Here the report prints them, and the text has lost them."""
    read = _read(layout, r"（七）总计[ \n](?:\d+[ \n]){7}", "（七）总计\n")
    assert read.status == "unconfirmed"
    assert read.cells == _without([c for c in REQUESTS if ".processed_total." in c])


def test_another_row_without_numbers_is_a_doubt() -> None:
    """Where a row other than 总计 prints nothing, no second sum says that nothing else is lost."""
    assert _read("spaces", "(8.属于行政查询事项) 0 0 0 0 0 0 0", r"\1").status == "unconfirmed"


def test_a_column_of_totals_that_leaves_no_trace_is_empty() -> None:
    """Six numbers in every row: 总计 is the empty column, as some rows print less last than the others add up
    to. Never for sure."""
    text = print_report(SOUND, "spaces")
    text = re.sub(r"(?m)^(.*[^\d\s](?: \d+){6}) \d+$", r"\1", text)
    read = read_back(text)["requests"]
    assert read.status == "unconfirmed"
    assert read.cells == _without([c for c in REQUESTS if c.endswith(".total")])


def _aligned(granted: list[str]) -> str:
    """A report with its `requests` table set in columns of seven places, the numbers of 予以公开 cut after four."""
    lines = []
    for line in print_report(SOUND, "spaces").split("\n"):
        found = re.fullmatch(r"(\D*?(?:\d\.)?\D*?)((?: \d+){7})", line)
        if not found:
            lines.append(line)
            continue
        label, numbers = found[1], found[2].split()
        cut = granted if label.endswith("予以公开") else [""] * 7
        kept = [n[: len(n) - len(c)] for n, c in zip(numbers, cut, strict=True)]
        lines.append(_line(label, kept))
        if any(cut):
            lines.append(_line("", cut))
    return "\n".join(lines)


def _line(label: str, cells: list[str]) -> str:
    return label + " " * (60 - len(label)) + "".join(f"{text:<7}" for text in cells).rstrip()


def test_digits_below_a_number_in_its_column_are_the_rest_of_it() -> None:
    """48 and 51 are cut in narrow columns; the digits below them in their columns make the row's sum hold."""
    read = read_back(_aligned(["8", "", "", "", "", "", "1"]))["requests"]
    assert (read.status, read.cells) == ("confirmed", REQUESTS)


def test_digits_below_another_column_are_a_doubt() -> None:
    """The cut digit stands below the neighbouring column: no row of these columns holds."""
    text = _aligned(["8", "", "", "", "", "", "1"])
    lines = text.split("\n")
    at = next(i for i, line in enumerate(lines) if line.startswith(" " * 60))
    lines[at] = " " * 7 + lines[at]
    assert read_back("\n".join(lines))["requests"].status == "unconfirmed"
