"""The compact shape of a model's answer: for each row one short string of its values, bound by a pattern."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints, create_model

from nianbao.schemas.form import Kind

_NUMBER: dict[Kind, str] = {"count": "[0-9]{1,7}", "amount": "[0-9]{1,9}([.][0-9]{1,6})?"}
BLANK = "-"
"""How an answer writes a cell that prints no number; offered only where the reader saw such a cell."""
ZEROS = "全0"
"""How a row of nothing but zeros is shown and answered: a tenth of the tokens; offered only where it is shown so."""


def row_pattern(kinds: Sequence[Kind], *, blanks: bool = False, zeros: bool = False) -> str:
    """The pattern of one row's string: as many values as columns, one space between, or with `zeros` also `全0`.

    `[0-9]`, never `\\d`, which some engines silently ignore.
    """
    parts = [f"({_NUMBER[kind]}|{BLANK})" if blanks else _NUMBER[kind] for kind in kinds]
    alike = len(parts) > 1 and len(set(parts)) == 1
    row = f"{parts[0]}( {parts[0]}){{{len(parts) - 1}}}" if alike else " ".join(parts)
    return f"^({ZEROS}|{row})$" if zeros else f"^{row}$"


class Answer(BaseModel):
    """The base of all answers: nothing but the asked rows."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


def answer_model(rows: Mapping[str, str]) -> type[Answer]:
    """The model of an answer: a mandatory string for each row's short name, bound by its pattern."""
    fields: dict[str, Any] = {
        name: (Annotated[str, StringConstraints(pattern=pattern)], ...) for name, pattern in rows.items()
    }
    return create_model("Answer", __base__=Answer, **fields)


def answer_schema(rows: Mapping[str, str]) -> dict[str, Any]:
    """The JSON Schema that an endpoint is given for `answer_model(rows)`: no titles, no references."""
    return {
        "type": "object",
        "properties": {name: {"type": "string", "pattern": pattern} for name, pattern in rows.items()},
        "required": list(rows),
        "additionalProperties": False,
    }
