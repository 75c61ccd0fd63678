"""A mistake of nianbao's own, on one report, ends neither a batch nor an eval run."""

from __future__ import annotations

from pathlib import Path

import pytest

from nianbao.eval.golden import load_golden
from nianbao.eval.run import run_golden
from nianbao.extract import report
from nianbao.extract.batch import read_all
from nianbao.extract.files.content import Content
from nianbao.extract.inputs import Input
from nianbao.extract.layout_reader import LayoutReading, read_layout
from nianbao.schemas import Form

GOLDENS = Path(__file__).parents[1] / "goldens"
SLUGS = ("huguan-2023", "zhangjiakou-2022")


@pytest.fixture(autouse=True)
def fault_on_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader has a mistake that only the first golden's text meets; no text is known that meets a real one."""
    text = (GOLDENS / SLUGS[0] / "source.txt").read_text(encoding="utf-8")

    def faulty(
        source: str, *, form: Form | None = None, name: str = "text", content: Content | None = None
    ) -> LayoutReading:
        return read_layout(source, form=form, name=name, content=content) if source != text else [][0]

    monkeypatch.setattr(report, "read_layout", faulty)


@pytest.mark.parametrize("concurrency", [1, 2])
def test_a_batch_goes_on(concurrency: int) -> None:
    """The report gets a line that says whose mistake it is and where; the next report is read."""
    inputs = [Input(str(GOLDENS / slug / "source.txt")) for slug in SLUGS]
    first, second = read_all(inputs, None, concurrency=concurrency)
    assert first.result is None
    assert first.error is not None
    assert "nianbao itself failed (IndexError at test_own_fault.py:" in first.error
    assert first.error.startswith(inputs[0].name)
    assert second.result is not None


def test_an_eval_run_counts_it_against_the_reader() -> None:
    """Every cell of the report is missing, none right, and the score says why."""
    score, _ = run_golden(load_golden(GOLDENS / SLUGS[0]), None)
    assert score.error is not None
    assert "nianbao itself failed" in score.error
    assert not any(cell.verdict == "right" for cell in score.cells)
