"""The one question that is asked of every hostile text: does a table say for sure what the text does not print?"""

from __future__ import annotations

from nianbao.extract.errors import DocumentError
from tests.hostile.sheet import Sheet
from tests.layouts import Readback, read_back

SURE = ("confirmed", "source_inconsistent")


def read_tables(text: str) -> dict[str, Readback]:
    """Every table as read; none where the reader refuses the text as no report."""
    try:
        return read_back(text)
    except DocumentError:
        return {}


def silent_errors(text: str, sheet: Sheet) -> list[str]:
    """What the reader is sure of and wrong in, a line for each table: its status and the wrong cells."""
    errors = []
    for key, table in read_tables(text).items():
        if key in sheet.absent:
            if table.status in SURE:
                errors.append(f"{key} {table.status}, but the text has no such table")
        elif table.status == "absent":
            errors.append(f"{key} absent, but the text prints it")
        elif table.status in SURE:
            truth = {cell: value for cell, value in sheet.cells.items() if cell.startswith(f"{key}.")}
            read = table.cells
            wrong = [c for c in {**truth, **read} if c not in truth or c not in read or read[c] != truth[c]]
            if wrong:
                told = ", ".join(
                    f"{c.removeprefix(key + '.')} {read.get(c, '-')}≠{truth.get(c, '-')}" for c in wrong[:4]
                )
                errors.append(f"{key} {table.status}, {len(wrong)} cells wrong: {told}")
    return errors
