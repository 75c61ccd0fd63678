"""The command `python -m nianbao.eval.faults`: a long batch, a failing endpoint, and nothing lost or wrong."""

from __future__ import annotations

import contextlib
import re
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from nianbao.eval.drawn import LAYOUTS, DrawnReport, draw_report
from nianbao.eval.fault_kinds import CAPABILITIES, FAULTS
from nianbao.eval.fault_server import FaultServer, serve_faults
from nianbao.extract.batch import Outcome, run_batch
from nianbao.extract.inputs import Input
from nianbao.extract.model.limits import Limits
from nianbao.extract.model.model import Model
from nianbao.extract.model.settings import ModelSettings
from nianbao.extract.terminal import make_console, make_table
from nianbao.schemas import ReportResult

_SURE = ("confirmed", "source_inconsistent")
_SILENCE = 50
"""Reports handed in without any new request, after which a client no longer asks and the run ends."""

_DEFAULT_LAYOUTS = tuple(name for name in LAYOUTS if name != "wrapped")
"""`wrapped` is left out: the reader cuts some of its rows wrongly, fault or none, which is not what is tried here."""


@dataclass
class Endurance:
    """What a run came to. `wrong` are cells with another number than the label's, `sure_and_wrong` those of tables that
    claim to be sure; `unread` cells have none. `resident` is the process's memory in bytes after each tenth."""

    handed_in: int = 0
    came_out: Counter[str] = field(default_factory=Counter)
    failed: dict[str, str] = field(default_factory=dict)
    statuses: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    by_layout_reader: int = 0
    cells: int = 0
    wrong: list[str] = field(default_factory=list)
    sure_and_wrong: list[str] = field(default_factory=list)
    unread: int = 0
    seconds: float = 0.0
    resident: list[int] = field(default_factory=list)
    peak: int = 0
    went_silent: bool = False

    @property
    def lost(self) -> int:
        """Reports that went in and never came out."""
        return self.handed_in - len(self.came_out)

    @property
    def twice(self) -> int:
        """Reports that came out more than once."""
        return sum(n > 1 for n in self.came_out.values())

    @property
    def sound(self) -> bool:
        """Nothing lost, doubled, failed, or wrong, and asked to the end."""
        return not (self.lost or self.twice or self.failed or self.wrong or self.sure_and_wrong or self.went_silent)


def endure(
    server: FaultServer,
    model: Model,
    *,
    asks: int,
    concurrency: int,
    seed: int,
    folder: Path,
    layouts: Sequence[str] = _DEFAULT_LAYOUTS,
) -> Endurance:
    """Draw reports from `seed` on and read them in one batch until the server has had so many requests.

    Each report is a file in `folder` that is deleted when it has come out. The batch is the one of `nianbao extract`.
    The layouts take turns. Where no request comes any more, the run ends early.
    """
    run = Endurance()
    expected: dict[str, DrawnReport] = {}
    started = time.perf_counter()

    def inputs() -> Iterator[Input]:
        asked, since = 0, 0
        while server.requests < asks and run.handed_in - since < _SILENCE:
            if server.requests > asked:
                asked, since = server.requests, run.handed_in
            drawn = draw_report(seed + run.handed_in, layouts[run.handed_in % len(layouts)])
            file = folder / f"{drawn.slug}.txt"
            file.write_bytes(drawn.text.encode())
            expected[str(file)] = drawn
            run.handed_in += 1
            yield Input(str(file))

    def take(outcome: Outcome) -> None:
        run.came_out[outcome.name] += 1
        drawn = expected.pop(outcome.name, None)
        if outcome.result is None:
            run.failed[outcome.name] = str(outcome.error)
        elif drawn is not None:
            _compare(run, drawn, outcome.result)
        with contextlib.suppress(FileNotFoundError):
            Path(outcome.name).unlink()
        while len(run.resident) < 10 * server.requests // asks and len(run.resident) < 10:
            run.resident.append(resident_bytes())

    run_batch(inputs(), model=model, concurrency=concurrency, sinks=[take])
    run.seconds = time.perf_counter() - started
    run.went_silent = server.requests < asks
    run.peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return run


def _compare(run: Endurance, drawn: DrawnReport, result: ReportResult) -> None:
    run.statuses[result.status] += 1
    extraction = result.extraction
    if extraction.model_failed:
        run.by_layout_reader += 1
    if extraction.ended:
        run.ended[re.sub(r"\d+", "…", extraction.ended.split(": ", 1)[-1])[:160]] += 1
    for key, table in drawn.label.tables.items():
        found = result.tables[key]
        for row, columns in table.cells.items():
            for column, value in columns.items():
                run.cells += 1
                have = found.cells.get(row, {}).get(column)
                path = f"{drawn.slug} {key}.{row}.{column}: reads {have}, drawn {value}"
                if have is None and value is not None:
                    run.unread += 1
                    if found.status in _SURE:
                        run.sure_and_wrong.append(path)
                elif not _same(have, value):
                    run.wrong.append(path)
                    if found.status in _SURE:
                        run.sure_and_wrong.append(path)


