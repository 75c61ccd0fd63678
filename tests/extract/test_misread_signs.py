"""Signs of a misread text: there a wrong sum is not called the report's own, and cells without sums are not sure."""

from __future__ import annotations

import pytest

from nianbao.extract.judge import judge
from nianbao.extract.layout_reader import read_layout
from tests.layouts import consistent, print_report

CELLS = consistent(
    {
        "disclosure.regulations.in_force": 9,
        "requests.granted.natural_person": 118,
        "requests.denied_internal_affairs.commercial_enterprise": 31,
        "requests.not_processed_duplicate.natural_person": 6,
        "review.reconsideration.upheld": 14,
        "review.reconsideration.corrected": 5,
    }
)
MISREAD = {**CELLS, "review.reconsideration.total": 10}
"""19 misread as 10, or printed so: the text says no more."""
SIGNS = {
    "another letter in a label": ("5.属于三类内部事务信息", "5.属于三类内部事努信息"),
    "two letters turned to others": ("1.信访举报投诉类申请", "1.信访举报投拆粪申请"),
    "a heading turned about": ("商业企业", "企业\t商业"),
    "a label turned about": ("4.保护第三方合法权益", "方合法权益 4.保护第三"),
    "one number in another width": ("\t118\t", "\t１１８\t"),
}


@pytest.mark.parametrize("sign", SIGNS)
def test_a_wrong_sum_in_a_misread_text_is_not_called_the_reports_own(sign: str) -> None:
    """The finding stands, but the table is unconfirmed: a misread digit looks the same as a wrong total."""
    plain = print_report(MISREAD)
    old, new = SIGNS[sign]
    assert plain.count(old) >= 1
    for text, status in ((plain, "source_inconsistent"), (plain.replace(old, new, 1), "unconfirmed")):
        verdict = judge(read_layout(text).tables["review"])
        assert verdict.status == status
        assert "review_sum" in {f.check for f in verdict.findings}


@pytest.mark.parametrize("sign", [sign for sign in SIGNS if "width" not in sign])
def test_numbers_without_sums_are_not_sure_in_a_misread_text(sign: str) -> None:
    """No sum shows that the digits of `disclosure` are read right; those of `review` are shown right by theirs."""
    plain = print_report(CELLS)
    tables = read_layout(plain.replace(*SIGNS[sign], 1)).tables
    assert judge(read_layout(plain).tables["disclosure"]).status == "confirmed"
    verdict = judge(tables["disclosure"])
    assert verdict.status == "unconfirmed"
    assert {f.check for f in verdict.findings} == {"misread_digits"}
    assert {c: cell.value for c, cell in tables["disclosure"].cells.items()} == {
        c: v for c, v in CELLS.items() if c.startswith("disclosure")
    }
    assert judge(tables["review"]).status == "confirmed"


def test_one_number_in_another_width_leaves_the_others_sure() -> None:
    """A typist sets a number in full-width digits too: where every sum holds, it is no sign of anything."""
    tables = read_layout(print_report(CELLS).replace(*SIGNS["one number in another width"], 1)).tables
    assert all(judge(reading).status == "confirmed" for reading in tables.values())


def test_a_report_typed_in_two_widths_is_as_sure_as_any() -> None:
    """Every other number in full-width digits is a typist's habit, not a sign of misreading."""
    lines = print_report(MISREAD).split("\n")
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    text = "\n".join(line.translate(wide) if i % 2 and "\t" in line else line for i, line in enumerate(lines))
    tables = read_layout(text).tables
    assert judge(tables["disclosure"]).status == "confirmed"
    assert judge(tables["review"]).status == "source_inconsistent"
