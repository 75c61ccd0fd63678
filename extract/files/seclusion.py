"""Shut a reading process off: no network, no core dump, no more memory than its limit, no life without its parent."""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import signal
import sys
import threading
from typing import Any

from nianbao.extract.files.memory_use import descendants

_LOOKED_UP = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo")
_ADDRESSED = ("socket.connect", "socket.bind", "socket.sendto")
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000


def deny_network() -> None:
    """No connection from here on: by Python for Python's sockets; on Linux, where it is permitted, by the kernel for
    all libraries and programs started from here (a network namespace without interfaces). Cannot be undone.

    To be called before any thread is started.
    """
    _leave_network()
    sys.addaudithook(_refuse_network)


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    """Sockets of the file system stay: programs talk to their own parts through them."""
    if (
        event in _LOOKED_UP
        or (event == "socket.__new__" and arguments[1] in (2, 10, 23, 30))  # AF_INET; AF_INET6: Linux, Windows, macOS
        or (event in _ADDRESSED and isinstance(arguments[1], tuple))
    ):
        raise PermissionError("no network while a file is read")


def _leave_network() -> None:
    if sys.platform != "linux":
        return
    user, group = os.geteuid(), os.getegid()
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(_CLONE_NEWNET) == 0:  # root
            return
        if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
            return
        # The same user within as without: programs look up their home by it.
        for file, line in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
            with open(f"/proc/self/{file}", "w", encoding="ascii") as map_file:
                map_file.write(line)
    except (OSError, AttributeError):
        return


def limit_memory(most: int) -> None:
    """At most so many bytes of memory from now on, where the system can say so: beyond them MemoryError.

    RLIMIT_DATA and not RLIMIT_AS: an OCR library reserves address space for each core that it never touches.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
    try:
        resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))
    except (OSError, ValueError):
        return


def no_core_dump() -> None:
    """A crash leaves no file."""
    try:
        import resource
    except ImportError:
        return
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))


def end_after(seconds: float) -> None:
    """The system ends this process after so many seconds whatever it does, unless called again; 0: never.

    The parent ends it sooner, if there still is one.
    """
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def end_with_parent(pipe: int) -> None:
    """End this process and all that it has started as soon as the other end of a pipe (a file descriptor) is closed."""
    if hasattr(select, "poll"):
        threading.Thread(target=_end_when_closed, args=(pipe,), daemon=True).start()


def _end_when_closed(pipe: int) -> None:
    watch = select.poll()
    watch.register(pipe, 0)  # nothing but the closing
    watch.poll()
    for started in descendants(os.getpid()):  # those that left the group
        with contextlib.suppress(OSError):
            os.kill(started, signal.SIGKILL)
    os.killpg(0, signal.SIGKILL)
