"""Run a program and take what it prints."""

from __future__ import annotations

import subprocess

PROGRAM_SECONDS = 60


def output_of(*command: str) -> str:
    """What the program prints, undecodable bytes replaced. Raises OSError, or SubprocessError where it fails."""
    done = subprocess.run(command, capture_output=True, check=True, timeout=PROGRAM_SECONDS, stdin=subprocess.DEVNULL)
    return done.stdout.decode("utf-8", "replace")
