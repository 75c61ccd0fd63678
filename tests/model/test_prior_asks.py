"""A prior and a model: what the prior has right is never asked about, what it has wrong is asked about alone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from nianbao import extract_report, repair_report
from nianbao.schemas import FORM_2021
from tests.extract.test_prior import PRIORS, tables
from tests.layouts import LAYOUTS, Grid, consistent, grids, print_report, report
from tests.model.answers import asked, labels, model_at, perfect, source
from tests.scripted_server import Answer, serve

SLUGS = ("zhangjiakou-2022", "huguan-2023")


def cells_of(slug: str) -> dict[str, Any]:
    """A golden's labels as table.row.column → value."""
    return {
        f"{key}.{row}.{column}": value
        for key, table in labels(slug)["tables"].items()
        for row, cells in table["cells"].items()
        for column, value in cells.items()
    }


def as_grids(slug: str, prior: dict[str, Any]) -> list[Grid]:
    """A prior in the contract's shape as grids of the official form; rows that it lacks are left out."""
    full = cells_of(slug)
    given = {f"{k}.{r}.{c}": v for k, rows in prior.items() for r, cells in rows.items() for c, v in cells.items()}
    whole = grids({**full, **given})
    kept = []
    for key, grid in whole.items():
        missing = {row for row in labels(slug)["tables"][key]["cells"] if row not in prior.get(key, {})}
        if key not in prior:
            continue
        # The label of the one row that a prior here may lack.
        kept.append([row for row in grid if not (missing == {"granted"} and "（一）予以公开" in row)])
    return kept


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("shape", ["contract", "grids"])
@pytest.mark.parametrize("name", ["right", "wrong-digit", "missing-row", "shifted-columns", "swapped-rows"])
def test_for_a_report_that_the_reader_is_sure_of_no_prior_costs_an_ask(slug: str, shape: str, name: str) -> None:
    """Right or wrong, as names or as grids: 0 requests, the tables are as labelled and confirmed."""
    prior = tables(slug)
    PRIORS[name](prior)
    given = prior if shape == "contract" else as_grids(slug, prior)
    with serve(lambda body, _: Answer(perfect(slug, body))) as server:
        result = repair_report(source(slug), prior=given, model=model_at(server, mode="fallback"))
        assert server.requests == []
    assert {k: t.cells for k, t in result.tables.items()} == tables(slug)
    assert result.status == "confirmed"
    touched = {row for row, why in result.extraction.prior.items() if why != "kept"}
    wrong = {
        "right": set(),
        "missing-row": set(),
        "swapped-rows": {"requests.granted", "requests.partially_granted"},
    }.get(name, {"requests.received"})
    assert touched == wrong


RESULTS = (
    *("granted", "partially_granted", "denied_state_secret", "denied_internal_affairs", "unavailable_not_held"),
    *("not_processed_petition", "not_processed_duplicate", "other_miscellaneous"),
)
DRAWN = consistent({f"requests.{row}.natural_person": 1299 + 1111 * i for i, row in enumerate(RESULTS)}) | {
    "requests.carried_over.total": 1
}
"""A report whose total of 上年结转 is wrong, so that its sums cannot settle what is torn elsewhere."""
TORN = "\n".join(
    line if "本年新收" in line or "（七）" in line else re.sub(r"\t(\d{2,})(\d{2})\t", r"\t\1,\2\t", line)
    for line in print_report(DRAWN).split("\n")
)
"""It has a comma where no separator stands (12,99) in the natural persons of eight rows: no numbers, for the reader."""


def drawn_tables() -> dict[str, Any]:
    """The drawn table of requests as another parser gives it."""
    rows: dict[str, dict[str, Any]] = {}
    for cell, value in DRAWN.items():
        key, row, column = cell.split(".")
        if key == "requests":
            rows.setdefault(row, {})[column] = value
    return {"requests": rows}


def answer(body: dict[str, Any]) -> Answer:
    """What a perfect model says of the drawn report."""
    by_short = {row.short: row.key for row in FORM_2021.tables["requests"].rows}
    rows = drawn_tables()["requests"]
    said = {name: " ".join(map(str, rows[by_short[name]].values())) for name in asked(body)}
    return Answer(json.dumps(said, ensure_ascii=False))


