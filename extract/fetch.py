"""Fetch a report by its URL, politely, and only where that was asked for.

robots.txt is obeyed, each host is asked one thing at a time with a pause between, answers are bounded in bytes and in
time, and no redirect leads into a private network. Nothing is crawled: one URL, one document.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urljoin, urlsplit

from nianbao.extract.documents import Document
from nianbao.extract.errors import DocumentError
from nianbao.extract.fetch_addresses import is_private, leads_inside, through_proxy
from nianbao.extract.fetch_pace import HeldBack, HostPace
from nianbao.extract.fetch_policy import FetchPolicy
from nianbao.extract.fetch_request import Answer, Garbled, TooLarge, get
from nianbao.extract.fetch_robots import MAX_BYTES, NOTHING, Robots, product_token
from nianbao.extract.retry_after import seconds_asked

if TYPE_CHECKING:
    import ssl

    from tenacity import RetryCallState

_REDIRECTS = {301, 302, 303, 307, 308}
_PASSING = {429, 503}
_NEXT_MOVE = {
    401: "It asks for a login. Download it in a browser and give the file.",
    403: "The site refuses. Download it in a browser and give the file.",
    404: "Check the address.",
    410: "It is gone. Check the address.",
    429: "It is asked too often. Try later, or with a longer --fetch-delay.",
}


class _Passing(Exception):
    """An answer that says: later."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


@dataclass
class _Site:
    """What is known of a scheme, host and port."""

    robots: Robots | None = None
    unknown: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)


class Fetcher:
    """Fetches documents by their URLs. Make one and use it for all: it keeps the pauses and each site's robots.txt.

    Thread-safe. Proxies and certificates are those of the environment, as httpx has them.
    """

    def __init__(self, policy: FetchPolicy | None = None) -> None:
        self.policy = policy or FetchPolicy()
        self._paces: dict[str, HostPace] = {}
        self._sites: dict[str, _Site] = {}
        self._lock = threading.Lock()

    def document(self, url: str) -> Document:
        """The document at a URL, its `path` the URL as it was given. Raises DocumentError, as for a file, and where
        robots.txt forbids the URL, the site refuses or does not answer, or a limit of the policy is met."""
        return Document.from_bytes(self.fetch(url), path=url)

    def fetch(self, url: str) -> bytes:
        """The bytes at a URL, unpacked. Raises DocumentError."""
        answer = self._follow(_checked(url, name=url), url, obey=True, inside=True)
        if answer.status != 200:
            raise DocumentError(f"{url}: {_said(answer)}. {_next_move(answer.status)}")
        return answer.data

    def _follow(self, target: str, name: str, *, obey: bool, inside: bool) -> Answer:
        """The answer at the end of the redirects, each looked at like the first. `obey` asks robots.txt of each;
        `inside` says whether the first may be of a private network: a user may name one, a site must not lead to one
        unless it is in one itself."""
        for _ in range(self.policy.redirects + 1):
            if not inside and leads_inside(_host(target)):
                raise DocumentError(_leads_inside(name, target))
            if obey:
                self._ask_robots(target, name, inside=inside)
            answer = self._get(target, name, robots=not obey)
            proxied = through_proxy(urlsplit(target).scheme, _host(target))
            private = answer.peer is not None and is_private(answer.peer) and not proxied
            if private and not inside:  # the name had another address when we looked it up
                raise DocumentError(_leads_inside(name, target))
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                return answer
            target, inside = _checked(answer.headers["location"], base=target, name=name), private
        raise DocumentError(
            f"{name}: it is redirected more than {self.policy.redirects} times. Give the address of the report."
        )

    def _get(self, target: str, name: str, *, robots: bool) -> Answer:
        """One answer, tried again where the site says later or the connection fails. Raises DocumentError."""
        import httpx
        from tenacity import Retrying, retry_if_exception, stop_after_attempt

        pace = self._pace(_host(target))

        def once() -> Answer:
            with pace.turn(self.policy.longest_wait):
                answer = get(
                    target,
                    user_agent=self.policy.user_agent,
                    limit=MAX_BYTES if robots else self.policy.bytes,
                    timeouts=self.policy.timeouts,
                    context=self._context,
                    cut=robots,
                )
            if answer.status in _PASSING:
                pace.hold(seconds_asked(answer.headers.get("retry-after")) or 0.0)  # what one is told, all heed
                raise _Passing(answer)
            return answer

        again = Retrying(
            retry=retry_if_exception(self._passes),
            stop=stop_after_attempt(self.policy.tries),
            wait=self._wait,
            reraise=True,
        )
        at = "" if target == name else f" (at {target})"
        try:
            return again(once)
        except _Passing as passing:
            return passing.answer
        except HeldBack as held:
            raise DocumentError(
                f"{name}: {_host(target)} asked to be left alone, {held.seconds:.0f} s are left. Try later."
            ) from None
        except TooLarge:
            raise DocumentError(
                f"{name}: more than {self.policy.bytes:,} bytes{at}, the most that is read (limits.bytes). "
                "Look what it is, and give the report's own address."
            ) from None
        except Garbled as error:
            raise DocumentError(f"{name}: {error}{at}. Download it in a browser and give the file.") from None
        except TimeoutError:
            raise DocumentError(
                f"{name}: not there within {self.policy.timeouts.total:g} s{at}. Try later, or download it "
                "yourself and give the file."
            ) from None
        except (httpx.RemoteProtocolError, httpx.InvalidURL) as error:  # broken off, no HTTP, a nonsense redirect
            raise DocumentError(
                f"{name}: the site's answer cannot be used{at} ({error}). Try later, or download it in a browser and "
                "give the file."
            ) from None
        except (httpx.HTTPError, UnicodeError, ImportError) as error:
            said = str(error) or type(error).__name__
            raise DocumentError(
                f"{name}: the site cannot be reached{at} ({said}). Check the address and the network, or try later."
            ) from None

    def _ask_robots(self, target: str, name: str, *, inside: bool) -> None:
        """Raises DocumentError where robots.txt of a URL's site forbids it, or asks for a longer pause than we wait."""
        parts = urlsplit(target)
        origin = f"{parts.scheme}://{parts.netloc}"
        site = self._known(self._sites, origin, _Site)
        with site.lock:
            if site.robots is None:
                site.robots, site.unknown = self._read_robots(origin, name, inside=inside)
                if (site.robots.delay or 0.0) <= self.policy.longest_wait:
                    self._pace(_host(target)).slow_down(site.robots.delay)
        if site.unknown:
            raise DocumentError(f"{name}: {site.unknown}")
        if not site.robots.allows(target):
            raise DocumentError(
                f"{name}: {origin}/robots.txt does not allow {product_token(self.policy.user_agent)} to fetch "
                "it. Download it in a browser and give the file."
            )
        if (delay := site.robots.delay or 0.0) > self.policy.longest_wait:
            raise DocumentError(
                f"{name}: {origin}/robots.txt asks for {delay:g} s between two requests, more than the "
                f"{self.policy.longest_wait:g} s that are waited. Download it in a browser and give the file."
            )

    def _read_robots(self, origin: str, name: str, *, inside: bool) -> tuple[Robots, str]:
        """A site's rules, and why they are not known: then nothing may be fetched (RFC 9309, 2.3.1)."""
        try:
            answer = self._follow(f"{origin}/robots.txt", name, obey=False, inside=inside)
        except DocumentError as error:
            return NOTHING, f"{origin}/robots.txt is not known: {str(error).removeprefix(f'{name}: ')}"
        if answer.status == 200:
            return Robots.parse(answer.data, product_token(self.policy.user_agent)), ""
        if answer.status >= 500 or answer.status in _PASSING:
            return NOTHING, (
                f"{origin}/robots.txt is not known, so nothing may be fetched there: {_said(answer)}. "
                f"{_next_move(answer.status)}"
            )
        return Robots(), ""

    def _passes(self, error: BaseException) -> bool:
        """Whether to try again: not where the site wants a longer wait than ours."""
        import httpx

        if isinstance(error, _Passing):
            asked = seconds_asked(error.answer.headers.get("retry-after"))
            return asked is None or asked <= self.policy.longest_wait
        return isinstance(error, httpx.TransportError) and not isinstance(error, httpx.UnsupportedProtocol)

    def _wait(self, state: RetryCallState) -> float:
        from tenacity import wait_random_exponential

        error = state.outcome.exception() if state.outcome else None
        asked = seconds_asked(error.answer.headers.get("retry-after")) if isinstance(error, _Passing) else None
        return asked if asked is not None else wait_random_exponential(self.policy.first_wait, 10.0)(state)

    def _pace(self, host: str) -> HostPace:
        return self._known(self._paces, host, lambda: HostPace(self.policy.delay))

    def _known(self, kept: dict[str, _Kept], key: str, make: Callable[[], _Kept]) -> _Kept:
        with self._lock:
            if key not in kept:
                kept[key] = make()
            return kept[key]

    @cached_property
    def _context(self) -> ssl.SSLContext:
        import httpx

        return httpx.create_ssl_context()


