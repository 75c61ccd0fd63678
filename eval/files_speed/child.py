"""The process that one tool runs in: `python -m nianbao.eval.files_speed.child TOOL`, a path a line in, an answer out.

Answers are JSON lines: at the start `{"started": seconds}`, for each path `{"seconds": …, "error": null or a line}`,
and at the end of the input `{"memory": bytes}`.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from nianbao.eval.files_speed.memory import peak_memory
from nianbao.eval.files_speed.tools import TOOLS


def main(name: str) -> None:
    """Read every path of stdin with the tool, and time it."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what tools print belongs to nobody

    def answer(**told: object) -> None:
        answers.write(json.dumps(told) + "\n")
        answers.flush()

    begun = time.perf_counter()
    read = TOOLS[name].start()
    answer(started=time.perf_counter() - begun)
    for line in sys.stdin:
        error = None
        begun = time.perf_counter()
        try:
            read(Path(line.rstrip("\n")))
        except Exception as trouble:  # any tool may raise anything; the time until then counts as its time
            error = f"{type(trouble).__name__}: {trouble}".replace("\n", " ")[:300]
        answer(seconds=time.perf_counter() - begun, error=error)
    answer(memory=peak_memory())


if __name__ == "__main__":
    main(sys.argv[1])
