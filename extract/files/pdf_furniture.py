"""Page furniture: page numbers and running heads, told from text by where and how often they stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from nianbao.extract.files.pdf_page import PageContent, TextLine
from nianbao.extract.files.pdf_tables import Table

_MARGIN = 0.12
"""The share of a page's height, at the top and at the bottom, where furniture stands."""
_SAME_PLACE = 4.0
"""Points by which a running head's place may differ from page to page."""
_DECORATED = re.compile(
    r"[-—–―－─~·•]+\d{1,4}[-—–―－─~·•]+|第[\d一二三四五六七八九十]{1,4}页([,，/]?\(?共[\d一二三四五六七八九十]{1,4}页\)?)?"
    r"|共\d{1,4}页([,，]?第\d{1,4}页)?|\d{1,4}/\d{1,4}|Page\d{1,4}(of\d{1,4})?|\d{1,4}of\d{1,4}",
    re.IGNORECASE,
)
_BARE = re.compile(r"\d{1,4}|[ivxIVX]{1,6}")
_WORDS = re.compile(r"[\u4e00-\u9fff]|[A-Za-z]{3}")
"""A row of numbers is no running head, however often it stands in one place."""


def drop_furniture(pages: Sequence[PageContent]) -> list[PageContent]:
    """The pages without their furniture. Nothing inside a table is touched, and no Chinese words are lost that stand
    nowhere else: of a running head that the text does not repeat, the first stays."""
    dropped: dict[int, set[int]] = defaultdict(set)
    heads: dict[tuple[bool, str], list[tuple[int, int, float]]] = defaultdict(list)
    bare: dict[bool, list[tuple[int, int, str]]] = defaultdict(list)
    for number, page in enumerate(pages):
        for index, low in _edge_lines(page):
            line = page.pieces[index]
            assert isinstance(line, TextLine)
            height = page.view.upright.height
            if _DECORATED.fullmatch(line.words):
                dropped[number].add(index)
            elif _BARE.fullmatch(line.words):
                bare[low].append((number, index, line.words))
            elif _WORDS.search(line.words):
                place = line.rect.top if not low else height - line.rect.bottom
                heads[low, re.sub(r"\d+", "#", line.words)].append((number, index, place))
    for lone in bare.values():
        for number, index in _counting(lone, pages):
            dropped[number].add(index)
    for (_, words), found in heads.items():
        again = [f for f in found if sum(abs(f[2] - other[2]) <= _SAME_PLACE for other in found) > 1]
        if len({number for number, _, _ in again}) < 2:
            continue
        spare = again if _stands_elsewhere(words, pages, {(n, i) for n, i, _ in again}) else again[1:]
        for number, index, _ in spare:
            dropped[number].add(index)
    return [
        replace(page, pieces=tuple(p for i, p in enumerate(page.pieces) if i not in dropped[number]))
        for number, page in enumerate(pages)
    ]


def _edge_lines(page: PageContent) -> list[tuple[int, bool]]:
    """The page's first and last lines in its margins, by their index, and whether they stand at its bottom."""
    height = page.view.upright.height
    found = []
    for low in (False, True):
        order = range(len(page.pieces))
        for index in list(reversed(order) if low else order)[:3]:
            piece = page.pieces[index]
            if isinstance(piece, Table):
                break
            inside = piece.rect.top >= (1 - _MARGIN) * height if low else piece.rect.bottom <= _MARGIN * height
            if not inside:
                break
            found.append((index, low))
    return list(dict(found).items())


def _counting(found: Sequence[tuple[int, int, str]], pages: Sequence[PageContent]) -> list[tuple[int, int]]:
    """The bare numbers that are page numbers: they count the pages, or one stands far from the text before it."""
    if len(pages) > 1:
        offsets: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for number, index, words in found:
            if words.isdigit():
                offsets[int(words) - pages[number].number].append((number, index))
        best = max(offsets.values(), key=len, default=[])
        counted = best if len(best) > 1 else []
        if counted:
            return counted
    return [(n, i) for n, i, _ in found if _stands_alone(pages[n], i)]


def _stands_alone(page: PageContent, index: int) -> bool:
    """Whether a line stands two lines' heights or more from what is next to it."""
    line = page.pieces[index]
    assert isinstance(line, TextLine)
    gaps = []
    for other in page.pieces[max(index - 1, 0) : index] + page.pieces[index + 1 : index + 2]:
        top, bottom = (other.top, other.bottom) if isinstance(other, Table) else (other.rect.top, other.rect.bottom)
        gaps.append(max(line.rect.top - bottom, top - line.rect.bottom))
    return min(gaps, default=0.0) > 2 * line.rect.height


def _stands_elsewhere(words: str, pages: Sequence[PageContent], places: set[tuple[int, int]]) -> bool:
    """Whether the text has the Chinese words of a running head anywhere else, however they wrap."""
    text = "".join(
        piece.words
        for number, page in enumerate(pages)
        for index, piece in enumerate(page.pieces)
        if isinstance(piece, TextLine) and (number, index) not in places
    )
    return all(run in text for run in re.findall(r"[\u4e00-\u9fff]+", words))
