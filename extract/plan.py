"""A dry run: what a model would be asked for, and about what it would cost, before anything is spent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from nianbao.extract.errors import DocumentError
from nianbao.extract.inputs import Input
from nianbao.extract.model.ask import Ask
from nianbao.extract.model.model import Model
from nianbao.extract.model.token_counts import estimate_tokens
from nianbao.extract.read_with_model import planned_asks
from nianbao.extract.report_documents import report_documents


@dataclass(frozen=True)
class PlannedAsk:
    """One ask that would be sent: its rows, its tokens by estimate, its money; `kept` if the cache has its answer.

    `most` is the bound that limits and budgets set aside for it, in tokens.
    """

    table: str
    rows: tuple[str, ...]
    prompt: str
    input_tokens: int
    output_tokens: int
    cost: Decimal | None
    kept: bool
    most: int


@dataclass(frozen=True)
class Plan:
    """What one report would be asked about first; asks that follow a wrong answer are not in it."""

    name: str
    asks: tuple[PlannedAsk, ...]
    error: str | None = None

    @property
    def new(self) -> tuple[PlannedAsk, ...]:
        """The asks that would really be sent."""
        return tuple(a for a in self.asks if not a.kept)


def plan_all(documents: Iterable[Input], model: Model) -> Iterator[Plan]:
    """The plan of every report of the documents, in the order given; an error that concerns one stands in its plan."""
    for document in documents:
        try:
            reports = report_documents(document.read())
        except DocumentError as error:
            yield Plan(document.name, (), str(error))
            continue
        for report in reports:
            name = document.name if len(reports) == 1 else report.path or ""
            try:
                yield Plan(name, tuple(_planned(ask, model) for ask in planned_asks(report, model)))
            except DocumentError as error:
                yield Plan(name, (), str(error))


def _planned(ask: Ask, model: Model) -> PlannedAsk:
    asker = model.asker
    text = f"{ask.text}\n\n{ask.names}" if asker.endpoint.able.names_needed else ask.text
    inward, outward = estimate_tokens(text), _expected_output(ask)
    kept = asker.kept(ask) is not None
    cost = None if asker.price is None else Decimal(0) if kept else asker.price.cost(inward, outward)
    return PlannedAsk(
        ask.table, ask.rows, ask.prompt.name, inward, outward, cost, kept, 0 if kept else asker.bound(ask).tokens
    )


def _expected_output(ask: Ask) -> int:
    """Output tokens of an answer: the rows' names, a number and a space for each value that is shown."""
    values = sum(2 * len(shape.shown) if shape.shown else 2 * shape.width for shape in ask.shapes.values())
    return round(sum(0.7 * len(name) + 3 for name in ask.shapes)) + values + 5
