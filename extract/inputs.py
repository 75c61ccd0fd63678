"""What a command line names: files, folders, globs, archives and what lies in them, or standard input."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from nianbao.extract.documents import Document
from nianbao.extract.errors import DocumentError
from nianbao.extract.files.archives import Member, archive_members, find_member, is_archive
from nianbao.extract.files.limits import DEFAULT_LIMITS, ReadLimits
from nianbao.extract.files.page_parts import is_page_part, is_rubbish
from nianbao.extract.urls import is_url

if TYPE_CHECKING:
    from nianbao.extract.fetch import Fetcher

READ_SUFFIXES = (
    *(".txt", ".text", ".md", ".markdown", ".html", ".htm", ".shtml", ".xhtml", ".jhtml", ".mht", ".mhtml", ".pdf"),
    *(".docx", ".docm", ".dotx", ".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt", ".fodt", ".zip"),
    *(".png", ".jpg", ".jpeg", ".jfif", ".tif", ".tiff", ".bmp", ".webp", ".gif"),
)
NAMED_SUFFIXES = (
    *(".xlsx", ".xls", ".xlsm", ".ods", ".et", ".pptx", ".ppt", ".dps", ".ofd", ".epub", ".caj", ".ceb"),
    *(".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".heic"),
)
"""Kinds that may hold a report and are not read: a folder's files of these are named with the reason, not passed by."""
SUFFIXES = READ_SUFFIXES + NAMED_SUFFIXES
"""What a folder is searched for; a file named by itself may have any name."""


@dataclass(frozen=True)
class Input:
    """One document to read, by its name; `error` tells why there is none. `member` is it in its archive."""

    name: str
    error: str | None = None
    member: Member | None = None
    limits: ReadLimits = DEFAULT_LIMITS

    def read(self) -> Document:
        """The document. Raises DocumentError."""
        if self.error:
            raise DocumentError(self.error)
        if self.member:
            return Document.from_bytes(self.member.read(), path=self.name, limits=self.limits)
        if self.name == "-":
            data = sys.stdin.buffer.read(self.limits.bytes + 1)
            return Document.from_bytes(data, path="-", limits=self.limits)
        return Document.from_path(self.name, limits=self.limits)


@dataclass(frozen=True)
class FetchedInput(Input):
    """A document to download when it is read."""

    fetcher: Fetcher | None = None

    def read(self) -> Document:
        """The document. Raises DocumentError."""
        return self.fetcher.document(self.name) if self.fetcher else Document.from_path(self.name)


def open_document(name: str, *, limits: ReadLimits = DEFAULT_LIMITS) -> Document:
    """The one document that a name means: a file, `-` or `archive.zip!member`. Raises DocumentError."""
    return _input(name, limits).read()


def find_inputs(
    paths: Sequence[str], *, limits: ReadLimits = DEFAULT_LIMITS, fetcher: Fetcher | None = None
) -> Iterator[Input]:
    """The documents that the paths name, in order, each once; a path that names none is an Input with an error.

    URLs are downloaded by the fetcher; without one each is an error.
    """
    return unpack(name_inputs(paths, limits=limits, fetcher=fetcher))


def name_inputs(
    paths: Sequence[str], *, limits: ReadLimits = DEFAULT_LIMITS, fetcher: Fetcher | None = None
) -> Iterator[Input]:
    """As `find_inputs`, but an archive is still one: `unpack` opens it when its turn comes."""
    seen: set[str] = set()
    for path in paths:
        for found in [FetchedInput(path, fetcher=fetcher)] if is_url(path) else _expand(path, limits):
            if found.name not in seen:
                seen.add(found.name)
                yield found


def unpack(inputs: Iterable[Input], grown: Callable[[int], None] | None = None) -> Iterator[Input]:
    """Each input, an archive's documents in its place. No member is read before its `read`.

    `grown` is told how many more there are than counted so far, before the first of an archive's comes.
    """
    for one in inputs:
        if one.error or one.member or one.name == "-" or is_url(one.name) or not is_archive(one.name):
            yield one
            continue
        try:
            members = list(archive_members(one.name, limits=one.limits))
        except DocumentError as error:
            yield Input(one.name, str(error))
            continue
        if not members:
            yield Input(one.name, f"{one.name}: no document in this archive. Check how it was packed.")
            continue
        if grown:
            grown(len(members) - 1)
        for member in members:
            yield Input(member.name, member.error, None if member.error else member, one.limits)


def _expand(path: str, limits: ReadLimits) -> Iterator[Input]:
    if path != "-" and os.path.isdir(path):
        files = [p for p in sorted(Path(path).rglob("*")) if _is_document(p)]
        if not files:
            yield Input(
                path,
                f"{path}: no {', '.join(READ_SUFFIXES[:4])}, … file in this folder. Name the files themselves.",
            )
        for file in files:
            yield Input(str(file), limits=limits)
    elif path != "-" and not os.path.exists(path) and any(c in path for c in "*?["):
        names = sorted(n for n in glob.glob(path, recursive=True) if Path(n).is_file())
        if not names:
            yield Input(path, f"{path}: no file matches. Check the pattern.")
        for name in names:
            yield Input(name, limits=limits)
    else:
        yield _input(path, limits)


def _is_document(path: Path) -> bool:
    return (
        path.suffix.lower() in SUFFIXES
        and path.is_file()
        and not is_rubbish(path)
        and not is_page_part(path, lambda page: os.path.isfile(PurePath(page)))
    )


def _input(name: str, limits: ReadLimits) -> Input:
    """The input of one name that is no folder and no pattern."""
    if name == "-" or "!" not in name or os.path.exists(name):
        return Input(name, limits=limits)
    try:
        member = find_member(name, limits=limits)
    except DocumentError as error:
        return Input(name, str(error))
    return Input(name, member.error if member else None, member, limits)
