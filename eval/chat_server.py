"""A chat-completions server on 127.0.0.1: real HTTP, every reply as a function says, faults of the transport too."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

_DRIP_PAUSE = 0.05
"""Seconds between two bytes of a reply that never ends: a client that waits for each byte would wait for ever."""


@dataclass(frozen=True)
class Reply:
    """What goes back: a status, headers and a body, or less.

    `delay` is seconds before anything is sent. `drop` closes the connection before anything or after the headers;
    `cut` sends so many bytes of the body and closes, with the whole body's length or none in the headers (`length`).
    `drips` sends the body and then blanks for ever.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json"
    delay: float = 0.0
    drop: Literal["before", "after headers"] | None = None
    cut: int | None = None
    length: bool = True
    drips: bool = False


Respond = Callable[[dict[str, Any], Mapping[str, str]], Reply]
"""From a request's body and its headers (names in lower case) to the reply. Called from many threads."""


def completion(content: str | None, *, model: str = "m", finish_reason: str = "stop", **changes: Any) -> dict[str, Any]:
    """The body of a chat completion. `changes` replace fields of it; a field changed to None is left out;
    `message` adds fields to the message."""
    message = {"role": "assistant", "content": content, **changes.pop("message", {})}
    body: dict[str, Any] = {
        "id": "drawn",
        "object": "chat.completion",
        "created": 0,
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": finish_reason}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 40, "total_tokens": 140},
    }
    return {k: v for k, v in {**body, **changes}.items() if v is not None}


def error_body(message: str, kind: str = "server_error", code: str | None = None) -> bytes:
    """The body of an error, as OpenAI-compatible endpoints write it."""
    return json.dumps({"error": {"message": message, "type": kind, "code": code}}, ensure_ascii=False).encode()


@contextmanager
def serve_chat(respond: Respond) -> Iterator[str]:
    """Serve on a free port of 127.0.0.1 until the block ends; the address, ending in /v1."""
    stop = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            reply = respond(body, {k.lower(): v for k, v in self.headers.items()})
            if reply.delay:
                stop.wait(reply.delay)
            with suppress(ConnectionError):  # the client may be gone
                self._send(reply)

        def _send(self, reply: Reply) -> None:
            ends = reply.drop is not None or reply.cut is not None or reply.drips or not reply.length
            if ends:
                self.close_connection = True
            if reply.drop == "before":
                self.connection.close()
                return
            self.send_response(reply.status)
            self.send_header("content-type", reply.content_type)
            if reply.length and not reply.drips:
                self.send_header("content-length", str(len(reply.body)))
            if ends:
                self.send_header("connection", "close")
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if reply.drop == "after headers":
                self.wfile.flush()
                self.connection.close()
                return
            self.wfile.write(reply.body if reply.cut is None else reply.body[: reply.cut])
            while reply.drips and not stop.wait(_DRIP_PAUSE):
                self.wfile.write(b" ")
                self.wfile.flush()

        def log_message(self, *_: Any) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{http.server_address[1]}/v1"
    finally:
        stop.set()
        http.shutdown()
        http.server_close()
        thread.join()
