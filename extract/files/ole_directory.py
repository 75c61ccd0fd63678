"""The names in an old Office file's directory (a compound file, [MS-CFB]): which program wrote it."""

from __future__ import annotations

import struct

_ENTRY = 128
_FREE = 0xFFFFFFFA
"""Sector numbers from here on are signs: the end of a chain, a free sector."""
_MOST_SECTORS = 2_000


def ole_names(data: bytes) -> set[str]:
    """The names of the streams and storages directly under the root; of all in the directory where its tree is broken.

    Empty where the header is cut off. Looks at 2,000 sectors of the directory at most.
    """
    if len(data) < 512:
        return set()
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in (9, 12):
        return set()
    entries = _entries(data, shift)
    if not entries:
        return set()
    every = {name for name, _ in entries if name}
    names: set[str] = set()
    seen: set[int] = set()
    waiting = [entries[0][1][2]]
    while waiting:
        at = waiting.pop()
        if at in seen or not 0 <= at < len(entries):
            continue
        seen.add(at)
        name, (left, right, _) = entries[at]
        names.add(name)
        waiting += [left, right]
    return names or every


def _entries(data: bytes, shift: int) -> list[tuple[str, tuple[int, int, int]]]:
    """Each entry's name and its left, right and child entries' numbers, along the directory's chain of sectors."""
    size = 1 << shift
    table_sectors = struct.unpack_from("<109I", data, 76)
    sector = struct.unpack_from("<I", data, 48)[0]
    entries = []
    for _ in range(_MOST_SECTORS):
        start = (sector + 1) * size
        block = data[start : start + size]
        if sector >= _FREE or len(block) < _ENTRY:
            break
        for offset in range(0, len(block) - _ENTRY + 1, _ENTRY):
            length = struct.unpack_from("<H", block, offset + 64)[0]
            name = block[offset : offset + max(min(length, 64) - 2, 0)].decode("utf-16-le", errors="replace")
            entries.append((name, struct.unpack_from("<3I", block, offset + 68)))
        part, place = divmod(sector, size // 4)
        if part >= len(table_sectors) or table_sectors[part] >= _FREE:
            break
        link = (table_sectors[part] + 1) * size + 4 * place
        if link + 4 > len(data):
            break
        sector = struct.unpack_from("<I", data, link)[0]
    return entries
