"""Give each found label the tokens that stand with it, and see how the table is laid out."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from nianbao.extract.candidate import RowText
from nianbao.extract.find_labels import Anchor
from nianbao.extract.tokens import Line, Token
from nianbao.schemas import Table


@dataclass(frozen=True)
class LaidOut:
    """A table's rows with their texts. `before` are values ahead of the first row, `after` behind the last."""

    rows: dict[str, RowText]
    before: tuple[Token, ...]
    after: tuple[Token, ...]

    def without(self, taken: Collection[Token], rows: Mapping[str, RowText]) -> LaidOut:
        """The same with `rows` for those of their keys, and the `taken` tokens in none of the others."""
        left = {k: replace(r, tokens=tuple(t for t in r.tokens if t not in taken)) for k, r in self.rows.items()}
        kept = (tuple(t for t in side if t not in taken) for side in (self.before, self.after))
        return LaidOut(left | dict(rows), *kept) if taken else self


def lay_out(table: Table, anchors: list[Anchor], lines: list[Line], start: int, end: int) -> LaidOut:
    """Part the tokens between `start` and `end` among the rows whose labels were found.

    A row's tokens run from its label to the next label, and the last row's to the next text that is no label's.
    Where every label follows its values, from the label before to its own.
    """
    tokens = [t for line in lines if line.end >= start and line.start <= end for t in line.tokens]
    tokens = [t for t in tokens if start <= t.start and t.end <= end]
    slots = [t for t in tokens if t.is_value or t.kind == "blank"]
    first, last = anchors[0], anchors[-1]
    tail_end = _tail_end(tokens, last, len(table.row_by_key[last.row].columns), end)
    ahead = [t for t in slots if t.start < first.start]
    behind = [t for t in slots if t.start >= last.start]
    ahead_values = sum(t.is_value for t in ahead)
    behind_values = sum(t.is_value for t in behind if t.start < tail_end)
    first_needs = len(table.row_by_key[first.row].columns)
    if ahead_values == first_needs and not behind_values:
        bounds = [ahead[0].start, *(a.end for a in anchors)]
        rows = {
            a.row: RowText(a.row, a.start, a.end, tuple(t for t in slots if low <= t.start < high and t.end <= a.end))
            for a, low, high in zip(anchors, bounds, bounds[1:], strict=False)
        }
        return LaidOut(rows, (), tuple(t for t in behind if t.is_value))
    rows = {}
    places = [t.start for t in slots]
    starts = [a.start for a in anchors[1:]] + [tail_end]
    for anchor, stop in zip(anchors, starts, strict=True):
        own = tuple(slots[bisect_left(places, anchor.start) : bisect_left(places, stop)])
        rows[anchor.row] = RowText(anchor.row, anchor.start, anchor.end, own)
    return LaidOut(
        rows,
        tuple(t for t in ahead if t.is_value),
        tuple(t for t in slots if t.start >= tail_end and t.is_value),
    )


def _tail_end(tokens: list[Token], last: Anchor, needs: int, end: int) -> int:
    """Where the last row ends: at the first words after its label and at least its number of values."""
    seen = 0
    for token in tokens:
        if token.start < last.end:
            seen += token.is_value and token.start >= last.start
        elif token.kind == "text" and (
            (seen >= needs and any(c.isalnum() for c in token.text))
            or (seen == 0 and len(token.text) > 1 and token.line > _line_of(tokens, last) + 2)
        ):
            return token.start
        else:
            seen += token.is_value
    return end


def _line_of(tokens: list[Token], anchor: Anchor) -> int:
    return max((t.line for t in tokens if t.start < anchor.end), default=0)


def row_shape(row: RowText) -> str:
    """How a row's values stand: "row" on one line, "cell" each on a line of its own, "mixed", "none", "single"."""
    lines = [t.line for t in row.values]
    if len(lines) < 2:
        return "single" if lines else "none"
    distinct = len(set(lines))
    return "row" if distinct == 1 else "cell" if distinct == len(lines) else "mixed"


def evenly_laid(rows: Iterable[Sequence[Token]]) -> bool:
    """Whether the numbers of each of the rows stand on one line, or in all of them each on its own: else one of them
    may be the page's, and a number lost."""
    shapes = {(len({t.line for t in row}) - 1) / (len(row) - 1) for row in rows if len(row) > 1}
    return shapes <= {0} or shapes <= {1}


def unevenly_delimited(row: RowText, lines: list[Line]) -> bool:
    """Whether some of a row's numbers stand between delimiters and some without: these are the page's, perhaps."""
    return len({bool(lines[token.line].cells) for token in row.values}) > 1


def is_inner_blank(token: Token, tokens: tuple[Token, ...]) -> bool:
    """Whether a visible blank stands between two values of its line, or alone on a line between others.

    A blank at a line's end may be no cell but the line's last delimiter.
    """
    if token.kind != "blank":
        return False
    same = [t for t in tokens if t.line == token.line]
    if not any(t.is_value for t in same):
        return token.cell == 0 and all(t.kind == "blank" for t in same)
    return any(t.is_value and t.cell < token.cell for t in same) and any(
        t.is_value and t.cell > token.cell for t in same
    )


_SPOKEN = (2, 4)
"""Letters before and behind a number on its line that make it a sentence's: more behind than a unit or a note has."""


def is_spoken(token: Token, lines: list[Line]) -> bool:
    """Whether a number stands inside a sentence: undelimited, with words before it and words after it on its line.

    The other numbers of the sentence do not part it from its words.
    """
    line = lines[token.line]
    if line.cells:
        return False
    before = sum(c.isalpha() for t in line.tokens if t.kind == "text" and t.end <= token.start for c in t.text)
    after = sum(c.isalpha() for t in line.tokens if t.kind == "text" and t.start >= token.end for c in t.text)
    return before >= _SPOKEN[0] and after >= _SPOKEN[1]


def part_strays(row: RowText, needs: int) -> tuple[RowText, tuple[Token, ...], tuple[Token, ...]]:
    """The row on its own line, then page numbers, then other stray values between it and the next label.

    Only where exactly one line holds just as many values as the row needs; a bare number alone on a line is then a
    page's. A row that needs one value has no such line to be told by.
    """
    values = row.values
    if needs == 1 or len(values) <= needs:
        return row, (), ()
    counts = Counter(t.line for t in values)
    whole = [line for line, count in counts.items() if count == needs]
    if len(whole) != 1:
        return row, (), ()
    others = [t for t in values if t.line != whole[0]]
    pages = tuple(
        t
        for t in others
        if counts[t.line] == 1
        and t.whole
        and t.cell == 0
        and t.kind == "number"
        and len(t.text) <= 3
        and t.start > row.end
    )
    strays = tuple(t for t in others if t not in pages)
    lines = {t.line for t in others}
    kept = tuple(t for t in row.tokens if t.line not in lines)
    return RowText(row.row, row.start, row.end, kept), pages, strays
