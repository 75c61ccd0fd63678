"""How much of a file is read at most: each limit a setting with a default that no honest report meets."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ReadLimits:
    """Limits for one file. A file that meets one is refused with a DocumentError that names the limit and its setting.

    `bytes`: of the file, or of one member of an archive. `characters`: of its text. `pages`: of a PDF or an image of
    several. `pixels`: of one picture or rendered page. `nesting`: of elements in markup. `depth`: of archives within
    archives. `members` and `expanded` (bytes): of an archive, unpacked, in all. `ratio`: unpacked to packed bytes.
    `seconds`: for one file or member, `scan_seconds` where it is recognised from pictures. `memory` (bytes): of the
    process that reads it.
    """

    bytes: int = 64 * 1024 * 1024
    characters: int = 4_000_000
    pages: int = 300
    pixels: int = 60_000_000
    nesting: int = 2_000
    depth: int = 2
    members: int = 5_000
    expanded: int = 1024 * 1024 * 1024
    ratio: int = 200
    seconds: float = 120.0
    scan_seconds: float = 900.0
    memory: int = 3 * 1024 * 1024 * 1024


DEFAULT_LIMITS = ReadLimits()
