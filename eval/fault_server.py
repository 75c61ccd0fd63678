"""An endpoint that answers every ask perfectly out of its own text, and fails at a given rate in every way known."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

from nianbao.eval.chat_server import Reply, error_body, serve_chat
from nianbao.eval.fault_kinds import CAPABILITIES, FAULTS, Call, perfect
from nianbao.eval.transcribe import transcribe


@dataclass
class FaultServer:
    """The running server. `served` counts replies by fault (`perfect` for none, or the capability that refused).

    `calls` has each request's body and the content of its perfect answer, in order of arrival, if they are kept.
    """

    url: str
    served: Counter[str] = field(default_factory=Counter)
    calls: list[tuple[Mapping[str, Any], str]] = field(default_factory=list)

    @property
    def requests(self) -> int:
        """How many requests came in."""
        return sum(self.served.values())

    @property
    def faults(self) -> int:
        """How many of them met a fault or a refused capability."""
        return self.requests - self.served["perfect"]


@contextmanager
def serve_faults(
    faults: Iterable[str] | None = None,
    *,
    rate: float = 0.1,
    seed: int = 0,
    lacks: Iterable[str] = (),
    first: int | None = None,
    keep: bool = False,
) -> Iterator[FaultServer]:
    """Serve on 127.0.0.1 until the block ends.

    `faults` are names of `FAULTS`, all without it; one of them meets a request with the chance `rate` (0 to 1), drawn
    from `seed` in order of arrival. `first` lets only so many of the first requests meet one. `lacks` are names of
    `CAPABILITIES`: such requests are refused with HTTP 400, always. `keep` keeps the calls. Raises KeyError for an
    unknown name.
    """
    names = list(FAULTS if faults is None else faults)
    table = {name: FAULTS[name] for name in names}
    refusals = {name: CAPABILITIES[name] for name in lacks}
    chance = Random(seed)
    lock = threading.Lock()
    counted: Counter[str] = Counter()
    kept: list[tuple[Mapping[str, Any], str]] = []

    def respond(body: dict[str, Any], _headers: Mapping[str, str]) -> Reply:
        for name, refuse in refusals.items():
            if message := refuse(body):
                with lock:
                    counted[name] += 1
                return Reply(error_body(message, "invalid_request_error"), 400)
        answer = transcribe(body)
        with lock:
            early = first is None or sum(counted[n] for n in [*table, "perfect"]) < first
            fault = chance.choice(names) if names and early and chance.random() < rate else None
            counted[fault or "perfect"] += 1
            call = Call(body, answer, Random(chance.random()))
            if keep:
                kept.append((body, call.content))
        return table[fault](call) if fault else perfect(call)

    with serve_chat(respond) as url:
        yield FaultServer(url, counted, kept)
