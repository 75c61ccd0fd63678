"""The sums: a consistent table has no finding, a changed cell has one, and each says its arithmetic in labels."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.eval.drawn.grids import VARIANTS, Cells, consistent, tables_of
from nianbao.extract.candidate import Cell, Doubt, TableReading, absent
from nianbao.extract.check_sums import Failure, failing_sums, single_cell_fixes, suggest, sum_finding
from nianbao.extract.judge import judge
from nianbao.schemas import FORM_2021, Finding, Table
from tests.layouts import table_sets

PROPERTY = settings(deadline=None, max_examples=80)
REQUESTS, REVIEW = VARIANTS["standard"], FORM_2021.tables["review"]


def request_cells(**rows: str) -> Cells:
    """The standard requests table, rows as the seven numbers that they print ("-" for empty); other rows are 0."""
    cells: Cells = dict.fromkeys(REQUESTS.cells, 0)
    for row, printed in rows.items():
        for cell, text in zip(REQUESTS.row_cells(row), printed.split(), strict=True):
            cells[cell] = None if text == "-" else int(text)
    return cells


def findings(table: Table, cells: Cells) -> dict[tuple[str, str], Finding]:
    """The findings of a table by check and by the row, column or block that they stand for; no evidence."""
    return {(f.sum.check, f.sum.at): sum_finding(table, f, cells, {}, {}) for f in failing_sums(table, cells)}


def reading_of(table: Table, cells: Cells, *doubts: Doubt) -> TableReading:
    """A reading with evidence for every cell, made up in text order."""
    read = {c: Cell(cells[c], None if cells[c] is not None else "blank", (i, i + 1)) for i, c in enumerate(table.cells)}
    return TableReading(table, True, read, doubts, mode="row")


@PROPERTY
@given(table_sets())
def test_consistent_tables_pass(cells: Cells) -> None:
    """A table set whose sums hold has no failing sum and no suggestion, and is confirmed when read without doubt."""
    for table in tables_of(cells):
        assert failing_sums(table, cells) == []
        assert suggest(table, cells, {}) == []
        verdict = judge(reading_of(table, cells))
        assert (verdict.status, verdict.findings, verdict.suggestions) == ("confirmed", (), ())


@PROPERTY
@given(table_sets(), st.data())
def test_any_changed_cell_fails(cells: Cells, data: st.DataObject) -> None:
    """Change any one summed cell by any amount: exactly the sums over it fail, each by that amount."""
    table = data.draw(st.sampled_from([t for t in tables_of(cells) if t.sums]))
    cell = data.draw(st.sampled_from(table.cells))
    old = int(cells[cell] or 0)
    new = data.draw(st.integers(0, 2 * old + 100).filter(lambda value: value != old))
    changed = {**cells, cell: new}
    failures = failing_sums(table, changed)
    assert [f.sum for f in failures] == [s for s in table.sums if cell in s.cells]
    assert failures
    assert {abs(f.printed - f.expected) for f in failures} == {abs(new - old)}
    assert judge(reading_of(table, changed)).status != "confirmed"


@PROPERTY
@given(table_sets(), st.data())
def test_suggestions_only_where_unique(cells: Cells, data: st.DataObject) -> None:
    """A suggestion is made only for the one cell that all failing sums share, with the value that was there."""
    table = data.draw(st.sampled_from([t for t in tables_of(cells) if t.sums]))
    cell = data.draw(st.sampled_from(table.cells))
    changed = {**cells, cell: int(cells[cell] or 0) + data.draw(st.integers(1, 500))}
    fixes = single_cell_fixes(table, changed, failing_sums(table, changed))
    assert (cell, cells[cell]) in fixes
    made = suggest(table, changed, {})
    if len(fixes) > 1 or table.key == "review":
        assert made == []
    else:
        assert [(s.cell, s.printed, s.suggested) for s in made] == [(cell, changed[cell], cells[cell])]


def test_no_tolerance() -> None:
    """A total that is one off fails, however large the numbers: there is no tolerance for counts."""
    cells = request_cells(received="99999 0 0 0 0 0 100000", granted="99999 0 0 0 0 0 99999")
    assert ("row_sum", "received") in findings(REQUESTS, cells)


def test_row_sum_finding() -> None:
    """A failing row sum says what the applicants add up to and what 总计 prints, by how much, in the form's labels."""
    cells = request_cells(granted="12 3 0 0 1 0 18")
    found = findings(REQUESTS, cells)["row_sum", "granted"]
    assert (found.check, found.table, found.expected, found.printed) == ("row_sum", "requests", 16, 18)
    assert found.cells[0] == "requests.granted.total"
    assert set(found.cells) == set(REQUESTS.row_cells("granted"))
    assert found.message == (
        "（一）予以公开: 自然人 12 + 商业企业 3 + 科研机构 0 + 社会公益组织 0 + 法律服务机构 1 + 其他 0 = 16, "
        "but 总计 reads 18 (2 too many)."
    )


