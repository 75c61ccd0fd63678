"""Show a model the text of a table or of one row: cleaned, and each time in another shape."""

from __future__ import annotations

import re

from nianbao.extract.candidate import RowText, TableReading
from nianbao.extract.find_labels import Squeezed
from nianbao.extract.normalise import NormalText
from nianbao.extract.row_text import is_inner_blank
from nianbao.extract.tokens import Token
from nianbao.schemas.answers import shorten

VIEWS = ("tabs", "source", "spaces")
"""The shapes of a row's text, in the order in which re-asks use them."""


_LONGEST_LABEL = 16
"""Characters of a label that a view shows: enough to tell any two rows of the form apart."""


def line_of_row(row: RowText, squeezed: Squeezed, separator: str = "\t") -> str:
    """A row as one line: its label as printed, then its values; a cell printed empty shows as a dash."""
    return separator.join([_label(row, squeezed), *(_shown(t) for t in shown_tokens(row))])


def _label(row: RowText, squeezed: Squeezed) -> str:
    label = squeezed.part(row.start, row.end)
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1] + "…"


def shown_short(row: RowText, width: int) -> tuple[str, ...]:
    """The row's values with its zeros run together, as a first ask shows them; () where that shortens nothing, or where
    the row prints another number of values than it has columns."""
    values = [_shown(t) for t in shown_tokens(row)]
    short = shorten(values)
    return short if len(values) == width and len(short) < len(values) else ()


def shown_tokens(row: RowText) -> tuple[Token, ...]:
    """The row's cells as the reader placed them, empty ones too; else its values and the blanks between them."""
    if row.placed:
        return row.placed
    values = row.values
    return tuple(
        t
        for t in row.tokens
        if t.is_value or (values and values[0].start <= t.start <= values[-1].start and is_inner_blank(t, row.tokens))
    )


def _shown(token: Token) -> str:
    return re.sub(r"[\s+]", "", token.text) if token.kind == "number" else "-"


def table_view(reading: TableReading, rows: list[str], squeezed: Squeezed) -> str:
    """The rows of a table, one to a line, tabs between the cells, zeros run together."""
    lines = []
    for row in rows:
        text = reading.rows[row]
        short = shown_short(text, len(reading.table.row_cells(row)))
        lines.append("\t".join([_label(text, squeezed), *short]) if short else line_of_row(text, squeezed))
    return "\n".join(lines)


def row_view(row: RowText, normal: NormalText, squeezed: Squeezed, view: str) -> str:
    """One row's own text in one of `VIEWS`: joined by tabs, joined by spaces, or as it stands in the source."""
    if view == "source" and row.tokens:
        end = max([t.end for t in row.tokens if t.is_value] + [row.end])
        text = normal.text[row.start : end]
        return re.sub(r"\n{2,}", "\n", re.sub(r"[|\t]+", " ", text)).strip()
    return line_of_row(row, squeezed, "\t" if view == "tabs" else "  ")


def has_blanks(row: RowText) -> bool:
    """Whether the reader saw a cell without a number in the row: then an answer may have one too."""
    return any(t.kind in ("dash", "blank") for t in shown_tokens(row))
