"""A web site on loopback: real HTTP, each page as a test says, every request kept."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from nianbao import DocumentError, Fetcher, FetchPolicy


@dataclass(frozen=True)
class Page:
    """What goes back for a path. `length` overrides Content-Length, None leaves it out and closes at the end; `delay`
    is seconds before anything is sent; `drips` sends a header's byte now and then for ever; `repeats` sends the body
    so many times."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = -1
    delay: float = 0.0
    drips: bool = False
    repeats: int = 1


@dataclass
class Asked:
    """One request: its path, its headers (names in lower case), when it came and when it was answered."""

    path: str
    headers: dict[str, str]
    began: float
    ended: float = 0.0


@dataclass
class Site:
    """The running site: its address without a path, its port, and what it was asked, in order."""

    port: int
    asked: list[Asked] = field(default_factory=list)
    sent: int = 0

    @property
    def url(self) -> str:
        """Its address by number."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def paths(self) -> list[str]:
        """The paths asked for, in order."""
        return [a.path for a in self.asked]


Respond = Callable[[str, int], Page]
"""From a path and how often it was asked for before to the page. Called from many threads."""


@contextmanager
def serve_site(pages: Mapping[str, Page] | Respond) -> Iterator[Site]:
    """Serve pages by their paths (404 for all else) on a free port of 127.0.0.1 until the block ends."""
    stop, lock = threading.Event(), threading.Lock()
    site = Site(0)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with lock:
                before = site.paths.count(self.path)
                asked = Asked(self.path, {k.lower(): v for k, v in self.headers.items()}, time.monotonic())
                site.asked.append(asked)
            page = pages(self.path, before) if callable(pages) else pages.get(self.path, Page(status=404))
            with suppress(ConnectionError):  # the client may be gone
                self._send(page)
            asked.ended = time.monotonic()

        def _send(self, page: Page) -> None:
            stop.wait(page.delay)
            self.send_response(page.status)
            for name, value in page.headers.items():
                self.send_header(name, value)
            if page.length is not None:
                self.send_header("Content-Length", str(len(page.body) if page.length < 0 else page.length))
            if page.drips:
                self.flush_headers()
                while not stop.wait(0.05):
                    self.wfile.write(b"x")
            self.end_headers()
            for _ in range(page.repeats):
                self.wfile.write(page.body)
                site.sent += len(page.body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        stop.set()
        server.shutdown()
        server.server_close()
        thread.join()


def quick(**changes: Any) -> FetchPolicy:
    """A policy that hardly waits."""
    return FetchPolicy(**{"delay": 0.0, "first_wait": 0.01, **changes})


def leads(place: str) -> Page:
    """A redirect."""
    return Page(status=302, headers={"Location": place})


def refused(url: str, **changes: Any) -> str:
    """The message of the DocumentError that fetching a URL raises."""
    with pytest.raises(DocumentError) as raised:
        Fetcher(quick(**changes)).fetch(url)
    assert str(raised.value).startswith(f"{url}: ")
    return str(raised.value)
