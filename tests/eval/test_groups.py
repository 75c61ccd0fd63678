"""Many goldens: summed up by converter or layout, the same with several jobs, silent tables counted whole."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from nianbao.eval.drawn import LAYOUTS, draw_report
from nianbao.eval.golden import Golden, write_golden
from nianbao.eval.reasons import reasons_by_check, reasons_of
from nianbao.eval.score import CellScore, ReportScore, TableScore, Verdict
from nianbao.eval.tally import Tally, tally_report
from nianbao.schemas import load_json
from tests.commands import nianbao


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three seeds in all layouts: 45 goldens."""
    folder = tmp_path_factory.mktemp("many")
    for seed in (1, 2, 3):
        for layout in LAYOUTS:
            drawn = draw_report(seed, layout)
            write_golden(folder / drawn.slug, drawn.text, drawn.label)
    return folder


def test_many_goldens_are_summed_up_by_group(many: Path) -> None:
    """A line for each layout and one for all, none for a report; the sentences below stay."""
    out = nianbao("eval", many, "--llm", "off").out
    lines = {line.split()[0]: line.split()[1] for line in out.splitlines() if len(line.split()) > 1}
    assert {name: lines[name] for name in LAYOUTS} == dict.fromkeys(LAYOUTS, "3")
    assert lines["all"] == "45"
    assert "drawn-0001" not in out
    assert "confirmed but wrong: 0 cells" in out


