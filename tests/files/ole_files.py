"""OLE files written by hand: a header, one sector of allocation table, a directory, and streams of 4096 bytes."""

from __future__ import annotations

import struct

_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STREAM_SECTORS = 8


def ole_file(*names: str, head: bytes = b"", below: tuple[str, ...] = ()) -> bytes:
    """A file with these streams at its top, each beginning with `head`; `below` are streams in a storage of the last.

    Names stand in a chain of right siblings: any tree is allowed to readers.
    """
    names = (*names, *(("ObjectPool",) if below else ()))
    entries = [_entry("Root Entry", 5, child=1)]
    directory_sectors = -(-(1 + len(names) + len(below)) // 4)
    first = 1 + directory_sectors
    for i, name in enumerate(names):
        right = i + 2 if i + 1 < len(names) else _FREE
        holds = below and name == "ObjectPool"
        child = len(names) + 1 if holds else _FREE
        entries.append(_entry(name, 1 if holds else 2, right=right, child=child, start=first + i * _STREAM_SECTORS))
    for i, name in enumerate(below):
        entries.append(_entry(name, 2, right=len(names) + i + 2 if i + 1 < len(below) else _FREE, start=first))
    directory = b"".join(entries).ljust(directory_sectors * 512, b"\0")
    chains = [_TABLE, *range(2, first), _END]
    for i in range(len(names)):
        start = first + i * _STREAM_SECTORS
        chains += [*range(start + 1, start + _STREAM_SECTORS), _END]
    table = struct.pack("<128I", *chains, *[_FREE] * (128 - len(chains)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0) + struct.pack("<109I", 0, *[_FREE] * 108)
    streams = b"".join(head.ljust(_STREAM_SECTORS * 512, b"\0") for _ in names)
    return header + table + directory + streams


def _entry(name: str, kind: int, *, right: int = _FREE, child: int = _FREE, start: int = 0) -> bytes:
    words = (name + "\0").encode("utf-16-le")
    size = 4096 if kind == 2 else 0
    tree = struct.pack("<BBIII", kind, 1, _FREE, right, child)
    return words.ljust(64, b"\0") + struct.pack("<H", len(words)) + tree + bytes(36) + struct.pack("<IQ", start, size)
