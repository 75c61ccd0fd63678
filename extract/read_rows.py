"""Read a table of labelled rows, `disclosure` or `requests`: labels choose places, and say where they do not."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial

from nianbao.extract.aligned import Aligned, Ruler
from nianbao.extract.broken_cells import broken_number_doubts
from nianbao.extract.candidate import UNREADABLE, Cell, Doubt, RowText, TableReading
from nianbao.extract.cell_headings import place_headed, stand_in_cells
from nianbao.extract.delimited_rows import headed_columns
from nianbao.extract.find_labels import Anchor, Squeezed, find_chain, label_letters
from nianbao.extract.heading_doubts import heading_doubts
from nianbao.extract.heading_order import stand_above
from nianbao.extract.locate_tables import Region
from nianbao.extract.normalise import NormalText
from nianbao.extract.place_cells import place_cells
from nianbao.extract.placed import Grid, Placed, complete
from nianbao.extract.read_number import read_cell
from nianbao.extract.row_doubts import (
    count_doubts,
    crowded_doubts,
    label_doubts,
    layout_doubts,
    number_doubts,
    stray_doubts,
)
from nianbao.extract.row_text import lay_out, part_strays, row_shape
from nianbao.extract.signed_counts import join_torn_signs
from nianbao.extract.table_edges import find_edges
from nianbao.extract.tokens import Line
from nianbao.schemas import Form, Table


def choose_variant(form: Form, key: str, squeezed: Squeezed, region: Region) -> tuple[Table, list[Anchor]]:
    """The printed variant of the table and its labels as found: the variant with the fewest labels missing, of
    several the one with the most: where （六）其他处理 heads three rows, its label stands there too."""
    options = [(t, find_chain(squeezed, t.rows, region.start, region.end)) for t in form.variants[key]]
    return min(options, key=lambda o: (len(o[0].rows) - len(o[1]), -len(o[0].rows)))


def read_rows(
    form: Form,
    key: str,
    normal: NormalText,
    lines: list[Line],
    squeezed: Squeezed,
    region: Region,
    year: int | None,
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
    pages = tuple(t for _, lone, _ in parted.values() for t in lone)
    if not table.sums:  # nothing shows that such a number is a page's and not the end of a cell's
        strays, pages = strays + pages, ()
    rows, torn = join_torn_signs(table, rows, lines, normal)
    widest = max((row.columns for row in table.rows), key=len)
    headed = headed_columns(widest, lines, region.start, anchors[0].start)
    edges = find_edges(lines, region.start, region.end)
    levels = {row.key: (row.group or "")[:1] for row in table.rows}  # none, 三、…, （三）…
    aligned = Aligned(normal, lines)
    ruled = aligned.ruled(region.start, anchors[0].start, len(widest))
    placed = place_cells(rows, needs, lines, Grid(edges, headed, levels, aligned, ruled, label_letters(table)))
    for k, text in rows.items():
        unsure = needs[k] == len(widest) and not (k in placed and placed[k].certain)
        if unsure and (by_heads := place_headed(key, lines, region.start, text)):
            placed[k] = Placed(by_heads, certain=True)
    rows = {k: replace(r, placed=placed[k].tokens) if k in placed else r for k, r in rows.items()}
    doubts = [
        *label_doubts(table, anchors, squeezed, region, normal),
        *torn,
        *heading_doubts(
            form.key,
            table,
            anchors,
            squeezed,
            region,
            normal,
            lines,
            year,
            partial(_stand_above, table.key, aligned, ruled, rows, needs, lines),
        ),
        *count_doubts(table, rows, placed, normal),
        *layout_doubts(table, rows, lines),
        *crowded_doubts(table, rows, lines, edges),
        *broken_number_doubts(table, rows, lines, region, normal),
        *stray_doubts(laid, strays, normal, lines),
    ]
    cells: dict[str, Cell] = dict.fromkeys(table.cells, UNREADABLE)
    for row in table.rows:
        tokens = placed[row.key].tokens if row.key in placed else (None,) * len(row.columns)
        for cell, column, token in zip(table.row_cells(row.key), row.columns, tokens, strict=True):
            cells[cell] = read_cell(token, column, normal)
    doubts.extend(number_doubts(table, cells, normal, placed))
    shapes = Counter(row_shape(r) for r in rows.values())
    mode = "cell" if shapes["cell"] > shapes["row"] else "row"
    return TableReading(
        table, True, cells, tuple(doubts), rows, region.start, region.end, mode, tuple(t.text for t in pages)
    )


def unread(table: Table, region: Region, normal: NormalText, check: str, why: str) -> TableReading:
    """A table that is there but cannot be read: every cell unreadable, never an empty table for it."""
    doubt = Doubt(check, table.cells, f"{table.title}: {why}.", normal.span(region.start, region.start))
    return TableReading(table, True, dict.fromkeys(table.cells, UNREADABLE), (doubt,), {}, region.start, region.end)


def _stand_above(
    table: str,
    aligned: Aligned,
    ruled: list[Ruler],
    rows: dict[str, RowText],
    needs: dict[str, int],
    lines: list[Line],
    start: int,
    end: int,
) -> bool:
    """Whether each column's headings between two places stand above its numbers: in the cells of the first row below
    them, or by dashed lines, or by the first whole row and those on its page."""
    most = max(needs.values())
    below = [r for k, r in rows.items() if needs[k] == most and r.placed and r.placed[0].start >= end]
    if below and stand_in_cells(table, lines, start, below[0]):
        return True
    heads = [line for line in lines if start <= line.start and line.end <= end]
    whole = [r.values for k, r in rows.items() if needs[k] == most and complete(r, most) and row_shape(r) == "row"]
    if not ruled and whole:
        near = whole[0][0].line
        ruled = [*aligned.rulers(whole, near), *aligned.rulers(whole[:1], near)]
    return stand_above(table, aligned, heads, ruled)
