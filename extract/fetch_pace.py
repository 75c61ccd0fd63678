"""One host is asked one thing at a time, with a pause between: also where many reports are read at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class HeldBack(Exception):
    """The host is not to be asked for longer than anybody waits; `seconds` are left."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class HostPace:
    """The turns of one host. Thread-safe: who waits, waits for the turns before and for the pause after each."""

    def __init__(self, delay: float) -> None:
        self.delay = delay
        self._not_before = float("-inf")
        self._turn = threading.Lock()
        self._changing = threading.Lock()

    @contextmanager
    def turn(self, at_most: float) -> Iterator[None]:
        """Wait for the turn and hold it; the next begins `delay` seconds after its end at the earliest.

        Raises HeldBack where the turn is there but its pause is longer than `at_most` seconds and the usual delay.
        """
        with self._turn:
            while (left := self._not_before - time.monotonic()) > 0:
                if left > max(at_most, self.delay):
                    raise HeldBack(left)
                time.sleep(left)
            try:
                yield
            finally:
                self.hold(self.delay)

    def hold(self, seconds: float) -> None:
        """No turn begins in the next `seconds`."""
        with self._changing:
            self._not_before = max(self._not_before, time.monotonic() + seconds)

    def slow_down(self, delay: float | None) -> None:
        """The host asks for a longer pause: it counts from the last turn on."""
        if delay is not None and delay > self.delay:
            self.hold(delay)
            self.delay = delay
