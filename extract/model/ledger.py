"""What one report's asking has cost so far, attempt by attempt, and whether it may go on."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from nianbao.extract.model.limits import Bound, Budget, Limits
from nianbao.schemas import Attempt

if TYPE_CHECKING:
    from nianbao.extract.model.ask import Ask
    from nianbao.extract.model.reply import Reply


@dataclass
class AskRecord:
    """One ask as a trace or an eval's log shows it: what was sent, what came back, which rows of it were taken."""

    ask: Ask
    reply: Reply
    attempt: Attempt
    taken: dict[str, bool] = field(default_factory=dict)


@dataclass
class Ledger:
    """One report's attempts, failed ones included, under its own limits and the run's.

    `ended` is set when nothing may be asked any more, `limited` if a limit is why; `unsettled` counts rows that no
    answer could be grounded for.
    `records` has every ask in full where somebody wants to see them (`keep`).
    """

    limits: Limits = field(default_factory=Limits)
    budget: Budget | None = None
    keep: bool = False
    attempts: list[Attempt] = field(default_factory=list)
    prompts: dict[str, str] = field(default_factory=dict)
    records: list[AskRecord] = field(default_factory=list)
    ended: str | None = None
    limited: bool = False
    unsettled: int = 0
    began: float | None = None

    @property
    def ending(self) -> str | None:
        """Why asking ended before all was settled, or None."""
        if self.ended or not self.unsettled:
            return self.ended
        return f"{self.unsettled} rows not settled after {self.limits.rounds} rounds"

    @property
    def tokens(self) -> int:
        """Tokens in and out of all attempts that reached the endpoint."""
        return sum(a.input_tokens + a.output_tokens for a in self.attempts if not a.cached)

    @property
    def cost(self) -> Decimal:
        """Money for all attempts that reached the endpoint, 0 where there is no price."""
        return sum((a.cost for a in self.attempts if a.cost is not None and not a.cached), Decimal(0))

    def set_aside(self, bound: Bound) -> bool:
        """Whether one more ask may be sent that takes so much at most; if not, `ended` says which limit it meets."""
        if self.ended is None:
            limit = self._own_limit(bound) or (self.budget.set_aside(bound) if self.budget else None)
            if limit:
                self.limited = True
                self.ended = f"{limit} reached: nothing more was asked"
        return self.ended is None

    def book(self, bound: Bound, attempt: Attempt | None) -> None:
        """An ask is back (None: without an answer): book what it took."""
        if self.budget:
            tokens = attempt.input_tokens + attempt.output_tokens if attempt else 0
            self.budget.book(bound, tokens, (attempt.cost if attempt else None) or Decimal(0))

    def seconds_left(self) -> float | None:
        """Seconds until the nearest time limit, or None without one."""
        left = [self.budget.seconds_left() if self.budget else None]
        if self.limits.seconds is not None and self.began is not None:
            left.append(max(0.0, self.limits.seconds - (time.monotonic() - self.began)))
        return min((s for s in left if s is not None), default=None)

    def _own_limit(self, bound: Bound) -> str | None:
        limits = self.limits
        if self.began is None:
            self.began = time.monotonic()
        if limits.seconds is not None and time.monotonic() - self.began >= limits.seconds:
            return f"time limit of {limits.seconds:g} s"
        if limits.tokens is not None and self.tokens + bound.tokens > limits.tokens:
            return f"token limit of {limits.tokens}"
        if limits.cost is not None and self.cost + bound.cost > limits.cost:
            return f"cost limit of {limits.cost:f}"
        return None
