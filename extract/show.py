"""Show one report's tables in the terminal, every cell that is not sure marked."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.table import Table as Grid
from rich.text import Text

from nianbao.extract.summary import STYLES
from nianbao.extract.terminal import make_table
from nianbao.schemas import FORMS, Finding, ReportResult, Row, Table

_MARKS = {"blank": "□", "dash": "—", "unreadable": "?", "missing": "·"}
LEGEND = "! in a failing or doubtful check   □ printed empty   — printed as a dash   ? not read   → suggested"


def render(result: ReportResult) -> RenderableType:
    """One report: its head, each table as a grid with its status, its findings in words."""
    head = Text(f"{result.title or result.source.path or 'report'}\n", style="bold")
    head.append(f"{result.issuer or 'issuer not found'} · {result.year or 'year not found'} · ", style="")
    head.append(result.status, style=STYLES[result.status])
    parts: list[RenderableType] = [head]
    form = FORMS[result.form]
    flagged = {cell for finding in result.findings for cell in _to_flag(finding)}
    suggested = {s.cell: s.suggested for s in result.suggestions}
    for key, table in result.tables.items():
        declared = form.table_for_rows(key, set(table.cells))
        title = Text(f"\n{declared.title}  ")
        title.append(table.status, style=STYLES[table.status])
        parts.append(title)
        if table.status == "absent":
            continue
        parts.extend(_grids(declared, result, flagged, suggested))
    if result.findings:
        parts.append(Text(f"\n{LEGEND}", style="dim"))
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


def _grids(table: Table, result: ReportResult, flagged: set[str], suggested: dict[str, int]) -> list[Grid]:
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
            cells = [_cell(result, path, flagged, suggested) for path in table.row_cells(each.key)]
            grid.add_row(escape(each.label), *cells)
        grids.append(grid)
        run = [row] if row is not None else []
    return grids


def _cell(result: ReportResult, path: str, flagged: set[str], suggested: dict[str, int]) -> Text:
    value = result.cell(path)
    text = Text(str(value) if value is not None else _MARKS[result.marks.get(path, "unreadable")])
    if path in suggested:
        text.append(f"→{suggested[path]}", style="cyan")
    if path in flagged:
        text.append("!", style="bold red")
        text.stylize("red")
    elif value == 0:
        text.stylize("dim")
    return text
