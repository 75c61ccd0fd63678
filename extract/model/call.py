"""One HTTP call to an endpoint, with a limit on its whole length: what came back, or one error of four kinds."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
import weakref
from collections.abc import Coroutine, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from nianbao.extract.model.capabilities import Capabilities
from nianbao.extract.model.reply import Reply
from nianbao.extract.model.settings import ModelSettings

if TYPE_CHECKING:
    from nianbao.schemas.answers import Answer

T = TypeVar("T")
_THREAD = "nianbao-model"
ROOM_TO_REASON = 8192
"""Output tokens that a model gets which reasons before it answers."""


class GarbledReply(Exception):
    """The endpoint sent HTTP 200 and no completion: an error page, half a body, no choices. It is tried again."""


class CallTimeout(Exception):
    """The call took longer than it may as a whole, however lively the connection was. It is tried again."""


class Caller:
    """Calls one endpoint through openai and instructor. Thread-safe.

    `process` is the one that it was made in. The calls run in an event loop in a thread of its own: only there can a
    call be stopped that never falls silent and never ends.
    """

    def __init__(self, settings: ModelSettings, base_url: str | None, api_key: str) -> None:
        import instructor
        import openai

        self.process = os.getpid()
        self._settings = settings
        self._loop = asyncio.new_event_loop()
        thread = threading.Thread(target=self._loop.run_forever, name=_THREAD, daemon=True)
        thread.start()
        timeout = openai.Timeout(
            settings.read_timeout or settings.timeout, connect=min(settings.connect_timeout, settings.timeout)
        )
        # A client that openai makes itself would close itself in whatever loop the garbage collector runs in.
        http = openai.DefaultAsyncHttpxClient(timeout=timeout)
        client = openai.AsyncOpenAI(
            api_key=api_key, base_url=base_url, timeout=timeout, max_retries=0, http_client=http
        )
        # The loop must not keep the caller alive, nor outlive it.
        weakref.finalize(self, _stop, self._loop, http)
        # instructor logs every failed call, with what the endpoint said; of ours there is an error of our own.
        for logger in ("instructor", "instructor.v2", "instructor.v2.retry"):
            logging.getLogger(logger).addFilter(_not_ours)
        self._instructor: Any = instructor.from_openai(client, mode=instructor.Mode.JSON_SCHEMA)

    def call(
        self,
        messages: list[dict[str, str]],
        answer: type[Answer],
        schema: Mapping[str, Any],
        max_tokens: int,
        able: Capabilities,
        seconds: float,
    ) -> Reply:
        """Send one request and wait for its reply, at most so many seconds.

        Raises openai's errors for what the endpoint or the connection says, GarbledReply and CallTimeout.
        """
        return self._run(self._call(messages, answer, schema, max_tokens, able, seconds))

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result()
        except BaseException:
            future.cancel()  # a Ctrl-C leaves no call behind
            raise

    async def _call(
        self,
        messages: list[dict[str, str]],
        answer: type[Answer],
        schema: Mapping[str, Any],
        max_tokens: int,
        able: Capabilities,
        seconds: float,
    ) -> Reply:
        from instructor.core.exceptions import InstructorError
        from openai import APIResponseValidationError, OpenAIError

        options: dict[str, Any] = {}
        if able.limit_name:
            options[able.limit_name] = max_tokens + (ROOM_TO_REASON if able.reasons else 0)
        if able.temperature:
            options["temperature"] = 0
        # instructor sends json_schema without `strict`; the whole response_format is ours. For plain text it has to
        # be taken out again: None in extra_body does not do that, an explicit type does.
        body = {**able.extra_body, "response_format": response_format(able, schema)}
        try:
            async with asyncio.timeout(seconds):
                _, completion = await self._instructor.create_with_completion(
                    model=self._settings.model,
                    messages=messages,
                    response_model=answer,
                    # A malformed answer is asked anew in a fresh conversation by the loop, never in a growing one here.
                    max_retries=0,
                    extra_body=body,
                    **options,
                )
        except TimeoutError:
            raise CallTimeout(f"no whole answer within {seconds:.0f} s") from None
        except InstructorError as error:
            completion = getattr(error, "last_completion", None)
            cause: BaseException | None = error
            while cause is not None:
                if isinstance(cause, OpenAIError) and not isinstance(cause, APIResponseValidationError):
                    raise cause from None
                cause = cause.__cause__ or cause.__context__
        except APIResponseValidationError:
            completion = None
        except (ValueError, TypeError, AttributeError, KeyError, IndexError):  # a body that is no completion
            completion = None
        reply = read_completion(completion)
        if reply is None:
            raise GarbledReply("the reply is no completion")
        return reply


def _not_ours(record: logging.LogRecord) -> bool:
    return record.threadName != _THREAD


def _stop(loop: asyncio.AbstractEventLoop, http: Any) -> None:
    async def end() -> None:
        await http.aclose()
        loop.stop()

    if loop.is_running():
        asyncio.run_coroutine_threadsafe(end(), loop)


def response_format(able: Capabilities, schema: Mapping[str, Any]) -> dict[str, Any]:
    """How the answer's shape is asked for, as the endpoint takes it."""
    if able.format == "json_schema_strict":
        return {"type": "json_schema", "json_schema": {"name": "answer", "strict": True, "schema": schema}}
    if able.format == "json_schema":
        return {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema}}
    return {"type": "json_object" if able.format == "json_object" else "text"}


def read_completion(completion: Any) -> Reply | None:
    """A reply out of the client's completion, whatever dialect of usage and reasoning it speaks; None if it is none."""
    choices = getattr(completion, "choices", None)
    if not isinstance(choices, list) or not choices:
        return None
    message = getattr(choices[0], "message", None)
    usage = getattr(completion, "usage", None)
    details = getattr(usage, "completion_tokens_details", None)
    content = getattr(message, "content", None)
    content = content if isinstance(content, str) else ""
    thought = getattr(message, "reasoning_content", None) or getattr(message, "reasoning", None)
    counts = (getattr(usage, "prompt_tokens", None), getattr(usage, "completion_tokens", None))
    known = all(isinstance(n, int) for n in counts) and any(counts)
    return Reply(
        content=content,
        finish_reason=str(getattr(choices[0], "finish_reason", None) or ""),
        input_tokens=_count(counts[0]),
        output_tokens=_count(counts[1]),
        cached_tokens=_cached(usage),
        reasoning=bool(thought) or "<think" in content or _count(getattr(details, "reasoning_tokens", 0)) > 0,
        refusal=str(getattr(message, "refusal", None) or ""),
        estimated=not known,
    )


def _cached(usage: Any) -> int:
    """Input tokens that the provider had cached: most say it in details, DeepSeek and Moonshot beside."""
    details = getattr(usage, "prompt_tokens_details", None)
    places = (
        (details, "cached_tokens"),
        (usage, "prompt_cache_hit_tokens"),
        (usage, "cached_tokens"),
    )
    return max(_count(getattr(at, name, 0)) for at, name in places)


def _count(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0
