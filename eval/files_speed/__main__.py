"""The command `python -m nianbao.eval.files_speed`: seconds and memory a document, beside other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from nianbao.eval.files_speed.measure import FilesSpeed, files_by_kind, measure
from nianbao.eval.files_speed.tools import NIANBAO, TOOLS
from nianbao.eval.golden import load_goldens
from nianbao.extract.errors import NianbaoError
from nianbao.extract.terminal import make_console, make_table
from nianbao.schemas import dump_json


def main(
    goldens: Annotated[list[Path], typer.Argument(help="Goldens with files, or folders of them.", show_default=False)],
    each: Annotated[int, typer.Option("--each", min=1, help="Documents of each kind.")] = 10,
    scans: Annotated[int, typer.Option("--scans", min=0, help="Scans: one takes up to minutes a tool.")] = 2,
    rounds: Annotated[int, typer.Option("--rounds", min=1, help="How often each is read; its least time counts.")] = 3,
    json_output: Annotated[bool, typer.Option("--json", help="Everything measured as JSON on stdout.")] = False,
) -> None:
    """Read the files of `nianbao eval synth --converter file` with nianbao and other tools, in turn, on one core.

    Exit code 2: no such goldens.
    """
    console = make_console(stderr=True)
    if lacking := [f"{name} ({', '.join(tool.missing)})" for name, tool in TOOLS.items() if tool.missing]:
        console.print(f"not installed, left out: {'; '.join(lacking)}", soft_wrap=True)
    try:
        speed = measure(files_by_kind(load_goldens(goldens), each, scans), rounds)
    except NianbaoError as error:
        console.print(str(error), markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(2) from None
    if json_output:
        print(dump_json(speed.summary(), indent=2))
    else:
        _print(make_console(), speed)


def _print(console: Console, speed: FilesSpeed) -> None:
    numbers = ("documents", "s a document", "nianbao takes", "ready after s", "peak memory", "not read")
    table = make_table("kind", "tool", *numbers, right=frozenset(numbers))
    for tool in speed.tools:
        table.add_row(
            tool.kind,
            tool.tool,
            str(tool.documents),
            f"{tool.seconds:.3f}" if tool.seconds else "–",
            f"{tool.ratio:.2f} ×" if tool.ratio and tool.tool != NIANBAO else "",
            f"{tool.started:.1f}",
            f"{tool.memory / 2**20:.0f} MiB",
            str(tool.failed) if tool.failed else "",
        )
    console.print(table)
    for tool in speed.tools:
        if tool.error:
            console.print(f"{tool.kind}, {tool.tool}: {tool.error}", markup=False, highlight=False, soft_wrap=True)
    console.print(
        f"wall time on one core, the least of {speed.rounds} rounds, each document through all tools in turn; "
        f"peak memory with the processes that a tool starts; load of the machine {speed.load}",
        soft_wrap=True,
    )


if __name__ == "__main__":
    typer.run(main)
