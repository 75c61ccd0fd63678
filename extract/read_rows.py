"""Read a table of labelled rows, `disclosure` or `requests`: labels choose places, and say where they do not."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from nianbao.extract.candidate import UNREADABLE, Cell, Doubt, RowText, TableReading
from nianbao.extract.find_labels import Anchor, Squeezed, find_chain, label_words, occurrences
from nianbao.extract.headings import check_column_order, other_form
from nianbao.extract.locate_tables import Region
from nianbao.extract.normalise import NormalText
from nianbao.extract.place_cells import Placed, complete, place_cells
from nianbao.extract.row_text import LaidOut, lay_out, row_shape, part_strays
from nianbao.extract.tokens import Line, Token, number_value
from nianbao.schemas import Column, Form, Table

_SURE_LABEL = 85.0
"""A label less similar than this (0–100) is named as a doubt."""


def read_cell(token: Token | None, column: Column, normal: NormalText) -> Cell:
    """The cell that a token prints: its number, or the mark of a dash, a blank or what is no well-formed number."""
    if token is None:
        return UNREADABLE
    span = normal.span(token.start, token.end)
    if token.kind == "dash":
        return Cell(None, "dash", span)
    if token.kind == "blank":
        return Cell(None, "blank", span)
    digits = number_value(token.text)
    if digits is None or (column.kind == "count" and "." in digits):
        return Cell(None, "unreadable", span)
    return Cell(Decimal(digits) if column.kind == "amount" else int(digits), None, span)


def choose_variant(form: Form, key: str, squeezed: Squeezed, region: Region) -> tuple[Table, list[Anchor]]:
    """The printed variant of the table and its labels as found: the variant with the fewest labels missing."""
    options = [(t, find_chain(squeezed, t.rows, region.start, region.end)) for t in form.variants[key]]
    return min(options, key=lambda option: len(option[0].rows) - len(option[1]))


def read_rows(
    form: Form, key: str, normal: NormalText, lines: list[Line], squeezed: Squeezed, region: Region
) -> TableReading:
    """The table in a region, with a doubt for every reason why a cell of it is not sure. Never raises."""
    table, anchors = choose_variant(form, key, squeezed, region)
    if not anchors:
        return unread(table, region, normal, "labels", "none of the row labels is found")
    needs = {row.key: len(row.columns) for row in table.rows}
    laid = lay_out(table, anchors, lines, region.start, region.end)
    parted = {k: part_strays(r, needs[k]) for k, r in laid.rows.items()}
    rows = {k: own for k, (own, _, _) in parted.items()}
    strays = tuple(t for _, _, left in parted.values() for t in left)
    placed = place_cells(rows, needs, lines)
    doubts = [
        *_label_doubts(table, anchors, squeezed, region, normal),
        *_heading_doubts(table, anchors, squeezed, region),
        *_count_doubts(table, rows, placed, normal),
        *_layout_doubts(table, rows),
        *_stray_doubts(laid, strays, normal),
    ]
    cells: dict[str, Cell] = dict.fromkeys(table.cells, UNREADABLE)
    for row in table.rows:
        tokens = placed[row.key].tokens if row.key in placed else (None,) * len(row.columns)
        for cell, column, token in zip(table.row_cells(row.key), row.columns, tokens, strict=True):
            cells[cell] = read_cell(token, column, normal)
    doubts.extend(_number_doubts(table, cells, normal, placed))
    shapes = Counter(row_shape(r) for r in rows.values())
    mode = "cell" if shapes["cell"] > shapes["row"] else "row"
    return TableReading(table, True, cells, tuple(doubts), rows, region.start, region.end, mode)


def unread(table: Table, region: Region, normal: NormalText, check: str, why: str) -> TableReading:
    """A table that is there but cannot be read: every cell unreadable, never an empty table for it."""
    doubt = Doubt(check, table.cells, f"{table.title}: {why}.", normal.span(region.start, region.start))
    return TableReading(
        table, True, dict.fromkeys(table.cells, UNREADABLE), (doubt,), {}, region.start, region.end
    )


def _label_doubts(
    table: Table, anchors: list[Anchor], squeezed: Squeezed, region: Region, normal: NormalText
) -> list[Doubt]:
    found = {a.row: a for a in anchors}
    doubts = []
    for row in table.rows:
        anchor = found.get(row.key)
        if anchor is None:
            doubts.append(Doubt("row_label", table.row_cells(row.key), f"the label {row.label} is not found in its place"))
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
                Doubt("row_label", table.row_cells(row.key), f"the label {row.label} stands {again} times in the section")
            )
    return doubts


def _heading_doubts(table: Table, anchors: list[Anchor], squeezed: Squeezed, region: Region) -> list[Doubt]:
    first = min(anchors, key=lambda a: a.start)
    if old := other_form(squeezed.part(region.start, region.end)):
        return [Doubt("form", table.cells, f"the heading {old} is form 2019's, which is not read yet")]
    words = squeezed.part(region.start, first.start)
    troubles = check_column_order(table, words)
    cells = tuple(c for row in table.rows if len(row.columns) > 1 for c in table.row_cells(row.key))
    return [Doubt("column_headings", cells, trouble.message) for trouble in troubles]


def _count_doubts(
    table: Table, rows: dict[str, RowText], placed: dict[str, Placed], normal: NormalText
) -> list[Doubt]:
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


def _layout_doubts(table: Table, rows: dict[str, RowText]) -> list[Doubt]:
    """Rows laid out unlike the others: a number on another line may not be theirs."""
    shapes = {k: row_shape(r) for k, r in rows.items() if len(table.row_by_key[k].columns) > 1}
    common = Counter(s for s in shapes.values() if s in ("row", "cell")).most_common(1)
    usual = common[0][0] if common else "row"
    doubts = []
    for key, row in rows.items():
        if complete(row, len(table.row_by_key[key].columns)) and key in shapes and shapes[key] != usual:
            doubts.append(
                Doubt(
                    "layout",
                    table.row_cells(key),
                    f"{table.row_by_key[key].label}: its numbers stand over several lines, unlike the other rows'",
                )
            )
    return doubts


def _stray_doubts(laid: LaidOut, between: tuple[Token, ...], normal: NormalText) -> list[Doubt]:
    doubts = []
    for group, where in (
        (laid.before, "before the first row"),
        (between, "between the rows"),
        (laid.after, "after the last row"),
    ):
        if group:
            printed = " ".join(t.text for t in group[:8])
            span = normal.span(group[0].start, group[-1].end)
            doubts.append(Doubt("stray_number", (), f"{printed} {where} belong to no row", span))
    return doubts


def _number_doubts(
    table: Table, cells: dict[str, Cell], normal: NormalText, placed: dict[str, Placed]
) -> list[Doubt]:
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
