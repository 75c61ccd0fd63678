"""Form 2019 in the repair loop and as another parser's candidate: signs are asked for, answered and grounded."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from nianbao import Document, check_tables, extract_report, repair_report, with_fallback
from nianbao.extract.errors import PriorError
from nianbao.extract.prior import table_set
from nianbao.extract.show import render
from nianbao.extract.terminal import make_console
from tests.extract.form_2019_reports import PIPED, SPACED, cells_of, changed
from tests.model.answers import asked, model_at
from tests.scripted_server import Answer, serve

PRINTED = {
    "规章": "0 0 0",
    "文件": "1 1 5",
    "许可": "31 -2 87",
    "服务事项": "9 0 140",
    "处罚": "204 11 3",
    "强制": "17 0 0",
    "收费": "1 -1",
    "采购": "26 873.215",
}
"""The rows of the spaced report as an answer writes them, by the short names of its asks."""
NONE = "0 0 0 0 0 0 0"
REQUESTS = {"新收": "1 1 0 0 0 0 2", "公开": "1 0 0 0 0 0 1", "制作": "0 1 0 0 0 0 1", "总计": "1 1 0 0 0 0 2"}


def answer(body: dict[str, Any], **instead: str) -> Answer:
    """The right answer to an ask about the spaced report; `instead` gives other strings for some names."""
    right = {**PRINTED, **REQUESTS, "复议": " ".join("0" * 15)}
    return Answer(json.dumps({n: instead.get(n, right.get(n, NONE)) for n in asked(body)}, ensure_ascii=False))


def disclosed(result: Any) -> dict[str, Any]:
    """The cells of a result's disclosure."""
    rows = result.tables["disclosure"].cells
    return {f"disclosure.{row}.{column}": v for row, columns in rows.items() for column, v in columns.items()}


def test_a_model_reads_form_2019_alone() -> None:
    """With --llm always every cell comes out as printed; the patterns allow a sign in 本年增/减 alone."""
    with serve(lambda body, _: answer(body)) as server:
        result = extract_report(Document.from_text(SPACED), model=model_at(server))
    assert (result.form, result.status, result.extraction.readers) == ("2019", "confirmed", ["llm"])
    assert disclosed(result) == cells_of("spaced")
    ask = next(r for r in server.requests if "采购" in asked(r))
    patterns = {n: p["pattern"] for n, p in ask["response_format"]["json_schema"]["schema"]["properties"].items()}
    assert list(patterns) == list(PRINTED)
    for name, string in PRINTED.items():
        values = string.split()
        for i in range(len(values)):
            signed = " ".join(f"-{v.lstrip('-')}" if j == i else v for j, v in enumerate(values))
            may = name in ("许可", "服务事项", "处罚", "强制", "收费") and i == 1
            assert bool(re.search(patterns[name], signed)) == (may or signed == string)


@pytest.mark.parametrize("wrong", ["31 2 87", "31 -3 87", "29 -2 87"])
def test_a_lost_or_invented_sign_does_not_ground(wrong: str) -> None:
    """An answer with another sign or number is asked about again, alone; told so ever again, the row stays unread."""
    with serve(lambda body, _: answer(body, 许可=wrong)) as server:
        result = extract_report(Document.from_text(SPACED), model=model_at(server))
    assert ["许可"] in server.rows_asked()
    assert result.cell("disclosure.licensing.change") is None
    assert result.tables["disclosure"].status == "unconfirmed"


def test_a_sure_table_is_not_asked_about() -> None:
    """In fallback a report that the layout reader is sure of costs nothing."""
    with serve(lambda body, _: answer(body)) as server:
        result = extract_report(Document.from_text(SPACED), model=model_at(server, mode="fallback"))
    assert server.requests == []
    assert result.status == "confirmed"


def test_verify_names_the_cell_that_a_model_reads_otherwise() -> None:
    """A model that reads the other row's change is named as a disagreement; the reader's value stays."""
    with serve(lambda body, _: answer(body, 收费="1 1")) as server:
        result = extract_report(Document.from_text(SPACED), model=model_at(server, mode="verify"))
    named = {c for f in result.findings if f.check == "disagreement" for c in f.cells}
    assert "disclosure.fees.change" in named
    assert result.cell("disclosure.fees.change") == -1


TABLE_SET = {
    "disclosure": {
        "licensing": {"previous": 31, "change": -2, "decisions": 87},
        "penalty": {"previous": "204", "change": "增11", "decisions": "3"},
        "fees": {"previous": 1, "change": "－1"},
        "procurement": {"projects": 26, "amount": 873.215},
    }
}
GRID = [
    ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
    ["行政许可", "31", "-2", "87"],
    ["其他对外管理服务事项", "9", "0", "140"],
    ["行政处罚", 204, 11, 3],
    ["行政强制", "17", "0", "0"],
]


