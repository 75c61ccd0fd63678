"""Cells printed empty: the place is lost, or something else stands in it."""

from __future__ import annotations

import itertools

from tests.hostile.mischief import mischief
from tests.hostile.sheet import GRIDS, LAYOUTS, NO_ANSWER, ONE_LINE, Sheet

LINES = tuple(name for name in LAYOUTS if name != "cell_lines")
"""One cell a line without delimiters cannot show that a cell was there (see UNDECIDABLE)."""


def _lose(sheet: Sheet, cell: str) -> None:
    """A cell is printed empty and nothing shows where: it is null, whatever is said of it."""
    sheet.lose(cell)
    sheet.mean([cell], None)


def _zeros(sheet: Sheet, table: str, *, totals: bool = True) -> list[str]:
    cells = [c for c in sheet.counts(table) if sheet.cells[c] == 0]
    return [c for c in cells if totals or not c.endswith(".total")]


def _page(sheet: Sheet, *, bare: bool) -> str:
    number = sheet.chance.randrange(2, 10)
    if bare:
        return str(number)
    return sheet.chance.choice([f"- {number} -", f"第 {number} 页", f"— {number} —", f"第{number}页 共12页"])


@mischief("fewer", small=True)
def blank_vanished(sheet: Sheet) -> None:
    """One zero of `requests` or `review` is printed empty and its place is lost."""
    _lose(sheet, sheet.pick(_zeros(sheet, sheet.chance.choice(["requests", "review"]))))


@mischief("fewer", small=True)
def blank_vanished_in_disclosure(sheet: Sheet) -> None:
    """One zero of 规章 or 规范性文件 is printed empty and its place is lost: two numbers for three columns."""
    _lose(sheet, sheet.pick([c for c in _zeros(sheet, "disclosure") if not c.endswith(".decisions")]))


@mischief("fewer", small=True)
def all_zeros_vanished(sheet: Sheet) -> None:
    """No zero of a table is printed, and the places of all are lost."""
    table = sheet.chance.choice(["disclosure", "requests", "review"])
    zeros = _zeros(sheet, table)
    sheet.need(zeros and sheet.counts(table, 1))
    for cell in reversed(zeros):
        _lose(sheet, cell)


@mischief("fewer")
def column_of_zeros_vanished(sheet: Sheet) -> None:
    """An applicant of whom every row says 0 is printed empty throughout: six numbers a row, all rows alike."""
    rows = [row.key for row in sheet.tables["requests"].rows]
    columns = [c.key for c in sheet.tables["requests"].rows[0].columns[:-1]]
    column = sheet.pick([c for c in columns if not any(sheet.cells[f"requests.{r}.{c}"] for r in rows)])
    for row in rows:
        _lose(sheet, f"requests.{row}.{column}")


@mischief("fewer")
def totals_vanished(sheet: Sheet) -> None:
    """The column 总计 is printed empty throughout, and its places are lost."""
    for row in sheet.tables["requests"].rows:
        _lose(sheet, f"requests.{row.key}.total")


@mischief("figures", layouts=LINES)
def blank_vanished_and_page_number_behind(sheet: Sheet) -> None:
    """A zero vanished, and the page's bare number stands on the line below: the count is whole."""
    row = sheet.pick([r for r in sheet.results() if not all(sheet.row_values(r))])
    cells = sheet.tables["requests"].row_cells(row)
    cell = sheet.pick([c for c in cells if sheet.cells[c] == 0])
    number = _page(sheet, bare=True)
    sheet.need(sheet.cells[cells[-1]] == 0 or str(sheet.cells[cells[-1]]) != number)
    _lose(sheet, cell)
    sheet.insert("requests", row, number)


