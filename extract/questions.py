"""Turn what is to be read into asks: a table in one ask where its rows stand one to a line, else row by row."""

from __future__ import annotations

from nianbao.extract.candidate import REVIEW_UNIT, RowText, TableReading
from nianbao.extract.examples import example
from nianbao.extract.layout_reader import LayoutReading
from nianbao.extract.model.ask import Ask
from nianbao.extract.model.modes import AskSize
from nianbao.extract.views import VIEWS, has_blanks, row_view, shown_short, table_view
from nianbao.prompts import load_prompt
from nianbao.schemas.answers import RowShape
from nianbao.schemas.form import Kind, Row

_DASHES = "原文是“-”的，照写“-”。"
"""What a prompt says of cells without a number, where there are some."""
_SIGNS = "负数连同负号照写。"
"""What it says of numbers less than 0, where there are some."""


def first_asks(layout: LayoutReading, reading: TableReading, rows: list[str], size: AskSize) -> list[Ask]:
    """The asks that the given rows begin with: one for all of them, or one for each."""
    if len(rows) > 1 or (rows and reading.table.key == "review"):
        together = table_ask(layout, reading, rows, size)
        if together is not None:
            return [together]
    return [row_ask(layout, reading, row, 0) for row in rows]


def table_ask(layout: LayoutReading, reading: TableReading, rows: list[str], size: AskSize) -> Ask | None:
    """One ask for all the given rows, or None where they should be asked for one by one.

    The view has one row to a line, however the text prints them: measured, a whole table then costs a small model no
    more wrong rows than single rows do, and a fraction of the tokens. So only `row` asks for them singly.
    """
    texts = reading.units()
    if reading.table.key == "review":
        return _review_ask(reading, texts[REVIEW_UNIT], 0) if texts else None
    if size == "row" or not rows:
        return None
    table_rows = [reading.table.row_by_key[r] for r in rows]
    shapes = {r.short: _shape(r, texts[r.key], short=True) for r in table_rows}
    blanks, short = (any(getattr(s, name) for s in shapes.values()) for name in ("blanks", "shown"))
    text, answer = example([s.width for s in shapes.values()], blanks=blanks, short=short)
    prompt = load_prompt("rows_table")
    view = table_view(reading, rows, layout.squeezed)
    return Ask(
        prompt,
        prompt.fill(
            example_text=text, example_answer=answer, text=view, dashes=_notes(blanks, *(texts[r] for r in rows))
        ),
        reading.table.key,
        tuple(rows),
        shapes,
    )


def row_ask(layout: LayoutReading, reading: TableReading, row: str, view: int) -> Ask:
    """A blind ask for one row in its `view`-th shape: neither an old reading nor a sum is in it."""
    texts = reading.units()
    if row == REVIEW_UNIT:
        return _review_ask(reading, texts[row], view)
    declared = reading.table.row_by_key[row]
    shape = _shape(declared, texts[row])
    text, answer = example([shape.width], view=view + 1, blanks=shape.blanks)
    prompt = load_prompt("rows_single")
    return Ask(
        prompt,
        prompt.fill(
            example_text=text,
            example_answer=answer,
            text=row_view(texts[row], layout.normal, layout.squeezed, VIEWS[view % len(VIEWS)]),
            row=declared.short,
            count=str(shape.width),
            dashes=_notes(shape.blanks, texts[row]),
        ),
        reading.table.key,
        (row,),
        {declared.short: shape},
    )


def _notes(blanks: bool, *texts: RowText) -> str:
    signed = any(t.kind == "number" and t.text.startswith("-") for text in texts for t in text.tokens)
    return (_DASHES if blanks else "") + (_SIGNS if signed else "")


def _shape(row: Row, text: RowText, *, short: bool = False) -> RowShape:
    shown = shown_short(text, len(row.columns)) if short else ()
    return RowShape(tuple(c.kind for c in row.columns), has_blanks(text), shown)


def _review_ask(reading: TableReading, text: RowText, view: int) -> Ask:
    width = len(reading.table.cells)
    # The first view runs zeros together; the next ones show them all.
    count: Kind = "count"
    shape = RowShape((count,) * width, has_blanks(text), shown_short(text, width) if view == 0 else ())
    shown, answer = example([width], view=view, blanks=shape.blanks, short=bool(shape.shown))
    prompt = load_prompt("review_line")
    separator = ("\t", "  ", " ")[view % 3]
    values = shape.shown or ["-" if t.kind != "number" else t.text for t in text.tokens]
    return Ask(
        prompt,
        prompt.fill(
            example_text=shown,
            example_answer=answer,
            text=separator.join(["复议", *values]),
            count=str(width),
            dashes=_DASHES if shape.blanks else "",
        ),
        "review",
        (REVIEW_UNIT,),
        {"复议": shape},
    )
