"""The command line's model: cache, refresh, replay, trace, dry run, settings file, money in the summary."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from tests.commands import nianbao
from tests.model.answers import perfect, source
from tests.scripted_server import Answer, serve

SLUG = "zhangjiakou-2022"
KEY = "sk-secret-key"


def test_cache_replay_and_refresh(tmp_path: Path) -> None:
    """Asked once, then replayed without a request, refreshed with new ones, cleared, and a replay then says what is
    missing."""
    cache = tmp_path / "cache"
    arguments = ["extract", source(SLUG), "--llm", "always", "--model", "m", "--cache", cache]
    with serve(lambda body, _: Answer(perfect(SLUG, body))) as server:

        def run(*more: str) -> tuple[int, int, str]:
            before = len(server.requests)
            done = nianbao(*arguments, *more, OPENAI_BASE_URL=server.url, OPENAI_API_KEY=KEY)
            assert KEY not in done.out + done.err
            return done.code, len(server.requests) - before, done.err

        assert run()[:2] == (0, 3)
        assert run("--replay")[:2] == (0, 0)
        assert run("--refresh")[:2] == (0, 3)
        info = nianbao("cache", "info", "--cache", cache)
        assert "3 entries" in info.out
        assert "3 entries dropped" in nianbao("cache", "clear", "--cache", cache).out
        code, requests, said = run("--replay")
        assert (code, requests) == (3, 0)
        assert "--replay: no answer is kept for disclosure" in said
        assert "Run once without --replay" in said


def test_looking_at_a_cache_that_is_not_there_makes_none(tmp_path: Path) -> None:
    """No folder, no entries, and no folder afterwards."""
    for command in ("info", "clear"):
        done = nianbao("cache", command, "--cache", tmp_path / "none")
        assert (done.code, "0 entries" in done.out) == (0, True)
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        ["--refresh", "--replay"],
        ["--no-cache", "--replay"],
        ["--budget", "much"],
        ["--budget", "-1"],
        ["--provider", "nobody"],
        ["--budget", "1"],
    ],
    ids=" ".join,
)
def test_options_that_cannot_be_kept_are_named(wrong: list[str]) -> None:
    """One line on stderr with the option in it, and no request."""
    with serve(lambda *_: Answer("{}")) as server:
        done = nianbao("extract", source(SLUG), "--model", "m", "--base-url", server.url, *wrong)
        assert server.requests == []
    assert done.code in (2, 3)
    assert "Traceback" not in done.err
    assert wrong[0] in done.err or "price" in done.err


def test_a_trace_shows_every_ask_and_no_key(tmp_path: Path) -> None:
    """One readable file per report, its owner's alone: prompts, answers, what was taken, findings, cost."""
    trace = tmp_path / "trace"
    with serve(lambda body, n: Answer("{broken" if n == 0 else perfect(SLUG, body))) as server:
        done = nianbao(
            "extract", source(SLUG), "--llm", "always", "--model", "m", "--no-cache", "--trace", trace,
            OPENAI_BASE_URL=server.url, OPENAI_API_KEY=KEY,
        )  # fmt: skip
        prompts = server.prompts()
    assert done.code == 0
    (file,) = trace.iterdir()
    text = file.read_text(encoding="utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert KEY not in text
    assert all(prompt in text for prompt in prompts)
    assert "{broken" in text
    assert "invalid_json" in text
    assert "212 6 3 1 1 0 223" in text
    assert "Not taken: regulations" in text
    assert "100 tokens in" in text


def test_a_dry_run_sends_and_writes_nothing_and_says_what_it_would_cost(tmp_path: Path) -> None:
    """Without a key and without a server: the asks, tokens and money; what the cache has is not counted."""
    cache = tmp_path / "cache"
    settings = tmp_path / "settings.toml"
    settings.write_text('model = "m"\n[prices.m]\ninput = 1\noutput = 10\n', encoding="utf-8")
    arguments = ["extract", source(SLUG), "--llm", "always", "--cache", cache]
    with serve(lambda body, _: Answer(perfect(SLUG, body))) as server:
        environment = {"NIANBAO_SETTINGS": str(settings), "OPENAI_BASE_URL": server.url}
        done = nianbao(*arguments, "--dry-run", "--out", tmp_path / "out", **environment)
        assert done.code == 0
        assert "1 reports: 3 asks to begin with" in done.err
        assert "USD" in done.err
        assert "Nothing was sent" in done.err
        planned = nianbao(*arguments, "--dry-run", "--json", **environment)
        asks = json.loads(planned.out)["asks"]
        assert [len(ask["rows"]) for ask in asks] == [6, 23, 1]
        assert server.requests == []
        assert not (tmp_path / "out").exists()
        nianbao(*arguments, **environment)
        assert [r["max_tokens"] for r in server.requests]
        again = nianbao(*arguments, "--dry-run", **environment)
    assert "0 asks to begin with" in again.err
    assert "3 more have their answer in the cache" in again.err


def test_a_dry_run_needs_a_named_model() -> None:
    """There is nothing to plan for a model that nobody named."""
    done = nianbao("extract", source(SLUG), "--dry-run")
    assert done.code == 2
    assert "--model" in done.err


def test_the_settings_file_names_the_model_and_flags_go_before_it(tmp_path: Path) -> None:
    """Model and address out of the file; --model replaces the one, the other stays."""
    with serve(lambda body, _: Answer(perfect(SLUG, body))) as server:
        settings = tmp_path / "settings.toml"
        settings.write_text(f'model = "from-file"\nbase_url = "{server.url}"\n', encoding="utf-8")
        for more, model in (([], "from-file"), (["--model", "from-flag"], "from-flag")):
            arguments = ["extract", source(SLUG), "--llm", "always", "--no-cache", *more]
            assert nianbao(*arguments, NIANBAO_SETTINGS=str(settings)).code == 0
            assert server.requests[-1]["model"] == model


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("model = ", "cannot be read"),
        ('modell = "m"', "unknown modell"),
        ('api_key = "sk-1"', "a key does not belong"),
        ('model = "m"\ntimeout = "soon"', "NIANBAO_TIMEOUT"),
    ],
)
def test_a_wrong_settings_file_is_one_clear_line(content: str, words: str, tmp_path: Path) -> None:
    """What is wrong and where; the layout reader reads all the same."""
    file = tmp_path / "settings.toml"
    file.write_text(content, encoding="utf-8")
    done = nianbao("extract", source(SLUG), "--json", NIANBAO_SETTINGS=str(file))
    assert done.code == 3
    assert words in done.err
    assert "Traceback" not in done.err
    assert json.loads(done.out)["status"] == "confirmed"


def test_the_summary_tells_tokens_money_and_limits(tmp_path: Path) -> None:
    """Cost of the run in the price's currency; a budget that is reached is told, and nothing is lost."""
    settings = tmp_path / "settings.toml"
    settings.write_text('[prices.m]\ninput = 1\noutput = 10\ncurrency = "CNY"\n', encoding="utf-8")
    with serve(lambda body, _: Answer(perfect(SLUG, body))) as server:
        arguments = ["extract", source(SLUG), source("huguan-2023"), "--llm", "always", "--model", "m", "--no-cache"]
        environment = {"NIANBAO_SETTINGS": str(settings), "OPENAI_BASE_URL": server.url}
        done = nianbao(*arguments[:2], *arguments[3:], **environment)
        assert "asked the model 3 times (300 tokens in, 120 out, 0.0015 CNY)" in done.err
        poor = nianbao(*arguments, "--budget", "0.001", "--json", **environment)
    assert poor.code == 1
    assert len(poor.out.splitlines()) == 2
    assert "met a limit (the run's budget of 0.001 reached" in poor.err
