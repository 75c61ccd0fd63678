"""The cells of a Word table in their places: grid spans, vertical merges, rows that begin late or end early."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from nianbao.extract.files.docx_xml import W, number_of, value_of

_SLIVER = 0.3
"""Of the usual cell's width: two lines of a drawn table that are nearer are one line, drawn twice."""

_AGREE = 0.03
"""Of the table's width: by how much rows that end at the same edge may differ."""

_COLUMNS = 500
"""More columns than any table has: Word itself allows 63."""


@dataclass
class WordCell:
    """A `w:tc`, its first row and column from 0, and how many of each it covers."""

    element: Any
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class WordTable:
    """The placed cells of a table, row by row; `swallowed` tells that merged cells hide texts, as Word hides them."""

    rows: int
    columns: int
    cells: tuple[WordCell, ...]
    swallowed: bool


@dataclass
class _Slot:
    """A cell before its table's columns are known: the edges between which it stands, and its merge."""

    element: Any
    start: int
    end: int
    merge: str | None


def place_cells(tables: Sequence[Any]) -> WordTable:
    """The cells of one table; several `w:tbl` are parts of one, each below the other.

    Columns in which no cell begins are none, and lines that nearly meet are one.
    """
    rows = [slots for table in tables for row in table.iterfind(W + "tr") if (slots := _slots(row))]
    widths = _grid_widths(tables[0])
    if len({row[-1].end for row in rows}) > 1 and (measured := _by_widths(rows, widths)):
        rows = measured
    else:
        rows = _without_slivers(rows, widths)
    return _merged(rows)


def _slots(row: Any) -> list[_Slot]:
    at = number_of(row.find(W + "trPr"), "gridBefore")
    slots: list[_Slot] = []
    for cell in row.iterfind(W + "tc"):
        properties = cell.find(W + "tcPr")
        span = max(1, number_of(properties, "gridSpan", 1))
        if slots and _goes_on(properties):
            slots[-1].end += span
        else:
            slots.append(_Slot(cell, at, at + span, _merge(properties)))
        at += span
    return slots


def _goes_on(properties: Any) -> bool:
    """Whether a cell belongs to the one on its left, as older files say it. A `w:hMerge` without a value goes on."""
    if properties is None or properties.find(W + "hMerge") is None:
        return False
    return (value_of(properties, "hMerge") or "continue") == "continue"


def _merge(properties: Any) -> str | None:
    """`restart`, `continue` or None. A `w:vMerge` without a value goes on."""
    if properties is None:
        return None
    if properties.find(W + "vMerge") is not None:
        return value_of(properties, "vMerge") or "continue"
    tracked = properties.find(W + "cellMerge")
    kind = None if tracked is None else tracked.get(W + "vMerge")
    return {"cont": "continue", "rest": "restart"}.get(kind or "")


def _grid_widths(table: Any) -> list[float]:
    return [_twips(column.get(W + "w")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]


def _twips(width: str | None) -> float:
    """A width in twentieths of a point; 0 where it is not said so."""
    try:
        points = width is not None and width.endswith("pt")
        value = float((width or "0").removesuffix("pt")) * (20 if points else 1)
    except ValueError:
        return 0
    return value if 0 <= value < 1e6 else 0


def _by_widths(rows: list[list[_Slot]], widths: list[float]) -> list[list[_Slot]] | None:
    """Rows whose spans do not agree, placed by the widths of their cells where these do; else None."""
    lines: list[list[tuple[float, float]]] = []
    for row in rows:
        at = sum(widths[: row[0].start]) if row else 0.0
        line = []
        for slot in row:
            properties = slot.element.find(W + "tcPr")
            found = None if properties is None else properties.find(W + "tcW")
            width = _twips(found.get(W + "w")) if found is not None and found.get(W + "type", "dxa") == "dxa" else 0
            if not width:
                return None
            line.append((at, at + width))
            at += width
        lines.append(line)
    ends = [line[-1][1] for line in lines if line]
    if max(ends) - min(ends) > _AGREE * max(ends):
        return None
    near = _SLIVER * median(end - start for line in lines for start, end in line)
    edges: list[float] = []
    place: dict[float, int] = {}
    for edge in sorted({edge for line in lines for pair in line for edge in pair}):
        if not edges or edge - edges[-1] > near:
            edges.append(edge)
        place[edge] = len(edges) - 1
    placed = [
        [_Slot(s.element, place[a], place[b], s.merge) for s, (a, b) in zip(row, line, strict=True)]
        for row, line in zip(rows, lines, strict=True)
    ]
    return placed if all(slot.start < slot.end for row in placed for slot in row) else None


def _without_slivers(rows: list[list[_Slot]], widths: list[float]) -> list[list[_Slot]]:
    """The rows without the columns that only lie between two lines that nearly meet and that no cell fills alone."""
    edges = sorted({edge for row in rows for slot in row for edge in (slot.start, slot.end)})
    if not edges or edges[-1] > len(widths) or len(widths) > _COLUMNS or not all(widths):
        return rows
    along = [0.0]
    for width in widths:
        along.append(along[-1] + width)
    near = _SLIVER * median(along[slot.end] - along[slot.start] for row in rows for slot in row)
    filled = {(slot.start, slot.end) for row in rows for slot in row}
    first: dict[int, int] = {}
    group: list[int] = []
    for edge in edges:
        joins = group and along[edge] - along[group[0]] <= near and not any((g, edge) in filled for g in group)
        group = [*group, edge] if joins else [edge]
        first[edge] = group[0]
    return [[_Slot(s.element, first[s.start], first[s.end], s.merge) for s in row] for row in rows]


def _merged(rows: list[list[_Slot]]) -> WordTable:
    """The cells with their extents: a cell that goes on belongs to the one above it of the same edges, if any."""
    starts = sorted({slot.start for row in rows for slot in row})
    index = {edge: i for i, edge in enumerate(starts)}
    last = max((slot.end for row in rows for slot in row), default=0)
    index.setdefault(last, len(starts))
    cells: list[WordCell] = []
    swallowed = False
    above: dict[tuple[int, int], WordCell] = {}
    for i, row in enumerate(rows):
        here: dict[tuple[int, int], WordCell] = {}
        for slot in row:
            edges = (slot.start, slot.end)
            if slot.merge == "continue" and edges in above:
                above[edges].rows += 1
                here[edges] = above[edges]
                swallowed |= any((t.text or "").strip() for t in slot.element.iter(W + "t"))
                continue
            start = index[slot.start]
            wide = _covered(starts, slot.start, slot.end)
            cell = WordCell(slot.element, i, start, 1, wide)
            cells.append(cell)
            if slot.merge:
                here[edges] = cell
        above = here
    return WordTable(len(rows), len(starts), tuple(cells), swallowed)


def _covered(starts: list[int], start: int, end: int) -> int:
    """How many columns begin from one edge on before another."""
    return bisect_left(starts, end) - bisect_left(starts, start)


def cells_of(table: Any) -> Iterator[Any]:
    """Every `w:tc` of a table itself, not of those within it."""
    for row in table.iterfind(W + "tr"):
        yield from row.iterfind(W + "tc")
