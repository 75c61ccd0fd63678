"""Take the line breaks out of a piped table's cells, and put words together that were cut over neighbouring cells.

Converters that cut a page by its ruled lines write a cell's lines with `<br>` between them, and where a rule runs
through a merged cell's words they cut each of its lines: `|一、本<br>公开申|年新收政<br>请数量|`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from nianbao.extract.find_labels import label_words
from nianbao.extract.locate_tables import TITLES
from nianbao.extract.normalise import NormalText
from nianbao.extract.text_copy import TextCopy
from nianbao.schemas import FORMS

_BREAK = re.compile(r"<br ?/?>")
_ROW = re.compile(r"^[ \t]*\|.*\|[ \t]*$", re.MULTILINE)
_CUT_NUMERAL = re.compile(r"\| *\d *\| *[.、][^\d |]")
_RAISED = re.compile(r"<su[bp]>(?=[^\d<>]*</su[bp]>)|(?<!\d)</su[bp]>")
"""Marks of raised words; beside a digit they tell a note's number from a cell's."""
_NUMBER = re.compile(r"\d(?:[\d.,]*\d)?(?:件|万元|元)?|[-—/]+|无")
_NUMERAL_TAIL = re.compile(r"[.、]\D")
_MOST_CELLS = 8
_MOST_PIECES = 60
_ENDS = 2
"""Letters on either side of a seam that must stand so in the form's own words."""

Piece = tuple[int, int]


def join_broken_cells(normal: NormalText) -> NormalText:
    """The text with every broken cell of a piped line in one piece, each character with its place in the original.

    A label cut over cells is put together, in its last cell, in the order of lines if that spells more of the form's
    words than the order of cells. Numbers stay apart: two in a cell may be one torn or two. A section's title that
    follows a number in its cell is no part of the row: it comes on a line of its own behind it.
    """
    text = normal.text
    rows = [m for m in _ROW.finditer(text) if _BREAK.search(m[0]) or _CUT_NUMERAL.search(m[0])]
    if not rows:
        return normal
    copy = TextCopy(normal)
    at = 0
    for found in rows:
        copy.keep(at, found.start())
        _write_row(copy, list(_cells(text, *found.span())))
        at = found.end()
    copy.keep(at, len(text))
    return copy.done()


def _cells(text: str, start: int, end: int) -> Iterator[list[Piece]]:
    """The pieces of every cell between two bars of a line, empty ones too: they keep the others in their lines."""
    bars = [m.start() for m in re.finditer(r"\|", text[start:end])]
    for left, right in pairwise(bars):
        pieces = []
        at = start + left + 1
        for found in [*_BREAK.finditer(text, at, start + right), None]:
            stop = found.start() if found else start + right
            pieces.append(_bare(text, at, stop))
            at = found.end() if found else stop
        yield pieces


def _bare(text: str, start: int, end: int) -> Piece:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _write_row(copy: TextCopy, cells: list[list[Piece]]) -> None:
    text = copy.normal.text
    below = _take_below(text, cells)
    labels = _label_cells(text, cells)
    cut = [cells[i] for i in labels]
    spelled = _spell(text, cut) if len(labels) > 1 else None
    if spelled is None and _CUT_NUMERAL.search(text, cells[0][0][0] - 1, cells[-1][-1][1] + 1):
        spelled = [p for pieces in cut for p in pieces if p[0] < p[1]]
    place = cells[0][0][0] - 1
    copy.put("|", place)
    for i, pieces in enumerate(cells):
        if spelled and i in labels:
            pieces = spelled if i == labels[-1] else []
        _write(copy, pieces)
        place = max(place, cells[i][-1][1])
        copy.put("|", place)
    if below:
        copy.put("\n", place)
        _write(copy, below)


