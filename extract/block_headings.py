"""Check the headings of a table that prints them anew for each block of rows, as form 2019's `disclosure` does."""

from __future__ import annotations

import re
from itertools import groupby, pairwise

from nianbao.extract.find_labels import Anchor, Squeezed
from nianbao.extract.headings import HeadingTrouble
from nianbao.extract.tokens import Line
from nianbao.schemas import Row, Table

# The words by which each column is known, also where its heading is cut over two lines.
_FRAGMENTS = {
    "created": "制作",
    "published": "新公|公开数",
    "public_total": "对外公|公开总|总数",
    "previous": "上一年|上年项",
    "change": "本年增|增/?减",
    "decisions": "处理决|决定数",
    "projects": "采购项",
    "amount": "采购总|总金额",
}
_ANY = re.compile("|".join(f"(?P<{key}>{words})" for key, words in _FRAGMENTS.items()))
_FIRST_HEADING = "信息内容"


def blocks_of(table: Table) -> list[tuple[Row, ...]]:
    """The runs of rows that share their columns, in form order."""
    return [tuple(rows) for _, rows in groupby(table.rows, key=lambda row: row.columns)]


def has_block_headings(table: Table) -> bool:
    """Whether more than one block of the table has columns to tell apart, so that each needs headings of its own."""
    return sum(len(rows[0].columns) > 1 for rows in blocks_of(table)) > 1


def check_block_headings(
    table: Table, anchors: list[Anchor], squeezed: Squeezed, lines: list[Line], start: int
) -> list[HeadingTrouble]:
    """Whether the headings above each block stand in form order and above no other block.

    They stand between the last label of the block before (for the first: `start`) and the block's first label. Printed
    again inside a block, as the sheet does for its second group, they must be the block's own.
    """
    block = {row.key: i for i, rows in enumerate(blocks_of(table)) for row in rows}
    columns = {row.key: [c.key for c in row.columns] for row in table.rows}
    labels = {c.key: c.label for row in table.rows for c in row.columns}
    ordered = sorted(anchors, key=lambda anchor: anchor.start)
    places = [(None, start, ordered[0]), *((a.row, a.end, b) for a, b in pairwise(ordered))] if ordered else []
    troubles = []
    for before, begin, anchor in places:
        again = before is not None and block[before] == block[anchor.row]
        found = _headings(squeezed, lines, begin, anchor.start, columns[anchor.row])
        if found == columns[anchor.row] or (again and not found):
            continue
        label = table.row_by_key[anchor.row].label
        rows = tuple(key for key, number in block.items() if number == block[anchor.row])
        missing = [labels[key] for key in columns[anchor.row] if key not in found]
        said = f"are not found ({'、'.join(missing)})" if missing else "stand in another order"
        troubles.append(HeadingTrouble(f"the headings above {label} {said}", rows, missing=bool(missing)))
    return troubles


def _headings(squeezed: Squeezed, lines: list[Line], start: int, end: int, columns: list[str]) -> list[str]:
    """The columns whose headings stand between two places, in their order.

    A heading row printed twice (a page's head) counts once. Where the headings are cut into narrow columns the words
    of all lines run together out of order; then a line that has them all tells it, if no line contradicts.
    """
    words = squeezed.part(start, end)
    # Before the first heading stand the group's label, a page's head or, above the table, sentences.
    whole = _once(_known(words[max(words.rfind(_FIRST_HEADING), 0) :]), columns)
    if whole == columns:
        return whole
    within = [
        "".join(t.text for t in line.tokens if t.kind == "text" and start <= t.start < end)
        for line in lines
        if line.end >= start and line.start < end
    ]
    by_line = [known for line in within if (known := _known(line))]
    ascending = all(known == [c for c in columns if c in known] for known in by_line)
    return columns if ascending and columns in by_line else whole


def _known(words: str) -> list[str]:
    found = [match.lastgroup or "" for match in _ANY.finditer(words)]
    return [key for key, _ in groupby(found)]


def _once(found: list[str], columns: list[str]) -> list[str]:
    times = len(found) // len(columns)
    return columns if times > 1 and found == columns * times else found
