"""The reading process: whatever happens in it costs one file, and the next one is read."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import textwrap
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
from tests.commands import ROOT

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
    assert _ended(started)


def _ended(process: int) -> bool:
    for _ in range(50):
        try:
            state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.1)
    return False


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


def _script(folder: Path, code: str, *, search: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a program of a user's own in a folder of their own."""
    file = folder / "program.py"
    file.write_text(textwrap.dedent(code), encoding="utf-8")
    return subprocess.run(
        [sys.executable, str(file)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / ".ns") if search else ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


READ_FINE = f"""
    from nianbao.extract.files.process import Readers
    readers = Readers("misbehaving:read", search=[{str(Path(__file__).parent)!r}])
    def read(deed):
        return readers.read(b"<html>" + deed.encode(), name="a.html").text
"""


def test_a_program_without_a_main_guard_may_read(tmp_path: Path) -> None:
    """A user's program is not run again in the child, and modules beside it are not taken for the library's."""
    (tmp_path / "lxml.py").write_text("raise RuntimeError('the user\\'s own')", encoding="utf-8")
    done = _script(tmp_path, READ_FINE + "    print('once', read('where_is lxml'))\n")
    assert done.stderr == ""
    assert done.stdout.startswith("once ")
    assert str(tmp_path) not in done.stdout


def test_a_library_put_on_the_path_by_hand_is_found(tmp_path: Path) -> None:
    """Imported through sys.path alone, without any setting or installation, nianbao still finds itself."""
    code = f"    import sys; sys.path.insert(0, {str(ROOT / '.ns')!r})\n{READ_FINE}    print(read('fine ok'))\n"
    done = _script(tmp_path, code, search=False)
    assert (done.stdout, done.stderr) == ("ok\n", "")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_a_forked_program_has_processes_of_its_own(tmp_path: Path) -> None:
    """The original and its copy both read on, each with its own child."""
    code = (
        READ_FINE
        + """
    import os, sys
    before = read("process")
    copy = os.fork()
    if copy == 0:
        print("copy" if read("process") != before else "shared", flush=True)
        sys.exit(0)
    os.waitpid(copy, 0)
    print("same" if read("process") == before else "lost")
"""
    )
    done = _script(tmp_path, code)
    assert (done.stdout.split(), done.stderr) == (["copy", "same"], "")


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("deed", ["fine ok", "hang"])
def test_a_killed_program_leaves_no_process(tmp_path: Path, deed: str) -> None:
    """Killed without a chance to tidy up, idle or in the middle of a file: the child ends by itself."""
    code = (
        READ_FINE
        + f"""
    import threading, time
    print(read("process"), flush=True)
    threading.Thread(target=read, args=({deed!r},), daemon=True).start()
    time.sleep(60)
"""
    )
    file = tmp_path / "program.py"
    file.write_text(textwrap.dedent(code), encoding="utf-8")
    program = subprocess.Popen(
        [sys.executable, str(file)], env={**os.environ, "PYTHONPATH": str(ROOT / ".ns")}, stdout=subprocess.PIPE
    )
    assert program.stdout
    with program.stdout as out:
        child = int(out.readline())
    time.sleep(0.3)
    program.kill()
    program.wait()
    assert _ended(child)


def test_the_default_reader_is_the_real_one() -> None:
    """`read_apart` refuses what no reader reads, by what it is and with the way on."""
    with pytest.raises(DocumentError, match=r"^a\.html: a RAR archive, which is not read\. Unpack it"):
        read_apart(b"Rar!\x1a\x07\x00", name="a.html")
