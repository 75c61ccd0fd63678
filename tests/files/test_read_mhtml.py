"""Saved web pages: the main page is found, its frames stand in place, and what is none is refused."""

from __future__ import annotations

from contextlib import suppress
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.limits import DEFAULT_LIMITS
from nianbao.extract.files.read_mhtml import read_mhtml
from tests.files.html_reports import body, holds_tables, page, table

HTML = page(body(lambda _, cells: table(cells)))


def archive(*parts: tuple[str, str, str, str], start: str = "") -> bytes:
    """An archive of parts: address, charset, transfer encoding, text."""
    whole = MIMEMultipart("related", **({"start": f"<{start}>"} if start else {}), type="text/html")
    for address, charset, transfer, text in parts:
        part = EmailMessage()
        part.set_content(text.encode(charset), "text", "html", cte=transfer, params={"charset": charset})
        part["Content-Location"] = address
        part["Content-ID"] = f"<{address.rsplit('/')[-1]}@x>"
        whole.attach(part)
    picture = MIMENonMultipart("image", "png")
    picture.set_payload("iVBORw0KGgo=")
    whole.attach(picture)
    return whole.as_bytes()


def read(data: bytes):  # type: ignore[no-untyped-def]
    """What the reader gives."""
    return read_mhtml(data, name="page.mht", limits=DEFAULT_LIMITS)


@pytest.mark.parametrize("transfer", ["quoted-printable", "base64"])
@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gb18030"])
def test_the_page_is_decoded(transfer: str, charset: str) -> None:
    """However it is transferred and written."""
    assert holds_tables(read(archive(("file:///C:/a.htm", charset, transfer, HTML))))


def test_frames_in_the_archive_stand_in_place_once() -> None:
    """The report stands in a frame; a frame that frames itself ends."""
    outer = page("<p>某县</p><iframe src='inner.htm'></iframe><p>末</p>")
    inner = HTML.replace("</body>", "<iframe src='inner.htm'></iframe></body>")
    address = "http://a.gov/zw/"
    content = read(
        archive((address + "a.htm", "utf-8", "base64", outer), (address + "inner.htm", "utf-8", "base64", inner))
    )
    assert holds_tables(content)
    assert content.text.startswith("某县\n")
    assert content.text.rstrip().endswith("末")


def test_the_part_that_the_archive_begins_with_is_the_page() -> None:
    """Whatever its place."""
    data = archive(("a.htm", "utf-8", "base64", page("别的")), ("b.htm", "utf-8", "base64", HTML), start="b.htm@x")
    assert holds_tables(read(data))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Content-Type: multipart/related; boundary=x\n\n--x\nContent-Type: image/png\n\nabc\n--x--",
        b"Content-Type: text/html; a=" + b"x" * 100_000 + b"\n\n<p>1</p>",
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(3000)),
    ],
    ids=["empty", "no_page", "endless_header", "nested"],
)
def test_what_is_no_saved_page_is_refused(data: bytes) -> None:
    """With its reason."""
    with pytest.raises(DocumentError, match=r"page\.mht: "):
        read(data)


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 600))
def test_no_bytes_raise_but_a_document_error(noise: bytes, place: int) -> None:
    """An archive with noise inside."""
    data = archive(("a.htm", "utf-8", "base64", page("甲")))
    with suppress(DocumentError):
        read(data[:place] + noise + data[place:])
