"""The process that makes texts: `python -m nianbao.eval.synth.worker`, a task a line in, its outcome a line out.

Converters crash, hang and print; here they do it apart from the command, which ends this process where they hang.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from nianbao.eval.synth.synth_golden import Task, make_golden


def main() -> None:
    """Read `{"folder": …, "task": {…}}` lines until the end, and answer each with `{"error": null or a line}`."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what converters print belongs to nobody
    for line in sys.stdin:
        asked = json.loads(line)
        error = None
        try:
            make_golden(Task(**asked["task"]), Path(asked["folder"]))
        except KeyboardInterrupt:
            raise
        except BaseException as trouble:  # a converter may raise anything, SystemExit too
            error = f"{type(trouble).__name__}: {trouble}".replace("\n", " ")[:300]
        answers.write(json.dumps({"error": error}) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
