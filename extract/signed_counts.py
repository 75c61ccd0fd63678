"""Read the signs of 本年增/减: `-5`, `减5`, `+3`, and a sign torn from its number; a dash alone is still a dash."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby, pairwise, zip_longest

from nianbao.extract.candidate import Doubt, RowText
from nianbao.extract.locate_tables import Region
from nianbao.extract.normalise import NormalText
from nianbao.extract.tokens import Line, Token, number_value
from nianbao.schemas import Table

_SIGNS = {"+": "+", "增": "+", "增加": "+", "-": "-", "—": "-", "减": "-", "减少": "-"}
_MINUS_DASHES = frozenset("-—")
"""Dashes that may be a minus torn from its number; `/` and 无 never are."""
_SIGNED = re.compile(r"(增加?|减少?|[+\-—])(\d{1,3}(?:,\d{3})+|\d+)(?:件|项|个|宗|起|次|条)?")


def sign_counts(lines: list[Line], regions: Iterable[Region]) -> list[Line]:
    """The lines with every signed number inside the regions as one number token whose text begins with + or -.

    A dash and a number make one only where they are all that a cell holds, or a line without delimiters. The slash of
    a torn heading 增 / 减 becomes a word.
    """
    bounds = [(region.start, region.end) for region in regions]
    if not bounds:
        return lines
    out = []
    for line in lines:
        if line.tokens and any(start <= line.start < end or line.start <= start <= line.end for start, end in bounds):
            line = replace(line, tokens=tuple(t for cell in _cells(line) for t in sign_cell(cell)))
        out.append(line)
    return _heading_slashes(out, bounds)


def _cells(line: Line) -> list[tuple[Token, ...]]:
    return [tuple(tokens) for _, tokens in groupby(line.tokens, key=lambda t: t.cell)]


def sign_cell(tokens: Sequence[Token]) -> list[Token]:
    """A cell's tokens with each signed number as one."""
    out: list[Token] = []
    for token in tokens:
        before = out[-1] if out else None
        if token.kind == "text" and (found := _SIGNED.fullmatch(token.text)):
            whole = len(tokens) == 1
            out.append(replace(token, kind="number", text=_SIGNS[found[1]] + found[2], whole=whole))
        elif token.kind == "number" and before is not None and _is_sign(before, alone=len(tokens) == 2):
            whole = len(tokens) == 2
            out[-1] = replace(token, text=_SIGNS[before.text] + token.text, start=before.start, whole=whole)
        else:
            out.append(token)
    return out


def _is_sign(token: Token, *, alone: bool) -> bool:
    """Whether a token before a number is its sign: a word or a plus is, a dash only where nothing else stands."""
    if token.kind == "text":
        return token.text in _SIGNS
    return token.kind == "dash" and token.text in _MINUS_DASHES and alone


def _heading_slashes(lines: list[Line], bounds: list[tuple[int, int]]) -> list[Line]:
    """A dash between 增 and 减 is the heading's own: it stands for no cell."""
    flat = [t for line in lines for t in line.tokens if t.kind != "blank"]
    slashes = {
        slash
        for (first, slash), (_, last) in pairwise(pairwise(flat))
        if slash.kind == "dash"
        and first.text.endswith("增")
        and last.text.startswith("减")
        and any(start <= slash.start < end for start, end in bounds)
    }
    if not slashes:
        return lines
    return [
        replace(line, tokens=tuple(replace(t, kind="text") if t in slashes else t for t in line.tokens))
        for line in lines
    ]


def parted_sign(text: str) -> tuple[str, str]:
    """A number token's sign ("-" or "") and the rest of it."""
    return ("-" if text[:1] == "-" else "", text[1:] if text[:1] in ("+", "-") else text)


def join_torn_signs(
    table: Table, rows: dict[str, RowText], lines: list[Line], normal: NormalText
) -> tuple[dict[str, RowText], list[Doubt]]:
    """The rows with `- 5` as one number where the row then prints as many as it has columns, and the doubts.

    Without delimiters `- 5` is a number or a dash and a number, so such a row is never sure; a row that is complete
    with a dash before a number is, if the table prints dashes where no sign can stand.
    """
    out, doubts = dict(rows), []
    told = any(_plain_dash(table, row) for row in rows.values())
    intact = any(t.kind == "number" and t.text.startswith("-") for row in rows.values() for t in row.tokens)
    for key, row in rows.items():
        at = _change_column(table, key)
        values = row.values
        if at is None:
            continue
        needs = len(table.row_by_key[key].columns)
        # Where a cell was lost the sign may stand one place before its column.
        places = values[at : at + 2] if len(values) > needs else values[: at + 2]
        pair = next(((a, b) for a, b in pairwise(places) if _may_be_torn(a, b, lines, intact=intact)), None)
        if pair is None or len(values) not in (needs, needs + 1) or (len(values) == needs and told):
            continue
        first, second = pair
        if len(values) > needs:
            joined = replace(second, text="-" + second.text, start=first.start, whole=False)
            tokens = tuple(joined if t == second else t for t in row.tokens if t != first)
            out[key] = replace(row, tokens=tokens)
        printed = f"{first.text} {second.text}"
        doubts.append(
            Doubt(
                "ambiguous",
                table.row_cells(key),
                f"{table.row_by_key[key].label}: {printed} is one number or a dash and a number",
                normal.span(first.start, second.end),
            )
        )
    return out, doubts


def _change_column(table: Table, row: str) -> int | None:
    return next((i for i, c in enumerate(table.row_by_key[row].columns) if c.kind == "change"), None)


def _may_be_torn(first: Token, second: Token, lines: list[Line], *, intact: bool) -> bool:
    """Whether a dash may be the minus of the number behind it: no delimiter between them, and no wide gap.

    A line's end parts no sign from its number in a table that prints other signs beside theirs (`intact`).
    """
    if first.kind != "dash" or first.text not in _MINUS_DASHES or second.kind != "number":
        return False
    if number_value(second.text) is None or "." in second.text or lines[first.line].cells or lines[second.line].cells:
        return False
    return not intact if first.line != second.line else second.start - first.end < 2


def _plain_dash(table: Table, row: RowText) -> bool:
    """Whether the row prints a dash where no sign can stand: before no number, or where no column is a change."""
    values = row.values
    signed = _change_column(table, row.row) is not None
    return any(
        t.kind == "dash" and t.text in _MINUS_DASHES and (not signed or after is None or after.kind == "dash")
        for t, after in zip_longest(values, values[1:])
    )
