"""What a site answers: no more of it is taken than the cap, packed or not."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib

from nianbao import Fetcher
from tests.commands import ROOT
from tests.files.web_server import Page, quick, refused, serve_site

REPORT = (ROOT / "goldens" / "huguan-2023" / "source.txt").read_bytes()


def test_a_large_answer_is_stopped_at_the_cap() -> None:
    """Whatever Content-Length says: none, too little is broken off, too much is not even begun."""
    body = b"x" * 100_000
    pages = {
        "/endless": Page(body, length=None, repeats=2_000),
        "/honest": Page(body, length=100_000 * 100, repeats=100),
        "/small": Page(body),
    }
    with serve_site(pages) as site:
        assert "more than 150,000 bytes" in refused(f"{site.url}/endless", bytes=150_000)
        assert site.sent < 100_000_000  # what the sockets' buffers take, not all of it
        assert "more than 150,000 bytes" in refused(f"{site.url}/honest", bytes=150_000)
        assert Fetcher(quick(bytes=100_000)).fetch(f"{site.url}/small") == body
        assert "limits.bytes" in refused(f"{site.url}/small", bytes=99_999)


def test_a_gzip_bomb_is_stopped_at_the_cap() -> None:
    """The cap counts unpacked bytes, and no more than it are ever unpacked: 128 MiB out of 128 KiB stay small."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    bomb = b"".join(packer.compress(b"\0" * (1 << 20)) for _ in range(128)) + packer.flush()
    assert len(bomb) < 1 << 18
    page = Page(bomb, headers={"Content-Encoding": "gzip"})
    with serve_site({"/bomb": page}) as site:
        tracemalloc.start()
        assert "more than 4,000,000 bytes" in refused(f"{site.url}/bomb", bytes=4_000_000)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert most < 20_000_000


def test_what_is_packed_comes_unpacked() -> None:
    """gzip, which is asked for; a broken or cut one, and another encoding, are errors and never half a page."""
    packed = gzip.compress(REPORT)
    pages = {
        "/gzip": Page(packed, headers={"Content-Encoding": "gzip"}),
        "/cut": Page(packed[:-20], headers={"Content-Encoding": "gzip"}),
        "/twice": Page(gzip.compress(b"a") + gzip.compress(b"b"), headers={"Content-Encoding": "gzip"}),
        "/broken": Page(b"no gzip", headers={"Content-Encoding": "gzip"}),
        "/layers": Page(gzip.compress(packed), headers={"Content-Encoding": "gzip, gzip"}),
        "/br": Page(b"x", headers={"Content-Encoding": "br"}),
    }
    with serve_site(pages) as site:
        assert Fetcher(quick()).fetch(f"{site.url}/gzip") == REPORT
        assert "cut off" in refused(f"{site.url}/cut")
        assert "several parts" in refused(f"{site.url}/twice")
        assert "its gzip is broken" in refused(f"{site.url}/broken")
        assert "'gzip, gzip' was not asked for" in refused(f"{site.url}/layers")
        assert "'br' was not asked for" in refused(f"{site.url}/br")


def test_an_answer_that_breaks_off_is_no_document() -> None:
    """Fewer bytes than Content-Length, each time: an error, never half a report."""
    with serve_site({"/1": Page(REPORT, length=len(REPORT) + 1000)}) as site:
        assert "the site's answer cannot be used" in refused(f"{site.url}/1", tries=2)
    assert site.paths.count("/1") == 2