def test_jobs_change_nothing_but_the_time(many: Path, tmp_path: Path) -> None:
    """Totals, groups and the log's records are those of one job, in the same order."""
    one = json.loads(nianbao("eval", many, "--llm", "off", "--json").out)
    log = tmp_path / "log.jsonl"
    two = json.loads(nianbao("eval", many, "--llm", "off", "--json", "--jobs", "2", "--log", log).out)
    for key in ("totals", "groups", "reports", "drawn", "not_sure"):
        assert one[key] == two[key]
    header, *records = [load_json(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert header["totals"] == one["totals"]
    assert header["groups"] == one["groups"]
    assert [r["slug"] for r in records] == [r["slug"] for r in one["reports"]]
    assert sum(group["texts"] for group in one["groups"].values()) == 45


def test_an_unfinished_log_is_not_there(many: Path, tmp_path: Path) -> None:
    """A golden that is wrong ends the run: no log, and nothing of it beside."""
    bad = tmp_path / "goldens"
    (bad / "z").mkdir(parents=True)
    (bad / "z" / "golden.json").write_text("{", encoding="utf-8")
    log = tmp_path / "log.jsonl"
    done = nianbao("eval", many, bad, "--llm", "off", "--log", log)
    assert done.code == 2
    assert "golden.json" in done.err
    assert [p.name for p in tmp_path.iterdir()] == ["goldens"]


def golden(*, lost: tuple[str, ...] = (), dropped: tuple[str, ...] = (), wrong: str | None = None) -> Golden:
    """A drawn golden whose label says what the converter took."""
    label = draw_report(1, "tabs").label
    origin = label.labels.drawn
    assert origin
    label.labels.drawn = origin.model_copy(update={"lost": [*lost], "dropped": [*dropped], "wrong": wrong})
    return Golden("one", Path("one"), label)


CELL = CellScore("review.reconsideration.total", "right", "4", "4", doubtful=False, sure=True, named=False)


def scored(
    cell: CellScore, *, status: str = "confirmed", expected: str = "confirmed", missing: tuple[str, ...] = ()
) -> ReportScore:
    """A score with one table of one cell."""
    table = TableScore("review", expected, status, [cell], findings_missing=[*missing])
    return ReportScore("one", [table], {})


@pytest.mark.parametrize(
    ("verdict", "expected", "got"),
    [("wrong", "4", "5"), ("missing", "4", "blank"), ("invented", "blank", "0"), ("right", "blank", "dash")],
    ids=["number", "null-for-number", "zero-for-null", "mark"],
)
def test_a_sure_table_with_a_cell_off_is_silent(verdict: Verdict, expected: str, got: str) -> None:
    """Value, null against 0, and mark; doubtful or not; excused only where the text lacks that very number."""
    cell = replace(CELL, verdict=verdict, expected=expected, got=got)
    for doubtful in (False, True):
        tally = tally_report(golden(), scored(replace(cell, doubtful=doubtful)))
        assert (tally.silent, tally.sure_exact, tally.excused) == (1, 0, 0)
    assert tally_report(golden(), scored(cell, status="unconfirmed")).silent == 0
    gone = tally_report(golden(lost=(cell.cell,)), scored(cell))
    assert (gone.silent, gone.sure_exact, gone.excused) == (0, 0, 1)
    assert tally_report(golden(lost=("review.reconsideration.other",)), scored(cell)).silent == 1


def test_a_right_table_is_sure_and_exact() -> None:
    """0 and 0.00 are one number; nothing is silent."""
    cell = replace(CELL, expected="0.00", got="0")
    assert tally_report(golden(), scored(cell)) == Tally(
        texts=1, cells=1, right=1, all_cells=1, all_right=1, present=1, sure_exact=1
    )


@pytest.mark.parametrize(("status", "silent", "found"), [("absent", 0, 1), ("unconfirmed", 0, 0), ("confirmed", 1, 0)])
def test_an_absent_table_is_found_or_not_or_made_up(status: str, silent: int, found: int) -> None:
    """Where the report has no such table, a sure one is silent; where the converter dropped it too."""
    cell = replace(CELL, expected="missing", got="missing")
    tally = tally_report(golden(), scored(cell, status=status, expected="absent"))
    assert (tally.silent, tally.absent, tally.absent_found, tally.present) == (silent, 1, found, 0)
    dropped = tally_report(golden(dropped=("review",)), scored(cell, status=status, expected="absent"))
    assert (dropped.silent, dropped.absent, dropped.absent_found, dropped.dropped) == (silent, 0, 0, 1)


def test_a_present_table_called_absent_is_counted() -> None:
    """Nothing read of a table that is there."""
    cell = replace(CELL, verdict="missing", got="missing")
    assert tally_report(golden(), scored(cell, status="absent")).present_called_absent == 1


def test_a_wrong_sum_is_flagged_by_its_findings() -> None:
    """Only with every labelled finding; not counted where its number is not in the text."""
    label = golden(wrong=CELL.cell)
    assert tally_report(label, scored(CELL, expected="source_inconsistent")).flagged == 1
    unnamed = tally_report(label, scored(CELL, expected="source_inconsistent", missing=("review_sum",)))
    assert (unnamed.wrong_sums, unnamed.flagged) == (1, 0)
    assert tally_report(golden(wrong=CELL.cell, lost=(CELL.cell,)), scored(CELL)).wrong_sums == 0


def test_what_holds_tables_back_is_counted_once_a_table_and_check() -> None:
    """Absent tables, failed reports and sure tables hold nothing back."""
    tables = [
        TableScore("requests", "confirmed", "unconfirmed", checks=("confidence", "row_label")),
        TableScore("review", "confirmed", "confirmed", checks=("confidence",)),
        TableScore("disclosure", "absent", "unconfirmed", checks=("recognised",)),
    ]
    reasons = reasons_of(ReportScore("a", tables, {}))
    reasons += reasons_of(
        ReportScore("b", [TableScore("requests", "source_inconsistent", "unconfirmed", checks=())], {})
    )
    reasons += reasons_of(ReportScore("c", [TableScore("review", "confirmed", "failed")], {}))
    assert reasons_by_check(reasons) == {
        "tables": {"requests": 2},
        "confidence": {"requests": 1},
        "row_label": {"requests": 1},
    }
    assert reasons_by_check(reasons_of(ReportScore("d", [], {}))) == {}


def test_a_run_over_many_says_what_holds_tables_back(many: Path) -> None:
    """A line for each check; the JSON says the same."""
    out = nianbao("eval", many, "--llm", "off").out
    not_sure = json.loads(nianbao("eval", many, "--llm", "off", "--json").out)["not_sure"]
    lines = [line.split() for line in out.splitlines()]
    for check, counts in not_sure.items():
        shown = [str(count) for count in counts.values() if count]
        first = "(tables" if check == "tables" else check
        assert any(line[:1] == [first] and line[-len(shown) :] == shown for line in lines), check
    assert not_sure["tables"].keys() <= {"disclosure", "requests", "review"}
