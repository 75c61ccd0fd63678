"""What endpoints differ in: addresses, keys, request forms, dialects of replies; found out at run time, remembered."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nianbao import Model, ModelError, ModelSettings, extract_report
from nianbao.extract.model.providers import PROVIDERS, find_provider
from tests.model.answers import model_at, perfect, source
from tests.scripted_server import Answer, Script, serve

SLUG = "zhangjiakou-2022"
NO_KEYS = ("OPENAI_API_KEY", "OPENAI_BASE_URL", "NIANBAO_API_KEY", "NIANBAO_PROVIDER", "NIANBAO_MODEL")


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*NO_KEYS, *(v for p in PROVIDERS.values() for v in p.key_variables)):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("name", PROVIDERS)
def test_a_provider_sets_address_and_key(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name alone gives the address; the key comes from that provider's variable and no other's."""
    provider = PROVIDERS[name]
    others = {v for p in PROVIDERS.values() for v in p.key_variables} - set(provider.key_variables)
    for variable in others:
        monkeypatch.setenv(variable, "sk-of-another")
    settings = ModelSettings.from_environment("m", provider=name)
    assert settings is not None
    assert (settings.base_url, settings.api_key) == (provider.base_url, None)
    monkeypatch.setenv(provider.key_variables[-1], "sk-its-own")
    settings = ModelSettings.from_environment("m", provider=name)
    assert settings is not None
    assert settings.api_key == "sk-its-own"


