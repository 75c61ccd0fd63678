"""The reading process: files come in on standard input, contents go out on standard output, one after the other.

Started by process.py as `python -m nianbao.extract.files.worker --reader module:function`; not for people.
"""

from __future__ import annotations

import os
import sys
import traceback
from importlib import import_module
from io import FileIO
from pathlib import Path
from typing import Any

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.content_json import content_to_json
from nianbao.extract.files.frames import read_frame, write_frame
from nianbao.extract.files.limits import ReadLimits
from nianbao.extract.files.scanning import when_scanning_begins
from nianbao.extract.files.seclusion import deny_network, end_after, end_with_parent, limit_memory, no_core_dump

_NO_MEMORY = ("bad_alloc", "Unable to allocate", "Failed to allocate", "Cannot allocate memory")
_GRACE = 5.0
"""Seconds more than the limit after which the system ends a process whose parent did not."""


def main(reader: str) -> None:
    """Serve until standard input ends."""
    inward, outward = _own_pipes()
    os.environ.pop("PYTHONPATH", None)  # it was for this process, not for programs that a reader starts
    no_core_dump()
    deny_network()
    end_with_parent(inward.fileno())
    module, function = reader.split(":")
    read = getattr(import_module(module), function)
    current: dict[str, Any] = {}

    def allow_scanning() -> None:
        end_after(current["scan_seconds"] + _GRACE)
        write_frame(outward, {"scanning": True})

    when_scanning_begins(allow_scanning)
    write_frame(outward, {"ready": True})
    while True:
        try:
            task, data = read_frame(inward)
        except EOFError:
            return
        limits = ReadLimits(**task["limits"])
        current["scan_seconds"] = limits.scan_seconds
        limit_memory(limits.memory)
        end_after(limits.seconds + _GRACE)
        answer = _answer(read, data, task["name"], limits)
        end_after(0)
        del data
        write_frame(outward, answer)


def _answer(read: Any, data: bytes, name: str, limits: ReadLimits) -> dict[str, Any]:
    try:
        return {"content": content_to_json(read(data, name=name, limits=limits))}
    except DocumentError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"memory": True}
    except RecursionError:
        return {"nested": True}
    except Exception as error:
        traceback.print_exc()  # to stderr, which --debug shows
        words = str(error).strip().splitlines()
        if any(sign in line for sign in _NO_MEMORY for line in words):  # out of a library in another language
            return {"memory": True}
        place = traceback.extract_tb(error.__traceback__)[-1]
        said = words[0][:200] if words else ""
        return {"fault": f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}: {said}"}


def _own_pipes() -> tuple[FileIO, FileIO]:
    """The two pipes under numbers of their own, so that nothing a library prints or reads gets into them."""
    inward = FileIO(os.dup(0), "rb")
    outward = FileIO(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    return inward, outward


if __name__ == "__main__":
    main(sys.argv[sys.argv.index("--reader") + 1])
