"""Scoring: what is right, wrong, missing, invented, and confirmed but wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from nianbao import extract_report
from nianbao.eval.golden import Golden, load_golden
from nianbao.eval.score import score_report, totals
from nianbao.schemas import ReportResult, Status

GOLDENS = Path(__file__).parents[2] / "goldens"


def as_labelled(golden: Golden) -> ReportResult:
    """A result that says exactly what the label says."""
    base = extract_report(golden.source)
    label = golden.label.model_dump(exclude={"labels"})
    return ReportResult.model_validate({**base.model_dump(), **label})


@pytest.fixture(params=sorted(p.name for p in GOLDENS.iterdir()))
def golden(request: pytest.FixtureRequest) -> Golden:
    """Each golden in turn."""
    return load_golden(GOLDENS / request.param)


def test_the_label_itself_is_all_right(golden: Golden) -> None:
    """A result equal to its label scores every cell right and finds no difference in statuses or findings."""
    summed = totals([score_report(golden, as_labelled(golden))])
    assert summed["right"] == summed["cells"] > 0
    assert summed["confirmed_but_wrong"] == 0
    assert summed["findings_missing"] == summed["findings_extra"] == 0
    assert summed["statuses_as_labelled"] == summed["tables"] == 3


def change(result: ReportResult, cell: str, value: int | None, status: Status) -> ReportResult:
    """The result with one cell and its table's status changed."""
    table, row, column = cell.split(".")
    copy = result.model_copy(deep=True)
    copy.tables[table].cells[row][column] = value
    copy.tables[table].status = status
    return copy


@pytest.mark.parametrize(
    ("slug", "cell", "value", "verdict"),
    [
        ("zhangjiakou-2022", "requests.received.total", 232, "wrong"),
        ("zhangjiakou-2022", "requests.received.total", None, "missing"),
        ("zhangjiakou-2022", "requests.denied_enforcement_files.total", None, "missing"),
        ("shengzhou-office-2022", "requests.received.total", 56, "invented"),
        ("shengzhou-office-2022", "requests.received.total", 0, "invented"),
    ],
)
@pytest.mark.parametrize("status", ["confirmed", "source_inconsistent", "unconfirmed"])
def test_one_changed_cell_is_one_error(slug: str, cell: str, value: int | None, verdict: str, status: Status) -> None:
    """Exactly one cell counts, under its own verdict, and as confirmed but wrong only where its table is sure."""
    golden = load_golden(GOLDENS / slug)
    right = totals([score_report(golden, as_labelled(golden))])["right"]
    summed = totals([score_report(golden, change(as_labelled(golden), cell, value, status))])
    assert summed["right"] == right - 1
    assert summed[verdict] == 1
    assert summed["confirmed_but_wrong"] == (status != "unconfirmed")


def test_doubtful_cells_are_scored_apart_but_never_excused_when_confirmed() -> None:
    """A doubtful cell read otherwise costs nothing in an unconfirmed table, and counts where the table is sure."""
    golden = load_golden(GOLDENS / "yindu-office-2021")
    cell = "requests.carried_forward.natural_person"
    unsure = totals([score_report(golden, change(as_labelled(golden), cell, 0, "unconfirmed"))])
    assert (unsure["right"], unsure["invented"], unsure["doubtful_as_labelled"]) == (unsure["cells"], 0, 8)
    sure = totals([score_report(golden, change(as_labelled(golden), cell, 0, "confirmed"))])
    assert sure["confirmed_but_wrong"] == 1


def test_zero_and_null_are_different_and_amounts_compare_as_numbers() -> None:
    """0 for a printed blank is invented; 3080.6990 for 3080.699 is right."""
    from decimal import Decimal

    golden = load_golden(GOLDENS / "huguan-2023")
    result = as_labelled(golden)
    result.tables["disclosure"].cells["fees"]["amount"] = Decimal("3080.6990")
    summed = totals([score_report(golden, result)])
    assert summed["right"] == summed["cells"]


def test_a_report_without_result_is_all_missing() -> None:
    """A failed report counts every number of the golden as missing."""
    golden = load_golden(GOLDENS / "zhangjiakou-2022")
    summed = totals([score_report(golden, None, error="failed")])
    assert (summed["missing"], summed["right"], summed["failed"]) == (186, 0, 1)


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(lambda r: r.findings.pop(), id="one-missing"),
        pytest.param(lambda r: r.findings.append(r.findings[0].model_copy(update={"printed": 5})), id="one-extra"),
    ],
)
def test_findings_are_compared(edit: Callable[[ReportResult], object]) -> None:
    """A finding too few or too many is seen, by check, cells and numbers."""
    golden = load_golden(GOLDENS / "jincheng-chengqu-2022")
    result = as_labelled(golden)
    edit(result)
    summed = totals([score_report(golden, result)])
    assert summed["findings_missing"] + summed["findings_extra"] == 1


def test_later_fields_are_scored_where_a_label_has_them() -> None:
    """Level, index number and contact count only in a golden that labels them; a narrative finding is never extra."""
    golden = load_golden(GOLDENS / "huguan-2023")
    result = extract_report(golden.source)
    assert score_report(golden, result).front_matter_wrong == {}
    label = golden.label.model_copy(update={"level": "city", "index_number": result.index_number})
    label.model_fields_set.update({"level", "index_number"})
    wrong = score_report(replace(golden, label=label), result).front_matter_wrong
    assert wrong == {"level": ("city", "county")}
    zhangjiakou = load_golden(GOLDENS / "zhangjiakou-2022")
    read = extract_report(zhangjiakou.source)
    assert any(f.check == "narrative" for f in read.findings)
    assert totals([score_report(zhangjiakou, read)])["findings_extra"] == 0
