"""The command `eval`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Any

import typer
import typer.core
from rich.console import Console
from rich.markup import escape

from nianbao.eval.golden import GoldenError, load_goldens
from nianbao.eval.reasks import count_reasks
from nianbao.eval.run import compare_runs, read_log, run_eval, run_header, score_results
from nianbao.eval.score import ReportScore, totals
from nianbao.eval.synth.command import synth
from nianbao.extract.options import ModelChoice, model_options
from nianbao.extract.terminal import make_console, make_table
from nianbao.schemas import dump_json


class _EvalGroup(typer.core.TyperGroup):
    """`eval` with goldens scores them; only where the first word is `synth` it is a group."""

    def make_context(self, info_name: str | None, args: list[str], *rest: Any, **extra: Any) -> Any:
        """The context of the group for `synth`, of the command that scores for all else."""
        chosen = super() if args[:1] == ["synth"] else self.commands["goldens"]
        return chosen.make_context(info_name, args, *rest, **extra)


def add_commands(app: typer.Typer) -> None:
    """Add this room's commands to the command line."""
    group = typer.Typer(cls=_EvalGroup)
    group.command("goldens")(model_options(evaluate))
    group.command("synth")(synth)
    app.add_typer(group, name="eval", help="Accuracy against labelled goldens; synth makes reports with known truth.")


def evaluate(
    goldens: Annotated[list[Path], typer.Argument(help="Goldens, or folders of them.", show_default=False)],
    json_output: Annotated[
        bool, typer.Option("--json", help="The totals and the reports' scores as JSON on stdout.")
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
    *,
    choice: ModelChoice,
) -> None:
    """Accuracy against labelled goldens. `eval synth` makes a corpus of them with known truth.

    Exit code 1: a cell is confirmed but wrong, or fewer cells are right than --min-right, or a cell is worse than in
    the log of --compare. 2: a golden is wrong. 3: the model cannot be used.
    """
    loaded = load_goldens(goldens)
    asked = choice.connect()
    console = make_console(stderr=json_output)
    started = time.perf_counter()
    header = run_header(loaded, asked) if log is not None else {}
    if results is not None:
        scores = score_results(loaded, results)
        records: list[dict[str, Any]] = read_log(results)
    else:
        show = make_console(stderr=True)
        scores, records = run_eval(
            loaded,
            asked,
            each=lambda s: show.print(f"read {s.slug}", style="dim") if asked and show.is_terminal else None,
        )
    seconds = sum(_seconds(r) for r in records) if results is not None else time.perf_counter() - started
    summed = totals(scores)
    if log is not None:
        header |= {"totals": summed, "seconds": round(seconds, 1)}
        try:
            log.parent.mkdir(parents=True, exist_ok=True)
            log.write_text("".join(dump_json(line) + "\n" for line in [header, *records]), encoding="utf-8")
        except OSError as error:
            raise GoldenError(f"--log {log}: cannot be written ({error.strerror or error}).") from None
    changes = compare_runs(compare, records) if compare is not None else None
    cost, again = _cost(records), count_reasks(records)
    drawn = sum(g.label.labels.drawn is not None for g in loaded)
    if json_output:
        reports = [{"slug": s.slug, "error": s.error, "totals": totals([s])} for s in scores]
        print(
            dump_json(
                {
                    "totals": summed,
                    "drawn": drawn,
                    "cost": cost,
                    "asked_again": again,
                    "seconds": round(seconds, 1),
                    "changes": changes,
                    "reports": reports,
                },
                indent=2,
            )
        )
    else:
        _print(console, scores, summed, cost, again, seconds, changes, drawn)
    right = 100.0 * summed["right"] / summed["cells"] if summed["cells"] else 0.0
    bad = summed["confirmed_but_wrong"] > 0 or right < min_right or bool(changes and changes["broken"])
    raise typer.Exit(1 if bad else 0)


def _seconds(record: dict[str, Any]) -> float:
    return float((record.get("result") or {}).get("extraction", {}).get("seconds", 0.0))


def _cost(records: list[dict[str, object]]) -> dict[str, int]:
    cost = {"asks": 0, "cached": 0, "input_tokens": 0, "output_tokens": 0}
    for entry in records:
        result = entry.get("result")
        if isinstance(result, dict) and "extraction" in result:
            extraction = result["extraction"]
            for key in ("asks", "input_tokens", "output_tokens"):
                cost[key] += extraction[key]
            cost["cached"] += sum(a["cached"] for a in extraction["attempts"])
    return cost


def _print(
    console: Console,
    scores: list[ReportScore],
    summed: dict[str, int],
    cost: dict[str, int],
    again: dict[str, int],
    seconds: float,
    changes: dict[str, list[str]] | None,
    drawn: int,
) -> None:
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
    if drawn:
        console.print(f"{drawn} of the reports are drawn from seeds, not labelled by hand")
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
