"""The scores of many goldens on the terminal: a line for each converter, kind of file or layout."""

from __future__ import annotations

from rich.console import Console

from nianbao.eval.tally import Tally
from nianbao.extract.terminal import make_table

_HEADINGS = (
    *("from", "texts", "decided", "right %", "of all %", "tables", "sure, exact %", "sure but wrong", "excused"),
    *("wrong sums flagged", "absent found", "called absent", "dropped", "not read"),
)


def print_groups(console: Console, groups: dict[str, Tally]) -> None:
    """Print a line for each group and one for all."""
    numbers = frozenset(_HEADINGS[1:])
    table = make_table(*_HEADINGS, right=numbers, fold=numbers)
    table.columns[0].no_wrap = True
    for name, tally in sorted(groups.items()):
        table.add_row(name, *_cells(tally))
    if len(groups) > 1:
        table.add_section()
        table.add_row("all", *_cells(sum(groups.values(), Tally())))
    console.print(table)


def print_narrative(console: Console, quantities: dict[str, Tally]) -> None:
    """Print, where section 一 is known to state numbers, a line for each quantity: what contradicts, what was found."""
    headings = ("section 一 states", "times", "contradicting", "found", "found, not so")
    table = make_table(*headings, right=frozenset(headings[1:]))
    rows = {**dict(sorted(quantities.items())), "all": sum(quantities.values(), Tally())}
    for name, n in rows.items() if quantities else ():
        counts = (n.stated, n.contradicted, n.contradictions_found, n.contradictions_false)
        table.add_row(name, *map(str, counts))
    if quantities:
        console.print(table)


def _cells(n: Tally) -> tuple[str, ...]:
    return (
        str(n.texts),
        str(n.cells),
        share(n.right, n.cells),
        share(n.all_right, n.all_cells),
        str(n.present),
        share(n.sure_exact, n.present),
        f"[red]{n.silent}[/red]" if n.silent else "0",
        str(n.excused) if n.excused else "",
        f"{n.flagged}/{n.wrong_sums}" if n.wrong_sums else "",
        f"{n.absent_found}/{n.absent}" if n.absent else "",
        f"[yellow]{n.present_called_absent}[/yellow]" if n.present_called_absent else "",
        str(n.dropped) if n.dropped else "",
        str(n.failed) if n.failed else "",
    )


def share(part: int, whole: int) -> str:
    """A share in percent with two digits, 100.00 only where it is all; a dash for a share of nothing."""
    if not whole:
        return "–"
    return f"{min(100 * part / whole, 100.0 if part == whole else 99.99):.2f}"
