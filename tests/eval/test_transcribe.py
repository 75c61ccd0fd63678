"""The stand-in for a model answers an ask out of the ask's own text, never out of its example."""

from __future__ import annotations

from typing import Any

import pytest

from nianbao.eval.transcribe import transcribe
from nianbao.schemas.answers import RowShape, answer_schema

SEVEN = RowShape(("count",) * 7)
EXAMPLE = "例子（与正文无关）：\n甲类事项\t47 0 5 0 2 0 61\n例子的答案：\n{}\n\n"


def body(text: str, patterns: dict[str, RowShape] | None) -> dict[str, Any]:
    """A request with a text, and with a schema or none."""
    request: dict[str, Any] = {"messages": [{"role": "user", "content": text}]}
    if patterns is not None:
        request["response_format"] = {"type": "json_schema", "json_schema": {"schema": answer_schema(patterns)}}
    return request


@pytest.mark.parametrize(
    ("text", "patterns", "answer"),
    [
        pytest.param(
            f"{EXAMPLE}正文：\n属于国家秘密\t1\t0\t0\t0\t2\t0\t3\n重复申请\t-\t0\t0\t0\t0\t0\t0",
            {"国家秘密": SEVEN, "重复申请": SEVEN},
            {"国家秘密": "1 0 0 0 2 0 3", "重复申请": "- 0 0 0 0 0 0"},
            id="rows-one-to-a-line",
        ),
        pytest.param(
            f"{EXAMPLE}原文：\n1.申请人无正当理由逾期不补正、\n行政机关  12 0 0 0 0 0 12\n不再处理",
            {"逾期不补正": SEVEN},
            {"逾期不补正": "12 0 0 0 0 0 12"},
            id="label-wrapped-around-its-numbers",
        ),
        pytest.param(
            f"{EXAMPLE}原文：\n5 .属于 三类内部事务 1,204 0 0 0 0 0 1,204",
            {"内部事务": SEVEN},
            {"内部事务": "1204 0 0 0 0 0 1204"},
            id="torn-numeral-and-thousands",
        ),
        pytest.param(
            f"{EXAMPLE}正文：\n行政复议 结果维持\n复议\t" + "\t".join("0" * 14) + "\t6",
            {"复议": RowShape(("count",) * 15)},
            {"复议": "0 " * 14 + "6"},
            id="review-in-one-line",
        ),
        pytest.param(
            f"{EXAMPLE}正文：\n规章\t0\t0\t7\n行政事业性收费\t48339.00",
            {"规章": RowShape(("count",) * 3), "事业性收费": RowShape(("amount",))},
            {"规章": "0 0 7", "事业性收费": "48339.00"},
            id="amount-with-its-digits",
        ),
        pytest.param(
            f"答案的键：国家秘密、重复申请\n{EXAMPLE}正文：\n属于国家秘密\t1\t0\t0\t0\t2\t0\t3\n重复申请\t4\t0\t0\t0\t0\t0\t4",
            None,
            {"国家秘密": "1 0 0 0 2 0 3", "重复申请": "4 0 0 0 0 0 4"},
            id="no-schema-keys-in-the-prompt",
        ),
        pytest.param(
            f"{EXAMPLE}正文：\n复议\t" + "\t".join("0" * 15) + "\n\n只答一个JSON对象，键依次为“复议”。",
            None,
            {"复议": " ".join("0" * 15)},
            id="no-schema-review",
        ),
        pytest.param(
            f"{EXAMPLE}正文：\n属于国家秘密\t1\t0\t0\t0\t2\t0\t3",
            None,
            {"属于国家秘密": "1 0 0 0 2 0 3"},
            id="no-keys-at-all-the-lines-own-labels",
        ),
    ],
)
def test_the_values_of_each_rows_line_are_copied(
    text: str, patterns: dict[str, RowShape] | None, answer: dict[str, str]
) -> None:
    """For each key the values of its own line, as printed, a dash where the line has one."""
    assert transcribe(body(text, patterns)) == answer
