"""A reply as it came, and the answer in it: without reasoning, fences or words around it, row by row."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json

from nianbao.schemas.answers import BLANK, RowShape

NO_COMPLETION = frozenset({"refused", "too_long", "out_of_time"})
"""Why there is no completion at all: the endpoint refused the ask (not the model), or the report's time was up."""


@dataclass(frozen=True)
class Reply:
    """What came back: the text as sent, why it ended, tokens, and how many tries of the transport it took.

    `cached_tokens` are those of `input_tokens` that the provider had in its own cache; `estimated` tells that the
    endpoint gave no usage and the tokens are estimates. `refusal` is the model's own, where it sent one apart;
    `named` that the rows' names were added to the prompt.
    """

    content: str
    finish_reason: str
    input_tokens: int
    output_tokens: int
    tries: int = 1
    cached_tokens: int = 0
    reasoning: bool = False
    refusal: str = ""
    estimated: bool = False
    named: bool = False


Values = Mapping[str, tuple[str | None, ...]]
"""For each row asked for, by its short name: its values as printed; None for a cell without a number."""


def take_apart(reply: Reply, shapes: Mapping[str, RowShape]) -> tuple[Values | None, str]:
    """The values in a reply, for those of the rows asked for whose string has the right shape, and the outcome.

    `shapes` is by the rows' short names.
    Outcomes: `answered`; `partial` where some rows are missing or malformed; else no values and `refused`,
    `too_long`, `out_of_time`, `truncated`, `empty`, `invalid_json` or `wrong_shape`. A number is taken as text,
    never computed with.
    """
    if reply.finish_reason in NO_COMPLETION:
        return None, reply.finish_reason
    if reply.refusal or reply.finish_reason == "content_filter":
        return None, "refused"
    content = json_part(reply.content)
    if not content and reply.finish_reason != "length":
        return None, "empty"
    cut = reply.finish_reason == "length"
    try:
        answer: Any = json.loads(content, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError):
        if not cut:
            return None, "invalid_json"
        answer = _whole_rows(content)
    if not isinstance(answer, dict):
        return None, "wrong_shape"
    if len(answer) == 1 and isinstance(only := next(iter(answer.values())), dict) and not set(answer) & set(shapes):
        answer = only  # {"答案": {…}}, as models without a schema like to write
    values: dict[str, tuple[str | None, ...]] = {}
    for name, shape in shapes.items():
        text = _as_row(answer.get(name))
        row = shape.read(text) if text is not None else None
        if row is not None:
            values[name] = row
    if not values:
        return None, "truncated" if cut else "wrong_shape"
    return values, "answered" if len(values) == len(shapes) else "truncated" if cut else "partial"


def _whole_rows(content: str) -> dict[str, Any]:
    """The rows of an answer that was cut off, without the one in which the cut is."""
    try:
        answer = from_json(content, allow_partial=True)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _as_row(value: Any) -> str | None:
    """A row's string, also out of a list of its numbers; None for anything else."""
    if isinstance(value, list) and all(v is None or isinstance(v, str) for v in value):
        value = " ".join(BLANK if v is None or not v.strip() else v.strip() for v in value)
    if not isinstance(value, str):
        return None
    if re.search(r"\s", value.strip()):  # the commas then are thousands separators, else what parts the values
        value = re.sub(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))", "", value)
    return re.sub(r"[\s,，、]+", " ", value).strip()


def json_part(content: str) -> str:
    """The JSON object in an answer, without reasoning, fences or words around it."""
    bare = re.sub(r"<think(?:ing)?>.*?</think(?:ing)?>", "", content, flags=re.DOTALL)
    bare = bare.rsplit("</think>", 1)[-1]  # some templates swallow the opening mark
    start, end = bare.find("{"), bare.rfind("}")
    return bare[start : end + 1] if 0 <= start < end else bare.strip()
