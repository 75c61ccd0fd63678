"""Empty cells: where the text shows which column they are in, they are read; where it does not, they are named."""

from __future__ import annotations

import pytest

from tests.extract.test_reader_breakages import GRANTED, PARTIAL, REVIEW_ROW, SOUND
from tests.layouts import Readback, print_report, read_back

EMPTY = "\t".join([""] * 7)
TABS = print_report(SOUND, "tabs")


def marks(table: Readback) -> dict[str, str]:
    """The marks of the table's nulls."""
    return {path: cell.mark for path, cell in table.reading.cells.items() if cell.mark}


def changed(old: str, new: str, text: str = TABS) -> str:
    """The report with one stretch of text changed."""
    assert text.count(old) == 1
    return text.replace(old, new)


def test_an_empty_row_of_totals_explains_every_failing_sum() -> None:
    """（七）总计 printed empty: the sums fail for that reason alone; the report is inconsistent, the reading sure."""
    total = "\t（七）总计\t\t19\t3\t0\t0\t0\t0\t22"
    table = read_back(changed(total, "\t（七）总计\t\t" + EMPTY))["requests"]
    assert table.status == "source_inconsistent"
    assert table.cells["requests.processed_total.total"] is None
    assert marks(table)["requests.processed_total.total"] == "blank"
    assert {f.check for f in table.verdict.findings} == {"result_sum", "carry_over"}
    assert "would need 22" in next(f.message for f in table.verdict.findings if f.cells[0].endswith("total.total"))


def test_an_empty_total_beside_a_wrong_number_is_not_explained() -> None:
    """An empty total and a changed number elsewhere: no empty cell explains all, the table is not sure."""
    total = "\t（七）总计\t\t19\t3\t0\t0\t0\t0\t22"
    text = changed(total, "\t（七）总计\t\t19\t3\t0\t0\t0\t0\t")
    text = changed(GRANTED, GRANTED.replace("\t12\t", "\t17\t"), text)
    assert read_back(text)["requests"].status == "unconfirmed"


@pytest.mark.parametrize("delimiter", ["\t", "|"])
@pytest.mark.parametrize("cell", ["行政许可{number}", "行政许可：{number}件", "{number}行政许可"])
def test_a_number_in_its_labels_own_cell_leaves_the_blank_behind_it_unsure(cell: str, delimiter: str) -> None:
    """A converter lost the border between label and number, and left the number's own cell empty."""
    line = next(line for line in TABS.splitlines() if line.startswith("行政许可\t"))
    _, number, *rest = line.split("\t")
    text = changed(line, "\t".join([cell.format(number=number), "", *rest])).replace("\t", delimiter)
    table = read_back(text)["disclosure"]
    assert table.status == "unconfirmed" or table.cells["disclosure.licensing.decisions"] == int(number)


def test_a_number_in_its_headings_own_cell_leaves_the_blank_below_it_unsure() -> None:
    line = next(line for line in TABS.splitlines() if line.startswith("行政许可\t"))
    _, number, *rest = line.split("\t")
    heading = "本年处理决定数量\t\t\n" + line
    moved = f"本年处理决定数量{number}\t\t\n" + "\t".join(["行政许可", "", *rest])
    assert read_back(changed(heading, moved))["disclosure"].status == "unconfirmed"


def test_a_review_on_two_lines_of_fifteen_cells_each_is_not_read_in_their_order() -> None:
    """A row that lost its height: some of its numbers stand a line higher, each in its own column."""
    numbers = REVIEW_ROW.split("\t")
    above = [n if i >= 10 else "" for i, n in enumerate(numbers)]
    below = [n if i < 10 else "" for i, n in enumerate(numbers)]
    table = read_back(changed(REVIEW_ROW, "\t".join(above) + "\n" + "\t".join(below)))["review"]
    right = [int(n) for n in numbers]
    assert table.status == "unconfirmed" or list(table.cells.values()) == right


