"""What a model is to read of a report: whole tables, or the rows that the layout reader is not sure of; or nothing."""

from __future__ import annotations

from dataclasses import replace

from nianbao.extract.candidate import REVIEW_UNIT, UNREADABLE, Cell, TableReading
from nianbao.extract.documents import Document
from nianbao.extract.ground_prior import GroundedPrior
from nianbao.extract.judge import judge
from nianbao.extract.layout_reader import LayoutReading, read_layout
from nianbao.extract.model.ask import Ask
from nianbao.extract.model.ledger import Ledger
from nianbao.extract.model.model import Model
from nianbao.extract.prior import disagreement
from nianbao.extract.repair import VALUE_CHECKS, asks_to_begin, repair_table
from nianbao.schemas import Form


def planned_asks(document: Document, model: Model, *, form: Form | None = None) -> list[Ask]:
    """The asks that reading this document would begin with; which follow depends on the answers. Nothing is sent.

    Raises DocumentError.
    """
    layout = read_layout(document.text, form=form, name=document.path or "text", content=document.content)
    work = _work(layout.tables, model)
    return [ask for start, rows in work.values() for ask in asks_to_begin(layout, start, rows, model.asker, model.size)]


def read_with_model(
    layout: LayoutReading,
    readings: dict[str, TableReading],
    model: Model,
    ledger: Ledger,
    given: GroundedPrior,
) -> dict[str, TableReading]:
    """Every table as the model leaves it, in its mode. Rows of the caller's that stand in the text are `given`.

    Raises ModelError where the endpoint cannot be used.
    """
    out = dict(readings)
    for key, (start, rows) in _work(readings, model).items():
        own = given.units.get(key, {}) if model.mode == "fallback" else {}
        read = repair_table(layout, start, rows, model.asker, ledger, size=model.size, given=own)
        if model.mode == "verify":
            read = readings[key].with_doubts(*disagreement(readings[key], read, "the model"))
        out[key] = read
    return out


def _work(readings: dict[str, TableReading], model: Model) -> dict[str, tuple[TableReading, list[str]]]:
    """What the model is to read: for each table the candidate to begin with, and the rows to ask for."""
    work = {}
    for key, reading in readings.items():
        if not reading.present:
            continue  # whether a table is there is the reader's to say: a model would fill in one that is not
        if model.mode != "fallback":
            blank = _empty(reading)
            rows = list(reading.units())
            work[key] = (blank, [row for row in rows if _askable(reading, row)])
        elif judge(reading).status == "unconfirmed":
            work[key] = (reading, [row for row in _rows_to_ask(reading) if _askable(reading, row)])
    return work


def _askable(reading: TableReading, unit: str) -> bool:
    """Whether any answer could be grounded in a row's text: it prints a number, and enough pieces for its cells."""
    text = reading.units()[unit]
    return any(t.kind == "number" for t in text.tokens) and len(text.tokens) >= len(reading.unit_cells(unit))


def _rows_to_ask(reading: TableReading) -> list[str]:
    """The rows that a second reading could settle: those whose values are in doubt or unread.

    A row that is read is not one if no sum covers it or a cell of it prints no number: no answer could make it surer.
    """
    doubtful = {c for d in reading.doubts if d.check in VALUE_CHECKS for c in d.cells}
    doubtful |= {c for f in judge(reading).findings if f.check in VALUE_CHECKS for c in f.cells}
    summed = {c for s in reading.table.sums for c in s.cells}
    rows = set()
    for row in {c.split(".")[1] for c in doubtful}:
        cells = reading.table.row_cells(row)
        read = all(reading.cells[c].mark != "unreadable" for c in cells)
        if not read or all(c in summed and reading.cells[c].mark is None for c in cells):
            rows.add(row)
    if reading.table.key == REVIEW_UNIT:
        return [REVIEW_UNIT] if rows else []
    return [row.key for row in reading.table.rows if row.key in rows]


def _empty(reading: TableReading) -> TableReading:
    """The table with nothing read yet, but for rows that print no number at all: there is nothing to ask."""
    cells: dict[str, Cell] = dict.fromkeys(reading.table.cells, UNREADABLE)
    for row, text in reading.units().items():
        if not any(t.kind == "number" for t in text.tokens):
            cells.update({c: reading.cells[c] for c in reading.unit_cells(row)})
    return replace(reading, cells=cells)