def test_carry_over_finding() -> None:
    """A failing carry-over writes out both sides with all four labels and numbers of its column."""
    cells = request_cells(
        received="0 0 0 0 0 0 120",
        carried_over="0 0 0 0 0 0 4",
        processed_total="0 0 0 0 0 0 118",
        carried_forward="0 0 0 0 0 0 5",
    )
    found = findings(REQUESTS, cells)["carry_over", "total"]
    assert (found.expected, found.printed) == (124, 123)
    assert found.message == (
        "column 总计: 一、本年新收政府信息公开申请数量 120 + 二、上年结转政府信息公开申请数量 4 = 124, "
        "but （七）总计 118 + 四、结转下年度继续办理 5 = 123 (1 too few)."
    )


def test_result_sum_finding() -> None:
    """A failing result sum says what the results add up to, what （七）总计 reads, and by how much."""
    cells = request_cells(
        granted="5 0 0 0 0 0 5", unavailable_not_held="3 0 0 0 0 0 3", processed_total="7 0 0 0 0 0 8"
    )
    found = findings(REQUESTS, cells)["result_sum", "natural_person"]
    assert (found.expected, found.printed) == (8, 7)
    assert found.message == "column 自然人: the results （一）to（六）add up to 8, but （七）总计 reads 7 (1 too few)."


def test_review_sum_finding() -> None:
    """A failing review sum writes out the outcomes of its block; where the evidence is known, also the place."""
    cells: Cells = dict.fromkeys(REVIEW.cells, 0)
    cells |= {"review.reconsideration.upheld": 13, "review.reconsideration.pending": 7}
    cells["review.reconsideration.total"] = 28
    (failure,) = failing_sums(REVIEW, cells)
    evidence = {c: (100 + 3 * i, 102 + 3 * i) for i, c in enumerate(REVIEW.row_cells("reconsideration"))}
    found = sum_finding(REVIEW, failure, cells, {}, evidence)
    assert found.span == (100, 114)
    assert found.message == (
        "行政复议: 结果维持 13 + 结果纠正 0 + 其他结果 0 + 尚未审结 7 = 20, but 总计 reads 28 (8 too many). "
        "Text at 112–114."
    )


def test_blank_counts_as_nothing() -> None:
    """An empty cell counts 0: a row with empty cells holds where the others make its total."""
    assert "granted" not in {at for _, at in findings(REQUESTS, request_cells(granted="5 - - - - - 5"))}
    assert failing_sums(REQUESTS, dict.fromkeys(REQUESTS.cells)) == []


@pytest.mark.parametrize(
    ("row", "needs"),
    [
        pytest.param("12 3 0 0 1 0 -", "（一）予以公开 / 总计 would need 16", id="total"),
        pytest.param("12 - 0 0 1 0 16", "（一）予以公开 / 商业企业 would need 3", id="part"),
    ],
)
def test_what_a_blank_would_need(row: str, needs: str) -> None:
    """Where the one empty cell of a failing sum could make it hold, the finding says with which number."""
    message = findings(REQUESTS, request_cells(granted=row))["row_sum", "granted"].message
    assert f"The empty cell {needs}." in message
    assert "(empty)" in message


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("12 - 0 0 1 0 11", id="would-need-less-than-nothing"),
        pytest.param("12 - - 0 1 0 16", id="two-empty-cells"),
        pytest.param("12 3 0 0 1 0 18", id="no-empty-cell"),
    ],
)
def test_no_blank_is_told_what_it_needs(row: str) -> None:
    """Where no one empty cell explains the failure, the finding does not point at one."""
    assert "would need" not in findings(REQUESTS, request_cells(granted=row))["row_sum", "granted"].message


