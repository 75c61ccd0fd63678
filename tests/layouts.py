"""Print table sets as reports in plain-text layouts, and draw table sets whose sums all hold.

A table set is a dict from cell (`table.row.column`) to the number that the report prints. A grid is a table as rows
of cell texts, in which None is the filler of a merged cell and "" a cell that is printed empty; a test may change a
grid, or the text, to break it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st

from nianbao.extract.candidate import TableReading
from nianbao.extract.judge import Verdict, judge
from nianbao.extract.layout_reader import read_layout
from nianbao.schemas import FORM_2021, Table

Value = int | Decimal | None
Cells = dict[str, Value]
Grid = list[list[str | None]]

VARIANTS = {table.variant: table for table in FORM_2021.variants["requests"]}
APPLICANTS = [column.key for column in FORM_2021.tables["requests"].rows[0].columns]
BLOCKS = [row.key for row in FORM_2021.tables["review"].rows]
OUTCOMES = [column.key for column in FORM_2021.tables["review"].rows[0].columns]


def tables_of(cells: Cells) -> list[Table]:
    """The tables of a set, in form order, each in the variant that its rows show."""
    rows = {key: {cell.split(".")[1] for cell in cells if cell.startswith(key + ".")} for key in FORM_2021.tables}
    return [FORM_2021.table_for_rows(key, rows[key]) for key in FORM_2021.tables]


def consistent(chosen: Mapping[str, Value], *, variant: str = "standard") -> Cells:
    """A whole table set out of some chosen numbers: cells not chosen are 0, totals and `received` follow from them.

    Chosen may be anything but totals, `processed_total` and `received`; `carried_over` is cut to what may come over.
    """
    tables = (FORM_2021.tables["disclosure"], VARIANTS[variant], FORM_2021.tables["review"])
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


def table_sets(variant: str | None = None) -> st.SearchStrategy[Cells]:
    """Table sets of form 2021 in which every sum holds, most cells 0 as in reports, of either or the given variant."""

    def of_variant(name: str) -> st.SearchStrategy[Cells]:
        free = [c for c in VARIANTS[name].cells if not c.endswith(".total")]
        free = [c for c in free if c.split(".")[1] not in ("received", "processed_total")]
        free += [c for c in FORM_2021.tables["review"].cells if not c.endswith(".total")]
        free += [c for c in FORM_2021.tables["disclosure"].cells if not c.endswith(".amount")]
        counts = st.dictionaries(st.sampled_from(free), st.integers(1, 99) | st.integers(100, 60000), max_size=24)
        fees = st.decimals(min_value=0, max_value=99999, places=4) | st.integers(0, 9999).map(Decimal)
        return st.builds(lambda c, f: consistent({**c, "disclosure.fees.amount": f}, variant=name), counts, fees)

    return of_variant(variant) if variant else st.sampled_from(list(VARIANTS)).flatmap(of_variant)


def grids(cells: Cells) -> dict[str, Grid]:
    """The three tables of a set as grids, with the headings and merged cells of the official form."""
    disclosure, requests, review = tables_of(cells)
    return {
        "disclosure": _disclosure_grid(disclosure, cells),
        "requests": _requests_grid(requests, cells),
        "review": _review_grid(review, cells),
    }


def _printed(table: Table, row: str, cells: Cells) -> list[str | None]:
    return ["" if cells[c] is None else str(cells[c]) for c in table.row_cells(row)]


def _disclosure_grid(table: Table, cells: Cells) -> Grid:
    grid: Grid = []
    for row in table.rows:
        if not grid or [row.group, None, None, None] not in grid:
            heads = [c.label for c in row.columns]
            grid.append([row.group, None, None, None])
            grid.append(["信息内容", *(h.replace("收费金额", "收费金额（单位：万元）") for h in heads)])
        grid.append([row.label, *_printed(table, row.key, cells)])
    return [row + [None] * (4 - len(row)) for row in grid]


def _requests_grid(table: Table, cells: Cells) -> Grid:
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
        grid.append([*labels, *_printed(table, row.key, cells)])
    return grid


def _review_grid(table: Table, cells: Cells) -> Grid:
    outcomes: list[str | None] = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    grid: Grid = [
        ["行政复议", *[None] * 4, "行政诉讼", *[None] * 9],
        [*outcomes, "未经复议直接起诉", *[None] * 4, "复议后起诉", *[None] * 4],
        [*[None] * 5, *outcomes, *outcomes],
    ]
    return [*grid, [text for row in table.rows for text in _printed(table, row.key, cells)]]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _aligned(grid: Grid) -> str:
    wide = [max(_width(row[i] or "") for row in grid) for i in range(len(grid[0]))]
    wide[0] = min(wide[0], 40)
    lines = ("  ".join((t or "") + " " * (w - _width(t or "")) for t, w in zip(row, wide, strict=True)) for row in grid)
    return "\n".join(line.rstrip() for line in lines)


def _markdown(grid: Grid) -> str:
    lines = ["| " + " | ".join(text or "" for text in row) + " |" for row in grid]
    return "\n".join([lines[0], "|" + " --- |" * len(grid[0]), *lines[1:]])


def _cell_lines(grid: Grid, mark: str) -> str:
    """One cell a line; a `mark` ends each, and stands alone where the cell is printed empty."""
    return "\n".join((text + mark).strip() for row in grid for text in row if text or (text == "" and mark))


LAYOUTS: dict[str, Callable[[Grid], str]] = {
    "tabs": lambda grid: "\n".join("\t".join(text or "" for text in row) for row in grid),
    "pipes": lambda grid: "\n".join(" | ".join(text or "" for text in row) for row in grid),
    "markdown": _markdown,
    "cell_lines": lambda grid: _cell_lines(grid, ""),
    "piped_cell_lines": lambda grid: _cell_lines(grid, " |"),
    "spaces": lambda grid: "\n".join(" ".join(text for text in row if text) for row in grid),
    "aligned": _aligned,
}
"""Every layout by its name: a grid in, its text out."""

TITLE = "青禾县2022年政府信息公开工作年度报告"
CONTENTS = (
    "本报告全文包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议、"
    "行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项。数据统计期限自2022年1月1日至12月31日。"
)
NARRATIVE = "2022年，主动公开信息4821条，其中规章3件、行政许可977件；全年收到政府信息公开申请86件。"
REVIEW_TITLE = "四、政府信息公开行政复议、行政诉讼情况"


def report(tables: Mapping[str, str]) -> str:
    """A whole report around the texts of its tables."""
    return "\n".join(
        [
            TITLE,
            CONTENTS,
            "一、总体情况",
            NARRATIVE,
            "二、主动公开政府信息情况",
            tables["disclosure"],
            "三、收到和处理政府信息公开申请情况",
            tables["requests"],
            REVIEW_TITLE,
            tables["review"],
            "五、存在的主要问题及改进情况",
            "公开的内容还不够丰富，下一步将加强培训2次。",
            "六、其他需要报告的事项",
            "无其他需要报告的事项。",
            "",
        ]
    )


def print_report(cells: Cells, layout: str = "tabs") -> str:
    """The report that prints a table set in a layout."""
    return report({key: LAYOUTS[layout](grid) for key, grid in grids(cells).items()})


@dataclass(frozen=True)
class Readback:
    """What the reader makes of one table of a text."""

    reading: TableReading
    verdict: Verdict

    @property
    def status(self) -> str:
        """The table's status."""
        return self.verdict.status

    @property
    def cells(self) -> Cells:
        """The values as read."""
        return {path: cell.value for path, cell in self.reading.cells.items()}

    @property
    def checks(self) -> set[str]:
        """The ids of the findings' checks."""
        return {finding.check for finding in self.verdict.findings}

    @property
    def named(self) -> set[str]:
        """The cells that some finding names."""
        return {cell for finding in self.verdict.findings for cell in finding.cells}


def read_back(text: str) -> dict[str, Readback]:
    """Every table of a text as the layout reader reads it and the judge judges it."""
    return {key: Readback(reading, judge(reading)) for key, reading in read_layout(text).tables.items()}
