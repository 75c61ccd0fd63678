"""How much memory this process has had at most, with the processes that it started."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

_KIB = 1 if sys.platform == "darwin" else 1024
"""Bytes in the unit of ru_maxrss."""


def peak_memory() -> int:
    """Bytes of resident memory at most: this process's own peak, and the peaks of those that it started.

    The peaks need not have been at one time, so it may be a little too much, never too little. Processes that have
    ended count by the largest of them.
    """
    living = sum(_peak_of(process) for process in _started_by("self"))
    ended = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * _KIB
    own = _peak_of("self") or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KIB
    return own + max(living, ended)


def _peak_of(process: str) -> int:
    """By the system's own file, which knows of this program only: ru_maxrss keeps what came before it was loaded."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    lines = [line.split() for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(lines[0][1]) * 1024 if lines else 0


def _started_by(process: str) -> list[str]:
    """The living processes that a process started, and those that they started."""
    found: list[str] = []
    for file in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            started = file.read_text(encoding="utf-8").split()
        except OSError:
            continue
        for each in started:
            found += [each, *_started_by(each)]
    return found
