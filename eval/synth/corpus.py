"""Plan a corpus and make it, several texts or files at a time, each within its time."""

from __future__ import annotations

import json
import os
import queue
import selectors
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from random import Random

from nianbao.eval.synth.choices import FILE, Prose
from nianbao.eval.synth.converters import CONVERTERS
from nianbao.eval.synth.sources import SOURCES
from nianbao.eval.synth.synth_golden import Task
from nianbao.schemas import FORM_2021

TEXT_SECONDS, SLOW_SECONDS = 90, 600
"""The longest that one text may take, and one by OCR."""


def plan_tasks(
    reports: int,
    seeds: range,
    converters: Sequence[str],
    sources: Sequence[str],
    *,
    per_report: int | None,
    forms: Sequence[str] = (FORM_2021.key,),
    prose: Prose = "plain",
) -> list[Task]:
    """The texts of a corpus. Report i is of seed i modulo the seeds, with the next index each time round; it goes
    through the next `per_report` converters of the list (None: all). The kind of file is drawn by report and converter
    (FILE takes every kind), the form, where there are several, by report: so it goes with no converter.
    """
    many = len(converters) if per_report is None else min(per_report, len(converters))
    tasks = []
    for i in range(reports):
        seed, index = seeds[i % len(seeds)], i // len(seeds)
        for j in range(many):
            name = converters[(i * many + j) % len(converters)]
            kinds = [kind for kind in sources if takes(name, kind)]
            if not kinds:
                continue
            kind = Random(f"source {name} {seed} {index}").choice(kinds)
            form = Random(f"form {seed} {index}").choice(forms)
            tasks.append(Task(seed, index, kind, name, form, prose))
    return tasks


def takes(converter: str, source: str) -> bool:
    """Whether a converter takes a kind of source. FILE takes all of them."""
    return converter == FILE or CONVERTERS[converter].media == SOURCES[source].media


def make_corpus(
    tasks: Sequence[Task],
    folder: Path,
    *,
    jobs: int,
    older: Path | None,
    each: Callable[[Task, str | None], None],
) -> None:
    """Make every task's golden in `folder`. `each` hears of each task, with what went wrong or None; texts that are
    there already are kept. `older`: the folder of the older packages."""
    folder.mkdir(parents=True, exist_ok=True)
    waiting: queue.SimpleQueue[Task] = queue.SimpleQueue()
    for task in tasks:
        waiting.put(task)
    lock = threading.Lock()

    def work() -> None:
        workers = {False: Worker(None), True: Worker(older)}
        try:
            while True:
                try:
                    task = waiting.get_nowait()
                except queue.Empty:
                    return
                error = None
                if not (folder / task.slug / "golden.json").exists():
                    converter = CONVERTERS.get(task.converter)
                    error = workers[bool(converter and converter.older)].make(task, folder)
                with lock:
                    each(task, error)
        finally:
            for worker in workers.values():
                worker.stop()

    threads = [threading.Thread(target=work, daemon=True) for _ in range(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class Worker:
    """A process that makes texts, started when it is needed and again after a text that took too long."""

    def __init__(self, packages: Path | None) -> None:
        self._packages = packages
        self._process: subprocess.Popen[bytes] | None = None

    def make(self, task: Task, folder: Path) -> str | None:
        """Make one text: None, or what went wrong."""
        converter = CONVERTERS.get(task.converter)
        seconds = SLOW_SECONDS if converter and converter.slow else TEXT_SECONDS
        process = self._process = self._process or self._start()
        assert process.stdin
        assert process.stdout
        try:
            process.stdin.write(json.dumps({"folder": str(folder), "task": asdict(task)}).encode() + b"\n")
            process.stdin.flush()
            with selectors.DefaultSelector() as selector:
                selector.register(process.stdout, selectors.EVENT_READ)
                if not selector.select(seconds):
                    self.stop()
                    return f"took longer than {seconds} s"
            line = process.stdout.readline()
        except OSError:
            line = b""
        if not line:
            self.stop()
            return "the converter ended its process"
        error = json.loads(line)["error"]
        return None if error is None else str(error)

    def _start(self) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "OMP_THREAD_LIMIT": "1", "PYTHONUTF8": "1"}
        paths = [str(self._packages)] if self._packages else []
        paths += [p for p in sys.path if p.endswith(".ns")]
        if inherited := environment.get("PYTHONPATH"):
            paths.append(inherited)
        if paths:
            environment["PYTHONPATH"] = os.pathsep.join(paths)
        return subprocess.Popen(
            [sys.executable, "-m", "nianbao.eval.synth.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )

    def stop(self) -> None:
        """End the process and the programs that it started."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()
        self._process = None
