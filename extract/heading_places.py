"""See by their places that the headings of `requests` stand in form order, where they are cut over several lines.

A heading over two rows of headings stands between the lines of others, so its line says nothing of its column. Two
things do: a line with pieces of all six applicants from left to right, and, in a text that keeps columns by spaces,
each heading right of the one before it, whatever its line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nianbao.extract.aligned import WIDTHS, Aligned, Extent
from nianbao.extract.heading_order import LETTERS, letters_of
from nianbao.extract.tokens import Line

_MERGED = re.compile(r"申请人(?:情况)?|法人(?:或|和|及|与)?(?:其[他它])?(?:组织)?|人或其[他它](?:组织)?")
_APPLICANTS = 6
_PIECES = ("自然人", "商业企", "科研", "社会公益", "法律服务", "其他它", "总计合")
"""Letters that only one heading has once the merged headings are taken out."""


def one_line_tells(lines: Sequence[str]) -> bool:
    """Whether a heading line of `requests` has pieces of all six applicants in form order, and no line another order.

    `lines` have no spaces.
    """
    runs = [_run(line) for line in lines]
    return not any(run != sorted(run) for run in runs) and any(
        set(range(_APPLICANTS)) <= set(run) for run in runs
    )


def persons_first(lines: Sequence[str]) -> bool:
    """Whether 自然人 stands left of 商业企业 on a line, and on no line right of an organisation."""
    runs = [_run(line) for line in lines]
    return any(0 in run and 1 in run for run in runs) and not any(0 in run[1:] for run in runs)


def _run(line: str) -> list[int]:
    """The columns whose letters stand on a line, from left to right, each once in a row."""
    run: list[int] = []
    for letter in _MERGED.sub("", line):
        column = next((i for i, letters in enumerate(_PIECES) if letter in letters), -1)
        if column >= 0 and (not run or run[-1] != column):
            run.append(column)
    return run


def stand_apart(table: str, aligned: Aligned, lines: Sequence[Line]) -> bool:
    """Whether every column's letters stand right of those of the column before it, on whatever lines they are.

    So by one way to count a Chinese character's width, and by the other no two columns stand the other way round.
    """
    orders = [_extents(table, aligned, lines, wide) for wide in WIDTHS]
    if any(len(columns) < len(LETTERS[table]) for columns in orders):
        return False
    return any(map(_ascending, orders)) and not any(map(_contrary, orders))


def _extents(table: str, aligned: Aligned, lines: Sequence[Line], wide: frozenset[str]) -> list[Extent]:
    """Where the letters of each column stand that has any, from the first to the last."""
    own = {letter: column for column, group in enumerate(LETTERS[table].values()) for letter in group}
    found: dict[int, Extent] = {}
    for line in lines:
        for letter, _ in letters_of(line):
            if (column := own.get(letter.text)) is not None:
                low, high = aligned.extent(letter, wide)
                before = found.get(column, (low, high))
                found[column] = (min(low, before[0]), max(high, before[1]))
    return [found[column] for column in sorted(found)]


def _ascending(columns: Sequence[Extent]) -> bool:
    return all(a[1] <= b[0] for a, b in zip(columns, columns[1:], strict=False))


def _contrary(columns: Sequence[Extent]) -> bool:
    return any(b[1] <= a[0] for i, a in enumerate(columns) for b in columns[i + 1 :])
