"""Place a row's values in its columns, also where some cells are printed empty."""

from __future__ import annotations

from collections import defaultdict

from nianbao.extract.candidate import RowText
from nianbao.extract.delimited_rows import Shape, crowded, place_by_edge, place_by_grid, shape_on_line
from nianbao.extract.placed import Grid, Placed, complete
from nianbao.extract.spaced_cells import place_spaced
from nianbao.extract.tokens import Line
from nianbao.extract.undelimited_rows import place_by_lines, place_by_places


def place_cells(rows: dict[str, RowText], needs: dict[str, int], lines: list[Line], grid: Grid) -> dict[str, Placed]:
    """Place every row that can be placed; a row that cannot is left out.

    A complete row places itself, and so does one that prints its first and its last cell. Another row is placed by the
    table's edge, if every row's cells end there (see `place_by_edge`), or else by the complete rows: the same label
    cell in a line of as many cells begins in the same cell; else any one rule that all of them obey (the same cell of
    the line, counted from either end, or the same distance from the label). Where no row of as many cells is complete,
    the headings tell the columns. Without delimiters the places on the line do, or, one cell to a line, the lines.
    """
    placed: dict[str, Placed] = {}
    shapes: dict[int, list[Shape]] = defaultdict(list)
    every: dict[int, list[Shape]] = defaultdict(list)
    found: dict[str, Shape | None] = {}
    for key, row in rows.items():
        shape = found[key] = shape_on_line(row, lines, grid.edges, grid.levels.get(key, ""))
        if shape:
            every[needs[key]].append(shape)
        if crowded(row, lines, grid.edges):
            continue
        if complete(row, needs[key]):
            placed[key] = Placed(row.values, True)
        elif not (shape and needs[key] > 1 and _spans(row, needs[key])):
            continue
        # Two numbers in one cell are two columns whose rule is not drawn: such a row shows no other row its cells.
        if shape and shape.first >= 0 and shape.last - shape.first == needs[key] - 1:
            shapes[needs[key]].append(shape)
    whole_rows = [(rows[key], needs[key]) for key in placed]
    spaced = place_spaced(rows, needs, lines) if len(placed) < len(rows) else {}
    for key, row in rows.items():
        if key in placed or crowded(row, lines, grid.edges):
            continue
        option = None
        if (shape := found[key]) is not None:
            by_edge = place_by_edge(shape, needs[key], every[needs[key]], lines) if grid.edges.known else None
            by_grid = place_by_grid(shape, needs[key], shapes, lines, grid.headed)
            option = by_edge or by_grid
            if by_edge and by_grid and by_grid.certain and by_edge.tokens != by_grid.tokens:
                option = Placed(by_edge.tokens, False)
        if option is None and key in spaced:
            placed[key] = Placed(spaced[key], True)
            continue
        option = (
            option
            or place_by_places(row, needs[key], whole_rows, lines, grid)
            or place_by_lines(row, needs[key], whole_rows)
        )
        if option and not (option.certain and grid.edges.known) and _may_be_shifted(option, key, rows, needs):
            option = Placed(option.tokens, False)
        if option:
            placed[key] = option
    return placed


def _may_be_shifted(option: Placed, key: str, rows: dict[str, RowText], needs: dict[str, int]) -> bool:
    """Whether a row that prints all but its last cell may have lost another and moved up: unless most rows do so."""
    *others, last = option.tokens
    if last.kind != "blank" or any(t.kind == "blank" for t in others) or not others:
        return False
    alike = [r for k, r in rows.items() if needs[k] == needs[key]]
    return sum(len(r.values) == needs[key] - 1 for r in alike) * 3 < len(alike) * 2


def _spans(row: RowText, needs: int) -> bool:
    """Whether a row on one line prints its first and its last cell, and so bounds its own columns."""
    values = row.values
    return len(values) > 1 and values[-1].cell - values[0].cell == needs - 1
