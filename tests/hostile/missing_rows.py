"""Rows that are missing, doubled, strange or unlabelled, and columns that are none of the form's."""

from __future__ import annotations

import itertools

from tests.hostile.mischief import mischief
from tests.hostile.row_order import unlabel
from tests.hostile.sheet import GRIDS, NO_ANSWER, ONE_LINE, Line, Sheet


def _drop(sheet: Sheet, table: str, row: str) -> Line:
    """Leave a row out of the print; its cells are then missing."""
    line = sheet.line(table, row)
    sheet.lines[table].remove(line)
    sheet.mean(sheet.tables[table].row_cells(row), None)
    return line


def _zero_rows(sheet: Sheet) -> list[str]:
    return [row for row in sheet.results() if not any(sheet.row_values(row))]


def _full_rows(sheet: Sheet) -> list[str]:
    return [row for row in sheet.results() if any(sheet.row_values(row))]


@mischief("fewer", small=True)
def row_of_zeros_missing(sheet: Sheet) -> None:
    """A row of zeros is not printed at all: every sum holds without it, and its cells are missing, not 0."""
    _drop(sheet, "requests", sheet.pick(_zero_rows(sheet)))


@mischief("fewer")
def row_with_numbers_missing(sheet: Sheet) -> None:
    """A row with numbers is not printed, nor its label."""
    _drop(sheet, "requests", sheet.pick(_full_rows(sheet)))


@mischief("fewer", small=True)
def all_rows_of_zeros_missing(sheet: Sheet) -> None:
    """No row of zeros is printed: a report that lists only what there was."""
    sheet.need(_zero_rows(sheet))
    for row in _zero_rows(sheet):
        _drop(sheet, "requests", row)


@mischief("figures", small=True)
def row_missing_and_another_twice(sheet: Sheet) -> None:
    """A row of zeros is missing and another row of zeros is printed twice: the count is whole."""
    rows = _zero_rows(sheet)
    sheet.need(len(rows) > 1)
    gone, twice = sheet.chance.sample(rows, 2)
    _drop(sheet, "requests", gone)
    lines = sheet.lines["requests"]
    line = sheet.line("requests", twice)
    lines.insert(lines.index(line) + 1, line.copy())


@mischief("fewer", small=True)
def row_missing_and_another_twice_unlabelled(sheet: Sheet) -> None:
    """A row of zeros is missing, and behind another row seven zeros stand without a label."""
    rows = _zero_rows(sheet)
    sheet.need(len(rows) > 1)
    gone, twice = sheet.chance.sample(rows, 2)
    _drop(sheet, "requests", gone)
    lines = sheet.lines["requests"]
    extra = sheet.line("requests", twice).copy()
    unlabel(extra)
    lines.insert(lines.index(sheet.line("requests", twice)) + 1, extra)


@mischief("figures")
def row_missing_and_a_stranger_in_its_place(sheet: Sheet) -> None:
    """A row of zeros is missing, and one that the form does not know prints seven zeros in its place."""
    line = sheet.line("requests", row := sheet.pick(_zero_rows(sheet)))
    sheet.mean(sheet.tables["requests"].row_cells(row), None)
    line.cells[: line.first] = ["", "", sheet.chance.choice(["其中：网络申请", "备注", "其中：当面申请"])]


@mischief("more")
def stranger_between_the_rows(sheet: Sheet) -> None:
    """A row 其中 that the form does not know stands behind a row, with seven numbers of its own."""
    line = sheet.line("requests", sheet.pick(_full_rows(sheet)))
    lines = sheet.lines["requests"]
    label = sheet.chance.choice(["其中：网络申请", "其中：信函申请", "其中：本级"])
    lines.insert(lines.index(line) + 1, Line(["", "", label, *line.values], "", 3))


@mischief("fewer")
def label_missing(sheet: Sheet) -> None:
    """A row's label is gone and another row is missing with label and numbers: which row is the unlabelled one?"""
    rows = sheet.results()
    at = sheet.chance.randrange(1, len(rows) - 1)
    gone, bare = sheet.chance.sample([rows[at], rows[at + 1]], 2)
    sheet.need(sheet.row_values(bare) != sheet.row_values(gone) and not any(sheet.row_values(gone)))
    _drop(sheet, "requests", gone)
    unlabel(sheet.line("requests", bare))


@mischief("fewer")
def disclosure_row_missing_label_left(sheet: Sheet) -> None:
    """A row's label stands with nothing beside it, and the next row's number has no label: a number without owner."""
    one, other = sheet.chance.choice([("licensing", "penalty"), ("penalty", "coercion"), ("coercion", "fees")])
    line = sheet.line("disclosure", one)
    sheet.need(sheet.printed(sheet.tables["disclosure"].row_cells(one)[0]) != "0")
    line.cells[1] = ""
    sheet.mean(sheet.tables["disclosure"].row_cells(one), None)
    line = sheet.line("disclosure", other)
    line.cells[0] = ""