_Kept = TypeVar("_Kept")


def fetch_document(url: str, *, policy: FetchPolicy | None = None) -> Document:
    """The document at a URL, fetched politely. For more than one URL make one `Fetcher`, which keeps the pauses.

    Raises DocumentError: robots.txt forbids it, the site refuses or does not answer, a limit is met, or what came is
    no document that can be read.
    """
    return Fetcher(policy).document(url)


def _checked(url: str, *, name: str, base: str = "") -> str:
    """A URL that may be fetched, without its fragment; `base` is the one that led to it. Raises DocumentError."""
    led = f" it leads to {url[:200]}:" if base else ""
    try:
        parts = urlsplit(urljoin(base, url))
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise DocumentError(f"{name}:{led} no URL ({error}). Check the address.") from None
    if parts.scheme not in ("http", "https"):
        raise DocumentError(f"{name}:{led} only http and https are fetched. Download it yourself and give the file.")
    if not host:
        raise DocumentError(f"{name}:{led} it names no host. Check the address.")
    if "@" in parts.netloc:
        raise DocumentError(f"{name}:{led} nothing is fetched with a user's name. Download it and give the file.")
    return parts._replace(fragment="").geturl()


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").rstrip(".")


def _leads_inside(name: str, target: str) -> str:
    return (
        f"{name}: it leads to {_host(target)}, an address of a private network, which no site may send us to. "
        "Give that address itself if you trust it."
    )


def _said(answer: Answer) -> str:
    known = {status.value: status.phrase for status in HTTPStatus}
    asked = answer.headers.get("retry-after")
    later = f", and to wait (Retry-After: {asked[:40]})" if asked and answer.status in _PASSING else ""
    return f"the site answers {answer.status} {known.get(answer.status, answer.reason)}{later}".rstrip()


def _next_move(status: int) -> str:
    return _NEXT_MOVE.get(status, "Try later." if status >= 500 else "Check the address in a browser.")
