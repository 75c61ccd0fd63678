"""Hostile PDFs: locked, broken, endless, or far larger than they look."""

from __future__ import annotations

import io
import zlib

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas


def plain(*, user: str | None = None, owner: str | None = None, script: bool = False) -> bytes:
    """A PDF of two pages; with passwords, or with a script that runs at opening."""
    out = io.BytesIO()
    lock = StandardEncryption(user or "", ownerPassword=owner) if user or owner else None
    canvas = Canvas(out, encrypt=lock)
    for page in range(2):
        for line in range(40):
            canvas.drawString(72, 720 - 15 * line, f"page {page} line {line} 12 3 0 15")
        canvas.showPage()
    canvas.save()
    data = out.getvalue()
    if script:
        data = data.replace(
            b"/Type /Catalog",
            b"/OpenAction << /S /JavaScript /JS (app.launchURL('http://127.0.0.1/')) >> /Type /Catalog",
        )
    return data


def made_of(objects: list[bytes], *, prev: int | None = None, root: int = 1) -> bytes:
    """A PDF of these objects, numbered from 1."""
    out = io.BytesIO(b"%PDF-1.7\n")
    out.seek(0, io.SEEK_END)
    places = []
    for i, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (i, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    more = b"" if prev is None else b"/Prev %d" % (start if prev < 0 else prev)
    out.write(
        b"trailer\n<< /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, more, start)
    )
    return out.getvalue()


def stream(data: bytes, head: bytes = b"") -> bytes:
    """A stream object's body."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), head, data)


def page(
    contents: bytes = b"BT /F1 12 Tf 72 700 Td (12 3 0 15) Tj ET",
    *,
    more: bytes = b"",
    box: bytes = b"0 0 595 842",
    filters: bytes = b"",
    prev: int | None = None,
) -> bytes:
    """A PDF of one page with these drawing commands."""
    return made_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >> >>" % box,
            stream(contents, filters),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            more or b"null",
        ],
        prev=prev,
    )


def page_tree_loop() -> bytes:
    """A page tree whose only child is itself."""
    return made_of(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000 /Parent 2 0 R >>"]
    )


def many_pages(count: int = 100_000) -> bytes:
    """One page, named a hundred thousand times."""
    return made_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b"3 0 R " * count, count),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>",
            stream(b"BT /F1 12 Tf 72 700 Td (12 3 0 15) Tj ET"),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
    )


def flate_bomb(size: int = 400_000_000) -> bytes:
    """A page's commands, packed twice: some hundred bytes that unpack to 400 MB."""
    packer = zlib.compressobj(9)
    pieces = [packer.compress(b" " * 1_000_000) for _ in range(size // 1_000_000)]
    once = b"".join([*pieces, packer.flush()])
    return page(zlib.compress(once, 9), filters=b"/Filter [/FlateDecode /FlateDecode]")


def image_bomb(side: int = 60_000) -> bytes:
    """A page with one picture of 3.6 thousand million points, and no text."""
    packer = zlib.compressobj(9)
    row = b"\0" * (side // 8 * 100)
    data = b"".join([packer.compress(row) for _ in range(side // 100)] + [packer.flush()])
    head = (
        b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray "
        b"/BitsPerComponent 1 /Filter /FlateDecode" % (side, side)
    )
    return page(b"595 0 0 842 0 0 cm /X Do", more=stream(data, head))


def draws_itself() -> bytes:
    """A form that draws itself, twice each time."""
    head = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X 6 0 R >> >>"
    return page(b"/X Do", more=stream(b"/X Do /X Do", head))


def deep_arrays(depth: int = 200_000) -> bytes:
    """Arrays within arrays."""
    return page(more=b"[" * depth + b"]" * depth)


def much_text(lines: int = 400_000) -> bytes:
    """One page with millions of letters on it."""
    body = b"BT /F1 1 Tf 0 0 Td " + b"0 1 Td (1234567890) Tj " * lines + b"ET"
    return page(zlib.compress(body), filters=b"/Filter /FlateDecode")


def much_ruled(lines: int = 60_000) -> bytes:
    """A page ruled by tens of thousands of lines that all cross."""
    body = b"".join(
        b"%d 0 m %d 842 l S 0 %d m 595 %d l S " % (i % 595, i % 595, i % 842, i % 842) for i in range(lines)
    )
    return page(zlib.compress(body), filters=b"/Filter /FlateDecode")
