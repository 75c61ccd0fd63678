"""A synthetic report as a scan: its PDF drawn as images, laid askew, shaded, blurred, noisy, packed without text."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from nianbao.eval.synth.pdf_file import write_pdf
from nianbao.eval.synth.printed_pdf import write_css_pdf, write_office_pdf
from nianbao.eval.synth.report import SynthReport
from nianbao.eval.synth.scan_style import ScanStyle, draw_scan_style

if TYPE_CHECKING:
    from PIL.Image import Image

_WRITERS = {"pdf_reportlab": write_pdf, "pdf_css": write_css_pdf, "pdf_office": write_office_pdf}
PRINTED = "printed.pdf"
_THRESHOLD = 0.62
"""Of the paper's gray: what is darker is black in a scan of one bit."""
_LEVELS = 32
"""Grays that a PNG keeps, so that noise does not make it larger than any scan."""


def write_scan(report: SynthReport, file: Path, *, dpi: int) -> None:
    """Write the report's scan, and beside it, as PRINTED, the PDF that was scanned.

    The file's suffix must be that of the scan's style. Needs pypdfium2, Pillow and numpy.
    """
    style = draw_scan_style(report, dpi)
    printed = file.with_name(PRINTED)
    _WRITERS[style.printed](report, printed)
    save_pages(worn_pages(draw_pages(printed, dpi), style), file, style, dpi)


def draw_pages(file: Path, dpi: int) -> list[Image]:
    """The pages of a PDF as gray images of so many dots an inch, drawn by PDFium."""
    import pypdfium2

    document = pypdfium2.PdfDocument(str(file))
    try:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in document]
    finally:
        document.close()


def worn_pages(pages: Sequence[Image], style: ScanStyle) -> list[Image]:
    """The pages as a scanner gives them, each worn in its own way within the style."""
    return [_worn(page, style, Random(f"page {style.seed} {number}")) for number, page in enumerate(pages)]


def _worn(page: Image, style: ScanStyle, chance: Random) -> Image:
    import numpy
    from PIL import Image, ImageFilter

    angle = style.skew * chance.choice([-1, 1]) * chance.uniform(0.5, 1)
    if angle:
        page = page.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    wide, high = page.size
    ramps = numpy.linspace(0, 1, wide)[None, :], numpy.linspace(0, 1, high)[:, None]
    darker = ramps[0] * chance.choice([-1, 1]) + ramps[1] * chance.choice([-1, 1])
    darker = (darker - darker.min()) / 2  # 0 to 1, from one corner to the one across
    paper = style.paper * (1 - style.shade * darker)
    inked = numpy.asarray(page, dtype=numpy.float32) / 255 * paper
    noisy = inked + numpy.random.default_rng(chance.getrandbits(32)).normal(0, style.noise, inked.shape)
    noisy = numpy.asarray(
        Image.fromarray(noisy.clip(0, 255).astype(numpy.uint8)).filter(ImageFilter.GaussianBlur(style.blur))
    )
    if style.one_bit:
        return Image.fromarray(((noisy > _THRESHOLD * paper) * 255).astype(numpy.uint8)).convert("1")
    return Image.fromarray(noisy)


def save_pages(pages: Sequence[Image], file: Path, style: ScanStyle, dpi: int) -> None:
    """Pack the pages by the style's container."""
    if style.suffix in (".jpg", ".png"):
        picture = _one_picture(pages)
        if style.suffix == ".jpg":
            picture.convert("L").save(file, quality=style.quality, dpi=(dpi, dpi))
        else:
            step = 256 // _LEVELS
            if picture.mode == "L":
                picture = picture.point([v // step * step for v in range(256)])
            picture.save(file, dpi=(dpi, dpi))
        return
    options: dict[str, Any] = {"resolution": float(dpi)}
    if not style.one_bit:
        options["quality"] = style.quality
    if style.suffix == ".pdf":
        options |= {"title": "scan", "creationDate": time.gmtime(0), "modDate": time.gmtime(0)}
    else:
        options["compression"] = "group4" if style.one_bit else "jpeg"
    pages[0].save(file, save_all=True, append_images=pages[1:], **options)


def _one_picture(pages: Sequence[Image]) -> Image:
    """All pages under each other, as a long picture of a page is shared."""
    from PIL import Image

    picture = Image.new(pages[0].mode, (max(page.width for page in pages), sum(page.height for page in pages)), 255)
    top = 0
    for page in pages:
        picture.paste(page, (0, top))
        top += page.height
    return picture
