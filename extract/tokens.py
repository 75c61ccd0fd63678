"""Cut a normalised text into lines, cells and tokens: numbers, dashes, visible blanks and words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Literal

TokenKind = Literal["number", "dash", "blank", "text", "page"]

_UNIT = r"(?:件|份|条|个|项|宗|起|次|万元|元)"
_NOTE = r"(?:\([^()]*\)|\[[^\[\]]*\])"
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_WELL_FORMED = re.compile(_DIGITS)
_WORD = re.compile(r"[^ ]+")
_NUMBER_CELL = re.compile(rf"({_DIGITS}) ?{_UNIT}?(?: ?{_NOTE})?")
_DASH = re.compile(r"-{1,2}|—{1,4}|/|无|\\")
_DASH_SIGNS = frozenset("-—/\\")
_PAGE_LINE = re.compile(
    r"[ \t]*(?:- ?\d{1,3} ?-|— ?\d{1,3} ?—|第 ?\d{1,3} ?页(?: ?[,/]? ?共 ?\d{1,3} ?页)?|\d{1,3} ?/ ?\d{1,3})[ \t]*"
)
# Lines that only draw a table: Markdown's |---|:--:|, grid tables, box drawing.
_RULE_SIGNS = re.compile(r"[ \t|:+=_\-—┌┬┐├┼┤└┴┘╔╗╚╝╬╠╣╦╩]+")
_RULE = re.compile(r"-{3}|={3}|_{3}|—{5}|[┌┬┐├┼┤└┴┘╔╗╚╝╬]")
# A bar parts cells, but not in a chat template's marks (`<|im_start|>`): those are words like any others.
_DELIMITER = re.compile(r"\t|(?<!<)\|(?!>)")
# What follows a number in running text: it is part of a sentence, not of a table.
_SENTENCE_UNIT = frozenset("年月日号楼室期届岁%个件条份项次人家篇场只万亿元名类部章天小多余")


@dataclass(slots=True)  # never changed once made; frozen, making them would be a sixth of a report's reading
class Token:
    """One piece of a line. `start` and `end` are places in the normalised text; `cell` counts delimited cells in the
    line from 0; `whole` says that the token is all that its cell (or its line, without delimiters) holds."""

    kind: TokenKind
    text: str
    start: int
    end: int
    line: int
    cell: int
    whole: bool = False

    def __hash__(self) -> int:
        return hash((self.start, self.end))

    @property
    def is_value(self) -> bool:
        """A number or a dash: what stands printed in a cell."""
        return self.kind in ("number", "dash")


@dataclass(frozen=True)
class Line:
    """One line: its tokens in order, how many delimited cells it has (0: no delimiter in it), its place in the text."""

    number: int
    start: int
    end: int
    cells: int
    tokens: tuple[Token, ...]

    @cached_property
    def values(self) -> tuple[Token, ...]:
        """The printed values of the line."""
        return tuple(token for token in self.tokens if token.is_value)


def tokenise(text: str, start: int = 0, end: int | None = None) -> list[Line]:
    """The lines of text[start:end], each cut at tabs and pipes into cells and at spaces into words. Never raises."""
    end = len(text) if end is None else end
    lines: list[Line] = []
    at = start
    while at <= end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        lines.append(_line(text, at, stop, len(lines)))
        at = stop + 1
    return _join_broken(lines, text)


def _line(text: str, start: int, end: int, number: int) -> Line:
    content = text[start:end]
    if _PAGE_LINE.fullmatch(content):
        return Line(number, start, end, 0, (Token("page", content.strip(), start, end, number, 0, True),))
    if _RULE_SIGNS.fullmatch(content) and _RULE.search(content):
        return Line(number, start, end, 0, ())
    delimiters = [m.start() + start for m in _DELIMITER.finditer(content)]
    if not delimiters:
        return Line(number, start, end, 0, tuple(_words(text, start, end, number, 0)))
    tokens: list[Token] = []
    cell, at = 0, start
    for place in [*delimiters, end]:
        found = list(_words(text, at, place, number, cell))
        tokens.extend(found or [Token("blank", "", at, place, number, cell, True)])
        at, cell = place + 1, cell + 1
    return Line(number, start, end, cell, tuple(tokens))


def _words(text: str, start: int, end: int, line: int, cell: int) -> Iterator[Token]:
    content = text[start:end]
    bare = content.strip()
    if not bare:
        return
    at = start + content.index(bare)
    # The whole cell as one number, with a unit or a note: "5 件", "1(含上年结转1件)".
    if match := _NUMBER_CELL.fullmatch(bare):
        if _CORRECTED.search(bare):  # which of the two is printed for the cell is not said
            yield Token("number", bare, at, at + len(bare), line, cell, True)
            return
        yield Token("number", match[1], at + match.start(1), at + match.end(1), line, cell, True)
        return
    if _DASH.fullmatch(bare):
        yield Token("dash", bare, at, at + len(bare), line, cell, True)
        return
    if " " not in bare:
        yield Token("number" if _ILL_FORMED.fullmatch(bare) else "text", bare, at, at + len(bare), line, cell)
        return
    words = list(_WORD.finditer(bare))
    nones = sum(word[0] == "无" for word in words)
    for i, word in enumerate(words):
        here = at + word.start()
        # 无 alone is a label's syllable; twice on a line, or behind a number, it is what a cell prints.
        if word[0] == "无" and (nones > 1 or (i and _NUMBER_CELL.fullmatch(words[i - 1][0]))):
            yield Token("dash", word[0], here, here + 1, line, cell)
            continue
        if not (word[0][0].isdecimal() or word[0][0] in _DASH_SIGNS):
            yield Token("text", word[0], here, here + len(word[0]), line, cell)
            continue
        # "申请 8 件": a number of a sentence. Behind another number it is a row's, however a wrapped label goes on.
        following = words[i + 1][0][0] if i + 1 < len(words) else ""
        sentence = following in _SENTENCE_UNIT and not (i and _NUMBER_CELL.fullmatch(words[i - 1][0]))
        sentence = sentence or (following in _MULTIPLE and not words[i + 1][0].startswith("万元"))
        # "4 .无正当理由": a list numeral, parted from its dot.
        sentence = sentence or (
            len(words[i][0]) == 1 and bool(_DOTTED.match(words[i + 1][0] if i + 1 < len(words) else ""))
        )
        if (match := _NUMBER_CELL.fullmatch(word[0])) and not sentence and _CORRECTED.search(word[0]):
            yield Token("number", word[0], here, here + len(word[0]), line, cell)
        elif match and not sentence:
            yield Token("number", match[1], here + match.start(1), here + match.end(1), line, cell)
        elif _ILL_FORMED.fullmatch(word[0]):
            # `3,7` of a torn `3,710`: printed as a number, so it counts as one, but its value is not to be had.
            yield Token("number", word[0], here, here + len(word[0]), line, cell)
        elif _DASH.fullmatch(word[0]) and word[0] != "无":
            yield Token("dash", word[0], here, here + len(word[0]), line, cell)
        else:
            yield Token("text", word[0], here, here + len(word[0]), line, cell)


# Each piece is taken once and for all: else a line of commas is tried at each of them, hours for a megabyte.
# So is a number with a note that the line's end has cut: `3(含上年`.
_ILL_FORMED = re.compile(r"(?=[^,]*,)\d++(?:[.,]\d++)++|\d++[件份条个项宗]?\([^()]*+")
_CORRECTED = re.compile(r"更正|订正|勘误|应为|改为|实为")
_MULTIPLE = ("万", "亿", "千", "百")
_DOTTED = re.compile(r"[.、]\D")
_NUMERAL = re.compile(r"\d\.")
_TORN_HEAD = re.compile(r"\d+[.,]")
_TORN_TAIL = re.compile(r"[.,]\d+(?:[.,]\d+)*")


def _join_broken(lines: list[Line], text: str) -> list[Line]:
    """Make one token of a number that was torn at its separator (`4,` `574` or `1108` `.7`).

    Its text is kept as it stands, which is no well-formed number: the cell is not read, and its parts never pass for
    numbers of their own.
    """
    flat = [token for line in lines for token in line.tokens if token.kind != "blank"]
    torn: dict[Token, Token | None] = {}
    for first, second in pairwise(flat):
        head = first.kind == "text" and _TORN_HEAD.fullmatch(first.text) and second.kind == "number"
        if head and _NUMERAL.fullmatch(first.text) and first.line == second.line and second.start > first.end + 1:
            head = None  # a list numeral before a row's numbers, far from them
        tail = first.kind == "number" and second.kind == "text" and _TORN_TAIL.fullmatch(second.text)
        if head or tail:
            start = torn.get(first) or first
            whole = start.whole and second.whole
            torn[first] = replace(
                start, kind="number", text=text[start.start : second.end], end=second.end, whole=whole
            )
            torn[second] = None
    if not torn:
        return lines
    return [
        replace(line, tokens=tuple(t for token in line.tokens if (t := torn.get(token, token)) is not None))
        if any(token in torn for token in line.tokens)
        else line
        for line in lines
    ]


def number_value(text: str) -> str | None:
    """The digits of a number token without separators, or None where it is no well-formed number (`01`, `00`)."""
    if not (text.isdecimal() or _WELL_FORMED.fullmatch(text)):
        return None
    bare = text.replace(",", "")
    return None if len(bare) > 1 and bare[0] == "0" and bare[1] != "." else bare
