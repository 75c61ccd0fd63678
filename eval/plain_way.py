"""The plain way to ask a model for a report: the whole text in one call, a named value for each cell in the answer.

What nianbao's asks are measured against (`python -m nianbao.eval.tokens`). It is kept short: no example, no glossary.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, create_model

from nianbao.extract.prior import form_of_tables
from nianbao.schemas import Table, TableResult, dump_json

SYSTEM = (
    "你是政府信息公开年报的数据抽取助手。请从用户给出的年报全文中抽取三张表（主动公开政府信息情况、"
    "收到和处理政府信息公开申请情况、行政复议和行政诉讼情况）的全部数字，按给定的JSON结构输出，不要输出其他内容。"
)
_USER = "年报全文：\n{text}"
_AGAIN = "校验未通过：表三“{row}”一行的总计与各列之和不相等。请重新核对年报原文，改正错误，并重新输出完整的JSON。"


def messages(text: str) -> list[dict[str, str]]:
    """The one call's messages."""
    return [{"role": "system", "content": SYSTEM}, {"role": "user", "content": _USER.format(text=text)}]


def messages_again(text: str, answer: str, row: str) -> list[dict[str, str]]:
    """The next call's messages after a failed check: the whole conversation once more, and what is wrong."""
    error = {"role": "user", "content": _AGAIN.format(row=row)}
    return [*messages(text), {"role": "assistant", "content": answer}, error]


def answer(tables: Mapping[str, TableResult], *, indent: int | None = None) -> str:
    """The answer for a label's tables: a named number (or null) for each row and column, compact or indented."""
    cells = {key: table.cells for key, table in tables.items()}
    if indent is None:
        return dump_json(cells).replace('": ', '":').replace(", ", ",")
    return dump_json(cells, indent=indent)


def schema(tables: Mapping[str, TableResult]) -> str:
    """The JSON Schema of a naive pydantic model of these tables, as a response_format carries it."""
    parts: dict[str, Any] = {}
    for key, result in tables.items():
        table = form_of_tables({k: t.cells for k, t in tables.items()}).table_for_rows(key, set(result.cells))
        parts[key] = (_table_model(table), ...)
    return json.dumps(create_model("Report", **parts).model_json_schema(), ensure_ascii=False, separators=(",", ":"))


def _table_model(table: Table) -> type[BaseModel]:
    rows: dict[str, Any] = {}
    kinds: dict[tuple[str, ...], type[BaseModel]] = {}
    for row in table.rows:
        columns = tuple(c.key for c in row.columns)
        if columns not in kinds:
            fields: dict[str, Any] = dict.fromkeys(columns, (float | int | None, ...))
            kinds[columns] = create_model("_".join([table.key, columns[0]]), **fields)
        rows[row.key] = (kinds[columns], ...)
    return create_model(table.key, **rows)
