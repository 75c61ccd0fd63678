"""Columns, outcomes and blocks in another order than the form's, with their headings and without them."""

from __future__ import annotations

from tests.hostile.mischief import mischief
from tests.hostile.sheet import GRIDS, LAYOUTS, Line, Sheet

_BELOW = ("tabs", "pipes", "markdown", "aligned", "cell_lines", "spaces", "piped_cell_lines", "repeated")


def reorder(sheet: Sheet, table: str, order: list[int], first: int) -> None:
    """The columns from `first` on, of headings and rows alike, in another order."""
    for line in sheet.lines[table]:
        if len(line.cells) >= first + len(order):
            line.cells[first : first + len(order)] = [line.cells[first + i] for i in order]


def flat_headings(sheet: Sheet) -> None:
    """Print the headings of the applicants on one line, without the merged one, so that columns can be moved."""
    headings = sheet.headings("requests")
    names = [None, None, None, *(c.label for c in sheet.tables["requests"].rows[0].columns)]
    sheet.lines["requests"] = [headings[0], Line(list(names)), *sheet.lines["requests"][len(headings) :]]


def _columns(sheet: Sheet) -> list[tuple[object, ...]]:
    columns = [c.key for c in sheet.tables["requests"].rows[0].columns]
    return [tuple(sheet.cells[f"requests.{r.key}.{c}"] for r in sheet.tables["requests"].rows) for c in columns]


def _need_other(sheet: Sheet, order: list[int]) -> None:
    """Unfit if the columns are so alike that the order changes nothing."""
    columns = _columns(sheet)
    sheet.need([columns[i] for i in order] != columns)


def _shuffled(sheet: Sheet, order: list[int]) -> list[int]:
    mixed = list(order)
    while mixed == order:
        sheet.chance.shuffle(mixed)
    return mixed


def drop_headings(sheet: Sheet, table: str) -> None:
    """Print the rows without any heading above them."""
    sheet.lines[table] = sheet.body(table)


@mischief("order")
def organisations_next_to_each_other_exchanged(sheet: Sheet) -> None:
    """Two neighbouring columns below 法人或其他组织 stand in the other order, with their headings."""
    at = sheet.chance.randrange(1, 5)
    order = list(range(7))
    order[at], order[at + 1] = at + 1, at
    _need_other(sheet, order)
    flat_headings(sheet)
    reorder(sheet, "requests", order, 3)
    sheet.need(sheet.headings("requests"))


@mischief("order")
def applicants_shuffled(sheet: Sheet) -> None:
    """The six applicants' columns stand in any other order, with their headings on one line."""
    order = [*_shuffled(sheet, list(range(6))), 6]
    _need_other(sheet, order)
    flat_headings(sheet)
    reorder(sheet, "requests", order, 3)


@mischief("fewer")
def applicants_shuffled_without_headings(sheet: Sheet) -> None:
    """The applicants' columns stand in another order, and no heading says so."""
    order = [*_shuffled(sheet, list(range(6))), 6]
    _need_other(sheet, order)
    reorder(sheet, "requests", order, 3)
    drop_headings(sheet, "requests")


@mischief("order")
def natural_persons_behind_the_organisations(sheet: Sheet) -> None:
    """自然人 stands right of the organisations, its heading with it."""
    order = [1, 2, 3, 4, 5, 0, 6]
    _need_other(sheet, order)
    flat_headings(sheet)
    reorder(sheet, "requests", order, 3)


@mischief("order")
def total_column_first(sheet: Sheet) -> None:
    """总计 stands left of 自然人, its heading with it."""
    order = [6, 0, 1, 2, 3, 4, 5]
    _need_other(sheet, order)
    flat_headings(sheet)
    reorder(sheet, "requests", order, 3)


@mischief("order")
def total_left_of_other(sheet: Sheet) -> None:
    """总计 stands left of 其他, its heading with it."""
    order = [0, 1, 2, 3, 4, 6, 5]
    _need_other(sheet, order)
    flat_headings(sheet)
    reorder(sheet, "requests", order, 3)


