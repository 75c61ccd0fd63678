"""Doubt what was read off a picture: a digit under the confidence floor is not read, and no sum means not sure."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from math import floor

from nianbao.extract.candidate import Cell, Doubt, TableReading
from nianbao.extract.check_sums import failing_sums
from nianbao.extract.files.content import Content
from nianbao.extract.files.recogniser import CONFIDENCE_FLOOR
from nianbao.schemas import Span


def confidence_of(content: Content, span: Span) -> float | None:
    """The least confidence of a span's characters, 0 to 1; None where none of them was recognised."""
    at = bisect_right(content.sureness, span[0], key=lambda s: s.end)
    least: float | None = None
    while at < len(content.sureness) and content.sureness[at].start < span[1]:
        sure = content.sureness[at].confidence
        least = sure if least is None else min(least, sure)
        at += 1
    return least


def doubt_recognised(tables: dict[str, TableReading], content: Content) -> dict[str, TableReading]:
    """The tables of a content, parts of which were recognised in a picture, with what is not sure for that.

    A cell with a character under the floor is unreadable. A table with recognised cells is sure only where the file's
    grid places every cell; so are only cells that sums cover, and only while all sums hold: a misread digit would
    explain any that fails. What is not found may stand where nothing was read.
    """
    if not content.sureness and not content.unread_pages:
        return tables
    return {key: _doubted(reading, content) for key, reading in tables.items()}


def _doubted(reading: TableReading, content: Content) -> TableReading:
    table = reading.table
    if not reading.present:
        message = f"{table.title}: not found, but a part of the file was not read, or read off a picture"
        unread = dict.fromkeys(table.cells, Cell(None, "unreadable"))
        return replace(reading, present=True, cells=unread, doubts=(Doubt("recognised", table.cells, message),))
    known = {c: confidence_of(content, cell.span) for c, cell in reading.cells.items() if cell.span}
    recognised = {c for c, sure in known.items() if sure is not None}
    # A cell without ink has no characters to be sure of; it counts with those around it.
    if not recognised and not _inside_recognised(reading, content):
        return reading
    cells = dict(reading.cells)
    doubts: list[Doubt] = []
    for cell in (c for c in table.cells if _unsure(known.get(c))):
        span = cells[cell].span
        cells[cell] = Cell(None, "unreadable", span)
        # Rounded down: 0.598 is not "0.60, below 0.6".
        least = floor((known[cell] or 0) * 100) / 100
        message = (
            f"{table.cell_label(cell)}: read off a picture with a confidence of {least:.2f}, below {CONFIDENCE_FLOOR}"
        )
        doubts.append(Doubt("confidence", (cell,), message, span))
    if not reading.in_grid:
        message = f"{table.title}: read off a picture in which its grid was not found whole"
        doubts.append(Doubt("recognised", table.cells, message))
    summed = {c for s in table.sums for c in s.cells}
    if alone := tuple(c for c in table.cells if c not in summed):
        doubts.append(Doubt("recognised", alone, "read off a picture, and no sum covers these cells"))
    open_cells = {c for c in table.cells if cells[c].mark in ("unreadable", "missing")}
    values = {c: cell.value for c, cell in cells.items()}
    failed = [f for f in failing_sums(table, values) if not open_cells.intersection(f.sum.cells)]
    if failed:
        involved = tuple(dict.fromkeys(c for f in failed for c in f.sum.cells))
        doubts.append(Doubt("misread_digits", involved, "sums fail, and the numbers were read off a picture"))
    return replace(reading, cells=cells, recognised=True).with_doubts(*doubts)


def _unsure(confidence: float | None) -> bool:
    return confidence is not None and confidence < CONFIDENCE_FLOOR


def _inside_recognised(reading: TableReading, content: Content) -> bool:
    spans = [cell.span for cell in reading.cells.values() if cell.span]
    if not spans:
        return True
    return confidence_of(content, (min(s[0] for s in spans), max(s[1] for s in spans))) is not None
