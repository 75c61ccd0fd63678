"""How many tokens a text may be, without any model's own tokeniser: an estimate, and a number that is not exceeded."""

from __future__ import annotations

import re

_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_DIGIT = re.compile(r"[0-9]")
_OVERHEAD = 20
"""Tokens that a chat template puts around a message, with room."""


def estimate_tokens(text: str) -> int:
    """About how many tokens a text is: Chinese runs at two characters to three tokens or less, digits mostly one each.

    Docs/evaluation.md has the estimate beside counted tokens.
    """
    chinese, digits = len(_CJK.findall(text)), len(_DIGIT.findall(text))
    return round(0.7 * chinese + digits + 0.45 * (len(text) - chinese - digits)) + 5


def most_tokens(text: str) -> int:
    """A number of tokens that the text does not exceed: one to a character, two to a Chinese one."""
    return len(text) + len(_CJK.findall(text)) + _OVERHEAD
