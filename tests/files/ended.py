"""Has a process ended?"""

from __future__ import annotations

import time
from pathlib import Path


def ended(process: int) -> bool:
    """Whether a process ends within five seconds; a dead one that nobody has waited for counts."""
    for _ in range(50):
        try:
            state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.1)
    return False