@pytest.mark.parametrize("name", [n for n, p in PROVIDERS.items() if p.needs_key])
def test_a_missing_key_names_that_providers_variable(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another provider's key in the environment is never sent: the error names the variable to set."""
    monkeypatch.setenv("OPENAI_API_KEY" if name != "openai" else "DEEPSEEK_API_KEY", "sk-of-another")
    settings = ModelSettings.from_environment("m", provider=name)
    assert settings is not None
    with pytest.raises(ModelError, match=PROVIDERS[name].key_variables[0]):
        extract_report(source(SLUG), model=Model.connect(settings, mode="always"), raise_model_errors=True)


def test_an_unknown_provider_is_told_the_known_ones() -> None:
    """The message lists the names; aliases and capitals are understood."""
    with pytest.raises(ModelError, match="deepseek, qwen, glm"):
        find_provider("nobody")
    assert find_provider("DashScope").name == "qwen"
    assert find_provider("llama.cpp").name == "llamacpp"


def test_a_providers_quirks_go_along(monkeypatch: pytest.MonkeyPatch) -> None:
    """Qwen's endpoint gets json_object, the rows' names in the prompt, and thinking switched off."""
    with serve(_by_names) as server:
        settings = ModelSettings("qwen-plus", server.url, api_key="sk-x", provider="qwen")
        result = extract_report(source(SLUG), model=Model.connect(settings, mode="always"))
    assert result.status == "confirmed"
    for body, prompt in zip(server.requests, server.prompts(), strict=True):
        assert body["response_format"] == {"type": "json_object"}
        assert body["enable_thinking"] is False
        assert "JSON" in prompt


def _by_names(body: dict[str, Any], _: int) -> Answer:
    """The labelled answer where no schema is sent: the rows are those that the prompt names."""
    schema = body["response_format"].get("json_schema")
    if schema:
        return Answer(perfect(SLUG, body))
    last = body["messages"][0]["content"].rsplit("\n", 1)[-1]
    names = [part.split("”")[0] for part in last.split("“")[1:]]
    form = {"json_schema": {"schema": {"properties": dict.fromkeys(names)}}}
    return Answer(perfect(SLUG, {"response_format": form}))


def refusing(*refusals: tuple[str, Any, str]) -> Script:
    """A server that refuses a request whose field has a value (`...`: any), with those words."""

    def script(body: dict[str, Any], number: int) -> Answer:
        for field, value, words in refusals:
            at: Any = body
            for part in field.split("."):
                at = at.get(part) if isinstance(at, dict) else None
            if at is not None and value in (..., at):
                return Answer(status=400, error=words)
        return _by_names(body, number)

    return script


STRICT = ("response_format.json_schema.strict", True, "strict is not supported in response_format")
SCHEMA = ("response_format.type", "json_schema", "This response_format type is unavailable now")
OBJECT = ("response_format.type", "json_object", "response_format: json_object is not supported")


@pytest.mark.parametrize(
    ("script", "sent"),
    [
        pytest.param(refusing(STRICT), {"response_format.json_schema.strict": None}, id="strict"),
        pytest.param(refusing(STRICT, SCHEMA), {"response_format.type": "json_object"}, id="json-schema"),
        pytest.param(refusing(STRICT, SCHEMA, OBJECT), {"response_format.type": "text"}, id="json-object"),
        pytest.param(
            refusing(("max_tokens", ..., "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")),
            {"max_tokens": None, "max_completion_tokens": 1202},
            id="max-tokens",
        ),
        pytest.param(
            refusing(
                ("max_tokens", ..., "unknown field max_tokens"),
                ("max_completion_tokens", ..., "unknown field max_completion_tokens"),
            ),
            {"max_tokens": None, "max_completion_tokens": None},
            id="no-limit-at-all",
        ),
        pytest.param(
            refusing(("temperature", 0, "Unsupported value: 'temperature' does not support 0 with this model.")),
            {"temperature": None},
            id="temperature",
        ),
        pytest.param(
            refusing(("response_format.json_schema", ..., "bad request"), ("temperature", 0, "temperature must be 1")),
            {"response_format.type": "json_object", "temperature": None},
            id="two-at-once-and-without-a-word",
        ),
    ],
)
def test_what_an_endpoint_refuses_is_left_out_and_never_tried_again(
    script: Script, sent: dict[str, Any], tmp_path: Path
) -> None:
    """The first ask finds it out, the others and the next run begin with what the endpoint takes."""
    with serve(script) as server:
        first = extract_report(source(SLUG), model=model_at(server, cache=tmp_path))
        found_out = len(server.requests) - 3
        settings = ModelSettings("scripted", server.url, api_key="sk-secret-key")
        model = Model.connect(settings, mode="always", cache=tmp_path, refresh=True)
        again = extract_report(source(SLUG), model=model)
    assert first.status == "confirmed"
    assert first.extraction.asks == 3 + found_out
    assert again.extraction.attempts[0].tries == 1
    assert found_out >= 1
    for body in server.requests[found_out + 1 :]:
        for field, value in sent.items():
            at: Any = body
            for part in field.split("."):
                at = at.get(part) if isinstance(at, dict) else None
            assert (at is None) == (value is None), field
            if isinstance(value, str):
                assert at == value


def test_a_field_that_has_to_be_set_is_set() -> None:
    """An endpoint that asks for enable_thinking=false gets it."""

    def script(body: dict[str, Any], number: int) -> Answer:
        if body.get("enable_thinking") is not False:
            return Answer(status=400, error="parameter.enable_thinking must be set to false for non-streaming calls")
        return _by_names(body, number)

    with serve(script) as server:
        result = extract_report(source(SLUG), model=model_at(server))
    assert result.status == "confirmed"
    assert len(server.requests) == 4


def test_a_field_of_the_provider_that_is_refused_is_left_out() -> None:
    """A quirk that the documentation names and the endpoint does not know costs one call."""
    with serve(refusing(("enable_thinking", ..., "Unrecognized request argument: enable_thinking"))) as server:
        settings = ModelSettings("m", server.url, api_key="sk-x", provider="siliconflow")
        result = extract_report(source(SLUG), model=Model.connect(settings, mode="always"))
    assert result.status == "confirmed"
    assert len(server.requests) == 4


def test_an_endpoint_that_does_not_heed_the_schema_is_told_the_names() -> None:
    """Two answers in another shape under json_schema: from then on the prompt names the rows."""

    def script(body: dict[str, Any], number: int) -> Answer:
        prompt = body["messages"][0]["content"]
        return Answer(perfect(SLUG, body)) if "键依次为" in prompt else Answer('{"甲":"1 2 3","乙":"4"}')

    with serve(script) as server:
        result = extract_report(source(SLUG), model=model_at(server))
    assert result.status == "confirmed"
    assert ["键依次为" in prompt for prompt in server.prompts()][:4] == [False, False, True, True]


def reply(**message: Any) -> bytes:
    """A completion with such a message, `usage` and `finish_reason` taken out of it."""
    usage = message.pop("usage", {"prompt_tokens": 100, "completion_tokens": 40, "total_tokens": 140})
    choice = {"index": 0, "finish_reason": message.pop("finish_reason", "stop"), "message": message}
    body = {"id": "s", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice], "usage": usage}
    return json.dumps({k: v for k, v in body.items() if v is not None}, ensure_ascii=False).encode()


