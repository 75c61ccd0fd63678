"""Every fault that an endpoint may have, each an entry in one table: from a call and its perfect answer to a reply."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from random import Random
from typing import Any

from nianbao.eval.chat_server import Reply, completion, error_body

SLOW = 0.3
"""Seconds that a slow answer takes."""


@dataclass(frozen=True)
class Call:
    """One request, its perfect answer, and the server's chance."""

    body: Mapping[str, Any]
    answer: Mapping[str, str]
    chance: Random

    def reply(self, content: str | None = None, *, finish_reason: str = "stop", **changes: Any) -> Reply:
        """A well-formed completion with the perfect content, or another one. `changes` as in `completion`."""
        said = self.content if content is None else content
        return Reply(_dump(completion(said, model=self.body["model"], finish_reason=finish_reason, **changes)))

    @property
    def content(self) -> str:
        """The perfect answer as JSON."""
        return json.dumps(self.answer, ensure_ascii=False, separators=(",", ":"))


Fault = Callable[[Call], Reply]


def _dump(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()


def perfect(call: Call) -> Reply:
    """No fault at all."""
    return call.reply()


def _status(status: int, message: str, **headers: str) -> Fault:
    return lambda _call: Reply(error_body(message), status, {k.replace("_", "-"): v for k, v in headers.items()})


def _rate_limit_date(_call: Call) -> Reply:
    ahead = format_datetime(datetime.now(UTC) + timedelta(seconds=1), usegmt=True)
    return Reply(error_body("rate limit", "rate_limit_error"), 429, {"retry-after": ahead})


def _cut_json(call: Call) -> Reply:
    whole = call.reply().body
    return Reply(whole, cut=call.chance.randrange(1, len(whole) - 1), length=False)


def _cut_short_of_length(call: Call) -> Reply:
    whole = call.reply().body
    return Reply(whole, cut=call.chance.randrange(1, len(whole) - 1))


def _null_content(call: Call) -> Reply:
    return Reply(_dump(completion(None, model=call.body["model"])))


def _cut_answer(call: Call) -> Reply:
    return call.reply(call.content[: call.chance.randrange(1, len(call.content))], finish_reason="length")


def _refusal(call: Call) -> Reply:
    message = {"refusal": "I cannot help with that.", "content": None}
    return Reply(_dump(completion(None, model=call.body["model"], finish_reason="content_filter", message=message)))


def _inspection(_call: Call) -> Reply:
    message = "Input data may contain inappropriate content."
    return Reply(error_body(message, "data_inspection_failed", "data_inspection_failed"), 400)


def _arrays(call: Call) -> Reply:
    return call.reply(json.dumps({k: v.split(" ") for k, v in call.answer.items()}, ensure_ascii=False))


def _missing_row(call: Call) -> Reply:
    lost = call.chance.choice(list(call.answer))
    return call.reply(json.dumps({k: v for k, v in call.answer.items() if k != lost}, ensure_ascii=False))


def _extra_row(call: Call) -> Reply:
    return call.reply(json.dumps({**call.answer, "合计": "0 0 0 0 0 0 0"}, ensure_ascii=False))


def _misread_digit(call: Call) -> Reply:
    key = call.chance.choice(list(call.answer))
    said = call.answer[key]
    places = [i for i, c in enumerate(said) if c.isdigit()]
    if not places:
        return call.reply()
    at = call.chance.choice(places)
    digit = call.chance.choice([d for d in "0123456789" if d != said[at]])
    changed = {**call.answer, key: said[:at] + digit + said[at + 1 :]}
    return call.reply(json.dumps(changed, ensure_ascii=False))


def _neighbour_row(call: Call) -> Reply:
    keys = list(call.answer)
    at = call.chance.randrange(len(keys))
    other = keys[at + 1] if at + 1 < len(keys) else keys[at - 1]
    return call.reply(json.dumps({**call.answer, keys[at]: call.answer[other]}, ensure_ascii=False))


FAULTS: dict[str, Fault] = {
    "429_retry_after_seconds": _status(429, "rate limit", retry_after="0.1"),
    "429_retry_after_date": _rate_limit_date,
    "429": _status(429, "rate limit"),
    "500": _status(500, "internal error"),
    "502": lambda _call: Reply(b"<html><body>Bad Gateway</body></html>", 502, content_type="text/html"),
    "503": _status(503, "overloaded"),
    "529": _status(529, "overloaded"),
    "408": _status(408, "request timeout"),
    "dropped_before_headers": lambda _call: Reply(drop="before"),
    "dropped_after_headers": lambda call: Reply(call.reply().body, drop="after headers"),
    "cut_body": _cut_json,
    "cut_body_with_length": _cut_short_of_length,
    "slow": lambda call: Reply(call.reply().body, delay=SLOW),
    "endless_drip": lambda call: Reply(call.reply().body[:20], drips=True),
    "html_with_200": lambda _call: Reply(b"<!DOCTYPE html><title>Maintenance</title>", content_type="text/html"),
    "empty_body": lambda _call: Reply(b""),
    "invalid_json_content": lambda call: call.reply(call.content[:-2] + "，"),
    "empty_content": lambda call: call.reply(""),
    "null_content": _null_content,
    "no_choices": lambda call: call.reply(choices=[]),
    "cut_answer": _cut_answer,
    "refusal": _refusal,
    "data_inspection_failed": _inspection,
    "fenced_json": lambda call: call.reply(f"```json\n{call.content}\n```"),
    "think_text": lambda call: call.reply(f"<think>第一行是{{0 0}}。照抄。</think>\n\n{call.content}"),
    "reasoning_content": lambda call: call.reply(message={"reasoning_content": "逐行照抄，{不计算}。"}),
    "arrays": _arrays,
    "missing_row": _missing_row,
    "extra_row": _extra_row,
    "misread_digit": _misread_digit,
    "neighbour_row": _neighbour_row,
    "no_usage": lambda call: call.reply(usage=None),
}
"""Every fault by its name. Those that are well-formed and right (`slow`, `fenced_json`, …) must cost nothing."""


def _refuses_strict(body: Mapping[str, Any]) -> str | None:
    wanted = body.get("response_format", {}).get("json_schema", {})
    return "json_schema: 'strict' is not supported" if wanted.get("strict") else None


def _refuses_format(kind: str) -> Callable[[Mapping[str, Any]], str | None]:
    def refuse(body: Mapping[str, Any]) -> str | None:
        given = body.get("response_format", {}).get("type")
        return f"response_format.type {kind!r} is not supported" if given == kind else None

    return refuse


def _refuses_field(name: str, message: str) -> Callable[[Mapping[str, Any]], str | None]:
    return lambda body: message if name in body else None


CAPABILITIES: dict[str, Callable[[Mapping[str, Any]], str | None]] = {
    "no_strict": _refuses_strict,
    "no_json_schema": _refuses_format("json_schema"),
    "no_json_object": _refuses_format("json_object"),
    "no_max_tokens": _refuses_field(
        "max_tokens", "Unsupported parameter: 'max_tokens' is not supported. Use 'max_completion_tokens' instead."
    ),
    "no_temperature": _refuses_field("temperature", "Unsupported value: 'temperature' does not support 0."),
}
"""What an endpoint cannot do at all, by name: from a request's body to the message of its HTTP 400, or None."""
