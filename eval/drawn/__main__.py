"""The command `python -m nianbao.eval.drawn`: write drawn reports as goldens."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from nianbao.eval.drawn.layouts import LAYOUTS
from nianbao.eval.drawn.report import draw_report
from nianbao.eval.golden import write_golden
from nianbao.schemas import FORM_2021, FORMS


def read_range(text: str) -> range:
    """The seeds of `A-B`, both included, or of `A`. Raises typer.BadParameter."""
    match = re.fullmatch(r"(\d+)(?:-(\d+))?", text)
    if not match or int(match[2] or match[1]) < int(match[1]):
        raise typer.BadParameter(f"{text!r}: write the first and the last seed as 1-99.")
    return range(int(match[1]), int(match[2] or match[1]) + 1)


def main(
    out: Annotated[Path, typer.Option("--out", help="Folder for the goldens, one folder each.", file_okay=False)],
    seeds: Annotated[str, typer.Option("--seeds", help="First and last seed: 1-99 to build with, 100-199 to report.")],
    layout: Annotated[
        list[str] | None,
        typer.Option(
            "--layout", help="A layout; repeatable; all: each seed in all; turn: one after the other. Default: drawn."
        ),
    ] = None,
    form: Annotated[str, typer.Option("--form", help="The form that they print: 2021 or 2019.")] = FORM_2021.key,
) -> None:
    """Draw reports and write them as goldens, which `nianbao eval DIR` takes."""
    names: list[str | None] = [None]
    if layout:
        names = [*LAYOUTS] if {"all", "turn"} & set(layout) else [*layout]
    for name in names:
        if name is not None and name not in LAYOUTS:
            raise typer.BadParameter(f"--layout {name}: there is {', '.join(LAYOUTS)}, all and turn.")
    if form not in FORMS:
        raise typer.BadParameter(f"--form {form}: there is {' and '.join(FORMS)}.")
    written = 0
    for number, seed in enumerate(read_range(seeds)):
        for name in [names[number % len(names)]] if "turn" in (layout or []) else names:
            drawn = draw_report(seed, name, FORMS[form])
            write_golden(out / drawn.slug, drawn.text, drawn.label)
            written += 1
    typer.echo(f"{written} drawn reports in {out}")


if __name__ == "__main__":
    typer.run(main)