def test_the_torn_report_is_one_that_the_reader_alone_is_not_sure_of() -> None:
    """The premise of the next tests: without a prior the table is unconfirmed, for its torn numbers."""
    result = extract_report(TORN)
    assert result.tables["requests"].status == "unconfirmed"
    assert {f.check for f in result.findings} == {"whole_number", "row_sum", "carry_over"}


@pytest.mark.parametrize("shape", ["contract", "grid"])
def test_a_right_prior_settles_torn_numbers_without_an_ask(shape: str) -> None:
    """Its rows stand whole in the text and their sums hold: sure, 0 requests, with the digits put together."""
    prior: object = drawn_tables() if shape == "contract" else grids(DRAWN)["requests"]
    with serve(lambda body, _: answer(body)) as server:
        result = repair_report(TORN, prior=prior, model=model_at(server, mode="fallback"))
        assert server.requests == []
    assert result.tables["requests"].status == "source_inconsistent"
    assert result.tables["requests"].cells == drawn_tables()["requests"]
    assert set(result.extraction.prior.values()) == {"kept"}
    assert result.extraction.readers == ["prior", "layout"]


def wrong_digit(rows: dict[str, Any]) -> None:
    rows["partially_granted"]["natural_person"] += 1


def no_row(rows: dict[str, Any]) -> None:
    del rows["partially_granted"]


def made_up(rows: dict[str, Any]) -> None:
    """A wrong digit in a cell and in its total: the row's own sum holds."""
    rows["partially_granted"]["natural_person"] += 1
    rows["partially_granted"]["total"] += 1


def half_a_row(rows: dict[str, Any]) -> None:
    del rows["partially_granted"]["total"]


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (wrong_digit, "not in the row's text"),
        (no_row, None),
        (made_up, "not in the row's text"),
        (half_a_row, "incomplete"),
    ],
)
def test_only_the_row_that_the_prior_has_not_is_asked_about(
    spoil: Callable[[dict[str, Any]], None], why: str | None
) -> None:
    """One torn row of eight wrong or missing in the prior: one request, for that row; then all is as printed."""
    prior = drawn_tables()
    spoil(prior["requests"])
    with serve(lambda body, _: answer(body)) as server:
        result = repair_report(TORN, prior=prior, model=model_at(server, mode="fallback"))
        assert server.rows_asked() == [["部分公开"]]
    assert result.tables["requests"].status == "source_inconsistent"
    assert result.tables["requests"].cells == drawn_tables()["requests"]
    assert result.extraction.prior.get("requests.partially_granted") == why
    assert result.extraction.readers == ["prior", "layout", "llm"]


@pytest.mark.parametrize("spoil", [wrong_digit, no_row, made_up, half_a_row])
def test_without_a_model_a_wrong_row_stays_unconfirmed(spoil: Callable[[dict[str, Any]], None]) -> None:
    """What the prior has wrong never gets in: the row's cells are named, and none has the prior's number."""
    prior = drawn_tables()
    spoil(prior["requests"])
    result = repair_report(TORN, prior=prior)
    assert result.tables["requests"].status == "unconfirmed"
    assert result.cell("requests.partially_granted.natural_person") is None


def test_a_prior_settles_a_row_of_a_report_that_is_wrong_itself() -> None:
    """A golden with a wrong carry-over and a torn number: the sums of the torn row hold, so its doubt goes, unasked."""
    slug = "zhangjiakou-2022"
    text = source(slug).read_text(encoding="utf-8")
    damaged = text.replace("数量 | 2 | 0", "数量 | 3 | 0").replace("| 113 | 2 |", "| 11,3 | 2 |")
    assert damaged.count("3 | 0 | 0 | 0 | 0 | 0 | 2 |") == 1
    assert extract_report(damaged).tables["requests"].status == "unconfirmed"
    with serve(lambda body, _: Answer(perfect(slug, body))) as server:
        result = repair_report(damaged, prior=tables(slug), model=model_at(server, mode="fallback"))
        assert server.requests == []
    assert result.tables["requests"].status == "source_inconsistent"
    assert result.cell("requests.granted.natural_person") == 113
    assert {f.check for f in result.findings if f.check != "narrative"} == {"row_sum", "carry_over"}
    assert result.extraction.prior["requests.carried_over"] == "not in the row's text"


