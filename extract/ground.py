"""Ground an answer: find where its values stand, as a sequence, in the row's own text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nianbao.extract.candidate import RowText
from nianbao.extract.tokens import Token


@dataclass(frozen=True)
class Grounded:
    """Where a row's values stand: one token per column. `unique` tells that they stand so in one place only, `whole`
    that the row prints nothing else."""

    tokens: tuple[Token, ...]
    unique: bool
    whole: bool


def digits_of(text: str) -> str:
    """A printed number without separators, spaces and plus, for comparison: `5,488` and `5,` `488` are both 5488."""
    return re.sub(r"[\s,+]", "", text)


def ground_row(values: Sequence[str | None], row: RowText) -> Grounded | None:
    """Where the values stand in the row, in printed order, zeros included; None where they do not.

    None in `values` is a cell without a number: a dash or a visible blank has to stand there, and a blank only where
    the row's cells are placed. Membership is not enough: the values must be neighbours, with nothing between them.
    """
    if not any(value is not None for value in values):
        return None
    found: dict[tuple[str, ...], list[tuple[Token, ...]]] = {}
    for tokens in dict.fromkeys((row.values, row.tokens)):
        for start in range(len(tokens) - len(values) + 1):
            window = tokens[start : start + len(values)]
            # A merged cell leaves blanks before or behind the row's own cells: which ones these are, places say.
            if row.placed and window != row.placed and any(t.kind == "blank" for t in window):
                continue
            if all(map(_prints, window, values)):
                key = tuple(str(t.start) for t in window if t.kind != "blank")
                found.setdefault(key, []).append(window)
    if not found:
        return None
    windows = next(iter(found.values()))
    numbers = sum(value is not None for value in values)
    return Grounded(
        windows[0],
        unique=len(found) == 1 and len(set(windows)) == 1,
        whole=len(row.values) == sum(t.is_value for t in windows[0]) and numbers > 0,
    )


def _prints(token: Token, value: str | None) -> bool:
    if value is None:
        return token.kind in ("dash", "blank")
    return token.kind == "number" and digits_of(token.text) == digits_of(value)


def windows_of(row: RowText, needs: int) -> list[tuple[Token, ...]]:
    """Every run of `needs` neighbouring values of the row: the readings that it allows at all."""
    values = row.values
    return [values[i : i + needs] for i in range(len(values) - needs + 1)]
