"""Invented examples for prompts: their sums deliberately do not hold, so that a leak into an answer is caught."""

from __future__ import annotations

from collections.abc import Sequence

from nianbao.schemas.answers import ZEROS, shorten

# By the number of values in a row. The second of seven is a lone value with its total, the shape in which small models
# drop a number; a change of view takes the other two.
_ROWS: dict[int, tuple[str, str, str, str]] = {
    1: ("914", "0", "73", "0"),
    2: ("6 38", "0 4", "52 71", "0 9"),
    3: ("6 0 38", "0 4 0", "2 5 71", "0 0 9"),
    7: ("47 0 5 0 2 0 61", "8 0 0 0 0 0 6", "0 3 0 0 19 0 27", "0 0 9 0 0 0 4"),
    15: (
        "1 0 2 0 8 0 0 6 0 5 4 0 0 3 5",
        "0 0 0 0 3 1 0 0 0 0 0 0 0 2 0",
        "7 0 0 1 4 0 2 0 0 3 0 0 5 0 9",
        "0 0 2 0 0 0 0 0 6 1 0 3 0 0 0",
    ),
}
_LONG = 7
_NAMES = ("甲类事项", "乙类事项", "丙类事项", "丁类事项")


def example(widths: Sequence[int], *, view: int = 0, blanks: bool = False, short: bool = False) -> tuple[str, str]:
    """An example for rows of the given widths: its text, tabs between the cells, and its answer as JSON.

    It has two rows, for rows as long as a whole table only one.

    `view` alternates between two examples; `blanks` shows a cell without a number as a dash in both; `short` runs zeros
    together in both and adds a row of nothing but zeros.
    """
    shift = 2 * (view % 2)
    wide, narrow = max(widths), min(widths)
    rows = [_ROWS[wide][shift], _ROWS[narrow][shift + 1]]
    if blanks and wide > 1:
        values = rows[0].split(" ")
        values[1] = "-"
        rows[0] = " ".join(values)
    names = [*_NAMES[shift : shift + 2]]
    if wide > _LONG:
        rows, names = rows[:1], names[:1]
    if short:
        rows = [" ".join(shorten(row.split(" "))) for row in rows]
        rows, names = [*rows, ZEROS], [*names, "戊类事项"]
    text = "\n".join("\t".join([name, *row.split(" ")]) for name, row in zip(names, rows, strict=True))
    answer = "{" + ",".join(f'"{name}":"{row}"' for name, row in zip(names, rows, strict=True)) + "}"
    return text, answer
