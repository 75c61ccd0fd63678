"""Read a table of labelled rows, `disclosure` or `requests`: labels choose places, and say where they do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import pairwise

from nianbao.extract.aligned import Aligned
from nianbao.extract.block_headings import check_block_headings, has_block_headings
from nianbao.extract.candidate import UNREADABLE, Cell, Doubt, RowText, TableReading
from nianbao.extract.empty_totals import place_empty_totals
from nianbao.extract.find_labels import Anchor, Squeezed, find_chain, label_letters, label_words, occurrences
from nianbao.extract.heading_order import stand_above, stand_in_order
from nianbao.extract.heading_places import persons_first, torn_on_lines
from nianbao.extract.heading_rulers import Rulers, find_rulers, told_by_places
from nianbao.extract.headings import (
    HeadingTrouble,
    check_column_order,
    contrary_order,
    heading_lines,
    other_form,
    other_table,
)
from nianbao.extract.label_numerals import with_numerals
from nianbao.extract.locate_tables import Region
from nianbao.extract.narrow_cells import Gathered, gather_pieces
from nianbao.extract.normalise import NormalText
from nianbao.extract.page_cuts import hand_down
from nianbao.extract.place_cells import Grid, Placed, complete, crowded, headed_columns, place_cells
from nianbao.extract.read_number import adds_up, read_cell
from nianbao.extract.row_text import LaidOut, is_spoken, lay_out, part_strays, row_shape, unevenly_delimited
from nianbao.extract.signed_counts import join_torn_signs
from nianbao.extract.table_edges import find_edges
from nianbao.extract.tokens import Line, Token
from nianbao.schemas import Form, Table

_SURE_LABEL = 85.0
"""A label less similar than this (0–100) is named as a doubt."""


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
    rows = {k: replace(r, placed=placed[k].tokens) if k in placed else r for k, r in rows.items()}
    doubts = [
        *_label_doubts(table, anchors, squeezed, region, normal),
        *torn,
        *_heading_doubts(
            form.key,
            table,
            anchors,
            squeezed,
            region,
            normal,
            lines,
            year,
            partial(find_rulers, aligned, ruled, rows, needs),
        ),
        *_count_doubts(table, rows, placed, normal),
        *_layout_doubts(table, {k: r for k, r in rows.items() if k not in gathered.rows}, lines),
        *(
            Doubt(
                "layout",
                table.row_cells(key),
                f"{table.row_by_key[key].label}: one cell prints two numbers, another none",
            )
            for key, row in rows.items()
            if crowded(row, lines, edges) or unevenly_delimited(row, lines)
        ),
        *_stray_doubts(laid, strays, normal, lines),
    ]
    cells: dict[str, Cell] = dict.fromkeys(table.cells, UNREADABLE)
    for row in table.rows:
        tokens = placed[row.key].tokens if row.key in placed else (None,) * len(row.columns)
        for cell, column, token in zip(table.row_cells(row.key), row.columns, tokens, strict=True):
            cells[cell] = read_cell(token, column, normal)
    doubts.extend(_number_doubts(table, cells, normal, placed))
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


def _label_doubts(
    table: Table, anchors: list[Anchor], squeezed: Squeezed, region: Region, normal: NormalText
) -> list[Doubt]:
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


def _heading_doubts(
    form: str,
    table: Table,
    anchors: list[Anchor],
    squeezed: Squeezed,
    region: Region,
    normal: NormalText,
    lines: list[Line],
    year: int | None,
    rulers: Callable[[], Rulers],
) -> list[Doubt]:
    first = min(anchors, key=lambda a: a.start)
    if other := other_form(squeezed.part(region.start, region.end), form):
        return [Doubt("form", table.cells, f"the heading {other[0]} is form {other[1]}'s; it was read as form {form}")]
    words = squeezed.part(region.start, first.start)
    heads = _between(lines, region.start, first.start)
    head_words = heading_lines(lines, region.start, first.start)
    if has_block_headings(table):
        troubles = check_block_headings(table, anchors, squeezed, lines, region.start)
    else:
        troubles = check_column_order(table, words, head_words)
        if not troubles and table.key == "requests" and torn_on_lines(words, heads, head_words):
            told = stand_in_order(table.key, head_words)
            troubles = [] if told else [HeadingTrouble("the headings are cut over lines that leave their order open")]
        if troubles and told_by_places(table, heads, head_words, rulers):
            troubles = []
        for before, after in pairwise(anchors):
            if inner := squeezed.part(before.end, after.start):
                again = heading_lines(lines, before.end, after.start)
                contrary = contrary_order(table, inner, again)
                if contrary and told_by_places(table, _between(lines, before.end, after.start), again, rulers):
                    continue
                troubles += contrary
    if (
        table.key == "requests"
        and _organisations_first(normal, lines, region.start, first.start)
        and not persons_first(head_words)
        and not stand_above(table.key, rulers().aligned, heads, rulers().rulers)
    ):
        troubles.append(HeadingTrouble("the heading 法人或其他组织 stands before 自然人"))
    if table.key == "requests" and _total_inside(lines, region.start, first.start):
        troubles.append(HeadingTrouble("the heading 总计 stands left of 其他"))
    wide = [row.key for row in table.rows if len(row.columns) > 1]
    doubts = [
        Doubt(
            "column_headings", tuple(c for key in trouble.rows or wide for c in table.row_cells(key)), trouble.message
        )
        for trouble in troubles
    ]
    if named := other_table(words, year):
        doubts.append(Doubt("other_table", table.cells, f'its heading speaks of "{named}": it may not be this year\'s'))
    return doubts


def _between(lines: list[Line], start: int, end: int) -> list[Line]:
    return [line for line in lines if start <= line.start and line.end <= end]


def _organisations_first(normal: NormalText, lines: list[Line], start: int, end: int) -> bool:
    """Whether 法人或其他组织 stands left of 自然人: on the same line before it, or nearer to its line's start."""
    text = normal.text
    person, organisation = text.find("自", start, end), text.find("法人", start, end)
    if min(person, organisation) < 0 or person < organisation:
        return False
    columns = []
    for place in (person, organisation):
        line = next(line for line in lines if line.start <= place <= line.end)
        columns.append((place - line.start, line.cells, line.number))
    same_line = columns[0][2] == columns[1][2]
    # Where the layout keeps positions, a heading set lower may still be the left one.
    return same_line or bool(columns[0][1]) or columns[0][0] >= columns[1][0]


