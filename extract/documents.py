"""A document: the text that was read, where it came from, and what its file says of it."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.content import Content
from nianbao.extract.files.limits import DEFAULT_LIMITS, ReadLimits
from nianbao.extract.files.process import read_apart
from nianbao.extract.urls import is_url


@dataclass(frozen=True)
class Document:
    """A text that was read, and where it came from. All spans count its characters.

    `content` is what the file says beside the text, None where it is plain text; `notes` are what its reader has to
    tell the user.
    """

    text: str
    path: str | None
    sha256: str
    media_type: str = "text/plain"
    encoding: str = "utf-8"
    content: Content | None = None
    notes: tuple[str, ...] = ()

    @classmethod
    def from_text(cls, text: str, *, path: str | None = None) -> Document:
        """A document out of a text at hand. Raises DocumentError if it is empty."""
        if not text.strip():
            raise DocumentError(f"{path or 'text'}: it is empty. Check how it was converted or downloaded.")
        return cls(text, path, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())

    @classmethod
    def from_bytes(cls, data: bytes, *, path: str | None = None, limits: ReadLimits = DEFAULT_LIMITS) -> Document:
        """A document out of the bytes of a file of any kind; all but plain text is read in a process apart.

        Raises DocumentError, naming the trouble and the next move.
        """
        content = read_apart(data, name=path or "input", limits=limits)
        plain = content.media_type == "text/plain"
        return cls(
            content.text,
            path,
            hashlib.sha256(data).hexdigest(),
            content.media_type,
            content.encoding,
            None if plain else content,
            content.notes,
        )

    @classmethod
    def from_path(cls, path: str | Path, *, limits: ReadLimits = DEFAULT_LIMITS) -> Document:
        """A document out of a file. Raises DocumentError, also for a missing or unreadable path."""
        if isinstance(path, str) and is_url(path):
            raise DocumentError(
                f"{path}: a URL. Add --fetch to download it (`nianbao extract`), or in Python give "
                "`nianbao.fetch_document(url)`: nothing is fetched unasked."
            )
        file = Path(path)
        try:
            if os.path.isdir(file):
                raise DocumentError(f"{file}: a folder, not a file. Name a report's file.")
            with file.open("rb") as opened:
                data = opened.read(limits.bytes + 1)
        except FileNotFoundError:
            raise DocumentError(f"{file}: no such file. Check the path.") from None
        except PermissionError:
            raise DocumentError(f"{file}: no permission to read it. Check its access rights.") from None
        except (OSError, ValueError) as error:
            raise DocumentError(f"{file}: cannot be read ({error}).") from None
        return cls.from_bytes(data, path=str(file), limits=limits)
