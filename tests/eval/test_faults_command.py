"""`python -m nianbao.eval.faults`: what a long run against a failing endpoint counts, and when it fails."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from nianbao import Limits, Model, ModelSettings
from nianbao.eval.drawn import DrawnReport, draw_report
from nianbao.eval.fault_server import serve_faults
from nianbao.eval.faults import endure
from tests.commands import ROOT


def faults(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command."""
    return subprocess.run(
        [sys.executable, "-m", "nianbao.eval.faults", *arguments],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / ".ns"), "PYTHONUTF8": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )


def test_a_sound_run_ends_after_the_asks_and_says_so() -> None:
    """Server errors and misread digits on some asks: exit code 0, nothing lost, twice, wrong; the memory is shown."""
    done = faults("--asks", "40", "--rate", "0.2", "--concurrency", "4", "--fault", "500", "--fault", "misread_digit")
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 lost, 0 twice, 0 failed" in done.stdout
    assert "sure but wrong: 0" in done.stdout
    tenths = next(line for line in done.stdout.splitlines() if line.startswith("resident memory")).split(": ")[1]
    assert len(tenths.split()) == 10


def test_a_client_that_asks_nothing_is_not_waited_for(tmp_path: Path) -> None:
    """With a model that is off no request comes: the run ends by itself and is not sound."""
    with serve_faults([], rate=0) as server:
        model = Model.connect(ModelSettings("m", server.url, api_key="none"), mode="off")
        run = endure(server, model, asks=10, concurrency=2, seed=1, folder=tmp_path, layouts=["tabs"])
    assert server.requests == 0
    assert run.went_silent
    assert not run.sound
    assert run.lost == run.twice == 0


def test_wrong_arguments_are_named() -> None:
    """An unknown fault: exit code 2 and the names that there are."""
    done = faults("--fault", "earthquake")
    assert done.returncode == 2
    assert "neighbour_row" in done.stderr


def test_a_wrong_cell_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Labels that are not the texts' own: every report comes out once, and its cells are counted as wrong and sure."""

    def with_anothers_label(seed: int, layout: str | None = None) -> DrawnReport:
        return replace(draw_report(seed, layout), label=draw_report(seed + 1, layout).label)

    monkeypatch.setattr("nianbao.eval.faults.draw_report", with_anothers_label)
    with serve_faults([], rate=0) as server:
        settings = ModelSettings("m", server.url, api_key="none")
        model = Model.connect(settings, mode="always", limits=Limits(tokens=10**9))
        run = endure(server, model, asks=6, concurrency=1, seed=1, folder=tmp_path, layouts=["tabs"])
    assert run.handed_in == len(run.came_out) >= 2
    assert run.sure_and_wrong
    assert not run.sound
    assert list(tmp_path.iterdir()) == []
