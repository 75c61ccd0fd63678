"""Read a number out of the tokens that print it: one, or the pieces of one that the text has torn."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from nianbao.extract.candidate import UNREADABLE, Cell
from nianbao.extract.ground import digits_of
from nianbao.extract.normalise import NormalText
from nianbao.extract.signed_counts import parted_sign
from nianbao.extract.tokens import Token, number_value
from nianbao.schemas import Column


def read_cell(token: Token | None, column: Column, normal: NormalText) -> Cell:
    """The cell that a token prints: its number, or the mark of a dash, a blank or what is no well-formed number."""
    if token is None:
        return UNREADABLE
    span = normal.span(token.start, token.end)
    if token.kind == "dash":
        return Cell(None, "dash", span)
    if token.kind == "blank":
        return Cell(None, "blank", span)
    return _number(token.text, column, span)


def read_torn(tokens: Sequence[Token], column: Column, normal: NormalText) -> Cell:
    """The cell that the tokens print together if they are the pieces of one torn number, in order.

    Unreadable where they make no well-formed number. Whether they belong together is not said here.
    """
    if len(tokens) == 1 and tokens[0].kind != "number":
        return read_cell(tokens[0], column, normal)
    span = normal.span(tokens[0].start, tokens[-1].end)
    if any(token.kind != "number" for token in tokens):
        return Cell(None, "unreadable", span)
    return _number("".join(digits_of(token.text) for token in tokens), column, span)


def _number(text: str, column: Column, span: tuple[int, int]) -> Cell:
    sign, bare = parted_sign(text) if column.kind == "change" else ("", text)
    digits = number_value(bare)
    if digits is None or (column.kind != "amount" and "." in digits) or (sign and digits == "0"):
        return Cell(None, "unreadable", span)
    return Cell(Decimal(digits) if column.kind == "amount" else int(sign + digits), None, span)


def whole_numbers(tokens: Sequence[Token]) -> list[int] | None:
    """The counts that tokens print, dashes and blanks being none; None where one is no whole number."""
    digits = [number_value(t.text) if t.kind == "number" else "0" for t in tokens]
    counts = [int(d) for d in digits if d is not None and d.isdecimal()]
    return counts if len(counts) == len(tokens) else None


def adds_up(counts: Sequence[int]) -> bool:
    """Whether the last of a row's counts is the sum of the others."""
    return sum(counts[:-1]) == counts[-1]
