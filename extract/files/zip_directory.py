"""A ZIP's central directory, looked at before any library takes it apart: how large it is, and the names in it."""

from __future__ import annotations

import os
import struct
from typing import BinaryIO

_END = b"PK\x05\x06"
_ENTRY = b"PK\x01\x02"
_LOCAL = b"PK\x03\x04"
_LONGEST_COMMENT = 65_535
_MOST_NAMES = 20_000


def directory_size(file: BinaryIO) -> int | None:
    """The directory's size in bytes as the archive's end gives it, or None where there is no end: it is cut off."""
    found = _directory(file)
    return None if found is None else found[1]


def zip_names(file: BinaryIO) -> list[str]:
    """The members' names, 20,000 at most, non-ASCII ones undecoded (as Latin-1).

    Where the directory is missing, those of the local headers in the first MB.
    """
    found = _directory(file)
    if found is None:
        return _local_names(file)
    start, size = found
    file.seek(max(start, 0))
    block = file.read(min(size, 16 * 1024 * 1024))
    names: list[str] = []
    at = 0
    while len(names) < _MOST_NAMES and block[at : at + 4] == _ENTRY and at + 46 <= len(block):
        name, extra, comment = struct.unpack_from("<3H", block, at + 28)
        names.append(block[at + 46 : at + 46 + name].decode("latin-1"))
        at += 46 + name + extra + comment
    return names or _local_names(file)


def _directory(file: BinaryIO) -> tuple[int, int] | None:
    """Where the central directory starts and its bytes. Bytes before the archive are allowed for, as unzip does."""
    end = file.seek(0, os.SEEK_END)
    tail_start = max(end - _LONGEST_COMMENT - 22, 0)
    file.seek(tail_start)
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or at + 22 > len(tail):
        return None
    size = struct.unpack_from("<I", tail, at + 12)[0]
    before = tail_start + at
    if tail[at - 20 : at - 16] == b"PK\x06\x07":
        wide = struct.unpack_from("<Q", tail, at - 12)[0]
        file.seek(min(wide, end))
        record = file.read(56)
        if record[:4] == b"PK\x06\x06" and len(record) == 56:
            size = struct.unpack_from("<Q", record, 40)[0]
            before = wide
    return before - size, size


def _local_names(file: BinaryIO) -> list[str]:
    file.seek(0)
    block = file.read(1024 * 1024)
    names: list[str] = []
    at = block.find(_LOCAL)
    while 0 <= at <= len(block) - 30 and len(names) < _MOST_NAMES:
        length = struct.unpack_from("<H", block, at + 26)[0]
        names.append(block[at + 30 : at + 30 + length].decode("latin-1"))
        at = block.find(_LOCAL, at + 30)
    return names
