"""Read a file in a process apart: a crash, a hang or a hunger for memory costs that one file and nothing else."""

from __future__ import annotations

import atexit
import os
import signal
import threading
import weakref
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.child import Child, ChildEnded
from nianbao.extract.files.content import Content
from nianbao.extract.files.content_json import content_from_json
from nianbao.extract.files.kinds import FACTS, IMAGES, Kind, kind_of
from nianbao.extract.files.limit_errors import check_bytes, over_limit
from nianbao.extract.files.limits import DEFAULT_LIMITS, ReadLimits
from nianbao.extract.files.read import checked, read_content, reader_of

_READER = "nianbao.extract.files.read:read_content"
_MOST_CHILDREN = max(1, min(os.cpu_count() or 1, 8))
_MOST_FILES = 500
"""After so many files a child is replaced: what libraries leak goes with it."""
_HOSTILE = "The file is huge, damaged or hostile; leave it out"
_LARGEST_IDLE = 1024 * 1024 * 1024
"""Bytes of memory that a child may keep between two files; one that has more is ended."""


def read_apart(data: bytes, *, name: str, limits: ReadLimits = DEFAULT_LIMITS) -> Content:
    """What a file holds, as `read_content` says, but read in a process apart that the limits bound.

    A plain text is read at once, here: nothing takes it apart. For the rest a child is kept from one file to the next
    (one for each file read at a time, as many as there are cores at most). Raises DocumentError, also where the
    reader crashes, meets the limit `seconds` (`scan_seconds` for pictures) or `memory`. Any thread may call it.
    """
    return _readers.read(data, name=name, limits=limits)


def end_readers() -> None:
    """End all reading processes, also those at work: who waits for them gets a DocumentError. The next file starts new
    ones. Done by itself when the program ends."""
    _readers.close()


class Readers:
    """Children that read files with one function, `module:function`; `search` are folders to look for it in."""

    def __init__(self, reader: str = _READER, *, search: Sequence[str] = ()) -> None:
        self._reader = reader
        self._search = tuple(search)
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(_MOST_CHILDREN)
        self._idle: list[Child] = []
        self._children: set[Child] = set()
        _every.add(self)

    def read(self, data: bytes, *, name: str, limits: ReadLimits = DEFAULT_LIMITS) -> Content:
        """What the file holds. Raises DocumentError."""
        check_bytes(data, name=name, limits=limits)
        kind = kind_of(data, name)
        if kind == Kind.text:
            return read_content(data, name=name, limits=limits)
        if FACTS[kind].reader is None:
            reader_of(kind, name)
        with self._places:
            answer = self._ask(data, name, limits, limits.scan_seconds if kind in IMAGES else limits.seconds)
        return checked(_content_of(answer, name, limits), name=name, limits=limits)

    def close(self) -> None:
        """End all children."""
        with self._lock:
            ended = list(self._children)
            self._idle.clear()
            self._children.clear()
        for child in ended:
            child.end()

    def _ask(self, data: bytes, name: str, limits: ReadLimits, seconds: float) -> dict[str, Any]:
        child = self._take(name)
        keep = False
        try:
            answer = child.read(data, {"name": name, "limits": asdict(limits)}, limits, seconds)
            keep = "memory" not in answer and child.files < _MOST_FILES and child.memory() < _LARGEST_IDLE
            if "fault" in answer:
                raise _with_words(DocumentError(f"{name}: {_fault(answer)}"), child)
            return answer
        except ChildEnded as ended:
            raise _with_words(_error(ended, name, limits), child) from None
        finally:  # also after KeyboardInterrupt: a child in the middle of a file is of no more use
            with self._lock:
                keep = keep and child in self._children and child.alive
                if keep:
                    self._idle.append(child)
                else:
                    self._children.discard(child)
            if not keep:
                child.end()

    def _take(self, name: str) -> Child:
        with self._lock:
            while self._idle:
                child = self._idle.pop()
                if child.alive:
                    return child
                self._children.discard(child)
                child.end()
        try:
            child = Child(self._reader, self._search)
        except (OSError, ChildEnded) as error:
            failed = DocumentError(
                f"{name}: the process that reads files cannot be started ({error}). Run with --debug for its words."
            )
            if isinstance(error, ChildEnded) and error.said:
                failed.add_note(f"The reading process said:\n{error.said}")
            raise failed from None
        with self._lock:
            self._children.add(child)
        return child

    def after_fork(self) -> None:
        """In a forked copy of the program: let go of the children, which are the original's, and begin anew."""
        for child in self._children:
            child.let_go()
        self._lock = threading.Lock()  # another thread may have held it at the fork
        self._places = threading.BoundedSemaphore(_MOST_CHILDREN)
        self._idle.clear()
        self._children.clear()


def _content_of(answer: dict[str, Any], name: str, limits: ReadLimits) -> Content:
    if "content" in answer:
        try:
            return content_from_json(answer["content"])
        except (KeyError, TypeError, ValueError) as error:
            raise DocumentError(f"{name}: its reader gave no content ({error!r}). Please report it.") from None
    if "error" in answer:
        raise DocumentError(str(answer["error"]))
    if "memory" in answer:
        raise _too_much_memory(name, limits)
    if "nested" in answer:
        raise DocumentError(f"{name}: too deeply nested to read. Open it in its own program and save it anew.")
    raise DocumentError(f"{name}: its reader gave no answer. Please report it.")


def _with_words(error: DocumentError, child: Child) -> DocumentError:
    """The error with what the process wrote to its standard error, for --debug."""
    if said := child.said():
        error.add_note(f"The reading process said:\n{said}")
    return error


def _fault(answer: dict[str, Any]) -> str:
    return (
        f"its reader failed ({answer['fault']}). If it opens in its own program, save it anew from there, and please "
        "report this text."
    )


def _error(ended: ChildEnded, name: str, limits: ReadLimits) -> DocumentError:
    if ended.reason == "time":
        setting = "scan_seconds" if ended.scanning else "seconds"
        return over_limit(name, "reading it takes too many seconds", limits, setting, move=_HOSTILE)
    if ended.reason == "memory":
        return _too_much_memory(name, limits)
    if ended.reason == "answer":
        return DocumentError(f"{name}: its reader gave {ended.detail}, more than a report can hold. Leave it out.")
    if ended.reason == "stopped":
        return DocumentError(f"{name}: stopped before it was read.")
    return DocumentError(
        f"{name}: its reader crashed ({_how(ended.code)}). The file is damaged or hostile; open it in its own program "
        "and save it anew, or leave it out."
    )


def _too_much_memory(name: str, limits: ReadLimits) -> DocumentError:
    return over_limit(name, "reading it takes too much memory", limits, "memory", move=_HOSTILE)


def _how(code: int | None) -> str:
    if code is None or code >= 0:
        return f"exit code {code}"
    try:
        return f"signal {-code}, {signal.Signals(-code).name}"
    except ValueError:
        return f"signal {-code}"


_every: weakref.WeakSet[Readers] = weakref.WeakSet()
_readers = Readers()


def _close_all() -> None:
    for readers in list(_every):
        readers.close()


def _after_fork() -> None:
    for readers in list(_every):
        readers.after_fork()


atexit.register(_close_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
