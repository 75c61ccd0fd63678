"""The documents in a ZIP archive, one by one, in their order; archives within it opened in their place.

Unpacked in the caller's own process: of all that is read here only zlib touches the bytes, and it gives out no more
than it is asked for. Nothing is ever written to the disk, so a member's name is only a name.
"""

from __future__ import annotations

import io
import os
import stat
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import PurePosixPath
from typing import BinaryIO

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.kinds import ZIP_STARTS, Kind, kind_of, kind_of_zip
from nianbao.extract.files.limit_errors import over_limit
from nianbao.extract.files.limits import DEFAULT_LIMITS, ReadLimits
from nianbao.extract.files.member_names import member_name
from nianbao.extract.files.page_parts import is_page_part, is_rubbish
from nianbao.extract.files.zip_directory import directory_size
from nianbao.extract.files.zip_members import DAMAGED, read_member, refusal

_BYTES_OF_AN_ENTRY = 1024
_REST = "The rest is not read: unpack it and give its folders"


@dataclass(frozen=True)
class Member:
    """A document in an archive: `archive.zip!folder/report.html`, and where its bytes are; or why it cannot be read.

    `places` are its number in the archive on the disk, in the archive within that, and so on.
    """

    name: str
    archive: str
    places: tuple[int, ...] = ()
    error: str | None = None

    def read(self) -> bytes:
        """Its bytes. Raises DocumentError."""
        if self.error:
            raise DocumentError(self.error)
        opened = _opened(self.archive, self.places[:-1])
        return opened.read(opened.zip.infolist()[self.places[-1]], self.name)


def is_archive(path: str) -> bool:
    """Whether a file is a ZIP archive by its content, and no Office document. False where it cannot be read."""
    try:
        with open(path, "rb") as file:
            return file.read(4) in ZIP_STARTS and kind_of_zip(file) == Kind.zip
    except (OSError, ValueError):
        return False


def archive_members(path: str, *, limits: ReadLimits = DEFAULT_LIMITS) -> Iterator[Member]:
    """The documents in an archive, in its order; what is refused (encrypted, too large, …) with its reason.

    Folders, symbolic links and what systems leave in archives are left out. Raises DocumentError where the archive
    itself cannot be read. Archives within archives count against the same limits as the outermost.
    """
    used = _Used(limits)
    try:
        yield from _members(_opened(path, ()), path, path, (), used)
    except _Full as full:
        setting, has = full.args
        yield Member(path, path, error=str(over_limit(path, has, limits, setting, move=_REST)))


def find_member(name: str, *, limits: ReadLimits = DEFAULT_LIMITS) -> Member | None:
    """The member that a name such as `archive.zip!folder/report.html` means; None where no archive is named so.

    Raises DocumentError where the archive has no such member, naming some that it has.
    """
    for i, letter in enumerate(name):
        if letter == "!" and is_archive(name[:i]):
            has = []
            for member in archive_members(name[:i], limits=limits):
                if member.name == name:
                    return member
                has.append(member.name)
            some = ", ".join(has[:10]) + (f" and {len(has) - 10} more" if len(has) > 10 else "")
            raise DocumentError(f"{name}: no such file in the archive. It has: {some or 'none'}.")
    return None


class _Full(Exception):
    """A limit of the whole archive is met: what follows is not looked at. Its setting, and what the archive has."""


@dataclass
class _Used:
    """What the members so far have taken of the limits."""

    limits: ReadLimits
    members: int = 0
    expanded: int = 0

    def take(self, size: int) -> None:
        self.members += 1
        self.expanded += size
        if self.members > self.limits.members:
            raise _Full("members", "too many files in it")
        if self.expanded > self.limits.expanded:
            raise _Full("expanded", "too many bytes unpacked")


@dataclass(eq=False)
class _Opened:
    zip: zipfile.ZipFile
    lock: threading.Lock = field(default_factory=threading.Lock)

    def read(self, info: zipfile.ZipInfo, name: str, most: int | None = None) -> bytes:
        """A member's bytes, or its first `most`. Raises DocumentError."""
        with self.lock:
            return read_member(self.zip, info, name=name, most=most)


