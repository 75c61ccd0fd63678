"""Join the pieces of a table that a page's author cut in two, and leave out the heading that is printed again."""

from __future__ import annotations

import re
from dataclasses import replace

from nianbao.extract.files.html_grid import PageGrid, Piece, compact

_PAGE_MARK = re.compile(r"[\s\-–—―]*(?:第?\s*\d{1,3}\s*页?(?:\s*[/／,，共]\s*共?\s*\d{1,3}\s*页?)?)[\s\-–—―]*")
_FEWEST_COLUMNS = 4
_MOST_HEADING = 4


def join_cut_tables(pieces: list[Piece]) -> list[Piece]:
    """The pieces with every table whole: grids of as many columns with nothing or a page's number between them.

    A second table that prints labels of the first again, below their heading, is another table and stays one.
    """
    out: list[Piece] = []
    last: int | None = None  # where the grid stands that may go on
    for piece in pieces:
        if isinstance(piece, str):
            if piece and not (last is not None and _PAGE_MARK.fullmatch(piece)):
                last = None
            out.append(piece)
            continue
        before = out[last] if last is not None else None
        if last is not None and isinstance(before, PageGrid) and (whole := _joined(before, piece)):
            del out[last:]
            piece = whole
        out.append(piece)
        last = len(out) - 1
    return out


def _joined(first: PageGrid, second: PageGrid) -> PageGrid | None:
    if min(first.columns, second.columns) < _FEWEST_COLUMNS:
        return None
    # A part may have no cell that begins in a column of the other's.
    for above, below in ((first.as_written, second.as_written), (first, second)):
        if above.columns == below.columns:
            return _appended(above, below)
    return None


def _appended(first: PageGrid, second: PageGrid) -> PageGrid | None:
    heading = _same_rows(first, second)
    labels = {_text(first, row) for row in range(heading, first.rows)}
    more = [_text(second, row) for row in range(heading, second.rows)]
    if any(len(label) > 3 and label in labels for label in more) or heading == second.rows:
        return None
    moved = [replace(cell, row=cell.row - heading + first.rows) for cell in second.cells if cell.row >= heading]
    return compact(first.cells + moved)


def _same_rows(first: PageGrid, second: PageGrid) -> int:
    """How many rows at the top of both are the same and are whole: no cell goes on below them. 0 where digits tell
    that they are no heading."""
    best = 0
    for row in range(min(first.rows, second.rows, _MOST_HEADING)):
        rows = [
            [(c.column, c.rows, c.columns, c.cell.lines) for c in grid.cells if c.row == row]
            for grid in (first, second)
        ]
        if rows[0] != rows[1] or not any(lines for *_, lines in rows[0]):
            break
        if any(re.fullmatch(r"\d+", "".join(lines)) for *_, lines in rows[0]):
            break
        if all(c.row + c.rows <= row + 1 for c in second.cells if c.row <= row):
            best = row + 1
    return best


def _text(grid: PageGrid, row: int) -> str:
    """The first words of a row: its label."""
    texts = (re.sub(r"\s", "", "".join(c.cell.lines)) for c in grid.cells if c.row == row)
    return next((text for text in texts if text and not re.fullmatch(r"[\d\W]+", text)), "")
