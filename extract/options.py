"""The options that several commands share, and how they become settings: flag, then environment, then default."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from nianbao.extract.errors import ModelError, NianbaoError
from nianbao.extract.model.limits import Budget, Limits
from nianbao.extract.model.modes import AskSize, Mode
from nianbao.extract.model.providers import PROVIDERS
from nianbao.extract.model.settings import ModelSettings, read_settings

if TYPE_CHECKING:
    from nianbao.extract.model.model import Model


class LlmMode(StrEnum):
    """When a model is asked."""

    off = "off"
    fallback = "fallback"
    always = "always"
    verify = "verify"


MODES: dict[LlmMode, Mode] = {
    LlmMode.off: "off",
    LlmMode.fallback: "fallback",
    LlmMode.always: "always",
    LlmMode.verify: "verify",
}


class UsageError(NianbaoError):
    """A command line that contradicts itself (exit code 2)."""


LlmOption = Annotated[
    LlmMode | None,
    typer.Option(
        "--llm",
        help="When to ask the model: off; fallback: only where the layout reader is not sure (the default when a model "
        "is named); always: read with the model alone; verify: read with both.",
    ),
]
ModelOption = Annotated[
    str | None,
    typer.Option(
        "--model",
        "--llm-model",
        help="The model's name, or local:FILE.gguf to run one here. Without it (or NIANBAO_MODEL) no document is "
        "sent anywhere.",
        show_default=False,
    ),
]
BaseUrlOption = Annotated[
    str | None,
    typer.Option("--base-url", help="An OpenAI-compatible address, before OPENAI_BASE_URL and the provider's."),
]
ProviderOption = Annotated[
    str | None,
    typer.Option(
        "--provider",
        help=f"Sets address, key variable and quirks: {', '.join(PROVIDERS)}. Before NIANBAO_PROVIDER.",
        show_default=False,
    ),
]
SizeOption = Annotated[
    AskSize,
    typer.Option(
        "--ask-size",
        help="table: a whole table in one ask, rows that fail again singly; row: an ask for each row; auto: tables, "
        "unless the model turns out too weak for them.",
    ),
]
RoundsOption = Annotated[int, typer.Option("--llm-rounds", min=1, max=10, help="Most asks for one row.")]
TokensOption = Annotated[int, typer.Option("--llm-tokens", min=1, help="Most tokens for one report, in and out.")]
SecondsOption = Annotated[
    float | None, typer.Option("--llm-seconds", min=0.1, help="Most seconds of asking for one report.")
]
CostOption = Annotated[
    str | None, typer.Option("--llm-cost", help="Most money for one report, in the currency of the model's price.")
]
BudgetOption = Annotated[
    str | None, typer.Option("--budget", help="Most money for the whole run, in the currency of the model's price.")
]
BudgetTokensOption = Annotated[
    int | None, typer.Option("--budget-tokens", min=1, help="Most tokens for the whole run, in and out.")
]
BudgetSecondsOption = Annotated[
    float | None, typer.Option("--budget-seconds", min=0.1, help="Seconds of the whole run after which none is asked.")
]
CacheOption = Annotated[
    Path | None,
    typer.Option(
        "--cache", help="Folder of the model's answers, before NIANBAO_CACHE.", file_okay=False, show_default=False
    ),
]
NoCacheOption = Annotated[bool, typer.Option("--no-cache", help="Neither read nor keep answers.")]
RefreshOption = Annotated[bool, typer.Option("--refresh", help="Ask anew and keep the new answers.")]
ReplayOption = Annotated[bool, typer.Option("--replay", help="Answer from the cache alone; a miss is an error.")]
TraceOption = Annotated[
    Path | None,
    typer.Option(
        "--trace",
        help="Folder for a readable file per report: every ask, answer and cost.",
        file_okay=False,
        show_default=False,
    ),
]
ConcurrencyOption = Annotated[
    int, typer.Option("--concurrency", min=1, max=64, help="Reports read at a time with a model, or fetched.")
]


@dataclass(frozen=True)
class ModelChoice:
    """What a command line says of the model: each field is an option, declared here once for all commands."""

    llm: LlmOption = None
    model: ModelOption = None
    provider: ProviderOption = None
    base_url: BaseUrlOption = None
    ask_size: SizeOption = "auto"
    rounds: RoundsOption = 3
    tokens: TokensOption = 40_000
    seconds: SecondsOption = None
    cost: CostOption = None
    budget: BudgetOption = None
    budget_tokens: BudgetTokensOption = None
    budget_seconds: BudgetSecondsOption = None
    cache: CacheOption = None
    no_cache: NoCacheOption = False
    refresh: RefreshOption = False
    replay: ReplayOption = False
    trace: TraceOption = None

    def connect(self) -> Model | None:
        """The model to ask, or None. Raises ModelError where --llm needs a model and none is named, UsageError where
        options contradict each other."""
        from nianbao.extract.model.answer_cache import default_cache_folder
        from nianbao.extract.model.model import Model

        cost, budget = _money("--llm-cost", self.cost), _money("--budget", self.budget)
        if self.refresh and self.replay:
            raise UsageError("--refresh asks anew, --replay asks nothing: choose one.")
        if self.no_cache and (self.refresh or self.replay):
            raise UsageError("--no-cache leaves nothing to refresh or replay: choose one.")
        if self.llm == LlmMode.off:
            return None
        file = read_settings()
        settings = ModelSettings.from_environment(self.model, self.base_url, provider=self.provider, file=file)
        if settings is None:
            if self.llm is not None:
                raise ModelError(f"--llm {self.llm.value}: no model is named. Set --model or NIANBAO_MODEL.")
            return None
        return Model.connect(
            settings,
            mode=MODES[self.llm or LlmMode.fallback],
            limits=Limits(rounds=self.rounds, tokens=self.tokens, cost=cost, seconds=self.seconds),
            budget=Budget(cost=budget, tokens=self.budget_tokens, seconds=self.budget_seconds),
            cache=None if self.no_cache else (self.cache or default_cache_folder()),
            size=self.ask_size,
            refresh=self.refresh,
            replay=self.replay,
            trace=self.trace,
            prices=file.get("prices"),
        )

    def connect_if_possible(self) -> tuple[Model | None, str | None]:
        """The model, and why there is none although one was wanted: the layout reader reads all the same."""
        try:
            return self.connect(), None
        except ModelError as error:
            return None, str(error)


def model_options(command: Callable[..., None]) -> Callable[..., None]:
    """The command with all options of ModelChoice in place of its parameter `choice`."""
    own = inspect.signature(command, eval_str=True)
    hints = get_type_hints(ModelChoice, include_extras=True)
    options = [
        inspect.Parameter(f.name, inspect.Parameter.KEYWORD_ONLY, default=f.default, annotation=hints[f.name])
        for f in fields(ModelChoice)
    ]

    def with_options(*arguments: Any, **named: Any) -> None:
        choice = ModelChoice(**{f.name: named.pop(f.name) for f in fields(ModelChoice)})
        command(*arguments, **named, choice=choice)

    parameters = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own.parameters.values() if p.name != "choice"]
    with_options.__signature__ = own.replace(parameters=[*parameters, *options])  # type: ignore[attr-defined]
    with_options.__annotations__ = {p.name: p.annotation for p in [*parameters, *options]}
    with_options.__name__, with_options.__doc__ = command.__name__, command.__doc__
    return with_options


def _money(option: str, text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or amount < 0:
        raise UsageError(f"{option} {text}: not an amount of money. Give a number of 0 or more.")
    return amount
