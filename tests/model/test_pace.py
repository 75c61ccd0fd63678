"""How fast an endpoint is asked: fewer at a time when it says so, more again as it recovers; none while it is dead."""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from nianbao import Model, ModelError, ModelSettings, extract_report
from nianbao.eval.chat_server import Reply, completion, error_body, serve_chat
from nianbao.extract.model.pace import Breaker, Pace
from tests.model.answers import model_at, perfect, source
from tests.scripted_server import Answer, serve

SLUG = "zhangjiakou-2022"


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_refusal_halves_what_is_under_way_once_for_all_calls_of_that_moment() -> None:
    """Eight calls refused together count as one refusal; a later one halves again."""
    clock = Clock()
    pace = Pace(8, clock=clock)
    turns = [pace.turn() for _ in range(8)]
    began = [turn.__enter__() for turn in turns]
    clock.now += 1
    for moment in began:
        pace.slow_down(moment)
    assert pace.allowed == 4
    clock.now += 1
    pace.slow_down(clock.now)
    assert pace.allowed == 2
    for turn in turns:
        turn.__exit__(None, None, None)


def test_it_recovers_call_by_call_up_to_its_most_and_never_falls_below_one() -> None:
    """Refused for ever: one at a time. Then answers: all the way up again, not beyond."""
    clock = Clock()
    pace = Pace(6, clock=clock)
    for _ in range(10):
        clock.now += 1
        pace.slow_down(clock.now)
    assert pace.allowed == 1
    allowed = []
    for _ in range(100):
        pace.went_well()
        allowed.append(pace.allowed)
    assert allowed == sorted(allowed)
    assert allowed[-1] == 6


def test_no_more_calls_than_allowed_are_ever_under_way() -> None:
    """Thirty threads, three at a time."""
    pace = Pace(3)
    lock, now, most = threading.Lock(), 0, 0

    def call(_: int) -> None:
        nonlocal now, most
        with pace.turn():
            with lock:
                now, most = now + 1, max(most, now + 1)
            time.sleep(0.01)
            with lock:
                now -= 1

    with ThreadPoolExecutor(30) as pool:
        list(pool.map(call, range(30)))
    assert most == 3


def test_what_one_call_is_told_to_wait_holds_for_the_others() -> None:
    """After a Retry-After nobody is sent before its time."""
    pace = Pace(8)
    pace.slow_down(time.monotonic(), hold=0.3)
    began = time.monotonic()
    with pace.turn():
        waited = time.monotonic() - began
    assert waited >= 0.25


def test_a_breaker_lets_one_try_after_its_pause_and_waits_longer_each_time() -> None:
    """Closed, open, half open, open for longer, then closed by an answer."""
    clock = Clock()
    breaker = Breaker(30, clock=clock)
    assert breaker.refuses() is None
    breaker.failed("dead")
    assert breaker.refuses() == "dead"
    clock.now += 31
    assert breaker.refuses() is None
    assert breaker.refuses() == "dead"  # one tries, the others wait for what it finds
    breaker.failed("still dead")
    clock.now += 31
    assert breaker.refuses() == "still dead"
    clock.now += 30
    assert breaker.refuses() is None
    breaker.answered()
    assert breaker.refuses() is None
    assert breaker.refuses() is None


def test_what_no_waiting_mends_stays_open() -> None:
    """A refused key is not tried again in a run."""
    clock = Clock()
    breaker = Breaker(30, clock=clock)
    breaker.failed("the key was refused", for_good=True)
    clock.now += 10_000
    assert breaker.refuses() == "the key was refused"


def test_an_endpoint_that_takes_three_at_a_time_is_asked_eight_and_all_are_answered() -> None:
    """429 for every call beyond three under way: no ask is lost, and the endpoint is not called dead."""
    lock, under_way = threading.Lock(), 0

    def respond(body: dict[str, Any], _: Mapping[str, str]) -> Reply:
        nonlocal under_way
        with lock:
            under_way += 1
            full = under_way > 3
        try:
            if full:
                return Reply(error_body("too many"), 429, {"retry-after": "0.05"})
            time.sleep(0.02)
            return Reply(json.dumps(completion(perfect(SLUG, body))).encode())
        finally:
            with lock:
                under_way -= 1

    with serve_chat(respond) as url:
        model = Model.connect(ModelSettings("m", url, longest_wait=0.05), mode="always")
        with ThreadPoolExecutor(8) as pool:
            results = list(pool.map(lambda _: extract_report(source(SLUG), model=model), range(16)))
    assert {r.status for r in results} == {"confirmed"}
    assert all(r.extraction.readers == ["llm"] for r in results)
    assert any(a.tries > 1 for r in results for a in r.extraction.attempts)


def test_an_endpoint_that_comes_back_is_asked_again() -> None:
    """Dead for the first report, well for the second, after the breaker's pause."""
    with serve(lambda body, n: Answer(perfect(SLUG, body)) if n >= 5 else Answer(drop=True)) as server:
        model = model_at(server)
        clock = Clock()
        model.asker.endpoint.breaker = Breaker(30, clock=clock)
        first = extract_report(source(SLUG), model=model)
        second = extract_report(source(SLUG), model=model)
        clock.now += 31
        third = extract_report(source(SLUG), model=model)
    assert first.extraction.model_failed
    assert second.extraction.model_failed
    assert third.extraction.readers == ["llm"]
    assert third.status == "confirmed"


@pytest.mark.parametrize(
    ("reply", "limits"),
    [
        pytest.param(Reply(b"{", drips=True), {"timeout": 0.6}, id="drips-for-ever"),
        pytest.param(Reply(delay=5.0), {"timeout": 20.0, "read_timeout": 0.4}, id="silent"),
        pytest.param(Reply(delay=5.0), {"timeout": 0.4, "read_timeout": 20.0}, id="late"),
    ],
)
def test_a_call_ends_in_its_time_however_lively_it_is(reply: Reply, limits: dict[str, float]) -> None:
    """The whole call has a limit, and so has any silence in it; the layout reader's result comes back."""
    with serve_chat(lambda *_: reply) as url:
        began = time.monotonic()
        settings = ModelSettings("m", url, tries=1, **limits)
        result = extract_report(source(SLUG), model=Model.connect(settings, mode="always"))
        seconds = time.monotonic() - began
    assert result.extraction.model_failed
    assert "NIANBAO_TIMEOUT" in (result.extraction.ended or "")
    assert seconds < 4


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_model_that_was_used_works_in_a_forked_process() -> None:
    """A fork has none of its parent's threads: the child's ask is answered all the same, and does not hang."""
    with serve(lambda body, _: Answer(perfect(SLUG, body))) as server:
        model = model_at(server)
        extract_report(source(SLUG), model=model)
        child = multiprocessing.get_context("fork").Process(target=_read_in_child, args=(model,))
        child.start()
        child.join(30)
        alive = child.is_alive()
        child.kill()
    assert not alive
    assert child.exitcode == 0
    assert len(server.requests) == 6


def _read_in_child(model: Model) -> None:
    sys.exit(0 if extract_report(source(SLUG), model=model).extraction.readers == ["llm"] else 1)


def test_nobody_listens(tmp_path: Path) -> None:
    """A port without a server: the message names the address, and no key."""
    settings = ModelSettings("m", "http://127.0.0.1:9/v1", api_key="sk-secret-key", tries=2, longest_wait=0.05)
    with pytest.raises(ModelError, match=r"127\.0\.0\.1:9.*OPENAI_BASE_URL"):
        extract_report(
            source(SLUG), model=Model.connect(settings, mode="always", cache=tmp_path), raise_model_errors=True
        )