@mischief("more")
def column_sums_below(sheet: Sheet) -> None:
    """A row 合计 below the table sums up all rows of `requests`."""
    sums = [
        str(sum(int(v or 0) for v in column))
        for column in zip(*(x.values for x in sheet.body("requests")), strict=True)
    ]
    sheet.lines["requests"].append(Line([sheet.chance.choice(["合计", "总计", "", "五、合计"]), "", "", *sums], "", 3))


@mischief("more")
def group_row_with_sums(sheet: Sheet) -> None:
    """The group （三）不予公开 has a row of its own with the sums of its rows."""
    group = sheet.chance.choice(["denied", "unavailable", "not_processed"])
    rows = [x for x in sheet.body("requests") if x.row and x.row.startswith(group)]
    sums = [str(sum(int(v or 0) for v in column)) for column in zip(*(x.values for x in rows), strict=True)]
    sheet.need(any(s != "0" for s in sums))
    lines = sheet.lines["requests"]
    label, rows[0].cells[1] = rows[0].cells[1], None
    lines.insert(lines.index(rows[0]), Line([None, label, None, *sums], "", 3))


@mischief("more")
def single_other_row_and_its_three(sheet: Sheet) -> None:
    """（六）其他处理 has a row of its own with the sums of the three rows that stand below it."""
    rows = [x for x in sheet.body("requests") if x.row and x.row.startswith("other_")]
    sheet.need(len(rows) == 3)
    sums = [str(sum(int(v or 0) for v in column)) for column in zip(*(x.values for x in rows), strict=True)]
    label, rows[0].cells[1] = rows[0].cells[1], None
    lines = sheet.lines["requests"]
    lines.insert(lines.index(rows[0]), Line([None, label, None, *sums], "", 3))


@mischief("more")
def rows_numbered(sheet: Sheet) -> None:
    """A column 序号 counts the rows of `requests` from 1: numbers that are no cells."""
    behind = sheet.chance.random() < 0.5  # between label and numbers, or before the label
    at, n = (3 if behind else 0), 0
    for line in sheet.lines["requests"]:
        n += line.row is not None
        line.cells.insert(at, str(n) if line.row else "序号" if "自然人" in line.cells else None)


@mischief("more")
def rows_numbered_last(sheet: Sheet) -> None:
    """A column 行次 behind 总计 counts the rows of `requests` from 1."""
    n = 0
    for line in sheet.lines["requests"]:
        n += line.row is not None
        line.cells.append(str(n) if line.row else "行次" if "自然人" in line.cells else None)


@mischief("more")
def column_of_last_year(sheet: Sheet) -> None:
    """A column behind 总计 has last year's totals, with its heading or without."""
    name = sheet.chance.choice(["上年总计", "去年同期", "上年数", None])
    for line in sheet.lines["requests"]:
        last = str(max(0, int(line.cells[-1] or 0) + sheet.chance.randrange(-3, 4))) if line.row else None
        line.cells.append(last if line.row else name if "自然人" in line.cells else None)


@mischief("more")
def column_of_shares(sheet: Sheet) -> None:
    """A column behind 总计 has each row's share in percent, with the sign or without."""
    sign = sheet.chance.choice(["%", "", "％"])
    for line in sheet.lines["requests"]:
        share = f"{sheet.chance.randrange(1000) / 10}{sign}"
        line.cells.append(share if line.row else "占比" if "自然人" in line.cells else None)


@mischief("words")
def column_of_units(sheet: Sheet) -> None:
    """A column 单位 stands between the labels and the numbers of `requests`: 件 in every row."""
    for line in sheet.lines["requests"]:
        line.cells.insert(3, "件" if line.row else "单位" if "自然人" in line.cells else None)


@mischief("more")
def last_years_column_in_disclosure(sheet: Sheet) -> None:
    """本年处理决定数量 has 上年 beside it, left of it or right of it; the numbers follow the headings."""
    first = sheet.chance.random() < 0.5
    for line in sheet.lines["disclosure"]:
        if line.cells[1] == "本年处理决定数量":
            line.cells[1:3] = ["上年处理决定数量", line.cells[1]] if first else [line.cells[1], "上年处理决定数量"]
        elif line.row in ("licensing", "penalty", "coercion"):
            last = str(int(line.cells[1] or 0) + sheet.chance.randrange(1, 40))
            line.cells[1:3] = [last, line.cells[1]] if first else [line.cells[1], last]


@mischief("more")
def change_column_in_disclosure(sheet: Sheet) -> None:
    """Left of every row's numbers of `disclosure` stands a column 增减 or 序号 of other numbers."""
    name = sheet.chance.choice(["较上年增减", "序号", "项目数"])
    for n, line in enumerate(sheet.lines["disclosure"]):
        if line.row:
            line.cells.insert(1, str(sheet.chance.randrange(1, 30)) if name != "序号" else str(n))
        else:
            line.cells.insert(1, name if line.cells[0] == "信息内容" else None)


