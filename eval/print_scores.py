"""The scores of few goldens on the terminal: a line for each table, and every cell that is off."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape

from nianbao.eval.score import ReportScore
from nianbao.extract.terminal import make_table


def print_scores(console: Console, scores: list[ReportScore]) -> None:
    """Print the tables' scores, then what is off."""
    numbers = ("right", "wrong", "missing", "invented", "doubtful", "confirmed but wrong")
    table = make_table(
        "golden", "table", "status", "labelled", *numbers, right=frozenset(numbers), fold=frozenset(numbers[-1:])
    )
    for score in scores:
        for i, each in enumerate(score.tables):
            n = each.count()
            doubtful = each.count(doubtful=True)
            wrong = sum(c.confirmed_but_wrong for c in each.cells)
            table.add_row(
                escape(score.slug) if i == 0 else "",
                each.table,
                each.status,
                "same" if each.status == each.expected_status else f"[yellow]{each.expected_status}[/yellow]",
                f"{n['right']}/{sum(n.values()) - n['unscored']}",
                *(str(n[v]) if n[v] else "" for v in ("wrong", "missing", "invented")),
                f"{doubtful['right']}/{sum(doubtful.values())}" if doubtful else "",
                f"[red]{wrong}[/red]" if wrong else "0",
            )
    console.print(table)
    for score in scores:
        if score.error:
            console.print(f"{score.slug}: {score.error}", markup=False, soft_wrap=True)
        for name, (want, have) in score.front_matter_wrong.items():
            console.print(f"{score.slug}: {name} reads {have!r}, labelled {want!r}", markup=False, soft_wrap=True)
        for cell in [c for c in score.cells if c.verdict not in ("right", "unscored") and not c.doubtful][:10]:
            console.print(
                f"{score.slug}: {cell.cell} {cell.verdict}: reads {cell.got}, labelled {cell.expected}",
                markup=False,
                soft_wrap=True,
            )
        for each in score.tables:
            for kind, findings in (("not found", each.findings_missing), ("not labelled", each.findings_extra)):
                for finding in findings[:5]:
                    console.print(f"{score.slug}: finding {kind}: {finding[:160]}", markup=False, soft_wrap=True)
