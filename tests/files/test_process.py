"""The reading process: whatever happens in it costs one file, and the next one is read."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.limits import DEFAULT_LIMITS, ReadLimits
from nianbao.extract.files.process import Readers, read_apart
from tests.files.ended import ended

SHORT = replace(DEFAULT_LIMITS, seconds=1.0)
Read = Callable[..., str]


@pytest.fixture
def readers() -> Iterator[Readers]:
    """Children that do what the file says (misbehaving.py)."""
    made = Readers("misbehaving:read", search=[str(Path(__file__).parent)])
    yield made
    made.close()


@pytest.fixture
def read(readers: Readers) -> Read:
    """A function that has a deed done and gives its words."""

    def run(deed: str, limits: ReadLimits = DEFAULT_LIMITS) -> str:
        return readers.read(f"<html>{deed}".encode(), name="青禾.html", limits=limits).text

    return run


def test_one_process_reads_file_after_file(read: Read) -> None:
    """The child is kept, and it is another process than this one."""
    first = read("process")
    assert first == read("process")
    assert int(first) != os.getpid()


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        ("abort", "signal 6, SIGABRT"),
        ("segfault", "signal 11, SIGSEGV"),
        ("exit", "exit code 7"),
    ],
)
def test_a_crash_is_named_and_the_next_file_is_read(read: Read, deed: str, words: str) -> None:
    """A dying reader becomes one clear error; a new process reads the next file."""
    with pytest.raises(DocumentError) as caught:
        read(deed)
    assert str(caught.value).startswith(f"青禾.html: its reader crashed ({words})")
    assert str(caught.value).endswith("or leave it out.")
    assert read("fine 好") == "好"


@pytest.mark.parametrize("deed", ["hang", "hang_with_everything_locked"])
def test_a_hang_ends_at_the_time_limit(read: Read, deed: str) -> None:
    """The limit is named with its setting, and it is kept within a second."""
    read("fine 好")
    begun = time.monotonic()
    with pytest.raises(
        DocumentError, match=r"too many seconds, more than the 1 of the limit `seconds`.*--limit seconds=N"
    ):
        read(deed, SHORT)
    assert time.monotonic() - begun < 3
    assert read("fine 好") == "好"


def test_pictures_have_a_time_limit_of_their_own(read: Read) -> None:
    """A reader that begins to recognise has `scan_seconds`, and not more."""
    assert read("scan 1.5", replace(SHORT, scan_seconds=30)) == "scanned"
    with pytest.raises(DocumentError, match=r"more than the 1\.5 of the limit `scan_seconds`"):
        read("scan 20", replace(SHORT, scan_seconds=1.5))


def test_what_a_reader_has_started_ends_with_it(read: Read, tmp_path: Path) -> None:
    """A program that a reader started and that left its group does not outlive the time limit."""
    note = tmp_path / "pid"
    with pytest.raises(DocumentError, match="the limit `seconds`"):
        read(f"grandchild_hangs {note}", SHORT)
    started = int(note.read_text(encoding="ascii"))
    assert ended(started)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how much memory a process holds")
@pytest.mark.parametrize("deed", ["take_memory", "grandchildren_take_memory"])
def test_memory_is_bounded(read: Read, deed: str) -> None:
    """More than the limit is refused with its setting; what a reader starts counts, each within the limit by itself."""
    limits = replace(DEFAULT_LIMITS, memory=250 * 1024 * 1024, seconds=30)
    with pytest.raises(
        DocumentError, match=r"too much memory, more than the 250 MB of the limit `memory`.*--limit memory=N"
    ):
        read(deed, limits)
    assert read("fine 好") == "好"


def test_a_library_that_finds_no_memory_met_the_limit(read: Read) -> None:
    """A C++ library says so in words of its own, somewhere in many lines: one line of ours."""
    with pytest.raises(DocumentError, match=r"^[^\n]* the limit `memory`[^\n]*$"):
        read("library_without_memory")


def test_more_text_than_the_limit_is_refused(read: Read) -> None:
    """A text of too many characters, and one far beyond: the answer itself is bounded."""
    limits = replace(DEFAULT_LIMITS, characters=1000)
    assert len(read("much_text 1000", limits)) == 1000
    with pytest.raises(DocumentError, match=r"1,001 characters of text, more than the 1,000"):
        read("much_text 1001", limits)
    with pytest.raises(DocumentError, match=r"more than a report can hold"):
        read("much_text 30000000", limits)
    assert read("fine 好") == "好"


def test_errors_of_readers_come_through(read: Read) -> None:
    """A refusal word for word, a fault with its place, endless nesting as such; the process lives on."""
    process = read("process")
    with pytest.raises(DocumentError, match=r"^青禾\.html: encrypted\.$"):
        read("refuse 青禾.html: encrypted.")
    with pytest.raises(DocumentError, match=r"its reader failed \(KeyError at misbehaving\.py:\d+: 'no such page'\)"):
        read("fault")
    with pytest.raises(DocumentError, match=r"its reader failed \(RuntimeError at misbehaving\.py:\d+: first\)\."):
        read("fault_of_many_lines")
    with pytest.raises(DocumentError, match="too deeply nested"):
        read("recurse")
    assert read("process") == process


def test_the_words_of_a_failed_process_are_kept_for_debug(read: Read) -> None:
    """What stood on its standard error is noted on the error, which a traceback shows."""
    with pytest.raises(DocumentError) as caught:
        read("segfault")
    assert "misbehaving.py" in "".join(caught.value.__notes__)


def test_prints_of_libraries_stay_out_of_the_answers(read: Read) -> None:
    """Neither Python's print nor writing to the file descriptor gets into the pipe; reading input gives nothing."""
    assert read("print 你好") == "printed"
    assert read("thread_prints 你好") == "printed"
    assert read("read_input") == "read ''"


