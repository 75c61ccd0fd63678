"""See by their places that the headings of `requests` stand in form order, where they are cut over several lines.

A heading over two rows of headings stands between the lines of others, so its line says nothing of its column. Two
things do: a line with pieces of all six applicants from left to right, and, in a text that keeps columns by spaces,
each heading right of the one before it, whatever its line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from nianbao.extract.aligned import Aligned, Extent
from nianbao.extract.heading_order import LETTERS, letters_of
from nianbao.extract.tokens import Line

_MERGED = re.compile(r"申请人(?:情况)?|法人(?:或|和|及|与)?(?:其[他它])?(?:组织)?|人或其[他它](?:组织)?")
_TOTALS = re.compile("[总合计]")
_PERSONS_FIRST = re.compile(r"自然.*法人")
_ORGANISATIONS = range(1, 6)
_TOTAL = 4
_PIECES = ("自然人", "商业企", "科研", "社会公益", "法律服务", "其他它", "总计合")
"""Letters that only one heading has once the merged headings are taken out."""


def one_line_tells(lines: Sequence[str]) -> bool:
    """Whether a heading line of `requests` has pieces of the five organisations in form order, and no line another.

    自然人 stands left of them, on that line or left of their merged heading. `lines` have no spaces.
    """
    runs = [_run(line) for line in lines]
    first = any(_PERSONS_FIRST.search(line) for line in lines)
    return not any(run != sorted(run) for run in runs) and any(
        set(_ORGANISATIONS) <= set(run) and (first or 0 in run) for run in runs
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


def torn_on_lines(words: str, lines: Sequence[Line], texts: Sequence[str]) -> bool:
    """Whether headings of `requests` are cut over lines that hold pieces of several: there their order in the text is
    not the columns'. Delimited lines, lines of one heading each and headings in one piece keep it.

    `words` is the squeezed heading text; `texts` are its lines without spaces.
    """
    bare = _TOTALS.sub("", words)
    whole = all(word in bare for word in ("商业企业", "科研机构", "社会公益组织", "法律服务机构"))
    return (
        not whole
        and not any(line.cells for line in lines)
        and any(len(set(_run(text)) - {len(_PIECES) - 1}) > 1 for text in texts)
    )


def outcomes_in_cells(lines: Sequence[Line]) -> bool:
    """Whether the cells of delimited heading lines of `review` hold the outcomes of three blocks in form order.

    In a cell of several outcomes every line has a word for each, the first above the first. Sums tell 总计, which may
    stand elsewhere.
    """
    own = {letter: column for column, group in enumerate(LETTERS["review"].values()) for letter in group}
    held: dict[tuple[int, int], set[int]] = {}
    widths: dict[int, set[int]] = {}
    for line in lines:
        words: dict[int, dict[int, set[int]]] = {}
        for letter, word in letters_of(line) if line.cells else ():
            words.setdefault(word.cell, {}).setdefault(word.start, set()).add(own.get(letter.text, _TOTAL))
        for cell, pieces in words.items():
            widths.setdefault(cell, set()).add(len(pieces))
            for place, outcomes in enumerate(pieces.values()):
                held.setdefault((cell, place), set()).update(outcomes - {_TOTAL})
    columns = [sorted(outcomes) for _, outcomes in sorted(held.items()) if outcomes]
    even = all(len(widths[cell]) == 1 for cell, _ in held)
    return even and columns == [[outcome] for outcome in range(_TOTAL)] * 3


def stand_apart(aligned: Aligned, lines: Sequence[Line], widths: Sequence[frozenset[str]]) -> bool:
    """Whether every column's letters stand right of those of the column before it, on whatever lines they are.

    So by one of the `widths` of a Chinese character, and by none do two columns stand the other way round. Headings
    that are moved left below merged ones tell the organisations only; 自然人 then stands left of the merged one.
    """
    texts = ["".join(t.text for t in line.tokens if t.kind == "text") for line in lines]
    last = len(_PIECES) if not any(map(_PERSONS_FIRST.search, texts)) else len(_ORGANISATIONS) + 1
    first = 0 if last == len(_PIECES) else _ORGANISATIONS[0]
    orders = [_extents(aligned, lines, wide, range(first, last)) for wide in widths]
    if any(len(columns) < last - first for columns in orders):
        return False
    return any(map(_ascending, orders)) and not any(map(_contrary, orders))


def _extents(aligned: Aligned, lines: Sequence[Line], wide: frozenset[str], columns: range) -> list[Extent]:
    """Where the letters of each of the columns stand that has any, from the first to the last."""
    own = {letter: column for column, group in enumerate(LETTERS["requests"].values()) for letter in group}
    found: dict[int, Extent] = {}
    for line in lines:
        for letter, _ in letters_of(line):
            if (column := own.get(letter.text, -1)) in columns:
                low, high = aligned.extent(letter, wide)
                before = found.get(column, (low, high))
                found[column] = (min(low, before[0]), max(high, before[1]))
    return [found[column] for column in sorted(found)]


def _ascending(columns: Sequence[Extent]) -> bool:
    return all(a[1] <= b[0] for a, b in pairwise(columns))


def _contrary(columns: Sequence[Extent]) -> bool:
    return any(b[1] <= a[0] for i, a in enumerate(columns) for b in columns[i + 1 :])
