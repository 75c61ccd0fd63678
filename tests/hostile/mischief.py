"""The kinds of mischief: each spoils a sheet in one way, says how the text changes, and keeps the truth beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from random import Random
from typing import Literal

from tests.hostile.sheet import DRAWS, LAYOUTS, Sheet, Unfit, draw_sheet

Change = Literal["order", "more", "fewer", "words", "figures"]
"""What the mischief does to the text: the same digits in another order (or place among the words), more or fewer
characters, other words around the same digits, other figures in the cells."""
Spoil = Callable[[Sheet], None]


@dataclass(frozen=True)
class Kind:
    """One kind of mischief. `layouts`: those in which it is possible; `small`: also for reports of nearly all zeros."""

    name: str
    spoil: Spoil
    change: Change
    layouts: tuple[str, ...]
    small: bool

    @property
    def story(self) -> str:
        """What is done to the text, in a sentence."""
        return (self.spoil.__doc__ or "").strip()


@dataclass(frozen=True)
class HostileText:
    """A spoilt text, the sheet with its truth, and the text as it was before."""

    text: str
    plain: str
    sheet: Sheet


KINDS: dict[str, Kind] = {}


def mischief(
    change: Change, *, layouts: tuple[str, ...] = tuple(LAYOUTS), small: bool = False
) -> Callable[[Spoil], Spoil]:
    """Register a kind under its function's name."""

    def register(spoil: Spoil) -> Spoil:
        name = spoil.__name__
        KINDS[name] = Kind(name, spoil, change, layouts, small)
        return spoil

    return register


def make_hostile(kind: Kind, variant: int) -> HostileText:
    """The variant of a kind, the same on every machine: layouts in turn, numbers and places by chance."""
    layout = kind.layouts[variant % len(kind.layouts)]
    for attempt in count():
        if attempt > 200:
            raise AssertionError(f"{kind.name} {variant}: no drawn sheet fits this kind")
        chance = Random(f"{kind.name} {variant} {attempt}")
        sheet = draw_sheet(chance.randrange(DRAWS), layout, chance, small=kind.small)
        try:
            kind.spoil(sheet)
        except Unfit:
            continue
        chance = Random(f"{kind.name} {variant} {attempt}")
        plain = draw_sheet(chance.randrange(DRAWS), layout, chance, small=kind.small)
        return HostileText(sheet.text(), plain.text(), sheet)
    raise AssertionError


def changed_as_said(change: Change, hostile: HostileText) -> bool:
    """Whether a text differs from the plain one in the way that its kind says."""
    before, after = _stuff(hostile.plain), _stuff(hostile.text)
    digits = [[c for c in stuff if c.isdecimal()] for stuff in (before, after)]
    if change == "figures" or hostile.sheet.layout == "repeated":  # there merged cells' texts multiply
        return hostile.text != hostile.plain
    if change == "order":
        return sorted(digits[0]) == sorted(digits[1]) and before != after
    if change == "more":
        return len(after) > len(before)
    if change == "fewer":
        return len(after) < len(before)
    return digits[0] == digits[1] and before != after


def _stuff(text: str) -> list[str]:
    """A text's characters without spaces, delimiters and rules."""
    return [c for c in text if not c.isspace() and c not in "|-"]
