"""Draw ruled tables of numbers as a scanner would show them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from PIL import Image, ImageDraw, ImageFont

WIDE, HIGH = 150, 60


def draw_table(rows: Sequence[Sequence[str]], *, ink: int = 30, size: int = 26) -> Any:
    """A page of about 150 dpi with one table, its numbers in the middle of their cells. `~9` prints 9 very faintly."""
    page = Image.new("L", (820, 460), 245)
    draw = ImageDraw.Draw(page)
    font = ImageFont.load_default(size)
    left, top = 100, 100
    for i in range(len(rows) + 1):
        draw.line((left, top + i * HIGH, left + len(rows[0]) * WIDE, top + i * HIGH), fill=ink, width=2)
    for j in range(len(rows[0]) + 1):
        draw.line((left + j * WIDE, top, left + j * WIDE, top + len(rows) * HIGH), fill=ink, width=2)
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            faint = text.startswith("~")
            middle = (left + (j + 0.5) * WIDE, top + (i + 0.5) * HIGH)
            draw.text(middle, text.lstrip("~"), fill=205 if faint else ink, font=font, anchor="mm")
    return page


def encoded(page: Any, kind: str = "PNG", **options: Any) -> bytes:
    """The page as a file's bytes."""
    file = io.BytesIO()
    page.save(file, kind, **options)
    return file.getvalue()
