"""Reading processes inside a user's own program: without a guard, forked, killed."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from tests.commands import ROOT
from tests.files.ended import ended


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
    assert ended(child)
