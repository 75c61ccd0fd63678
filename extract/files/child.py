"""One reading process, seen from its parent: started, given files, watched, and ended with all that it has started."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from nianbao.extract.files.frames import read_frame, write_frame
from nianbao.extract.files.limits import ReadLimits
from nianbao.extract.files.memory_use import descendants, resident

_START_SECONDS = 60.0
_LOOK_SECONDS = 0.1
_MOST_SAID = 8000
_CREATION_FLAGS = 0x08000200 if sys.platform == "win32" else 0
"""No window, and a group of its own."""
_SECRET = ("KEY", "TOKEN", "SECRET", "PASSWORD", "CREDENTIAL")
"""Settings with such a word in their name stay with the parent: whoever reads a hostile file has no need of them."""


class ChildEnded(Exception):
    """The child ended before its answer. `reason` is who ended it; `code` its exit code, negative for a signal; `said`
    what it wrote to its standard error, where it could not even begin."""

    def __init__(
        self,
        reason: Literal["crash", "time", "memory", "answer", "stopped"],
        *,
        code: int | None = None,
        limit: float = 0.0,
        scanning: bool = False,
        detail: str = "",
    ) -> None:
        super().__init__(detail or reason)
        self.reason = reason
        self.code = code
        self.limit = limit
        self.scanning = scanning
        self.detail = detail
        self.said = ""


class Child:
    """A process that runs worker.py. One thread at a time may use it; any thread may `end` it."""

    def __init__(self, reader: str, search: Sequence[str] = ()) -> None:
        command = [sys.executable, "-P", "-X", "faulthandler", "-m", "nianbao.extract.files.worker", "--reader", reader]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            cwd=os.path.abspath(os.sep),  # a caller's own folder may hold modules and settings
            env=_environment(search),
            start_new_session=True,
            creationflags=_CREATION_FLAGS,
        )
        self.files = 0
        self._stopped = False
        self._said = b""
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        try:
            with _Watch(self, time.monotonic() + _START_SECONDS, None) as watch:
                self._receive(watch)
        except ChildEnded as ended:
            self.end()
            ended.said = self.said()
            raise

    @property
    def alive(self) -> bool:
        """Whether it can be given a file."""
        return not self._stopped and self._process.poll() is None

    def read(self, data: bytes, task: dict[str, Any], limits: ReadLimits, seconds: float) -> dict[str, Any]:
        """Its answer for a file. Raises ChildEnded; the child is of no more use then."""
        assert self._process.stdin
        self.files += 1
        self._said = b""
        begun = time.monotonic()
        most = 64 * 1024 * 1024 + 100 * limits.characters
        with _Watch(self, begun + seconds, limits.memory) as watch:
            watch.limit = seconds
            with contextlib.suppress(OSError):  # it is gone: the answer will say how
                write_frame(self._process.stdin, task, data)
            while True:
                answer = self._receive(watch, most)
                if answer.get("scanning") is not True:
                    return answer
                watch.scanning, watch.limit = True, limits.scan_seconds
                watch.deadline = begun + max(seconds, limits.scan_seconds)

    def memory(self) -> int:
        """Bytes that it and what it has started hold in memory; 0 where the system does not say."""
        return resident(self._process.pid)

    def said(self) -> str:
        """The last lines that it wrote to its standard error."""
        self._listener.join(0.2)
        return self._said.decode("utf-8", errors="replace").strip()

    def end(self) -> None:
        """End it and all that it has started, at once."""
        self._stopped = True
        self.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(10)
        self._close()

    def kill(self) -> None:
        """Send the end to the process, its group and its descendants."""
        if self._process.returncode is not None:
            return
        started = descendants(self._process.pid)
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            for other in started:  # those that left the group
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(other, signal.SIGKILL)
        else:
            self._process.kill()

    def let_go(self) -> None:
        """In a forked copy of the parent: close its pipes, leave it to the original."""
        self._process.returncode = 0
        self._close()

    def _receive(self, watch: _Watch, most: int | None = 1024) -> dict[str, Any]:
        assert self._process.stdout
        try:
            answer, _ = read_frame(self._process.stdout, most=most)
        except (EOFError, OSError):
            raise self._ended(watch) from None
        except ValueError as error:
            raise ChildEnded("answer", detail=str(error)) from None
        if not isinstance(answer, dict):
            raise ChildEnded("answer", detail="something else than an answer")
        return answer

    def _ended(self, watch: _Watch) -> ChildEnded:
        watch.close()
        if watch.reason:
            return ChildEnded(watch.reason, limit=watch.limit, scanning=watch.scanning)
        if self._stopped:
            return ChildEnded("stopped")
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        code = self._process.returncode
        if hasattr(os, "killpg"):  # what it had started outlives it
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        return ChildEnded("crash", code=code, detail=f"it ended by itself, exit code {code}")

    def _listen(self) -> None:
        assert self._process.stderr
        with contextlib.suppress(OSError, ValueError), self._process.stderr as errors:
            while piece := errors.read(4096):
                self._said = (self._said + piece)[-_MOST_SAID:]  # a crash is told in many small pieces

    def _close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()


class _Watch:
    """Ends a child that meets its deadline or its memory; leaves it alone once closed."""

    def __init__(self, child: Child, deadline: float, memory: int | None) -> None:
        self.deadline = deadline
        self.limit = _START_SECONDS
        self.scanning = False
        self.reason: Literal["time", "memory"] | None = None
        self._child = child
        self._memory = memory
        self._lock = threading.Lock()
        self._closed = threading.Event()

    def __enter__(self) -> _Watch:
        threading.Thread(target=self._look, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """From here on the child is not touched."""
        with self._lock:
            self._closed.set()

    def _look(self) -> None:
        while not self._closed.wait(min(_LOOK_SECONDS, max(self.deadline - time.monotonic(), 0.0))):
            late = time.monotonic() >= self.deadline
            if not late and (self._memory is None or self._child.memory() <= self._memory):
                continue
            with self._lock:
                if not self._closed.is_set():
                    self.reason = "time" if late else "memory"
                    self._child.kill()
            return


def _environment(search: Sequence[str]) -> dict[str, str]:
    """The parent's settings without its secrets, and where its modules are: without the folders that a program or a
    caller merely happens to be in, so that a `docx.py` there is not taken for the library."""
    try:
        here = os.getcwd()
    except OSError:  # the folder is gone
        here = ""
    program = getattr(sys.modules.get("__main__"), "__file__", None)
    shunned = {here, os.path.dirname(os.path.abspath(program)) if program else here}
    folders = [os.path.abspath(p) for p in sys.path if p]
    folders = [p for p in folders if p not in shunned]
    home = str(Path(next(iter(sys.modules["nianbao"].__path__))).parent)
    if home not in folders:
        folders.append(home)
    kept = {k: v for k, v in os.environ.items() if not any(word in k.upper() for word in _SECRET)}
    return {**kept, "PYTHONPATH": os.pathsep.join([*folders, *search]), "PYTHONUTF8": "1"}
