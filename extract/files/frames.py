"""Messages on a pipe: a JSON value and bytes, their lengths before them. No pickle: the other end may be hostile."""

from __future__ import annotations

import json
import struct
from io import RawIOBase
from typing import IO, Any

_LENGTHS = struct.Struct("<QQ")
_CHUNK = 1024 * 1024

Pipe = IO[bytes] | RawIOBase


def write_frame(pipe: Pipe, value: Any, data: bytes = b"") -> None:
    """Send a value of JSON, and bytes after it. Raises OSError where the other end is gone."""
    head = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
    for piece in (_LENGTHS.pack(len(head), len(data)) + head, data):
        left = memoryview(piece)
        while left:
            left = left[pipe.write(left) or 0 :]


def read_frame(pipe: Pipe, *, most: int | None = None) -> tuple[Any, bytes]:
    """The next value and its bytes. Raises EOFError where the other end is gone, ValueError where it sends more than
    `most` bytes or no JSON."""
    head_length, data_length = _LENGTHS.unpack(_exactly(pipe, _LENGTHS.size))
    if most is not None and head_length + data_length > most:
        raise ValueError(f"an answer of {head_length + data_length:,} bytes")
    head = _exactly(pipe, head_length)
    return json.loads(head.decode("utf-8", "surrogatepass")), _exactly(pipe, data_length)


def _exactly(pipe: Pipe, length: int) -> bytes:
    data = bytearray()
    while len(data) < length:
        piece = pipe.read(min(length - len(data), _CHUNK))
        if not piece:
            raise EOFError
        data += piece
    return bytes(data)
