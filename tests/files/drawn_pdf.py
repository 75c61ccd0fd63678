"""Small PDFs for the tests, drawn by reportlab with its Chinese font that needs no file."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from nianbao.extract.files.content import Content, GridCell
from nianbao.extract.files.limits import DEFAULT_LIMITS, ReadLimits
from nianbao.extract.files.read_pdf import read_pdf

FONT = "STSong-Light"
WIDTH, HEIGHT = 595.0, 842.0
"""Of a page, in points; heights in these helpers count from the top."""


def draw(*pages: Callable[[Any], None], size: tuple[float, float] = (WIDTH, HEIGHT), **options: Any) -> bytes:
    """A PDF whose pages the functions draw, each on a canvas."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=size, invariant=1, **options)
    for page in pages:
        canvas.setFont(FONT, 10)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def say(canvas: Any, text: str, x: float, top: float, *, size: float = 10, height: float = HEIGHT) -> None:
    """Print a line whose base line stands `top` below the page's upper edge."""
    canvas.setFont(FONT, size)
    canvas.drawString(x, height - top, text)


def rule(canvas: Any, x0: float, top: float, x1: float, bottom: float, *, height: float = HEIGHT) -> None:
    """Draw a line."""
    canvas.line(x0, height - top, x1, height - bottom)


def table(
    canvas: Any,
    rows: Sequence[Sequence[str]],
    *,
    x: float = 60,
    top: float = 100,
    widths: Sequence[float] = (120, 60, 60),
    row_height: float = 24,
    lines: bool = True,
    first: bool = True,
    last: bool = True,
    height: float = HEIGHT,
) -> float:
    """Draw a ruled table, each text in the middle of its cell's height; the place of its lower end.

    `first`, `last`: whether its upper and lower borders are drawn.
    """
    xs = [x + sum(widths[:i]) for i in range(len(widths) + 1)]
    bottom = top + row_height * len(rows)
    if lines:
        for i in range(0 if first else 1, len(rows) + (1 if last else 0)):
            rule(canvas, xs[0], top + i * row_height, xs[-1], top + i * row_height, height=height)
        for edge in xs:
            rule(canvas, edge, top, edge, bottom, height=height)
    for i, row in enumerate(rows):
        for edge, text in zip(xs, row, strict=False):
            for k, line in enumerate(text.split("\n")):
                say(canvas, line, edge + 4, top + i * row_height + 15 + 11 * k, height=height)
    return bottom


def read(data: bytes, limits: ReadLimits = DEFAULT_LIMITS, **options: Any) -> Content:
    """What the reader makes of a PDF."""
    return read_pdf(data, name="report.pdf", limits=limits, **options)


def rows(content: Content, number: int = 0) -> list[str]:
    """The lines of a content's grid."""
    grid = content.grids[number]
    return content.text[grid.start : grid.end].splitlines()


def cell(content: Content, text: str, number: int = 0) -> GridCell:
    """The one cell of a grid that has a text."""
    (found,) = [c for c in content.grids[number].cells if content.text[c.start : c.end] == text]
    return found


ROWS = [["信息内容", "本年制发件数", "现行有效件数"], ["规章", "0", "7"], ["行政规范性文件", "12", "3,045"]]


def page_of_text(canvas: Any) -> None:
    say(canvas, "某市政府信息公开工作年度报告", 200, 60, size=16)
    table(canvas, ROWS)
    say(canvas, "以上为全部数据。", 60, 220)


def picture(canvas: Any, x: float, y: float, width: float, height: float) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), (250, 250, 240))), x, y, width, height)


def raw_pdf(stream: bytes, fonts: bytes) -> bytes:
    """A PDF of one page, by hand."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << "
        + fonts
        + b" >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, held in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    table_at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table_at)


def scan(canvas: Any) -> None:
    picture(canvas, 0, 0, WIDTH, HEIGHT)
