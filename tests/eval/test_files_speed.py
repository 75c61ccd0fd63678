"""`python -m nianbao.eval.files_speed`: what it measures on, what it says of files in vain, what memory it counts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from nianbao.eval.drawn import draw_report
from nianbao.eval.files_speed.measure import files_by_kind, measure, ratio
from nianbao.eval.files_speed.tools import NIANBAO, TOOLS
from nianbao.eval.golden import GoldenError, load_goldens, write_golden
from nianbao.eval.synth.choices import FILE
from nianbao.eval.synth.synth_golden import Task, make_golden
from tests.commands import ROOT


@pytest.fixture(scope="module")
def goldens(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three pages, a document, and a text."""
    folder = tmp_path_factory.mktemp("goldens")
    for task in (*(Task(seed, 0, "html_table", FILE) for seed in (1, 2, 3)), Task(1, 0, "docx", FILE)):
        make_golden(task, folder)
    drawn = draw_report(1, "tabs")
    write_golden(folder / drawn.slug, drawn.text, drawn.label)
    return folder


def test_files_are_taken_by_their_kind_and_texts_are_not(goldens: Path) -> None:
    """So many of each kind as asked for, in order; a corpus without files is refused with the next move."""
    loaded = load_goldens([goldens])
    files = files_by_kind(loaded, 2, 0)
    assert {kind: [f.parent.name for f in paths] for kind, paths in files.items()} == {
        "html": ["html_table-001-000", "html_table-002-000"],
        "docx": ["docx-001-000"],
    }
    texts = [golden for golden in loaded if golden.source.name == "source.txt"]
    assert texts
    with pytest.raises(GoldenError, match="--converter file"):
        files_by_kind(texts, 2, 2)


def test_a_file_in_vain_is_counted_with_its_reason(tmp_path: Path, goldens: Path) -> None:
    """Its time is no document's; the others' is, and the tool is as fast as itself."""
    good = goldens / "html_table-001-000" / "source.html"
    (tmp_path / "empty.html").write_bytes(b"")
    speed = measure({"html": [good, tmp_path / "empty.html"]}, 1)
    own = speed.tools[0]
    assert (own.kind, own.tool, own.documents, own.failed) == ("html", NIANBAO, 2, 1)
    assert "empty" in (own.error or "")
    assert own.seconds > 0
    assert own.ratio == 1
    assert 10 * 2**20 < own.memory < 2**31


def test_only_documents_that_both_have_read_are_compared() -> None:
    """A document that one of them failed on says nothing about the other."""
    assert ratio([2.0, None, 4.0, 1.0], [1.0, 9.0, 1.0, None]) == 3
    assert ratio([None], [1.0]) is None


def test_a_tool_that_is_not_installed_is_left_out(goldens: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it needs is not here: the others are measured without it."""
    monkeypatch.setitem(TOOLS, "fax", TOOLS["pypdf"].__class__("fax", ("html",), lambda: str, ("no_such_module",)))
    speed = measure({"html": [goldens / "html_table-001-000" / "source.html"]}, 1)
    assert "fax" not in {tool.tool for tool in speed.tools}


def test_memory_counts_what_a_started_process_holds() -> None:
    """A living process that has filled 60 MB adds at least so much."""
    code = """
import subprocess, sys
from nianbao.eval.files_speed.memory import peak_memory
before = peak_memory()
held = "held = b'1' * (60 << 20); print(len(held), flush=True); input()"
with subprocess.Popen([sys.executable, "-c", held], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as started:
    started.stdout.readline()
    print(peak_memory() - before)
    started.communicate(b"x")
"""
    environment = {"PYTHONPATH": str(ROOT / ".ns"), "PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, timeout=60, check=True)
    if Path("/proc/self/task").exists():
        assert 60 << 20 <= int(done.stdout) < 120 << 20


def test_the_command_says_what_is_wrong_in_a_line() -> None:
    """A folder without files is refused, exit code 2."""
    done = subprocess.run(
        [sys.executable, "-m", "nianbao.eval.files_speed", str(ROOT / "goldens")],
        env={"PYTHONPATH": str(ROOT / ".ns"), "PYTHONUTF8": "1", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 2
    assert b"--converter file" in done.stderr
    assert b"Traceback" not in done.stderr
