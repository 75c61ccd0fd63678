"""The compact shape of a model's answer: for each row one short string of its values, bound by a pattern."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints, create_model

from nianbao.schemas.form import Kind

_NUMBER: dict[Kind, str] = {
    "count": "[0-9]{1,7}",
    "amount": "[0-9]{1,9}([.][0-9]{1,6})?",
    "change": "-?[0-9]{1,7}",
}
BLANK = "-"
"""How an answer writes a cell that prints no number; offered only where the reader saw such a cell."""
ZEROS = "全0"
"""How a row of nothing but zeros is shown and answered: a tenth of the tokens."""
_RUN = re.compile(r"0×([0-9]{1,2})")
"""How zeros in a row are shown and answered: `0×5` for five."""
_LEAST_RUN = 3


@dataclass(frozen=True)
class RowShape:
    """What one row's string has to look like: a value for each of its columns, of these kinds, one space between.

    `blanks` allows a dash for a cell without a number; `shown` is the row as the model is shown it, where that is
    shorter than its values (see `shorten`): the answer is shorter in the same way.
    """

    kinds: tuple[Kind, ...]
    blanks: bool = False
    shown: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """How many values the row has."""
        return len(self.kinds)

    @property
    def pattern(self) -> str:
        """The pattern that an engine enforces. `[0-9]`, never `\\d`, which some engines silently ignore."""
        if self.shown == (ZEROS,):
            return f"^{ZEROS}$"
        if self.shown:
            return f"^{_joined(self._shown_parts())}$"
        return f"^{_joined([self._part(kind) for kind in self.kinds])}$"

    def read(self, text: str) -> tuple[str | None, ...] | None:
        """The values in a row's string, shortened or not, None for a cell without a number; None if it is no such row.

        >>> RowShape(("count",) * 7).read("8 0×5 8")
        ('8', '0', '0', '0', '0', '0', '8')
        """
        parts = [p for part in text.split() for p in _expanded(part, self.width)]
        if len(parts) != self.width:
            return None
        if not all(re.fullmatch(self._part(kind), part) for kind, part in zip(self.kinds, parts, strict=True)):
            return None
        return tuple(None if part == BLANK else part for part in parts)

    def _shown_parts(self) -> list[str]:
        """What stands for each shown item: a run of zeros, or a number of its column's kind."""
        parts, column = [], 0
        for item in self.shown:
            run = _RUN.fullmatch(item)
            parts.append(_RUN_PART if run else self._part(self.kinds[column]))
            column += int(run[1]) if run else 1
        return parts

    def _part(self, kind: Kind) -> str:
        return f"({_NUMBER[kind]}|{BLANK})" if self.blanks else _NUMBER[kind]


_RUN_PART = "0×[0-9]{1,2}"


def _joined(parts: list[str]) -> str:
    """Parts with one space between; alike ones behind one another are counted, which keeps a schema short."""
    out = ""
    for part, run in groupby(parts):
        more = len(list(run))
        if not out:
            out, more = part, more - 1
        out += f"( {part}){{{more}}}" if more > 1 else f" {part}" * more
    return out


def _expanded(part: str, width: int) -> list[str]:
    if part == ZEROS:
        return ["0"] * width
    run = _RUN.fullmatch(part)
    return ["0"] * int(run[1]) if run else [part]


def shorten(values: Sequence[str]) -> tuple[str, ...]:
    """A row's values with its zeros run together: `全0` for a row of them, `0×5` for five (three at least).

    >>> shorten(["8", "0", "0", "0", "0", "0", "8"]), shorten(["0"] * 7), shorten(["1", "0", "0", "1"])
    (('8', '0×5', '8'), ('全0',), ('1', '0', '0', '1'))
    """
    if len(values) > 1 and set(values) == {"0"}:
        return (ZEROS,)
    out: list[str] = []
    for value, run in groupby(values):
        count = len(list(run))
        out += [f"0×{count}"] if value == "0" and count >= _LEAST_RUN else [value] * count
    return tuple(out)


class Answer(BaseModel):
    """The base of all answers: nothing but the asked rows."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


def answer_model(rows: Mapping[str, RowShape]) -> type[Answer]:
    """The model of an answer: a mandatory string for each row's short name, bound by its pattern."""
    fields: dict[str, Any] = {
        name: (Annotated[str, StringConstraints(pattern=shape.pattern)], ...) for name, shape in rows.items()
    }
    return create_model("Answer", __base__=Answer, **fields)


def answer_schema(rows: Mapping[str, RowShape]) -> dict[str, Any]:
    """The JSON Schema that an endpoint is given for `answer_model(rows)`: no titles, no references."""
    return {
        "type": "object",
        "properties": {name: {"type": "string", "pattern": shape.pattern} for name, shape in rows.items()},
        "required": list(rows),
        "additionalProperties": False,
    }