def test_suggestion_needs_two_sums() -> None:
    """One failing sum determines no value; two that share one cell determine it, and both are given as reasons."""
    cells = consistent({"requests.granted.natural_person": 5})
    lone: Cells = {**cells, "review.reconsideration.total": 1}
    assert suggest(REVIEW, lone, {}) == []
    (made,) = suggest(REQUESTS, {**cells, "requests.granted.total": 7}, {})
    assert (made.cell, made.printed, made.suggested) == ("requests.granted.total", 7, 5)
    assert made.because == ["row_sum", "result_sum"]


def test_suggestion_for_an_empty_cell() -> None:
    """An empty cell that the sums determine is suggested beside its null; the printed value stays null."""
    cells = consistent({"requests.granted.natural_person": 5})
    (made,) = suggest(REQUESTS, {**cells, "requests.granted.total": None}, {"requests.granted.total": "blank"})
    assert (made.cell, made.printed, made.suggested) == ("requests.granted.total", None, 5)


def test_two_errors_have_no_suggestion() -> None:
    """Two wrong cells in different rows and columns are both found, and no value is suggested."""
    cells = {**consistent({}), "requests.granted.natural_person": 4, "requests.received.other_organization": 9}
    assert {("row_sum", "granted"), ("row_sum", "received")} <= set(findings(REQUESTS, cells))
    assert suggest(REQUESTS, cells, {}) == []


def test_judge_source_inconsistent() -> None:
    """One wrong total in a table read without doubt is the report's own error: kept as printed, found and suggested."""
    cells: Cells = {**consistent({"requests.granted.natural_person": 5}), "requests.granted.total": 0}
    verdict = judge(reading_of(REQUESTS, cells))
    assert verdict.status == "source_inconsistent"
    assert [(f.check, f.expected, f.printed) for f in verdict.findings] == [("row_sum", 5, 0), ("result_sum", 0, 5)]
    assert [s.suggested for s in verdict.suggestions] == [5]


def test_judge_doubt_is_never_confirmed() -> None:
    """Any doubt makes a table unconfirmed, whether its sums hold or not, and becomes a finding."""
    doubt = Doubt("cell_count", ("requests.granted.total",), "（一）予以公开: 7 cells, but the text prints 6")
    for cells in (consistent({}), {**consistent({}), "requests.granted.total": 3}):
        verdict = judge(reading_of(REQUESTS, cells, doubt))
        assert verdict.status == "unconfirmed"
        assert (verdict.findings[0].check, verdict.findings[0].cells) == ("cell_count", ["requests.granted.total"])


def test_judge_needs_evidence() -> None:
    """A value without a span, and a cell that was not read, make a table unconfirmed and are named."""
    cells = dict(reading_of(REVIEW, consistent({})).cells)
    cells["review.reconsideration.upheld"] = Cell(0, None, None)
    cells["review.reconsideration.total"] = Cell(None, "unreadable", (3, 4))
    verdict = judge(TableReading(REVIEW, True, cells, mode="row"))
    assert verdict.status == "unconfirmed"
    assert {(f.check, *f.cells) for f in verdict.findings} == {
        ("no_evidence", "review.reconsideration.upheld"),
        ("unreadable", "review.reconsideration.total"),
    }


def test_judge_absent() -> None:
    """A table that the source does not have is absent, without findings."""
    assert judge(absent(REQUESTS)).status == "absent"
    assert judge(absent(REQUESTS)).findings == ()


def test_amounts_are_not_rounded_away() -> None:
    """A failure is data with both numbers; the disclosure table, which has no sums, never fails."""
    cells = consistent({"disclosure.fees.amount": Decimal("2806.32"), "disclosure.regulations.in_force": 3})
    assert failing_sums(FORM_2021.tables["disclosure"], cells) == []
    (failure,) = failing_sums(REVIEW, {**cells, "review.litigation_direct.total": 2})
    assert isinstance(failure, Failure)
    assert (failure.printed, failure.expected, failure.sum.at) == (2, 0, "litigation_direct")