def _write(copy: TextCopy, pieces: Sequence[Piece]) -> None:
    """Pieces of a cell: words run on, and numbers in them too (a note's are no cell's); two bare numbers stay apart."""
    text = copy.normal.text
    pieces = [(start, end) for start, end in pieces if start < end]
    words = [text[start:end] for start, end in pieces]
    seams = any(a[-1].isdecimal() and b[0].isdecimal() for a, b in pairwise(words))
    if seams and words[0][0].isdecimal() and not all(map(_NUMBER.fullmatch, words)):
        copy.keep(pieces[0][0], pieces[-1][1])  # a number with a note, and torn perhaps: not to be read
        return
    before = ""
    for start, end in pieces:
        piece = text[start:end]
        if _NUMBER.fullmatch(before) and _NUMBER.fullmatch(piece):
            copy.put(" ", start)
        at = start
        for tag in [*_RAISED.finditer(text, start, end), None]:
            stop = tag.start() if tag else end
            copy.keep(at, stop)
            at = tag.end() if tag else stop
        before = piece


def _take_below(text: str, cells: list[list[Piece]]) -> list[Piece]:
    """Take out of a row the pieces of a section's title that stands below it, and return them in the order of cells.

    Words behind a number that begins its cell show how many lines they are: a numeral's words go on beside it.
    """
    most = 0
    words_before = False
    for pieces, beside in pairwise([*cells, []]):
        words = [text[slice(*p)] for p in pieces]
        following = text[slice(*beside[0])] if beside else ""
        own = words_before and _NUMBER.fullmatch(words[0]) and not _NUMERAL_TAIL.match(following)
        if own and any(map(_is_words, words[1:])):
            most = max(most, len(words) - 1)
        words_before = words_before or any(map(_is_words, words))
    cuts = [max(1, len(pieces) - most) if most else len(pieces) for pieces in cells]
    below = [piece for pieces, cut in zip(cells, cuts, strict=True) for piece in pieces[cut:]]
    said = re.sub(r"\W", "", "".join(text[start:end] for start, end in below))
    if not any(title.search(said) for title in TITLES.values()):
        return []
    for pieces, cut in zip(cells, cuts, strict=True):
        del pieces[cut:]
    return below


def _is_words(text: str) -> bool:
    return sum(c.isalpha() for c in text) > 1 and not _NUMBER.fullmatch(text)


def _label_cells(text: str, cells: Sequence[Sequence[Piece]]) -> list[int]:
    """The cells of words before a row's first number, the empty ones left out; none where no number follows them."""
    labels: list[int] = []
    for i, pieces in enumerate(cells):
        words = [text[slice(*p)] for p in pieces if p[0] < p[1]]
        following = next((text[s:e] for p in cells[i + 1 : i + 2] for s, e in p if s < e), "")
        if not words:
            continue
        if all(_NUMBER.fullmatch(word) for word in words) and not _NUMERAL_TAIL.match(following):
            return labels[-_MOST_CELLS:]
        labels.append(i)
    return []


def _spell(text: str, cells: Sequence[Sequence[Piece]]) -> list[Piece] | None:
    """The pieces of some cells in the order that spells the most of the form's words; None: cell by cell does.

    The last two cells or more are read line by line, the first of them beginning some lines above the others.
    """
    if sum(map(len, cells)) > _MOST_PIECES:
        return None
    plain = [p for pieces in cells for p in pieces if p[0] < p[1]]
    best, most = None, _seams(text, plain)
    for count in range(2, len(cells) + 1):
        head = [p for pieces in cells[:-count] for p in pieces if p[0] < p[1]]
        first, *others = cells[-count:]
        for shift in range(len(first)):
            lines = [first, *([(0, 0)] * shift + list(pieces) for pieces in others)]
            longest = max(map(len, lines))
            order = [pieces[i] for i in range(longest) for pieces in lines if i < len(pieces)]
            option = head + [p for p in order if p[0] < p[1]]
            if (seams := _seams(text, option)) > most:
                best, most = option, seams
    return best


def _seams(text: str, pieces: Sequence[Piece]) -> int:
    """How many seams between neighbouring pieces stand so in the words of a form."""
    words = [label_words(_RAISED.sub("", text[start:end])) for start, end in pieces]
    return sum(a[-_ENDS:] + b[:_ENDS] in _form_words() for a, b in pairwise(words) if a and b)


@lru_cache(maxsize=1)
def _form_words() -> str:
    """Every label and merged label of every form, one a line."""
    rows = [row for form in FORMS.values() for tables in form.variants.values() for t in tables for row in t.rows]
    words = {label_words(word) for row in rows for word in (row.label, row.group or "", *row.words)}
    return "\n".join(sorted(words))
