"""How politely and how long a URL is fetched: each limit a setting with a default."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import metadata

from nianbao.extract.fetch_request import Timeouts
from nianbao.extract.files.limits import DEFAULT_LIMITS


def default_user_agent() -> str:
    """nianbao and its version, so that a site knows who asks."""
    try:
        return f"nianbao/{metadata.version('nianbao')}"
    except metadata.PackageNotFoundError:  # a checkout that is not installed
        return "nianbao"


@dataclass(frozen=True)
class FetchPolicy:
    """How URLs are fetched.

    `delay`: seconds between two requests to one host; a longer Crawl-delay in its robots.txt goes before it.
    `user_agent`: what the site is told; up to the first "/" it is the name that robots.txt is asked for. `bytes`: the
    most that is read of an answer, unpacked. `redirects`: followed at most. `tries`: requests for one address where the
    site says later (429, 503) or the connection fails; `first_wait` seconds at most before the second, doubled for each
    further one, unless the site's Retry-After says how long; where that, or a Crawl-delay, is more than `longest_wait`
    seconds, the URL is given up. Raises ValueError for a user agent that cannot be sent, and for numbers below 0.
    """

    delay: float = 2.0
    user_agent: str = field(default_factory=default_user_agent)
    bytes: int = DEFAULT_LIMITS.bytes
    redirects: int = 5
    tries: int = 3
    first_wait: float = 1.0
    longest_wait: float = 120.0
    timeouts: Timeouts = field(default_factory=Timeouts)

    def __post_init__(self) -> None:
        agent = self.user_agent
        if not (agent.isascii() and agent.isprintable() and agent[:1].isalpha()):
            raise ValueError(f"user agent {agent!r}: it begins with a name in ASCII letters and has no line breaks")
        if not (self.delay >= 0 and self.longest_wait >= 0 and self.bytes > 0 and self.tries > 0):
            raise ValueError("a fetch policy has no delay or wait below 0, and bytes and tries above 0")