@mischief("order", layouts=tuple(name for name in LAYOUTS if name != "repeated"))
def columns_from_right_to_left(sheet: Sheet) -> None:
    """Every line of `requests` is printed from right to left: 总计 first, the label last."""
    for line in sheet.lines["requests"]:
        line.cells = [*reversed(line.cells), *[None] * (10 - len(line.cells))]
    _need_other(sheet, list(range(6, -1, -1)))


@mischief("order", layouts=_BELOW)
def second_page_in_another_order(sheet: Sheet) -> None:
    """From some row on the headings are printed again with two columns exchanged, and the rows below follow them."""
    flat_headings(sheet)
    lines = sheet.lines["requests"]
    at = sheet.chance.randrange(8, len(lines) - 4)
    one, other = sorted(sheet.chance.sample(range(3, 9), 2))
    rows = lines[at:]
    sheet.need(any(line.cells[one] != line.cells[other] for line in rows))
    heading = lines[1].copy()
    for line in [heading, *rows]:
        line.cells[one], line.cells[other] = line.cells[other], line.cells[one]
    lines.insert(at, heading)


@mischief("order")
def outcomes_shuffled(sheet: Sheet) -> None:
    """The outcomes stand in another order in all three blocks, with their headings."""
    _outcomes(sheet, range(3), headings=True)


@mischief("fewer")
def outcomes_shuffled_without_headings(sheet: Sheet) -> None:
    """The outcomes stand in another order, and no heading says so."""
    _outcomes(sheet, range(3), headings=False)
    drop_headings(sheet, "review")


@mischief("order")
def outcomes_of_one_block_exchanged(sheet: Sheet) -> None:
    """Two outcomes of one block stand in the other order, with their headings."""
    _outcomes(sheet, [sheet.chance.randrange(3)], headings=True)


@mischief("order")
def outcome_totals_first(sheet: Sheet) -> None:
    """总计 is the first of every block's five columns, with its heading."""
    _outcomes(sheet, range(3), headings=True, order=[4, 0, 1, 2, 3])


def _outcomes(sheet: Sheet, blocks: range | list[int], *, headings: bool, order: list[int] | None = None) -> None:
    order = order or [*_shuffled(sheet, list(range(4))), 4]
    line = sheet.line("review", "review")
    before = list(line.cells)
    for block in blocks:
        at = block * 5
        line.cells[at : at + 5] = [line.cells[at + i] for i in order]
        if headings:
            above = sheet.lines["review"][1 if block == 0 else 2]
            above.cells[at : at + 5] = [above.cells[at + i] for i in order]
    sheet.need(line.cells != before)


@mischief("order")
def review_blocks_shuffled(sheet: Sheet) -> None:
    """The three blocks of `review` stand in another order, with their headings."""
    _blocks(sheet)


@mischief("fewer")
def review_blocks_shuffled_without_headings(sheet: Sheet) -> None:
    """The three blocks of `review` stand in another order, and no heading says so."""
    _blocks(sheet)
    drop_headings(sheet, "review")


@mischief("fewer", layouts=_BELOW)
def review_blocks_shuffled_without_their_names(sheet: Sheet) -> None:
    """The blocks of `review` stand in another order; only the outcomes' headings are left."""
    _blocks(sheet)
    outcomes = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3
    sheet.lines["review"] = [Line(list(outcomes)), sheet.line("review", "review")]


def _blocks(sheet: Sheet) -> None:
    order = _shuffled(sheet, [0, 1, 2])
    line = sheet.line("review", "review")
    before = list(line.cells)
    names = ["行政复议", "未经复议直接起诉", "复议后起诉"]
    outcomes = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    line.cells = [cell for block in order for cell in line.cells[block * 5 : block * 5 + 5]]
    sheet.need(line.cells != before)
    group: list[str | None] = [t for b in order for t in ("行政复议" if b == 0 else "行政诉讼", *[None] * 4)]
    if order[2] == 0 or order[0] == 0:  # the two lawsuits stand side by side under one heading
        group[group.index("行政诉讼", group.index("行政诉讼") + 1)] = None
    third = [t for b in order for t in (*([None] * 5 if b == 0 else outcomes),)]
    second = [t for b in order for t in (outcomes if b == 0 else [names[b], *[None] * 4])]
    sheet.lines["review"] = [Line(group), Line(list(second)), Line(list(third)), line]