def test_a_prior_whose_sums_fail_lifts_no_doubt() -> None:
    """The torn row stands in the text as the prior has it, but its own sum fails: still unconfirmed, and not asked."""
    slug = "zhangjiakou-2022"
    text = source(slug).read_text(encoding="utf-8").replace("| 113 | 2 |", "| 11,4 | 2 |")
    prior = tables(slug)
    prior["requests"]["granted"]["natural_person"] = 114
    with serve(lambda body, _: Answer(perfect(slug, body))) as server:
        result = repair_report(text, prior=prior, model=model_at(server, mode="fallback"))
        assert server.requests == []
    assert result.extraction.prior["requests.granted"] == "kept"
    assert result.tables["requests"].status == "unconfirmed"
    assert "whole_number" in {f.check for f in result.findings}


@pytest.mark.parametrize("heading", ["商业企业\t科研机构", "自然人\t法人或其他组织"])
def test_a_prior_lifts_no_doubt_about_places(heading: str) -> None:
    """Headings that stand in another order in the source: the right prior leaves the table unconfirmed."""
    swapped = "\t".join(reversed(heading.split("\t")))
    text = print_report(DRAWN).replace(heading, swapped)
    assert swapped in text
    result = repair_report(text, prior=drawn_tables())
    assert result.tables["requests"].status == "unconfirmed"
    assert "column_headings" in {f.check for f in result.findings}


def test_read_by_the_model_alone_the_prior_says_so() -> None:
    """With --llm always nothing of the prior is used, and none of its rows is called kept."""
    slug = "zhangjiakou-2022"
    with serve(lambda body, _: Answer(perfect(slug, body))) as server:
        result = repair_report(source(slug), prior=tables(slug), model=model_at(server))
    assert set(result.extraction.prior.values()) == {"the model read alone"}
    assert result.extraction.readers == ["llm"]


def shifted_blank() -> tuple[str, dict[str, Any]]:
    """A report that prints 7, 0 and an empty cell behind a merged label's filler, and the same row shifted by one."""
    cells = {
        **consistent({"disclosure.normative_documents.issued": 7}),
        "disclosure.normative_documents.in_force": None,
    }
    printed = {key: [list(row) for row in grid] for key, grid in grids(cells).items()}
    printed["disclosure"] = [[row[0], None, *row[1:]] for row in printed["disclosure"]]
    text = report({key: LAYOUTS["tabs"](grid) for key, grid in printed.items()})
    return text, {"normative_documents": {"issued": None, "repealed": 7, "in_force": 0}}


def test_a_prior_cannot_move_a_row_over_the_blanks_beside_it() -> None:
    """No sum covers the row: what its cells are is the layout's to say, and the shifted row is not kept."""
    text, shifted = shifted_blank()
    result = repair_report(text, prior={"disclosure": shifted})
    assert list(result.tables["disclosure"].cells["normative_documents"].values()) == [7, 0, None]
    assert result.tables["disclosure"].status == "confirmed"
    assert result.extraction.prior == {"disclosure.normative_documents": "not in the row's text"}
    right = {"normative_documents": {"issued": 7, "repealed": 0, "in_force": None}}
    assert set(repair_report(text, prior={"disclosure": right}).extraction.prior.values()) == {"kept"}


def test_a_model_cannot_move_a_row_over_the_blanks_beside_it() -> None:
    """With --llm always and the shifted row as its answer: never confirmed with the numbers in other columns."""
    text, _ = shifted_blank()

    def script(body: dict[str, Any], _: int) -> Answer:
        shown = {"文件": "- 7 0", "规章": "0 0 0", "复议": "0 " * 14 + "0"}
        wide = " ".join("0" * 7)
        single = {"许可", "处罚", "强制", "收费"}
        said = {name: shown.get(name, "0" if name in single else wide) for name in asked(body)}
        return Answer(json.dumps(said, ensure_ascii=False))

    with serve(script) as server:
        table = extract_report(text, model=model_at(server)).tables["disclosure"]
        assert any("文件" in names for names in server.rows_asked())
    assert table.status == "unconfirmed"
    assert table.cells["normative_documents"]["repealed"] is None
