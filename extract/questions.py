"""Turn what is to be read into asks: a table in one ask where its rows stand one to a line, else row by row."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from nianbao.extract.ask import Ask
from nianbao.extract.candidate import RowText, TableReading
from nianbao.extract.examples import example
from nianbao.extract.find_labels import Squeezed
from nianbao.extract.layout_reader import LayoutReading
from nianbao.extract.row_text import row_shape
from nianbao.extract.views import VIEWS, has_blanks, row_view, table_view
from nianbao.prompts import load_prompt
from nianbao.schemas.answers import row_pattern
from nianbao.schemas.form import Row

AskSize = Literal["auto", "table", "row"]

REVIEW_ROW = "review"
"""The name under which the review table is asked for: one line of fifteen, cut into blocks afterwards."""


def askable_rows(reading: TableReading) -> dict[str, RowText]:
    """The rows that can be asked for and grounded: those whose own text is known. `review` is one row."""
    if reading.table.key != "review":
        return reading.rows
    if not reading.rows:
        return {}
    tokens = sorted({t for row in reading.rows.values() for t in row.tokens}, key=lambda t: t.start)
    first = next(iter(reading.rows.values()))
    return {
        REVIEW_ROW: replace(
            first, row=REVIEW_ROW, start=tokens[0].start if tokens else first.start, tokens=tuple(tokens)
        )
    }


def row_cells(reading: TableReading, row: str) -> tuple[str, ...]:
    """The cells that an askable row fills, in printed order."""
    return reading.table.cells if row == REVIEW_ROW else reading.table.row_cells(row)


def table_ask(layout: LayoutReading, reading: TableReading, rows: list[str], size: AskSize) -> Ask | None:
    """One ask for all the given rows, or None where they should be asked for one by one."""
    texts = askable_rows(reading)
    if reading.table.key == "review":
        return _review_ask(layout, reading, texts[REVIEW_ROW], 0) if texts else None
    plain = all(row_shape(texts[r]) in ("row", "cell", "single", "none") for r in rows)
    if size == "row" or not rows or (size == "auto" and not plain):
        return None
    table_rows = [reading.table.row_by_key[r] for r in rows]
    blanks = any(has_blanks(texts[r]) for r in rows)
    text, answer = example([len(r.columns) for r in table_rows], blanks=blanks)
    prompt = load_prompt("rows_table")
    view = table_view(reading, rows, layout.squeezed)
    return Ask(
        prompt,
        prompt.fill(example_text=text, example_answer=answer, text=view),
        reading.table.key,
        tuple(rows),
        {r.short: _pattern(r, texts[r.key]) for r in table_rows},
        sum(len(r.columns) for r in table_rows),
    )


def row_ask(layout: LayoutReading, reading: TableReading, row: str, view: int) -> Ask:
    """A blind ask for one row in its `view`-th shape: neither an old reading nor a sum is in it."""
    texts = askable_rows(reading)
    if row == REVIEW_ROW:
        return _review_ask(layout, reading, texts[row], view)
    declared = reading.table.row_by_key[row]
    width = len(declared.columns)
    text, answer = example([width], view=view + 1, blanks=has_blanks(texts[row]))
    prompt = load_prompt("rows_single")
    return Ask(
        prompt,
        prompt.fill(
            example_text=text,
            example_answer=answer,
            text=row_view(texts[row], layout.normal, layout.squeezed, VIEWS[view % len(VIEWS)]),
            row=declared.short,
            count=str(width),
        ),
        reading.table.key,
        (row,),
        {declared.short: _pattern(declared, texts[row])},
        width,
    )


def _pattern(row: Row, text: RowText) -> str:
    return row_pattern([c.kind for c in row.columns], blanks=has_blanks(text))


def _review_ask(layout: LayoutReading, reading: TableReading, text: RowText, view: int) -> Ask:
    width = len(reading.table.cells)
    shown, answer = example([width], view=view, blanks=has_blanks(text))
    prompt = load_prompt("review_line")
    return Ask(
        prompt,
        prompt.fill(
            example_text=shown,
            example_answer=answer,
            text=_review_view(reading, text, layout.squeezed, view),
            count=str(width),
        ),
        "review",
        (REVIEW_ROW,),
        {"复议诉讼": row_pattern(["count"] * width, blanks=has_blanks(text))},
        width,
    )


def _review_view(reading: TableReading, text: RowText, squeezed: Squeezed, view: int) -> str:
    heading = squeezed.part(reading.start, text.tokens[0].start if text.tokens else reading.end)
    separator = ("\t", " ", "  ")[view % 3]
    values = separator.join("-" if t.kind != "number" else t.text for t in text.tokens)
    return f"{heading}\n复议诉讼{separator}{values}" if view % 2 == 0 else f"复议诉讼{separator}{values}"
