"""Borders that a table should have and does not draw: told from cells that print what only two cells can."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from nianbao.extract.files.pdf_glyphs import Glyph
from nianbao.extract.files.pdf_grids import Ruled, RuledCell
from nianbao.extract.files.pdf_lines import lines_of, pieces_of

VALUE = re.compile(r"[-+]?[\d.,，\s]*\d[\d.,，\s]*[件条份万元]*|[-—–－/\\]{1,4}|无")
"""What a cell prints for a number, or for a piece of one: `，945`."""
_NOTE = re.compile(
    r"(?![（(][一二三四五六七八九十\d]{1,3}[）)])[（(\[【][^（）()]*[）)\]】]?|[件条份个项宗起次万亿元]{1,2}", re.DOTALL
)
"""Beside a number in its own cell: a unit, a note."""

_REST = re.compile(r"[\d.,，]+[（(\[【]")
"""The rest of a number that its cell has broken, with its note: `6（含上年`."""
_LEADING = 1.8
"""Ems between the lines of one text, at most."""

Held = Mapping[RuledCell, Sequence[Glyph]]


def draw_missing(grid: Ruled, held: Held) -> Ruled | None:
    """The grid with merged cells that hold a value and another text apart, each in its own place; those are no merged
    cells but lack a border. None where one place holds both: then the grid's borders are not those of its cells."""
    cells: list[RuledCell] = []
    for cell in grid.cells:
        blocks = _blocks(held.get(cell, ()))
        values = sum(bool(VALUE.fullmatch(text)) for text, _ in blocks)
        texts = sum(
            not VALUE.fullmatch(text) and not _REST.match(text) and not _NOTE.fullmatch(text) for text, _ in blocks
        )
        if not values or values + texts < 2:
            cells.append(cell)
            continue
        places = [{grid.at(g.x, g.y) for g in glyphs} for _, glyphs in blocks]
        apart = len({min(p) for p in places}) == len(places) and cell.rows * cell.columns > 1
        if apart and (texts or not _is_one_paragraph(blocks)):
            spread = ((cell.row + i, cell.column + j) for i in range(cell.rows) for j in range(cell.columns))
            cells += [RuledCell(row, column, 1, 1) for row, column in spread]
        elif texts:
            return None
        else:
            cells.append(cell)  # two numbers, or one that the cell has broken: its reader sees both
    return replace(grid, cells=tuple(sorted(cells, key=lambda c: (c.row, c.column))))


def _is_one_paragraph(blocks: Sequence[tuple[str, Sequence[Glyph]]]) -> bool:
    """Whether numbers stand as near below one another as the lines of one: a narrow cell may have broken it."""
    return all(
        0 < abs(b[0].base - a[0].base) <= _LEADING * max(a[0].size, b[0].size) for (_, a), (_, b) in pairwise(blocks)
    )


def _blocks(glyphs: Sequence[Glyph]) -> list[tuple[str, list[Glyph]]]:
    """A cell's texts that stand apart: values, alone on a line or far from the rest of it, and what is between them."""
    blocks: list[tuple[str, list[Glyph]]] = []
    for line in lines_of(glyphs):
        for piece in pieces_of(line):
            letters = [g for g in piece if g.text != " "]
            text = "".join(g.text for g in letters)
            last = blocks[-1] if blocks else None
            if last and not VALUE.fullmatch(text) and not VALUE.fullmatch(last[0]):
                blocks[-1] = (last[0] + text, last[1] + letters)  # a label's lines are one text
            else:
                blocks.append((text, letters))
    return blocks
