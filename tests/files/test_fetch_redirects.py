"""Where sites lead: redirects are followed within bounds, never into a private network."""

from __future__ import annotations

import pytest

from nianbao import Fetcher
from nianbao.extract import fetch as fetch_module
from nianbao.extract.fetch_addresses import is_private
from tests.commands import ROOT
from tests.files.web_server import Page, leads, quick, refused, serve_site

REPORT = (ROOT / "goldens" / "huguan-2023" / "source.txt").read_bytes()


def test_redirects_are_followed_five_times() -> None:
    """Relative ones too; after five it is enough, so a circle ends."""
    chain = {f"/{i}": leads(f"{i + 1}") for i in range(1, 6)}
    with serve_site({**chain, "/6": Page(b"x"), "/0": leads("/1"), "/a": leads("/b"), "/b": leads("/a")}) as site:
        assert Fetcher(quick()).fetch(f"{site.url}/1") == b"x"
        assert "redirected more than 5 times" in refused(f"{site.url}/0")
        del site.asked[:]
        assert "redirected more than 5 times" in refused(f"{site.url}/a")
        assert site.paths == ["/robots.txt", *["/a", "/b"] * 3]


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("ftp://127.0.0.1/x", "only http and https"),
        ("gopher://127.0.0.1:1/x", "only http and https"),
        ("http://user:secret@127.0.0.1/", "a user's name"),
        ("http://127.0.0.1:99999/", "no URL"),
    ],
)
def test_a_redirect_to_what_is_not_fetched_is_an_error(place: str, words: str) -> None:
    """Another scheme, a password, nonsense: named with where it leads."""
    with serve_site({"/1": leads(place)}) as site:
        message = refused(f"{site.url}/1")
    assert words in message
    assert "it leads to" in message


@pytest.mark.parametrize("place", ["data:text/plain,x", "javascript:alert(1)", "http://[::1"])
def test_a_redirect_to_nonsense_is_an_error(place: str) -> None:
    """What httpx cannot even take for a URL: named as the site's fault."""
    with serve_site({"/1": leads(place)}) as site:
        assert "the site's answer cannot be used" in refused(f"{site.url}/1")


def test_a_redirect_asks_the_other_sites_robots_txt() -> None:
    """What the new site forbids is not fetched."""
    pages = {"/robots.txt": Page(b"User-agent: *\nDisallow: /"), "/2": Page(b"x")}
    with serve_site(pages) as other, serve_site({"/1": leads(f"{other.url}/2")}) as site:
        assert f"{other.url}/robots.txt does not allow" in refused(f"{site.url}/1")
    assert other.paths == ["/robots.txt"]


def test_no_site_leads_into_a_private_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A redirect from a public address to a private one is refused before anything is sent there, that of a
    robots.txt too. (127.0.0.1 is made to count as public here, by the name localhost as private.)"""
    monkeypatch.setattr(fetch_module, "is_private", lambda address: False)
    monkeypatch.setattr(fetch_module, "leads_inside", lambda host: host == "localhost")
    with serve_site({"/2": Page(b"secret")}) as inner:
        there = leads(f"http://localhost:{inner.port}/2")
        with serve_site({"/1": there}) as site:
            assert "it leads to localhost, an address of a private network" in refused(f"{site.url}/1")
        with serve_site({"/robots.txt": there, "/1": Page(b"x")}) as site:
            assert "it leads to localhost, an address of a private network" in refused(f"{site.url}/1")
    assert inner.asked == []


def test_a_name_that_changes_its_address_leads_nowhere_either(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name looked public when it was looked up, but a private address answered: what it sent is not used."""
    answered: list[str] = []

    def private(address: str) -> bool:
        answered.append(address)
        return len(answered) > 2  # the first site's robots.txt and page come from a public address

    monkeypatch.setattr(fetch_module, "is_private", private)
    monkeypatch.setattr(fetch_module, "leads_inside", lambda host: False)
    with serve_site({"/2": Page(b"secret")}) as inner:
        there = leads(f"http://localhost:{inner.port}/2")
        with serve_site({"/1": there}) as site:
            assert "it leads to localhost, an address of a private network" in refused(f"{site.url}/1")
    assert "/2" not in inner.paths


def test_a_private_host_that_the_user_names_may_lead_to_another() -> None:
    """An intranet's own redirects are followed."""
    with serve_site({"/2": Page(b"x")}) as inner:
        there = leads(f"http://localhost:{inner.port}/2")
        with serve_site({"/1": there}) as site:
            assert Fetcher(quick()).fetch(f"{site.url}/1") == b"x"


@pytest.mark.parametrize(
    ("address", "private"),
    [
        *[(a, True) for a in ("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0")],
        *[(a, True) for a in ("100.64.0.1", "::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "224.0.0.1")],
        *[(a, True) for a in ("64:ff9b::7f00:1", "2002:7f00:1::", "::", "255.255.255.255")],
        *[(a, False) for a in ("8.8.8.8", "1.2.4.8", "2400:3200::1", "::ffff:8.8.8.8", "64:ff9b::808:808")],
    ],
)
def test_which_addresses_are_private(address: str, private: bool) -> None:
    """Loopback, private, link-local, carrier's, reserved; also wrapped in IPv6."""
    assert is_private(address) is private
