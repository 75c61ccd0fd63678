"""Drawn reports: the same from the same seed, true to their labels, unlike each other, taken by `nianbao eval`."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from nianbao.eval.drawn import LAYOUTS, DrawnReport, draw_report
from nianbao.eval.golden import load_goldens
from nianbao.extract.documents import Document
from nianbao.extract.report import extract_report
from nianbao.schemas import FORM_2019, FORM_2021
from tests.commands import ROOT, nianbao

BUILD = range(1, 100)
MANY = [draw_report(seed) for seed in BUILD]


def values_of(report: DrawnReport, table: str) -> dict[str, object]:
    """The cells of one table of the label."""
    rows = report.label.tables[table].cells
    return {f"{table}.{row}.{column}": value for row, cells in rows.items() for column, value in cells.items()}


def squeezed(text: str) -> str:
    """A text with its widths folded and without separators of thousands."""
    return unicodedata.normalize("NFKC", text).replace(",", "")


def test_a_seed_draws_the_same_report_whatever_the_hash_seed() -> None:
    """Two processes with different string hashing print the same texts and labels."""
    code = (
        "from nianbao.eval.drawn import LAYOUTS, draw_report\n"
        "for i, name in enumerate(LAYOUTS):\n"
        "    drawn = draw_report(i + 1, name)\n"
        "    print(drawn.text, drawn.label.model_dump_json())\n"
    )
    outs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / ".ns"), "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
            timeout=60,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outs) == 1


def test_two_seeds_draw_two_reports() -> None:
    """No two of the building seeds have the same text or the same figures."""
    assert len({report.text for report in MANY}) == len(MANY)
    assert len({str(report.label.tables) for report in MANY}) == len(MANY)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_text_prints_what_the_label_says(layout: str) -> None:
    """Every number of a label stands in its text as often as the label has it, in every layout."""
    for seed in range(1, 16):
        report = draw_report(seed, layout)
        text = squeezed(report.text)
        found = Counter("".join(c if c in "0123456789." else " " for c in text).split())
        for table in FORM_2021.tables:
            printed = Counter(str(v) for v in values_of(report, table).values() if v is not None)
            assert not printed - found, (seed, table)


def test_one_seed_has_the_same_figures_in_every_layout() -> None:
    """The truth comes before the layout: only the texts differ, and no two layouts are alike."""
    reports = [draw_report(3, layout) for layout in LAYOUTS]
    assert len({str(report.label.tables) for report in reports}) == 1
    assert len({report.text for report in reports}) == len(LAYOUTS) >= 10


@pytest.mark.parametrize("report", MANY, ids=lambda r: r.slug)
def test_the_label_is_true_of_its_own_sums(report: DrawnReport) -> None:
    """Exactly the sums that the label's findings name do not hold, and the statuses say so."""
    named = {(f.table, f.check, tuple(f.cells)) for f in report.label.findings}
    failing = set()
    for key in FORM_2021.tables:
        table = FORM_2021.table_for_rows(key, set(report.label.tables[key].cells))
        cells = values_of(report, key)
        assert set(cells) == set(table.cells)
        status = report.label.tables[key].status
        if status == "absent":
            assert {report.label.marks[c] for c in cells} == {"missing"}
            continue
        off = {
            (key, s.check, s.cells)
            for s in table.sums
            if sum(cells[c] or 0 for c in s.printed) != sum(cells[c] or 0 for c in s.parts)  # type: ignore[misc]
        }
        assert status == ("source_inconsistent" if off else "confirmed")
        failing |= off
    assert failing == named
    for suggestion in report.label.suggestions:
        assert suggestion.printed != suggestion.suggested


def test_the_corpus_is_what_it_is_said_to_be() -> None:
    """Both variants, thin and dense tables, decimals in fees; a wrong total at most in one of ten, a missing table at
    most in one of fifteen, dashes and blanks."""
    reports = [draw_report(seed) for seed in range(1, 400)]
    requests = [list(values_of(r, "requests").values()) for r in reports]
    assert {len(v) for v in requests} == {161, 175}
    filled = [sum(bool(x) for x in v) / len(v) for v in requests]
    assert sum(share < 0.1 for share in filled) > 40
    assert sum(0.42 < share < 0.65 for share in filled) > 80
    assert max(int(x or 0) for v in requests for x in v if isinstance(x, int)) > 5000
    statuses = [[t.status for t in r.label.tables.values()] for r in reports]
    assert 0 < sum("source_inconsistent" in s for s in statuses) <= len(reports) / 10
    assert 0 < sum("absent" in s for s in statuses) <= len(reports) / 15
    assert {m for r in reports for m in r.label.marks.values()} == {"dash", "blank", "missing"}
    fees = [str(values_of(r, "disclosure")["disclosure.fees.amount"]) for r in reports]
    assert {len(f.partition(".")[2]) for f in fees} == {0, 2, 3, 4, 6}


