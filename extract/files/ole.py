"""What does an OLE file (DOC, XLS, PPT, WPS, an encrypted DOCX …) hold? Its directory says; no stream is unpacked."""

from __future__ import annotations

import struct
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_HEADER, _ENTRY = 512, 128
_STORAGE, _STREAM = 1, 2
_END = 0xFFFFFFFA
"""Sector numbers from here on have meanings of their own: free, end of chain."""
_MOST_SECTORS = 2_000
"""Of the directory: some thousand streams and storages, of which a document has some ten."""


class DamagedOle(Exception):
    """The file's directory cannot be followed."""


@dataclass(frozen=True)
class OleEntry:
    """A stream or storage at the top of the file: its name, where its bytes begin (None: not in sectors), its size."""

    name: str
    start: int | None
    size: int


def read_ole_directory(data: bytes) -> dict[str, OleEntry]:
    """The entries at the top of an OLE file by name ([MS-CFB], 2.6). Raises DamagedOle."""
    if not data.startswith(MAGIC) or len(data) < _HEADER:
        raise DamagedOle("no OLE header")
    shift, mini_shift = struct.unpack_from("<HH", data, 30)
    fat_sectors, first = struct.unpack_from("<II", data, 44)
    if shift not in (9, 12) or mini_shift != 6:
        raise DamagedOle("odd sector size")
    sector = 1 << shift
    fat = _fat(data, sector, fat_sectors)
    directory, seen = bytearray(), set[int]()
    while first < _END:
        if first in seen or (first + 1) * sector >= len(data) or len(seen) == _MOST_SECTORS:
            raise DamagedOle("the directory's chain leads nowhere")
        seen.add(first)
        directory += data[(first + 1) * sector : (first + 2) * sector]
        first = fat[first] if first < len(fat) else 0xFFFFFFFE
    cutoff = struct.unpack_from("<I", data, 56)[0]
    return {entry.name: entry for entry in _top(directory, sector, cutoff)}


def ole_names(data: bytes) -> set[str]:
    """The names of the streams and storages at the top of an OLE file; none where its directory is broken."""
    try:
        return set(read_ole_directory(data))
    except DamagedOle:
        return set()


def _fat(data: bytes, sector: int, count: int) -> tuple[int, ...]:
    """The allocation table, as far as the header itself lists its sectors (the first 109), which covers 6.8 MB; a
    directory beyond that is looked for in the further list."""
    places = list(struct.unpack_from("<109I", data, 76))
    more, seen = struct.unpack_from("<I", data, 68)[0], set[int]()
    while more < _END and more not in seen and (more + 2) * sector <= len(data):
        seen.add(more)
        listed = struct.unpack_from(f"<{sector // 4}I", data, (more + 1) * sector)
        places += listed[:-1]
        more = listed[-1]
    table: list[int] = []
    for place in places[:count]:
        if place < _END and (place + 2) * sector <= len(data):
            table += struct.unpack_from(f"<{sector // 4}I", data, (place + 1) * sector)
    return tuple(table)


def _top(directory: bytearray, sector: int, cutoff: int) -> list[OleEntry]:
    """The entries that the root holds: a tree of siblings below its child."""
    found: list[OleEntry] = []
    if len(directory) < _ENTRY:
        raise DamagedOle("no directory")
    waiting, seen = [struct.unpack_from("<I", directory, 76)[0]], set[int]()
    while waiting:
        at = waiting.pop()
        if at in seen or (at + 1) * _ENTRY > len(directory):
            continue
        seen.add(at)
        entry = directory[at * _ENTRY : (at + 1) * _ENTRY]
        length = min(struct.unpack_from("<H", entry, 64)[0], 64)
        name = entry[: max(0, length - 2)].decode("utf-16-le", "replace")
        left, right = struct.unpack_from("<II", entry, 68)
        start, size = struct.unpack_from("<II", entry, 116)
        whole = entry[66] == _STREAM and size >= cutoff and start < _END
        if entry[66] in (_STORAGE, _STREAM):
            found.append(OleEntry(name, (start + 1) * sector if whole else None, size))
        waiting += [left, right]
    return found
