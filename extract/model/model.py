"""A model to ask, with all that belongs to it: endpoint, cache, price, limits, trace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nianbao.extract.errors import ModelError
from nianbao.extract.model.answer_cache import AnswerCache
from nianbao.extract.model.ask import Asker
from nianbao.extract.model.endpoint import Endpoint
from nianbao.extract.model.ledger import Ledger
from nianbao.extract.model.limits import Budget, Limits
from nianbao.extract.model.modes import AskSize, Mode
from nianbao.extract.model.prices import FREE, find_price
from nianbao.extract.model.settings import ModelSettings
from nianbao.extract.model.trace import Trace


@dataclass(frozen=True)
class Model:
    """A language model to ask, and how far it may go. Make one and use it for every report of a batch.

    `mode`: "fallback" asks only where the layout reader is not sure, "always" reads with the model alone, "verify"
    reads with both and lets them disagree openly. `limits` are per report, `budget` is for all reports together.
    """

    asker: Asker
    mode: Mode = "fallback"
    limits: Limits = field(default_factory=Limits)
    size: AskSize = "auto"
    budget: Budget | None = None
    trace: Trace | None = None

    @classmethod
    def connect(
        cls,
        settings: ModelSettings | str,
        *,
        mode: Mode = "fallback",
        limits: Limits | None = None,
        budget: Budget | None = None,
        cache: Path | None = None,
        size: AskSize = "auto",
        refresh: bool = False,
        replay: bool = False,
        trace: Path | None = None,
        prices: Mapping[str, Any] | None = None,
    ) -> Model:
        """A model by its settings or its name (then address and key come from the environment). Nothing is sent yet.

        `cache` is a folder for answers, None keeps none; `refresh` asks anew what it has, `replay` asks nothing that
        it has not. `trace` is a folder for a readable record of every ask. `prices` go before those that come with
        nianbao. Raises ModelError if no model is named, if replay has no cache, or if money is limited and the model
        has no price.
        """
        if isinstance(settings, str):
            found = ModelSettings.from_environment(settings)
            if found is None:
                raise ModelError("no model is named. Give its name, or set NIANBAO_MODEL.")
            settings = found
        if replay and cache is None:
            raise ModelError("--replay answers from the cache alone: it needs one (--cache).")
        limits = limits or Limits()
        quirks = settings.quirks
        price = find_price(settings.model, quirks.name if quirks else None, prices)
        if settings.gguf and price is None:
            price = FREE
        if price is None and (limits.cost is not None or (budget and budget.cost is not None)):
            raise ModelError(
                f"money is limited, but model {settings.model} has no price. Put it into the settings file: "
                f'[prices."{settings.model}"] with input and output, see docs/models.md.'
            )
        answers = AnswerCache(cache) if cache else None
        asker = Asker(Endpoint(settings, answers), answers, price=price, refresh=refresh, replay=replay)
        return cls(asker, mode, limits, size, budget, Trace(trace) if trace else None)

    def ledger(self, *, keep: bool = False) -> Ledger:
        """A new ledger for one report."""
        return Ledger(self.limits, self.budget, keep=keep or self.trace is not None)
