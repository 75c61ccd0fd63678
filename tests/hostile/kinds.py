"""All kinds of mischief: importing the families registers them. And what no text decides, with the reason."""

from __future__ import annotations

from tests.hostile import (
    blanks,
    column_order,
    digits,
    marks,
    missing_rows,
    other_tables,
    pages,
    prose,
    row_order,
)
from tests.hostile.mischief import KINDS

FAMILIES = (row_order, column_order, missing_rows, blanks, digits, marks, other_tables, pages, prose)

__all__ = ["FAMILIES", "KINDS"]
