"""Begin every row at its label's numeral: in a narrow column the row's numbers stand beside it, above the words."""

from __future__ import annotations

import re
from dataclasses import replace

from nianbao.extract.find_labels import Anchor, Squeezed, label_words
from nianbao.schemas import Row, Table

_NUMERAL = re.compile(r"\d[.、]|[一二三四五六七][、.]|\([一二三四五六七]\)")
_MOST_BETWEEN = 10
"""Letters of merged labels between a numeral and its label's words, at most."""


def with_numerals(anchors: list[Anchor], table: Table, squeezed: Squeezed) -> list[Anchor]:
    """The labels as found, each with its own numeral where that stands before it, behind the label before.

    Only pieces of merged labels may stand in between.
    """
    out: list[Anchor] = []
    groups = frozenset("".join(label_words(row.group) for row in table.rows if row.group)) | frozenset(",:")
    for anchor in anchors:
        numeral = _numeral_of(table.row_by_key[anchor.row])
        at = squeezed.index(anchor.start)
        low = max(squeezed.index(out[-1].end) if out else 0, at - _MOST_BETWEEN)
        found = [m for m in _NUMERAL.finditer(squeezed.text, low, at) if _bare(m[0]) == numeral]
        if found and set(squeezed.text[found[-1].end() : at]) <= groups:
            out.append(replace(anchor, start=squeezed.place(found[-1].start())))
        else:
            out.append(anchor)
    return out


def _numeral_of(row: Row) -> str:
    found = _NUMERAL.match(label_words(row.label))
    return _bare(found[0]) if found else ""


def _bare(numeral: str) -> str:
    return numeral.strip("().、")
