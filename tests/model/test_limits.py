"""Limits of a report and of a run: never overstepped, clearly told, and nothing that was read is lost."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from nianbao import Budget, Limits, Model, ModelError, ModelSettings, extract_report
from nianbao.extract.model.limits import Bound
from nianbao.extract.model.prices import find_price, shipped_prices
from tests.model.answers import perfect, source
from tests.scripted_server import Answer, ScriptedServer, serve

SLUG = "zhangjiakou-2022"
PRICES = {"m": {"input": 1, "cached": "0.1", "output": 10, "currency": "CNY"}}
ASK = Decimal("0.0005")
"""What the scripted server's 100 tokens in and 40 out cost by these prices."""


def model_of(server: ScriptedServer, **options: Any) -> Model:
    """A model with a price."""
    settings = ModelSettings("m", server.url, longest_wait=0.05)
    return Model.connect(settings, mode="always", prices=PRICES, **options)


def test_what_it_cost_is_told_per_attempt_and_per_report() -> None:
    """Tokens times the user's own price, in its currency."""
    with serve(lambda body, _: Answer(perfect(SLUG, body))) as server:
        result = extract_report(source(SLUG), model=model_of(server))
    assert [a.cost for a in result.extraction.attempts] == [ASK] * 3
    assert (result.extraction.cost, result.extraction.currency) == (3 * ASK, "CNY")


def test_answers_from_the_cache_cost_nothing(tmp_path: Path) -> None:
    """A second run tells what the answers once cost, and spends nothing."""
    with serve(lambda body, _: Answer(perfect(SLUG, body))) as server:
        extract_report(source(SLUG), model=model_of(server, cache=tmp_path))
        again = extract_report(source(SLUG), model=model_of(server, cache=tmp_path))
    assert again.extraction.cost == 0
    assert [a.cost for a in again.extraction.attempts] == [ASK] * 3


@pytest.mark.parametrize("calls", [1, 2, 3, 5])
@pytest.mark.parametrize("kind", ["tokens", "cost"])
def test_a_run_never_oversteps_its_budget_however_many_are_under_way(kind: str, calls: int) -> None:
    """Eight reports at once against a budget that a few asks may take: spent stays within it, the rest is read
    without a model, and each result says why."""
    with serve(lambda body, _: Answer(perfect(SLUG, body), delay=0.02)) as server:
        model = model_of(server)
        ask = max(model.asker.bound(a).cost for a in _asks(model))
        tokens = max(model.asker.bound(a).tokens for a in _asks(model))
        budget = Budget(cost=ask * calls) if kind == "cost" else Budget(tokens=tokens * calls)
        model = model_of(server, budget=budget)
        with ThreadPoolExecutor(8) as pool:
            results = list(pool.map(lambda _: extract_report(source(SLUG), model=model), range(8)))
        sent = len(server.requests)
    spent = sum((r.extraction.cost or Decimal(0) for r in results), Decimal(0))
    assert sent >= 1
    assert spent == ASK * sent
    assert spent <= ask * calls
    stopped = [r for r in results if r.extraction.limited]
    assert stopped
    assert all("the run's" in (r.extraction.ended or "") for r in stopped)
    assert not any(r.extraction.model_failed for r in results)


def _asks(model: Model) -> list[Any]:
    from nianbao import Document
    from nianbao.extract.read_with_model import planned_asks

    return planned_asks(Document.from_path(source(SLUG)), model)


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(tokens=100), "token limit of 100"),
        (Limits(cost=Decimal("0.0001")), "cost limit of 0.0001"),
        (Limits(seconds=0.000001), "time limit"),
    ],
)
def test_a_report_ends_at_its_own_limit_before_anything_is_overstepped(limits: Limits, words: str) -> None:
    """Nothing is sent that could overstep it; the result says which limit it was."""
    with serve(lambda body, _: Answer(perfect(SLUG, body))) as server:
        result = extract_report(source(SLUG), model=model_of(server, limits=limits))
        assert len(server.requests) == (1 if limits.seconds else 0) or not server.requests
    assert words in (result.extraction.ended or "")
    assert result.extraction.limited
    assert result.status == "unconfirmed"


