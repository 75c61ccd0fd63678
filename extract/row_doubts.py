"""Doubts about a table that its rows raise: labels, counts of numbers, lines unlike the others', what is no number."""

from __future__ import annotations

from collections import Counter

from nianbao.extract.candidate import Cell, Doubt, RowText
from nianbao.extract.delimited_rows import crowded
from nianbao.extract.find_labels import Anchor, Squeezed, label_words, occurrences
from nianbao.extract.locate_tables import Region
from nianbao.extract.normalise import NormalText
from nianbao.extract.placed import Placed, complete
from nianbao.extract.row_text import LaidOut, is_spoken, row_shape, unevenly_delimited
from nianbao.extract.table_edges import Edges
from nianbao.extract.tokens import Line, Token
from nianbao.schemas import Table

_SURE_LABEL = 85.0
"""A label less similar than this (0–100) is named as a doubt."""


def label_doubts(
    table: Table, anchors: list[Anchor], squeezed: Squeezed, region: Region, normal: NormalText
) -> list[Doubt]:
    """Labels that are not found in their place, are garbled, or stand in the section again."""
    found = {a.row: a for a in anchors}
    doubts = []
    for row in table.rows:
        anchor = found.get(row.key)
        if anchor is None:
            doubts.append(
                Doubt("row_label", table.row_cells(row.key), f"the label {row.label} is not found in its place")
            )
        elif anchor.score < _SURE_LABEL:
            doubts.append(
                Doubt(
                    "row_label",
                    table.row_cells(row.key),
                    f"the label {row.label} is garbled",
                    normal.span(anchor.start, anchor.end),
                )
            )
        low, high = squeezed.index(region.start), squeezed.index(region.end)
        longest = max(row.words, key=lambda w: len(label_words(w)))
        if len(label_words(longest)) >= 4 and (again := len(occurrences(squeezed.text, (longest,), low, high))) > 1:
            doubts.append(
                Doubt(
                    "row_label", table.row_cells(row.key), f"the label {row.label} stands {again} times in the section"
                )
            )
    return doubts


def count_doubts(table: Table, rows: dict[str, RowText], placed: dict[str, Placed], normal: NormalText) -> list[Doubt]:
    """Rows that print another number of values than they have cells."""
    doubts = []
    for key, row in rows.items():
        needs = len(table.row_by_key[key].columns)
        if key in placed and placed[key].certain:
            continue
        values = row.values
        span = normal.span(values[0].start, values[-1].end) if values else normal.span(row.start, row.end)
        printed = " ".join(t.text for t in values) or "nothing"
        doubts.append(
            Doubt(
                "cell_count",
                table.row_cells(key),
                f"{table.row_by_key[key].label}: {needs} cells, but the text prints {len(values)} ({printed[:80]})",
                span,
            )
        )
    return doubts


def layout_doubts(table: Table, rows: dict[str, RowText], lines: list[Line]) -> list[Doubt]:
    """Rows laid out unlike the others: a number on another line may not be theirs."""
    shapes = {k: row_shape(r) for k, r in rows.items() if len(table.row_by_key[k].columns) > 1}
    usual = _most_common([s for s in shapes.values() if s in ("row", "cell")])
    odd = [k for k, shape in shapes.items() if shape != usual]
    if not table.sums:
        # No sum would show a number that belongs to the page, not to the row.
        sides = {k: _side(r, lines) for k, r in rows.items() if r.values}
        usual_side = _most_common(list(sides.values()))
        odd += [k for k, side in sides.items() if side != usual_side and k not in odd]
    return [
        Doubt(
            "layout",
            table.row_cells(key),
            f"{table.row_by_key[key].label}: its numbers stand on other lines than the other rows' do",
        )
        for key in odd
        if complete(rows[key], len(table.row_by_key[key].columns))
    ]


def crowded_doubts(table: Table, rows: dict[str, RowText], lines: list[Line], edges: Edges) -> list[Doubt]:
    """Rows of delimited lines in which a cell may have moved into its neighbour's."""
    return [
        Doubt(
            "layout",
            table.row_cells(key),
            f"{table.row_by_key[key].label}: one cell prints two numbers, another none",
        )
        for key, row in rows.items()
        if crowded(row, lines, edges) or unevenly_delimited(row, lines)
    ]


def _most_common(values: list[str]) -> str:
    return Counter(values).most_common(1)[0][0] if values else "row"


def _side(row: RowText, lines: list[Line]) -> str:
    """Whether a row's first value stands beside its label or below it."""
    line = lines[row.values[0].line]
    return "beside" if line.start < row.end else "below"


def stray_doubts(laid: LaidOut, between: tuple[Token, ...], normal: NormalText, lines: list[Line]) -> list[Doubt]:
    """Numbers of the section that belong to no row."""
    doubts = []
    for group, where in (
        (tuple(t for t in laid.before if not is_spoken(t, lines)), "before the first row"),
        (between, "between the rows"),
        (tuple(t for t in laid.after if not is_spoken(t, lines)), "after the last row"),
    ):
        if group:
            printed = " ".join(t.text for t in group[:8])
            span = normal.span(group[0].start, group[-1].end)
            doubts.append(Doubt("stray_number", (), f"{printed} {where} belong to no row", span))
    return doubts


def number_doubts(table: Table, cells: dict[str, Cell], normal: NormalText, placed: dict[str, Placed]) -> list[Doubt]:
    """Cells whose printed text is no whole number."""
    doubts = []
    for row in table.rows:
        if row.key not in placed:
            continue
        for cell, token in zip(table.row_cells(row.key), placed[row.key].tokens, strict=True):
            if cells[cell].mark == "unreadable":
                doubts.append(
                    Doubt(
                        "whole_number",
                        (cell,),
                        f'{table.cell_label(cell)}: "{token.text}" is not a whole number',
                        cells[cell].span,
                    )
                )
    return doubts
