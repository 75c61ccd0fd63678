"""See whether the headings of a piped table stand in the very cells above its numbers, however they are cut.

Where a converter cuts a page by its ruled lines, a merged heading is torn over cells and runs into those below it.
In the order of the text such headings are garbled; cell by cell they still say which column is which.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nianbao.extract.candidate import RowText
from nianbao.extract.tokens import Line, Token

_LETTERS: dict[str, tuple[str, ...]] = {
    "requests": ("自然", "商业", "科研", "社会公益", "律服务", "其他它", "总计合"),
    "review": ("维持", "纠正", "其他它", "尚审", "总计合"),
    "disclosure": ("制发", "废止", "现行有效"),
}
"""For each column letters that no other heading of its table has, merged ones neither but for 法人或其他组织's."""
_MERGED = frozenset("其他它")
"""Letters that 法人或其他组织 has too: above the other columns of `requests` they say nothing."""
_KNOWN = {
    "requests": "自然人商业企科研机构社会公益组织法律服务其他它总计合申请情况或和及与单位件类型",
    "review": "政府信息公开行政复议诉讼未经直接起后结果维持纠正其他它尚审总计合情况单位件数量",
    "disclosure": "信息内容本年制发件废止现行有效数第二十条一项",
}
"""Letters of a table's headings, merged ones too: with others they are not the form's."""
_BLOCKS = ("复议", "经直接", "后")
"""Letters of the blocks of `review`, in order: each of the last two stands in no other's."""


def stand_in_cells(table: str, lines: Sequence[Line], start: int, row: RowText) -> bool:
    """Whether above each placed cell of a row stands its own column's heading and no other's.

    `lines` are the text's lines by number, `start` the place at which the headings begin. The row's label must end on
    the line of its cells. Only lines of as many cells as that count, up to the first line with another number of cells.
    """
    letters = _LETTERS[table]
    values = row.placed
    cells = [token.cell for token in values]
    if (
        not values
        or lines[values[0].line].start > row.end
        or len({t.line for t in values}) != 1
        or len(set(cells)) != len(cells)
        or len(cells) % len(letters)
    ):
        return False
    heads = dict.fromkeys(cells, "")
    for token in _above(lines, lines[values[0].line], start):
        if token.cell in heads:
            heads[token.cell] += token.text
    words = [heads[cell] for cell in cells]
    if any(c.isalnum() and c not in _KNOWN[table] for word in words for c in word):
        return False
    return all(_own(table, i % len(letters), word) for i, word in enumerate(words)) and (
        table != "review" or _blocks_in_order(words)
    )


def place_headed(table: str, lines: Sequence[Line], start: int, row: RowText) -> tuple[Token, ...] | None:
    """A row's cells where each column's heading stands above one cell of its line and above no other's; None if not.

    All the row's numbers must stand in these cells, each alone in its own: a cell without a heading is no column. The
    first and the last must print something, else the row may have lost a cell and moved up.
    """
    letters = _LETTERS[table]
    on = {t.line for t in row.values}
    if len(on) != 1 or not lines[line := on.pop()].cells or any(not t.whole for t in row.values):
        return None
    heads: dict[int, str] = {}
    for token in _above(lines, lines[line], start):
        heads[token.cell] = heads.get(token.cell, "") + token.text
    own = [[c for c, words in heads.items() if any(letter in words for letter in column)] for column in letters]
    if any(len(cells) != 1 for cells in own):
        return None
    places = [cells[0] for cells in own]
    tokens = {t.cell: t for t in lines[line].tokens}
    if (
        sorted(set(places)) != places
        or not {t.cell for t in row.values} <= set(places)
        or not set(places) <= set(tokens)
    ):
        return None
    placed = tuple(tokens[place] for place in places)
    if not (placed[0].is_value and placed[-1].is_value):
        return None
    return placed if stand_in_cells(table, lines, start, replace(row, placed=placed)) else None


def _above(lines: Sequence[Line], row: Line, start: int) -> list[Token]:
    """The words of the heading lines right above a row: those without a value, rules and empty lines between them."""
    found: list[Token] = []
    for number in range(row.number - 1, -1, -1):
        line = lines[number]
        if line.start < start or (line.tokens and line.cells != row.cells):
            break
        if any(t.is_value for t in line.tokens):
            if found:
                break
            continue
        found += [t for t in line.tokens if t.kind == "text"]
    return found


def _own(table: str, column: int, words: str) -> bool:
    """Whether words are a column's heading: letters of its own, and of no other column."""
    for other, letters in enumerate(_LETTERS[table]):
        strange = set(letters) - (_MERGED if table == "requests" else frozenset())
        if other != column and strange & set(words):
            return False
    return any(letter in words for letter in _LETTERS[table][column])


def _blocks_in_order(words: Sequence[str]) -> bool:
    """Whether the headings of the three blocks stand over the outcomes of their own block."""
    size = len(words) // len(_BLOCKS)
    blocks = ["".join(words[i : i + size]) for i in range(0, len(words), size)]
    first, *others = _BLOCKS
    if not set(first) & set(blocks[0]) or "讼" in blocks[0]:
        return False
    return all(
        bool(set(own) & set(block)) == (i == at) for at, own in enumerate(others, 1) for i, block in enumerate(blocks)
    )
