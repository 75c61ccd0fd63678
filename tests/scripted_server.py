"""A scripted OpenAI-compatible server on loopback: real HTTP, with answers and faults as a test says."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


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

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            with lock:
                number = len(server.requests)
                server.requests.append(body)
                server.headers.append({k.lower(): v for k, v in self.headers.items()})
                server.times.append(time.monotonic())
                answer = script(body, number)
            if answer.delay:
                time.sleep(answer.delay)
            if answer.drop:
                self.close_connection = True
                self.connection.close()
                return
            content = answer.body if answer.body is not None else self._body(body, answer)
            self.send_response(answer.status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            if answer.retry_after is not None:
                self.send_header("retry-after", str(answer.retry_after))
            self.end_headers()
            self.wfile.write(content)

        @staticmethod
        def _body(body: dict[str, Any], answer: Answer) -> bytes:
            if answer.status != 200:
                return json.dumps({"error": {"message": answer.error, "type": "scripted"}}).encode()
            message = {"role": "assistant", "content": answer.content}
            choice = {"index": 0, "message": message, "finish_reason": answer.finish_reason}
            usage = {"prompt_tokens": 100, "completion_tokens": 40, "total_tokens": 140}
            reply = {"id": "s", "object": "chat.completion", "created": 0, "model": body["model"]}
            return json.dumps({**reply, "choices": [choice], "usage": usage}).encode()

        def log_message(self, *_: Any) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    server = ScriptedServer(f"http://127.0.0.1:{http.server_address[1]}/v1")
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
