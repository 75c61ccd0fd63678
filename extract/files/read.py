"""Read a file of any kind, in this process: the kind says who reads it, the limits how much."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.content import Content
from nianbao.extract.files.encodings import decode
from nianbao.extract.files.kinds import FACTS, Kind, kind_of
from nianbao.extract.files.limit_errors import check_bytes, check_characters
from nianbao.extract.files.limits import DEFAULT_LIMITS, ReadLimits

Reader = Callable[..., Content]


def read_content(data: bytes, *, name: str, limits: ReadLimits = DEFAULT_LIMITS) -> Content:
    """What a file holds, read by the reader of its kind.

    Raises DocumentError with `name`, what is wrong and the next move: for a kind that is not read, a file that is
    larger than a limit allows, and for whatever its reader refuses. `read_apart` (process.py) does the same where a
    crash or a hang does no harm.
    """
    check_bytes(data, name=name, limits=limits)
    kind = kind_of(data, name)
    content = reader_of(kind, name)(data, name=name, limits=limits)
    return checked(content, name=name, limits=limits)


def read_text(data: bytes, *, name: str, limits: ReadLimits = DEFAULT_LIMITS) -> Content:
    """A plain text, whatever its encoding, as it stands. Raises DocumentError where it is no text."""
    text, encoding = decode(data, name=name)
    return Content(text, FACTS[Kind.text].media_type, encoding)


def checked(content: Content, *, name: str, limits: ReadLimits) -> Content:
    """The content, if it has a text and not too long a one. Raises DocumentError."""
    check_characters(len(content.text), name=name, limits=limits)
    if not content.text.strip() and content.media_type == FACTS[Kind.text].media_type:
        raise DocumentError(f"{name}: it is empty. Check how it was converted or downloaded.")
    if not content.text.strip():
        said = " ".join(content.notes)
        raise DocumentError(
            f"{name}: there is no text in it. {said or 'Check how it was converted or downloaded.'}".strip()
        )
    return content


def reader_of(kind: Kind, name: str) -> Reader:
    """The reader of a kind. Raises DocumentError for one that is not read."""
    facts = FACTS[kind]
    if facts.reader is None:
        raise DocumentError(f"{name}: {facts.what}, which is not read. {facts.move}")
    module, function = facts.reader.split(":")
    reader: Reader = getattr(import_module(module), function)
    return reader
