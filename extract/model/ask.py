"""Ask a model one short question and take its answer apart: from the cache where it was asked before."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from nianbao.extract.errors import ModelError
from nianbao.extract.model.answer_cache import AnswerCache
from nianbao.extract.model.endpoint import Endpoint, Reply
from nianbao.prompts import Prompt
from nianbao.schemas import Attempt
from nianbao.schemas.answers import BLANK, Answer, answer_model, answer_schema

_TOKENS_PER_VALUE = 12
"""Most tokens that one value and its separator take, with room for a model that splits every digit."""


@dataclass(frozen=True)
class Ask:
    """One question: the filled prompt, the rows asked for, each row's pattern by its short name."""

    prompt: Prompt
    text: str
    table: str
    rows: tuple[str, ...]
    patterns: Mapping[str, str]
    values: int


@dataclass(frozen=True)
class Answered:
    """An answer: for each short name its values as printed (None for a cell without a number); None if malformed."""

    values: Mapping[str, tuple[str | None, ...]] | None
    attempt: Attempt


@dataclass
class Limits:
    """Hard limits of one report: `rounds` of asks for a row, `tokens` in and out together."""

    rounds: int = 3
    tokens: int = 40_000


@dataclass
class Ledger:
    """What one report's asking has cost so far, attempt by attempt, failed ones included.

    `ended` is set when nothing may be asked any more; `unsettled` counts rows that no answer could be grounded for.
    """

    limits: Limits
    attempts: list[Attempt] = field(default_factory=list)
    prompts: dict[str, str] = field(default_factory=dict)
    ended: str | None = None
    unsettled: int = 0

    @property
    def ending(self) -> str | None:
        """Why asking ended before all was settled, or None."""
        if self.ended or not self.unsettled:
            return self.ended
        return f"{self.unsettled} rows not settled after {self.limits.rounds} rounds"

    @property
    def spent(self) -> int:
        """Tokens in and out of all attempts that reached the endpoint."""
        return sum(a.input_tokens + a.output_tokens for a in self.attempts if not a.cached)

    def exhausted(self) -> bool:
        """Whether the token limit is reached; then it says so in `ended`."""
        if self.spent >= self.limits.tokens:
            self.ended = f"token limit of {self.limits.tokens} reached"
        return self.ended is not None


class Asker:
    """Puts asks to one endpoint, through a cache. Thread-safe; one serves a whole batch.

    `on_reply`, if set, is called with every reply, cached ones too: an eval keeps them in its log.
    """

    def __init__(self, endpoint: Endpoint, cache: AnswerCache | None = None) -> None:
        self.endpoint = endpoint
        self.cache = cache
        self.on_reply: Callable[[Ask, Reply], None] | None = None

    @property
    def model(self) -> str:
        """The model's name."""
        return self.endpoint.settings.model

    def ask(self, ask: Ask, ledger: Ledger) -> Answered:
        """Put one ask, in a conversation of its own. Raises ModelError where the endpoint cannot be used.

        An answer that is cut off, no JSON or of the wrong shape is an Answered without values, and its cost counts.
        """
        model, schema = answer_model(ask.patterns), answer_schema(ask.patterns)
        messages = [{"role": "user", "content": ask.text}]
        limit = ask.values * _TOKENS_PER_VALUE + 30 * len(ask.rows) + 50
        key = AnswerCache.key(
            {
                "endpoint": self.endpoint.name,
                "model": self.model,
                "messages": messages,
                "schema": schema,
                "parameters": self.endpoint.parameters(limit),
            }
        )
        ledger.prompts[ask.prompt.name] = ask.prompt.hash
        started = time.perf_counter()
        stored = self.cache.get(key) if self.cache else None
        try:
            reply = Reply(**stored) if stored else None
        except TypeError:  # an entry of another version
            reply = None
        cached = reply is not None
        if reply is None:
            try:
                reply = self.endpoint.send(messages, model, schema, limit)
            except ModelError as error:
                ledger.ended = str(error)
                raise
            if self.cache:
                self.cache.put(key, reply.__dict__)
        if self.on_reply:
            self.on_reply(ask, reply)
        values, outcome = self._take(reply, ask, model)
        attempt = Attempt(
            prompt=ask.prompt.name,
            table=ask.table,
            rows=list(ask.rows),
            outcome=outcome,
            cached=cached,
            input_tokens=reply.input_tokens,
            output_tokens=reply.output_tokens,
            tries=0 if cached else reply.tries,
            seconds=round(time.perf_counter() - started, 3),
        )
        ledger.attempts.append(attempt)
        return Answered(values, attempt)

    @staticmethod
    def _take(reply: Reply, ask: Ask, model: type[Answer]) -> tuple[Mapping[str, tuple[str | None, ...]] | None, str]:
        if reply.finish_reason == "length":
            return None, "truncated"
        content = json_part(reply.content)
        if not content:
            return None, "empty"
        try:
            answer = model.model_validate_json(content)
        except ValidationError as error:
            return None, "invalid_json" if error.errors()[0]["type"] == "json_invalid" else "wrong_shape"
        values = {
            name: tuple(None if part == BLANK else part for part in str(getattr(answer, name)).split(" "))
            for name in ask.patterns
        }
        return values, "answered"


def json_part(content: str) -> str:
    """The JSON object in an answer, without reasoning, fences or words around it."""
    bare = re.sub(r"<think>.*?</think>", "", content, flags=re.DOTALL)
    start, end = bare.find("{"), bare.rfind("}")
    return bare[start : end + 1] if 0 <= start < end else bare.strip()
