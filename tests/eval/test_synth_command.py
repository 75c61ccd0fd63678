"""`nianbao eval synth`: goldens of real converters' texts, missing converters named, hanging ones ended."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nianbao.eval.golden import load_goldens
from nianbao.eval.synth import corpus
from nianbao.eval.synth.converters import CONVERTERS
from nianbao.eval.synth.corpus import Worker, plan_tasks
from nianbao.eval.synth.synth_golden import Task
from tests.commands import nianbao

TASK = Task(1, 0, "pdf_reportlab", "pdfplumber")


def test_the_command_makes_goldens_that_eval_scores(tmp_path: Path) -> None:
    """Two reports through two converters: four goldens with their origin, and a line for each converter in the eval."""
    done = nianbao(
        *["eval", "synth", "--n", "2", "--seed", "1-2", "--converter", "pdfplumber", "--converter", "pdfplumber-tabs"],
        *["--source", "pdf_reportlab", "--out", tmp_path, "--jobs", "2"],
    )
    assert (done.code, done.err) == (0, "")
    assert done.out == f"4 texts of 2 reports by 2 converters in {tmp_path}\n"
    origins = [g.label.labels.drawn for g in load_goldens([tmp_path])]
    assert {(o.seed, o.index, o.converter, o.source) for o in origins if o} == {
        (seed, 0, name, "pdf_reportlab") for seed in (1, 2) for name in ("pdfplumber", "pdfplumber-tabs")
    }
    assert all(o and o.version for o in origins)
    scored = json.loads(nianbao("eval", tmp_path, "--llm", "off", "--json").out)
    assert set(scored["groups"]) == {"pdfplumber", "pdfplumber-tabs"}
    assert [group["texts"] for group in scored["groups"].values()] == [2, 2]


def test_what_is_there_is_kept(tmp_path: Path) -> None:
    """A second run makes only what is missing."""
    arguments = ["--seed", "3", "--converter", "pdfplumber", "--source", "pdf_reportlab", "--out", str(tmp_path)]
    assert nianbao("eval", "synth", "--n", "1", *arguments).code == 0
    before = {f: f.stat().st_mtime_ns for f in tmp_path.rglob("golden.json")}
    assert nianbao("eval", "synth", "--n", "2", *arguments).code == 0
    after = {f: f.stat().st_mtime_ns for f in tmp_path.rglob("golden.json")}
    assert len(after) == 2
    assert before.items() <= after.items()


def test_a_converter_that_is_not_installed_is_named_and_left_out(tmp_path: Path) -> None:
    """In a set it is left out with a word; asked for by name it is an error."""
    arguments = ["--n", "1", "--source", "pdf_reportlab", "--out", str(tmp_path)]
    named = nianbao("eval", "synth", *arguments, "--converter", "trafilatura-older")
    assert named.code == 2
    assert "trafilatura-older: not installed: --older" in named.err
    turned = nianbao("eval", "synth", *arguments, PATH="/nonexistent")
    assert "left out:" in turned.err
    assert "pdftotext (pdftotext)" in turned.err
    assert "trafilatura-older (--older)" in turned.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--converter", "fax"], "pdftotext-layout"),
        (["--seed", "9-1"], "1-99"),
        (["--source", "papyrus"], "html_cms"),
    ],
    ids=["converter", "seed", "source"],
)
def test_a_wrong_argument_is_named_with_what_would_be_right(arguments: list[str], said: str, tmp_path: Path) -> None:
    """Exit code 2, one line, and nothing is written."""
    done = nianbao("eval", "synth", "--out", tmp_path / "out", *arguments)
    assert done.code == 2
    assert said in done.err
    assert len(done.err.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_help_is_right_for_both_commands() -> None:
    """`eval --help` tells of goldens and of synth, `eval synth --help` of seeds and converters."""
    scoring = nianbao("eval", "--help", COLUMNS="150").out
    making = nianbao("eval", "synth", "--help", COLUMNS="150").out
    assert "--compare" in scoring
    assert "eval synth" in scoring
    assert "--converter" in making
    assert "--compare" not in making


def test_turns_spread_the_converters_and_seeds_evenly() -> None:
    """99 reports of 9 seeds, 3 of 9 converters each: every converter 33 texts, every seed 11 reports."""
    names = [name for name, c in CONVERTERS.items() if c.media == "html"][:9]
    tasks = plan_tasks(99, range(1, 10), names, ["html_table", "html_word"], per_report=3)
    assert len(tasks) == len({t.slug for t in tasks}) == 297
    assert {sum(t.converter == name for t in tasks) for name in names} == {33}
    assert {len({t.index for t in tasks if t.seed == seed}) for seed in range(1, 10)} == {11}
    assert {t.source for t in tasks} == {"html_table", "html_word"}
    assert plan_tasks(50, range(1, 10), names, ["html_table", "html_word"], per_report=3) == tasks[:150]


def test_a_crash_is_reported_and_the_next_text_is_made(tmp_path: Path) -> None:
    """What a conversion raises comes back as a line; the process goes on."""
    worker = Worker(None)
    try:
        assert worker.make(Task(1, 0, "papyrus", "pdfplumber"), tmp_path) == "KeyError: 'papyrus'"
        assert worker.make(TASK, tmp_path) is None
        assert (tmp_path / TASK.slug / "golden.json").exists()
    finally:
        worker.stop()


def test_a_conversion_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Past its time a text is given up with its process, and another process makes the next one."""
    worker = Worker(None)
    try:
        monkeypatch.setattr(corpus, "TEXT_SECONDS", 0)
        assert worker.make(TASK, tmp_path) == "took longer than 0 s"
        monkeypatch.undo()
        assert worker.make(TASK, tmp_path) is None
    finally:
        worker.stop()