@mischief("figures", layouts=LINES)
def blank_vanished_and_page_number_before(sheet: Sheet) -> None:
    """A zero vanished, and the page's bare number stands on the line above the row."""
    row = sheet.pick([r for r in sheet.results() if not all(sheet.row_values(r))])
    cells = sheet.tables["requests"].row_cells(row)
    _lose(sheet, sheet.pick([c for c in cells if sheet.cells[c] == 0]))
    sheet.insert("requests", row, _page(sheet, bare=True), before=True)


@mischief("figures", layouts=LINES, small=True)
def blank_vanished_and_page_mark_behind(sheet: Sheet) -> None:
    """A zero vanished, and a page's mark (`- 4 -`, 第 4 页) stands on the line below."""
    row = sheet.pick([r for r in sheet.results() if not all(sheet.row_values(r))])
    cells = sheet.tables["requests"].row_cells(row)
    _lose(sheet, sheet.pick([c for c in cells if sheet.cells[c] == 0]))
    sheet.insert("requests", row, _page(sheet, bare=False))


@mischief("figures", layouts=LINES)
def blank_vanished_in_review_and_page_number_behind(sheet: Sheet) -> None:
    """A zero of `review` vanished, and a bare page number stands below: fifteen numbers again."""
    cell = sheet.pick(_zeros(sheet, "review"))
    _lose(sheet, cell)
    sheet.insert("review", "review", _page(sheet, bare=True))


@mischief("figures", layouts=(*ONE_LINE, "piped_cell_lines", "wrapped"), small=True)
def blank_total_and_page_number(sheet: Sheet) -> None:
    """A row's total is printed empty, and the bare number on the line below is the page's, not the total."""
    row = sheet.pick([r for r in sheet.results() if sheet.row_values(r)[-1] == 0])
    _lose(sheet, f"requests.{row}.total")
    sheet.insert("requests", row, _page(sheet, bare=True))


@mischief("figures", layouts=(*GRIDS, "dropped_left", "piped_cell_lines"))
def blank_total_kept_and_equal_page_number(sheet: Sheet) -> None:
    """A total is printed empty between delimiters, and the page's number below is what the total would be."""
    rows = [r for r in sheet.results() if 1 < int(sheet.row_values(r)[-1] or 0) < 30]
    row = sheet.pick(rows)
    cell = f"requests.{row}.total"
    number = str(sheet.cells[cell])
    sheet.put(cell, "")
    sheet.mean([cell], None)
    sheet.insert("requests", row, number)


@mischief("figures", layouts=("spaces", "aligned", "wrapped", "tabs", "pipes"))
def blank_total_and_the_next_numeral(sheet: Sheet) -> None:
    """A row's total is lost, and the next row's numeral stands torn from its label: `0 0 0 0 0 0`, `2`, `.重复`."""
    body = sheet.body("requests")
    pairs = [(a, b) for a, b in itertools.pairwise(body) if (b.cells[2] or "")[:1].isdigit()]
    sheet.need(pairs)
    one, other = sheet.chance.choice(pairs)
    label = other.cells[2] or ""
    _lose(sheet, f"requests.{one.row}.total")
    other.cells[2] = label[1:]
    sheet.insert("requests", one.row or "", label[0])


@mischief("figures")
def blank_total_and_footnote(sheet: Sheet) -> None:
    """A row's total is lost, and a footnote's mark stands behind the row: [1], (1), ①, 注1."""
    row = sheet.pick([r for r in sheet.results() if sheet.row_values(r)[-1] in (0, 1, 2)])
    _lose(sheet, f"requests.{row}.total")
    number = sheet.chance.randrange(1, 4)
    mark = sheet.chance.choice(
        [f"[{number}]", f"({number})", "①②③"[number - 1], f"注{number}", f"[注{number}]", f"*{number}"]
    )
    line = sheet.line("requests", row)
    line.cells.append(mark)
    sheet.ending["requests"].append(f"{mark} 含上年结转。")


