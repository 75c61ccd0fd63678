"""Give a label its numeral back where the text has cut it off before its dot: `5`, then `.属于三类内部事务信息`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nianbao.extract.find_labels import label_words
from nianbao.extract.tokens import Line, Token
from nianbao.schemas import FORMS

_NUMERAL = re.compile(r"(\d)[.、](?=\D)")
_DOT = re.compile(r"[.、]")
_TOLD = 2
"""So many letters of a label behind the dot tell it."""
_MOST_PIECES = 3


def _openings() -> frozenset[str]:
    """The numeral and the first letters of every label of the form that has a numeral."""
    rows = [row for form in FORMS.values() for tables in form.variants.values() for t in tables for row in t.rows]
    return frozenset(
        found[1] + label_words(words)[:_TOLD]
        for row in rows
        if (found := _NUMERAL.match(row.label))
        for words in row.words
    )


_OPENINGS = _openings()


def return_numerals(lines: Sequence[Line]) -> list[Line]:
    """The lines with every such numeral as a word. A digit that is not the numeral of the label behind it stays one."""
    out = list(lines)
    flat = [t for line in lines for t in line.tokens if t.kind != "blank"]
    for i, token in enumerate(flat[:-1]):
        if token.kind == "number" and len(token.text) == 1 and _DOT.match(flat[i + 1].text):
            following = "".join(t.text for t in flat[i + 1 : i + 1 + _MOST_PIECES] if t.kind == "text")
            if token.text + _DOT.sub("", following, count=1)[:_TOLD] in _OPENINGS:
                line = out[token.line]
                out[token.line] = replace(line, tokens=tuple(_as_word(t, token) for t in line.tokens))
    return out


def _as_word(token: Token, numeral: Token) -> Token:
    return replace(token, kind="text") if token is numeral else token