def test_a_cell_without_a_number_leaves_a_trace() -> None:
    """Where a layout shows no empty cell, a label has no blanks: nobody could read them."""
    for seed in BUILD:
        for layout in ("cell_lines", "spaces", "paged"):
            assert "blank" not in draw_report(seed, layout).label.marks.values()


def test_drawn_reports_are_goldens_and_say_that_no_hand_made_them(tmp_path: Path) -> None:
    """What the command writes loads as goldens with their seed and layout, and `nianbao eval` takes the folder."""
    done = subprocess.run(
        [sys.executable, "-m", "nianbao.eval.drawn", "--seeds", "1-2", "--layout", "all", "--out", str(tmp_path)],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / ".ns"), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == f"{2 * len(LAYOUTS)} drawn reports in {tmp_path}\n"
    goldens = load_goldens([tmp_path])
    origins = {(g.label.labels.drawn.seed, g.label.labels.drawn.layout) for g in goldens if g.label.labels.drawn}
    assert origins == {(seed, layout) for seed in (1, 2) for layout in LAYOUTS}
    scored = nianbao("eval", tmp_path, "--llm", "off", "--json")
    assert json.loads(scored.out)["drawn"] == json.loads(scored.out)["totals"]["reports"] == len(goldens)
    assert f"{len(goldens)} of the reports are drawn from seeds" in nianbao("eval", tmp_path, "--llm", "off").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--seeds", "9-1"], "1-99"),
        (["--seeds", "1", "--layout", "mosaic"], "piped_cell_lines"),
        (["--seeds", "1", "--form", "2008"], "2021 and 2019"),
    ],
    ids=["range-backwards", "unknown-layout", "unknown-form"],
)
def test_a_wrong_argument_is_named_with_what_would_be_right(arguments: list[str], said: str, tmp_path: Path) -> None:
    """Exit code 2 and the valid form; nothing is written."""
    done = subprocess.run(
        [sys.executable, "-m", "nianbao.eval.drawn", *arguments, "--out", str(tmp_path / "out")],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / ".ns"), "PYTHONUTF8": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "out").exists()


OLDER = [draw_report(seed, form=FORM_2019) for seed in BUILD]


def test_the_older_form_is_drawn_too() -> None:
    """Reports of 2019 and 2020 with all sorts of signs, in every layout; nothing in them is drawn for form 2021."""
    assert {r.label.form for r in OLDER} == {"2019"}
    assert {r.label.year for r in OLDER} == {2019, 2020}
    assert {r.layout for r in OLDER} == set(LAYOUTS)
    changes = [v for r in OLDER for c, v in values_of(r, "disclosure").items() if c.endswith(".change")]
    assert sum(isinstance(v, int) and v < 0 for v in changes) > 60
    assert sum(isinstance(v, int) and v > 0 for v in changes) > 60
    for mark in ("-", "－", "—", "减", "增", "+"):
        assert any(f"{mark}{abs(v)}" in r.text for r in OLDER for v in values_of(r, "disclosure").values() if v)  # type: ignore[arg-type]
    assert {r.slug for r in OLDER}.isdisjoint(r.slug for r in MANY)
    assert len({r.text for r in OLDER}) == len(OLDER)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_older_form_is_read_in_every_layout(layout: str) -> None:
    """What is sure is as labelled, a missing table absent, and most disclosure tables are sure."""
    sure = tables = 0
    for seed in range(1, 13):
        report = draw_report(seed, layout, FORM_2019)
        result = extract_report(Document.from_text(report.text))
        assert result.form == "2019"
        for key, table in report.label.tables.items():
            got = result.tables[key]
            assert (got.status == "absent") == (table.status == "absent"), (seed, key)
            if got.status in ("confirmed", "source_inconsistent"):
                assert (got.status, got.cells) == (table.status, table.cells), (seed, key)
        here = report.label.tables["disclosure"].status != "absent"
        tables += here
        sure += here and result.tables["disclosure"].status == "confirmed"
    assert sure >= tables * 0.6


def test_older_drawn_reports_are_scored_as_goldens(tmp_path: Path) -> None:
    """`--form 2019` writes goldens that load, negative changes included, and `nianbao eval` finds nothing wrong."""
    done = subprocess.run(
        [sys.executable, "-m", "nianbao.eval.drawn", "--seeds", "1-4", "--form", "2019", "--out", str(tmp_path)],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / ".ns"), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == f"4 drawn reports in {tmp_path}\n"
    goldens = load_goldens([tmp_path])
    assert {g.label.form for g in goldens} == {"2019"}
    numbers = [v for g in goldens for row in g.label.tables["disclosure"].cells.values() for v in row.values()]
    assert any(v is not None and v < 0 for v in numbers)
    totals = json.loads(nianbao("eval", tmp_path, "--llm", "off", "--json").out)["totals"]
    assert (totals["reports"], totals["failed"], totals["confirmed_but_wrong"]) == (4, 0, 0)
    assert totals["right"] > totals["cells"] * 0.95
