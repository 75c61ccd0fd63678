"""PDFs and pages of them that cannot be read: what is said of them."""

from __future__ import annotations

from typing import Any

import pytest

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.limits import ReadLimits
from nianbao.extract.files.read_pdf import NoTextLayer
from tests.files.drawn_pdf import (
    HEIGHT,
    WIDTH,
    draw,
    page_of_text,
    raw_pdf,
    read,
    rows,
    rule,
    say,
    scan,
)


def test_a_page_without_text_is_named() -> None:
    content = read(draw(page_of_text, scan, page_of_text))
    assert len(content.grids) == 2
    assert content.pages == 3
    assert content.notes == ("page 2: without text, but pictures; not read. The extra nianbao[ocr] reads such pages.",)


def test_a_scan_with_a_page_number_alone_has_no_text() -> None:
    def numbered(canvas: Any) -> None:
        scan(canvas)
        say(canvas, "- 1 -", 280, 810)

    def outlines(canvas: Any) -> None:
        for i in range(50):
            canvas.circle(100 + 5 * i, 400, 2, fill=1)

    with pytest.raises(NoTextLayer, match=r"report\.pdf: a PDF without text: its pages 1–2 are pictures\.") as caught:
        read(draw(numbered, outlines))
    assert caught.value.pages == (1, 2)


def test_scanned_pages_take_their_places() -> None:
    from nianbao.extract.files.pdf_frame import Frame, Rect, View
    from nianbao.extract.files.pdf_lines import PrintedText
    from nianbao.extract.files.pdf_page import PageContent, TextLine

    asked: list[tuple[int, ...]] = []

    def scanned(pages: Any) -> dict[int, PageContent]:
        asked.append(tuple(pages))
        frame = Frame(0, 0, WIDTH, HEIGHT, 0)
        line = TextLine(PrintedText("识别", (0.9, 0.4)), "识别", Rect(1, 2, 3, 4), 2)
        return {2: PageContent(View(2, frame, frame), (line,))}

    content = read(draw(page_of_text, scan, page_of_text), scanned=scanned)
    assert asked == [(2,)]
    assert content.text.split().index("识别") == 5
    assert [(content.text[s.start : s.end], s.confidence) for s in content.sureness] == [("识", 0.9), ("别", 0.4)]
    assert content.notes == ()


def encrypted(user: str) -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption

    return draw(page_of_text, encrypt=StandardEncryption(user, "owner", canPrint=0))


def test_a_pdf_that_opens_without_a_password_is_read_and_another_is_named_as_encrypted() -> None:
    assert len(read(encrypted("")).grids) == 1
    with pytest.raises(DocumentError, match=r"report\.pdf: encrypted: it opens with a password only"):
        read(encrypted("secret"))


def no_pages() -> bytes:
    return raw_pdf(b"", b"").replace(b"/Kids [3 0 R] /Count 1", b"/Kids [] /Count 0 ")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "it is empty"),
        (b"<html>", "no PDF"),
        (b"%PDF-1.7\n", "broken or truncated"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 40, "broken or truncated"),
        (draw(page_of_text)[:400], "broken or truncated"),
        (no_pages(), "without pages|broken or truncated"),
        (draw(lambda canvas: None), "no text on its pages"),
    ],
    ids=["nothing", "html", "a head", "noise", "cut", "no pages", "a blank page"],
)
def test_what_cannot_be_read_is_refused_with_its_reason(data: bytes, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        read(data)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_cut_file_is_read_or_refused(share: float) -> None:
    data = draw(*[page_of_text] * 6)
    try:
        content = read(data[: int(len(data) * share)])
    except DocumentError:
        return
    assert all(rows(content, i)[1] == "|规章|0|7|" for i in range(len(content.grids)))


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (ReadLimits(bytes=500), "the limit `bytes`"),
        (ReadLimits(pages=2), r"3 pages, more than the 2 of the limit `pages`"),
        (ReadLimits(characters=100), "the limit `characters`"),
    ],
)
def test_limits_are_named(limits: ReadLimits, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        read(draw(*[page_of_text] * 3), limits)


def test_a_page_of_endless_drawing_is_bounded() -> None:
    strokes = b" ".join(b"%d %d l" % (i % 590, (i * 7) % 840) for i in range(300_000))
    many = b"0 0 m 9 9 l S\n" * 250_000
    font = b"/F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    content = read(raw_pdf(b"BT /F1 12 Tf 72 700 Td (known) Tj ET 0 0 m " + strokes + b" S", font))
    assert content.text.strip() == "known"
    assert any("more is drawn" in note for note in content.notes)
    with pytest.raises(DocumentError, match=r"draws 250,001 objects"):
        read(raw_pdf(b"BT /F1 12 Tf 72 700 Td (known) Tj ET " + many, font))


def test_a_page_of_lines_alone_has_no_text() -> None:
    """It is no picture of a text: nothing is to be recognised there."""

    def ruled(canvas: Any) -> None:
        for edge in range(100, 500, 20):
            rule(canvas, 60, edge, 500, edge)

    with pytest.raises(DocumentError, match=r"there is no text on its pages"):
        read(draw(ruled))
