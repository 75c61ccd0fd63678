"""The terminal: one look for every table, wide enough to read also where the output goes to a file."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table

_WIDTH_OF_A_FILE = 140


def make_console(*, stderr: bool = False) -> Console:
    """A console on stdout or stderr; as wide as the terminal, or 140 characters where there is none."""
    console = Console(stderr=stderr, highlight=False)
    if not console.is_terminal:
        console = Console(stderr=stderr, highlight=False, width=_WIDTH_OF_A_FILE)
    return console


def make_table(*headings: str, right: frozenset[str] = frozenset(), fold: frozenset[str] = frozenset()) -> Table:
    """An empty table with these headings: numbers to the right, long words folded, all else on one line."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for heading in headings:
        table.add_column(
            heading,
            justify="right" if heading in right else "left",
            overflow="fold" if heading in fold else "ellipsis",
            no_wrap=heading not in fold,
        )
    return table
