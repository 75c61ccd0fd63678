"""Table sets, and their tables as grids with the headings and merged cells of the official form.

A table set is a dict from cell (`table.row.column`) to the number that the report prints. A grid is a table as rows
of cell texts, in which None is the filler of a merged cell and "" a cell that is printed empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from nianbao.schemas import FORM_2019, FORM_2021, Form, Table

Value = int | Decimal | None
Cells = dict[str, Value]
Grid = list[list[str | None]]

VARIANTS = {table.variant: table for table in FORM_2021.variants["requests"]}
APPLICANTS = [column.key for column in FORM_2021.tables["requests"].rows[0].columns]
BLOCKS = [row.key for row in FORM_2021.tables["review"].rows]
OUTCOMES = [column.key for column in FORM_2021.tables["review"].rows[0].columns]


def form_of(cells: Cells) -> Form:
    """The form of a whole set: only the older one has procurement."""
    return FORM_2019 if "disclosure.procurement.projects" in cells else FORM_2021


def tables_of(cells: Cells) -> list[Table]:
    """The tables of a set, in form order, each in the variant that its rows show."""
    form = form_of(cells)
    rows = {key: {cell.split(".")[1] for cell in cells if cell.startswith(key + ".")} for key in form.tables}
    return [form.table_for_rows(key, rows[key]) for key in form.tables]


def consistent(chosen: Mapping[str, Value], *, variant: str = "standard", form: Form = FORM_2021) -> Cells:
    """A whole table set out of some chosen numbers: cells not chosen are 0, totals and `received` follow from them.

    Chosen may be anything but totals, `processed_total` and `received`; `carried_over` is cut to what may come over.
    """
    tables = (form.tables["disclosure"], VARIANTS[variant], form.tables["review"])
    cells: Cells = {cell: chosen.get(cell, 0) for table in tables for cell in table.cells}
    results = [row.key for row in VARIANTS[variant].rows[2:-2]]

    def count(row: str, column: str) -> int:
        return int(cells[f"requests.{row}.{column}"] or 0)

    for column in APPLICANTS[:-1]:
        processed = sum(count(row, column) for row in results)
        all_in_all = processed + count("carried_forward", column)
        cells[f"requests.processed_total.{column}"] = processed
        cells[f"requests.carried_over.{column}"] = min(count("carried_over", column), all_in_all)
        cells[f"requests.received.{column}"] = all_in_all - count("carried_over", column)
    for row in VARIANTS[variant].rows:
        cells[f"requests.{row.key}.total"] = sum(count(row.key, column) for column in APPLICANTS[:-1])
    for block in BLOCKS:
        cells[f"review.{block}.total"] = sum(int(cells[f"review.{block}.{o}"] or 0) for o in OUTCOMES[:-1])
    return cells


def grids(cells: Cells, signs: Mapping[str, str] | None = None) -> dict[str, Grid]:
    """The three tables of a set as grids. `signs` says what stands in a cell where that is not its number's digits: a
    dash, a number with its sign, or nothing."""
    disclosure, requests, review = tables_of(cells)
    digits = {c: "" if value is None else str(value) for c, value in cells.items()}
    printed = {c: (signs or {}).get(c, text) for c, text in digits.items()}
    return {
        "disclosure": _disclosure_grid(disclosure, printed),
        "requests": _requests_grid(requests, printed),
        "review": _review_grid(review, printed),
    }


def _printed(table: Table, row: str, printed: Mapping[str, str]) -> list[str | None]:
    return [printed[c] for c in table.row_cells(row)]


def _disclosure_grid(table: Table, printed: Mapping[str, str]) -> Grid:
    grid: Grid = []
    for row in table.rows:
        if not grid or [row.group, None, None, None] not in grid:
            heads = [c.label for c in row.columns]
            grid.append([row.group, None, None, None])
            grid.append(["信息内容", *(h.replace("收费金额", "收费金额（单位：万元）") for h in heads)])
        grid.append([row.label, *_printed(table, row.key, printed)])
    return [row + [None] * (4 - len(row)) for row in grid]


def _requests_grid(table: Table, printed: Mapping[str, str]) -> Grid:
    note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    grid: Grid = [
        [note, None, None, "申请人情况", *[None] * 6],
        [None, None, None, "自然人", "法人或其他组织", *[None] * 4, "总计"],
        [*[None] * 4, "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", None],
    ]
    group = None
    for row in table.rows:
        if row.group is None:
            labels: list[str | None] = [row.label, None, None]
        elif row.group.startswith("三、"):
            labels = ["三、本年度办理结果" if row.key == "granted" else None, row.label, None]
        else:
            labels = [None, row.group if row.group != group else None, row.label]
        group = row.group
        grid.append([*labels, *_printed(table, row.key, printed)])
    return grid


def _review_grid(table: Table, printed: Mapping[str, str]) -> Grid:
    outcomes: list[str | None] = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    grid: Grid = [
        ["行政复议", *[None] * 4, "行政诉讼", *[None] * 9],
        [*outcomes, "未经复议直接起诉", *[None] * 4, "复议后起诉", *[None] * 4],
        [*[None] * 5, *outcomes, *outcomes],
    ]
    return [*grid, [text for row in table.rows for text in _printed(table, row.key, printed)]]


def merged_above(grid: Grid, row: int, column: int) -> bool:
    """Whether a filler belongs to the cell above it, not to the one on its left: it leads its row, or 总计 is above."""
    leads = all(text is None for text in grid[row][:column])
    return row > 0 and (leads or (column == len(grid[row]) - 1 and grid[row - 1][column] == "总计"))


def repeat_merged(grid: Grid) -> Grid:
    """The grid with the text of every merged cell in each cell that it covers."""
    filled: Grid = []
    for i, row in enumerate(grid):
        line: list[str | None] = []
        for j, text in enumerate(row):
            if text is not None:
                line.append(text)
            elif merged_above(grid, i, j):
                line.append(filled[i - 1][j])
            else:
                line.append(line[j - 1] if j else "")
        filled.append(line)
    return filled


def is_value(text: str | None) -> bool:
    """Whether a cell's text is a printed number, with or without a sign."""
    digits = (text or "").lstrip("+-－—增减 ")
    return bool(digits) and set(digits) <= set("0123456789.,，０１２３４５６７８９．")
