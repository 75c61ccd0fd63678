"""The command `python -m nianbao.eval.tokens`: what nianbao's asks cost, against one plain call per report."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from random import Random
from typing import Annotated, Any

import typer
from rich.console import Console

from nianbao.eval.chat_server import Reply, completion, serve_chat
from nianbao.eval.drawn import draw_report
from nianbao.eval.encodings import ENCODINGS, Tokenizer, load_tokenizer
from nianbao.eval.golden import Golden, load_goldens, write_golden
from nianbao.eval.token_counts import ReportCost, Spread, TableCall, count_report, is_row_call, ratios, spreads
from nianbao.eval.transcribe import transcribe
from nianbao.extract.errors import NianbaoError
from nianbao.extract.model.limits import Limits
from nianbao.extract.model.settings import ModelSettings
from nianbao.extract.report import Model, read_document
from nianbao.extract.terminal import make_console, make_table

_UNLIMITED = 10**9


def record_calls(goldens: list[Golden]) -> list[tuple[list[TableCall], list[TableCall]]]:
    """For each golden the calls of a whole extraction, answered perfectly, and the calls for single rows that follow
    when one digit of each table of rows is misread at first. The real loop asks; only the endpoint is a stand-in."""
    calls: list[TableCall] = []
    spoil: list[Random] = []

    def respond(body: dict[str, Any], _headers: Mapping[str, str]) -> Reply:
        answer = transcribe(body)
        if spoil and len(answer) > 1:
            answer = _misread(answer, spoil[0])
        content = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
        calls.append((body, content))
        return Reply(json.dumps(completion(content, model=body["model"])).encode())

    recorded = []
    with serve_chat(respond) as url:
        settings = ModelSettings("stand-in", url, api_key="none")
        model = Model.connect(settings, mode="always", limits=Limits(tokens=_UNLIMITED))
        for number, golden in enumerate(goldens):
            whole: list[TableCall] = []
            rows: list[TableCall] = []
            for out in (whole, rows):
                calls.clear()
                spoil[:] = [Random(number)] if out is rows else []
                read_document(golden.document(), model=model, raise_model_errors=True)
                out += calls
            # Only where a table went in one ask is an ask for a row one that comes again.
            by_rows = any(is_row_call(c) for c in whole)
            recorded.append((whole, [] if by_rows else [c for c in rows if is_row_call(c)]))
    return recorded


def _misread(answer: dict[str, str], chance: Random) -> dict[str, str]:
    """The answer with one digit of one row changed."""
    key = chance.choice([k for k, v in answer.items() if any(c.isdigit() for c in v)] or list(answer))
    values = answer[key].split(" ")
    at = chance.randrange(len(values))
    values[at] = values[at][:-1] + chance.choice([d for d in "123456789" if not values[at].endswith(d)])
    return {**answer, key: " ".join(values)}


def measure(goldens: list[Golden], tokenizers: Mapping[str, Tokenizer]) -> dict[str, list[ReportCost]]:
    """For each tokenizer the costs of every golden."""
    recorded = record_calls(goldens)
    out: dict[str, list[ReportCost]] = {name: [] for name in tokenizers}
    for golden, (whole, rows) in zip(goldens, recorded, strict=True):
        text = golden.document().text
        drawn = golden.label.labels.drawn
        for name, count in tokenizers.items():
            out[name].append(count_report(golden, drawn.layout if drawn else "golden", text, whole, rows, count))
    return out


def drawn_goldens(count: int, seed: int, folder: Path) -> list[Golden]:
    """The drawn reports of `count` seeds from `seed` on, written to a folder and loaded from it."""
    for each in range(seed, seed + count):
        drawn = draw_report(each)
        write_golden(folder / drawn.slug, drawn.text, drawn.label)
    return load_goldens([folder]) if count else []


def main(
    goldens: Annotated[list[Path], typer.Argument(help="Goldens, or folders of them.", show_default=False)],
    drawn: Annotated[int, typer.Option("--drawn", min=0, help="So many drawn reports besides.")] = 0,
    seed: Annotated[int, typer.Option("--seed", min=1, help="The first drawn report's seed.")] = 1,
    json_output: Annotated[bool, typer.Option("--json", help="Every report's counts as JSON on stdout.")] = False,
) -> None:
    """Tokens of nianbao's asks (`--llm always`) against one plain call per report. Nothing is sent beyond loopback."""
    try:
        tokenizers = {name: load_tokenizer(name) for name in ENCODINGS}
        with tempfile.TemporaryDirectory() as folder:
            costs = measure([*load_goldens(goldens), *drawn_goldens(drawn, seed, Path(folder))], tokenizers)
    except NianbaoError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    if json_output:
        whole = {
            name: {"ratios": [asdict(r) | {"met": r.met} for r in ratios(each)], "reports": [asdict(c) for c in each]}
            for name, each in costs.items()
        }
        print(json.dumps(whole, ensure_ascii=False, indent=1))
        return
    _print(make_console(), costs)


def _print(console: Console, costs: dict[str, list[ReportCost]]) -> None:
    def shown(spread: Spread) -> str:
        return f"{spread.median:.0f} ({spread.least}–{spread.most})" if spread.total else "–"

    for name, reports in costs.items():
        silent = sum(not r.ours.calls for r in reports)
        console.print(
            f"{name}: {len(reports)} reports; for {silent} of them nianbao asks nothing; the sums of "
            f"{sum(r.sums_fail for r in reports)} fail in the source, where both ways ask again. Median (least–most).",
            soft_wrap=True,
        )
        table = make_table("tokens of one report", "input", "output", "schema, apart")
        for way, parts in spreads(reports).items():
            table.add_row(way, *(shown(parts[p]) for p in ("input", "output", "schema")))
        console.print(table)
        parts_table = make_table("table", "nianbao's input", "nianbao's output", "plain's output, compact")
        for key in ("disclosure", "requests", "review"):
            ours = [r.by_table[key] for r in reports if key in r.by_table]
            plain = Spread.of([r.plain_by_table[key] for r in reports if key in r.by_table])
            parts_table.add_row(
                key,
                shown(Spread.of([c.input for c in ours])),
                shown(Spread.of([c.output for c in ours])),
                shown(plain),
            )
        console.print(parts_table)
        for ratio in ratios(reports):
            said = "met" if ratio.met else "MISSED"
            console.print(f"{ratio.name}: {ratio.value:.3f} of the plain way (at most {ratio.target:.2f}: {said})")
        console.print()


if __name__ == "__main__":
    typer.run(main)
