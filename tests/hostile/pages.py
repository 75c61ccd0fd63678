"""What pages do to a table: numbers, heads and cuts in the middle of it."""

from __future__ import annotations

from tests.hostile.mischief import mischief
from tests.hostile.sheet import LAYOUTS, ONE_LINE, Line, Sheet, note

_NO_COLUMNS = tuple(name for name in LAYOUTS if name not in ("cell_lines", "spaces"))


def _marks(sheet: Sheet) -> list[str]:
    """The mark of a page in one style throughout the text, counted on."""
    form = sheet.chance.choice(
        ["- {} -", "{}", "第 {} 页", "— {} —", "{} / 9", "第{}页共9页", "Page {} of 9", "{}\f", "·{}·", "[{}]"]
    )
    first = sheet.chance.randrange(2, 7)
    return [form.format(first + i) for i in range(3)]


@mischief("more", layouts=tuple(name for name in LAYOUTS if name != "cell_lines"), small=True)
def page_marks_between_rows(sheet: Sheet) -> None:
    """Page marks of any style, bare numbers too, stand between rows of all tables."""
    for table, mark in zip(("disclosure", "requests", "review"), _marks(sheet), strict=True):
        rows = [line.row for line in sheet.body(table) if line.row]
        sheet.insert(table, sheet.chance.choice(rows), mark, before=table == "review")


@mischief("more", layouts=("cell_lines",), small=True)
def page_marks_among_cells(sheet: Sheet) -> None:
    """One cell a line, and a page's mark between the cells of a row."""
    table = sheet.chance.choice(["disclosure", "requests", "review"])
    line = sheet.chance.choice(list(sheet.body(table)))
    at = sheet.chance.randrange(line.first, len([c for c in line.cells if c is not None]))
    line.cells.insert(at, sheet.chance.choice(_marks(sheet)))


@mischief("more", small=True)
def running_head_inside(sheet: Sheet) -> None:
    """The report's title, with its year and a page number, stands again in the middle of a table."""
    table = sheet.chance.choice(["disclosure", "requests", "review"])
    row = sheet.chance.choice([line.row for line in sheet.body(table) if line.row])
    forms = [
        "{t}",
        "{t} 3",
        "{t}  第 3 页",
        "{t}\n3",
        "3\n{t}",
        "{t}\n- 3 -\n{t}",
        "政府信息公开年报 {y}",
        "{y}年度报告　　7",
    ]
    text = sheet.chance.choice(forms).format(t=sheet.front.title, y=sheet.front.year)
    sheet.insert(table, row, text, before=table == "review")


@mischief("more", small=True)
def headings_again_on_the_next_page(sheet: Sheet) -> None:
    """The headings of `requests` are printed again behind a page's mark in the middle of the table."""
    lines = sheet.lines["requests"]
    headings = [line.copy() for line in sheet.headings("requests")]
    at = sheet.chance.randrange(len(headings) + 2, len(lines) - 2)
    lines[at:at] = [note(sheet.chance.choice(_marks(sheet))), *headings]


@mischief("more", small=True)
def row_on_both_pages(sheet: Sheet) -> None:
    """The last row of a page is printed again as the first of the next."""
    lines = sheet.lines["requests"]
    row = sheet.chance.choice(sheet.results())
    line = sheet.line("requests", row)
    lines[lines.index(line) + 1 : lines.index(line) + 1] = [note(sheet.chance.choice(_marks(sheet))), line.copy()]


@mischief("more", small=True)
def row_on_both_pages_with_other_numbers(sheet: Sheet) -> None:
    """A row stands on both pages, with different numbers: one of them is wrong, and the sums say which at most."""
    lines = sheet.lines["requests"]
    row = sheet.pick([r for r in sheet.results() if not any(sheet.row_values(r))])
    line = sheet.line("requests", row)
    again = line.copy()
    again.cells[again.first] = again.cells[-1] = str(sheet.chance.randrange(1, 9))
    pair = [line, again] if sheet.chance.random() < 0.5 else [again, line]
    at = lines.index(line)
    lines[at : at + 1] = [pair[0], note("- 3 -"), pair[1]]


