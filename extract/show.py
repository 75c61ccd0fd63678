"""Show one report's tables in the terminal, every cell that is not sure marked."""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.table import Table as Grid
from rich.text import Text

from nianbao.extract.check_narrative import NARRATIVE
from nianbao.extract.summary import STYLES
from nianbao.extract.terminal import make_table
from nianbao.schemas import FORMS, Finding, ReportResult, Row, Table

LEVELS = {"province": "省", "city": "市", "county": "县", "department": "部门", "township": "乡镇"}
_MARKS = {"blank": "□", "dash": "—", "unreadable": "?", "missing": "·"}
_SOFT = "section 一 states another number"
LEGEND = "! in a failing or doubtful check   □ printed empty   — printed as a dash   ? not read   → suggested"


def render(result: ReportResult) -> RenderableType:
    """One report: its head, each table as a grid with its status, its findings in words."""
    head = Text(f"{result.title or result.source.path or 'report'}\n", style="bold")
    head.append(f"{' · '.join(_front(result))} · ", style="")
    head.append(result.status, style=STYLES[result.status])
    parts: list[RenderableType] = [head]
    form = FORMS[result.form]
    soft = {cell for finding in result.findings if finding.check == NARRATIVE for cell in finding.cells}
    flagged = {cell for finding in result.findings if finding.check != NARRATIVE for cell in _to_flag(finding)}
    suggested = {s.cell: s.suggested for s in result.suggestions}
    for key, table in result.tables.items():
        declared = form.table_for_rows(key, set(table.cells))
        title = Text(f"\n{declared.title}  ")
        title.append(table.status, style=STYLES[table.status])
        parts.append(title)
        if table.status == "absent":
            continue
        parts.extend(_grids(declared, result, _Marked(flagged, soft - flagged, suggested)))
    if result.findings:
        parts.append(Text(f"\n{LEGEND}" + (f"   ~ {_SOFT}" if soft else ""), style="dim"))
        parts.extend(Text(f"[{f.check}] {f.message}") for f in result.findings)
    return Group(*parts)


def print_report(console: Console, result: ReportResult) -> None:
    """Print `render(result)`."""
    console.print(render(result))


def _to_flag(finding: Finding) -> list[str]:
    """The cells to mark for a finding: of a column's sum only those that print it, else a whole column would be."""
    if finding.check == "result_sum":
        return finding.cells[:1]
    if finding.check == "carry_over":
        return finding.cells[:2]
    return finding.cells


def _front(result: ReportResult) -> list[str]:
    """Issuer, level, year, and of the date and the index number what the report prints."""
    issuer = result.issuer or "issuer not found"
    parts = [f"{issuer} ({LEVELS[result.level]})" if result.level else issuer, str(result.year or "year not found")]
    parts += [f"published {result.published}"] if result.published else []
    return parts + ([f"索引号 {result.index_number}"] if result.index_number else [])


@dataclass(frozen=True)
class _Marked:
    """Cells in a failing or doubtful check, cells that section 一 contradicts, suggested values."""

    flagged: set[str]
    soft: set[str]
    suggested: dict[str, int]


def _grids(table: Table, result: ReportResult, marked: _Marked) -> list[Grid]:
    """One grid for each run of rows that share their columns."""
    grids: list[Grid] = []
    run: list[Row] = []
    for row in [*table.rows, None]:
        if row is not None and (not run or row.columns == run[0].columns):
            run.append(row)
            continue
        labels = [column.label for column in run[0].columns]
        grid = make_table("", *labels, right=frozenset(labels))
        grid.columns[0].max_width = 36
        for i, each in enumerate(run):
            if each.group and (i == 0 or run[i - 1].group != each.group):
                grid.add_row(Text(each.group, style="dim"))
            cells = [_cell(result, path, marked) for path in table.row_cells(each.key)]
            grid.add_row(escape(each.label), *cells)
        grids.append(grid)
        run = [row] if row is not None else []
    return grids


def _cell(result: ReportResult, path: str, marked: _Marked) -> Text:
    value = result.cell(path)
    text = Text(str(value) if value is not None else _MARKS[result.marks.get(path, "unreadable")])
    if path in marked.suggested:
        text.append(f"→{marked.suggested[path]}", style="cyan")
    if path in marked.soft:
        text.append("~", style="dim")
    if path in marked.flagged:
        text.append("!", style="bold red")
        text.stylize("red")
    elif value == 0:
        text.stylize("dim")
    return text
