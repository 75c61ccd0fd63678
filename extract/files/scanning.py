"""Tell whoever waits that recognition begins: pictures have their own time limit, `scan_seconds`."""

from __future__ import annotations

from collections.abc import Callable

_listeners: list[Callable[[], None]] = []


def scanning_begins() -> None:
    """To be called by a reader before it recognises characters in pictures; each listener hears it."""
    for listener in _listeners:
        listener()


def when_scanning_begins(listener: Callable[[], None]) -> None:
    """Call `listener` whenever a reader of this process begins to recognise characters."""
    _listeners.append(listener)
