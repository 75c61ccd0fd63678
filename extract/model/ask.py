"""Ask a model one short question and take its answer apart: from the cache where it was asked before."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from nianbao.extract.errors import ModelError
from nianbao.extract.model.answer_cache import AnswerCache
from nianbao.extract.model.endpoint import Endpoint
from nianbao.extract.model.ledger import AskRecord, Ledger
from nianbao.extract.model.limits import Bound
from nianbao.extract.model.prices import Price
from nianbao.extract.model.reply import NO_COMPLETION, Reply, Values, take_apart
from nianbao.extract.model.token_counts import estimate_tokens, most_tokens
from nianbao.prompts import Prompt, load_prompt
from nianbao.schemas import Attempt
from nianbao.schemas.answers import RowShape, answer_model, answer_schema

_POOR = 2
_TOKENS_PER_VALUE = 12
"""Most tokens that one value and its separator take, with room for a model that splits every digit."""


@dataclass(frozen=True)
class Ask:
    """One question: the filled prompt, the rows asked for, and by their short names the shapes of their answers."""

    prompt: Prompt
    text: str
    table: str
    rows: tuple[str, ...]
    shapes: Mapping[str, RowShape]

    @property
    def values(self) -> int:
        """The values that the whole answer has."""
        return sum(shape.width for shape in self.shapes.values())

    @property
    def most_output(self) -> int:
        """Output tokens that the answer is given at most."""
        return self.values * _TOKENS_PER_VALUE + 30 * len(self.rows) + 50

    @property
    def names(self) -> str:
        """What is added to the prompt for an endpoint that sees no schema: the rows' names, in order."""
        return load_prompt("answer_names").fill(names="、".join(f"“{name}”" for name in self.shapes))


@dataclass(frozen=True)
class Answered:
    """An answer: for each short name its values as printed (None for a cell without a number); None if malformed."""

    values: Values | None
    record: AskRecord


class Asker:
    """Puts asks to one endpoint, through a cache. Thread-safe; one serves a whole batch.

    `refresh` asks anew and keeps the new answers; `replay` answers from the cache alone. `price` is what its tokens
    cost, None where nobody knows.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        cache: AnswerCache | None = None,
        *,
        price: Price | None = None,
        refresh: bool = False,
        replay: bool = False,
    ) -> None:
        self.endpoint = endpoint
        self.cache = cache
        self.price = price
        self.refresh = refresh
        self.replay = replay
        self._poor_tables = 0

    @property
    def weak(self) -> bool:
        """Whether whole tables are too much for the model: of the last two it got less than half of the rows."""
        return self._poor_tables >= _POOR

    def read_table(self, rows: int, taken: int) -> None:
        """What came of an ask for several rows: so many were asked for, so many stood in their own text."""
        self._poor_tables = 0 if 2 * taken >= rows else self._poor_tables + 1

    @property
    def model(self) -> str:
        """The model's name."""
        return self.endpoint.settings.model

    def ask(self, ask: Ask, ledger: Ledger) -> Answered | None:
        """Put one ask, in a conversation of its own. None where a limit forbids it: `ledger.ended` says which.

        An answer that is cut off, no JSON or of the wrong shape is an Answered with the rows that came whole, or None,
        and its cost counts. Raises ModelError where the endpoint cannot be used.
        """
        ledger.prompts[ask.prompt.name] = ask.prompt.hash
        started = time.perf_counter()
        key = self._key(ask)
        stored = self._stored(key)
        if stored is None and self.replay:
            ledger.ended = (
                f"--replay: no answer is kept for {ask.table} ({', '.join(ask.rows[:3])}"
                f"{', …' if len(ask.rows) > 3 else ''}) by {self.model} at {self.endpoint.name}. "
                "Run once without --replay, with the same model and cache."
            )
            raise ModelError(ledger.ended)
        bound = self.bound(ask)
        if stored is None and not ledger.set_aside(bound):
            return None
        reply = stored
        attempt = None
        try:
            if reply is None:
                reply = self._send(ask, ledger)
                if self.cache:
                    self.cache.put(key, reply.__dict__)
            values, outcome = take_apart(reply, ask.shapes)
            attempt = self._attempt(ask, reply, outcome, cached=stored is not None, started=started)
        finally:
            if stored is None:
                ledger.book(bound, attempt)
        if stored is None:
            self.endpoint.heeded(outcome not in ("invalid_json", "wrong_shape", "partial"))
        if reply.named:
            suffix = load_prompt("answer_names")
            ledger.prompts[suffix.name] = suffix.hash
        record = AskRecord(ask, reply, attempt)
        ledger.attempts.append(attempt)
        if ledger.keep:
            ledger.records.append(record)
        return Answered(values, record)

    def bound(self, ask: Ask) -> Bound:
        """The most that an ask can take, a malformed answer or a model that reasons first included."""
        inward = most_tokens(ask.text) + most_tokens(ask.names)
        outward = self.endpoint.most_output(ask.most_output)
        return Bound(inward + outward, self.price.cost(inward, outward) if self.price else Decimal(0))

    def kept(self, ask: Ask) -> Reply | None:
        """The answer that is kept for an ask, if it would be used."""
        return self._stored(self._key(ask))

    def _send(self, ask: Ask, ledger: Ledger) -> Reply:
        schema = answer_schema(ask.shapes)
        try:
            reply = self.endpoint.send(
                ask.text,
                answer_model(ask.shapes),
                schema,
                ask.most_output,
                names=ask.names,
                seconds=ledger.seconds_left(),
            )
        except ModelError as error:
            ledger.ended = str(error)
            raise
        if reply.estimated:  # no usage came: the limits hold by estimates then
            tokens = (estimate_tokens(ask.text), estimate_tokens(reply.content))
            reply = replace(reply, input_tokens=tokens[0], output_tokens=tokens[1])
        return reply

    def _attempt(self, ask: Ask, reply: Reply, outcome: str, *, cached: bool, started: float) -> Attempt:
        tokens = (reply.input_tokens, reply.output_tokens, reply.cached_tokens)
        return Attempt(
            prompt=ask.prompt.name,
            table=ask.table,
            rows=list(ask.rows),
            outcome=outcome,
            cached=cached,
            input_tokens=tokens[0],
            cached_tokens=tokens[2],
            output_tokens=tokens[1],
            cost=self.price.cost(*tokens) if self.price else None,
            tries=0 if cached else reply.tries,
            seconds=round(time.perf_counter() - started, 3),
        )

    def _key(self, ask: Ask) -> str:
        return AnswerCache.key(
            {
                "endpoint": self.endpoint.name,
                "model": self.model,
                "messages": [{"role": "user", "content": ask.text}],
                "schema": answer_schema(ask.shapes),
                "parameters": self.endpoint.parameters(ask.most_output),
            }
        )

    def _stored(self, key: str) -> Reply | None:
        stored = self.cache.get(key) if self.cache is not None and not self.refresh else None
        try:
            reply = Reply(**stored) if stored else None
        except TypeError:  # an entry of another version
            return None
        # What an endpoint would not answer then it may answer now; a replay wants what was.
        return None if reply and reply.finish_reason in NO_COMPLETION and not self.replay else reply