@pytest.fixture
def server() -> Iterator[socket.socket]:
    """A listening socket on loopback."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        yield listening


def test_a_reader_has_no_network(read: Read, server: socket.socket) -> None:
    """It can neither connect nor ask for a name, and the server sees nothing."""
    port = server.getsockname()[1]
    assert read(f"connect {port}") == "refused: no network while a file is read"
    assert read("resolve localhost") == "refused: no network while a file is read"
    with pytest.raises(TimeoutError):
        server.accept()


def test_a_program_that_a_reader_starts_has_no_network(read: Read, server: socket.socket) -> None:
    """Where the system lets a process leave the network, its programs are out of it, too."""
    if subprocess.run(["unshare", "-rn", "true"], check=False, capture_output=True).returncode != 0:
        pytest.skip("this system does not permit network namespaces")
    assert read(f"program_connects {server.getsockname()[1]}") == "refused"


def test_secrets_stay_with_the_parent(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader of hostile files has no key in its environment."""
    monkeypatch.setenv("OPENAI_API_KEY", "x")
    monkeypatch.setenv("NIANBAO_HARMLESS", "x")
    settings = read("settings").split()
    assert "NIANBAO_HARMLESS" in settings
    assert "OPENAI_API_KEY" not in settings
    assert "PYTHONPATH" not in settings


def test_threads_read_at_the_same_time(read: Read) -> None:
    """Many threads, each its own answer; a crash of one concerns no other."""

    def one(i: int) -> str:
        if i % 5 == 4:
            with pytest.raises(DocumentError, match="crashed"):
                read("abort")
            return str(i)
        return read(f"fine {i}")

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(one, range(20))) == [str(i) for i in range(20)]


def test_closing_frees_who_waits(readers: Readers, read: Read) -> None:
    """Ended in the middle of a file, the file has an error, and the next is read by a new process."""
    read("fine 好")
    caught: list[BaseException] = []

    def wait() -> None:
        try:
            read("hang")
        except DocumentError as error:
            caught.append(error)

    waiting = threading.Thread(target=wait)
    waiting.start()
    time.sleep(0.3)
    readers.close()
    waiting.join(10)
    assert [str(e) for e in caught] == ["青禾.html: stopped before it was read."]
    assert read("fine 好") == "好"


def test_a_text_is_read_here(readers: Readers) -> None:
    """Plain text starts no process: nothing is taken apart."""
    text = "一、总体情况\n" * 3
    assert readers.read(text.encode("gb18030"), name="a.html").text == text
    assert not readers._children


def test_the_default_reader_is_the_real_one() -> None:
    """`read_apart` refuses what no reader reads, by what it is and with the way on."""
    with pytest.raises(DocumentError, match=r"^a\.html: a RAR archive, which is not read\. Unpack it"):
        read_apart(b"Rar!\x1a\x07\x00", name="a.html")
