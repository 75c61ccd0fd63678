"""robots.txt as RFC 9309 has it."""

from __future__ import annotations

import time

import pytest

from nianbao.extract.fetch_robots import Robots, product_token

SITE = "http://www.example.gov.cn"


@pytest.mark.parametrize(
    ("robots", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /", "/", False),
        ("User-agent: *\nDisallow: /", "", False),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("User-agent: *\nDisallow: /a", "/ab.html", False),
        ("User-agent: *\nDisallow: /a/", "/a", True),
        ("User-agent: *\nAllow: /\nDisallow: /a", "/ab.html", False),
        ("User-agent: *\nDisallow: /\nAllow: /zwgk/", "/zwgk/1.html", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/zwgk/report.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/zwgk/report.pdf?x=1", True),
        ("User-agent: *\nDisallow: /*?", "/list?page=2", False),
        ("User-agent: *\nDisallow: /*?", "/list", True),
        ("User-agent: *\nDisallow: /a*b*c", "/axbyc/d", False),
        ("User-agent: *\nDisallow: /a*b*c", "/axcyb", True),
        ("User-agent: *\nDisallow: /a*a$", "/a", True),
        ("User-agent: *\nDisallow: /公开/", "/%E5%85%AC%E5%BC%80/1", False),
        ("User-agent: *\nDisallow: /%e5%85%ac", "/公开/1", False),
        ("User-agent: *\nDisallow: /%7Ea", "/~a/1", False),
        ("User-agent: nianbao\nDisallow: /a\n\nUser-agent: *\nDisallow: /b", "/a", False),
        ("User-agent: nianbao\nDisallow: /a\n\nUser-agent: *\nDisallow: /b", "/b", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: NianBao/2.0\nAllow: /", "/b", True),
        ("User-agent: baiduspider\nUser-agent: nianbao\nDisallow: /", "/b", False),
        ("User-agent: nianbao\nAllow: /\nUser-agent: x\nAllow: /\nUser-agent: nianbao\nDisallow: /c", "/c", False),
        ("User-agent: nianbaobot\nDisallow: /", "/b", True),
        ("\ufeffuser-AGENT : * # all\r\nDISALLOW : /a # no\r\n", "/a", False),
        ("Disallow: /", "/a", True),
        ("<html><body>404 User-agent</body></html>", "/a", True),
    ],
)  # fmt: skip
def test_what_may_be_fetched(robots: str, path: str, allowed: bool) -> None:
    """The longest rule of one's own group, else of the group for all."""
    assert Robots.parse(robots.encode(), "nianbao").allows(SITE + path) is allowed


def test_the_delay_is_that_of_the_group() -> None:
    """Crawl-delay counts where it stands for us, whole seconds or not; what is no number asks for nothing."""
    text = b"User-agent: *\nCrawl-delay: 10\n\nUser-agent: nianbao\nCrawl-delay: 2.5\nDisallow: /x"
    assert Robots.parse(text, "nianbao").delay == 2.5
    assert Robots.parse(text, "other").delay == 10
    assert Robots.parse(b"User-agent: *\nCrawl-delay: soon", "other").delay is None


def test_a_hostile_rule_takes_no_time() -> None:
    """Thousands of stars against a long path: no backtracking."""
    robots = Robots.parse(b"User-agent: *\nDisallow: /" + b"*a" * 100_000 + b"b$", "nianbao")
    began = time.monotonic()
    assert robots.allows(SITE + "/" + "a" * 50_000)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("agent", "token"), [("nianbao/0.1", "nianbao"), ("My-Bot", "My-Bot"), ("Mozilla/5.0 (x)", "Mozilla")]
)
def test_the_name_that_robots_txt_is_asked_for(agent: str, token: str) -> None:
    """The first word of the user agent."""
    assert product_token(agent) == token
