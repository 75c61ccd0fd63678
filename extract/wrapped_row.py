"""See that the row of `review`, printed over several lines, is one line that was too long, and no other numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from nianbao.extract.candidate import Cell, RowText
from nianbao.extract.check_sums import failing_sums
from nianbao.schemas import Table

_LEAST_NUMBERS = 2
"""So many numbers stand on each line: a lone one may be a page's."""


def is_wrapped(table: Table, row: RowText, cells: Mapping[str, Cell]) -> bool:
    """Whether each of a row's lines has two numbers or more, no line between them, and every sum holds.

    A sum that holds over nothing but zeros tells nothing, so some number must be none.
    """
    per_line = Counter(t.line for t in row.values)
    values = {cell: read.value for cell, read in cells.items()}
    return (
        min(per_line.values()) >= _LEAST_NUMBERS
        and max(per_line) - min(per_line) == len(per_line) - 1
        and any(values.values())
        and not failing_sums(table, values)
    )
