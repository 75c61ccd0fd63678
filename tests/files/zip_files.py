"""ZIP archives for tests, and what is found in them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from nianbao.extract.files.archives import Member, archive_members
from nianbao.extract.files.limits import DEFAULT_LIMITS, ReadLimits


def write(path: Path, *files: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """A ZIP with these files, in this order."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return path


def bytes_of(*files: tuple[str, bytes]) -> bytes:
    """The same as bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


def members(path: Path, limits: ReadLimits = DEFAULT_LIMITS) -> list[Member]:
    """Its members."""
    return list(archive_members(str(path), limits=limits))


def names(path: Path, limits: ReadLimits = DEFAULT_LIMITS) -> list[str]:
    """Their names without the archive's own path."""
    return [m.name.removeprefix(f"{path}!") for m in members(path, limits)]
