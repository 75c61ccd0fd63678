"""Turn what is to be read into asks: a table in one ask where its rows stand one to a line, else row by row."""

from __future__ import annotations

from nianbao.extract.candidate import REVIEW_UNIT, RowText, TableReading
from nianbao.extract.examples import example
from nianbao.extract.layout_reader import LayoutReading
from nianbao.extract.model.ask import Ask
from nianbao.extract.model.model import AskSize
from nianbao.extract.views import VIEWS, has_blanks, is_all_zeros, row_view, table_view
from nianbao.prompts import load_prompt
from nianbao.schemas.answers import ZEROS, row_pattern
from nianbao.schemas.form import Row


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
    blanks = any(has_blanks(texts[r]) for r in rows)
    zeros = {r.key: is_all_zeros(texts[r.key], len(r.columns)) for r in table_rows}
    text, answer = example([len(r.columns) for r in table_rows], blanks=blanks, zeros=any(zeros.values()))
    prompt = load_prompt("rows_table")
    view = table_view(reading, rows, layout.squeezed)
    return Ask(
        prompt,
        prompt.fill(example_text=text, example_answer=answer, text=view),
        reading.table.key,
        tuple(rows),
        {r.short: _pattern(r, texts[r.key], zeros=zeros[r.key]) for r in table_rows},
        {r.short: len(r.columns) for r in table_rows},
    )


def row_ask(layout: LayoutReading, reading: TableReading, row: str, view: int) -> Ask:
    """A blind ask for one row in its `view`-th shape: neither an old reading nor a sum is in it."""
    texts = reading.units()
    if row == REVIEW_UNIT:
        return _review_ask(reading, texts[row], view)
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
        {declared.short: width},
    )


def _pattern(row: Row, text: RowText, *, zeros: bool = False) -> str:
    return row_pattern([c.kind for c in row.columns], blanks=has_blanks(text), zeros=zeros)


def _review_ask(reading: TableReading, text: RowText, view: int) -> Ask:
    width = len(reading.table.cells)
    # The first view of a line of zeros says so; the next one shows them.
    zeros = view == 0 and is_all_zeros(text, width)
    shown, answer = example([width], view=view, blanks=has_blanks(text), zeros=zeros)
    prompt = load_prompt("review_line")
    return Ask(
        prompt,
        prompt.fill(
            example_text=shown,
            example_answer=answer,
            text=_review_view(text, view, zeros=zeros),
            count=str(width),
        ),
        "review",
        (REVIEW_UNIT,),
        {"复议诉讼": row_pattern(["count"] * width, blanks=has_blanks(text), zeros=zeros)},
        {"复议诉讼": width},
    )


def _review_view(text: RowText, view: int, *, zeros: bool) -> str:
    separator = ("\t", "  ", " ")[view % 3]
    shown = ["-" if t.kind != "number" else t.text for t in text.tokens]
    return f"复议诉讼{separator}{ZEROS if zeros else separator.join(shown)}"
