"""URLs: fetched only where asked, as robots.txt allows, slowly, and bounded. All servers are on loopback."""

from __future__ import annotations

import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from email.utils import formatdate
from itertools import pairwise
from pathlib import Path

import pytest

from nianbao import Document, DocumentError, Fetcher, FetchPolicy, extract_report, fetch_document
from nianbao.extract.fetch_request import Timeouts
from nianbao.extract.inputs import find_inputs
from tests.commands import ROOT, nianbao
from tests.files.web_server import Page, leads, quick, refused, serve_site

REPORT = (ROOT / "goldens" / "huguan-2023" / "source.txt").read_bytes()


def test_a_report_is_fetched_and_read() -> None:
    """The bytes go the way of a file's; the document is named by its URL; robots.txt is asked for first."""
    with serve_site({"/2023.txt": Page(REPORT)}) as site:
        document = fetch_document(f"{site.url}/2023.txt#top", policy=quick())
    assert site.paths == ["/robots.txt", "/2023.txt"]
    assert document.path == f"{site.url}/2023.txt#top"
    assert document.sha256 == Document.from_bytes(REPORT).sha256
    assert extract_report(document).status == "confirmed"


@pytest.mark.parametrize("given", [None, "Auditor/2.0 (+mailto:a@example.org)"])
def test_the_site_is_told_who_asks(given: str | None) -> None:
    """nianbao and its version, or what the user says; no cookie, no other header that tells of the user."""
    policy = quick() if given is None else quick(user_agent=given)
    page = Page(b"x", headers={"Set-Cookie": "a=1; Path=/"})
    with serve_site({"/robots.txt": page, "/1": page, "/2": page}) as site:
        fetcher = Fetcher(policy)
        fetcher.fetch(f"{site.url}/1")
        fetcher.fetch(f"{site.url}/2")
    assert site.paths == ["/robots.txt", "/1", "/2"]
    for asked in site.asked:
        assert asked.headers["user-agent"] == given or asked.headers["user-agent"].startswith("nianbao")
        assert set(asked.headers) == {"host", "accept", "accept-encoding", "connection", "user-agent"}


@pytest.mark.parametrize("agent", ["", " x", "a\r\nX-Evil: 1", "年报"])
def test_a_user_agent_that_cannot_be_sent_is_refused(agent: str) -> None:
    """Line breaks and letters that headers cannot have: ValueError, before anything is sent."""
    with pytest.raises(ValueError, match="user agent"):
        FetchPolicy(user_agent=agent)


def test_robots_txt_is_obeyed_by_the_name_given() -> None:
    """What it forbids is not asked for; another name may have other rights."""
    robots = Page(b"User-agent: *\nDisallow: /zwgk/\n\nUser-agent: friend\nDisallow:\n")
    with serve_site({"/robots.txt": robots, "/zwgk/1": Page(b"x")}) as site:
        url = f"{site.url}/zwgk/1"
        assert "/robots.txt does not allow nianbao to fetch it. Download it" in refused(url)
        assert site.paths == ["/robots.txt"]
        assert Fetcher(quick(user_agent="friend/1.0")).fetch(url) == b"x"


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_site_without_robots_txt_allows_all(status: int) -> None:
    """RFC 9309, 2.3.1.3: a robots.txt that is not there forbids nothing."""
    with serve_site({"/robots.txt": Page(status=status), "/1": Page(b"x")}) as site:
        assert Fetcher(quick()).fetch(f"{site.url}/1") == b"x"


@pytest.mark.parametrize("status", [500, 502, 503, 429])
def test_a_robots_txt_that_fails_forbids_all(status: int) -> None:
    """RFC 9309, 2.3.1.4: what may be fetched is not known, so nothing is; nor is it asked for again and again."""
    with serve_site({"/robots.txt": Page(status=status), "/1": Page(b"x"), "/2": Page(b"x")}) as site:
        fetcher = Fetcher(quick(tries=2))
        for url in (f"{site.url}/1", f"{site.url}/2"):
            with pytest.raises(DocumentError, match=f"nothing may be fetched there: the site answers {status}"):
                fetcher.fetch(url)
    assert set(site.paths) == {"/robots.txt"}
    assert len(site.paths) <= 2


def test_a_robots_txt_elsewhere_is_followed_and_a_huge_one_cut() -> None:
    """A redirect is followed; of 512 KiB and more the beginning counts."""
    huge = b"User-agent: *\nDisallow: /1\n" + b"# filled\n" * 200_000
    pages = {"/robots.txt": leads("/r"), "/r": Page(huge), "/1": Page(b"x")}
    with serve_site(pages) as site:
        assert "does not allow nianbao" in refused(f"{site.url}/1")


