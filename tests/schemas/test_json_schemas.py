"""The JSON Schemas in files are those that the models give now."""

from __future__ import annotations

import json

import pytest

from nianbao.schemas.json_schemas import FOLDER, json_schemas


def test_the_files_are_current() -> None:
    """Each file equals its schema; run `python -m nianbao.schemas.json_schemas` after a change of the form."""
    schemas = json_schemas()
    assert sorted(f.name for f in FOLDER.glob("*.json")) == sorted(schemas)
    for name, schema in schemas.items():
        assert json.loads((FOLDER / name).read_text(encoding="utf-8")) == schema, name


@pytest.mark.parametrize("name", [n for n in json_schemas() if n.startswith("answer_")])
def test_answers_are_compact_and_strict(name: str) -> None:
    """One string a row, all required, nothing else; a pattern that every engine honours."""
    schema = json_schemas()[name]
    assert schema["additionalProperties"] is False
    assert schema["required"] == list(schema["properties"])
    for row in schema["properties"].values():
        assert row["type"] == "string"
        assert row["pattern"].startswith("^")
        assert row["pattern"].endswith("$")
        assert "\\d" not in row["pattern"]


def test_only_a_change_may_be_negative_in_the_schemas() -> None:
    """In form 2019's table set 本年增/减 alone has no least value, and the report's schema allows the same."""
    rows = json_schemas()["tables_2019.schema.json"]["properties"]["disclosure"]["properties"]
    assert len(rows) == 8
    free = {
        (row, column) for row, cells in rows.items() for column, c in cells["properties"].items() if "minimum" not in c
    }
    assert free == {(row, "change") for row in ("licensing", "other_services", "penalty", "coercion", "fees")}
    report = json.dumps(json_schemas()["report.schema.json"]["$defs"]["TableResult"]["properties"]["cells"])
    assert '"properties": {"change": {"anyOf": [{"type": "integer"}, {"type": "null"}]}}' in report
    assert '"minimum": 0' in report