def _once(first: bytes) -> Script:
    return lambda body, number: Answer(body=first) if number == 0 else Answer(perfect(SLUG, body))


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        pytest.param(reply(content=None, refusal="I cannot help with that."), "refused", id="refusal"),
        pytest.param(reply(content="", finish_reason="content_filter"), "refused", id="content-filter"),
        pytest.param(reply(content=None), "empty", id="null-content"),
        pytest.param(reply(content="", reasoning_content="嗯……"), "empty", id="only-reasoning"),
        pytest.param(reply(content="<think>too long", finish_reason="length"), "truncated", id="cut-in-reasoning"),
        pytest.param(reply(content="[1, 2]"), "wrong_shape", id="a-list"),
    ],
)
def test_a_reply_without_an_answer_is_asked_for_anew(body: bytes, outcome: str) -> None:
    """Its outcome says why; the next ask gets the rows."""
    with serve(_once(body)) as server:
        result = extract_report(source(SLUG), model=model_at(server))
    assert result.extraction.attempts[0].outcome == outcome
    assert result.status == "confirmed"


def test_a_model_that_reasons_gets_more_room() -> None:
    """Cut off while it reasons: the next ask allows for the reasoning, and so do all others."""
    details = {"completion_tokens_details": {"reasoning_tokens": 900}}
    usage = {"prompt_tokens": 100, "completion_tokens": 900, "total_tokens": 1000, **details}
    with serve(_once(reply(content="", finish_reason="length", usage=usage))) as server:
        extract_report(source(SLUG), model=model_at(server))
    limits = [body["max_tokens"] for body in server.requests]
    assert limits[0] < 2000
    assert all(limit > 8000 for limit in limits[1:])


@pytest.mark.parametrize(
    "status_and_words",
    [
        (400, "data_inspection_failed: Input data may contain inappropriate content."),
        (400, "系统检测到输入或生成内容可能包含不安全或敏感内容"),
        (400, "This model's maximum context length is 4096 tokens"),
        (413, "too large"),
    ],
)
def test_a_refusal_of_one_text_leaves_the_endpoint_in_use(status_and_words: tuple[int, str], tmp_path: Path) -> None:
    """A content filter or a text too long concerns that ask: it is put in another view, the others go on."""
    status, words = status_and_words
    with serve(lambda body, n: Answer(perfect(SLUG, body)) if n else Answer(status=status, error=words)) as server:
        result = extract_report(source(SLUG), model=model_at(server, cache=tmp_path))
        sent = len(server.requests)
        # The rows that were asked for singly instead are kept: nothing is left to ask.
        extract_report(source(SLUG), model=model_at(server, cache=tmp_path))
        assert len(server.requests) == sent
        tables = replace(model_at(server, cache=tmp_path), size="table")
        again = extract_report(source(SLUG), model=tables)
        asked_anew = len(server.requests) - sent
    assert asked_anew == 1  # what was refused then may be answered now
    assert again.status == "confirmed"
    assert result.extraction.attempts[0].outcome in ("refused", "too_long")
    assert result.status == "confirmed"
    assert not result.extraction.model_failed


@pytest.mark.parametrize(
    "usage",
    [
        {"prompt_tokens": 100, "completion_tokens": 40, "prompt_tokens_details": {"cached_tokens": 64}},
        {"prompt_tokens": 100, "completion_tokens": 40, "prompt_cache_hit_tokens": 64, "prompt_cache_miss_tokens": 36},
        {"prompt_tokens": 100, "completion_tokens": 40, "cached_tokens": 64},
    ],
    ids=["openai", "deepseek", "moonshot"],
)
def test_tokens_that_the_provider_had_cached_are_told(usage: dict[str, Any]) -> None:
    """Whatever dialect of usage the endpoint speaks."""
    with serve(lambda body, _: Answer(body=reply(content=perfect(SLUG, body), usage=dict(usage)))) as server:
        result = extract_report(source(SLUG), model=model_at(server))
    assert (result.extraction.input_tokens, result.extraction.cached_tokens) == (300, 192)


def test_without_usage_tokens_are_estimated() -> None:
    """An endpoint that counts nothing does not make the limits void."""
    with serve(lambda body, _: Answer(body=reply(content=perfect(SLUG, body), usage=None))) as server:
        result = extract_report(source(SLUG), model=model_at(server))
    assert result.extraction.input_tokens > 500
    assert result.extraction.output_tokens > 200


def test_the_key_is_hidden_where_an_endpoint_repeats_it() -> None:
    """An error that quotes the key comes out without it."""
    with serve(lambda *_: Answer(status=403, error="key sk-secret-key may not use this model")) as server:
        result = extract_report(source(SLUG), model=model_at(server))
    assert "may not use this model" in (result.extraction.ended or "")
    assert "sk-secret-key" not in result.to_json()


def test_addresses_lose_their_credentials() -> None:
    """Neither a user nor a query of an address is shown or stored."""
    settings = ModelSettings("m", "https://user:sk-pass@example.test/v1?key=sk-query")
    assert Model.connect(settings).asker.endpoint.name == "https://example.test/v1"
