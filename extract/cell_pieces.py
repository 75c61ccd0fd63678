"""Put a number together whose pieces stand in one cell of a file's grid: cut by a narrow cell, or grouped by spaces."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from nianbao.extract.candidate import Cell
from nianbao.extract.check_sums import failing_sums
from nianbao.extract.grid_places import InGrid
from nianbao.extract.normalise import NormalText
from nianbao.extract.read_number import read_torn
from nianbao.extract.tokens import Token
from nianbao.schemas import Column, Table

_GROUPED = re.compile(r"\d{1,3}(?: \d{3})+(?:\.\d+)?")
_LONG = re.compile(r"\d{4,}(?:\.\d+)?")
_BESIDE_COMMA = re.compile(r" *, *")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_AT_COMMA = re.compile(r"\d{1,3}(?: *, *\d{3})+")
_POINTED = re.compile(r"\d{1,3}(?:\.\d{3})+")
"""A count with a point where thousands part: off a picture, a comma that was read as one."""
_LEAST_GROUPED = 2
"""So many numbers in groups of three show that a table prints its thousands so; one alone may be two numbers."""


def pieced_cells(
    table: Table, placed: InGrid, cells: Mapping[str, Cell], normal: NormalText, *, recognised: bool
) -> dict[str, Cell]:
    """The cells whose grid cell prints nothing but pieces of digits, read as one number each, where that is sure.

    Where the file was `recognised` in a picture, a count with a point where thousands part is such pieces as well.
    Sure are cells whose sums hold so, all of them at once; and those in groups of three digits, where two cells or
    more print them and no number of four digits stands ungrouped.
    """
    pieces = {cell: tokens for cell, (_, tokens) in placed.items() if _digits_only(tokens)}
    if recognised:
        pieces |= {
            cell: (replace(tokens[0], text=tokens[0].text.replace(".", "")),)
            for cell, (_, tokens) in placed.items()
            if _is_pointed(tokens, table.column_by_cell[cell])
        }
    if not pieces:
        return {}
    joined = {
        cell: read_torn([_closed(t) for t in tokens], table.column_by_cell[cell], normal)
        for cell, tokens in pieces.items()
    }
    joined = {cell: value for cell, value in joined.items() if value.mark is None}
    if not joined:
        return {}
    if len(joined) == len(pieces) and _grouped(placed, pieces, normal):
        return joined
    values = {cell: joined.get(cell, read).value for cell, read in cells.items()}
    summed = {cell for s in table.sums for cell in s.cells}
    open_cells = {c for c, read in cells.items() if c not in joined and read.mark in ("unreadable", "missing")}
    touched = [s for s in table.sums if joined.keys() & set(s.cells)]
    if any(open_cells.intersection(s.cells) for s in touched) or not joined.keys() <= summed:
        return {}
    failed = failing_sums(table, values, sums=touched)
    return {} if failed else joined


def _digits_only(tokens: tuple[Token, ...]) -> bool:
    if len(tokens) == 1:  # `1 ,094`: broken beside its comma
        return tokens[0].kind == "number" and _AT_COMMA.fullmatch(tokens[0].text) is not None
    return len(tokens) > 1 and all(t.kind == "number" and _PLAIN.fullmatch(t.text) for t in tokens)


def _is_pointed(tokens: tuple[Token, ...], column: Column) -> bool:
    return len(tokens) == 1 and column.kind == "count" and _POINTED.fullmatch(tokens[0].text) is not None


def _closed(token: Token) -> Token:
    return replace(token, text=token.text.replace(" ", ""))


def _grouped(placed: InGrid, pieces: Mapping[str, tuple[Token, ...]], normal: NormalText) -> bool:
    # As printed: two spaces are a line's end, and two numbers one above the other are no groups of one.
    texts = [normal.text[tokens[0].start : tokens[-1].end] for tokens in pieces.values()]
    texts = [_BESIDE_COMMA.sub(" ", text) for text in texts]
    whole = [tokens[0].text for cell, (_, tokens) in placed.items() if len(tokens) == 1 and cell not in pieces]
    return (
        len(texts) >= _LEAST_GROUPED
        and all(_GROUPED.fullmatch(text) for text in texts)
        and not any(_LONG.fullmatch(text) for text in whole)
    )