def _same(one: int | Decimal | None, other: int | Decimal | None) -> bool:
    return one == other and (one is None) == (other is None)


def resident_bytes() -> int:
    """The process's memory that is in use now; where the system does not say, the most that it ever was."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return pages * resource.getpagesize()


def main(
    asks: Annotated[int, typer.Option("--asks", min=1, help="Go on until the endpoint had so many requests.")] = 1000,
    rate: Annotated[float, typer.Option("--rate", min=0, max=1, help="Chance of a fault for a request.")] = 0.1,
    concurrency: Annotated[int, typer.Option("--concurrency", min=1, max=64, help="Reports read at a time.")] = 8,
    seed: Annotated[int, typer.Option("--seed", help="The first report's seed, and the faults'.")] = 1,
    fault: Annotated[
        list[str] | None, typer.Option("--fault", help=f"Only this fault; repeatable. {', '.join(FAULTS)}")
    ] = None,
    lacks: Annotated[
        list[str] | None, typer.Option("--lacks", help=f"What the endpoint cannot do: {', '.join(CAPABILITIES)}")
    ] = None,
    layout: Annotated[
        list[str] | None, typer.Option("--layout", help="Only this layout; repeatable. Default: all but wrapped.")
    ] = None,
    timeout: Annotated[float, typer.Option("--timeout", min=0.1, help="The client's limit for a call, seconds.")] = 5.0,
    tries: Annotated[int, typer.Option("--tries", min=1, help="How often the client sends a call.")] = 4,
) -> None:
    """Read drawn reports with `--llm always` against an endpoint that fails. Exit code 1: lost, doubled or wrong."""
    for given, known in ((fault, set(FAULTS)), (lacks, set(CAPABILITIES)), (layout, set(LAYOUTS))):
        for name in given or []:
            if name not in known:
                raise typer.BadParameter(f"{name}: there is {', '.join(sorted(known))}.")
    with (
        tempfile.TemporaryDirectory() as folder,
        serve_faults(fault, rate=rate, seed=seed, lacks=lacks or ()) as server,
    ):
        settings = ModelSettings("faulty", server.url, api_key="none", timeout=timeout, tries=tries, longest_wait=0.5)
        model = Model.connect(settings, mode="always", limits=Limits(tokens=10**9))
        run = endure(
            server,
            model,
            asks=asks,
            concurrency=concurrency,
            seed=seed,
            folder=Path(folder),
            layouts=layout or _DEFAULT_LAYOUTS,
        )
    _print(make_console(), server, run)
    raise typer.Exit(0 if run.sound else 1)


def _print(console: Console, server: FaultServer, run: Endurance) -> None:
    table = make_table("served", "requests", right=frozenset({"requests"}))
    for name, count in sorted(server.served.items(), key=lambda item: (item[0] != "perfect", item[0])):
        table.add_row(name, str(count))
    console.print(table)
    lines = [
        f"{server.requests} requests, {server.faults} with a fault; {run.seconds:.0f} s"
        + ("; THE CLIENT ASKS NO LONGER" if run.went_silent else ""),
        f"reports: {run.handed_in} in, {sum(run.came_out.values())} out, {run.lost} lost, {run.twice} twice, "
        f"{len(run.failed)} failed; left to the layout reader: {run.by_layout_reader}",
        "statuses: " + ", ".join(f"{n} {status}" for status, n in sorted(run.statuses.items())),
        f"cells: {run.cells}, {len(run.wrong)} wrong, {run.unread} not read; sure but wrong: {len(run.sure_and_wrong)}",
        *(f"  {where}" for where in [*run.sure_and_wrong, *run.wrong][:10]),
        *(f"  {name}: {error}" for name, error in list(run.failed.items())[:10]),
        *(f"asking ended early, {n} reports: {why}" for why, n in run.ended.most_common(8)),
        "resident memory after each tenth, MiB (client and server in one process, /proc/self/statm): "
        + " ".join(f"{b / 2**20:.0f}" for b in run.resident),
        f"peak {run.peak / 2**20:.0f} MiB (getrusage)",
    ]
    for line in lines:
        console.print(line, markup=False, highlight=False, soft_wrap=True)


if __name__ == "__main__":
    typer.run(main)