def test_between_two_requests_to_a_host_there_is_a_pause() -> None:
    """Also where many ask at once, also on another port: never two at a time, and the delay between end and begin."""
    robots = Page(b"User-agent: *\nDisallow: /no")
    with serve_site({"/robots.txt": robots, **{f"/{i}": Page(b"x", delay=0.05) for i in range(4)}}) as site:
        with serve_site({"/9": Page(b"x")}) as other, ThreadPoolExecutor(8) as pool:
            fetcher = Fetcher(quick(delay=0.2))
            urls = [*(f"{site.url}/{i}" for i in range(4)), f"{other.url}/9"]
            assert list(pool.map(fetcher.fetch, urls)) == [b"x"] * 5
        asked = sorted([*site.asked, *other.asked], key=lambda a: a.began)
    assert len(asked) == 7
    assert site.paths.count("/robots.txt") == 1
    for earlier, later in pairwise(asked):
        assert later.began - earlier.ended > 0.15


def test_another_host_is_not_waited_for() -> None:
    """The pause is a host's own: where one was asked just now, another, here the same by its name, is asked at once."""
    with serve_site({"/1": Page(b"x"), "/2": Page(b"x")}) as site:
        fetcher = Fetcher(quick(delay=1.5))
        fetcher.fetch(f"{site.url}/1")
        fetcher.fetch(f"http://localhost:{site.port}/2")
    assert site.paths == ["/robots.txt", "/1", "/robots.txt", "/2"]
    pauses = [later.began - earlier.ended for earlier, later in pairwise(site.asked)]
    assert [pause > 1.4 for pause in pauses] == [True, False, True]


def test_a_crawl_delay_goes_before_a_shorter_one() -> None:
    """What robots.txt asks for counts from the first page on; a shorter one than ours does not."""
    robots = Page(b"User-agent: *\nCrawl-delay: 0.4")
    with serve_site({"/robots.txt": robots, "/1": Page(b"x"), "/2": Page(b"x")}) as site:
        fetcher = Fetcher(quick(delay=0.1))
        fetcher.fetch(f"{site.url}/1")
        fetcher.fetch(f"{site.url}/2")
    begun = [a.began for a in site.asked]
    assert [later - earlier > 0.35 for earlier, later in pairwise(begun)] == [True, True]


def test_a_crawl_delay_that_nobody_waits_for_is_an_error() -> None:
    """An hour between two pages: named, at once."""
    with serve_site({"/robots.txt": Page(b"User-agent: *\nCrawl-delay: 3600"), "/1": Page(b"x")}) as site:
        assert "asks for 3600 s between two requests" in refused(f"{site.url}/1")
    assert site.paths == ["/robots.txt"]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (404, "the site answers 404 Not Found. Check the address."),
        (403, "403 Forbidden. The site refuses. Download it in a browser"),
        (500, "500 Internal Server Error. Try later."),
        (204, "204 No Content."),
        (304, "304 Not Modified."),
        (418, "418"),
    ],
)
def test_an_error_of_the_site_is_named(status: int, words: str) -> None:
    """The status in words, and the next move; asked once."""
    with serve_site({"/1": Page(status=status)}) as site:
        assert words in refused(f"{site.url}/1")
    assert site.paths.count("/1") == 1


@pytest.mark.parametrize("how", ["seconds", "date"])
@pytest.mark.parametrize("status", [429, 503])
def test_later_is_tried_later(status: int, how: str) -> None:
    """Retry-After says when, in seconds or as a date; then the page is there."""

    def page(path: str, before: int) -> Page:
        if path != "/1":
            return Page(status=404)
        later = "1" if how == "seconds" else formatdate(time.time() + 2, usegmt=True)
        return Page(status=status, headers={"Retry-After": later}) if before == 0 else Page(b"x")

    with serve_site(page) as site:
        assert Fetcher(quick()).fetch(f"{site.url}/1") == b"x"
    first, second = (a.began for a in site.asked if a.path == "/1")
    assert second - first > 0.9


def test_much_later_is_given_up_for_the_whole_host() -> None:
    """An hour is not waited for: the page is given up after one request, the next of the host is not asked at all."""
    with serve_site({"/1": Page(status=429, headers={"Retry-After": "3600"}), "/2": Page(b"x")}) as site:
        fetcher = Fetcher(quick())
        with pytest.raises(DocumentError, match=r"429 Too Many Requests, and to wait \(Retry-After: 3600\)"):
            fetcher.fetch(f"{site.url}/1")
        with pytest.raises(DocumentError, match=r"asked to be left alone, 3\d\d\d s are left"):
            fetcher.fetch(f"{site.url}/2")
    assert site.paths == ["/robots.txt", "/1"]


