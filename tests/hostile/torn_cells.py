"""What narrow columns and pages' ends do to headings, numbers and rows in a text without delimiters."""

from __future__ import annotations

from tests.hostile.column_order import reorder
from tests.hostile.mischief import mischief
from tests.hostile.sheet import Line, Sheet, note

_PLAIN_ROWS = ("spaces", "aligned")
_RELATION = ("（本列数据的勾稽关系为：第一项加第二项之和，等于第", "三项加第四项之和）")
_APPLICANTS = {
    "自然人": ["自然人", ""],
    "商业企业": ["商业", "企业"],
    "科研机构": ["科研", "机构"],
    "社会公益组织": ["社会", "公益组织"],
    "法律服务机构": ["法律", "服务机构"],
    "其他": ["其他"],
    "总计": ["总计", ""],
}


def _by_height(columns: list[list[str]]) -> list[str]:
    """Cells side by side, each set in the middle of its row: a line for every height at which some piece stands."""
    heights: dict[int, list[str]] = {}
    for pieces in columns:
        for place, piece in enumerate(pieces):
            heights.setdefault(2 * place - len(pieces), []).append(piece)
    return [" ".join(filter(None, heights[height])) for height in sorted(heights)]


def _differ(sheet: Sheet, columns: list[str]) -> bool:
    rows = [row.key for row in sheet.tables["requests"].rows]
    return any(len({sheet.cells[f"requests.{row}.{column}"] for column in columns}) > 1 for row in rows)


@mischief("order", layouts=_PLAIN_ROWS)
def columns_exchanged_below_torn_headings(sheet: Sheet) -> None:
    """Two neighbours below 法人或其他组织 are exchanged, and the headings are cut over lines by narrow columns."""
    at = sheet.chance.randrange(1, 5)
    order = list(range(7))
    order[at], order[at + 1] = at + 1, at
    columns = [c.key for c in sheet.tables["requests"].rows[0].columns]
    sheet.need(_differ(sheet, [columns[at], columns[at + 1]]))
    names = [list(_APPLICANTS.values())[i] for i in order]
    body = sheet.body("requests")
    sheet.lines["requests"] = body
    reorder(sheet, "requests", order, 3)
    torn = _by_height(names)
    above = ["申请人情况", f"{_RELATION[0]} 法人或其他组织", f"{_RELATION[1]} {torn[0]}", *torn[1:]]
    sheet.lines["requests"] = [*map(note, above), *body]


@mischief("order", layouts=_PLAIN_ROWS)
def outcomes_exchanged_below_torn_headings(sheet: Sheet) -> None:
    """结果纠正 and 其他结果 are exchanged in all blocks, and the headings are cut over lines by narrow columns."""
    blocks = [row.key for row in sheet.tables["review"].rows]
    sheet.need(any(sheet.cells[f"review.{b}.corrected"] != sheet.cells[f"review.{b}.other"] for b in blocks))
    row = sheet.line("review", "review")
    order = [0, 2, 1, 3, 4]
    row.cells = [row.cells[5 * block + i] for block in range(3) for i in order]
    upper, lower = "结果 其他 结果 尚未", "维持 结果 纠正 审结"
    torn = [upper, f"{lower} 总计 {upper} 总计 {upper} 总计", f"{lower} {lower}"]
    sheet.lines["review"] = [*map(note, ["行政复议 行政诉讼", "未经复议直接起诉 复议后起诉", *torn]), row]


@mischief("figures", layouts=_PLAIN_ROWS, small=True)
def row_again_at_a_pages_end(sheet: Sheet) -> None:
    """A row's numbers stand twice at a page's end; the next row's label has none of its own on the next page."""
    rows = sheet.results()
    at = sheet.chance.randrange(len(rows) - 1)
    first, second = sheet.line("requests", rows[at]), sheet.line("requests", rows[at + 1])
    sheet.need(any(sheet.row_values(rows[at + 1])) and sheet.row_values(rows[at]) != sheet.row_values(rows[at + 1]))
    lines = sheet.lines["requests"]
    blank: list[str | None] = [None] * first.first
    again = Line([*blank, *first.values], first.row, first.first)
    lost = Line(second.cells[: second.first])
    place = lines.index(first)
    lines[place + 1 : place + 2] = [again, note("- 3 -"), lost]
    sheet.mean(sheet.tables["requests"].row_cells(rows[at + 1]), None)


@mischief("figures", layouts=("aligned",))
def page_number_below_a_cut_number(sheet: Sheet) -> None:
    """A number of a row has lost its last digit, and a page's number stands below the row, not the one that is lost."""
    cell = sheet.pick([c for c in sheet.counts("requests", 10) if not c.endswith(".total")])
    line, place = sheet.at(cell)
    text = sheet.printed(cell)
    sheet.put(cell, text[:-1])
    sheet.mean([cell], int(text[:-1]))
    page = sheet.chance.choice([d for d in "123456789" if d != text[-1]])
    lines = sheet.lines["requests"]
    below: list[str | None] = [None] * len(line.cells)
    below[place] = page
    lines.insert(lines.index(line) + 1, Line(below))


@mischief("figures", layouts=("cell_lines",))
def blank_totals_and_numbered_pages(sheet: Sheet) -> None:
    """One cell a line: a total is printed empty, the page's number stands in its place, and other pages have theirs."""
    row = sheet.pick([r for r in sheet.results() if any(sheet.row_values(r))])
    cell = f"requests.{row}.total"
    page = sheet.chance.randrange(2, 9)
    sheet.need(sheet.cells[cell] != page)
    sheet.put(cell, str(page))
    sheet.mean([cell], None)
    sheet.closing.append(str(page + 1))


@mischief("fewer", small=True)
def one_row_without_numbers_but_the_total(sheet: Sheet) -> None:
    """The numbers of （七）总计 are lost together with those of another row, whose label stays."""
    other = sheet.pick([r for r in sheet.results() if any(sheet.row_values(r))])
    for row in (other, "processed_total"):
        line = sheet.line("requests", row)
        del line.cells[line.first :]
        sheet.mean(sheet.tables["requests"].row_cells(row), None)


@mischief("fewer", layouts=("spaces", "aligned", "cell_lines"))
def totals_kept_and_an_applicant_lost(sheet: Sheet) -> None:
    """The numbers of an applicant, some of them not 0, are lost in every row: six numbers a row, the last a total."""
    columns = [c.key for c in sheet.tables["requests"].rows[0].columns[:-1]]
    rows = [row.key for row in sheet.tables["requests"].rows]
    column = sheet.pick([c for c in columns if any(sheet.cells[f"requests.{r}.{c}"] for r in rows)])
    for row in rows:
        sheet.lose(f"requests.{row}.{column}")
        sheet.mean([f"requests.{row}.{column}"], None)
