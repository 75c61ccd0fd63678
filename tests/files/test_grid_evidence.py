"""A file's own grid places every cell, and where it cannot, says so."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from nianbao.eval.score import ReportScore, score_report
from nianbao.eval.synth.report import Block, SynthReport, draw_synth_report
from nianbao.extract.report import read_document
from nianbao.schemas import FORM_2019, FORM_2021, ReportResult
from tests.files.ideal_content import Cells, document_of, golden_of, ideal_content

SEEDS = range(1, 25)


def scored(report: SynthReport, result: ReportResult) -> ReportScore:
    return score_report(golden_of(report), result)


def wrong_but_sure(score: ReportScore) -> list[str]:
    return [c.cell for c in score.cells if c.confirmed_but_wrong]


def plain(seed: int, form: str = "2021") -> SynthReport:
    """A drawn report that prints all its tables, whose sums hold and whose numbers are plain."""
    form_ = FORM_2019 if form == "2019" else FORM_2021
    for index in range(50):
        report = draw_synth_report(seed, index, form_)
        if not report.oddities:
            return report
    raise AssertionError("no plain report")


@pytest.mark.parametrize("form", ["2021", "2019"])
@pytest.mark.parametrize("seed", [3, 40])
def test_a_plain_report_in_grids_is_sure_and_exact(seed: int, form: str) -> None:
    report = plain(seed, form)
    result = read_document(document_of(ideal_content(report)))
    assert result.status == "confirmed"
    assert all(c.verdict == "right" for c in scored(report, result).cells)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_report_of_any_oddity_is_sure_and_wrong(seed: int) -> None:
    for form in (FORM_2021, FORM_2019):
        report = draw_synth_report(seed, 0, form)
        assert wrong_but_sure(scored(report, read_document(document_of(ideal_content(report))))) == []


@pytest.mark.parametrize("seed", range(1, 9))
def test_columns_in_another_order_are_read_under_their_headings(seed: int) -> None:
    report = plain(seed)
    one, other = Random(seed).sample(range(4, 9), 2)  # the five of 法人或其他组织

    def exchange(block: Block) -> Cells:
        if block.text != "requests":
            return block.cells
        return [
            replace(c, column=one + other - c.column) if c.columns == 1 and c.column in (one, other) else c
            for c in block.cells
        ]

    result = read_document(document_of(ideal_content(report, change=exchange)))
    assert wrong_but_sure(scored(report, result)) == []
    assert result.tables["requests"].status == "confirmed"


@pytest.mark.parametrize("direction", ["right", "down"])
@pytest.mark.parametrize("seed", range(1, 7))
def test_a_number_in_a_cell_merged_with_its_neighbour_is_never_sure(seed: int, direction: str) -> None:
    report = plain(seed)
    chance = Random(seed)

    def merge(block: Block) -> Cells:
        if block.text != "requests":
            return block.cells
        cells = list(block.cells)
        at = {(c.row, c.column): c for c in cells if c.value}
        step = (0, 1) if direction == "right" else (1, 0)
        pairs = [(c, at[n]) for (i, j), c in at.items() if (n := (i + step[0], j + step[1])) in at]
        first, second = chance.choice(pairs)
        cells.remove(first)
        cells.remove(second)
        return [*cells, replace(first, rows=1 + step[0], columns=1 + step[1])]

    result = read_document(document_of(ideal_content(report, change=merge)))
    assert result.tables["requests"].status == "unconfirmed"


@pytest.mark.parametrize("seed", range(1, 7))
def test_a_row_of_the_grid_that_lacks_a_cell_is_never_sure(seed: int) -> None:
    report = plain(seed)
    chance = Random(seed)

    def drop(block: Block) -> Cells:
        if block.text != "requests":
            return block.cells
        lost = chance.choice([c for c in block.cells if c.value])
        return [
            replace(c, column=c.column - 1) if c.row == lost.row and c.column > lost.column else c
            for c in block.cells
            if c is not lost
        ]

    result = read_document(document_of(ideal_content(report, change=drop)))
    assert result.tables["requests"].status == "unconfirmed"


@pytest.mark.parametrize("seed", range(1, 7))
def test_empty_rows_and_columns_change_nothing(seed: int) -> None:
    report = plain(seed)
    chance = Random(seed)

    def insert(block: Block) -> Cells:
        row, column = chance.randrange(1, 5), chance.randrange(1, 4)
        cells = []
        for c in block.cells:
            down = (
                replace(c, row=c.row + 1)
                if c.row >= row
                else replace(c, rows=c.rows + 1)
                if c.row + c.rows > row
                else c
            )
            if c.column >= column:
                down = replace(down, column=c.column + 1)
            elif c.column + c.columns > column:
                down = replace(down, columns=c.columns + 1)
            cells.append(down)
        return cells

    if any(b.kind == "table" and b.text == "review" for b in report.blocks):
        result = read_document(document_of(ideal_content(report, change=insert)))
        assert wrong_but_sure(scored(report, result)) == []


def test_recognised_digits_count_only_where_they_are_sure_and_sums_cover_them() -> None:
    report = plain(5)
    result = read_document(document_of(ideal_content(report, sure=0.99)))
    statuses = {key: table.status for key, table in result.tables.items()}
    assert statuses == {"disclosure": "unconfirmed", "requests": "confirmed", "review": "confirmed"}
    assert {f.check for f in result.findings if f.check != "narrative"} == {"recognised"}
    place = result.places["requests.received.total"]
    assert (place.page, place.confidence) == (1, 0.99)


def test_a_digit_under_the_floor_is_unreadable_and_its_sums_suggest_it() -> None:
    report = plain(5)
    cells = [c for b in report.blocks if b.text == "requests" for c in b.cells if c.value]
    faint = cells[9]  # a cell of the second row, 商业企业 of 上年结转

    def sure(table: str, cell: object) -> float:
        return 0.4 if table == "requests" and cell is faint else 0.99

    result = read_document(document_of(ideal_content(report, sure=sure)))
    unreadable = [c for c, mark in result.marks.items() if mark == "unreadable"]
    assert len(unreadable) == 1
    assert result.tables["requests"].status == "unconfirmed"
    assert [(s.cell, str(s.suggested)) for s in result.suggestions] == [(unreadable[0], faint.text)]


def test_a_misread_total_of_a_picture_is_no_inconsistent_source() -> None:
    report = next(r for i in range(90) if "wrong_total" in (r := draw_synth_report(i, 0)).oddities)
    result = read_document(document_of(ideal_content(report, sure=1.0)))
    assert "source_inconsistent" not in {t.status for t in result.tables.values()}


def test_what_is_not_found_in_a_picture_is_not_absent() -> None:
    report = next(r for i in range(90) if "missing_table" in (r := draw_synth_report(i, 0)).oddities)
    result = read_document(document_of(ideal_content(report, sure=1.0)))
    assert "absent" not in {t.status for t in result.tables.values()}


@pytest.mark.parametrize("seed", range(1, 5))
def test_a_garbled_label_is_told_by_its_neighbours_rows_but_an_exchanged_one_is_not(seed: int) -> None:
    report = plain(seed)

    def garble(block: Block, *, exchange: bool) -> Cells:
        found = next((c for c in block.cells if "要求提供公开出版物" in c.text), None)
        if block.text != "requests" or found is None:
            return block.cells
        garbled = replace(found, text=found.text.replace("要求提供公开出版物", "耍求提供公幵出版物"))
        cells = [garbled if c is found else c for c in block.cells]
        if exchange:  # with the row below it, labels and numbers
            rows = {found.row: found.row + 1, found.row + 1: found.row}
            cells = [replace(c, row=rows.get(c.row, c.row)) if c.rows == 1 else c for c in cells]
        return cells

    told = read_document(document_of(ideal_content(report, change=lambda b: garble(b, exchange=False))))
    assert told.tables["requests"].status == "confirmed"
    assert wrong_but_sure(scored(report, told)) == []
    moved = read_document(document_of(ideal_content(report, change=lambda b: garble(b, exchange=True))))
    assert wrong_but_sure(scored(report, moved)) == []


@pytest.mark.parametrize(("between", "sure"), [(" ", True), ("\n", False)])
def test_thousands_parted_by_spaces_are_one_number_and_numbers_on_two_lines_are_not(between: str, sure: bool) -> None:
    """In `disclosure`, which has no sums: two cells print groups of three digits, on one line or on two."""
    report = next(r for i in range(1, 99) if not (r := draw_synth_report(i, 0)).oddities)

    def part(block: Block) -> Cells:
        if block.text != "disclosure":
            return block.cells
        numbers = iter(["12", "345"])
        values = [c for c in block.cells if c.value]
        changed = {id(c): f"{next(numbers)}{between}678" for c in values[-4:-2]}
        return [replace(c, text=changed.get(id(c), "7" if c.value else c.text)) for c in block.cells]

    result = read_document(document_of(ideal_content(report, change=part)))
    assert (result.tables["disclosure"].status == "confirmed") is sure
    if sure:
        assert result.cell("disclosure.licensing.decisions") == 12678


@pytest.mark.parametrize("sure", [None, 0.99])
@pytest.mark.parametrize("label_first", [True, False])
@pytest.mark.parametrize("beside", [True, False])
@pytest.mark.parametrize("seed", [3, 5, 21])
def test_a_row_whose_label_and_numbers_stand_in_two_rows_is_never_sure_and_blank(
    sure: float | None, label_first: bool, beside: bool, seed: int
) -> None:
    """As a page cuts it: the numbers at the foot of one page, the label at the head of the next, or the other way;
    the label of its group beside it, or not."""
    zeros = ["0"] * 7

    def cut(block: Block) -> Cells:
        if block.text != "requests":
            return block.cells
        rows = {i: [c for c in block.cells if c.row == i] for i in range(max(c.row for c in block.cells) + 1)}
        at = next(
            i
            for i, own in rows.items()
            if [c.text for c in own[-7:]] == zeros and 5 < i < len(rows) - 4 and any(c.rows > 1 for c in own) is beside
        )
        first, second = [], []
        for c in rows[at]:
            number = c in rows[at][-7:]
            first.append(replace(c, text="" if number == label_first and c.rows == 1 else c.text))
            if c.rows == 1:
                second.append(replace(c, row=at + 1, text=c.text if number == label_first else ""))
        above = [replace(c, rows=c.rows + 1) if c.row < at < c.row + c.rows else c for c in block.cells if c.row < at]
        first = [replace(c, rows=c.rows + 1) if c.rows > 1 else c for c in first]
        below = [replace(c, row=c.row + 1) for c in block.cells if c.row > at]
        return (*above, *first, *second, *below)

    whole = read_document(document_of(ideal_content(plain(seed)))).tables["requests"]
    parted = read_document(document_of(ideal_content(plain(seed), change=cut, sure=sure))).tables["requests"]
    assert parted.status == "unconfirmed" or (sure is None and parted.cells == whole.cells)


@pytest.mark.parametrize("sure", [None, 0.99])
@pytest.mark.parametrize("between", ["", "某县2023年政府信息公开工作年度报告"])
@pytest.mark.parametrize("seed", [3, 5, 21])
def test_a_last_row_with_half_its_numbers_in_the_next_grid_is_never_sure_and_blank(
    sure: float | None, between: str, seed: int
) -> None:
    def parted(block: Block) -> list[Cells]:
        last = max(c.row for c in block.cells)
        if block.text != "review":
            return [block.cells]
        above = [replace(c, text="") if c.row == last and c.column >= 5 else c for c in block.cells]
        below = [replace(c, row=0, text=c.text if c.column >= 5 else "") for c in block.cells if c.row == last]
        return [above, below]

    report = plain(seed)
    content = ideal_content(report, parted=parted, between=between, sure=sure)
    assert wrong_but_sure(scored(report, read_document(document_of(content)))) == []


def with_thousands(between: str, *, sure: float | None, off: int = 0) -> ReportResult:
    """A plain report whose requests number thousands, parted by `between`; the first of them changed by `off`."""

    def thousands(block: Block) -> int:
        return sum(len(c.text) == 4 and c.text.isdecimal() for c in block.cells)

    report = next(
        r
        for i in range(1, 999)
        if not (r := draw_synth_report(i, 0)).oddities
        and any(thousands(b) > 2 for b in r.blocks if b.text == "requests")
    )

    def part(block: Block) -> Cells:
        if block.text != "requests":
            return block.cells
        large = [i for i, c in enumerate(block.cells) if len(c.text) == 4 and c.text.isdecimal()]
        texts = {i: str(int(block.cells[i].text) + (off if i == large[0] else 0)) for i in large}
        changed = {i: f"{text[0]}{between}{text[1:]}" for i, text in texts.items()}
        return tuple(replace(c, text=changed.get(i, c.text)) for i, c in enumerate(block.cells))

    return read_document(document_of(ideal_content(report, change=part, sure=sure)))


def test_a_point_off_a_picture_where_thousands_part_is_a_comma_while_all_sums_hold() -> None:
    commas, points = with_thousands(",", sure=0.99), with_thousands(".", sure=0.99)
    assert commas.tables["requests"].status == points.tables["requests"].status == "confirmed"
    assert points.tables["requests"].cells == commas.tables["requests"].cells
    assert with_thousands(".", sure=0.99, off=1).tables["requests"].status == "unconfirmed"
    assert with_thousands(".", sure=None).tables["requests"].status == "unconfirmed"


def review_printing(changes: dict[str, str]) -> ReportResult:
    """A plain report off a picture whose review's headings are printed otherwise."""

    def misread(block: Block) -> Cells:
        if block.text != "review":
            return block.cells
        return tuple(replace(c, text=changes.get(c.text, c.text)) for c in block.cells)

    return read_document(document_of(ideal_content(plain(3), change=misread, sure=0.99)))


