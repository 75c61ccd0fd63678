"""Read many documents: one bad file never stops the rest, and each result is written as soon as it is there."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import TextIO

from nianbao.extract.documents import Document
from nianbao.extract.errors import DocumentError, NianbaoError, own_fault
from nianbao.extract.files.process import end_readers
from nianbao.extract.inputs import Input
from nianbao.extract.model.model import Model
from nianbao.extract.repair import VALUE_CHECKS
from nianbao.extract.report import read_document
from nianbao.extract.report_documents import report_documents
from nianbao.schemas import FORMS, Finding, ReportResult


@dataclass(frozen=True)
class Outcome:
    """One report's result, or the error that kept it from one; `text` is what was read, `last` that its document holds
    no more."""

    name: str
    result: ReportResult | None
    error: str | None = None
    text: str | None = None
    last: bool = True


def read_each(document: Input, model: Model | None) -> list[Outcome]:
    """Read every report of one document; an error that concerns only it becomes its outcome."""
    try:
        reports = report_documents(document.read())
    except Exception as error:
        return [_failed(document.name, error)]
    outcomes = [_read(report, model, document.name if len(reports) == 1 else report.path or "") for report in reports]
    return [*(replace(o, last=False) for o in outcomes[:-1]), outcomes[-1]]


def _read(report: Document, model: Model | None, name: str) -> Outcome:
    try:
        return Outcome(name, read_document(report, model=model), None, report.text)
    except Exception as error:
        return _failed(name, error)


def _failed(name: str, error: Exception) -> Outcome:
    """The outcome of a document that cannot be read. Raises what concerns more than it."""
    if isinstance(error, DocumentError):
        return Outcome(name, None, str(error))
    if isinstance(error, RecursionError):
        return Outcome(name, None, f"{name}: too deeply nested to read. Leave it out.")
    if isinstance(error, NianbaoError):
        raise error
    return Outcome(name, None, own_fault(name, error))  # a mistake of ours must not cost the other thirty thousand


def read_all(documents: Iterable[Input], model: Model | None, *, concurrency: int = 1) -> Iterator[Outcome]:
    """Every report's outcome, in the order given. With `concurrency` above 1 as many are read at a time."""
    if concurrency <= 1:
        for document in documents:
            yield from read_each(document, model)
        return
    pool = ThreadPoolExecutor(concurrency)
    waiting: list[Future[list[Outcome]]] = []
    try:
        for document in documents:
            waiting.append(pool.submit(read_each, document, model))
            while len(waiting) >= 2 * concurrency:
                yield from waiting.pop(0).result()
            while waiting and waiting[0].done():
                yield from waiting.pop(0).result()
        while waiting:
            wait(waiting[:1], return_when=FIRST_COMPLETED)
            yield from waiting.pop(0).result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)  # stopped in the middle, nothing more is begun
        if waiting:
            end_readers()


@dataclass
class Tally:
    """What a batch came to: reports by status, failures, costs.

    `stopped` reports met a limit, `limit` says which the last one met. `askable_tables` are the unconfirmed ones with
    rows whose values are in doubt: those a model could be asked for.
    """

    statuses: Counter[str] = field(default_factory=Counter)
    failed: int = 0
    asks: int = 0
    cached: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    cost: Decimal | None = None
    currency: str | None = None
    limit: str | None = None
    stopped: int = 0
    model_error: str | None = None
    unconfirmed_tables: int = 0
    askable_tables: int = 0

    def add(self, outcome: Outcome) -> None:
        """Count one outcome."""
        if outcome.result is None:
            self.failed += 1
            return
        result = outcome.result
        self.statuses[result.status] += 1
        self.asks += result.extraction.asks
        self.cached += sum(a.cached for a in result.extraction.attempts)
        self.input_tokens += result.extraction.input_tokens
        self.cached_tokens += result.extraction.cached_tokens
        self.output_tokens += result.extraction.output_tokens
        if result.extraction.cost is not None:
            self.cost = (self.cost or Decimal(0)) + result.extraction.cost
            self.currency = result.extraction.currency
        if ((ended := result.extraction.ended) and "limit" in ended) or "budget" in (ended or ""):
            self.limit, self.stopped = ended, self.stopped + 1
        unconfirmed = {key for key, table in result.tables.items() if table.status == "unconfirmed"}
        self.unconfirmed_tables += len(unconfirmed)
        self.askable_tables += len(unconfirmed & {f.table for f in result.findings if _askable(f, result)})
        if result.extraction.model_failed:
            self.model_error = result.extraction.ended

    @property
    def exit_code(self) -> int:
        """0: every report confirmed or absent; 1: some not; 3: the model or its key cannot be used."""
        if self.model_error:
            return 3
        fine = self.statuses["confirmed"] + self.statuses["absent"]
        return 0 if fine == sum(self.statuses.values()) and not self.failed else 1


def _askable(finding: Finding, result: ReportResult) -> bool:
    """Whether a model could settle what a finding doubts: values not read at all, or all read and covered by sums."""
    if finding.check not in VALUE_CHECKS:
        return False
    marks = {result.marks.get(cell) for cell in finding.cells}
    return "unreadable" in marks or (
        marks == {None} and any(t.sums for t in FORMS[result.form].variants[finding.table])
    )


class ResultFolder:
    """`--out`: reports.jsonl, errors.jsonl and, if asked for, the texts that the spans count in.

    Lines are flushed one by one, so that a killed run keeps what it had; an older run's file is kept aside as
    `reports.previous.jsonl`.
    """

    def __init__(self, folder: Path, *, keep_text: bool = False) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._keep_text = keep_text
        target = folder / "reports.jsonl"
        if target.exists() and target.stat().st_size:
            target.replace(folder / "reports.previous.jsonl")
        self._reports: TextIO = target.open("w", encoding="utf-8")
        (folder / "errors.jsonl").unlink(missing_ok=True)

    def write(self, outcome: Outcome) -> None:
        """Write one outcome."""
        if outcome.result is None:
            with (self._folder / "errors.jsonl").open("a", encoding="utf-8") as errors:
                errors.write(json.dumps({"path": outcome.name, "error": outcome.error}, ensure_ascii=False) + "\n")
            return
        self._reports.write(outcome.result.to_json() + "\n")
        self._reports.flush()
        if self._keep_text and outcome.text is not None:
            texts = self._folder / "texts"
            texts.mkdir(exist_ok=True)
            number = re.search(r"#(\d+)$", outcome.result.source.path or "")  # of several reports in one file
            name = outcome.result.source.sha256 + (f"-{number[1]}" if number else "")
            (texts / f"{name}.txt").write_text(outcome.text, encoding="utf-8", newline="")

    def close(self) -> None:
        """Close the files."""
        self._reports.close()


def run_batch(
    documents: Iterable[Input],
    *,
    model: Model | None,
    concurrency: int,
    sinks: Iterable[Callable[[Outcome], None]],
) -> Tally:
    """Read every document, hand each outcome to every sink as it comes, and count."""
    tally = Tally()
    for outcome in read_all(documents, model, concurrency=concurrency):
        tally.add(outcome)
        for sink in sinks:
            sink(outcome)
    return tally
