"""Numbers torn into pieces: put together where the sums leave one reading, named where they do not."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nianbao.eval.drawn.grids import Cells
from tests.extract.test_reader_breakages import GRANTED, RECEIVED, REVIEW_ROW, SOUND
from tests.layouts import print_report, read_back, table_sets

TABS = print_report(SOUND, "tabs")
SURE = ("confirmed", "source_inconsistent")


def changed(old: str, new: str, text: str = TABS) -> str:
    """The report with one stretch of text changed."""
    assert text.count(old) == 1
    return text.replace(old, new)


ROW, LABEL = "\t18\t3\t0\t0\t0\t0\t21", "一、本年新收政府信息公开申请数量"


@pytest.mark.parametrize(
    ("layout", "old", "new"),
    [
        pytest.param("tabs", ROW, ROW.replace("18", "1 8"), id="a-space-in-a-cell"),
        pytest.param("spaces", "量 18 3 0 0 0 0 21", "量 1 8 3 0 0 0 0 21", id="a-space-among-spaces"),
        pytest.param("cell_lines", f"{LABEL}\n18\n", f"{LABEL}\n1\n8\n", id="a-line-end-among-lines"),
    ],
)
def test_a_torn_number_is_put_together_where_only_one_reading_adds_up(layout: str, old: str, new: str) -> None:
    """18 cut in two: eight pieces for seven cells, and one reading for which every sum holds."""
    table = read_back(changed(old, new, print_report(SOUND, layout)))["requests"]
    assert table.status == "confirmed"
    assert table.cells["requests.received.natural_person"] == 18
    span = table.reading.cells["requests.received.natural_person"].span
    assert span is not None
    assert span[1] - span[0] == 3


def test_two_rows_may_be_torn() -> None:
    """18 and 12 cut in two rows: the columns' sums decide both."""
    text = changed(RECEIVED, RECEIVED.replace("\t18\t", "\t1 8\t"))
    text = changed(GRANTED, GRANTED.replace("\t12\t", "\t1 2\t"), text)
    table = read_back(text)["requests"]
    assert table.status == "confirmed"
    assert table.cells["requests.granted.natural_person"] == 12


def test_with_a_wrong_total_nothing_is_put_together() -> None:
    """18 torn and a total of 22 for 21: no reading adds up, so none is taken, also none that leaves a piece out."""
    text = changed(RECEIVED, RECEIVED.replace("\t18\t", "\t1 8\t").replace("\t21", "\t22"))
    table = read_back(text)["requests"]
    assert table.status == "unconfirmed"
    assert "requests.received.natural_person" in table.named


def test_a_piece_is_never_left_out() -> None:
    """A page's number among a row's cells, one to a line: the row would add up without it, but whose is it?"""
    lines = print_report(SOUND, "cell_lines")
    block = "一、本年新收政府信息公开申请数量\n18\n3\n0\n0\n0\n0\n21\n"
    assert lines.count(block) == 1
    table = read_back(lines.replace(block, block + "2\n"))["requests"]
    assert table.status == "unconfirmed"


def test_the_review_line_is_put_together_too() -> None:
    """11 torn in the line of fifteen: its block's sum leaves one reading."""
    row = REVIEW_ROW.replace("4\t0\t0\t1\t5", "1 1\t0\t0\t1\t12")
    table = read_back(changed(REVIEW_ROW, row))["review"]
    assert table.status == "confirmed"
    assert table.cells["review.reconsideration.upheld"] == 11


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(cells=table_sets(), data=st.data())
def test_a_torn_number_is_read_right_or_not_for_sure(cells: Cells, data: st.DataObject) -> None:
    """Any number of two digits or more of `requests`, cut anywhere by a space: the table is right or not sure."""
    long = sorted(c for c, v in cells.items() if c.startswith("requests.") and v is not None and v >= 10)
    if not long:
        return
    cell = data.draw(st.sampled_from(long))
    digits = str(cells[cell])
    at = data.draw(st.integers(1, len(digits) - 1))
    marked = {**cells, cell: 987654321}
    text = print_report(marked, "tabs").replace("987654321", f"{digits[:at]} {digits[at:]}")
    table = read_back(text)["requests"]
    if table.status in SURE:
        assert dict(table.cells) == {c: v for c, v in cells.items() if c.startswith("requests.")}