@mischief("figures", layouts=LINES, small=True)
def zeros_but_one_and_page_zero(sheet: Sheet) -> None:
    """In a row of zeros one cell vanished, and the next line is a bare 0 that belongs to no cell."""
    row = sheet.pick([r for r in sheet.results() if not any(sheet.row_values(r))])
    cells = sheet.tables["requests"].row_cells(row)
    sheet.mean(cells, NO_ANSWER)
    sheet.lose(cells[sheet.chance.randrange(7)])
    sheet.insert("requests", row, "0")


@mischief("figures", layouts=(*GRIDS, "dropped_left"))
def row_moved_left(sheet: Sheet) -> None:
    """A row's first cell vanished and an empty one was added at its end: each number stands a column too far left."""
    row = sheet.pick([r for r in sheet.results() if sheet.row_values(r)[0] == 0 and any(sheet.row_values(r))])
    _lose(sheet, f"requests.{row}.natural_person")
    sheet.line("requests", row).cells.append("")


@mischief("figures", layouts=(*GRIDS, "dropped_left"))
def column_moved_out(sheet: Sheet) -> None:
    """An applicant of whom every row says 0 vanished, and every row was filled up with an empty cell at its end: with
    a gap in the right column all sums hold, and with 总计 empty none does."""
    rows = [row.key for row in sheet.tables["requests"].rows]
    columns = [c.key for c in sheet.tables["requests"].rows[0].columns[:-1]]
    column = sheet.pick([c for c in columns if not any(sheet.cells[f"requests.{r}.{c}"] for r in rows)])
    for row in rows:
        _lose(sheet, f"requests.{row}.{column}")
        sheet.line("requests", row).cells.append("")


@mischief("figures", layouts=(*GRIDS, "dropped_left"))
def row_moved_right(sheet: Sheet) -> None:
    """A row has an empty cell before its numbers too many, and its total is pushed beyond the table."""
    row = sheet.pick([r for r in sheet.results() if any(sheet.row_values(r))])
    line = sheet.line("requests", row)
    line.cells.insert(line.first, "")


@mischief("figures", layouts=(*GRIDS, "dropped_left"))
def blank_in_the_middle_filled_up(sheet: Sheet) -> None:
    """A zero vanished, and the row is filled up with an empty cell at its end: the line is as long as the others."""
    row = sheet.pick([r for r in sheet.results() if any(sheet.row_values(r)) and not all(sheet.row_values(r)[1:6])])
    cells = sheet.tables["requests"].row_cells(row)
    _lose(sheet, sheet.pick([c for c in cells[1:6] if sheet.cells[c] == 0]))
    sheet.line("requests", row).cells.append("")


@mischief("figures", layouts=GRIDS)
def documents_moved_left(sheet: Sheet) -> None:
    """规章's first number vanished and an empty cell was added at the end, though the headings show three columns."""
    row = sheet.pick([r for r in ("regulations", "normative_documents") if sheet.row_values(r, "disclosure")[0] == 0])
    sheet.need(any(sheet.row_values(row, "disclosure")[1:]))
    _lose(sheet, f"disclosure.{row}.issued")
    # Printed so, the numbers stand below these headings, and no sum says otherwise: they are what the text prints.
    line = sheet.line("disclosure", row)
    line.cells.append("")
    cells = sheet.tables["disclosure"].row_cells(row)
    for cell, text in zip(cells, line.values, strict=True):
        sheet.mean([cell], int(text) if text else None)


@mischief("figures", layouts=ONE_LINE)
def blank_and_a_unit(sheet: Sheet) -> None:
    """A number of `disclosure` is printed empty, and a number with a unit of the next sentence stands on its line."""
    row = sheet.chance.choice(["licensing", "penalty", "coercion"])
    cell = f"disclosure.{row}.decisions"
    other = sheet.chance.randrange(2, 99)
    sheet.put(cell, "")
    sheet.mean([cell], None)
    words = sheet.chance.choice([f"（上年{other}件）", f"注：含委托执法{other}件", f"第{other}项", f"（{other}）"])
    line, place = sheet.at(cell)
    line.cells[place + 1] = words
