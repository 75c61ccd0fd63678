"""Read a table of labelled rows, `disclosure` or `requests`: labels choose places, and say where they do not."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from nianbao.extract.aligned import Aligned
from nianbao.extract.broken_cells import broken_number_doubts
from nianbao.extract.candidate import UNREADABLE, Cell, Doubt, TableReading
from nianbao.extract.cell_headings import place_headed
from nianbao.extract.delimited_rows import headed_columns
from nianbao.extract.empty_totals import place_empty_totals
from nianbao.extract.find_labels import Anchor, Squeezed, find_chain, label_letters
from nianbao.extract.heading_doubts import heading_doubts
from nianbao.extract.heading_rulers import HeadingPlaces
from nianbao.extract.label_numbers import heading_number_doubts, label_number_doubts
from nianbao.extract.label_numerals import with_numerals
from nianbao.extract.locate_tables import Region
from nianbao.extract.narrow_cells import Gathered, gather_pieces
from nianbao.extract.normalise import NormalText
from nianbao.extract.page_cuts import hand_down
from nianbao.extract.place_cells import place_cells
from nianbao.extract.placed import Grid, Placed
from nianbao.extract.read_number import adds_up, read_cell
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
    anchors = with_numerals(anchors, table, squeezed)
    needs = {row.key: len(row.columns) for row in table.rows}
    laid = lay_out(table, anchors, lines, region.start, region.end)
    aligned = Aligned(normal, lines)
    gathered = gather_pieces(laid.rows, needs, lines, aligned, adds_up) if table.sums else Gathered()
    laid = laid.without(gathered.pieces, gathered.rows)
    parted = {k: part_strays(r, needs[k]) for k, r in laid.rows.items()}
    rows = {k: own for k, (own, _, _) in parted.items()}
    strays = tuple(t for _, _, left in parted.values() for t in left)
    pages = tuple(t for _, lone, _ in parted.values() for t in lone)
    if not table.sums:  # nothing shows that such a number is a page's and not the end of a cell's
        strays, pages = strays + pages, ()
    handed = hand_down(rows, needs, lines, aligned.pages)
    rows, torn = join_torn_signs(table, handed.rows, lines, normal)
    widest = max((row.columns for row in table.rows), key=len)
    headed = headed_columns(widest, lines, region.start, anchors[0].start)
    edges = find_edges(lines, region.start, region.end)
    levels = {row.key: (row.group or "")[:1] for row in table.rows}  # none, 三、…, （三）…
    ruled = aligned.ruled(region.start, anchors[0].start, len(widest))
    placed = place_cells(rows, needs, lines, Grid(edges, headed, levels, aligned, ruled, label_letters(table)))
    placed |= place_empty_totals(table, rows, placed)
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
            HeadingPlaces(table, lines, rows, needs, aligned, ruled),
        ),
        *count_doubts(table, rows, placed, normal),
        *layout_doubts(table, {k: r for k, r in rows.items() if k not in gathered.rows}, lines),
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
    doubts.extend(label_number_doubts(table, anchors, cells, normal))
    doubts.extend(heading_number_doubts(table, cells, normal, (region.start, region.end)))
    shapes = Counter(row_shape(r) for r in rows.values())
    mode = "cell" if shapes["cell"] > shapes["row"] else "row"
    return TableReading(
        table,
        True,
        cells,
        tuple(doubts),
        rows,
        region.start,
        region.end,
        mode,
        (*(t.text for t in (*pages, *gathered.pieces)), *handed.numbers),
    )


def unread(table: Table, region: Region, normal: NormalText, check: str, why: str) -> TableReading:
    """A table that is there but cannot be read: every cell unreadable, never an empty table for it."""
    doubt = Doubt(check, table.cells, f"{table.title}: {why}.", normal.span(region.start, region.start))
    return TableReading(table, True, dict.fromkeys(table.cells, UNREADABLE), (doubt,), {}, region.start, region.end)
