"""Time several calls fairly on a machine that others use too."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence


def fastest(tasks: Sequence[Callable[[], object]], rounds: int) -> list[float]:
    """The CPU seconds of each task, the least of all rounds.

    Every round runs each task once, one after the other, so that a busy spell of the machine meets them all alike;
    what else runs makes a task slower, never faster, so its least time is nearest to its own. One round more goes
    ahead and is not counted.

    >>> fastest([lambda: sum(range(10)), lambda: None], 2)[0] >= 0
    True
    """
    best = [float("inf")] * len(tasks)
    for number in range(rounds + 1):
        for i, task in enumerate(tasks):
            started = time.process_time()
            task()
            took = time.process_time() - started
            if number:
                best[i] = min(best[i], took)
    return best
