"""A drawn grid as other tools hand it over: merged cells repeated, as HTML, as a ruled PDF."""

from __future__ import annotations

import io
from decimal import Decimal
from html import escape

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import LongTable, SimpleDocTemplate, Spacer, TableStyle

from nianbao.schemas import FORM_2021
from tests.layouts import Grid, consistent

_FONT = "STSong-Light"  # one that every PDF reader has: no font file is needed


def extents(grid: Grid) -> list[tuple[int, int, int, int]]:
    """Every cell that is printed as (row, column, rows, columns).

    A filler belongs to the cell left of it, or, with none there and in the last column of the headings, above it.
    """
    taken = [[False] * len(row) for row in grid]
    found = []
    for i, row in enumerate(grid):
        for j, text in enumerate(row):
            if text is None or taken[i][j]:
                continue
            wide = 1
            while j + wide < len(row) and row[j + wide] is None and not taken[i][j + wide]:
                wide += 1
            high = 1
            while (
                i + high < len(grid)
                and all(grid[i + high][c] is None for c in range(j, j + wide))
                and (text == "总计" or not any(grid[i + high][:j]))
            ):
                high += 1
            for r in range(i, i + high):
                for c in range(j, j + wide):
                    taken[r][c] = True
            found.append((i, j, high, wide))
    return found


def repeated(grid: Grid) -> Grid:
    """The grid with every merged cell's text in all the cells that it covers."""
    out: Grid = [["" for _ in row] for row in grid]
    for i, j, high, wide in extents(grid):
        for r in range(i, i + high):
            for c in range(j, j + wide):
                out[r][c] = grid[i][j]
    return out


def html(grid: Grid, heads: int = 0) -> str:
    """The grid as an HTML table with rowspan and colspan, its first `heads` rows as header cells."""
    rows: list[str] = []
    cells = {(i, j): (high, wide) for i, j, high, wide in extents(grid)}
    for i, row in enumerate(grid):
        tag = "th" if i < heads else "td"
        printed = []
        for j, text in enumerate(row):
            if (i, j) in cells:
                high, wide = cells[i, j]
                printed.append(f'<{tag} rowspan="{high}" colspan="{wide}">{escape(text or "")}</{tag}>')
        rows.append(f"<tr>{''.join(printed)}</tr>")
    head, body = "".join(rows[:heads]), "".join(rows[heads:])
    return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"


def pdf(grids: list[Grid], *, wrap: int = 12) -> bytes:
    """A PDF of ruled tables, labels wrapped at `wrap` characters; a long table runs over several pages."""
    if _FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    parts = []
    for grid in grids:
        spans = [("SPAN", (j, i), (j + wide - 1, i + high - 1)) for i, j, high, wide in extents(grid) if high == 1]
        style = TableStyle(
            [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), _FONT, 8), *spans], parent=None
        )
        rows = [[_wrapped(text or "", wrap) for text in row] for row in grid]
        parts += [LongTable(rows, style=style), Spacer(1, 24)]
    file = io.BytesIO()
    SimpleDocTemplate(file, pagesize=landscape(A4)).build(parts)
    return file.getvalue()


def _wrapped(text: str, wrap: int) -> str:
    return "\n".join(text[i : i + wrap] for i in range(0, len(text), wrap))


DRAWN = consistent(
    {
        "disclosure.regulations.issued": 3,
        "disclosure.licensing.decisions": 977,
        "disclosure.fees.amount": Decimal("48339.00"),
        "requests.granted.natural_person": 113,
        "requests.granted.commercial_enterprise": 1299,
        "requests.carried_over.natural_person": 2,
        "requests.denied_state_secret.research_institution": 7,
        "review.reconsideration.upheld": 13,
        "review.litigation_direct.corrected": 4,
    }
)
"""A drawn table set whose sums all hold."""


def numbers(key: str) -> list[list[int | Decimal | None]]:
    """A drawn table's values, rows and columns in form order, without any word."""
    return [
        [None if (v := DRAWN[c]) is None else v for c in table.row_cells(row.key)]
        for table in [FORM_2021.tables[key]]
        for row in table.rows
    ]
