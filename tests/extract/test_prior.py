"""Another parser's candidate: what stands in the text counts, what does not is read anew."""

from __future__ import annotations

import asyncio
from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest

from nianbao import PriorError, check_tables, check_tables_async, extract_report, repair_report, repair_report_async
from tests.model.answers import labels, model_at, perfect, source
from tests.scripted_server import Answer, serve

SLUG = "zhangjiakou-2022"


def tables(slug: str = SLUG) -> dict[str, Any]:
    """The labelled tables, cells only, as another parser might give them."""
    return {key: table["cells"] for key, table in labels(slug)["tables"].items()}


def shifted(prior: dict[str, Any]) -> None:
    row = prior["requests"]["received"]
    values = list(row.values())
    prior["requests"]["received"] = dict(zip(row, [*values[1:], 0], strict=True))


def swapped(prior: dict[str, Any]) -> None:
    rows = prior["requests"]
    rows["granted"], rows["partially_granted"] = rows["partially_granted"], rows["granted"]


PRIORS = {
    "right": lambda p: None,
    "empty": lambda p: p.clear(),
    "wrong-digit": lambda p: p["requests"]["received"].update(total=232),
    "missing-row": lambda p: p["requests"].pop("granted"),
    "missing-table": lambda p: p.pop("requests"),
    "shifted-columns": shifted,
    "swapped-rows": swapped,
    "nulls": lambda p: p["requests"]["received"].update(dict.fromkeys(p["requests"]["received"])),
}


@pytest.mark.parametrize("name", PRIORS)
def test_whatever_the_prior_says_the_result_is_what_the_report_prints(name: str) -> None:
    """Partial, shifted, swapped or wrong: the repaired tables are as labelled, and confirmed."""
    prior = deepcopy(tables())
    PRIORS[name](prior)
    result = repair_report(source(SLUG), prior=prior)
    assert {k: t.cells for k, t in result.tables.items()} == tables()
    assert result.status == "confirmed"
    assert result.extraction.readers == ["prior", "layout"]


def test_a_right_prior_asks_no_model() -> None:
    """Every check passes and every value stands in the text: no request is made."""
    with serve(lambda body, _: Answer(perfect(SLUG, body))) as server:
        result = repair_report(source(SLUG), prior=tables(), model=model_at(server, mode="fallback"))
        assert server.requests == []
    assert result.status == "confirmed"


def test_a_prior_for_a_table_that_the_report_lacks_changes_nothing() -> None:
    """All 175 cells of an invented table: still absent, still missing."""
    result = repair_report(source("shengzhou-office-2022"), prior=tables())
    assert result.status == "absent"
    assert set(result.marks.values()) == {"missing"}


def test_a_result_can_be_its_own_prior() -> None:
    """A ReportResult, its dump and its tables alone are all taken."""
    result = extract_report(source("jincheng-chengqu-2022"))
    for prior in (result, result.model_dump(), {"tables": result.model_dump()["tables"]}):
        assert repair_report(source("jincheng-chengqu-2022"), prior=prior).tables == result.tables


def test_numbers_as_texts_and_floats_are_taken() -> None:
    """Other parsers give "1,299" and 3080.699: they are numbers all the same."""
    prior = {"disclosure": {"fees": {"amount": 3080.699}, "licensing": {"decisions": "5,710"}}}
    result = repair_report(source("huguan-2023"), prior=prior)
    assert result.cell("disclosure.fees.amount") == Decimal("3080.699")
    assert result.cell("disclosure.licensing.decisions") == 5710


@pytest.mark.parametrize(
    ("prior", "words"),
    [
        ([], "no grid"),
        ({"requsts": {}}, "unknown table"),
        ({"requests": []}, "requests: no grid"),
        ({"requests": {"recieved": {}}}, "unknown row"),
        ({"requests": {"received": 5}}, "columns are expected"),
        ({"requests": {"received": {"sum": 5}}}, "unknown column"),
        ({"requests": {"received": {"total": -5}}}, "no number of 0 or more"),
        ({"requests": {"received": {"total": float("nan")}}}, "no number of 0 or more"),
        ({"requests": {"received": {"total": 1.5}}}, "not a whole number"),
    ],
)
def test_a_prior_of_another_shape_is_an_error_that_names_the_field(prior: object, words: str) -> None:
    """PriorError, before anything is read."""
    with pytest.raises(PriorError, match=words):
        repair_report(source(SLUG), prior=prior)


def test_check_tables_needs_no_source() -> None:
    """The sums of a labelled report with a wrong total: its two findings, and the suggested value."""
    found = check_tables(labels("jincheng-chengqu-2022"))
    assert [(f.check, f.printed, f.expected) for f in found.findings] == [("row_sum", 0, 2), ("result_sum", 8, 6)]
    assert [(s.cell, s.suggested) for s in found.suggestions] == [("requests.partially_granted.total", 2)]
    assert not found.ok
    assert check_tables(tables()).ok


def test_the_asynchronous_calls_are_the_same() -> None:
    """Awaited, the calls give what they give otherwise, several at a time."""

    async def together() -> None:
        repaired, again, checked = await asyncio.gather(
            repair_report_async(source(SLUG), prior=tables()),
            repair_report_async(source(SLUG), prior={}),
            check_tables_async(tables()),
        )
        assert repaired.tables == again.tables
        assert checked.ok

    asyncio.run(together())
