"""The commands `extract`, `check`, `repair` and `show`: a thin edge, whatever they do one library call can do.

Each command imports what it needs when it runs: `--help` builds no table's model and loads no reader.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nianbao.extract.errors import DocumentError, ModelError, NianbaoError
from nianbao.extract.fetch_options import FetchDelayOption, FetchOption, UserAgentOption, make_fetcher
from nianbao.extract.options import CacheOption, ConcurrencyOption, ModelChoice, UsageError, model_options
from nianbao.extract.terminal import make_console

if TYPE_CHECKING:
    from nianbao.extract.batch import Outcome

app = typer.Typer(
    help="Chinese government information-disclosure annual reports (政府信息公开工作年度报告) into checked tables.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command()
@model_options
def extract(
    paths: Annotated[
        list[str],
        typer.Argument(help="Files, folders, globs, URLs (with --fetch), or - for standard input.", show_default=False),
    ],
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for reports.jsonl and errors.jsonl.", show_default=False)
    ] = None,
    json_lines: Annotated[
        bool, typer.Option("--json", help="One JSON line per report on stdout, also with --out.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List what the model would be asked and its cost; ask and write nothing.")
    ] = False,
    concurrency: ConcurrencyOption = 4,
    keep_text: Annotated[
        bool, typer.Option("--keep-text", help="With --out: also write the text that the spans count in.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress and no summary, errors only.")] = False,
    fetch: FetchOption = False,
    fetch_delay: FetchDelayOption = None,
    user_agent: UserAgentOption = None,
    *,
    choice: ModelChoice,
) -> None:
    """Read reports into checked tables.

    Exit code 0: every report confirmed or absent. 1: some not. 2: wrong usage. 3: the model or its key cannot be used.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from nianbao.extract.batch import ResultFolder, run_batch
    from nianbao.extract.inputs import find_inputs
    from nianbao.extract.show_plan import show_plan
    from nianbao.extract.summary import Summary

    if keep_text and out is None:
        raise UsageError("--keep-text needs --out.")
    fetcher = make_fetcher(fetch, fetch_delay, user_agent)
    if dry_run:
        planned = choice.connect()
        if planned is None:
            raise UsageError("--dry-run lists what a model would be asked: name one with --model.")
        show_plan(find_inputs(paths, fetcher=fetcher), planned, json_lines=json_lines)
        return
    asked, unusable = choice.connect_if_possible()
    inputs = list(find_inputs(paths, fetcher=fetcher))
    console = make_console(stderr=True)
    try:
        folder = ResultFolder(out, keep_text=keep_text) if out else None
    except OSError as error:
        raise UsageError(
            f"--out {out}: cannot be written ({error.strerror or error}). Choose another folder."
        ) from None
    summary = Summary()
    sinks: list[Callable[[Outcome], None]] = [summary.add]
    if folder:
        sinks.append(folder.write)
    if json_lines or not folder:
        sinks.append(_print_line)
    with Progress(
        TextColumn("reading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=quiet or not console.is_terminal,
    ) as progress:
        task = progress.add_task("", total=len(inputs))

        def show_progress(outcome: Outcome) -> None:
            progress.advance(task)
            if outcome.error:
                console.print(f"error: {outcome.error}", style="red", markup=False, soft_wrap=True)

        sinks.append(show_progress)
        tally = run_batch(inputs, model=asked, concurrency=concurrency if asked or fetcher else 1, sinks=sinks)
    if folder:
        folder.close()
    if unusable:
        tally.model_error = unusable
    if not quiet:
        summary.print(console, tally, model_named=asked is not None, out=str(out / "reports.jsonl") if out else None)
    elif tally.model_error:
        console.print(f"error: {tally.model_error}", style="red", markup=False, soft_wrap=True)
    raise typer.Exit(tally.exit_code)


@app.command()
def check(
    file: Annotated[
        str, typer.Argument(help="A result, reports.jsonl, or a table set in the contract's shape; - for stdin.")
    ],
    json_lines: Annotated[bool, typer.Option("--json", help="The findings as JSON lines on stdout.")] = False,
) -> None:
    """Check the form's sums of an existing result, without its source. Exit code 1 where one fails."""
    from nianbao.extract.report import check_tables
    from nianbao.extract.result_files import read_json
    from nianbao.schemas import dump_json

    console = make_console()
    failed = 0
    for name, tables in read_json(file):
        found = check_tables(tables)
        failed += not found.ok
        for finding in found.findings:
            if json_lines:
                print(dump_json({"report": name, **finding.model_dump(exclude_none=True)}))
            else:
                console.print(f"{name} [{finding.check}] {finding.message}", markup=False, soft_wrap=True)
        for suggestion in found.suggestions:
            if not json_lines:
                text = f"{name} suggestion: {suggestion.cell} {suggestion.printed} → {suggestion.suggested}"
                console.print(text, markup=False, soft_wrap=True)
        if found.ok and not json_lines:
            said = f"all {found.assessed} sums hold" if found.assessed else "no table with sums in it"
            console.print(f"{name}: {said}", markup=False, soft_wrap=True)
    raise typer.Exit(1 if failed else 0)


@app.command()
@model_options
def repair(
    prior: Annotated[
        str, typer.Argument(help="Another parser's tables: JSON, the contract's shape or lists of rows; - for stdin.")
    ],
    source: Annotated[str, typer.Option("--source", help="The report that they were read from.")],
    *,
    choice: ModelChoice,
) -> None:
    """Check another parser's candidate against its report and mend it: the repaired result on stdout."""
    from nianbao.extract.documents import Document
    from nianbao.extract.report import repair_report
    from nianbao.extract.result_files import read_json
    from nianbao.extract.summary import prior_summary

    asked, unusable = choice.connect_if_possible()
    candidates = read_json(prior)
    if len(candidates) != 1:
        raise UsageError(f"{prior}: {len(candidates)} table sets; repair takes one.")
    document = Document.from_bytes(sys.stdin.buffer.read(), path="-") if source == "-" else Document.from_path(source)
    result = repair_report(document, prior=candidates[0][1], model=asked)
    print(result.to_json())
    print(prior_summary(result.extraction.prior), file=sys.stderr)
    ended = unusable or result.extraction.ended
    if unusable or result.extraction.model_failed:
        print(f"error: {ended}", file=sys.stderr)
        raise typer.Exit(3)
    raise typer.Exit(0 if result.status in ("confirmed", "absent") else 1)


@app.command()
def show(
    file: Annotated[str, typer.Argument(help="A result (reports.jsonl) or a report itself; - for a result on stdin.")],
    number: Annotated[
        int | None, typer.Option("--report", min=1, help="Which line of reports.jsonl; all without it.")
    ] = None,
) -> None:
    """Show a report's tables in the terminal, cells that are not sure marked."""
    from nianbao.extract.result_files import read_results
    from nianbao.extract.show import print_report

    console = make_console()
    results = read_results(file)
    if number is not None and number > len(results):
        raise UsageError(f"{file}: it has {len(results)} reports, not {number}.")
    for i, result in enumerate(results, 1):
        if number is None or i == number:
            print_report(console, result)


cache_app = typer.Typer(help="The kept answers of models.", no_args_is_help=True)
app.add_typer(cache_app, name="cache")


@cache_app.command("info")
def cache_info(cache: CacheOption = None) -> None:
    """Where the answers are kept, how many there are and how much room they take."""
    from nianbao.extract.model.answer_cache import AnswerCache, default_cache_folder

    folder = cache or default_cache_folder()
    entries, volume = (0, 0)
    if folder.exists():  # looking does not make one
        answers = AnswerCache(folder)
        entries, volume = answers.size()
        answers.close()
    print(f"{folder}: {entries} entries, {volume} bytes")


@cache_app.command("clear")
def cache_clear(cache: CacheOption = None) -> None:
    """Drop all kept answers, and what is remembered of endpoints."""
    from nianbao.extract.model.answer_cache import AnswerCache, default_cache_folder

    folder = cache or default_cache_folder()
    dropped = 0
    if folder.exists():
        answers = AnswerCache(folder)
        dropped = answers.clear()
        answers.close()
    print(f"{folder}: {dropped} entries dropped")


def _print_line(outcome: Outcome) -> None:
    if outcome.result is not None:
        print(outcome.result.to_json(), flush=True)


def run(commands: typer.Typer) -> int:
    """Run a command line: the exit code, with one clear line on stderr for every error that is nianbao's own."""
    debug = "--debug" in sys.argv
    arguments = [a for a in sys.argv[1:] if a != "--debug"]
    try:
        commands(args=arguments, standalone_mode=True)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 1
    except NianbaoError as error:
        if debug:
            raise
        print(f"error: {error}", file=sys.stderr)
        return 3 if isinstance(error, ModelError) else 1 if isinstance(error, DocumentError) else 2
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        print("stopped; what was written so far is kept", file=sys.stderr)
        return 130
    return 0
