"""Find the documents that a command line names: files, folders, globs, or standard input."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nianbao.extract.documents import Document
from nianbao.extract.errors import DocumentError
from nianbao.extract.urls import is_url

if TYPE_CHECKING:
    from nianbao.extract.fetch import Fetcher

SUFFIXES = (".txt", ".text", ".md", ".markdown")
"""What a folder is searched for; a file named by itself may have any name."""


@dataclass(frozen=True)
class Input:
    """One document to read, by its name; `error` tells why there is none."""

    name: str
    error: str | None = None

    def read(self) -> Document:
        """The document. Raises DocumentError."""
        if self.error:
            raise DocumentError(self.error)
        if self.name == "-":
            return Document.from_bytes(sys.stdin.buffer.read(), path="-")
        return Document.from_path(self.name)


@dataclass(frozen=True)
class FetchedInput(Input):
    """A document to download when it is read."""

    fetcher: Fetcher | None = None

    def read(self) -> Document:
        """The document. Raises DocumentError."""
        return self.fetcher.document(self.name) if self.fetcher else Document.from_path(self.name)


def find_inputs(paths: Sequence[str], *, fetcher: Fetcher | None = None) -> Iterator[Input]:
    """The documents that the paths name, in order, each once; a path that names none is an Input with an error.

    URLs are downloaded by the fetcher; without one each is an error."""
    seen: set[str] = set()
    for path in paths:
        for found in [FetchedInput(path, fetcher=fetcher)] if is_url(path) else _expand(path):
            if found.name not in seen:
                seen.add(found.name)
                yield found


def _expand(path: str) -> Iterator[Input]:
    place = Path(path)
    if path == "-":
        yield Input("-")
    elif os.path.isdir(path):
        files = sorted(p for p in place.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
        if not files:
            yield Input(path, f"{path}: no {', '.join(SUFFIXES)} file in this folder. Name the files themselves.")
        for file in files:
            yield Input(str(file))
    elif not os.path.exists(path) and any(c in path for c in "*?["):
        names = sorted(n for n in glob.glob(path, recursive=True) if Path(n).is_file())
        if not names:
            yield Input(path, f"{path}: no file matches. Check the pattern.")
        for name in names:
            yield Input(name)
    else:
        yield Input(path)
