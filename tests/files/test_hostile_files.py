"""The hostile set: whatever the file, a content or one clear line comes out, in bounded time.

`python -m tests.files` reads all of it with the default limits and measures.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.content import Content
from nianbao.extract.files.kinds import FACTS, kind_of
from nianbao.extract.files.limits import DEFAULT_LIMITS
from nianbao.extract.files.process import Readers
from tests.files.__main__ import outcome, read_file
from tests.files.hostile_files import HOSTILE_FILES, HostileFile

_QUICK = [
    n for n in HOSTILE_FILES if n.startswith(("zero.", "blank", "nuls", "noise.bin", "program", "book", "entities"))
]
_ARCHIVES = [n for n in HOSTILE_FILES if n.endswith(".zip")]
_APART = [n for n in HOSTILE_FILES if n not in (*_QUICK, *_ARCHIVES, "large.txt", "long.txt")]
_SECONDS = 5.0


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    """Reading processes for all of them: what one file does must not harm the next."""
    made = Readers()
    yield made
    made.close()


@pytest.mark.parametrize("name", [*_QUICK, *_ARCHIVES])
def test_what_needs_no_reader_ends_as_it_may(name: str, tmp_path: Path) -> None:
    """Refused by its kind or by its archive's directory, with the words that belong to it."""
    file = HOSTILE_FILES[name]
    path = tmp_path / name
    path.write_bytes(file.make())
    assert outcome(read_file(path), file) == "fine"


@pytest.mark.parametrize("name", _APART)
def test_a_hostile_file_costs_no_more_than_its_limits(name: str, readers: Readers) -> None:
    """A content or one line with the file's name and the way on, within the time limit, whatever the readers do."""
    file: HostileFile = HOSTILE_FILES[name]
    data = file.make()
    reader = FACTS[kind_of(data)].reader
    if reader and find_spec(reader.partition(":")[0]) is None:
        pytest.skip("its reader is not there yet")
    limits = replace(DEFAULT_LIMITS, seconds=_SECONDS, scan_seconds=_SECONDS, memory=1024**3)
    begun = time.monotonic()
    said = ""
    try:
        content: Content | None = readers.read(data, name=name, limits=limits)
    except DocumentError as error:
        content, said = None, str(error)
    assert content or said.startswith(f"{name}: ")
    assert "\n" not in said
    assert "please report" not in said
    assert time.monotonic() - begun < 60 + _SECONDS  # a process may have to be started on a busy machine
