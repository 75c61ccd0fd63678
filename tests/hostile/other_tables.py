"""Tables of the form that are not this report's: last year's, an example, another body's, another matter's."""

from __future__ import annotations

from collections.abc import Sequence

from nianbao.eval.drawn.grids import Cells
from nianbao.eval.drawn.prose import draw_closing, draw_front, draw_overview
from tests.hostile.mischief import mischief
from tests.hostile.sheet import DRAWS, NO_ANSWER, TITLES, Line, Sheet, Unfit, drawn_cells, note, table_lines


def _other_cells(sheet: Sheet, tables: Sequence[str] = tuple(TITLES)) -> Cells:
    """Another table set in the same variants, different in every one of the tables."""
    for _ in range(60):
        _, cells = drawn_cells(sheet.chance.randrange(DRAWS))
        if set(cells) == set(sheet.cells) and all(_part(cells, t) != _part(sheet.cells, t) for t in tables):
            return dict(cells)
    raise Unfit


def _part(cells: Cells, table: str) -> Cells:
    return {cell: value for cell, value in cells.items() if cell.startswith(f"{table}.")}


def _open(sheet: Sheet, other: Cells, tables: Sequence[str]) -> None:
    """Nothing says which of two tables counts: where they differ, no answer is right."""
    for cell, value in list(sheet.cells.items()):
        if cell.split(".")[0] in tables and other[cell] != value:
            sheet.mean([cell], NO_ANSWER)


def _last_year(sheet: Sheet) -> str:
    year = sheet.front.year - 1
    return sheet.chance.choice(
        [f"{year}年", f"附：{year}年数据", "上年度数据", f"（{year}年度）", "去年同期情况", f"{year}年度统计表"]
    )


def _table(sheet: Sheet) -> str:
    return sheet.chance.choice(list(TITLES))


@mischief("more")
def last_years_table_before(sheet: Sheet) -> None:
    """Last year's table stands before this year's in the same section, each below its year."""
    table = _table(sheet)
    other = table_lines(_other_cells(sheet, [table]))[table]
    sheet.opening[table] += [_last_year(sheet), sheet.print_table(other), f"{sheet.front.year}年"]


@mischief("more")
def last_years_table_before_without_a_word(sheet: Sheet) -> None:
    """Two tables of a kind stand in a section, and nothing says which is this year's."""
    table = _table(sheet)
    other = _other_cells(sheet, [table])
    sheet.opening[table].append(sheet.print_table(table_lines(other)[table]))
    _open(sheet, other, [table])


@mischief("more")
def last_years_table_behind(sheet: Sheet) -> None:
    """Last year's table stands behind this year's in the same section, below its year."""
    table = _table(sheet)
    sheet.ending[table] += [_last_year(sheet), sheet.print_table(table_lines(_other_cells(sheet, [table]))[table])]


@mischief("more")
def last_years_rows_behind(sheet: Sheet) -> None:
    """Behind this year's table last year's rows follow without their headings, labels and all."""
    table = sheet.chance.choice(["disclosure", "requests"])
    other = table_lines(_other_cells(sheet, [table]))[table]
    sheet.lines[table] += [note(_last_year(sheet)), *(line for line in other if line.row)]
    for line in sheet.lines[table]:
        line.cells = list(line.cells)


@mischief("more")
def last_years_table_in_section_one(sheet: Sheet) -> None:
    """Last year's table stands in 一、总体情况, before all others."""
    table = _table(sheet)
    other = table_lines(_other_cells(sheet, [table]))[table]
    sheet.overview += [_last_year(sheet), sheet.print_table(other)]


@mischief("figures")
def last_years_table_alone(sheet: Sheet) -> None:
    """The section prints last year's table only: this year's is not there."""
    table = _table(sheet)
    other = table_lines(_other_cells(sheet, [table]))[table]
    sheet.opening[table] += [_last_year(sheet), sheet.print_table(other)]
    _leave_out(sheet, table)


def _leave_out(sheet: Sheet, table: str) -> None:
    sheet.lines[table] = []
    sheet.absent.add(table)


@mischief("more")
def each_row_of_two_years(sheet: Sheet) -> None:
    """Every row of a table is printed twice, this year's and last year's, without saying which is which."""
    table = sheet.chance.choice(["disclosure", "requests"])
    other = _other_cells(sheet, [table])
    rows = {line.row: line for line in table_lines(other)[table] if line.row}
    last_first = sheet.chance.random() < 0.5
    lines: list[Line] = []
    for line in sheet.lines[table]:
        pair = [line, rows[line.row]] if line.row else [line]
        lines += reversed(pair) if last_first else pair
    sheet.lines[table] = lines
    _open(sheet, other, [table])


_EXAMPLE = ["填报示例", "（样表）", "示例：", "填报示范", "附件：年报样表", "（样例，数据为虚构）"]


@mischief("more")
def example_before(sheet: Sheet) -> None:
    """An example filled with invented numbers stands before the table in the same section."""
    table = _table(sheet)
    other = table_lines(_other_cells(sheet, [table]))[table]
    sheet.opening[table] += [sheet.chance.choice(_EXAMPLE), sheet.print_table(other), "本机关情况"]


