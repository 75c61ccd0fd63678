"""Find a table's columns in a file's grid: each by its heading, in the cells above the numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rapidfuzz import fuzz

from nianbao.extract.candidate import REVIEW_UNIT
from nianbao.extract.file_grids import FileGrid
from nianbao.extract.files.content import GridCell
from nianbao.extract.find_labels import label_words
from nianbao.schemas import Table

_ALIKE = 80.0
"""Similarity (0–100) from which a heading's words are a column's: of two letters both have to be right."""
_NEARLY, _AHEAD = 75.0, 20.0
"""The same of the review's headings, where no other column's are as near: of four letters one may be misread, as in
尚末审结. Its fifteen headings are five words three times over, so that the others show which one is meant."""
_HALF = 50.0
"""The same where a heading's place says which it is: of two letters one may be misread, as in 淇他."""
_KNOWN = 5
"""Headings that have to be known for that: the form's two long tables have seven and fifteen."""
_ALSO = {
    "issued": ("制发件数", "本年制发数量"),
    "repealed": ("废止件数", "本年废止数量"),
    "in_force": ("现行有效数", "现行有效数量"),
    "decisions": ("本年处理决定数量", "处理决定数量"),
    "commercial_enterprise": ("商业企业组织",),
    "other_organization": ("其它", "其他组织"),
    "total": ("合计", "总数"),
    "pending": ("未审结",),
    "other": ("其它结果",),
    "change": ("本年增减", "本年增/减"),
}
"""Other words that reports print for the same column."""
_BLOCKS = (
    ("litigation_direct", ("未经复议",)),
    ("litigation_after_reconsideration", ("复议后",)),
    ("reconsideration", ("行政复议",)),
)
"""The words of each block's own heading, the telling ones first."""
_BLOCK_LABELS = {
    "litigation_direct": "未经复议直接起诉",
    "litigation_after_reconsideration": "复议后起诉",
    "reconsideration": "行政复议",
}
"""The blocks' headings in full: where none of those words stands whole, one letter of them may be misread."""
_OTHER_BLOCK = "诉讼"
_UNIT = re.compile(r"\(.*\)|单位:?[件万元宗]+$")
"""What a heading says beside its column's name: a unit, a note."""


def column_of(table: Table, words: str) -> str | None:
    """The key of the column that a heading's words name, or None; where they are like two columns' none is sure."""
    words = _UNIT.sub("", words) or words
    scores = [(max(fuzz.ratio(words, label) for label in labels), key) for key, labels in _labels(table).items()]
    (best, key), *others = sorted(scores, reverse=True)
    second = others[0][0] if others else 0.0
    if best >= _ALIKE:
        return key if best > second else None
    nearly = table.key == REVIEW_UNIT and best >= _NEARLY and best - second >= _AHEAD
    return key if nearly else None


def _labels(table: Table) -> dict[str, list[str]]:
    labels: dict[str, list[str]] = {}
    for row in table.rows:
        for column in row.columns:
            known = labels.setdefault(column.key, [])
            for label in (column.label, *_ALSO.get(column.key, ())):
                if label_words(label) not in known:
                    known.append(label_words(label))
    return labels


def headings_above(table: Table, grid: FileGrid, row: int, right: int = 0) -> dict[str, range]:
    """By column key: the extent (columns of the grid) of the nearest heading above a row of the grid.

    Headings stand in the columns from `right` on: a label left of it may have a heading's words (总计).

    A column whose headings above stand in different places, one under the other, is where the nearest says; two side
    by side in one row of the grid leave it out.
    """
    found: dict[str, list[GridCell]] = {}
    for cell, words in grid.words.items():
        if cell.column >= right and cell.row + cell.rows <= row and words and (key := column_of(table, words)):
            found.setdefault(key, []).append(cell)
    out: dict[str, range] = {}
    bottoms: set[int] = set()
    for key, cells in found.items():
        lowest = max(c.row + c.rows for c in cells)
        nearest = [c for c in cells if c.row + c.rows == lowest]
        if len(nearest) == 1:
            out[key] = range(nearest[0].column, nearest[0].column + nearest[0].columns)
            bottoms.add(lowest)
    row_below = max(bottoms, default=0)
    return _with_misread(table, [c.key for c in table.rows[0].columns], out, grid, row_below, right)


def review_headings(table: Table, grid: FileGrid) -> tuple[dict[str, range], int] | None:
    """By `block.outcome`: the extent of each of the fifteen headings, and the row of the grid below them all.

    None where one is missing or stands twice.
    """
    leaves: dict[str, range] = {}
    bottoms: set[int] = set()
    for cell, words in grid.words.items():
        key = column_of(table, words) if words else None
        if key is None:
            continue
        extent = range(cell.column, cell.column + cell.columns)
        above = "".join(
            other
            for c, other in grid.words.items()
            if c.row + c.rows <= cell.row and c.column < extent.stop and c.column + c.columns > extent.start
        )
        block = _block(above)
        if block is None or (block == "reconsideration" and _OTHER_BLOCK in above):
            return None
        if (name := f"{block}.{key}") in leaves:
            return None
        leaves[name] = extent
        bottoms.add(cell.row + cell.rows)
    if len(bottoms) != 1:
        return None
    bottom = bottoms.pop()
    leaves = _with_misread(table, [c.removeprefix(f"{table.key}.") for c in table.cells], leaves, grid, bottom, 0)
    return (leaves, bottom) if len(leaves) == len(table.cells) else None


def _with_misread(
    table: Table, keys: Sequence[str], found: dict[str, range], grid: FileGrid, bottom: int, left: int
) -> dict[str, range]:
    """The extents with the one that is missing, where the others stand in the form's order and leave one cell for it.

    That cell ends above the row `bottom`, fills the gap between its neighbours, names no other column, and has half of
    the heading's letters. `keys` are all of the table's, in order; the first has nothing but `left` before it.
    """
    missing = [key for key in keys if key not in found]
    placed = [found[key] for key in keys if key in found]
    if len(missing) != 1 or len(placed) < _KNOWN or any(b.start < a.stop for a, b in pairwise(placed)):
        return found
    at = keys.index(missing[0])
    start = found[keys[at - 1]].stop if at else left
    stop = found[keys[at + 1]].start if at + 1 < len(keys) else grid.grid.columns
    labels = _labels(table)[missing[0].rpartition(".")[2]]
    gap = [
        words
        for cell, words in grid.words.items()
        if cell.row + cell.rows == bottom and (cell.column, cell.column + cell.columns) == (start, stop)
    ]
    meant = len(gap) == 1 and column_of(table, gap[0]) is None and max(fuzz.ratio(gap[0], w) for w in labels) >= _HALF
    return found | {missing[0]: range(start, stop)} if meant else found


def _block(above: str) -> str | None:
    """The block that the headings above an outcome name; None where they name none, or two as well."""
    if block := next((name for name, words in _BLOCKS if any(w in above for w in words)), None):
        return block
    own = above.removeprefix("行政诉讼")
    (best, name), (second, _), _ = sorted(((fuzz.ratio(own, s), n) for n, s in _BLOCK_LABELS.items()), reverse=True)
    return name if best >= _NEARLY and best - second >= _AHEAD else None
