"""The promise, for any table set and any layout: what the reader calls confirmed is what the report prints."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from nianbao.eval.drawn.grids import Cells, consistent, grids, tables_of
from nianbao.extract.errors import DocumentError
from nianbao.extract.judge import judge
from nianbao.extract.layout_reader import read_layout
from nianbao.schemas import FORM_2021
from tests.layouts import LAYOUTS, print_report, read_back, report, table_sets

PROPERTY = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
SURE = ("confirmed", "source_inconsistent")
NARROW = consistent({"requests.granted.natural_person": 5, "disclosure.fees.amount": Decimal("12.50")})
WIDE = consistent(
    {
        "requests.carried_over.natural_person": 3,
        "requests.granted.natural_person": 113,
        "requests.partially_granted.commercial_enterprise": 21,
        "requests.other_processing.other_organization": 4,
        "requests.carried_forward.natural_person": 12,
        "review.reconsideration.upheld": 13,
        "review.litigation_direct.corrected": 2,
        "review.litigation_after_reconsideration.pending": 1,
        "disclosure.normative_documents.in_force": 212,
        "disclosure.licensing.decisions": 49503,
    },
    variant="single_other_row",
)
WORDS = sorted(
    {row.label for group in FORM_2021.variants.values() for table in group for row in table.rows}
    | {column.label for table in FORM_2021.tables.values() for row in table.rows for column in row.columns}
    | {table.title for table in FORM_2021.tables.values()}
    | {"政府信息公开年度报告", "法人或其他组织", "本年新制作数量", "上一年项目数量", "2022年", "[TABLE]", "单位：件"}
)
SOUP = st.lists(
    st.sampled_from([*WORDS, "\n", "\n", "\n", " ", "\t", " | ", "—", "/", "- 4 -", "4,", ".7", "无", "①"])
    | st.integers(0, 30).map(str),
    max_size=150,
).map(lambda pieces: "政府信息公开年度报告\n" + "".join(pieces))


def exact(cells: Cells) -> dict[str, str | None]:
    """The cells with every digit as printed, so that 12.5 and 12.50 differ."""
    return {cell: None if value is None else str(value) for cell, value in cells.items()}


def truth_of(cells: Cells, table: str) -> dict[str, str | None]:
    """One table's part of a table set."""
    return exact({cell: value for cell, value in cells.items() if cell.startswith(f"{table}.")})


def printed_number(text: str) -> Decimal:
    """The number that a stretch of original text prints: plain digits, perhaps in full width or with separators."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "")
    assert set(plain) <= set("0123456789."), f"{text!r} is no number"
    return Decimal(plain)


@pytest.mark.parametrize("layout", LAYOUTS)
@PROPERTY
@example(NARROW)
@example(WIDE)
@given(table_sets())
def test_sure_is_true(layout: str, cells: Cells) -> None:
    """In every layout a table that the reader is sure of has every printed value in its place, and none is lost."""
    for key, table in read_back(print_report(cells, layout)).items():
        assert table.status in ("confirmed", "unconfirmed")
        if table.status == "confirmed":
            assert exact(table.cells) == truth_of(cells, key)


@pytest.mark.parametrize("layout", ["tabs", "pipes"])
@PROPERTY
@example(NARROW)
@example(WIDE)
@given(table_sets())
def test_kept_cells_are_confirmed(layout: str, cells: Cells) -> None:
    """Where the layout keeps every cell, every table is confirmed and read exactly, in either variant of （六）."""
    tables = read_back(print_report(cells, layout))
    assert {key: table.status for key, table in tables.items()} == dict.fromkeys(tables, "confirmed")
    assert {key: exact(table.cells) for key, table in tables.items()} == {key: truth_of(cells, key) for key in tables}
    assert tables["requests"].reading.table.variant == tables_of(cells)[1].variant


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(PROPERTY, max_examples=60)
@given(table_sets(), st.data())
def test_changed_digit_is_seen(layout: str, cells: Cells, data: st.DataObject) -> None:
    """With one digit of a printed number changed, no sure table has the old value, and no sums hold over the new."""
    cell = data.draw(st.sampled_from(sorted(cells)))
    old = str(cells[cell])
    places = [i for i, c in enumerate(old) if c.isdigit()]
    at = data.draw(st.sampled_from(places))
    new = old[:at] + data.draw(st.sampled_from([d for d in "0123456789" if d != old[at]])) + old[at + 1 :]
    # A leading zero is no number that a report prints, but it is what a misread digit looks like.
    printed = {key: [list(row) for row in grid] for key, grid in grids(cells).items()}
    key = cell.split(".")[0]
    place = tables_of(cells)[list(printed).index(key)].cells.index(cell)
    slots = [(r, c) for r, row in enumerate(printed[key]) for c, text in enumerate(row) if text and text[0].isdigit()]
    values = [(r, c) for r, c in slots if set(printed[key][r][c] or "") <= set("0123456789.")]
    row, column = values[place]
    assert printed[key][row][column] == old
    printed[key][row][column] = new
    table = read_back(report({k: LAYOUTS[layout](grid) for k, grid in printed.items()}))[key]
    if table.status in SURE:
        assert str(table.cells[cell]) == new
    if key != "disclosure":
        assert table.status != "confirmed"


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(PROPERTY, max_examples=40)
@given(table_sets(), st.data())
def test_empty_cells_are_never_numbers(layout: str, cells: Cells, data: st.DataObject) -> None:
    """With some zeros printed as empty cells, a sure table has null exactly there, marked blank, and no value moved."""
    zeros = sorted(cell for cell, value in cells.items() if value == 0)
    for cell in data.draw(st.lists(st.sampled_from(zeros), min_size=1, max_size=8, unique=True)):
        cells[cell] = None
    for name, table in read_back(print_report(cells, layout)).items():
        if table.status in SURE:
            assert exact(table.cells) == truth_of(cells, name)
            marks = {path: cell.mark for path, cell in table.reading.cells.items() if cell.mark}
            assert marks == {path: "blank" for path, value in table.cells.items() if value is None}


@settings(PROPERTY, max_examples=60)
@given(table_sets(), st.sampled_from(list(LAYOUTS)))
def test_evidence_prints_the_value(cells: Cells, layout: str) -> None:
    """Every value's span in the original text prints that value, and no two cells share a span."""
    text = print_report(cells, layout).replace("1", "１").replace("\n", "\r\n")
    reading = read_layout(text)
    spans = []
    for table in reading.tables.values():
        for cell in table.cells.values():
            if cell.value is not None:
                assert cell.span is not None
                assert printed_number(text[slice(*cell.span)]) == cell.value
                spans.append(cell.span)
    assert len(spans) == len(set(spans))


