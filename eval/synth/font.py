"""The Chinese font that a PDF embeds, so that its pages can be drawn and read by OCR."""

from __future__ import annotations

import importlib.util
import tempfile
from functools import cache
from pathlib import Path

UNEMBEDDED = "STSong-Light"
"""A font that PDF readers are supposed to have: text can be taken out, but no page can be drawn without it."""


@cache
def font_file() -> Path | None:
    """A TrueType font with Chinese (Droid Sans Fallback, which PyMuPDF ships), or None without PyMuPDF."""
    if importlib.util.find_spec("pymupdf") is None:
        return None
    import pymupdf

    folder = Path(tempfile.gettempdir()) / "nianbao-synth"
    folder.mkdir(exist_ok=True)
    file = folder / "droid-sans-fallback.ttf"
    if not file.exists():
        part = Path(tempfile.mkstemp(dir=folder)[1])
        part.write_bytes(pymupdf.Font("cjk").buffer)
        part.replace(file)
    return file


@cache
def reportlab_font() -> str:
    """The name under which reportlab has the font, or its unembedded Chinese font."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.ttfonts import TTFont

    file = font_file()
    if file is None:
        pdfmetrics.registerFont(UnicodeCIDFont(UNEMBEDDED))
        return UNEMBEDDED
    pdfmetrics.registerFont(TTFont("Droid Sans Fallback", str(file)))
    return "Droid Sans Fallback"