@pytest.mark.parametrize(
    "changes",
    [
        {"尚未审结": "尚末审结"},
        {"结果纠正": "结果丝正", "未经复议直接起诉": "未经复议百接起诉"},
        {"未经复议直接起诉": "未经夏议直接起诉", "复议后起诉": "夏议后起诉"},
        {"行政复议": "行政夏议"},
    ],
)
def test_a_misread_letter_in_a_reviews_heading_leaves_it_what_it_is(changes: dict[str, str]) -> None:
    assert review_printing(changes).tables["review"].status == "confirmed"


@pytest.mark.parametrize(("table", "meant", "read"), [("review", "总计", "郎计"), ("requests", "其他", "淇他")])
def test_one_misread_heading_of_two_letters_is_told_by_its_place(table: str, meant: str, read: str) -> None:
    def last_misread(block: Block) -> Cells:
        at = max((i for i, c in enumerate(block.cells) if c.text == meant), default=-1)
        return tuple(replace(c, text=read) if i == at else c for i, c in enumerate(block.cells))

    def change(block: Block) -> Cells:
        return last_misread(block) if block.text == table else block.cells

    assert (
        read_document(document_of(ideal_content(plain(3), change=change, sure=0.99))).tables[table].status
        == "confirmed"
    )


def test_a_heading_of_other_words_is_not_told_by_its_place() -> None:
    def change(block: Block) -> Cells:
        return tuple(replace(c, text="备注") if c.text == "其他" else c for c in block.cells)

    content = ideal_content(plain(3), change=change, sure=0.99)
    assert read_document(document_of(content)).tables["requests"].status == "unconfirmed"


@pytest.mark.parametrize(
    "changes",
    [
        {"结果纠正": "结果维正"},
        {"尚未审结": "结果审结"},
        {"结果维持": "结果纠正", "结果纠正": "结果纠正"},
        {"复议后起诉": "未经复议直接起诉"},
        {"总计": "总什"},
    ],
)
def test_a_heading_that_may_be_two_columns_keeps_the_review_from_being_sure(changes: dict[str, str]) -> None:
    assert review_printing(changes).tables["review"].status == "unconfirmed"
