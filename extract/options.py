"""The options that several commands share, and how they become settings: flag, then environment, then default."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from nianbao.extract.errors import ModelError, NianbaoError
from nianbao.extract.model.answer_cache import default_cache_folder
from nianbao.extract.model.ask import Limits
from nianbao.extract.model.endpoint import ModelSettings
from nianbao.extract.report import Mode, Model


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
        help="The model's name. Without it (or NIANBAO_MODEL) no document is sent anywhere.",
        show_default=False,
    ),
]
BaseUrlOption = Annotated[
    str | None,
    typer.Option("--base-url", help="An OpenAI-compatible address, before OPENAI_BASE_URL. The key is OPENAI_API_KEY."),
]
RoundsOption = Annotated[int, typer.Option("--llm-rounds", min=1, max=10, help="Most asks for one row.")]
TokensOption = Annotated[
    int, typer.Option("--llm-tokens", min=1, help="Tokens of one report, in and out, after which no more is asked.")
]
CacheOption = Annotated[
    Path | None,
    typer.Option(
        "--cache", help="Folder of the model's answers, before NIANBAO_CACHE.", file_okay=False, show_default=False
    ),
]
NoCacheOption = Annotated[bool, typer.Option("--no-cache", help="Neither read nor keep answers.")]
ConcurrencyOption = Annotated[
    int, typer.Option("--concurrency", min=1, max=64, help="Reports read at a time with a model.")
]


@dataclass(frozen=True)
class ModelChoice:
    """What a command line says of the model."""

    llm: LlmMode | None
    model: str | None
    base_url: str | None
    rounds: int
    tokens: int
    cache: Path | None
    no_cache: bool

    def connect(self) -> Model | None:
        """The model to ask, or None. Raises ModelError where --llm needs a model and none is named."""
        if self.llm == LlmMode.off:
            return None
        settings = ModelSettings.from_environment(self.model, self.base_url)
        if settings is None:
            if self.llm is not None:
                raise ModelError(f"--llm {self.llm.value}: no model is named. Set --model or NIANBAO_MODEL.")
            return None
        return Model.connect(
            settings,
            mode=MODES[self.llm or LlmMode.fallback],
            limits=Limits(rounds=self.rounds, tokens=self.tokens),
            cache=None if self.no_cache else (self.cache or default_cache_folder()),
        )

    def connect_if_possible(self) -> tuple[Model | None, str | None]:
        """The model, and why there is none although one was wanted: the layout reader reads all the same."""
        try:
            return self.connect(), None
        except ModelError as error:
            return None, str(error)
