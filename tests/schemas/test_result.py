"""The contract: what a cell may be, that JSON keeps every digit, and which status is the worst."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from nianbao.schemas import (
    Extraction,
    Finding,
    ReportResult,
    Source,
    Status,
    Suggestion,
    TableResult,
    dump_json,
    load_json,
    worst,
)


def result(**changes: Any) -> ReportResult:
    """A small but whole result, with some fields changed."""
    fields: dict[str, Any] = {
        "source": Source(path="青禾.txt", sha256="00" * 32, media_type="text/plain", characters=120),
        "form": "2021",
        "issuer": "青禾县",
        "year": 2022,
        "title": "青禾县2022年政府信息公开工作年度报告",
        "published": "2023-01-18",
        "status": "confirmed",
        "tables": {
            "disclosure": TableResult(
                status="confirmed",
                cells={"fees": {"amount": Decimal("48339.00")}, "regulations": {"issued": 0, "in_force": None}},
            )
        },
        "marks": {"disclosure.regulations.in_force": "blank"},
        "findings": [],
        "suggestions": [],
        "evidence": {"disclosure.fees.amount": (10, 18)},
        "extraction": Extraction(readers=["layout"]),
    }
    return ReportResult(**{**fields, **changes})


def test_amounts_keep_their_digits_in_json() -> None:
    """An amount printed 48339.00 is 48339.00 in the JSON and after it, not 48339.0 and no float."""
    text = result().to_json()
    assert '"amount": 48339.00' in text
    amount = ReportResult.from_json(text).cell("disclosure.fees.amount")
    assert isinstance(amount, Decimal)
    assert str(amount) == "48339.00"


@settings(deadline=None, max_examples=60)
@given(st.decimals(min_value=0, max_value=10**9, places=2) | st.integers(0, 10**9))
def test_any_value_survives_json(value: Decimal | int) -> None:
    """Every count and amount comes back from JSON with the same digits and as the same kind of number."""
    table = {"disclosure": TableResult(status="confirmed", cells={"fees": {"amount": value}})}
    back = ReportResult.from_json(result(tables=table).to_json()).cell("disclosure.fees.amount")
    assert (str(back), type(back)) == (str(value), type(value))


def test_whole_result_survives_json() -> None:
    """A result with findings, suggestions and spans equals what its JSON reads back as, indented or not."""
    finding = Finding(
        check="row_sum",
        table="requests",
        cells=["requests.granted.total"],
        expected=16,
        printed=18,
        message="2 too many",
        span=(4812, 4827),
    )
    suggestion = Suggestion(cell="requests.granted.total", printed=None, suggested=16, because=["row_sum"])
    whole = result(findings=[finding], suggestions=[suggestion], status="source_inconsistent")
    assert ReportResult.from_json(whole.to_json()) == whole
    assert ReportResult.from_json(whole.to_json(indent=2)) == whole


def test_json_is_one_readable_line() -> None:
    """Without an indent a result is one line, fit for reports.jsonl, and its Chinese is not escaped."""
    text = result().to_json()
    assert "\n" not in text
    assert "青禾县2022年政府信息公开工作年度报告" in text


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(True, id="true"),
        pytest.param(False, id="false"),
        pytest.param(1.5, id="float"),
        pytest.param(3.0, id="whole-float"),
        pytest.param(-1, id="negative-count"),
        pytest.param(Decimal("-0.01"), id="negative-amount"),
        pytest.param("7", id="text"),
        pytest.param(Decimal("NaN"), id="nan"),
        pytest.param(Decimal("Infinity"), id="infinity"),
    ],
)
def test_no_cell_but_numbers(value: Any) -> None:
    """A cell that is no count, no amount and no null is refused, never turned into one."""
    with pytest.raises(ValidationError):
        TableResult(status="confirmed", cells={"fees": {"amount": value}})


@pytest.mark.parametrize("value", [-12, 0, 7, None], ids=str)
def test_a_change_may_be_negative(value: int | None) -> None:
    """本年增/减 is a whole number of either sign or null, and survives JSON beside its row's counts in their order."""
    row = {"previous": 31, "change": value, "decisions": 87}
    table = {"disclosure": TableResult(status="confirmed", cells={"licensing": row})}
    back = ReportResult.from_json(result(tables=table).to_json()).tables["disclosure"].cells["licensing"]
    assert list(back.items()) == list(row.items())


@pytest.mark.parametrize("value", [True, 1.5, Decimal("-2.5"), "-2", "减2"], ids=str)
def test_a_change_is_a_whole_number(value: Any) -> None:
    """Anything else in 本年增/减 is refused, and a negative count beside it too."""
    with pytest.raises(ValidationError):
        TableResult(status="confirmed", cells={"licensing": {"previous": 31, "change": value, "decisions": 87}})
    with pytest.raises(ValidationError):
        TableResult(status="confirmed", cells={"licensing": {"previous": -31, "change": -2, "decisions": 87}})


@pytest.mark.parametrize("value", [0, 7, Decimal("0.5"), Decimal("0"), None], ids=str)
def test_cells_keep_their_kind(value: Any) -> None:
    """A count stays an int, an amount a Decimal, a null a null; a null needs no mark in the model of a table."""
    kept = TableResult(status="unconfirmed", cells={"fees": {"amount": value}}).cells["fees"]["amount"]
    assert kept == value
    assert type(kept) is type(value)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('"surprise": 1,', id="unknown-field"),
        pytest.param('"format_version": 2,', id="other-version"),
    ],
)
def test_other_contracts_are_refused(text: str) -> None:
    """JSON with an unknown field or another format version is refused with pydantic's error."""
    json = (
        result().to_json().replace('"format_version": 1,', text if "version" in text else f'"format_version": 1,{text}')
    )
    with pytest.raises(ValidationError):
        ReportResult.from_json(json)


def test_broken_json_is_a_value_error() -> None:
    """A text that is no JSON raises ValueError."""
    with pytest.raises(ValueError, match="Expecting"):
        ReportResult.from_json('{"format_version": ')


def test_json_numbers_are_decimals() -> None:
    """load_json reads decimals as Decimal and whole numbers as int; dump_json writes spans as lists."""
    loaded = load_json('{"a": 0.10, "b": 3}')
    assert str(loaded["a"]) == "0.10"
    assert type(loaded["b"]) is int
    assert dump_json({"span": (1, 2), "amount": Decimal("2.50")}) == '{"span": [1, 2], "amount": 2.50}'


def test_cell_by_its_path() -> None:
    """A cell is had by table.row.column; a cell that the report has not is a KeyError."""
    assert result().cell("disclosure.regulations.issued") == 0
    assert result().cell("disclosure.regulations.in_force") is None
    with pytest.raises(KeyError):
        result().cell("requests.received.total")


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (["confirmed", "confirmed", "confirmed"], "confirmed"),
        (["confirmed", "source_inconsistent", "absent"], "source_inconsistent"),
        (["source_inconsistent", "unconfirmed", "confirmed"], "unconfirmed"),
        (["absent", "unconfirmed", "absent"], "unconfirmed"),
        (["absent", "confirmed", "absent"], "confirmed"),
        (["absent", "absent", "absent"], "absent"),
        ([], "absent"),
    ],
    ids=lambda value: value if isinstance(value, str) else "+".join(value) or "none",
)
def test_worst_status(statuses: list[Status], expected: str) -> None:
    """A report has its worst table's status, and is absent only if all its tables are."""
    assert worst(statuses) == expected
