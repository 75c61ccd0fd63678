"""The command `eval`. It imports what it scores with when it runs, for the sake of `--help`."""

from __future__ import annotations

import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
import typer.core

from nianbao.eval.synth.command import synth
from nianbao.extract.options import ModelChoice, model_options
from nianbao.extract.terminal import make_console

if TYPE_CHECKING:
    from rich.console import Console

    from nianbao.eval.stream import Run

MANY = 40
"""More goldens than this are summed up by groups, not listed table by table."""


class _EvalGroup(typer.core.TyperGroup):
    """`eval` with goldens scores them; only where the first word is `synth` it is a group."""

    def make_context(self, info_name: str | None, args: list[str], *rest: Any, **extra: Any) -> Any:
        """The context of the group for `synth`, of the command that scores for all else."""
        if args[:1] == ["synth"]:
            return super().make_context(info_name, args, *rest, **extra)
        return self.commands["goldens"].make_context(info_name, args, *rest, **extra)


def add_commands(app: typer.Typer) -> None:
    """Add this room's commands to the command line."""
    group = typer.Typer(cls=_EvalGroup)
    group.command("goldens")(model_options(evaluate))
    group.command("synth")(synth)
    app.add_typer(group, name="eval", help="Accuracy against labelled goldens; synth makes reports with known truth.")


def evaluate(
    goldens: Annotated[list[Path], typer.Argument(help="Goldens, or folders of them.", show_default=False)],
    json_output: Annotated[
        bool, typer.Option("--json", help="The totals, the groups' and the reports' scores as JSON on stdout.")
    ] = False,
    log: Annotated[
        Path | None, typer.Option("--log", help="Write the run's log, JSON lines.", show_default=False)
    ] = None,
    results: Annotated[
        Path | None,
        typer.Option("--results", help="Score these results or this log instead of reading anew.", show_default=False),
    ] = None,
    compare: Annotated[
        Path | None,
        typer.Option("--compare", help="An earlier log: which cells are fixed, which broken.", show_default=False),
    ] = None,
    min_right: Annotated[
        float, typer.Option("--min-right", min=0, max=100, help="Least share of decided cells right, in percent.")
    ] = 0.0,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="Goldens read at a time, where no model is asked.")] = 1,
    *,
    choice: ModelChoice,
) -> None:
    """Accuracy against labelled goldens. `eval synth` makes a corpus of them with known truth.

    More than 40 goldens are summed up by converter, kind of file or layout. Exit code 1: a cell is confirmed but
    wrong, or fewer cells are right than --min-right, or a cell is worse than in the log of --compare. 2: a golden is
    wrong. 3: the model cannot be used.
    """
    from nianbao.eval.golden import golden_folders, load_golden
    from nianbao.eval.log_file import LogFile
    from nianbao.eval.print_groups import print_groups, print_narrative
    from nianbao.eval.print_scores import print_scores
    from nianbao.eval.reasons import print_reasons, reasons_by_check
    from nianbao.eval.run import compare_runs, load_results, read_log, run_header
    from nianbao.eval.stream import Run, score_folders
    from nianbao.schemas import dump_json

    folders = golden_folders(goldens)
    asked = choice.connect()
    many = len(folders) > MANY
    if asked or not many:  # before a model is paid for, or anything is printed
        for folder in folders:
            load_golden(folder)
    console, show = make_console(stderr=json_output), make_console(stderr=True)
    started = time.perf_counter()
    run = Run(compare=compare is not None)
    kept = load_results(results) if results is not None else None
    with LogFile(log) as lines:
        if results is not None:
            for entry in read_log(results):
                run.note(entry)
                lines.write(entry)
        scored_all = score_folders(
            folders,
            jobs=jobs,
            model=asked,
            results=kept,
            keep_score=not many,
            keep_record=log is not None or compare is not None or asked is not None,
        )
        for scored in scored_all:
            run.add(scored)
            if scored.record is not None:
                run.note(scored.record)
                lines.write(scored.record)
            if asked and show.is_terminal:
                show.print(f"read {scored.slug}", style="dim")
        seconds = run.seconds if results is not None else time.perf_counter() - started
        if log is not None:
            header = run_header(folders, run.drawn, asked)
            groups = {name: asdict(tally) for name, tally in sorted(run.groups.items())}
            lines.finish(header | {"totals": run.totals, "groups": groups, "seconds": round(seconds, 1)})
    changes = compare_runs(compare, run.records) if compare is not None else None
    if json_output:
        print(dump_json(run.summary() | {"seconds": round(seconds, 1), "changes": changes}, indent=2))
    else:
        if many:
            print_groups(console, run.groups)
            print_reasons(console, reasons_by_check(run.reasons))
        else:
            print_scores(console, run.scores)
        print_narrative(console, run.narrative)
        _print_totals(console, run, seconds, changes)
    summed = run.totals
    right = 100.0 * summed["right"] / summed["cells"] if summed["cells"] else 0.0
    silent = sum(t.silent for t in run.groups.values()) if many else summed["confirmed_but_wrong"]
    bad = silent > 0 or right < min_right or bool(changes and changes["broken"])
    raise typer.Exit(1 if bad else 0)


def _print_totals(console: Console, run: Run, seconds: float, changes: dict[str, list[str]] | None) -> None:
    summed, cost, again = run.totals, run.cost, run.again
    right = 100.0 * summed["right"] / summed["cells"] if summed["cells"] else 0.0
    console.print(
        f"{summed['reports']} reports: {summed['right']} of {summed['cells']} cells that the text decides right "
        f"({right:.2f} %), "
        f"{summed['wrong']} wrong, {summed['missing']} missing, {summed['invented']} invented; "
        f"doubtful cells as labelled: {summed['doubtful_as_labelled']} of {summed['doubtful']}",
        soft_wrap=True,
    )
    console.print(
        f"tables: {summed['tables_exact']} of {summed['tables']} exact, "
        f"{summed['statuses_as_labelled']} with the labelled status; "
        f"confirmed but wrong: {summed['confirmed_but_wrong']} cells",
        soft_wrap=True,
    )
    if run.drawn:
        console.print(f"{run.drawn} of the reports are drawn from seeds, not labelled by hand")
    if cost["asks"] or cost["cached"]:
        console.print(
            f"asks {cost['asks']} (and {cost['cached']} answers from the cache), tokens in {cost['input_tokens']}, "
            f"out {cost['output_tokens']}, {seconds:.0f} s; asked again {sum(again.values())} times: "
            f"{again['mended']} mended the row, {again['repeated']} repeated it, {again['failed']} did not",
            soft_wrap=True,
        )
    if changes:
        console.print(
            f"against the earlier run: {len(changes['fixed'])} fixed, {len(changes['broken'])} broken, "
            f"{len(changes['off_in_both'])} off in both"
        )
        for name in changes["broken"][:20]:
            console.print(f"  broken: {name}", markup=False)
