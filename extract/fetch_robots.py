"""A site's robots.txt as RFC 9309 reads it, with the Crawl-delay that many sites add.

The standard library's parser knows no `*` and `$` and takes the first rule that fits, not the longest: it would fetch
what many sites forbid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

MAX_BYTES = 512 * 1024
"""What is read of a robots.txt; the RFC asks for at least 500 KiB."""


@dataclass
class _Group:
    """The rules for some agents: whether each allows, and its path."""

    agents: list[str] = field(default_factory=list)
    rules: list[tuple[bool, str]] = field(default_factory=list)
    delay: float | None = None
    closed: bool = False


@dataclass(frozen=True)
class Robots:
    """What one agent may fetch of one site. `delay` is seconds between two requests, None where nothing is asked."""

    rules: tuple[tuple[bool, str], ...] = ()
    delay: float | None = None

    @classmethod
    def parse(cls, data: bytes, agent: str) -> Robots:
        """The rules for an agent by its product token ("nianbao"): those of its own groups, else those for all."""
        groups = list(_groups(data[:MAX_BYTES].decode("utf-8-sig", errors="replace")))
        own = [g for g in groups if agent.lower() in g.agents] or [g for g in groups if "*" in g.agents]
        delays = [g.delay for g in own if g.delay is not None]
        return cls(tuple(rule for g in own for rule in g.rules), max(delays, default=None))

    def allows(self, url: str) -> bool:
        """Whether a URL may be fetched: the longest rule that fits decides, allowing where two are as long."""
        parts = urlsplit(url)
        path = _normal(parts.path or "/") + (f"?{_normal(parts.query)}" if parts.query else "")
        if path == "/robots.txt":
            return True
        fitting = [(len(rule), allow) for allow, rule in self.rules if _fits(rule, path)]
        return max(fitting, default=(0, True))[1]


NOTHING = Robots(rules=((False, "/"),))
"""What may be fetched of a site whose robots.txt cannot be had: RFC 9309, 2.3.1.4."""


def product_token(user_agent: str) -> str:
    """The name that robots.txt knows an agent by: its first word up to a slash or a space."""
    return re.split(r"[/\s(;]", user_agent.strip(), maxsplit=1)[0]


def _groups(text: str) -> Iterator[_Group]:
    group = _Group()
    for line in re.split(r"\r\n|\r|\n", text):
        key, colon, value = line.split("#", 1)[0].partition(":")
        word, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if word == "user-agent":
            if group.closed:
                yield group
                group = _Group()
            group.agents.append("*" if value == "*" else product_token(value).lower())
        elif word in ("allow", "disallow"):
            group.closed = True
            if value:
                group.rules.append((word == "allow", _normal(value)))
        elif word == "crawl-delay":
            group.closed = True
            if re.fullmatch(r"\d{1,9}(\.\d+)?", value):
                group.delay = max(float(value), group.delay or 0.0)
    yield group


def _normal(path: str) -> str:
    """A path with everything percent-encoded that a URL encodes, so that rule and URL are compared alike."""
    encoded = quote(path, safe="/?=&%*$:;,@!~'()+#[]")
    return re.sub(r"%[0-9a-fA-F]{2}", _plain, encoded)


def _plain(found: re.Match[str]) -> str:
    """An escape in capitals, or the letter itself where it needs none (RFC 3986: letters, digits, - . _ ~)."""
    letter = chr(int(found[0][1:], 16))
    return letter if re.fullmatch(r"[A-Za-z0-9\-._~]", letter) else found[0].upper()


def _fits(rule: str, path: str) -> bool:
    """Whether a rule fits a path: `*` stands for anything, `$` at the end for the end. Linear, whatever the rule."""
    ended = rule.endswith("$")
    first, *others = rule.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if not others:
        return not ended or path == first
    at = len(first)
    for part in others[:-1]:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    last = others[-1]
    return path[at:].endswith(last) if ended else path.find(last, at) >= 0
