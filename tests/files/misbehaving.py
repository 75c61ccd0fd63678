"""Readers that crash, hang, take all memory or call out: what a reading process has to be proof against.

The first line of the file says what is done; `Readers("misbehaving:read", search=[this folder])` runs them.
"""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
import sys
import threading
import time

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.content import Content
from nianbao.extract.files.limits import ReadLimits
from nianbao.extract.files.scanning import scanning_begins


def read(data: bytes, *, name: str, limits: ReadLimits) -> Content:
    """Do what the file's text says after its tag, and give what came of it."""
    deed, _, argument = data.decode().removeprefix("<html>").strip().partition(" ")
    return Content(str(globals()[f"_{deed}"](argument)), "text/html")


def _fine(argument: str) -> str:
    return argument


def _process(_: str) -> int:
    return os.getpid()


def _abort(_: str) -> None:
    os.abort()


def _segfault(_: str) -> None:
    ctypes.string_at(0)


def _exit(_: str) -> None:
    os._exit(7)


def _hang(_: str) -> None:
    while True:
        pass


def _hang_with_everything_locked(_: str) -> None:
    """As a loop in a C library that never gives Python's lock back."""
    ctypes.PyDLL(None).sleep(60)


def _scan(seconds: str) -> str:
    scanning_begins()
    time.sleep(float(seconds))
    return "scanned"


def _grandchild_hangs(file: str) -> None:
    """A program that is started, leaves the group and hangs; its id is written down."""
    started = subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True, stdout=subprocess.DEVNULL
    )
    with open(file, "w", encoding="ascii") as out:
        out.write(str(started.pid))
    started.wait()


def _take_memory(_: str) -> int:
    taken = []
    while True:
        taken.append(bytearray(8 * 1024 * 1024))


def _grandchildren_take_memory(_: str) -> None:
    code = "import time; x = b'1' * 160_000_000; time.sleep(60)"
    for started in [subprocess.Popen([sys.executable, "-c", code]) for _ in range(2)]:
        started.wait()


def _much_text(length: str) -> str:
    return "报" * int(length)


def _recurse(_: str) -> None:
    _recurse(_)


def _fault(_: str) -> None:
    raise KeyError("no such page")


def _library_without_memory(_: str) -> None:
    raise RuntimeError("Traceback:\n  somewhere\nNon-zero status code: std::bad_alloc\n")


def _fault_of_many_lines(_: str) -> None:
    raise RuntimeError("first\nsecond\n" + "x" * 5000)


def _refuse(words: str) -> None:
    raise DocumentError(words)


def _print(words: str) -> str:
    print(words, flush=True)
    os.write(1, b"\x00" * 64)
    print(words, file=sys.stderr)
    return "printed"


def _read_input(_: str) -> str:
    return f"read {sys.stdin.read()!r}"


def _connect(port: str) -> str:
    return _refused(lambda: socket.create_connection(("127.0.0.1", int(port)), timeout=5))


def _resolve(host: str) -> str:
    return _refused(lambda: socket.getaddrinfo(host, 80))


def _program_connects(port: str) -> str:
    """A program has no hook of ours: only the system can keep it from the network."""
    code = f"import socket; socket.create_connection(('127.0.0.1', {port}), timeout=5)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    return "connected" if done.returncode == 0 else "refused"


def _settings(_: str) -> str:
    return " ".join(sorted(os.environ))


def _where_is(module: str) -> str:
    return str(__import__(module).__file__)


def _thread_prints(words: str) -> str:
    threading.Thread(target=print, args=(words,)).start()
    return "printed"


def _refused(call: object) -> str:
    try:
        call()  # type: ignore[operator]
    except PermissionError as error:
        return f"refused: {error}"
    return "connected"