@mischief("more", layouts=ONE_LINE)
def numbers_behind_the_page_mark(sheet: Sheet) -> None:
    """A row's label ends a page; its numbers stand behind the mark, on a line of their own."""
    table = sheet.chance.choice(["disclosure", "requests"])
    line = sheet.chance.choice(sheet.body(table))
    lines = sheet.lines[table]
    blank: list[str | None] = [""] * line.first
    at = lines.index(line)
    label = Line(line.cells[: line.first])
    lines[at : at + 1] = [
        label,
        note(sheet.chance.choice(_marks(sheet))),
        Line([*blank, *line.values], line.row, line.first),
    ]


@mischief("more", layouts=ONE_LINE)
def row_cut_by_a_page(sheet: Sheet) -> None:
    """The first numbers of a row stand above the page's mark, the others below it."""
    line = sheet.line("requests", sheet.pick([r for r in sheet.results() if any(sheet.row_values(r))]))
    lines = sheet.lines["requests"]
    at, cut = lines.index(line), line.first + sheet.chance.randrange(1, 7)
    blank: list[str | None] = [""] * cut
    rest = Line([*blank, *line.cells[cut:]], "", cut)
    line.cells[cut:] = [""] * (len(line.cells) - cut)
    lines[at + 1 : at + 1] = [note(sheet.chance.choice(_marks(sheet))), rest]


@mischief("more")
def number_cut_by_a_page(sheet: Sheet) -> None:
    """The digits of a number stand on both sides of a page's mark."""
    cell = sheet.pick([c for t in ("disclosure", "requests", "review") for c in sheet.counts(t, 10)])
    text = sheet.printed(cell)
    sheet.put(cell, f"{text[:1]}\n{sheet.chance.choice(_marks(sheet))}\n{text[1:]}")


@mischief("more", small=True)
def date_between_rows(sheet: Sheet) -> None:
    """A date, a time or a telephone number stands between two rows."""
    table = sheet.chance.choice(["disclosure", "requests"])
    row = sheet.chance.choice([line.row for line in sheet.body(table) if line.row])
    year = sheet.front.year + 1
    texts = [
        f"{year}-01-18",
        f"{year}年1月18日",
        f"{year}/1/18 10:35",
        f"{year}.1.18",
        "电话：0000-5123456",
        f"打印时间 {year}-1-18",
        "2 0 2 3",
    ]
    sheet.insert(table, row, sheet.chance.choice(texts))


@mischief("order", layouts=_NO_COLUMNS)
def half_of_the_table_first(sheet: Sheet) -> None:
    """The second page of `requests` was put before the first: its rows stand above the headings."""
    lines = sheet.lines["requests"]
    at = sheet.chance.randrange(10, len(lines) - 3)
    sheet.need(any(set(line.values) != {"0"} for line in lines[at:]))
    sheet.lines["requests"] = [*lines[at:], *lines[:at]]


@mischief("fewer")
def page_lost(sheet: Sheet) -> None:
    """A page is lost: several rows of `requests` are not in the text."""
    rows = sheet.results()
    at = sheet.chance.randrange(1, len(rows) - 4)
    for row in rows[at : at + sheet.chance.randrange(2, 5)]:
        sheet.lines["requests"].remove(sheet.line("requests", row))
        sheet.mean(sheet.tables["requests"].row_cells(row), None)


@mischief("fewer", small=True)
def end_of_the_table_lost(sheet: Sheet) -> None:
    """The text of `requests` ends in the middle of a row, and the next section begins."""
    lines = sheet.lines["requests"]
    at = sheet.chance.randrange(8, len(lines))
    lost = [line for line in lines[at:] if line.row]
    for line in lost[1:]:
        sheet.mean(sheet.tables["requests"].row_cells(line.row or ""), None)
    kept = sheet.chance.randrange(0, 6)
    sheet.mean(sheet.tables["requests"].row_cells(lost[0].row or "")[kept:], None)
    lost[0].cells[lost[0].first + kept :] = []
    sheet.lines["requests"] = lines[: at + 1]