def test_without_retry_after_it_is_tried_a_few_times() -> None:
    """As often as the policy says, then the status is the error."""
    with serve_site({"/1": Page(status=503)}) as site:
        assert "the site answers 503 Service Unavailable. Try later." in refused(f"{site.url}/1", tries=3)
    assert site.paths.count("/1") == 3


def test_a_dead_port_is_an_error() -> None:
    """Nobody listens: named after a few tries, with the next move."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/1"
        message = refused(url)
    assert "the site cannot be reached" in message
    assert "Check the address and the network" in message


def test_a_slow_server_is_not_waited_for() -> None:
    """Silence ends after `read` seconds, a byte now and then after `total`, in the headers too."""
    pages = {"/silent": Page(b"x", delay=30), "/drips": Page(drips=True)}
    with serve_site(pages) as site:
        began = time.monotonic()
        assert "ReadTimeout" in refused(f"{site.url}/silent", tries=1, timeouts=Timeouts(read=0.3))
        assert "not there within 0.5 s" in refused(f"{site.url}/drips", timeouts=Timeouts(total=0.5))
    assert time.monotonic() - began < 10


def test_it_works_where_an_event_loop_runs() -> None:
    """In a notebook, or out of async code that does not mind waiting."""
    import asyncio

    async def main(url: str) -> bytes:
        return Fetcher(quick()).fetch(url)

    with serve_site({"/1": Page(b"x")}) as site:
        assert asyncio.run(main(f"{site.url}/1")) == b"x"


@pytest.mark.parametrize("url", ["ftp://example.org/1", "file:///etc/passwd", "https://", "http://u:p@example.org/"])
def test_what_is_no_web_address_is_never_fetched(url: str) -> None:
    """Another scheme, no host, a password: named before anything is sent."""
    assert "Download it" in refused(url) or "names no host" in refused(url)


def test_nothing_is_fetched_unasked() -> None:
    """A URL given to the library, or found among the paths without a fetcher, is an error that says how."""
    with serve_site({"/1": Page(REPORT)}) as site:
        with pytest.raises(DocumentError, match=r"a URL\. Add --fetch .*nianbao\.fetch_document"):
            extract_report(f"{site.url}/1")
        (found,) = find_inputs([f"{site.url}/1"])
        with pytest.raises(DocumentError, match="a URL"):
            found.read()
    assert site.asked == []


def test_the_command_fetches_urls_among_files(tmp_path: Path) -> None:
    """With --fetch: the report, the page that is none, the page that is not there; the file beside them is read."""
    pages = {"/r?a=*": Page(REPORT), "/notice": Page("关于召开会议的通知。各单位请参加会议。".encode())}
    with serve_site(pages) as site:
        urls = [f"{site.url}{path}" for path in ("/r?a=*", "/notice", "/gone")]
        source = ROOT / "goldens" / "shengzhou-office-2022" / "source.txt"
        common = ["extract", *urls, source, "--out", tmp_path]
        done = nianbao(*common, "--fetch", "--fetch-delay", "0.1", "--user-agent", "Auditor/1.0")
        told = {a.headers["user-agent"] for a in site.asked}
        before = len(site.asked)
        without = nianbao(*common)
        assert len(site.asked) == before
    assert (done.code, told) == (1, {"Auditor/1.0"})
    lines = (tmp_path / "reports.previous.jsonl").read_text(encoding="utf-8").splitlines()
    results = [json.loads(line) for line in lines]
    assert [(r["source"]["path"], r["status"]) for r in results] == [
        (urls[0], "confirmed"),
        (str(source), "absent"),
    ]
    assert f"error: {urls[1]}: " in done.err
    assert f"error: {urls[2]}: the site answers 404 Not Found. Check the address." in done.err
    assert without.code == 1
    assert without.err.count(": a URL. Add --fetch to download it") == 3


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--fetch-delay", "3"], "add --fetch"),
        (["--user-agent", "x"], "add --fetch"),
        (["--fetch", "--user-agent", "年报"], "--user-agent: user agent '年报'"),
        (["--fetch", "--fetch-delay", "-1"], "--fetch-delay"),
    ],
)
def test_options_that_make_no_sense_are_wrong_usage(options: list[str], words: str) -> None:
    """Exit code 2 and the option named."""
    done = nianbao("extract", "http://127.0.0.1:9/", *options)
    assert done.code == 2
    assert words in done.err