@mischief("figures")
def example_alone(sheet: Sheet) -> None:
    """The section prints an example with invented numbers and no table of its own."""
    table = _table(sheet)
    other = table_lines(_other_cells(sheet, [table]))[table]
    sheet.opening[table] += [sheet.chance.choice(_EXAMPLE), sheet.print_table(other)]
    _leave_out(sheet, table)


@mischief("figures")
def example_in_an_annex(sheet: Sheet) -> None:
    """The section prints no table; an annex has an example of one, with invented numbers."""
    table = _table(sheet)
    other = table_lines(_other_cells(sheet, [table]))[table]
    sheet.annex += [sheet.chance.choice(_EXAMPLE), TITLES[table], sheet.print_table(other)]
    sheet.opening[table].append("数据见附件。")
    _leave_out(sheet, table)


@mischief("more")
def two_tables_of_one_body(sheet: Sheet) -> None:
    """Two tables of a kind, of the body alone and of all below it, stand behind each other under no heading."""
    table = _table(sheet)
    other = _other_cells(sheet, [table])
    sheet.ending[table].append(sheet.print_table(table_lines(other)[table]))
    _open(sheet, other, [table])


@mischief("figures")
def table_of_another_body_alone(sheet: Sheet) -> None:
    """The table is captioned as another body's, and the issuer's own is not there."""
    table = _table(sheet)
    other = table_lines(_other_cells(sheet, [table]))[table]
    year = sheet.front.year - sheet.chance.randrange(1, 4)
    sheet.opening[table] += [f"{year}年度{draw_front('county', sheet.chance).issuer}数据", sheet.print_table(other)]
    _leave_out(sheet, table)


def _second_report(sheet: Sheet, *, title: bool, year: int = 0) -> tuple[Cells, list[str]]:
    cells = _other_cells(sheet)
    front = draw_front("county", sheet.chance)
    if year:
        front = type(front)(front.issuer, year, f"{front.issuer}{year}年政府信息公开工作年度报告", None, ())
        front = type(front)(front.issuer, year, front.title, None, (front.title,))
    lines = [*(front.lines if title else ()), *draw_overview(front, sheet.chance)]
    for key, table in table_lines(cells).items():
        lines += [TITLES[key], sheet.print_table(table)]
    return cells, [*lines, *draw_closing(front, sheet.chance)]


@mischief("more")
def two_reports_in_one_text(sheet: Sheet) -> None:
    """Two bodies' reports stand in one text, both whole: no one set of tables is this text's."""
    other, lines = _second_report(sheet, title=True)
    sheet.annex += lines
    _open(sheet, other, list(TITLES))


@mischief("more")
def two_reports_one_title(sheet: Sheet) -> None:
    """A second whole report follows without its title."""
    other, lines = _second_report(sheet, title=False)
    sheet.annex += lines
    _open(sheet, other, list(TITLES))


@mischief("more")
def last_years_report_first(sheet: Sheet) -> None:
    """Last year's whole report stands before this year's, each below its own title."""
    other, lines = _second_report(sheet, title=True, year=sheet.front.year - 1)
    sheet.head += lines
    _open(sheet, other, list(TITLES))


@mischief("more")
def second_report_lacks_what_the_first_has(sheet: Sheet) -> None:
    """The first of two reports prints no table of one kind; the second body's stands further below."""
    table = _table(sheet)
    other, lines = _second_report(sheet, title=True)
    sheet.annex += lines
    _open(sheet, other, [t for t in TITLES if t != table])
    sheet.opening[table].append("本年度无此项数据。")
    _leave_out(sheet, table)


@mischief("more")
def power_list_beside_the_table(sheet: Sheet) -> None:
    """Section 一 lists the items of a power list under the labels of `disclosure`; the table itself stands in 二."""
    sheet.overview += _power_list(sheet)


@mischief("figures")
def power_list_instead_of_the_table(sheet: Sheet) -> None:
    """Section 二 lists the items of a power list under the table's own labels, and no table."""
    sheet.opening["disclosure"] += ["编制权责清单，公布事项如下：", *_power_list(sheet)]
    _leave_out(sheet, "disclosure")


def _power_list(sheet: Sheet) -> list[str]:
    rows = ["行政许可", "行政处罚", "行政强制", "行政征收", "行政事业性收费", "行政检查"]
    return [sheet.print_table([Line([row, str(sheet.chance.randrange(1, 300))], "", 1) for row in rows])]


@mischief("more")
def narrative_table_of_requests(sheet: Sheet) -> None:
    """Section 一 has a small table of requests with the form's words: 予以公开, 部分公开, 不予公开."""
    rows = [
        "本年新收政府信息公开申请数量",
        "上年结转政府信息公开申请数量",
        "予以公开",
        "部分公开",
        "不予公开",
        "无法提供",
        "总计",
    ]
    drawn = [Line([row, str(sheet.chance.randrange(0, 90)), str(sheet.chance.randrange(0, 90))], "", 1) for row in rows]
    sheet.overview.append(sheet.print_table([Line(["事项", "本年", "上年"]), *drawn]))


@mischief("more")
def reviews_table_of_all_matters(sheet: Sheet) -> None:
    """Section 四 first gives the body's lawsuits of all matters under the same headings, then the form's table."""
    other = table_lines(_other_cells(sheet, ["review"]))["review"]
    sheet.opening["review"] += [
        "全部行政复议、行政诉讼案件（含非政府信息公开类）：",
        sheet.print_table(other),
        "其中政府信息公开类：",
    ]
