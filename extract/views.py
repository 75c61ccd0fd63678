"""Show a model the text of a table or of one row: cleaned, and each time in another shape."""

from __future__ import annotations

import re

from nianbao.extract.candidate import RowText, TableReading
from nianbao.extract.find_labels import Squeezed
from nianbao.extract.normalise import NormalText
from nianbao.extract.row_text import is_inner_blank
from nianbao.extract.tokens import Token

VIEWS = ("tabs", "source", "spaces")
"""The shapes of a row's text, in the order in which re-asks use them."""


def line_of_row(row: RowText, squeezed: Squeezed, separator: str = "\t") -> str:
    """A row as one line: its label as printed, then its values; a cell printed empty shows as a dash."""
    label = squeezed.part(row.start, row.end)
    return separator.join([label, *(_shown(t) for t in shown_tokens(row))])


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
    return re.sub(r"\s", "", token.text) if token.kind == "number" else "-"


def table_view(reading: TableReading, rows: list[str], squeezed: Squeezed) -> str:
    """The rows of a table, one to a line, tabs between the cells."""
    return "\n".join(line_of_row(reading.rows[row], squeezed) for row in rows)


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
