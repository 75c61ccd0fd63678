"""Hard limits of asking, per report and per run: rounds, tokens, money and time. They are never overstepped."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Limits:
    """Hard limits of one report: `rounds` of asks for a row, `tokens` in and out together, `cost` in the currency of
    the model's price, `seconds` since its first ask. None is no limit."""

    rounds: int = 3
    tokens: int | None = 40_000
    cost: Decimal | None = None
    seconds: float | None = None


@dataclass(frozen=True)
class Bound:
    """The most that one ask can take: tokens in and out together, and money."""

    tokens: int
    cost: Decimal = Decimal(0)


class Budget:
    """What a whole run may take: `tokens`, `cost`, `seconds`; None is no limit. Thread-safe.

    Before each ask its bound is set aside, afterwards what it took is booked: so asks that are under way together
    cannot overstep it together.
    """

    def __init__(
        self,
        *,
        cost: Decimal | None = None,
        tokens: int | None = None,
        seconds: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.cost, self.tokens, self.seconds = cost, tokens, seconds
        self.spent_tokens, self.spent_cost = 0, Decimal(0)
        self._aside_tokens, self._aside_cost = 0, Decimal(0)
        self._clock = clock
        self._began: float | None = None
        self._lock = threading.Lock()

    def set_aside(self, bound: Bound) -> str | None:
        """Set aside the most that an ask can take; else the limit that it could overstep, in words."""
        with self._lock:
            if self._began is None:
                self._began = self._clock()
            if self.seconds is not None and self._clock() - self._began >= self.seconds:
                return f"the run's time limit of {self.seconds:g} s"
            tokens = self.spent_tokens + self._aside_tokens + bound.tokens
            if self.tokens is not None and tokens > self.tokens:
                return f"the run's token limit of {self.tokens}"
            cost = self.spent_cost + self._aside_cost + bound.cost
            if self.cost is not None and cost > self.cost:
                return f"the run's budget of {self.cost:f}"
            self._aside_tokens += bound.tokens
            self._aside_cost += bound.cost
            return None

    def book(self, bound: Bound, tokens: int, cost: Decimal) -> None:
        """An ask is back: what was set aside for it is free, what it took is spent."""
        with self._lock:
            self._aside_tokens -= bound.tokens
            self._aside_cost -= bound.cost
            self.spent_tokens += tokens
            self.spent_cost += cost

    def seconds_left(self) -> float | None:
        """Seconds until the run's time limit, or None without one."""
        if self.seconds is None or self._began is None:
            return self.seconds
        return max(0.0, self.seconds - (self._clock() - self._began))
