"""A row's tokens in their columns, and what a text shows of its table's grid."""

from __future__ import annotations

from dataclasses import dataclass

from nianbao.extract.aligned import Aligned, Ruler
from nianbao.extract.candidate import RowText
from nianbao.extract.row_text import is_inner_blank
from nianbao.extract.table_edges import Edges
from nianbao.extract.tokens import Token


@dataclass(frozen=True)
class Placed:
    """A row's tokens, one per column in printed order. `certain` tells that no other placing fits the table's grid."""

    tokens: tuple[Token, ...]
    certain: bool


@dataclass(frozen=True)
class Grid:
    """What a text shows of a table's grid: its lines' frame, the first column by the headings (`headed_columns`), each
    row's level among the merged labels, the places of an aligned text with its dashed lines, and the letters that the
    table's labels are made of."""

    edges: Edges
    headed: dict[int, int]
    levels: dict[str, str]
    aligned: Aligned
    ruled: list[Ruler]
    letters: frozenset[str]


def complete(row: RowText, needs: int) -> bool:
    """Whether the row prints a value for every column and no visible blank between them."""
    values = row.values
    if len(values) != needs:
        return False
    inner = [t for t in row.tokens if values[0].start < t.start < values[-1].start]
    return not any(is_inner_blank(t, row.tokens) for t in inner)
