"""`python -m nianbao.eval.speed`: what it measures on, that it times fairly, and when it fails."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from nianbao import Document, extract_report
from nianbao.eval.drawn import LAYOUTS
from nianbao.eval.speed.clock import fastest
from nianbao.eval.speed.measure import REPORT_SIZE, SIZES, Speed, html_parsers
from nianbao.eval.speed.steps import REST, STEPS, own_shares
from nianbao.eval.speed.texts import FILLERS, draw_page, draw_text, lengthen, octets
from nianbao.extract import clean_text
from tests.commands import ROOT


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_text_is_as_long_as_asked_and_keeps_its_tables(layout: str) -> None:
    """A lengthened report reads as the same tables as the report itself, to the cell."""
    plain, long = draw_text(3, layout, 0), draw_text(3, layout, REPORT_SIZE)
    assert octets(plain) <= octets(long)
    assert octets(long) >= REPORT_SIZE
    if layout.startswith("paged"):
        return  # its pages are cut before it is lengthened, so a head may stand elsewhere
    first, second = (extract_report(Document.from_text(text)) for text in (plain, long))
    assert {k: t.cells for k, t in first.tables.items()} == {k: t.cells for k, t in second.tables.items()}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_page_and_its_text_print_the_same_report(seed: int) -> None:
    """Both parsers find as many tables, in the page and in its text: the comparison is of the same work."""
    page = draw_page(seed, REPORT_SIZE)
    assert octets(page.text) >= REPORT_SIZE
    tables = html_parsers()["pandas.read_html"](page.html)
    assert isinstance(tables, list)
    present = [t for t in extract_report(Document.from_text(page.text)).tables.values() if t.status != "absent"]
    assert len(tables) == len(present) >= 2


@pytest.mark.parametrize("filler", FILLERS)
def test_a_report_in_a_longer_text_keeps_its_figures(filler: str) -> None:
    """Whatever is put around it, the lengthened text has its length and the report inside it is found."""
    text = lengthen(draw_text(3, "tabs", 0), filler, SIZES[1])
    assert SIZES[1] <= octets(text) <= SIZES[1] * 1.2
    assert draw_text(3, "tabs", 0) in text
    assert any(table.status != "absent" for table in extract_report(Document.from_text(text)).tables.values())


def test_the_least_time_counts_and_the_first_round_does_not() -> None:
    """A task that is slow but in one counted round is as fast as in that one; its first, idle run does not count."""
    runs: list[int] = []

    def task() -> None:
        runs.append(0)
        until = time.process_time() + (0.0 if len(runs) == 1 else 0.02 if len(runs) == 3 else 0.06)
        while time.process_time() < until:
            pass

    took = fastest([task], 3)[0]
    assert len(runs) == 4
    assert 0.02 <= took < 0.06


def test_the_steps_own_times_make_up_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every step is met, the shares add up to one, a step made slow stands out, and nothing stays wrapped."""
    normalise = clean_text.normalise

    def slow(text: str) -> object:
        time.sleep(0.2)
        return normalise(text)

    assert set(own_shares([draw_text(3, "tabs", 0)])) == {*STEPS, REST}
    monkeypatch.setattr(clean_text, "normalise", slow)
    shares = own_shares([draw_text(3, "tabs", 0)])
    assert sum(shares.values()) == pytest.approx(1)
    assert next(iter(shares)) == "normalise"
    assert shares["normalise"] > 0.5
    assert clean_text.normalise is slow


def test_growth_worse_than_linear_is_told() -> None:
    """A hundred times the time for ten times the text is not linear; ten times is."""
    times = {"digits": (0.01, 0.1, 1.0)}
    speed = Speed(1, 1, 0.0, 10_000, 20_000, {}, {"tabs": 5.0}, times, times, {})
    assert speed.linear
    assert speed.reports_a_second == 200
    assert not replace(speed, growth_alone={"digits": (0.01, 0.1, 10.0)}).linear


def test_the_command_prints_all_it_measures_as_json() -> None:
    """A short run: ratios, every layout, every kind of growth, all steps, and the exit code of a linear reader."""
    done = subprocess.run(
        [sys.executable, "-m", "nianbao.eval.speed", "--seeds", "1", "--rounds", "1", "--largest", "10000", "--json"],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / ".ns"), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert set(told["against"]) == {"nianbao", "pandas.read_html", "lxml.html.fromstring"}
    assert set(told["layouts"]) == set(LAYOUTS)
    assert set(told["growth"]) == set(FILLERS)
    assert set(told["steps"]) == {*STEPS, REST}
    assert told["reports_a_second"] > 0


def test_starting_the_command_line_loads_no_slow_library() -> None:
    """Neither what only eval needs (deepdiff, with pandas and polars behind it) nor what only a model needs."""
    slow = ("deepdiff", "pandas", "polars", "numpy", "lxml", "openai", "instructor")
    code = f"import sys, nianbao.extract.cli, nianbao.eval.cli; print([m for m in {slow} if m in sys.modules])"
    env = {"PYTHONPATH": str(ROOT / ".ns"), "PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
