"""Find the form's tables in plain grids: put to text under a section's title, they are read by the layout reader."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from nianbao.extract.block_headings import blocks_of, has_block_headings
from nianbao.extract.candidate import REVIEW_UNIT, TableReading, Value
from nianbao.extract.errors import PriorError
from nianbao.extract.find_labels import Squeezed, find_chain, squeeze
from nianbao.extract.grids import EXPECTED, Grid
from nianbao.extract.layout_reader import read_layout
from nianbao.extract.locate_tables import candidate_regions
from nianbao.extract.normalise import normalise
from nianbao.extract.read_rows import read_rows
from nianbao.extract.tokens import tokenise
from nianbao.schemas import Column, Form, Table

Rows = dict[str, dict[str, Value]]
"""Row → column → value, of the cells that are clear; a row that is there but not clear has no columns."""

_REPORT = "政府信息公开工作年度报告"
# The reader ends a table at the next section's title; without one it would end at the last word.
_END = "五、存在的主要问题及改进情况"
_LONGEST_RUN = 4
_MOST_GRIDS = 12
_COUNTED = 4
"""A first column that counts up by one over so many rows or more is no column of the table."""
_HEADINGS = {
    "disclosure": re.compile("制发|废止|现行|有效|新制作|新公开|对外公开|上一年|采购总"),
    "requests": re.compile("自然人|商业|科研|公益|法律服务"),
    "review": re.compile("维持|纠正|审结"),
}
_NUMBER = re.compile(r"(?:[-+－—−增减]\s?)?[\d.,\s０-９]*\d[\d.,\s０-９]*|[０-９]+")


def find_tables(grids: Sequence[Grid], form: Form) -> dict[str, Rows]:
    """The tables of the form that some of the grids are; the other grids are ignored.

    A table cut over up to four grids in a row is put together. Cells that are not clear are left out, and so are rows
    that two grids give differently. Raises PriorError if no grid is a table of the form.
    """
    found = {key: rows for key in form.variants if (rows := _find(key, grids, form)) is not None}
    if found:
        return found
    if any(_is_bare(grid) for grid in grids):
        raise PriorError(
            "the grids have numbers only, so nothing says which table they are. Name it: {'requests': rows}; its rows "
            "and columns are then taken in the form's order."
        )
    raise PriorError(
        f"none of {len(grids)} grids is a table of the form: two row labels (规章, 本年新收政府信息公开申请数量 and so "
        f"on) or more under its headings, or half of its labels, should stand in it. {EXPECTED}"
    )


def read_named(key: str, grids: Sequence[Grid], form: Form) -> Rows:
    """The rows of the table that the caller says these grids are, also without any label.

    Numbers alone, or under headings alone, are taken in the form's order if they have exactly its rows and columns, in
    either variant (`review` as three rows of five or one of fifteen). Raises PriorError if it is not that table.
    """
    if (rows := _find(key, grids, form, named=True)) is not None:
        return rows
    rows_given = [row for grid in grids for row in grid if any(row)]
    heads = list(takewhile(_is_words, rows_given))
    bare = rows_given[len(heads) :]
    if _is_bare(bare):
        for table in form.variants[key]:
            laid = _labelled(table, heads, bare)
            if laid is not None and (reading := _read(table.key, laid, form)) is not None:
                return reading.rows
        shapes = " or ".join(_shape(table) for table in form.variants[key])
        columns = max(map(len, bare))
        raise PriorError(
            f"{key}: a grid without row labels, of {len(bare)} rows and up to {columns} columns; the form has "
            f"{shapes}. Give the labels too."
        )
    title = form.tables[key].title
    raise PriorError(f"{key}: the grid has not the labels of {title}, or fewer than two of them. {EXPECTED}")


@dataclass(frozen=True)
class _Reading:
    """What the layout reader makes of a run of grids: the grids' places, the rows, and how many cells are clear."""

    start: int
    stop: int
    rows: Rows
    clear: int
    complete: bool


def _find(key: str, grids: Sequence[Grid], form: Form, *, named: bool = False) -> Rows | None:
    labels = {i: count for i, grid in enumerate(grids) if (count := _count_labels(key, grid, form))}
    touching = sorted(sorted(labels, key=lambda i: -labels[i])[:_MOST_GRIDS])
    readings = [r for i in touching if (r := _read(key, grids[i], form, i, i + 1, named=named)) is not None]
    if not any(r.complete for r in readings):
        for start, stop in _runs(touching, len(grids)):
            joined = [row for grid in grids[start:stop] for row in grid]
            if (reading := _read(key, joined, form, start, stop, named=named)) is not None:
                readings.append(reading)
    if not readings:
        return None
    best = max(readings, key=lambda r: (r.clear, r.start - r.stop))
    others = [r for r in readings if r.stop <= best.start or r.start >= best.stop]
    return {row: cells if _agree(row, cells, others) else {} for row, cells in best.rows.items()}


def _runs(touching: list[int], count: int) -> list[tuple[int, int]]:
    """Every run of two to four grids in a row with a touching one in it: a table cut over pages may be any of them."""
    runs = {
        (start, start + length)
        for i in touching
        for length in range(2, _LONGEST_RUN + 1)
        for start in range(max(i - length + 1, 0), min(i, count - length) + 1)
    }
    return sorted(runs)


