"""Place the rows of undelimited text: by where numbers stand on an aligned line, or by lines with a cell each."""

from __future__ import annotations

from collections import defaultdict

from nianbao.extract.candidate import RowText
from nianbao.extract.placed import Grid, Placed
from nianbao.extract.row_text import row_shape
from nianbao.extract.tokens import Line, Token

_LEAST_WHOLE = 2
"""So many whole rows on a page show where its columns stand; one alone may be set unlike the others."""


def place_by_places(
    row: RowText, needs: int, whole_rows: list[tuple[RowText, int]], lines: list[Line], grid: Grid
) -> Placed | None:
    """Place a row of an aligned text by where its numbers stand: under the dashes, or under the whole rows' numbers."""
    on = {t.line for t in row.values}
    if len(row.values) >= needs or len(on) > 1 or any(t.kind == "blank" for t in row.tokens):
        return None
    if not on and not grid.ruled:
        return None
    at = on.pop() if on else next((line.number for line in lines if line.start <= row.end - 1 <= line.end), None)
    if (
        at is None
        or lines[at].cells
        or not all(set(t.text) <= grid.letters for t in lines[at].tokens if t.kind == "text")
    ):
        return None  # something is printed there that is no number
    line = lines[at]
    if any(
        t.kind == "text" and (t.text == "无" or (row.values and t.start > row.values[0].start)) for t in line.tokens
    ):
        return None  # a note beside a number, cut over the lines
    if any(_cut_cell(lines[near], grid) for near in (at - 1, at + 1) if 0 <= near < len(lines)):
        return None
    whole = [
        r.values for r, n in whole_rows if n == needs and row_shape(r) == "row" and not lines[r.values[0].line].cells
    ]
    rulers = grid.aligned.fitting(grid.ruled, whole) or grid.aligned.rulers(whole, line.number)
    columns = grid.aligned.columns(row.values, rulers) if row.values else []
    if columns is None or (not row.values and needs > 1 and not grid.ruled):
        return None
    by_column = dict(zip(columns, row.values, strict=True))
    tokens: list[Token] = []
    for column in range(needs):
        place = tokens[-1].end if tokens else max(line.start, row.values[0].start - 1 if row.values else line.end)
        tokens.append(by_column.get(column) or Token("blank", "", place, place, line.number, 0, True))
    return Placed(tuple(tokens), bool(grid.ruled) or len(whole) >= _LEAST_WHOLE)


def _cut_cell(line: Line, grid: Grid) -> bool:
    """Whether a line without values of its own has what no label is made of: a piece of a cell cut over the lines."""
    words = [t for t in line.tokens if t.kind == "text"]
    if line.cells or any(t.is_value for t in line.tokens) or "。" in "".join(t.text for t in words):
        return False
    return any(t.text[0].isdigit() and not set(t.text) <= grid.letters for t in words)


def _line_slots(row: RowText) -> list[Token]:
    """One cell to a line: the values, and the lines that hold only a delimiter, which are cells printed empty."""
    by_line: dict[int, list[Token]] = defaultdict(list)
    for token in row.tokens:
        by_line[token.line].append(token)
    slots: list[Token] = []
    for tokens in by_line.values():
        values = [t for t in tokens if t.is_value]
        if values:
            slots.extend(values)
        elif all(t.kind == "blank" for t in tokens) and tokens[0].cell == 0:
            slots.append(tokens[0])
    return slots


def place_by_lines(row: RowText, needs: int, whole_rows: list[tuple[RowText, int]]) -> Placed | None:
    """Place a row with a cell to a line by its lines, those that hold only a delimiter too."""
    if row_shape(row) not in ("cell", "single", "none"):
        return None
    slots = _line_slots(row)
    if len(slots) != needs or not any(t.kind == "blank" for t in slots):
        return None
    others = [(r, n) for r, n in whole_rows if row_shape(r) == "cell"]
    vouched = bool(others) and all(len(_line_slots(r)) == n for r, n in others)
    return Placed(tuple(slots), vouched) if vouched or any(t.is_value for t in slots) else None
