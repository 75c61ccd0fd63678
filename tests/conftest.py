"""Fixtures for all tests. The network is blocked but for loopback by pytest-socket's options in pyproject.toml."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from nianbao.eval.fault_server import FaultServer, serve_faults

GOLDENS = Path(__file__).resolve().parent.parent / "goldens"


@pytest.fixture
def golden_text() -> Callable[[str], str]:
    """A function that gives the source text of the golden with a slug."""
    return lambda slug: (GOLDENS / slug / "source.txt").read_text(encoding="utf-8")


@pytest.fixture
def fault_server() -> Iterator[Callable[..., FaultServer]]:
    """A function that starts a fault server (the options of `serve_faults`); all are stopped at the test's end."""
    with ExitStack() as running:
        yield lambda *faults, **options: running.enter_context(serve_faults(faults, **options))
