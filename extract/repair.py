"""The core loop: ask for what does not hold, ground the answer, merge, reconcile, until it holds or a limit ends it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from nianbao.extract.candidate import UNREADABLE, Doubt, TableReading
from nianbao.extract.check_sums import failing_sums, single_cell_fixes
from nianbao.extract.ground import Grounded, digits_of, ground_row, windows_of
from nianbao.extract.layout_reader import LayoutReading
from nianbao.extract.model.ask import Ask, Asker
from nianbao.extract.model.ledger import Ledger
from nianbao.extract.model.modes import AskSize
from nianbao.extract.model.reply import NO_COMPLETION
from nianbao.extract.questions import first_asks, row_ask
from nianbao.extract.read_number import read_torn

VALUE_CHECKS = frozenset({"cell_count", "whole_number", "unreadable", "not_grounded"})
"""Doubts about values, which a second reading can settle. The others are about places (labels, headings, another
table), which no answer of a model can prove, or about sums over rows that are read whole (`glued_digit`,
`many_failures`): an answer has to stand in the same row, so it could only repeat them, at a cost."""


@dataclass
class _Row:
    """What the model has said of one row: its grounded readings by view, and how often it was asked.

    `given` rows came with the caller's own candidate and stand whole in the text: an answer could only repeat them.
    """

    asked: int = 0
    given: bool = False
    readings: list[Grounded] = field(default_factory=list)

    @property
    def current(self) -> Grounded | None:
        return self.readings[-1] if self.readings else None

    @property
    def settled(self) -> bool:
        """The same reading from two different views: printed so."""
        seen = [tuple(t.start for t in g.tokens) for g in self.readings]
        return len(seen) > 1 and len(set(seen)) < len(seen)


def repair_table(
    layout: LayoutReading,
    start: TableReading,
    rows: Iterable[str],
    asker: Asker,
    ledger: Ledger,
    *,
    size: AskSize = "auto",
    given: Mapping[str, Grounded] | None = None,
) -> TableReading:
    """Ask for the given rows of a table until each is grounded and its sums hold, or is settled, or a limit ends it.

    `start` has the cells to begin with (all unreadable for a full reading by the model). Rows that the model does not
    ground keep what `start` had. `given` are rows of the caller's that stand whole in their own text (`start` has
    them, see `take_given`): they are never asked for. Raises ModelError where the endpoint cannot be used.
    """
    texts = start.units()
    state = _given_state(given or {})
    state.update({row: _Row() for row in rows if row in texts and row not in state})
    reading = start
    pending = [row for row, asked in state.items() if not asked.given]
    if not pending:
        return start
    asks = asks_to_begin(layout, start, pending, asker, size)
    # Views differ from ask to ask; an ask for the whole table showed its rows in the first view too, but among others.
    together = len(asks) == 1 and start.table.key != "review" and len(pending) > 1
    while asks and ledger.ended is None:
        for ask in asks:
            _put(ask, start, asker, ledger, state)
        reading = _merge(layout, start, state)
        pending = _pending(reading, state, ledger.limits.rounds)
        asks = [row_ask(layout, start, row, state[row].asked - together) for row in pending]
    ledger.unsettled += sum(asked.current is None for asked in state.values())
    return _conclude(reading, state)


def asks_to_begin(
    layout: LayoutReading, start: TableReading, rows: list[str], asker: Asker, size: AskSize
) -> list[Ask]:
    """The asks to begin with: they fit the model too, one that whole tables were too much for gets single rows.

    What an earlier run asked and kept goes first, so that a second run or a replay asks the same, in whatever order its
    reports come.
    """
    asks = first_asks(layout, start, rows, size)
    if size != "auto" or all(asker.kept(ask) for ask in asks):
        return asks
    singly = first_asks(layout, start, rows, "row")
    return singly if asker.weak or all(asker.kept(ask) for ask in singly) else asks


def take_given(layout: LayoutReading, start: TableReading, given: Mapping[str, Grounded]) -> TableReading:
    """The reading with the caller's own grounded rows in it; they lift a doubt just as a model's answer does."""
    state = _given_state(given)
    return _conclude(_merge(layout, start, state), state) if state else start


def _given_state(given: Mapping[str, Grounded]) -> dict[str, _Row]:
    return {row: _Row(given=True, readings=[grounded]) for row, grounded in given.items()}


def _put(ask: Ask, start: TableReading, asker: Asker, ledger: Ledger, state: dict[str, _Row]) -> None:
    answered = asker.ask(ask, ledger)
    if answered is None:
        return
    texts = start.units()
    for row, name in zip(ask.rows, ask.shapes, strict=True):
        state[row].asked += 1
        if answered.values is None or name not in answered.values:
            continue
        grounded = ground_row(answered.values[name], texts[row])
        answered.record.taken[row] = grounded is not None and len(grounded.tokens) == len(start.unit_cells(row))
        if grounded is not None and answered.record.taken[row]:
            state[row].readings.append(grounded)
    if len(ask.rows) > 1 and answered.record.attempt.outcome not in NO_COMPLETION:
        asker.read_table(len(ask.rows), sum(answered.record.taken.values()))


def _merge(layout: LayoutReading, start: TableReading, state: dict[str, _Row]) -> TableReading:
    cells = dict(start.cells)
    for row, asked in state.items():
        if asked.current is None:
            continue
        paths = start.unit_cells(row)
        for path, token in zip(paths, asked.current.tokens, strict=True):
            # A number torn at its separator is put together by the answer that it grounds.
            cell = read_torn([token], start.table.column_by_cell[path], layout.normal)
            cells[path] = cell
    return replace(start, cells=cells)


def _pending(reading: TableReading, state: dict[str, _Row], rounds: int) -> list[str]:
    """The rows to ask again: not grounded, or with a failing sum hanging on them; not the settled ones, nor those that
    were asked for as often as the limit allows."""
    values = {c: cell.value for c, cell in reading.cells.items()}
    suspects: set[str] = set()
    # A sum over a row that is not read yet says nothing of the others.
    read = [
        s for s in reading.table.sums if not any(reading.cells[c].mark in ("unreadable", "missing") for c in s.cells)
    ]
    failures = failing_sums(reading.table, values, sums=read)
    for failure in failures:
        if failure.sum.check in ("row_sum", "review_sum"):
            suspects.add(failure.sum.at)
    for cell, _ in single_cell_fixes(reading.table, values, failures):
        suspects.add(cell.split(".")[1])
    if failures and not suspects:
        suspects.update(cell.split(".")[1] for f in failures for cell in f.sum.printed)
    if reading.table.key == "review" and suspects:
        suspects = {"review"}
    return [
        row
        for row, asked in state.items()
        if asked.asked < rounds
        and not asked.given
        and not asked.settled
        and (asked.current is None or not asked.current.whole or row in suspects)
    ]


def _conclude(reading: TableReading, state: dict[str, _Row]) -> TableReading:
    """The reading with its doubts as they are now: those lifted that the asks have settled, new ones for the rest."""
    values = {c: cell.value for c, cell in reading.cells.items()}
    lifted = {
        c for row, asked in state.items() if _vouched(reading, row, asked, values) for c in reading.unit_cells(row)
    }
    doubts = [d for d in reading.doubts if d.check not in VALUE_CHECKS or not d.cells or not set(d.cells) <= lifted]
    covered = {c for d in doubts for c in d.cells}
    for row, asked in state.items():
        cells = reading.unit_cells(row)
        label = reading.table.row_by_key[row].label if row in reading.table.row_by_key else reading.table.title
        unread = [c for c in cells if reading.cells[c] == UNREADABLE]
        if asked.current is None and not set(cells) <= covered and unread:
            doubts.append(
                Doubt(
                    "not_grounded",
                    cells,
                    f"{label}: no answer of the model stands in the row's own text after {asked.asked} asks",
                )
            )
        elif asked.current is not None and not asked.current.unique and not set(cells) <= covered:
            doubts.append(
                Doubt("ambiguous", cells, f"{label}: the answer stands in more than one place of the row's text")
            )
        elif (
            asked.current is not None
            and not asked.current.whole
            and not set(cells) & lifted
            and not set(cells) <= covered
        ):
            doubts.append(Doubt("cell_count", cells, f"{label}: the row prints more numbers than the answer has"))
    return replace(reading, doubts=tuple(doubts))


def _vouched(reading: TableReading, row: str, asked: _Row, values: dict[str, int | Decimal | None]) -> bool:
    """Whether a grounded row is sure: it stands in one place, its sums hold, and no other run of its numbers would.

    Where the row prints more numbers than the answer has, two views must have given the same answer.
    """
    grounded = asked.current
    if grounded is None or not grounded.unique or not (grounded.whole or asked.settled):
        return False
    cells = reading.unit_cells(row)
    sums = [s for s in reading.table.sums if set(s.cells) & set(cells)]
    if not sums or any(values[c] is None for c in cells):
        return False
    failing = {id(f.sum) for f in failing_sums(reading.table, values)}
    if any(id(s) in failing for s in sums):
        return False
    text = reading.units()[row]
    for window in windows_of(text, len(cells)):
        if window == grounded.tokens:
            continue
        other = {c: _int(t.text) for c, t in zip(cells, window, strict=True)}
        if None in other.values() or all(other[c] == values[c] for c in cells):
            continue
        own = [s for s in sums if s.check in ("row_sum", "review_sum")]
        if not failing_sums(reading.table, {**values, **other}, sums=own):
            return False
    return True


def _int(text: str) -> int | None:
    digits = digits_of(text)
    return int(digits) if digits.isdigit() else None