@mischief("order")
def document_columns_shuffled(sheet: Sheet) -> None:
    """制发, 废止 and 现行有效 stand in another order, with their headings."""
    _document_columns(sheet, headings=True)


@mischief("fewer")
def document_columns_shuffled_without_headings(sheet: Sheet) -> None:
    """The numbers of 制发, 废止 and 现行有效 stand in another order, and the headings are gone."""
    _document_columns(sheet, headings=False)
    sheet.lines["disclosure"] = sheet.body("disclosure")


def _document_columns(sheet: Sheet, *, headings: bool) -> None:
    order = _shuffled(sheet, [0, 1, 2])
    rows = [sheet.line("disclosure", row) for row in ("regulations", "normative_documents")]
    before = [list(line.cells) for line in rows]
    for line in [*rows, *([sheet.lines["disclosure"][1]] if headings else [])]:
        line.cells[1:4] = [line.cells[1 + i] for i in order]
    sheet.need([line.cells for line in rows] != before)


@mischief("order", layouts=(*GRIDS, "aligned", "spaces", "cell_lines"))
def requests_transposed(sheet: Sheet) -> None:
    """Rows are columns and columns are rows: each applicant's line has the numbers of all rows."""
    form = sheet.tables["requests"]
    labels = [row.label for row in form.rows]
    columns = list(zip(*(line.values for line in sheet.body("requests")), strict=True))
    named = [Line([c.label, *column], "", 1) for c, column in zip(form.rows[0].columns, columns, strict=True)]
    sheet.lines["requests"] = [Line(["申请人情况", *labels]), *named]
    sheet.need(_columns(sheet)[0] != _columns(sheet)[1])


@mischief("order", layouts=(*GRIDS, "aligned", "spaces", "cell_lines"))
def review_transposed(sheet: Sheet) -> None:
    """Each outcome's line has the numbers of the three blocks."""
    values = sheet.line("review", "review").cells
    sheet.need([values[i * 5 + j] for j in range(5) for i in range(3)] != values)
    outcomes = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    lines = [Line(["结果", "行政复议", "未经复议直接起诉", "复议后起诉"])]
    lines += [Line([name, *values[i::5]], "", 1) for i, name in enumerate(outcomes)]
    sheet.lines["review"] = lines


@mischief("order", layouts=("cell_lines", "spaces"))
def requests_column_by_column(sheet: Sheet) -> None:
    """All labels are printed first, then the numbers of each applicant from top to bottom."""
    sheet.need(_columns(sheet)[0] != _columns(sheet)[6])
    body = sheet.body("requests")
    columns = list(zip(*(line.values for line in body), strict=True))
    labels = [Line(line.cells[: line.first]) for line in body]
    sheet.lines["requests"] = [*sheet.headings("requests"), *labels, *(Line(list(c), "") for c in columns)]


@mischief("order", layouts=("cell_lines", "spaces"))
def documents_column_by_column(sheet: Sheet) -> None:
    """规章 and 规范性文件 are printed first, then their six numbers column by column."""
    rows = [sheet.line("disclosure", row) for row in ("regulations", "normative_documents")]
    columns = [list(pair) for pair in zip(*(line.values for line in rows), strict=True)]
    sheet.need([v for line in rows for v in line.values] != [v for column in columns for v in column])
    lines = sheet.lines["disclosure"]
    at = lines.index(rows[0])
    lines[at : at + 2] = [*(Line([line.cells[0]]) for line in rows), *(Line(list(c), "") for c in columns)]


@mischief("order")
def headings_below_the_table(sheet: Sheet) -> None:
    """The headings of `requests` and `review` are printed below the rows that they are for."""
    for table in ("requests", "review"):
        headings = sheet.headings(table)
        sheet.lines[table] = [*sheet.lines[table][len(headings) :], *headings]
