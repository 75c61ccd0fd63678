"""How fast an endpoint may be asked: fewer at a time after a 429, more again as it recovers, none while it is dead."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Pace:
    """The number of calls that may be under way at once. Thread-safe.

    It halves when the endpoint says that it is asked too fast, but not again before the calls that were under way then
    are back, and grows by one for every round of calls that go well (additive increase, multiplicative decrease, as in
    TCP). `hold` keeps all new calls back for some seconds: what one call is told by Retry-After holds for the others.
    """

    def __init__(self, at_most: int = 64, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._at_most = float(at_most)
        self._allowed = float(at_most)
        self._under_way = 0
        self._held_until = 0.0
        self._slowed_at = float("-inf")
        self._clock = clock
        self._changed = threading.Condition()

    @property
    def allowed(self) -> int:
        """Calls that may be under way at once now, at least one."""
        return max(1, int(self._allowed))

    @contextmanager
    def turn(self) -> Iterator[float]:
        """Wait for a turn and hold it; gives the time at which the call began, for `slow_down`."""
        with self._changed:
            while (left := self._held_until - self._clock()) > 0 or self._under_way >= self.allowed:
                self._changed.wait(left if left > 0 else None)
            self._under_way += 1
            began = self._clock()
        try:
            yield began
        finally:
            with self._changed:
                self._under_way -= 1
                self._changed.notify_all()

    def slow_down(self, began: float, hold: float | None = None) -> None:
        """The call that began then was refused as too much: half as many at once, and none for `hold` seconds."""
        with self._changed:
            if began >= self._slowed_at:
                self._allowed = max(1.0, min(self._allowed, float(self._under_way)) / 2)
                self._slowed_at = self._clock()
            if hold:
                self._held_until = max(self._held_until, self._clock() + hold)

    def went_well(self) -> None:
        """A call was answered: a little more at once."""
        with self._changed:
            self._allowed = min(self._at_most, self._allowed + 1 / max(1.0, self._allowed))
            self._changed.notify_all()


class Breaker:
    """A circuit breaker: after an ask that nothing answered, nothing is sent for a while; then one ask tries again.

    `closed` means that asks may be sent. Each pause is twice as long as the one before, up to `longest` seconds. An
    error that no waiting mends (a refused key) opens it for good. Thread-safe.
    """

    def __init__(
        self, pause: float = 30.0, longest: float = 300.0, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._first, self._longest = pause, longest
        self._pause = pause
        self._clock = clock
        self._reason: str | None = None
        self._until = 0.0
        self._trying = False
        self._answered_at = float("-inf")
        self._lock = threading.Lock()

    def refuses(self) -> str | None:
        """Why nothing may be sent now, or None. After a pause the first to ask gets None and tries for all."""
        with self._lock:
            if self._reason is None:
                return None
            if self._clock() < self._until or self._trying:
                return self._reason
            self._trying = True
            return None

    def answered(self) -> None:
        """The endpoint answered: all is well again."""
        with self._lock:
            self._answered_at = self._clock()
            if self._until != float("inf"):
                self._reason, self._trying, self._pause = None, False, self._first

    def answered_since(self, moment: float) -> bool:
        """Whether any ask was answered after that moment of the clock: then the endpoint is not dead."""
        return self._answered_at > moment

    def gave_up(self) -> None:
        """The ask that tried for all was broken off by its caller: the next may try."""
        with self._lock:
            self._trying = False

    def failed(self, reason: str, *, for_good: bool = False) -> None:
        """An ask got no answer after all its tries."""
        with self._lock:
            self._until = float("inf") if for_good else max(self._until, self._clock() + self._pause)
            self._pause = min(self._longest, 2 * self._pause)
            self._reason, self._trying = reason, False
