"""Run the real command as a user does, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Done:
    """A finished command."""

    code: int
    out: str
    err: str


def nianbao(*arguments: str | Path, stdin: bytes = b"", cwd: Path = ROOT, **environment: str) -> Done:
    """`nianbao ARGUMENTS` without any setting of the caller's own environment that concerns a model."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("OPENAI_", "NIANBAO_"))}
    done = subprocess.run(
        [sys.executable, "-m", "nianbao", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env={**kept, "PYTHONPATH": str(ROOT / ".ns"), "PYTHONUTF8": "1", **environment},
        timeout=600,  # a scan takes minutes on a busy machine; a hang is still found
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())
