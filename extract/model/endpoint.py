"""Send one ask to an OpenAI-compatible endpoint: retries on the transport, errors that name the setting."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from nianbao.extract.errors import ModelError
from nianbao.extract.model.answer_cache import AnswerCache
from nianbao.extract.model.call import ROOM_TO_REASON, Caller, CallTimeout, GarbledReply
from nianbao.extract.model.capabilities import Capabilities
from nianbao.extract.model.local_server import LocalServer
from nianbao.extract.model.pace import Breaker, Pace
from nianbao.extract.model.refusals import PASSING, Refusal, read_refusal
from nianbao.extract.model.reply import Reply
from nianbao.extract.model.settings import ModelSettings
from nianbao.extract.retry_after import seconds_asked

if TYPE_CHECKING:
    from tenacity import RetryCallState

    from nianbao.schemas.answers import Answer

_DEAF = 2
_WAIT_AT_MOST = 60.0
"""Seconds: the longest pause between two tries, whatever an endpoint asks for."""


class Endpoint:
    """One endpoint and model. Thread-safe. What it can do is found out once and remembered, in `memory` if given."""

    def __init__(self, settings: ModelSettings, memory: AnswerCache | None = None) -> None:
        self.settings = settings
        # llama.cpp in this process answers one ask at a time: the others wait here, where no call's time runs.
        self.pace = Pace(1) if settings.gguf else Pace()
        self.breaker = Breaker()
        self._memory = memory
        self._lock = threading.Lock()
        self._caller: Caller | None = None
        self._proven = False
        self._malformed = 0
        self._local = LocalServer(settings.gguf) if settings.gguf else None
        self._key = AnswerCache.key({"capabilities of": self.name, "model": settings.model})
        documented = Capabilities.documented(settings.quirks, settings.extra_body)
        stored = memory.get(self._key) if memory else None
        self._able = Capabilities.recalled(stored, documented) if stored else documented

    @property
    def name(self) -> str:
        """The address without any credentials in it; for an embedded model what its file is."""
        if self._local:
            return self._local.name
        return bare_address(self.settings.base_url or "https://api.openai.com/v1")

    @property
    def able(self) -> Capabilities:
        """What the endpoint takes, as far as it is known."""
        return self._able

    def most_output(self, max_tokens: int) -> int:
        """Output tokens that an answer may take at most, reasoning included: also if the model turns out to reason."""
        return max_tokens + (ROOM_TO_REASON if self._able.reasons else 0)

    def parameters(self, max_tokens: int) -> dict[str, Any]:
        """What a request is made with besides model, messages and schema."""
        return {"max_tokens": max_tokens, "temperature": 0, "extra_body": dict(self.settings.extra_body)}

    def send(
        self,
        text: str,
        answer: type[Answer],
        schema: Mapping[str, Any],
        max_tokens: int,
        *,
        names: str = "",
        seconds: float | None = None,
    ) -> Reply:
        """Send one ask, in a conversation of its own, and return what came back, well-formed or not.

        `names` is added to the text where no schema tells the model which rows are asked for; `seconds` may shorten a
        call. Raises ModelError where the endpoint cannot be used: no key, a refused key, an unknown model, no answer
        after all tries; it is then left in peace for a while (see Breaker).
        """
        if reason := self.breaker.refuses():
            raise ModelError(reason)
        try:
            reply = self._send(text, answer, schema, max_tokens, names, seconds)
        except Refusal as refusal:
            message = self._hidden(f"model {self.settings.model} at {self.name}: {refusal}")
            self.breaker.failed(message, for_good=refusal.for_good)
            raise ModelError(message) from None
        except ModelError as error:
            self.breaker.failed(str(error), for_good=True)
            raise
        except BaseException:
            self.breaker.gave_up()
            raise
        self.breaker.answered()
        return reply

    def _send(
        self,
        text: str,
        answer: type[Answer],
        schema: Mapping[str, Any],
        max_tokens: int,
        names: str,
        seconds: float | None,
    ) -> Reply:
        caller, began_with, tries, renamed = self._connect(), self._able, 0, False
        able = began_with
        for _ in range(12):  # more than there are quirks to find out
            named = bool(names) and able.names_needed
            content = f"{text}\n\n{names}" if named else text
            try:
                reply = self._tries(caller, content, answer, schema, max_tokens, able, seconds)
            except Refusal as refusal:
                tries += refusal.tries
                if refusal.outcome:
                    return Reply("", refusal.outcome, 0, 0, tries=tries)
                proven = self._proven and able == self._able
                changed = able.after_refusal(refusal.words, named_only=proven) if refusal.of_the_form else None
                if changed is None and proven and refusal.of_the_form:
                    return Reply("", "refused", 0, 0, tries=tries)  # it takes this form, but not this text
                if changed is None:
                    raise
                # Both names of the limit refused in turn: then it goes without one.
                if changed.limit_name != able.limit_name:
                    changed = replace(changed, limit_name=None) if renamed else changed
                    renamed = True
                able = changed
                continue
            # A model that reasons first has used up the room for its answer: the next ask gets it more.
            starved = reply.reasoning and (reply.finish_reason == "length" or not reply.content)
            if able != began_with:
                self._remember(able)
            if starved:
                self._remember(replace(self._able, reasons=True))
            self._proven = True
            return replace(reply, tries=tries + reply.tries, named=named)
        raise Refusal("it takes none of the request forms that are known.", for_good=True)

    def _tries(
        self,
        caller: Caller,
        content: str,
        answer: type[Answer],
        schema: Mapping[str, Any],
        max_tokens: int,
        able: Capabilities,
        seconds: float | None,
    ) -> Reply:
        """One request form, tried until the transport lets it through. Raises Refusal."""
        import openai
        from tenacity import Retrying, retry_if_exception

        began, tries = time.monotonic(), 0

        def enough(state: RetryCallState) -> bool:
            # While others get answers the endpoint is not dead, and this ask only had bad luck.
            most = self.settings.tries * (3 if self.breaker.answered_since(began) else 1)
            late = seconds is not None and time.monotonic() - began >= seconds
            return late or state.attempt_number >= most

        messages = [{"role": "user", "content": content}]
        limit = self.settings.timeout if seconds is None else min(self.settings.timeout, seconds)
        try:
            for attempt in Retrying(retry=retry_if_exception(_again), stop=enough, wait=self._wait, reraise=True):
                with attempt, self.pace.turn() as turn:
                    tries += 1
                    try:
                        reply = caller.call(messages, answer, schema, max_tokens, able, limit)
                    except openai.APIStatusError as error:
                        if error.status_code in (429, 503, 529):
                            self.pace.slow_down(turn, retry_after(error))
                        raise
                    self.pace.went_well()
                    self.breaker.answered()
                    return replace(reply, tries=tries)
        except (openai.OpenAIError, GarbledReply, CallTimeout) as error:
            if seconds is not None and time.monotonic() - began >= seconds:  # the report's time is up
                raise Refusal("", outcome="out_of_time", tries=tries) from None
            raise read_refusal(error, tries, self.settings.key_variable) from None
        raise AssertionError("unreachable: tenacity returns or raises")

    def heeded(self, well_formed: bool) -> None:
        """Whether an answer had the shape asked for. After two in a row that had not, the prompt names the rows, schema
        or not: one alone may be an accident."""
        with self._lock:
            self._malformed = 0 if well_formed else self._malformed + 1
            give_names = self._malformed >= _DEAF and not self._able.names_needed
        if give_names:
            self._remember(replace(self._able, spell_out=True))

    def _remember(self, able: Capabilities) -> None:
        with self._lock:
            if able == self._able:
                return
            self._able = able
            if self._memory:
                self._memory.put(self._key, able.stored())

    def _connect(self) -> Caller:
        with self._lock:
            if self._caller is None or self._caller.process != os.getpid():  # a fork has no thread to call in
                url, key = self.settings.base_url, self.settings.api_key
                if self._local:
                    url, key = self._local.start()
                if not key:
                    quirks = self.settings.quirks
                    if url is None or (quirks and quirks.needs_key):
                        raise ModelError(
                            f"model {self.settings.model} at {self.name}: no key. "
                            f"Set {self.settings.key_variable}, or OPENAI_BASE_URL for an endpoint without one."
                        )
                    key = "none"  # a local server needs none, but the client wants a word
                self._caller = Caller(self.settings, url, key)
            return self._caller

    def _hidden(self, message: str) -> str:
        key = self.settings.api_key
        return message.replace(key, "…") if key else message

    def _wait(self, state: RetryCallState) -> float:
        from tenacity import wait_random_exponential

        asked = retry_after(state.outcome.exception() if state.outcome else None)
        return asked if asked is not None else wait_random_exponential(0.5, self.settings.longest_wait)(state)


def _again(error: BaseException) -> bool:
    import openai

    if isinstance(error, openai.RateLimitError):
        return not read_refusal(error, 1, "").for_good
    if isinstance(error, openai.APIStatusError):
        return error.status_code >= 500 or error.status_code in PASSING
    return isinstance(error, openai.APIConnectionError | GarbledReply | CallTimeout)


def retry_after(error: BaseException | None) -> float | None:
    """Seconds that an error's Retry-After asks for, as a number or a date, a minute at most; None without one."""
    response = getattr(error, "response", None)
    seconds = seconds_asked(response.headers.get("retry-after")) if response is not None else None
    return None if seconds is None else min(seconds, _WAIT_AT_MOST)


def bare_address(url: str) -> str:
    """An address without user, password, query or fragment."""
    parts = urlsplit(url)
    host = parts.netloc.rsplit("@", 1)[-1]
    return f"{parts.scheme}://{host}{parts.path}".rstrip("/")
