"""Put headings that are cut over several lines together again, and see whether only one order of columns allows it.

On every line the pieces stand from left to right, each the next piece of its column's heading. If form order spells
every heading out and no exchange of two columns does with as few steps back to the left, form order is the text's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations, permutations

_MOST_STATES = 4000
_MOST_STEPS = 2
"""Steps back to the left that are allowed in all: a converter that puts two printed lines into one makes one."""

_State = tuple[int, ...]
"""How many letters of each column's heading have been seen."""


@lru_cache(maxsize=1024)
def spelled_in_order(headings: tuple[str, ...], lines: tuple[str, ...], group: int) -> bool:
    """Whether the lines spell the headings out in the given order, and in no other within groups of `group` columns.

    The last column of a group is its total, which the sums tell from the others. `lines` have no spaces and no words
    but the headings'. False also where the search would grow too large. Cached: reports of one house look alike.
    """
    if Counter("".join(lines)) != Counter("".join(headings)):
        return False
    try:
        here = _steps(headings, lines)
        return here is not None and not any(
            _steps(other, lines, most=here) is not None for other in _other_orders(headings, group)
        )
    except OverflowError:
        return False


def _other_orders(headings: tuple[str, ...], group: int) -> Iterator[tuple[str, ...]]:
    """The headings with two or three columns of one group in another order."""
    for first in range(0, len(headings), group):
        for size in (2, 3):
            for chosen in combinations(range(first, first + group - 1), size):
                for order in permutations(chosen):
                    if all(a != b for a, b in zip(chosen, order, strict=True)):
                        other = list(headings)
                        for place, source in zip(chosen, order, strict=True):
                            other[place] = headings[source]
                        yield tuple(other)


def _steps(headings: Sequence[str], lines: Sequence[str], most: int = _MOST_STEPS) -> int | None:
    """The fewest steps back with which the lines spell all headings, None where they do not within `most`.

    Raises OverflowError where there are too many ways.
    """
    for allowed in range(most + 1):
        states: dict[_State, int] = {(0,) * len(headings): 0}
        for line in lines:
            states = _read(headings, line, states, allowed)
        if (found := states.get(tuple(map(len, headings)))) is not None:
            return found
    return None


def _read(headings: Sequence[str], line: str, states: dict[_State, int], most: int) -> dict[_State, int]:
    """The states after a line, with the fewest steps back to each."""
    # (letters of the line read, last column) → state → steps
    open_ends: dict[tuple[int, int], dict[_State, int]] = {(0, -1): dict(states)}
    done: dict[_State, int] = {}
    for at in range(len(line)):
        for last in range(-1, len(headings)):
            for state, steps in open_ends.pop((at, last), {}).items():
                for column, heading in enumerate(headings):
                    seen = state[column]
                    length = _common(heading, seen, line, at)
                    if not length:
                        continue
                    cost = steps + (column <= last)
                    if cost > most:
                        continue
                    after = (*state[:column], seen + length, *state[column + 1 :])
                    here = done if at + length == len(line) else open_ends.setdefault((at + length, column), {})
                    if here.get(after, most + 1) > cost:
                        here[after] = cost
        if sum(map(len, open_ends.values())) + len(done) > _MOST_STATES:
            raise OverflowError
    return done if line else dict(states)


def _common(heading: str, seen: int, line: str, at: int) -> int:
    """How many letters of the heading's rest the line goes on with."""
    length = 0
    while seen + length < len(heading) and at + length < len(line) and heading[seen + length] == line[at + length]:
        length += 1
    return length