@pytest.mark.parametrize("prior", [TABLE_SET, GRID, {"disclosure": GRID}], ids=["contract", "grid", "named-grid"])
def test_another_parsers_rows_are_kept(prior: object) -> None:
    """Rows of the contract's shape and of grids, signs as numbers or as printed, stand in the text and are kept."""
    result = repair_report(Document.from_text(SPACED), prior=prior)
    assert set(result.extraction.prior.values()) == {"kept"}
    assert len(result.extraction.prior) == 4
    assert disclosed(result) == cells_of("spaced")
    assert result.status == "confirmed"


def test_a_whole_sheet_as_one_grid() -> None:
    """The piped report's own lines as a grid of cells are the whole table, its changes with their signs."""
    lines = [line for line in PIPED.split("\n") if line.startswith("|") and "---" not in line]
    grid = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[:18]]
    found = table_set(grid)["disclosure"]
    cells = {f"disclosure.{row}.{column}": value for row, columns in found.items() for column, value in columns.items()}
    assert cells == cells_of("piped")


LABELS = [
    "规章",
    "规范性文件",
    "行政许可",
    "其他对外管理服务事项",
    "行政处罚",
    "行政强制",
    "行政事业性收费",
    "政府集中采购",
]


@pytest.mark.parametrize("labels", [True, False], ids=["labels", "numbers-alone"])
def test_a_grid_without_headings_is_of_the_reports_own_form(labels: bool) -> None:
    """Rows without any heading, or numbers alone under the table's name, follow the order of the report's form."""
    rows = [string.split() for string in PRINTED.values()]
    grid = [[label, *row] for label, row in zip(LABELS, rows, strict=True)] if labels else rows
    result = repair_report(Document.from_text(SPACED), prior={"disclosure": grid})
    assert set(result.extraction.prior.values()) == {"kept"}
    assert len(result.extraction.prior) == len(LABELS)
    assert disclosed(result) == cells_of("spaced")


def test_a_prior_with_another_sign_is_not_kept() -> None:
    """A parser that lost the minus is found out: its row does not stand in the text."""
    prior = {"disclosure": {"licensing": {"previous": 31, "change": 2, "decisions": 87}}}
    result = repair_report(Document.from_text(SPACED), prior=prior)
    assert result.extraction.prior == {"disclosure.licensing": "not in the row's text"}
    assert result.cell("disclosure.licensing.change") == -2


def test_a_prior_of_the_other_form_changes_nothing() -> None:
    """Rows with form 2021's columns, handed in for a report of form 2019, are not kept and not an error."""
    prior = {"disclosure": {"regulations": {"issued": 0, "repealed": 0, "in_force": 0}, "licensing": {"decisions": 87}}}
    result = repair_report(Document.from_text(SPACED), prior=prior)
    assert set(result.extraction.prior.values()) == {"incomplete"}
    assert (result.form, result.status) == ("2019", "confirmed")


def test_only_a_change_may_be_negative_in_a_prior() -> None:
    """A negative count is refused with its field; a change is not."""
    with pytest.raises(PriorError, match=r"disclosure\.licensing\.previous: -31 is no number of 0 or more"):
        table_set({"disclosure": {"licensing": {"previous": -31, "change": -2, "decisions": 87}}})


def test_a_decorated_parser_of_the_older_sheet() -> None:
    """`with_fallback` takes its tables as they are and finds the form by itself."""
    parser = with_fallback(lambda text: TABLE_SET)
    result = parser(SPACED)
    assert result.extraction.prior_error is None
    assert (result.form, result.status) == ("2019", "confirmed")


def test_check_and_show_take_a_result_of_form_2019() -> None:
    """The sums of requests and review are checked; the terminal shows the older sheet's own columns and signs."""
    result = extract_report(Document.from_text(PIPED))
    found = check_tables(result)
    assert (found.findings, found.assessed) == ([], 23 + 7 + 7 + 3)
    broken = json.loads(result.to_json())
    broken["tables"]["requests"]["cells"]["received"]["total"] = 20
    assert {f.check for f in check_tables(broken).findings} == {"row_sum", "carry_over"}
    console = make_console()
    with console.capture() as shown:
        console.print(render(result))
    for words in ("本年增/减", "采购总金额", "-122", "政府集中采购"):
        assert words in shown.get()


def test_an_open_row_of_a_batch_is_named_once() -> None:
    """A row that prints a number too many is named; without sums over it, no model is said to settle it."""
    text = changed(SPACED, "行政许可 31 减2 87", "行政许可 31 减2 87 5")
    with serve(lambda body, _: answer(body)) as server:
        result = extract_report(Document.from_text(text), model=model_at(server, mode="fallback"))
    assert result.tables["disclosure"].status == "unconfirmed"
    assert {c for f in result.findings for c in f.cells} == {
        f"disclosure.licensing.{c}" for c in ("previous", "change", "decisions")
    }
