"""A scripted OpenAI-compatible server on loopback: real HTTP, with answers and faults as a test says."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from nianbao.eval.chat_server import Reply, completion, error_body, serve_chat


@dataclass(frozen=True)
class Answer:
    """What the server sends back: a message's content, or a fault of the transport.

    `status` other than 200 sends an error; `drop` closes the connection without a word; `retry_after` is in
    seconds, or a date.
    """

    content: str = ""
    finish_reason: str = "stop"
    status: int = 200
    retry_after: float | str | None = None
    drop: bool = False
    error: str = "scripted"
    body: bytes | None = None
    delay: float = 0.0


Script = Callable[[dict[str, Any], int], Answer]
"""From a request's body and its number (from 0) to the answer."""


@dataclass
class ScriptedServer:
    """The running server: its address, and every request body and header that it has had."""

    url: str
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    def rows_asked(self) -> list[list[str]]:
        """The rows (short names) that each request asked for, by its schema."""
        asked = []
        for request in self.requests:
            schema = request.get("response_format", {}).get("json_schema", {}).get("schema", {})
            asked.append(list(schema.get("properties", {})))
        return asked

    def prompts(self) -> list[str]:
        """The whole text of each request's messages."""
        return ["\n".join(m["content"] for m in request["messages"]) for request in self.requests]


@contextmanager
def serve(script: Script) -> Iterator[ScriptedServer]:
    """Serve a script on a free port of 127.0.0.1 until the block ends."""
    lock = threading.Lock()
    server = ScriptedServer("")

    def respond(body: dict[str, Any], headers: Mapping[str, str]) -> Reply:
        with lock:
            number = len(server.requests)
            server.requests.append(body)
            server.headers.append(dict(headers))
            server.times.append(time.monotonic())
            return _reply(script(body, number), body)

    with serve_chat(respond) as server.url:
        yield server


def _reply(answer: Answer, body: dict[str, Any]) -> Reply:
    if answer.body is not None:
        content = answer.body
    elif answer.status != 200:
        content = error_body(answer.error, "scripted")
    else:
        said = completion(answer.content, model=body["model"], finish_reason=answer.finish_reason)
        content = json.dumps(said).encode()
    headers = {} if answer.retry_after is None else {"retry-after": str(answer.retry_after)}
    return Reply(content, answer.status, headers, delay=answer.delay, drop="before" if answer.drop else None)
