"""Send one ask to an OpenAI-compatible endpoint: retries on the transport, errors that name the setting."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from nianbao.extract.errors import ModelError

if TYPE_CHECKING:
    import openai
    from tenacity import RetryCallState

    from nianbao.schemas.answers import Answer

_FORMATS = ("json_schema", "json_object", "text")
_WAIT_AT_MOST = 60.0
"""Seconds: the longest pause between two tries, whatever an endpoint asks for."""


@dataclass(frozen=True)
class ModelSettings:
    """Which model to ask, and how. A model is configured only when it is named; a key alone sends nothing anywhere.

    `timeout` is seconds for one call, `tries` how often a call is sent when the transport fails.
    """

    model: str
    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    timeout: float = 120.0
    tries: int = 4
    longest_wait: float = 20.0

    @classmethod
    def from_environment(cls, model: str | None = None, base_url: str | None = None) -> ModelSettings | None:
        """The settings by flag, then environment; None where no model is named. Raises ModelError for a wrong one."""
        model = model or os.environ.get("NIANBAO_MODEL")
        if not model:
            return None
        return cls(
            model=model,
            base_url=base_url or os.environ.get("OPENAI_BASE_URL") or None,
            api_key=os.environ.get("OPENAI_API_KEY") or None,
            timeout=_timeout(os.environ.get("NIANBAO_TIMEOUT")),
        )


@dataclass(frozen=True)
class Reply:
    """What came back: the text as sent, why it ended, tokens, and how many tries of the transport it took."""

    content: str
    finish_reason: str
    input_tokens: int
    output_tokens: int
    tries: int = 1


class Endpoint:
    """One endpoint and model. Thread-safe. What it cannot do is found out once and remembered."""

    def __init__(self, settings: ModelSettings) -> None:
        self.settings = settings
        self._lock = threading.Lock()
        self._client: openai.OpenAI | None = None
        self._instructor: Any = None
        self._format = 0
        self._limit_name = "max_tokens"
        self._temperature = True
        self._dead: str | None = None

    @property
    def name(self) -> str:
        """The address without any credentials in it."""
        url = self.settings.base_url or "https://api.openai.com/v1"
        return url.split("//", 1)[0] + "//" + url.split("//", 1)[-1].rsplit("@", 1)[-1]

    def parameters(self, max_tokens: int) -> dict[str, Any]:
        """What a request is made with besides model, messages and schema."""
        return {"max_tokens": max_tokens, "temperature": 0}

    def send(
        self, messages: list[dict[str, str]], answer: type[Answer], schema: Mapping[str, Any], max_tokens: int
    ) -> Reply:
        """Send one ask and return what came back, well-formed or not.

        Raises ModelError where the endpoint cannot be used: no key, a refused key, an unknown model, no answer after
        all tries. After that it is not tried again.
        """
        if self._dead:
            raise ModelError(self._dead)
        try:
            return self._send(messages, answer, schema, max_tokens)
        except ModelError as error:
            self._dead = str(error)
            raise

    def _send(
        self, messages: list[dict[str, str]], answer: type[Answer], schema: Mapping[str, Any], max_tokens: int
    ) -> Reply:
        import openai
        from tenacity import Retrying, retry_if_exception_type, stop_after_attempt

        again = (openai.APIConnectionError, openai.RateLimitError, openai.InternalServerError)
        client = self._connect()
        for _ in range(6):  # as many as there are quirks to find out
            tries = 0
            try:
                for attempt in Retrying(
                    retry=retry_if_exception_type(again),
                    stop=stop_after_attempt(self.settings.tries),
                    wait=self._wait,
                    reraise=True,
                ):
                    with attempt:
                        tries += 1
                        return self._call(client, messages, answer, schema, max_tokens, tries)
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                if not self._learn(str(error)):
                    raise ModelError(f"{self._where()}: it refuses the request ({_short(error)}).") from None
            except openai.AuthenticationError:
                raise ModelError(f"{self._where()}: the key was refused. Set OPENAI_API_KEY to a valid key.") from None
            except openai.PermissionDeniedError as error:
                raise ModelError(
                    f"{self._where()}: not permitted ({_short(error)}). Check OPENAI_API_KEY and the model's name."
                ) from None
            except openai.NotFoundError:
                raise ModelError(
                    f"{self._where()}: no such model or address. Check --model (NIANBAO_MODEL) and OPENAI_BASE_URL."
                ) from None
            except openai.RateLimitError as error:
                raise ModelError(
                    f"{self._where()}: still over its rate or quota after {tries} tries ({_short(error)}). "
                    "Wait, or raise the account's limit."
                ) from None
            except openai.APIConnectionError:
                raise ModelError(
                    f"{self._where()}: no answer after {tries} tries. "
                    "Check OPENAI_BASE_URL (or --base-url) and the network."
                ) from None
            except openai.APIStatusError as error:
                raise ModelError(f"{self._where()}: HTTP {error.status_code} after {tries} tries.") from None
        raise ModelError(f"{self._where()}: it takes none of the request forms that are known.")

    def _where(self) -> str:
        return f"model {self.settings.model} at {self.name}"

    def _connect(self) -> Any:
        with self._lock:
            if self._instructor is None:
                import instructor
                import openai

                key = self.settings.api_key
                if not key:
                    if self.settings.base_url is None:
                        raise ModelError(
                            f"{self._where()}: no key. "
                            "Set OPENAI_API_KEY, or OPENAI_BASE_URL for an endpoint without one."
                        )
                    key = "none"  # a local server needs none, but the client wants a word
                self._client = openai.OpenAI(
                    api_key=key, base_url=self.settings.base_url, timeout=self.settings.timeout, max_retries=0
                )
                self._instructor = instructor.from_openai(self._client, mode=instructor.Mode.JSON_SCHEMA)
            return self._instructor

    def _call(
        self,
        client: Any,
        messages: list[dict[str, str]],
        answer: type[Answer],
        schema: Mapping[str, Any],
        max_tokens: int,
        tries: int,
    ) -> Reply:
        from instructor.core.exceptions import IncompleteOutputException, InstructorRetryException
        from openai import OpenAIError

        options: dict[str, Any] = {self._limit_name: max_tokens}
        if self._temperature:
            options["temperature"] = 0
        # instructor sends json_schema without `strict`; the whole response_format is ours.
        body = {"response_format": self._response_format(schema)} if _FORMATS[self._format] != "text" else {}
        try:
            _, completion = client.create_with_completion(
                model=self.settings.model,
                messages=messages,
                response_model=answer,
                # A malformed answer is asked anew in a fresh conversation by the loop, never in a growing one here.
                max_retries=0,
                extra_body=body,
                **options,
            )
        except (InstructorRetryException, IncompleteOutputException) as error:
            cause: BaseException | None = error
            while cause is not None:
                if isinstance(cause, OpenAIError):
                    raise cause from None
                cause = cause.__cause__ or cause.__context__
            completion = error.last_completion
        return _reply(completion, tries)

    def _response_format(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        if _FORMATS[self._format] == "json_object":
            return {"type": "json_object"}
        return {"type": "json_schema", "json_schema": {"name": "answer", "strict": True, "schema": schema}}

    def _learn(self, refusal: str) -> bool:
        """Take in what a refused request says of the endpoint; False where it says nothing new."""
        text = refusal.lower()
        with self._lock:
            if "max_completion_tokens" in text and self._limit_name == "max_tokens":
                self._limit_name = "max_completion_tokens"
            elif "temperature" in text and self._temperature:
                self._temperature = False
            elif self._format + 1 < len(_FORMATS) and any(
                word in text for word in ("response_format", "json_schema", "json_object", "schema", "grammar")
            ):
                self._format += 1
            else:
                return False
        return True

    def _wait(self, state: RetryCallState) -> float:
        from tenacity import wait_random_exponential

        error = state.outcome.exception() if state.outcome else None
        response = getattr(error, "response", None)
        asked = _seconds(response.headers.get("retry-after")) if response is not None else None
        if asked is not None:
            return min(asked, _WAIT_AT_MOST)
        return wait_random_exponential(multiplier=0.5, max=self.settings.longest_wait)(state)


def _seconds(retry_after: str | None) -> float | None:
    """A Retry-After header in seconds from now, whether it is a number or a date; None where it is neither."""
    if retry_after is None:
        return None
    try:
        return max(0.0, float(retry_after))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _timeout(setting: str | None) -> float:
    try:
        seconds = float(setting) if setting else 120.0
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise ModelError(f"NIANBAO_TIMEOUT is {setting!r}: set it to a number of seconds above 0.")
    return seconds


def _reply(completion: Any, tries: int) -> Reply:
    choice = completion.choices[0] if completion is not None and completion.choices else None
    usage = getattr(completion, "usage", None)
    return Reply(
        content=(choice.message.content or "") if choice else "",
        finish_reason=(choice.finish_reason or "") if choice else "empty",
        input_tokens=getattr(usage, "prompt_tokens", 0) or 0,
        output_tokens=getattr(usage, "completion_tokens", 0) or 0,
        tries=tries,
    )


def _short(error: Exception) -> str:
    body = getattr(error, "body", None)
    message = body.get("message") if isinstance(body, dict) else None
    return str(message or type(error).__name__).replace("\n", " ")[:160]
