"""The command `python -m nianbao.eval.speed`: how fast the layout reader is, as ratios of one run."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from nianbao.eval.drawn.__main__ import read_range
from nianbao.eval.speed.measure import MOST_GROWTH, SIZES, Speed, factors, measure
from nianbao.extract.terminal import make_console, make_table
from nianbao.schemas import dump_json


def main(
    seeds: Annotated[str, typer.Option("--seeds", help="First and last seed of the drawn reports.")] = "100-119",
    rounds: Annotated[int, typer.Option("--rounds", min=1, help="How often all is measured; the least counts.")] = 3,
    largest: Annotated[
        int, typer.Option("--largest", min=10_000, help="Bytes of the longest text, of 10 kB, 100 kB, 1 MB.")
    ] = SIZES[-1],
    json_output: Annotated[bool, typer.Option("--json", help="Everything measured as JSON on stdout.")] = False,
) -> None:
    """Measure the layout reader on drawn reports, on one core. Exit code 1: it grows worse than linearly."""
    speed = measure(read_range(seeds), rounds=rounds, sizes=[size for size in SIZES if size <= largest])
    if json_output:
        print(dump_json(speed.summary(), indent=2))
    else:
        _print(make_console(), speed)
    raise typer.Exit(0 if speed.linear else 1)


def _print(console: Console, speed: Speed) -> None:
    own = speed.against["nianbao"]
    table = make_table("the same pages", "ms a page", "nianbao takes", right=frozenset({"ms a page", "nianbao takes"}))
    for name, took in speed.against.items():
        table.add_row(name, f"{took:.1f}", "" if name == "nianbao" else f"{own / took:.2f} ×")
    console.print(table)
    table = make_table("layout, slowest first", "ms a report", right=frozenset({"ms a report"}))
    for name, took in sorted(speed.layouts.items(), key=lambda item: -item[1]):
        table.add_row(name, f"{took:.1f}")
    console.print(table)
    sizes = [f"{size // 1000} kB" for size in SIZES]
    growth = ("growth", "without collector")
    table = make_table("a report and", *sizes, *growth, right=frozenset({*sizes, *growth}))
    for name, times in speed.growth.items():
        shown = [f"{1000 * took:.0f} ms" for took in times] + [""] * (len(sizes) - len(times))
        told = [
            " ".join(f"{factor:.1f} ×" for factor in factors(measured))
            for measured in (times, speed.growth_alone[name])
        ]
        table.add_row(name, *shown, *told)
    console.print(table)
    table = make_table("step", "its own time", right=frozenset({"its own time"}))
    for name, share in speed.steps.items():
        table.add_row(name, f"{100 * share:.1f} %")
    console.print(table)
    lines = [
        f"{speed.reports_a_second:.0f} reports a second on one core: {speed.reports} texts of {speed.text_bytes} bytes "
        f"(their pages: {speed.html_bytes} bytes of HTML)",
        f"longer texts: {'linear' if speed.linear else 'WORSE THAN LINEAR'} (at most {MOST_GROWTH:.0f} × for ten times "
        "the text, without Python's garbage collector)",
        f"CPU time, the least of {speed.rounds} rounds; load of the machine {speed.load}",
    ]
    for line in lines:
        console.print(line, soft_wrap=True)


if __name__ == "__main__":
    typer.run(main)