def test_a_time_limit_also_ends_a_call_that_is_under_way() -> None:
    """A report with half a second to spend does not wait for an answer that takes ten."""
    with serve(lambda body, _: Answer(perfect(SLUG, body), delay=10)) as server:
        began = time.monotonic()
        model = model_of(server, limits=Limits(seconds=0.5))
        result = extract_report(source(SLUG), model=model)
        seconds = time.monotonic() - began
        breaker = model.asker.endpoint.breaker
    assert seconds < 5
    assert "time limit of 0.5 s" in (result.extraction.ended or "")
    assert result.extraction.limited
    assert not result.extraction.model_failed
    assert breaker.refuses() is None  # the endpoint is not to blame


def test_in_fallback_a_limit_leaves_what_the_layout_reader_has() -> None:
    """A row with a number too many is not asked about; the tables are as without a model."""
    text = source(SLUG).read_text(encoding="utf-8")
    torn = text.replace("| 113 | 2 | 3 | 1 | 0 | 0 | 119 |", "| 113 | 2 | 3 | 1 | 0 | 0 | 119 | 4 |")
    assert torn != text
    alone = extract_report(torn)
    with serve(lambda *_: Answer("{}")) as server:
        settings = ModelSettings("m", server.url)
        model = Model.connect(settings, mode="fallback", limits=Limits(tokens=10))
        result = extract_report(torn, model=model)
        assert server.requests == []
    assert alone.status == "unconfirmed"
    assert result.tables == alone.tables
    assert "token limit" in (result.extraction.ended or "")


def test_booking_frees_what_was_set_aside() -> None:
    """What an ask did not take may be spent by the next."""
    budget = Budget(tokens=100)
    bound = Bound(80)
    assert budget.set_aside(bound) is None
    assert budget.set_aside(bound) is not None
    budget.book(bound, 20, Decimal(0))
    assert budget.set_aside(bound) is None
    budget.book(bound, 80, Decimal(0))
    assert budget.set_aside(Bound(1)) is not None


def test_limited_money_without_a_price_is_refused_before_anything_is_sent() -> None:
    """A budget that cannot be kept is an error that says what to do."""
    with pytest.raises(ModelError, match=r"no price.*\[prices"):
        Model.connect(ModelSettings("nobody-knows"), budget=Budget(cost=Decimal(1)))


def test_prices_are_found_by_provider_and_without_a_date() -> None:
    """The list that comes along is keyed by provider; a user's own goes first."""
    listed = shipped_prices()
    assert find_price("gpt-4o-mini-2024-07-18", "openai") == listed["openai/gpt-4o-mini"]
    assert find_price("gpt-4o-mini") is None
    own = find_price("gpt-4o-mini", "openai", {"gpt-4o-mini": {"input": 2, "output": 3}})
    assert own is not None
    assert (own.input, own.cached, own.output) == (2, 2, 3)
    with pytest.raises(ModelError, match="input and output"):
        find_price("m", None, {"m": {"input": -1, "output": 3}})


def test_cached_input_is_cheaper() -> None:
    """A million tokens in, half of them cached by the provider, and a million out."""
    price = find_price("m", None, PRICES)
    assert price is not None
    assert price.cost(1_000_000, 1_000_000, 500_000) == Decimal("10.55")


def test_every_listed_price_is_sane() -> None:
    """Cached input never costs more than input, and nothing is negative."""
    for name, price in shipped_prices().items():
        assert 0 <= price.cached <= price.input, name
        assert price.output >= 0, name


def test_money_is_json_with_its_own_digits() -> None:
    """A cost survives the way through reports.jsonl as it is."""
    with serve(lambda body, _: Answer(perfect(SLUG, body))) as server:
        result = extract_report(source(SLUG), model=model_of(server))
    assert json.loads(result.to_json())["extraction"]["cost"] == float(3 * ASK)
    assert type(result).from_json(result.to_json()) == result