@mischief("order", layouts=ONE_LINE)
def labels_stacked(sheet: Sheet) -> None:
    """Two rows' labels stand on two lines, then the numbers of both on the next two, the second row's first."""
    rows = sheet.results()
    at = sheet.chance.randrange(len(rows) - 1)
    one, other = sheet.line("requests", rows[at]), sheet.line("requests", rows[at + 1])
    sheet.need(one.values != other.values)
    lines = sheet.lines["requests"]
    i = lines.index(one)
    blank: list[str | None] = [""] * 3
    numbers = [Line([*blank, *x.values], x.row, 3) for x in (other, one)]
    lines[i : i + 2] = [Line(one.cells[:3]), Line(other.cells[:3]), *numbers]


@mischief("order", layouts=ONE_LINE)
def numbers_a_row_too_low(sheet: Sheet) -> None:
    """From one row to another the numbers stand one line too low beside the labels: the first has none, the last's
    stand beside no label."""
    body = sheet.body("requests")
    start = sheet.chance.randrange(2, len(body) - 5)
    some = body[start : start + sheet.chance.randrange(2, 5)]
    sheet.need(any(a.values != b.values for a, b in itertools.pairwise(some)))
    values = [x.values for x in some]
    lines = sheet.lines["requests"]
    lines.insert(lines.index(some[-1]) + 1, Line(["", "", "", *values[-1]], "", 3))
    for line, moved in zip(some, [[""] * 7, *values[:-1]], strict=True):
        line.cells[3:] = moved


@mischief("order")
def one_label_behind_its_numbers(sheet: Sheet) -> None:
    """In `disclosure` two rows print their label behind their number, the others before it."""
    sheet.need(sheet.row_values("penalty", "disclosure") != sheet.row_values("coercion", "disclosure"))
    for row in sheet.chance.choice([("penalty", "coercion"), ("licensing", "penalty"), ("coercion", "fees")]):
        line = sheet.line("disclosure", row)
        line.cells[:2] = [line.cells[1], line.cells[0]]


@mischief("order")
def labels_behind_their_numbers(sheet: Sheet) -> None:
    """Every row of `disclosure` prints its label behind its numbers."""
    for line in sheet.body("disclosure"):
        line.cells = [*[v for v in line.values if v is not None], line.cells[0], *[v for v in line.values if v is None]]


@mischief("order", layouts=(*GRIDS, "spaces", "aligned", "cell_lines"))
def disclosure_values_below_labels(sheet: Sheet) -> None:
    """许可, 处罚 and 强制 are column headings, in another order than the form's, and the numbers stand below."""
    rows = ["penalty", "coercion", "licensing"] if sheet.chance.random() < 0.5 else ["coercion", "licensing", "penalty"]
    lines = [sheet.line("disclosure", row) for row in rows]
    sheet.need(len({line.cells[1] for line in lines}) == 3)
    kept = [x for x in sheet.lines["disclosure"] if x not in lines]
    at = kept.index(sheet.line("disclosure", "normative_documents")) + 1
    below = [Line([x.cells[0] for x in lines]), Line([x.cells[1] for x in lines], "")]
    sheet.lines["disclosure"] = [*kept[:at], *below, *[x for x in kept[at:] if x.row]]


@mischief("order", layouts=(*GRIDS, "spaces", "aligned"))
def disclosure_rows_side_by_side(sheet: Sheet) -> None:
    """行政许可 and 行政处罚 stand on one line, each with its number on its right (or its left, where all do)."""
    one, other = sheet.line("disclosure", "licensing"), sheet.line("disclosure", "penalty")
    sheet.need(one.cells[1] != other.cells[1])
    one.cells = [one.cells[0], other.cells[0], one.cells[1], other.cells[1]]
    sheet.lines["disclosure"].remove(other)


@mischief("figures", layouts=("tabs", "pipes", "markdown", "repeated", "aligned", "spaces"))
def organisations_merged(sheet: Sheet) -> None:
    """The five organisations of a row are one merged cell; its number is repeated in each of them, and the total holds
    it once."""
    row = sheet.pick([r for r in sheet.results() if sum(int(v or 0) for v in sheet.row_values(r)[1:6]) > 0])
    cells = sheet.tables["requests"].row_cells(row)
    merged = sum(int(sheet.cells[c] or 0) for c in cells[1:6])
    line = sheet.line("requests", row)
    line.cells[4:8] = [str(merged)] * 4
    sheet.need(sum(sheet.cells[c] == merged for c in cells[1:5]) < 4)
    line.cells[8] = "0" if sheet.chance.random() < 0.3 else str(merged)
    sheet.mean(cells[1:6], NO_ANSWER)
