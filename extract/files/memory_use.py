"""How much memory a process and all that it has started hold, and which those are. Linux says so; elsewhere nothing."""

from __future__ import annotations

import os
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def descendants(process: int) -> list[int]:
    """The ids of the processes that a process has started, and those have started; empty where /proc is missing."""
    found: list[int] = []
    waiting = [process]
    while waiting and len(found) < 1000:
        started = _started_by(waiting.pop())
        found += started
        waiting += started
    return found


def resident(process: int) -> int:
    """Bytes in memory of a process and its descendants; 0 where the system does not say."""
    return sum(_resident(one) for one in [process, *descendants(process)])


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]) * _PAGE
    except (OSError, IndexError, ValueError):
        return 0


def _started_by(process: int) -> list[int]:
    started: list[int] = []
    try:
        for thread in os.listdir(f"/proc/{process}/task"):
            started += map(int, Path(f"/proc/{process}/task/{thread}/children").read_text(encoding="ascii").split())
    except (OSError, ValueError):
        pass
    return started
