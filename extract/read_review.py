"""Read `review`: fifteen numbers under headings; the headings alone say which is which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nianbao.extract.aligned import Aligned
from nianbao.extract.candidate import Cell, Doubt, RowText, TableReading
from nianbao.extract.cell_headings import stand_in_cells
from nianbao.extract.find_labels import Squeezed
from nianbao.extract.heading_order import stand_above
from nianbao.extract.heading_places import outcomes_in_cells
from nianbao.extract.headings import check_review_headings, heading_lines, other_table
from nianbao.extract.label_numbers import heading_number_doubts
from nianbao.extract.locate_tables import Region
from nianbao.extract.narrow_cells import gather_pieces
from nianbao.extract.normalise import NormalText
from nianbao.extract.read_number import read_cell
from nianbao.extract.read_rows import unread
from nianbao.extract.row_text import is_inner_blank, is_spoken, part_strays, row_shape, unevenly_delimited
from nianbao.extract.table_edges import Edges, find_edges
from nianbao.extract.tokens import Line, Token
from nianbao.extract.wrapped_row import is_wrapped
from nianbao.schemas import Form


def read_review(
    form: Form, normal: NormalText, lines: list[Line], squeezed: Squeezed, region: Region, year: int | None
) -> TableReading:
    """The review table in a region: the values behind its headings, up to the next words. Never raises."""
    table = form.tables["review"]
    needs = len(table.cells)
    tokens = [t for line in lines for t in line.tokens if region.start <= t.start and t.end <= region.end]
    heads = [t for t in tokens if t.kind == "text"]
    last_head = _last_heading(squeezed, region)
    values = [t for t in tokens if t.is_value and t.start >= last_head]
    early = [t for t in tokens if t.is_value and t.start < last_head]
    edges = find_edges(lines, region.start, region.end)
    on = {t.line for t in values} or _empty_row(lines, last_head, region, needs, edges)
    first = next((t for t in tokens if t.start >= last_head and t.line in on and t.kind != "text"), None)
    if first is None:
        return unread(table, region, normal, "cell_count", "no number stands behind its headings")
    stop = next((t.start for t in heads if t.start > first.start and any(c.isalnum() for c in t.text)), region.end)
    # Blanks count only on the lines that print numbers: the heading's own empty cells are none of the table's.
    own = [t for t in tokens if last_head <= t.start < stop and (t.is_value or (t.kind == "blank" and t.line in on))]
    whole = RowText("review", first.start, first.end, tuple(own))
    aligned = Aligned(normal, lines)
    gathered = gather_pieces({"review": whole}, {"review": needs}, lines, aligned, _adds_up)
    row, pages, strays = part_strays(gathered.rows.get("review", whole), needs)
    slots, certain = _slots(row, needs, lines, edges)
    if slots is None and not lines[first.line].cells and row_shape(row) in ("row", "single"):
        slots, certain = _under_dashes(row, needs, aligned, region)
    doubts: list[Doubt] = []
    words = squeezed.part(region.start, first.start)
    heads_at = [line for line in lines if region.start <= line.start and line.end <= first.start]

    def placed() -> bool:
        aligned = Aligned(normal, lines)
        rulers = aligned.rulers([slots], slots[0].line) if slots and row_shape(row) == "row" else []
        return stand_above(table.key, aligned, heads_at, rulers) or outcomes_in_cells(heads_at)

    heading = heading_lines(lines, region.start, first.start)
    in_cells = stand_in_cells(table.key, lines, region.start, replace(row, placed=slots or ()))
    for trouble in [] if in_cells else check_review_headings(table, words, heading, placed=placed):
        blocks = trouble.rows or tuple(r.key for r in table.rows)
        outcomes = tuple(c for b in blocks for c in table.row_cells(b)[:-1])
        doubts.append(Doubt("column_headings", outcomes, trouble.message, normal.span(region.start, first.start)))
    if named := other_table(words, year):
        doubts.append(Doubt("other_table", table.cells, f'its heading speaks of "{named}": it may not be this year\'s'))
    # Behind a whole table, a number in a sentence is the sentence's.
    late = [t for t in values if t.start >= stop and not (certain and is_spoken(t, lines))]
    left = [*early, *strays, *late]
    if left:
        printed = " ".join(t.text for t in left[:8])
        doubts.append(Doubt("stray_number", (), f"{printed} in the section belong to no cell of the table"))
    if not certain:
        printed = " ".join(t.text for t in row.values)
        doubts.append(
            Doubt(
                "cell_count",
                table.cells,
                f"{table.title}: {needs} cells, but the text prints {len(row.values)} ({printed[:80]})",
                normal.span(row.tokens[0].start, row.tokens[-1].end),
            )
        )
    columns = [c for r in table.rows for c in r.columns]
    tokens_or_none: list[Token | None] = list(slots) if slots else [None] * needs
    cells: dict[str, Cell] = {
        cell: read_cell(token, column, normal)
        for cell, column, token in zip(table.cells, columns, tokens_or_none, strict=True)
    }
    uneven = row_shape(row) == "mixed" and not gathered.rows and not is_wrapped(table, row, cells)
    # Two lines that each have a cell for every number: which is whose, their borders say, not the order.
    apart = len({t.line for t in row.values if lines[t.line].cells >= needs}) > 1
    if certain and (uneven or apart or unevenly_delimited(row, lines)):
        doubts.append(Doubt("layout", table.cells, f"{table.title}: its numbers stand over several uneven lines"))
    for cell, value in cells.items():
        if slots and value.mark == "unreadable":
            doubts.append(Doubt("whole_number", (cell,), f"{table.cell_label(cell)}: not a whole number", value.span))
    doubts.extend(heading_number_doubts(table, cells, normal, (region.start, first.start)))
    blocks_text = {r.key: _block_text(r.key, i, slots, row) for i, r in enumerate(table.rows)}
    return TableReading(
        table,
        True,
        cells,
        tuple(doubts),
        blocks_text,
        region.start,
        region.end,
        row_shape(row),
        tuple(t.text for t in pages),
    )


def _adds_up(counts: Sequence[int]) -> bool:
    """Whether every fifth number is the sum of the four before it."""
    return all(sum(counts[i : i + 4]) == counts[i + 4] for i in range(0, len(counts), 5))


def _block_text(key: str, index: int, slots: tuple[Token, ...] | None, row: RowText) -> RowText:
    own = slots[index * 5 : index * 5 + 5] if slots else row.tokens
    return RowText(key, own[0].start if own else row.start, own[-1].end if own else row.end, tuple(own))


def _last_heading(squeezed: Squeezed, region: Region) -> int:
    """The place behind the last 总计 or 审结 of the headings (the region's start if there is none)."""
    text = squeezed.part(region.start, region.end)
    at = max(text.rfind(word) + len(word) if word in text else 0 for word in ("总计", "合计", "审结"))
    return squeezed.place(squeezed.index(region.start) + at - 1) + 1 if at else region.start


def _empty_row(lines: list[Line], start: int, region: Region, needs: int, edges: Edges) -> set[int]:
    """The number of the line below the headings that prints every cell of the table empty, if there is one."""
    for line in lines:
        if line.cells and start <= line.start < region.end and edges.known:
            whole = edges.end(line) - edges.start(line) == needs and len(line.tokens) == line.cells
            return {line.number} if whole and all(t.kind == "blank" for t in line.tokens) else set()
    return set()


def _under_dashes(row: RowText, needs: int, aligned: Aligned, region: Region) -> tuple[tuple[Token, ...] | None, bool]:
    """The cells of an aligned line below dashed lines (`---- ----`), which show the empty ones too."""
    ruled = aligned.ruled(region.start, row.start, needs)
    columns = aligned.columns(row.values, ruled)
    if columns is None or not row.values:
        return None, False
    printed = dict(zip(columns, row.values, strict=True))
    end = row.values[0].start
    slots: list[Token] = []
    for column in range(needs):
        token = printed.get(column) or Token("blank", "", end, end, row.values[0].line, 0, True)
        slots.append(token)
        end = token.end
    return tuple(slots), True


def _slots(row: RowText, needs: int, lines: list[Line], edges: Edges) -> tuple[tuple[Token, ...] | None, bool]:
    """The table's cells in printed order (None: not to be told), and whether that is certain.

    On one delimited line with as many cells as the table has, the empty ones are cells too; one at an end may be no
    cell, only the line's frame, where the lines do not tell which.
    """
    values = row.values
    inner = [t for t in row.tokens if values and values[0].start < t.start < values[-1].start]
    if len(values) == needs and not any(is_inner_blank(t, row.tokens) for t in inner):
        return values, True
    if len({t.line for t in row.tokens}) != 1 or not all(t.whole for t in row.tokens):
        return None, False
    line = lines[row.tokens[0].line]
    tokens = tuple(t for t in row.tokens if edges.start(line) <= t.cell < edges.end(line))
    if len(tokens) != needs or tokens[-1].cell - tokens[0].cell != needs - 1:
        return None, False
    return tokens, edges.known or (tokens[0].kind != "blank" and tokens[-1].kind != "blank")
