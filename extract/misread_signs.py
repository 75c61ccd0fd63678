"""Signs that a text was read off a picture: there a sum that fails may be a misread digit, and not the report's own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from nianbao.extract.candidate import REVIEW_UNIT, Doubt, TableReading
from nianbao.extract.find_labels import Squeezed, find_chain, label_letters, label_words
from nianbao.extract.normalise import NormalText
from nianbao.extract.tokens import Line

_NUMERAL = re.compile(r"^\d[.、]")
_WIDE = re.compile(r"[０-９]")
_NARROW = re.compile(r"[0-9]")
_PIECE = 3
"""Letters of a label's piece that no other words are by chance."""
_FEW = 0.1
"""So small a share of a report's numbers is set in another width by misreading, a larger one by its typist."""


def doubt_digits(
    tables: dict[str, TableReading], normal: NormalText, lines: list[Line], squeezed: Squeezed
) -> dict[str, TableReading]:
    """The tables, each told why its digits may be misread, where letters or digits of the text show it.

    Sums that hold show that digits are read right; cells that no sum covers are not sure in such a text.
    """
    present = {key: reading for key, reading in tables.items() if reading.present}
    why, misread = "", True
    if label := _garbled_label(present.values(), squeezed, foreign=True):
        why = f"the text has other letters in {label}, so perhaps other digits too"
    elif heading := _turned_words(present.get("requests"), lines):
        why = f"the text turns {heading} about, as a reader of pictures does, so digits may be misread"
    elif printed := _odd_width(present.values(), normal):
        # A typist does that too, so it says something only beside a sum that fails.
        why, misread = f"{printed} is set in another width than the other numbers, as in misread text", False
    elif label := _garbled_label(present.values(), squeezed, foreign=False):
        why, misread = f"the text garbles the label {label}, so perhaps digits too", False
    if not why:
        return tables
    out = dict(tables)
    for key, reading in present.items():
        out[key] = replace(reading, digits_doubted=why)
        summed = {c for s in reading.table.sums for c in s.cells}
        alone = tuple(c for c in reading.table.cells if c not in summed)
        if misread and alone:
            out[key] = out[key].with_doubts(Doubt("misread_digits", alone, f"{why}; no sum covers these cells"))
    return out


def _garbled_label(readings: Iterable[TableReading], squeezed: Squeezed, *, foreign: bool) -> str:
    """A row label that does not stand in the text as it is, or that has letters in it that no label has (`foreign`)."""
    for reading in readings:
        if reading.table.key == REVIEW_UNIT:
            continue  # its labels are headings, among others
        letters = label_letters(reading.table)
        for anchor in find_chain(squeezed, reading.table.rows, reading.start, reading.end):
            if anchor.score < 100 and (not foreign or set(squeezed.part(anchor.start, anchor.end)) - letters):
                return reading.table.row_by_key[anchor.row].label
    return ""


def _turned_words(reading: TableReading | None, lines: list[Line]) -> str:
    """A heading or row label of `requests` of which two pieces stand side by side in the wrong order (计 总, 投诉类申请
    1.信访举报); empty if none does. The headings of `review` share their words (结果维持, 其他结果)."""
    if reading is None or not reading.rows:
        return ""
    first = min(row.start for row in reading.rows.values())
    headings = {c.label for row in reading.table.rows for c in row.columns}
    labels = [label_words(word) for row in reading.table.rows for word in row.words]
    for line in lines:
        if not reading.start <= line.start < reading.end:
            continue
        for one, other in pairwise([t.text for t in line.tokens if t.kind == "text"]):
            turned = other + one
            if line.start < first and turned in headings and one + other not in headings:
                return turned
            words = _NUMERAL.sub("", turned)
            if len(one) >= _PIECE and len(other) > _PIECE and any(words in label for label in labels):
                return turned
    return ""


def _odd_width(readings: Iterable[TableReading], normal: NormalText) -> str:
    """A number in full-width digits among plain ones, or the other way round; empty if there is none or they mix."""
    wide: list[str] = []
    narrow: list[str] = []
    for reading in readings:
        for cell in reading.cells.values():
            if cell.span:
                printed = normal.original[slice(*cell.span)]
                if _WIDE.search(printed):
                    wide.append(printed)
                elif _NARROW.search(printed):
                    narrow.append(printed)
    fewer, more = sorted((wide, narrow), key=len)
    return fewer[0] if fewer and len(fewer) <= _FEW * len(more) else ""
