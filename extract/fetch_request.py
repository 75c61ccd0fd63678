"""One GET: bounded in bytes, also unpacked, and in time, also where a server sends a byte now and then for ever."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl

    import httpx


_GZIP = zlib.MAX_WBITS | 16
_GZIP_MAGIC = b"\x1f\x8b"


class TooLarge(Exception):
    """An answer has more bytes than are read, as sent or unpacked."""


class Garbled(Exception):
    """An answer cannot be unpacked; the text says why."""


@dataclass(frozen=True)
class Timeouts:
    """Seconds: to reach the server, of any silence, of one whole request."""

    connect: float = 10.0
    read: float = 30.0
    total: float = 120.0


@dataclass(frozen=True)
class Answer:
    """What a server sent: `data` unpacked, header names in lower case, `peer` the IP address that answered."""

    status: int
    reason: str
    headers: Mapping[str, str]
    data: bytes
    peer: str | None


def get(
    url: str, *, user_agent: str, limit: int, timeouts: Timeouts, context: ssl.SSLContext, cut: bool = False
) -> Answer:
    """The answer to a GET of a URL, redirects not followed, no cookies. At most `limit` bytes are read of a body: more
    are TooLarge, or left unread with `cut`. The body of an error or a redirect is not read.

    Raises httpx.TransportError where the server cannot be reached or breaks off, TimeoutError after `total` seconds,
    TooLarge, Garbled.
    """
    return _run(asyncio.wait_for(_get(url, user_agent, limit, timeouts, context, cut), timeouts.total))


def _run(request: Coroutine[None, None, Answer]) -> Answer:
    """Run a request to its end, also where an event loop runs already (a notebook): then in a thread."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return _in_own_loop(request)
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(_in_own_loop, request).result()


def _in_own_loop(request: Coroutine[None, None, Answer]) -> Answer:
    # Not asyncio.run: that waits without end for a name server's answer that has already been given up.
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(request)
    finally:
        left = asyncio.all_tasks(loop)  # stopped by the keyboard
        for task in left:
            task.cancel()
        if left:
            loop.run_until_complete(asyncio.wait(left))
        loop.close()


async def _get(url: str, user_agent: str, limit: int, timeouts: Timeouts, context: ssl.SSLContext, cut: bool) -> Answer:
    import httpx

    headers = {"user-agent": user_agent, "accept": "*/*", "accept-encoding": "gzip"}
    timeout = httpx.Timeout(timeouts.read, connect=timeouts.connect)
    async with (
        httpx.AsyncClient(verify=context, timeout=timeout, follow_redirects=False) as client,
        client.stream("GET", url, headers=headers) as response,
    ):
        stream = response.extensions.get("network_stream")
        address = stream.get_extra_info("server_addr") if stream is not None else None
        data = await _body(response, limit, cut) if response.status_code == 200 else b""
        return Answer(
            response.status_code,
            response.reason_phrase,
            {name.lower(): value for name, value in response.headers.items()},
            data,
            str(address[0]) if isinstance(address, tuple) else None,
        )


async def _body(response: httpx.Response, limit: int, cut: bool) -> bytes:
    """The body, unpacked here and not by httpx: that unpacks whatever has come in, a small bomb into all memory."""
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise Garbled(f"its encoding {encoding!r} was not asked for")
    length = response.headers.get("content-length", "")
    if length.isdecimal() and int(length) > limit and not cut:
        raise TooLarge
    unpacker = zlib.decompressobj(_GZIP) if encoding.endswith("gzip") else None
    data, sent = bytearray(), 0
    async for chunk in response.aiter_raw():
        sent += len(chunk)
        if unpacker is None:
            data += chunk
        else:
            try:
                data += unpacker.decompress(chunk, limit + 1 - len(data))
            except zlib.error as error:
                raise Garbled(f"its gzip is broken ({error})") from None
        if max(sent, len(data)) > limit:
            if cut:
                return bytes(data[:limit])
            raise TooLarge
    if unpacker is not None and sent and (not unpacker.eof or unpacker.unused_data.startswith(_GZIP_MAGIC)):
        raise Garbled("its gzip is cut off or in several parts")
    return bytes(data)