@settings(PROPERTY, max_examples=60)
@given(st.text(max_size=400) | st.text(max_size=200).map(lambda t: f"政府信息公开年报\n{t}"))
def test_arbitrary_text(text: str) -> None:
    """Any text at all is read or refused with DocumentError; nothing else is ever raised."""
    try:
        reading = read_layout(text)
    except DocumentError:
        return
    assert {judge(table).status for table in reading.tables.values()} <= {"absent", "unconfirmed"}


@settings(PROPERTY, max_examples=150)
@given(SOUP)
def test_label_soup(text: str) -> None:
    """Labels, numbers and delimiters in any order are read without an error, and what is read stands in the text."""
    for table in read_layout(text).tables.values():
        verdict = judge(table)
        assert (verdict.status == "absent") == (not table.present)
        for cell in table.cells.values():
            assert (cell.value is None) == (cell.mark is not None)
            if cell.value is not None:
                assert cell.span is not None
                assert printed_number(text[slice(*cell.span)]) == cell.value
        for finding in verdict.findings:
            assert finding.span is None or 0 <= finding.span[0] <= finding.span[1] <= len(text)


@settings(PROPERTY, max_examples=80)
@given(table_sets(), st.sampled_from(list(LAYOUTS)), st.data())
def test_lost_line_is_never_a_value(cells: Cells, layout: str, data: st.DataObject) -> None:
    """With any one line of a table lost, a table that the reader is still sure of has only true values."""
    parts = {key: LAYOUTS[layout](grid).split("\n") for key, grid in grids(cells).items()}
    key = data.draw(st.sampled_from(list(parts)))
    lost = data.draw(st.integers(0, len(parts[key]) - 1))
    line = parts[key].pop(lost)
    assume(any(c.isdigit() for c in line))
    for name, table in read_back(report({k: "\n".join(lines) for k, lines in parts.items()})).items():
        if table.status in SURE:
            assert exact(table.cells) == truth_of(cells, name)


@settings(PROPERTY, max_examples=80)
@given(table_sets(), st.sampled_from(list(LAYOUTS)), st.data())
def test_stray_number_is_never_a_value(cells: Cells, layout: str, data: st.DataObject) -> None:
    """With a stray number on a line of its own anywhere in a table, a sure table has only true values."""
    parts = {key: LAYOUTS[layout](grid).split("\n") for key, grid in grids(cells).items()}
    key = data.draw(st.sampled_from(list(parts)))
    at = data.draw(st.integers(0, len(parts[key])))
    parts[key].insert(at, str(data.draw(st.integers(0, 120))))
    for name, table in read_back(report({k: "\n".join(lines) for k, lines in parts.items()})).items():
        if table.status in SURE:
            assert exact(table.cells) == truth_of(cells, name)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Annual report on government information disclosure\n1 2 3", id="english"),
        pytest.param("青禾县2022年政府工作计划\n收到申请5件。", id="another-document"),
        pytest.param(" \n\n", id="empty"),
    ],
)
def test_no_report(text: str) -> None:
    """A text that is no such report is refused by name, with what was looked for and the next move."""
    with pytest.raises(DocumentError, match=r"^青禾\.txt: not a 政府信息公开工作年度报告 .*Leave it out, or check"):
        read_layout(text, name="青禾.txt")


def test_a_text_that_ends_with_its_last_tables_numbers_has_them() -> None:
    """Nothing behind the review line: its numbers are read all the same."""
    cells = consistent({"review.reconsideration.upheld": 3})
    text = print_report(cells, "tabs")
    ended = text[: text.index("五、存在的主要问题")].rstrip()
    assert ended[-1].isdigit()
    review = read_back(ended)["review"]
    assert review.status == "confirmed"
    assert review.cells == {c: v for c, v in cells.items() if c.startswith("review.")}