def _agree(row: str, cells: dict[str, Value], others: list[_Reading]) -> bool:
    """Whether no other grid gives another number for the row, as last year's table would."""
    return all(
        other.rows.get(row, {}).get(column, value) == value for other in others for column, value in cells.items()
    )


def _count_labels(key: str, grid: Grid, form: Form) -> int:
    squeezed = _squeezed(grid)
    end = squeezed.place(len(squeezed.text))
    return max(len(find_chain(squeezed, table.rows, 0, end)) for table in form.variants[key])


def _squeezed(grid: Grid) -> Squeezed:
    return squeeze(tokenise(normalise(_lines(grid)).text))


def _lines(grid: Grid) -> str:
    counts = [row[0] for row in grid if row]
    if len(grid) >= _COUNTED and all(re.fullmatch("[0-9]{1,4}", count) for count in counts):
        first = int(counts[0])
        if [int(count) for count in counts] == list(range(first, first + len(grid))):
            grid = [row[1:] for row in grid]
    return "\n".join("\t".join(_without_count(row)) for row in grid)


def _without_count(row: list[str]) -> list[str]:
    """The row without numbers left of its first words: a column that counts the rows. Only where numbers follow too."""
    words = next((i for i, cell in enumerate(row) if cell and not _NUMBER.fullmatch(cell)), 0)
    if not any(_NUMBER.fullmatch(cell) for cell in row[words + 1 :]):
        return row
    return ["" if i < words else cell for i, cell in enumerate(row)]


def _read(key: str, grid: Grid, form: Form, start: int = 0, stop: int = 1, *, named: bool = False) -> _Reading | None:
    """The grid as the layout reader reads it; None where it is not the table `key`."""
    headed = _HEADINGS[key].search(_squeezed(grid).text) is not None
    headed_lines = [_lines(grid)] if headed else _under_headings(form.tables[key], grid)
    text = "\n".join([_REPORT, form.tables[key].title, *headed_lines, _END, ""])
    layout = read_layout(text, form=form)
    reading = layout.tables[key]
    partial = not reading.rows and key != REVIEW_UNIT and (named or headed)
    if partial:
        # A few rows only: a report's text would have to show more labels, but here the caller or the headings say it.
        region = candidate_regions(layout.squeezed, key)[0]
        reading = read_rows(form, key, layout.normal, layout.lines, layout.squeezed, region, None)
    if not reading.present or not reading.rows:
        return None
    rows = _clear_rows(reading)
    clear = sum(len(cells) for cells in rows.values())
    if partial and not clear:
        return None
    return _Reading(start, stop, rows, clear, clear == len(reading.table.cells))


def _under_headings(table: Table, grid: Grid) -> list[str]:
    """The grid's lines under the form's own headings, for a grid that has lost all of them: its columns are taken in
    the form's order."""
    if not has_block_headings(table):
        return [_headings(max((row.columns for row in table.rows), key=len)), _lines(grid)]
    lines = _lines(grid).split("\n")
    for rows in reversed(blocks_of(table)):
        if at := [i for i, line in enumerate(lines) if any(row.label in line for row in rows)]:
            lines.insert(at[0], _headings(rows[0].columns))
    return lines


def _headings(columns: tuple[Column, ...]) -> str:
    return " ".join(column.label for column in columns)


def _clear_rows(reading: TableReading) -> Rows:
    doubtful = reading.doubtful_cells()
    units = reading.units()
    rows: Rows = {}
    for row in reading.table.rows:
        if row.key not in units and not (units and reading.table.key in units):
            continue
        cells = zip(row.columns, reading.table.row_cells(row.key), strict=True)
        rows[row.key] = {
            column.key: reading.cells[path].value
            for column, path in cells
            if path not in doubtful and reading.cells[path].mark not in ("unreadable", "missing")
        }
    return rows


def _is_bare(grid: Grid) -> bool:
    """Whether a grid has numbers and no words at all."""
    cells = [cell for row in grid for cell in row if cell]
    return bool(cells) and not any(any(c.isalpha() for c in cell) for cell in cells)


def _is_words(row: list[str]) -> bool:
    return not any(_NUMBER.fullmatch(cell) for cell in row)


def _labelled(table: Table, heads: Grid, rows: Grid) -> Grid | None:
    """Bare rows with the form's labels beside them, under their headings; None where their shape is not the table's."""
    if table.key == "review":
        width, wide = len(table.rows[0].columns), len(table.cells)
        if [len(row) for row in rows] == [width] * len(table.rows):
            rows = [[cell for row in rows for cell in row]]
        if [len(row) for row in rows] != [wide]:
            return None
        outcomes = [column.label for column in table.rows[0].columns]
        blocks = [[row.label, *[""] * (width - 1)] for row in table.rows]
        return [[cell for block in blocks for cell in block], outcomes * len(table.rows), *rows] if not heads else None
    widths = [len(row.columns) for row in table.rows]
    if len(rows) != len(widths):
        return None
    laid: Grid = [["", *row] for row in heads]
    for declared, row, width in zip(table.rows, rows, widths, strict=True):
        if len(row) < width or len(row) > max(widths) or any(cell and cell != row[width - 1] for cell in row[width:]):
            return None
        laid.append([declared.label, *row[:width]])
    return laid


def _shape(table: Table) -> str:
    if table.key == "review":
        return f"{len(table.rows)} rows of {len(table.rows[0].columns)} or one of {len(table.cells)}"
    return f"{len(table.rows)} rows of {max(len(row.columns) for row in table.rows)}"
