"""Cut the piped tables of a text as a converter does that goes by a page's ruled lines."""

from __future__ import annotations

import re
from itertools import groupby
from random import Random


def cut_cells(text: str, chance: Random) -> str:
    """The text with the words of its piped cells over lines (`<br>`), the first column's of `requests` over two cells.

    Every number stays in its cell. Where a rule runs through the first column, each line has one more cell.
    """
    out: list[str] = []
    for piped, group in groupby(
        text.split("\n"), key=lambda line: line.startswith("|") and line.rstrip().endswith("|")
    ):
        lines = list(group)
        if piped:
            twice = "结转" in "".join(lines) and chance.random() < 0.7
            lines = [_cut_line(line.strip(), twice, chance) for line in lines]
        out += lines
    return "\n".join(out)


def _cut_line(line: str, twice: bool, chance: Random) -> str:
    first, *others = line[1:-1].split("|")
    size, at = chance.randrange(2, 7), chance.randrange(2, 7)
    if not twice:
        cells = [_over_lines(first, size)]
    elif re.search(r"[一-鿿]{2}", first):
        word = first.strip()
        pieces = [word[i : i + 2 * at] for i in range(0, len(word), 2 * at)]
        cells = ["<br>".join(p[:at] for p in pieces), "<br>".join(p[at:] for p in pieces)]
    else:
        cells = [first, "---" if "---" in first else ""]
    return f"|{'|'.join([*cells, *(_over_lines(cell, size) for cell in others)])}|"


def _over_lines(cell: str, size: int) -> str:
    word = cell.strip()
    if not re.search(r"[一-鿿]{2}", word):
        return cell
    return "<br>".join(word[i : i + size] for i in range(0, len(word), size))