def test_the_headings_tell_the_columns_where_no_row_is_complete() -> None:
    """Every zero printed empty, in a grid that keeps its cells: headings and labels place the numbers."""
    lines = []
    for line in TABS.splitlines():
        cells = line.split("\t")
        lines.append("\t".join("" if c == "0" else c for c in cells) if len(cells) == 10 else line)
    table = read_back("\n".join(lines))["requests"]
    assert table.status == "confirmed"
    assert table.cells["requests.granted.natural_person"] == 12
    assert table.cells["requests.granted.total"] == 15
    assert table.cells["requests.partially_granted.total"] is None
    assert marks(table)["requests.partially_granted.total"] == "blank"


def test_without_headings_and_complete_rows_nothing_places_a_lone_number() -> None:
    """One number in a row of empty cells and no row or heading to place it by: the row is named, not guessed."""
    lines = []
    for line in TABS.splitlines():
        cells = line.split("\t")
        if any(word in line for word in ("自然人", "商业企业")):
            continue
        lines.append("\t".join("" if c == "0" else c for c in cells) if len(cells) == 10 else line)
    table = read_back("\n".join(lines))["requests"]
    assert table.status == "unconfirmed"


@pytest.mark.parametrize("end", ["", "\t"], ids=["no-delimiter-behind", "delimiter-behind"])
def test_an_empty_cell_at_the_end_of_the_review_row_is_not_sure(end: str) -> None:
    """The last delimiter may end the line or open an empty cell: with 14 numbers the table is not sure."""
    text = changed(REVIEW_ROW, REVIEW_ROW.removesuffix("\t0") + end)
    assert read_back(text)["review"].status == "unconfirmed"


@pytest.mark.parametrize(
    "torn",
    ["49，5 03", "49，50 3", "49，\n503", "49 ，503", "4，95，03"],
)
def test_a_number_torn_at_its_separator_is_never_two(torn: str) -> None:
    """行政许可 49,503 cut by a space or a line: the cell is not read, its parts never pass for a number."""
    text = changed("行政许可\t49503", "行政许可\t" + torn)
    table = read_back(text)["disclosure"]
    assert table.status == "unconfirmed"
    assert table.cells["disclosure.licensing.decisions"] in (None, 49503)
    assert "disclosure.licensing.decisions" in {c for f in table.verdict.findings for c in f.cells}


def test_a_whole_row_printed_empty_is_empty() -> None:
    """A row of delimiters only, among complete rows: seven blanks, confirmed."""
    text = changed(PARTIAL, PARTIAL.replace("0", ""))
    table = read_back(text)["requests"]
    assert table.status == "confirmed"
    assert list(marks(table).values()) == ["blank"] * 7


@pytest.mark.parametrize(
    ("above", "below"), [("19(含上年", "结转3件)"), ("", "19件中3件"), ("19", "(含上年结转)"), ("19*见说明", "")]
)
def test_a_cell_whose_note_is_cut_over_lines_is_not_empty(above: str, below: str) -> None:
    """In aligned text the cell's pieces stand above and below its row: no confident blank, no wrong total for it."""
    text = print_report(SOUND, "aligned")
    lines = text.split("\n")
    [at] = [i for i, line in enumerate(lines) if "（七）总计" in line]
    place = lines[at].index("19", lines[at].index("（七）总计"))
    row = lines[at][:place] + "  " + lines[at][place + 2 :]
    pieces = [" " * place + piece for piece in (above, below)]
    cut = "\n".join([*lines[:at], pieces[0], row, pieces[1], *lines[at + 1 :]]) if below else ""
    cut = cut or "\n".join([*lines[:at], pieces[0], row, *lines[at + 1 :]])
    assert read_back(text)["requests"].status == "confirmed"
    assert read_back("\n".join([*lines[:at], row, *lines[at + 1 :]]))["requests"].status == "source_inconsistent"
    assert read_back(cut)["requests"].status == "unconfirmed"
