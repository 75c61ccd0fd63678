"""A row that the end of a page cuts in two: its halves are one row again; what the cut may have spoilt is unsure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nianbao.extract.files.scan_cells import UNREAD
from nianbao.extract.files.writer import CellText

_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,2}[)）.．、，,]")
"""How every label of the form's long table begins: a row whose label begins so is no row's second half."""
_LABEL = re.compile(r"[\u4e00-\u9fff](?<![件条次项个万元])|[\u4e00-\u9fff]{3}")
"""A cell with Chinese letters other than a number's unit is no number."""


def join_cut_row(
    upper: Sequence[CellText], rows: int, lower: Sequence[CellText], *, open_: bool
) -> tuple[CellText, ...] | None:
    """The cells of two parts of a table as one, with the upper's last row and the lower's first as one row.

    None where they are two rows. `rows` is how many the upper part has, `open_`: no rule closes it below. Rows of the
    lower part count from 0; in what comes out the merged row is `rows - 1`. Where the page cut the row open, digits on
    both sides of the cut and cells empty on both are unsure: a number may be cut through or fallen between the pages.
    (What stands on one side alone and meets the cut was unsure before.)
    """
    last = {(c.column, c.columns): c for c in upper if c.row + c.rows == rows}
    first = {(c.column, c.columns): c for c in lower if c.row == 0}
    if last.keys() != first.keys() or not (_goes_on(last, first) or (open_ and not _begins(first))):
        return None
    joined = []
    for place, above in last.items():
        below = first[place]
        text = above.text + below.text
        confidence = [*(above.confidence or ()), *(below.confidence or ())]
        whole = bool(above.text) != bool(below.text)
        if open_ and above.rows == below.rows == 1 and not whole and not _LABEL.search(text):
            text = text or UNREAD
            confidence = [0.0] * len(text)
        joined.append(replace(above, text=text, confidence=confidence, rows=above.rows + below.rows - 1))
    kept = [c for c in upper if c.row + c.rows < rows]
    moved = [replace(c, row=c.row + rows - 1) for c in lower if c.row > 0]
    return (*kept, *joined, *moved)


def is_empty_stub(cells: Sequence[CellText], rows: int) -> bool:
    """Whether the last row of a part that is open below holds nothing: the row begins on the next page."""
    return not any(c.text for c in cells if c.row == rows - 1) and all(c.row < rows - 1 or c.rows == 1 for c in cells)


def _begins(row: dict[tuple[int, int], CellText]) -> bool:
    """Whether a row has a label with a number of its own and a number in every other place: it is whole."""
    numbers = [cell.text for cell in row.values() if not _LABEL.search(cell.text) and cell.rows == 1]
    return bool(numbers) and all(numbers) and any(_NUMBERED.match(cell.text) for cell in row.values())


def _goes_on(last: dict[tuple[int, int], CellText], first: dict[tuple[int, int], CellText]) -> bool:
    """Whether the first row goes on with the last: its label has no number of its own, no column two numbers."""
    labels = [c for _, c in sorted(first.items()) if _LABEL.search(c.text)]
    if not labels or _NUMBERED.match(labels[-1].text) or first[_place(labels[-1])].rows > 1:
        return False
    above = last[_place(labels[-1])]
    return bool(_NUMBERED.match(above.text)) and not any(
        last[place].text and cell.text and not _LABEL.search(cell.text) for place, cell in first.items()
    )


def _place(cell: CellText) -> tuple[int, int]:
    return cell.column, cell.columns
