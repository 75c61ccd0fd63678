"""Fixtures for all tests. The network is blocked but for loopback by pytest-socket's options in pyproject.toml."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

GOLDENS = Path(__file__).resolve().parent.parent / "goldens"


@pytest.fixture
def golden_text() -> Callable[[str], str]:
    """A function that gives the source text of the golden with a slug."""
    return lambda slug: (GOLDENS / slug / "source.txt").read_text(encoding="utf-8")