def _total_inside(lines: list[Line], start: int, end: int) -> bool:
    """Whether 总计 stands left of 其他 in a grid that keeps its empty cells (there 商业企业 stands right of 自然人)."""
    cells: dict[str, int] = {}
    for line in lines:
        if line.cells and start <= line.start < end:
            for token in line.tokens:
                for word in ("自然", "商业", "其他", "总计", "合计"):
                    if token.kind == "text" and token.text.startswith(word):
                        cells["总计" if word == "合计" else word] = token.cell
    if len(cells) < 4 or cells["商业"] <= cells["自然"]:
        return False
    return cells["总计"] < cells["其他"]


def _count_doubts(table: Table, rows: dict[str, RowText], placed: dict[str, Placed], normal: NormalText) -> list[Doubt]:
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


def _layout_doubts(table: Table, rows: dict[str, RowText], lines: list[Line]) -> list[Doubt]:
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


def _most_common(values: list[str]) -> str:
    return Counter(values).most_common(1)[0][0] if values else "row"


def _side(row: RowText, lines: list[Line]) -> str:
    """Whether a row's first value stands beside its label or below it."""
    line = lines[row.values[0].line]
    return "beside" if line.start < row.end else "below"


def _stray_doubts(laid: LaidOut, between: tuple[Token, ...], normal: NormalText, lines: list[Line]) -> list[Doubt]:
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


def _number_doubts(table: Table, cells: dict[str, Cell], normal: NormalText, placed: dict[str, Placed]) -> list[Doubt]:
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
