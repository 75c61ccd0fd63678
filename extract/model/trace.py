"""Write what was asked about a report, what came back and what it cost, for a person to read: one file per report."""

from __future__ import annotations

import re
from pathlib import Path

from nianbao.extract.errors import ModelError
from nianbao.extract.model.ledger import AskRecord, Ledger
from nianbao.schemas import ReportResult


class Trace:
    """A folder of traces, one Markdown file per report, named after it. No key is ever in one.

    The folder and its files are their owner's alone: they have the report's text in them. Raises ModelError where the
    folder cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise ModelError(f"--trace {folder}: cannot be written ({error.strerror}). Choose another.") from None
        self._folder = folder

    def write(self, result: ReportResult, ledger: Ledger) -> Path:
        """Write one report's trace, over an earlier one of the same text; where it is."""
        name = Path(result.source.path or "text")
        stem = re.sub(r"[^\w.-]+", "_", f"{name.parent.name}-{name.stem}".strip("-"))[:80]
        file = self._folder / f"{stem}-{result.source.sha256[:8]}.md"
        file.write_text(trace_text(result, ledger), encoding="utf-8")
        file.chmod(0o600)
        return file


def trace_text(result: ReportResult, ledger: Ledger) -> str:
    """The trace of one report as Markdown: each ask, its answer and what of it was taken; findings; costs."""
    extraction = result.extraction
    lines = [
        f"# {result.title or result.source.path or 'report'}",
        "",
        f"- source: {result.source.path or 'text'} ({result.source.characters} characters, "
        f"sha256 {result.source.sha256})",
        f"- status: {result.status} ("
        + ", ".join(f"{key} {table.status}" for key, table in result.tables.items())
        + ")",
        f"- model: {extraction.model or 'none asked'}; readers: {', '.join(extraction.readers)}",
        f"- asks: {len(extraction.attempts)}, calls: {extraction.asks}, {_tokens(extraction)}, {extraction.seconds} s"
        + (f", cost {extraction.cost:f} {extraction.currency}" if extraction.cost is not None else ""),
        *([f"- ended: {extraction.ended}"] if extraction.ended else []),
        "",
    ]
    for number, record in enumerate(ledger.records, 1):
        lines += _ask(number, record)
    lines.append("## Findings")
    lines += [f"- [{f.check}] {f.message}" for f in result.findings] or ["- none"]
    lines += [f"- suggestion: {s.cell} {s.printed} → {s.suggested}" for s in result.suggestions]
    return "\n".join(lines) + "\n"


def _ask(number: int, record: AskRecord) -> list[str]:
    attempt, reply = record.attempt, record.reply
    cost = f", cost {attempt.cost:f}" if attempt.cost is not None else ""
    source = "from the cache" if attempt.cached else f"{attempt.tries} calls, {attempt.seconds} s"
    taken = [row for row, grounded in record.taken.items() if grounded]
    refused = [row for row in attempt.rows if row not in taken]
    return [
        f"## Ask {number}: {attempt.table}, {len(attempt.rows)} rows, {attempt.prompt}",
        "",
        f"{attempt.outcome}; {source}; {_tokens(attempt)}{cost}",
        "",
        *_fenced(f"{record.ask.text}\n\n{record.ask.names}" if reply.named else record.ask.text),
        "",
        "Answer" + (f" (ended by {reply.finish_reason})" if reply.finish_reason not in ("", "stop") else "") + ":",
        "",
        *_fenced(reply.content or reply.refusal or "(empty)"),
        "",
        f"Stand in their rows' own text: {', '.join(taken) or 'none'}."
        + (f" Not taken: {', '.join(refused)}." if refused else ""),
        "",
    ]


def _fenced(text: str) -> list[str]:
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return [fence, text, fence]


def _tokens(cost: object) -> str:
    inward, cached, outward = (getattr(cost, f"{kind}_tokens") for kind in ("input", "cached", "output"))
    return f"{inward} tokens in" + (f" ({cached} of them cached)" if cached else "") + f", {outward} out"
