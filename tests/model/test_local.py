"""`local:FILE.gguf`: a model in this process's own server on loopback, and clear words where there can be none."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from nianbao import Model, ModelError, ModelSettings, extract_report
from tests.model.answers import perfect, source
from tests.scripted_server import Answer, serve

SLUG = "zhangjiakou-2022"


def gguf(folder: Path, content: bytes = b"GGUF and no more") -> str:
    """The name of a model whose file begins as GGUF files do."""
    (folder / "m.gguf").write_bytes(content)
    return f"local:{folder / 'm.gguf'}"


def stand_in(monkeypatch: pytest.MonkeyPatch, address: str) -> list[Any]:
    """xllamacpp's names without llama.cpp: its server is the one at `address`. Gives what it was started with."""
    started: list[Any] = []

    class Options:
        """What xllamacpp.CommonParams holds of interest here."""

        def __init__(self) -> None:
            self.model, self.cpuparams, self.cpuparams_batch, self.sampling = (type("", (), {})() for _ in range(4))

    class Server:
        """Listens where the scripted server does."""

        def __init__(self, options: Any) -> None:
            started.append(options)
            self.listening_address = address.removesuffix("/v1")

    module = ModuleType("xllamacpp")
    module.CommonParams, module.Server = Options, Server  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "xllamacpp", module)
    return started


def test_it_starts_a_server_of_its_own_on_loopback_behind_a_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One server for all asks, on 127.0.0.1, any free port, with a key that is made up and not the user's."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-users-own")
    with serve(lambda body, _: Answer(perfect(SLUG, body))) as server:
        started = stand_in(monkeypatch, server.url)
        model = Model.connect(gguf(tmp_path), mode="always")
        result = extract_report(source(SLUG), model=model)
        extract_report(source(SLUG), model=model)
        keys = {headers["authorization"] for headers in server.headers}
    (options,) = started
    assert (options.hostnames, options.port, options.offline) == (["127.0.0.1"], 0, True)
    assert keys == {f"Bearer {options.api_keys[0]}"}
    assert "sk-users-own" not in keys.pop()
    assert result.status == "confirmed"
    assert result.extraction.cost == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(None, "cannot be read", id="missing"),
        pytest.param(b"PK\x03\x04", "not a GGUF file", id="another-file"),
    ],
)
def test_a_wrong_file_is_named(content: bytes | None, words: str, tmp_path: Path) -> None:
    """The layout reader's result stands; the message has the path."""
    name = gguf(tmp_path, content) if content is not None else f"local:{tmp_path / 'none.gguf'}"
    result = extract_report(source(SLUG), model=Model.connect(name, mode="always"))
    assert result.extraction.model_failed
    assert words in (result.extraction.ended or "")
    assert str(tmp_path) in (result.extraction.ended or "")


def test_without_the_extra_the_command_to_install_it_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No traceback, but what to type."""
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    model = Model.connect(gguf(tmp_path), mode="always")
    with pytest.raises(ModelError, match=r"pip install 'nianbao\[local\]'"):
        extract_report(source(SLUG), model=model, raise_model_errors=True)


@pytest.mark.skipif(not os.environ.get("NIANBAO_TEST_GGUF"), reason="NIANBAO_TEST_GGUF names no GGUF file")
def test_a_real_model_reads_a_real_row() -> None:
    """With a real GGUF file and llama.cpp (minutes on two cores): Yindu's doubtful rows are asked about."""
    settings = ModelSettings(f"local:{os.environ['NIANBAO_TEST_GGUF']}", timeout=600)
    result = extract_report(source("yindu-office-2021"), model=Model.connect(settings))
    assert result.extraction.asks >= 1
    assert not result.extraction.model_failed
