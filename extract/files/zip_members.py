"""Members of a ZIP, judged by what its directory says of them before a byte is unpacked; never more comes out."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.limit_errors import over_limit
from nianbao.extract.files.limits import ReadLimits

DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, OverflowError, RuntimeError)
"""What zipfile raises for a file that is not as it should be; NotImplementedError is a RuntimeError."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""bzip2 gives out gigabytes at once, and who packs reports so?"""
_SMALL = 4 * 1024 * 1024
"""Bytes that may be packed however tightly: an empty drawing shrinks a thousandfold."""
_ANEW = "Get the file anew from where it was published."
_BOMB = "Bombs are packed so: leave it out"


def refusal(info: zipfile.ZipInfo, *, name: str, limits: ReadLimits) -> DocumentError | None:
    """Why a member called `name` is not unpacked, or None."""
    if info.flag_bits & 0x1:
        return DocumentError(f"{name}: encrypted with a password. Unpack or save it without one, and give that.")
    if info.compress_type not in _METHODS:
        return DocumentError(
            f"{name}: packed by a method that is not read (number {info.compress_type}). Pack it anew as a usual ZIP."
        )
    if info.file_size > limits.bytes:
        return over_limit(name, f"{info.file_size:,} bytes unpacked", limits, "bytes")
    if info.file_size > max(_SMALL, limits.ratio * info.compress_size):
        times = info.file_size // max(info.compress_size, 1)
        return over_limit(name, f"{times:,} bytes unpacked for each packed one", limits, "ratio", move=_BOMB)
    return None


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, *, name: str, most: int | None = None) -> bytes:
    """A member's bytes, or its first `most`; never more than the directory says it has. Raises DocumentError where it
    is damaged."""
    size = info.file_size + 1  # read() without a number unpacks it all before it looks at the size
    try:
        with archive.open(info) as member:
            return member.read(size if most is None else min(most, size))
    except DAMAGED as error:
        raise DocumentError(f"{name}: damaged where it is packed ({error}). {_ANEW}") from None


def open_package(data: bytes, *, name: str, limits: ReadLimits) -> tuple[zipfile.ZipFile, dict[str, zipfile.ZipInfo]]:
    """A document that is a ZIP, and its members by their names in lower case; nothing is unpacked.

    Raises DocumentError: damaged, too many members, too much, a member that is refused, a name that stands twice or
    leads out of the archive.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except DAMAGED as error:
        raise DocumentError(f"{name}: damaged or cut off ({error}). {_ANEW}") from None
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > limits.members:
        raise over_limit(name, f"{len(infos):,} members", limits, "members")
    members: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        plain = info.filename.replace("\\", "/").lower()
        if plain.startswith("/") or ".." in plain.split("/") or ":" in plain or len(plain) > 400:
            raise DocumentError(f"{name}: a member's name leads out of the archive ({info.filename[:80]!r}). {_ANEW}")
        if plain in members:
            raise DocumentError(f"{name}: two members are called {info.filename[:80]!r}. {_ANEW}")
        if refused := refusal(info, name=f"{name}: {info.filename[:80]}", limits=limits):
            raise refused
        members[plain] = info
    expanded = sum(info.file_size for info in infos)
    if expanded > limits.expanded:
        raise over_limit(name, f"{expanded:,} bytes unpacked", limits, "expanded")
    if expanded > max(_SMALL, len(data) * limits.ratio):  # of members that share their bytes, too
        has = f"{expanded // len(data):,} bytes unpacked for each packed one"
        raise over_limit(name, has, limits, "ratio", move=_BOMB)
    return archive, members
