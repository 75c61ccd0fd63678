"""Measure every tool on the same files, one after the other on one core, each tool in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from nianbao.eval.files_speed.tools import TOOLS
from nianbao.eval.golden import Golden, GoldenError

KINDS = ("html", "pdf", "docx", "scan")


@dataclass(frozen=True)
class ToolSpeed:
    """One tool on the files of one kind.

    `seconds` is the mean time a document that it read, each document's the least of the rounds; `ratio` how many times
    as long nianbao takes for the documents that both read, None where there are none. `started` is the seconds until
    the tool is ready, `memory` its process's peak in bytes, with the processes that it started. `failed` documents gave
    an error, the first is `error`.
    """

    kind: str
    tool: str
    documents: int
    seconds: float
    ratio: float | None
    started: float
    memory: int
    failed: int
    error: str | None


@dataclass(frozen=True)
class FilesSpeed:
    """What a run measured, kind by kind, nianbao first."""

    rounds: int
    load: float
    tools: tuple[ToolSpeed, ...]

    def summary(self) -> dict[str, object]:
        """Everything for JSON."""
        return asdict(self)


def ratio(own: Sequence[float | None], other: Sequence[float | None]) -> float | None:
    """How many times as long the first takes as the second, for the documents that both have read.

    >>> ratio([2.0, None, 4.0], [1.0, 9.0, 1.0])
    3.0
    """
    both = [(a, b) for a, b in zip(own, other, strict=True) if a is not None and b is not None]
    return sum(a for a, _ in both) / sum(b for _, b in both) if both else None


def files_by_kind(goldens: Sequence[Golden], each: int, scans: int) -> dict[str, list[Path]]:
    """The sources of goldens that are files, by kind: at most so many of each, and so many scans.

    Raises GoldenError if there are none.
    """
    most = dict.fromkeys(KINDS, each) | {"scan": scans}
    found: dict[str, list[Path]] = {kind: [] for kind in KINDS}
    for golden in goldens:
        drawn = golden.label.labels.drawn
        kind = (drawn.source or "").partition("_")[0] if drawn and not drawn.converter else ""
        if kind in found and len(found[kind]) < most[kind]:
            found[kind].append(golden.source)
    if not any(found.values()):
        raise GoldenError("No golden has a file as its source: make some with `nianbao eval synth --converter file`.")
    return {kind: files for kind, files in found.items() if files}


def measure(files: dict[str, list[Path]], rounds: int) -> FilesSpeed:
    """Measure the tools that are installed on the files of each kind."""
    load = round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else 0.0
    measured = [speed for kind, paths in files.items() for speed in _measure_kind(kind, paths, rounds)]
    return FilesSpeed(rounds, load, tuple(measured))


def _measure_kind(kind: str, files: list[Path], rounds: int) -> list[ToolSpeed]:
    """Each document goes through every tool before the next, so that a busy spell meets all alike.

    One document goes ahead and is not counted: what loads at the first document belongs to no document.
    """
    tools = [_Process(name) for name, tool in TOOLS.items() if kind in tool.kinds and not tool.missing]
    times: list[list[list[float]]] = [[[] for _ in files] for _ in tools]
    errors: list[dict[Path, str]] = [{} for _ in tools]
    try:
        for tool in tools:
            tool.read(files[0])
        for _ in range(rounds):
            for number, file in enumerate(files):
                for tool, took, failed in zip(tools, times, errors, strict=True):
                    told = tool.read(file)
                    if told["error"] is None:
                        took[number].append(float(told["seconds"]))
                    else:
                        failed[file] = str(told["error"])
        best = [[min(seconds) if seconds else None for seconds in took] for took in times]
        return [
            ToolSpeed(
                kind=kind,
                tool=tool.name,
                documents=len(files),
                seconds=mean([seconds for seconds in own if seconds is not None] or [0.0]),
                ratio=ratio(best[0], own),
                started=tool.started,
                memory=tool.finish(),
                failed=len(failed),
                error=next(iter(failed.values()), None),
            )
            for tool, own, failed in zip(tools, best, errors, strict=True)
        ]
    finally:
        for tool in tools:
            tool.end()


class _Process:
    """A tool in its own process, on the same core as all others where the system lets us say so."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._process = subprocess.Popen(
            [sys.executable, "-m", "nianbao.eval.files_speed.child", name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=_environment(),
        )
        if hasattr(os, "sched_setaffinity"):
            with suppress(OSError):
                os.sched_setaffinity(self._process.pid, {max(os.sched_getaffinity(0))})
        self.started = float(self._answer()["started"])

    def read(self, file: Path) -> dict[str, Any]:
        """The time that a file takes, and the error that it gives."""
        assert self._process.stdin
        self._process.stdin.write(f"{file}\n")
        self._process.stdin.flush()
        return self._answer()

    def finish(self) -> int:
        """The peak memory, after the last file."""
        assert self._process.stdin
        self._process.stdin.close()
        return int(self._answer()["memory"])

    def end(self) -> None:
        """End the process where it has not ended by itself."""
        with suppress(subprocess.TimeoutExpired):
            if self._process.stdin:
                self._process.stdin.close()
            self._process.wait(10)
        self._process.kill()
        self._process.wait()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise GoldenError(f"{self.name}: its process ended while it was measured.")
        told: dict[str, Any] = json.loads(line)
        return told


def _environment() -> dict[str, str]:
    paths = [p for p in sys.path if p.endswith(".ns")] + [os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": os.pathsep.join(p for p in paths if p)}
