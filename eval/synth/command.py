"""The command `eval synth`. It imports what it draws and converts with when it runs, for the sake of `--help`."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from nianbao.eval.synth.choices import FILE, PER_REPORT, Prose
from nianbao.extract.options import UsageError
from nianbao.extract.terminal import make_console

if TYPE_CHECKING:
    from nianbao.eval.synth.synth_golden import Task

_SETS = ("turn", "all", "ocr")


def synth(
    out: Annotated[Path, typer.Option("--out", help="Folder for the goldens, one folder each.", file_okay=False)],
    reports: Annotated[int, typer.Option("--n", min=1, help="How many reports, spread over the seeds evenly.")] = 100,
    seed: Annotated[
        str, typer.Option("--seed", help="A seed or a range: 1-99 to build with, 100-199 to report.")
    ] = "1-99",
    converter: Annotated[
        list[str] | None,
        typer.Option(
            "--converter",
            help=f"A converter, repeatable. turn (default): each report goes through {PER_REPORT} of those that take "
            "text out of files, in turn; all: through every one of them; ocr: through OCR. With names: through each. "
            "file: through none, the golden's source is the file itself.",
            show_default=False,
        ),
    ] = None,
    source: Annotated[
        list[str] | None,
        typer.Option("--source", help="Kinds of file, repeatable. Default: all that can be made.", show_default=False),
    ] = None,
    form: Annotated[
        Literal["2019", "2021", "both"],
        typer.Option("--form", help="The form that they print; both: one or the other."),
    ] = "2021",
    prose: Annotated[
        Prose,
        typer.Option(
            "--prose",
            help="telling: section 一 states numbers of the tables, and now and then contradicts them.",
        ),
    ] = "plain",
    older: Annotated[
        Path | None,
        typer.Option(
            "--older", help="Folder with older packages (pip install --target), for trafilatura-older.", exists=True
        ),
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="Texts that are made at a time.")] = 1,
) -> None:
    """Draw reports with known truth and turn them into goldens: texts of real converters, or files as they are.

    The same seed draws the same report of a form everywhere. Converters that are not installed are named and left out.
    Exit code 1: a text could not be made. 2: wrong usage, or a converter that was asked for by name is not installed.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from nianbao.eval.synth.corpus import make_corpus, plan_tasks
    from nianbao.schemas import FORMS

    console = make_console(stderr=True)
    seeds = read_seeds(seed)
    names, left_out = _choose(converter or ["turn"], older)
    kinds, not_made = _kinds(source, names)
    for said, what in (("not installed, left out", left_out), ("kinds of source that cannot be made", not_made)):
        if what:
            typer.echo(f"{said}: {'; '.join(what)}", err=True)
    per_report = PER_REPORT if not converter or converter == ["turn"] else None
    forms = sorted(FORMS) if form == "both" else [form]
    tasks = plan_tasks(reports, seeds, names, kinds, per_report=per_report, forms=forms, prose=prose)
    if not tasks:
        raise UsageError("No converter takes what these kinds of source make: name others.")
    failed: Counter[str] = Counter()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        shown = bar.add_task("texts", total=len(tasks))

        def each(task: Task, error: str | None) -> None:
            bar.advance(shown)
            if error is not None:
                failed[task.converter] += 1
                console.print(f"{task.slug} ({task.source}): {error}", markup=False, highlight=False, soft_wrap=True)

        make_corpus(tasks, out, jobs=jobs, older=older, each=each)
    drawn = len({(t.seed, t.index) for t in tasks})
    made = len(tasks) - failed.total()
    if names == [FILE]:
        typer.echo(f"{made} files of {drawn} reports in {out}")
    else:
        typer.echo(f"{made} texts of {drawn} reports by {len(names)} converters in {out}")
    if failed:
        typer.echo(f"not made: {failed.total()} ({', '.join(f'{n} {c}' for n, c in sorted(failed.items()))})")
    raise typer.Exit(1 if failed else 0)


def read_seeds(text: str) -> range:
    """The seeds of `A-B`, both included, or of `A`. Raises UsageError."""
    match = re.fullmatch(r"(\d+)(?:-(\d+))?", text)
    if not match or int(match[2] or match[1]) < int(match[1]):
        raise UsageError(f"--seed {text}: write a seed, or the first and the last as 1-99.")
    return range(int(match[1]), int(match[2] or match[1]) + 1)


def _choose(asked: list[str], older: Path | None) -> tuple[list[str], list[str]]:
    """The converters that run, and those of the sets that are left out. Raises UsageError."""
    from nianbao.eval.synth.converters import CONVERTERS

    for name in asked:
        if name not in CONVERTERS and name not in (*_SETS, FILE):
            raise UsageError(f"--converter {name}: there is {', '.join((*_SETS, FILE, *CONVERTERS))}.")
    lacks = {name: ("--older",) if c.older and older is None else c.missing for name, c in CONVERTERS.items()}
    for name in asked:
        if lacks.get(name):
            raise UsageError(f"--converter {name}: not installed: {', '.join(lacks[name])}.")
    wanted = [
        name
        for name, each in CONVERTERS.items()
        if name in asked or ("ocr" in asked if each.slow else bool({"turn", "all"} & set(asked)))
    ]
    chosen = [FILE] * (FILE in asked) + [name for name in wanted if not lacks[name]]
    if not chosen:
        raise UsageError("None of the converters is installed: see docs/evaluation.md.")
    return chosen, [f"{name} ({', '.join(lacks[name])})" for name in wanted if lacks[name]]


def _kinds(asked: list[str] | None, converters: list[str]) -> tuple[list[str], list[str]]:
    """The kinds of source that are made for these converters, and those that cannot be. Raises UsageError."""
    from nianbao.eval.synth.corpus import takes
    from nianbao.eval.synth.sources import SOURCES

    for name in asked or []:
        if name not in SOURCES:
            raise UsageError(f"--source {name}: there is {', '.join(SOURCES)}.")
        if SOURCES[name].missing:
            raise UsageError(f"--source {name}: not installed: {', '.join(SOURCES[name].missing)}.")
    if asked:
        return asked, []
    taken = {name: kind for name, kind in SOURCES.items() if any(takes(converter, name) for converter in converters)}
    left_out = [f"{name} ({', '.join(kind.missing)})" for name, kind in taken.items() if kind.missing]
    return [name for name, kind in taken.items() if not kind.missing], left_out
