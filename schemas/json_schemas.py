"""The JSON Schemas, derived from the models and kept as files: `python -m nianbao.schemas.json_schemas`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from nianbao.schemas.answers import RowShape, answer_schema
from nianbao.schemas.form import Column, Form, Table
from nianbao.schemas.forms import FORMS
from nianbao.schemas.result import ReportResult

FOLDER = Path(__file__).parent / "json"


def json_schemas() -> dict[str, dict[str, Any]]:
    """Every schema by its file name: the report's, each form's table set, and each table's compact answer.

    The current form's are named without it; of another form only what differs has a file, named after the form.
    """
    schemas = {"report.schema.json": ReportResult.model_json_schema()}
    known: list[Table] = []
    for i, form in enumerate(FORMS.values()):
        of_form = f"_{form.key}" if i else ""
        schemas[f"tables{of_form}.schema.json"] = tables_schema(form)
        for table in (table for tables in form.variants.values() for table in tables if table not in known):
            known.append(table)
            name = table.key if table.variant == "standard" else f"{table.key}_{table.variant}"
            shapes = {row.short: RowShape(tuple(c.kind for c in row.columns)) for row in table.rows}
            schemas[f"answer_{name}{of_form}.schema.json"] = answer_schema(shapes)
    return schemas


def tables_schema(form: Form) -> dict[str, Any]:
    """A table set in the contract's shape, as `nianbao check` and `prior` take it: rows and cells may be left out."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Table set of form {form.key} ({form.notice})",
        "type": "object",
        "additionalProperties": False,
        "properties": {key: _table_schema(tables) for key, tables in form.variants.items()},
    }


def _table_schema(tables: tuple[Table, ...]) -> dict[str, Any]:
    rows = {row.key: row for table in tables for row in table.rows}
    return {
        "type": "object",
        "title": tables[0].title,
        "additionalProperties": False,
        "properties": {
            key: {
                "type": "object",
                "title": row.label,
                "additionalProperties": False,
                "properties": {c.key: _cell_schema(c) for c in row.columns},
            }
            for key, row in rows.items()
        },
    }


def _cell_schema(column: Column) -> dict[str, Any]:
    kind = "number" if column.kind == "amount" else "integer"
    schema: dict[str, Any] = {"title": column.label, "type": [kind, "null"]}
    return schema if column.kind == "change" else {**schema, "minimum": 0}


def write(folder: Path = FOLDER) -> list[Path]:
    """Write every schema to its file; returns the files."""
    folder.mkdir(exist_ok=True)
    files = []
    for name, schema in json_schemas().items():
        file = folder / name
        file.write_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        files.append(file)
    return files


if __name__ == "__main__":
    for written in write():
        print(written)
