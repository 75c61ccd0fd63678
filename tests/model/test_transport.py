"""What an endpoint may do to an ask: rates, errors, dropped connections, broken answers; and what is cached."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import diskcache
import pytest

from nianbao import Document, Model, ModelError, extract_report
from tests.model.answers import asked, model_at, perfect, source
from tests.scripted_server import Answer, Script, serve

SLUG = "zhangjiakou-2022"


def first(fault: Answer) -> Script:
    """The fault for the first request, the labelled answer ever after."""
    return lambda body, number: fault if number == 0 else Answer(perfect(SLUG, body))


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(Answer(status=429, retry_after=0.2), id="429-retry-after"),
        pytest.param(Answer(status=500), id="500"),
        pytest.param(Answer(status=503), id="503"),
        pytest.param(Answer(drop=True), id="dropped-connection"),
    ],
)
def test_a_fault_of_the_transport_is_tried_again_with_the_same_ask(fault: Answer) -> None:
    """The same request is sent again, the result is as if nothing had been, and the lost call is counted."""
    with serve(first(fault)) as server:
        result = extract_report(source(SLUG), model=model_at(server))
    assert server.requests[0] == server.requests[1]
    assert result.status == "confirmed"
    assert result.extraction.asks == 4
    assert result.extraction.attempts[0].tries == 2


def test_retry_after_is_waited_for() -> None:
    """A server that asks for 0.6 seconds gets them."""
    with serve(first(Answer(status=429, retry_after=0.6))) as server:
        extract_report(source(SLUG), model=model_at(server))
    assert server.times[1] - server.times[0] >= 0.6


def test_retry_after_may_be_a_date() -> None:
    """A date two seconds ahead is waited for as well as a number."""
    ahead = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
    with serve(first(Answer(status=503, retry_after=ahead))) as server:
        extract_report(source(SLUG), model=model_at(server))
    assert server.times[1] - server.times[0] > 0.5  # the header counts in whole seconds


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        pytest.param(Answer("{not json"), "invalid_json", id="invalid-json"),
        pytest.param(Answer(""), "empty", id="empty"),
        pytest.param(Answer('{"规章":"0 0 7","行政规', finish_reason="length"), "truncated", id="truncated"),
        pytest.param(Answer('{"规章":{"a":7}}'), "wrong_shape", id="wrong-shape"),
        pytest.param(Answer('{"规章":[0,0,7]}'), "partial", id="rows-missing"),
        pytest.param(Answer('{"规章":"0 0 7 9"}'), "wrong_shape", id="too-many-values"),
        pytest.param(Answer("I am sorry, I cannot do that."), "invalid_json", id="refusal"),
    ],
)
def test_an_answer_that_cannot_be_used_is_asked_for_anew_in_a_fresh_conversation(fault: Answer, outcome: str) -> None:
    """The broken answer's cost counts; the rows are asked for again, one message each, and come out right."""
    with serve(first(fault)) as server:
        result = extract_report(source(SLUG), model=model_at(server))
    assert result.extraction.attempts[0].outcome == outcome
    assert result.extraction.attempts[0].input_tokens == 100
    assert result.status == "confirmed"
    assert all(len(request["messages"]) == 1 for request in server.requests)


@pytest.mark.parametrize(
    "wrap",
    ["```json\n{}\n```", "<think>is it {{7}}?</think>{}", "Here you are: {}"],
    ids=["fenced", "reasoning", "words-before"],
)
def test_json_is_found_in_what_stands_around_it(wrap: str) -> None:
    """Fences, reasoning and words around the JSON do no harm."""

    def script(body: dict[str, Any], _: int) -> Answer:
        return Answer(wrap.replace("{{7}}", "{7}").replace("{}", perfect(SLUG, body), 1))

    with serve(script) as server:
        result = extract_report(source(SLUG), model=model_at(server))
    assert result.status == "confirmed"
    assert len(server.requests) == 3


