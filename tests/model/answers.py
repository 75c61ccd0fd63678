"""Scripts for the server: what a perfect model would answer from a golden's labels, and ways to spoil it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nianbao import Limits, Model, ModelSettings
from nianbao.extract.model.modes import Mode
from nianbao.schemas import FORM_2021, load_json
from tests.scripted_server import ScriptedServer

GOLDENS = Path(__file__).parents[2] / "goldens"
REVIEW = "复议"

_KEY_BY_SHORT = {
    (table.key, row.short): row.key for tables in FORM_2021.variants.values() for table in tables for row in table.rows
}


def source(slug: str) -> Path:
    """The text of a golden."""
    return GOLDENS / slug / "source.txt"


def labels(slug: str) -> dict[str, Any]:
    """The hand-made label of a golden."""
    label = load_json((GOLDENS / slug / "golden.json").read_text(encoding="utf-8"))
    assert isinstance(label, dict)
    return label


def asked(body: Mapping[str, Any]) -> list[str]:
    """The short names that a request asks for."""
    return list(body["response_format"]["json_schema"]["schema"]["properties"])


def printed(slug: str, name: str) -> str:
    """One row's values as labelled, as an answer writes them."""
    tables = labels(slug)["tables"]
    if name == REVIEW:
        rows = [list(block.values()) for block in tables["review"]["cells"].values()]
    else:
        rows = [
            list(tables[key]["cells"][row].values())
            for (key, short), row in _KEY_BY_SHORT.items()
            if short == name and row in tables[key]["cells"]
        ]
        assert len(rows) == 1, name
    return " ".join("-" if value is None else str(value) for row in rows for value in row)


def perfect(slug: str, body: Mapping[str, Any], **instead: str) -> str:
    """The labelled answer to a request; `instead` gives other strings for some short names."""
    return json.dumps({name: instead.get(name, printed(slug, name)) for name in asked(body)}, ensure_ascii=False)


def model_at(server: ScriptedServer, *, mode: Mode = "always", cache: Path | None = None, **options: Any) -> Model:
    """A model at the scripted server, quick to give up."""
    limits = Limits(**options.pop("limits", {}))
    settings = ModelSettings("scripted", server.url, api_key="sk-secret-key", longest_wait=0.05, **options)
    return Model.connect(settings, mode=mode, limits=limits, cache=cache)
