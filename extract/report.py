"""The Python interface: one report in, one checked result out. No printing, no files but the cache, no global state."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal

from nianbao.extract.assemble import assemble
from nianbao.extract.check_sums import failing_sums, suggest, sum_finding
from nianbao.extract.documents import Document
from nianbao.extract.errors import ModelError
from nianbao.extract.ground_prior import KEPT, MODEL_ALONE, GroundedPrior, ground_prior
from nianbao.extract.layout_reader import printed_form, read_layout
from nianbao.extract.model.ledger import Ledger
from nianbao.extract.model.limits import Limits
from nianbao.extract.model.model import Model
from nianbao.extract.prior import Prior, form_of_tables, table_set
from nianbao.extract.read_with_model import read_with_model
from nianbao.extract.repair import take_given
from nianbao.extract.report_documents import only_report, report_documents
from nianbao.schemas import Extraction, Finding, Form, ReportResult, Suggestion

_LONGEST_PATH = 1024


def extract_report(
    source: str | Path | Document,
    *,
    model: Model | None = None,
    form: Form | None = None,
    raise_model_errors: bool = False,
) -> ReportResult:
    """Read one report into checked tables.

    `source` is a path to a file of any kind, a Document, or the report's text itself: a string of one line is a
    file's name, a longer one the text (`Document.from_text` takes any text). `form` is the one that the report
    prints, unless given. Without a model the layout reader reads alone. Raises DocumentError if there is no report
    to read, or more than one. If the model cannot be used the layout reader's result comes back, with the reason in
    `extraction.ended`, unless `raise_model_errors`.

    >>> result = extract_report("goldens/zhangjiakou-2022/source.txt")
    >>> result.status, result.cell("requests.received.total")
    ('confirmed', 223)
    """
    document = only_report(as_document(source))
    return read_document(document, model=model, form=form, raise_model_errors=raise_model_errors)


def extract_reports(
    source: str | Path | Document,
    *,
    model: Model | None = None,
    form: Form | None = None,
    raise_model_errors: bool = False,
) -> list[ReportResult]:
    """Read every report of a source into checked tables: a yearbook holds many, in printed order.

    The path of each of several ends with its number (`yearbook.pdf#2`). The rest is as with `extract_report`.
    """
    return [
        read_document(document, model=model, form=form, raise_model_errors=raise_model_errors)
        for document in report_documents(as_document(source))
    ]


def repair_report(
    source: str | Path | Document,
    *,
    prior: object,
    model: Model | None = None,
    form: Form | None = None,
    raise_model_errors: bool = False,
) -> ReportResult:
    """Check another parser's tables against the report, and repair what does not hold.

    `prior` is a table set in the contract's shape, or plain grids (rows of cells, pandas or polars frames, a list of
    them, or an object from a table's key to one; docs/fallback.md), partial or wrong. Its rows count where they stand
    in the text; the layout reader, then the model, reads the others. If it passes every check and stands in the text,
    no model is asked. `extraction.prior` says of each of its rows whether it was kept. Raises DocumentError, and
    PriorError if the prior has another shape or no grid of it is a table of the form.
    """
    document = only_report(as_document(source))
    tables = table_set(prior, form=form, likely=printed_form(document.text) if form is None else None)
    return read_document(document, model=model, form=form, prior=tables, raise_model_errors=raise_model_errors)


@dataclass(frozen=True)
class TableCheck:
    """What the sums say of a table set: the findings, the values that they determine, how many sums were assessed."""

    findings: list[Finding]
    suggestions: list[Suggestion]
    assessed: int = 0

    @property
    def ok(self) -> bool:
        """Whether every sum that was assessed holds."""
        return not self.findings


def check_tables(tables: object, *, form: Form | None = None) -> TableCheck:
    """The form's sums over a table set in the contract's shape, without any source. Raises PriorError on its shape."""
    findings: list[Finding] = []
    suggestions: list[Suggestion] = []
    assessed = 0
    given = table_set(tables, form=form)
    form = form or form_of_tables(given)
    for key, rows in given.items():
        table = form.table_for_rows(key, set(rows))
        values: dict[str, int | Decimal | None] = {
            f"{key}.{row}.{column}": value for row, cells in rows.items() for column, value in cells.items()
        }
        if not any(value is not None for value in values.values()):
            continue
        # A sum over a row that the table set does not have at all cannot be assessed.
        sums = [s for s in table.sums if all(c in values for c in s.cells)]
        assessed += len(sums)
        failures = failing_sums(table, values, sums=sums)
        findings += [sum_finding(table, f, values, {}, {}) for f in failures]
        if len(sums) == len(table.sums):
            suggestions += suggest(table, values, {})
    return TableCheck(findings, suggestions, assessed)


async def extract_report_async(
    source: str | Path | Document,
    *,
    model: Model | None = None,
    form: Form | None = None,
    raise_model_errors: bool = False,
) -> ReportResult:
    """`extract_report` without blocking the event loop; the same options and errors."""
    return await asyncio.to_thread(
        extract_report, source, model=model, form=form, raise_model_errors=raise_model_errors
    )


async def repair_report_async(
    source: str | Path | Document,
    *,
    prior: object,
    model: Model | None = None,
    form: Form | None = None,
    raise_model_errors: bool = False,
) -> ReportResult:
    """`repair_report` without blocking the event loop; the same options and errors."""
    return await asyncio.to_thread(
        repair_report, source, prior=prior, model=model, form=form, raise_model_errors=raise_model_errors
    )


async def check_tables_async(tables: object, *, form: Form | None = None) -> TableCheck:
    """`check_tables` without blocking the event loop; the same options and errors."""
    return await asyncio.to_thread(check_tables, tables, form=form)


def as_document(source: str | Path | Document) -> Document:
    """The document that a caller means: itself, a file by its path, or a text. Raises DocumentError."""
    if isinstance(source, Document):
        return source
    if isinstance(source, Path):
        return Document.from_path(source)
    # One short line is the name of a file, also where it has the words of a report's title: a mistyped name must be
    # an error, never a report without tables.
    if "\n" in source or len(source) > _LONGEST_PATH:
        return Document.from_text(source)
    return Document.from_path(source)


def read_document(
    document: Document,
    *,
    model: Model | None = None,
    form: Form | None = None,
    prior: Mapping[str, Mapping[str, Mapping[str, int | Decimal | None]]] | None = None,
    raise_model_errors: bool = False,
    listener: Callable[[Ledger], None] | None = None,
) -> ReportResult:
    """The way of a report from its document to its result (see DESIGN in docs/design.md). Raises DocumentError.

    `listener`, if set, gets the ledger with every ask and reply in full, where anything was asked.
    """
    started = time.perf_counter()
    layout = read_layout(document.text, form=form, name=document.path or "text", content=document.content)
    ledger = model.ledger(keep=listener is not None) if model else Ledger(Limits())
    readers: list[Literal["layout", "llm", "prior"]] = ["layout"]
    readings = layout.tables
    given = GroundedPrior({}, {})
    if prior is not None:
        readers.insert(0, "prior")
        given = ground_prior(layout, prior)
        readings = {key: take_given(layout, r, given.units.get(key, {})) for key, r in readings.items()}
    outcome = dict(given.outcome)
    failed = False
    if model is not None and model.mode != "off":
        try:
            asked = read_with_model(layout, readings, model, ledger, given)
            if ledger.attempts:
                readers = ["llm"] if model.mode == "always" else [*readers, "llm"]
            if model.mode == "always":
                outcome = {row: MODEL_ALONE if why == KEPT else why for row, why in outcome.items()}
            readings = asked
        except ModelError:
            if raise_model_errors:
                raise
            failed = True
    extraction = Extraction(
        readers=readers,
        prior=outcome,
        model=model.asker.model if model and ledger.attempts else None,
        prompts=ledger.prompts,
        asks=sum(a.tries for a in ledger.attempts),
        input_tokens=sum(a.input_tokens for a in ledger.attempts if not a.cached),
        cached_tokens=sum(a.cached_tokens for a in ledger.attempts if not a.cached),
        output_tokens=sum(a.output_tokens for a in ledger.attempts if not a.cached),
        cost=ledger.cost if model and model.asker.price and ledger.attempts else None,
        currency=model.asker.price.currency if model and model.asker.price and ledger.attempts else None,
        seconds=round(time.perf_counter() - started, 3),
        ended=ledger.ending,
        limited=ledger.limited,
        model_failed=failed,
        attempts=ledger.attempts,
    )
    result = assemble(document, layout.form, layout, readings, extraction)
    if listener is not None and ledger.records:
        listener(ledger)
    if model is not None and model.trace is not None and (ledger.attempts or ledger.ended):
        model.trace.write(result, ledger)
    return result


__all__ = ["Model", "Prior", "TableCheck", "check_tables", "extract_report", "extract_reports", "repair_report"]