def test_an_endpoint_without_json_schema_is_asked_for_json_objects_and_remembered() -> None:
    """A 400 about response_format is learnt from once; later asks use what the endpoint takes."""

    def script(body: dict[str, Any], _: int) -> Answer:
        if body.get("response_format", {}).get("type") == "json_schema":
            return Answer(status=400, error="response_format json_schema is not supported")
        names = [*NAMES.pop(0)]
        return Answer(json.dumps(dict(names), ensure_ascii=False))

    with serve(lambda body, _: Answer(perfect(SLUG, body))) as plain:
        extract_report(source(SLUG), model=model_at(plain))
        NAMES = [list(json.loads(perfect(SLUG, request)).items()) for request in plain.requests]
    with serve(script) as server:
        result = extract_report(source(SLUG), model=model_at(server))
    forms = [r["response_format"] for r in server.requests]
    assert [form["type"] for form in forms] == ["json_schema", "json_schema"] + ["json_object"] * 3
    assert [form["json_schema"].get("strict") for form in forms[:2]] == [True, None]
    assert all("JSON" in prompt and "“规章”" in prompt for prompt in server.prompts()[2:3])
    assert result.status == "confirmed"


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        pytest.param(Answer(status=401, error="bad key"), ["OPENAI_API_KEY"], id="401"),
        pytest.param(Answer(status=404, error="no model"), ["--model", "OPENAI_BASE_URL"], id="404"),
        pytest.param(Answer(status=429, retry_after=0), ["rate or quota"], id="429-for-ever"),
        pytest.param(Answer(drop=True), ["OPENAI_BASE_URL", "no answer"], id="dead"),
        pytest.param(Answer(status=500), ["HTTP 500"], id="500-for-ever"),
    ],
)
def test_an_unusable_endpoint_leaves_the_layout_result_and_says_which_setting(fault: Answer, words: list[str]) -> None:
    """The layout reader's tables come back, the message names the setting, and no key is in it."""
    with serve(lambda *_: fault) as server:
        model = model_at(server)
        result = extract_report(source(SLUG), model=model)
        again = extract_report(source(SLUG), model=model)
        calls = len(server.requests)
    assert result.status == "confirmed"
    assert result.extraction.readers == ["layout"]
    assert all(word in (result.extraction.ended or "") for word in words)
    assert "sk-secret-key" not in result.to_json()
    assert again.extraction.ended == result.extraction.ended
    assert calls <= 5  # the second report does not try a dead endpoint again


def test_no_key_is_an_error_that_names_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenAI's own address without a key: nothing is sent, OPENAI_API_KEY is named."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    model = Model.connect("gpt-5-mini", mode="always")
    with pytest.raises(ModelError, match="OPENAI_API_KEY"):
        extract_report(source(SLUG), model=model, raise_model_errors=True)


def test_a_second_run_makes_no_request_at_all(tmp_path: Path) -> None:
    """The answers come from the cache, malformed and misread ones too; the result is the same."""

    def script(body: dict[str, Any], number: int) -> Answer:
        if number == 0:
            return Answer("{not json")
        misread = {"新收": "213 6 3 1 1 0 223"} if len(asked(body)) > 6 else {}
        return Answer(perfect(SLUG, body, **misread))

    with serve(script) as server:
        one = extract_report(source(SLUG), model=model_at(server, cache=tmp_path))
        calls = len(server.requests)
        two = extract_report(source(SLUG), model=model_at(server, cache=tmp_path))
        assert len(server.requests) == calls
    assert two.tables == one.tables
    assert two.extraction.asks == 0
    assert two.extraction.input_tokens == 0
    assert all(a.cached for a in two.extraction.attempts)


def test_another_model_or_text_is_another_answer(tmp_path: Path) -> None:
    """The cache's key covers model and messages: a changed report is asked anew."""
    text = source(SLUG).read_text(encoding="utf-8")
    changed = text.replace("| 9079 |", "| 9080 |")
    with serve(lambda body, _: Answer(perfect(SLUG, body))) as server:
        extract_report(source(SLUG), model=model_at(server, cache=tmp_path))
        result = extract_report(Document.from_text(changed), model=model_at(server, cache=tmp_path))
        assert server.rows_asked()[3][0] == "规章"
    # The model still answers 9079, which no longer stands in the row.
    assert result.cell("disclosure.penalty.decisions") is None
    assert result.tables["disclosure"].status == "unconfirmed"


def test_the_cache_is_its_owners_alone_and_holds_json_only(tmp_path: Path) -> None:
    """Folder mode 0700, no key in it, and a pickle that somebody put there is dropped, never loaded."""
    folder = tmp_path / "cache"
    with serve(lambda body, _: Answer(perfect(SLUG, body))) as server:
        extract_report(source(SLUG), model=model_at(server, cache=folder))
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert not any(b"sk-secret-key" in f.read_bytes() for f in folder.rglob("*") if f.is_file())
        with diskcache.Cache(str(folder)) as raw:
            rows = list(raw._sql("SELECT rowid FROM Cache"))
            assert len(rows) == 3
            raw._sql("UPDATE Cache SET mode = 4, value = ?, filename = NULL", (Boom.pickled(),))
        result = extract_report(source(SLUG), model=model_at(server, cache=folder))
        assert len(server.requests) == 6
    assert result.status == "confirmed"
    assert not Boom.loaded


class Boom:
    """A pickle that tells on whoever loads it."""

    loaded = False

    @staticmethod
    def pickled() -> bytes:
        """Bytes that set `loaded` when unpickled."""
        import pickle

        class Trap:
            def __reduce__(self) -> tuple[object, tuple[object, ...]]:
                return _sprung, ()

        return pickle.dumps(Trap())


def _sprung() -> None:
    Boom.loaded = True


def test_the_key_goes_to_the_endpoint_and_nowhere_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is in the request's header, not in the result, the settings' repr, or anything printed."""
    with serve(lambda body, _: Answer(perfect(SLUG, body))) as server:
        model = model_at(server)
        result = extract_report(source(SLUG), model=model)
        assert server.headers[0]["authorization"] == "Bearer sk-secret-key"
    assert "sk-secret-key" not in result.to_json() + repr(model.asker.endpoint.settings)
    assert "sk-secret-key" not in "".join(capsys.readouterr())