def _opened(path: str, places: tuple[int, ...]) -> _Opened:
    """An archive open for reading; the last few are kept, for members are mostly read in order."""
    try:
        state = os.stat(path)
    except (OSError, ValueError) as error:
        raise DocumentError(f"{path}: cannot be read ({error}). Check the path.") from None
    return _kept(path, places, state.st_mtime_ns, state.st_size, os.getpid())


@lru_cache(maxsize=4)
def _kept(path: str, places: tuple[int, ...], changed: int, size: int, process: int) -> _Opened:
    if not places:
        return _open(open(path, "rb"), path)
    outer = _kept(path, places[:-1], changed, size, process)
    info = outer.zip.infolist()[places[-1]]
    return _open(io.BytesIO(outer.read(info, path)), path)


def _open(file: BinaryIO, name: str) -> _Opened:
    """Open an archive whose directory is not a bomb itself. Raises DocumentError."""
    size = directory_size(file)
    if size is None:
        raise DocumentError(f"{name}: a ZIP archive that is cut off: its directory is missing. Download it anew.")
    if size > DEFAULT_LIMITS.members * _BYTES_OF_AN_ENTRY:
        raise DocumentError(
            f"{name}: a ZIP archive with a directory of {size:,} bytes. Unpack it and give its folders."
        )
    try:
        opened = zipfile.ZipFile(file)
        overlap = _overlaps(opened)
    except DAMAGED as error:
        raise DocumentError(
            f"{name}: a damaged ZIP archive ({error}). Download it anew, or have it packed anew."
        ) from None
    if overlap:
        raise DocumentError(f"{name}: a ZIP archive whose files overlap, as those of a bomb do. Leave it out.")
    return _Opened(opened)


def _overlaps(opened: zipfile.ZipFile) -> bool:
    """Whether two members share bytes, or one reaches into the directory."""
    infos = sorted(opened.infolist(), key=lambda info: info.header_offset)
    ends = [info.header_offset + 30 + info.compress_size for info in infos]
    starts = [info.header_offset for info in infos] + [opened.start_dir]
    return any(end > start for end, start in zip(ends, starts[1:], strict=True))


def _members(opened: _Opened, path: str, shown: str, places: tuple[int, ...], used: _Used) -> Iterator[Member]:
    infos = opened.zip.infolist()
    names = [member_name(info) for info in infos]
    there = {PurePosixPath(name) for name in names}
    seen: dict[str, int] = {}
    deep = 0
    for i, (info, plain) in enumerate(zip(infos, names, strict=True)):
        place = PurePosixPath(plain)
        if info.is_dir() or stat.S_ISLNK(info.external_attr >> 16) or is_rubbish(place):
            continue
        if is_page_part(place, there.__contains__):
            continue
        seen[plain] = seen.get(plain, 0) + 1
        name = f"{shown}!{plain}" + (f"#{seen[plain]}" if seen[plain] > 1 else "")
        if refused := refusal(info, name=name, limits=used.limits):
            used.take(0)
            yield Member(name, path, error=str(refused))
            continue
        used.take(info.file_size)
        member = Member(name, path, (*places, i))
        try:
            inner = opened.read(info, name, 4) in ZIP_STARTS and kind_of(opened.read(info, name)) == Kind.zip
            if inner and len(places) >= used.limits.depth:
                deep += 1
            elif inner:
                yield from _members(_opened(path, member.places), path, name, member.places, used)
            else:
                yield member
        except DocumentError as error:
            said = str(error)
            yield Member(name, path, error=said if said.startswith(name) else f"{name}:{said.removeprefix(path + ':')}")
    if deep:
        has = f"{deep} archives in it lie too deep"
        yield Member(shown, path, error=str(over_limit(shown, has, used.limits, "depth", move="Unpack it yourself")))
