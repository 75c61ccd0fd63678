"""What reads the files: nianbao, and for each kind what a user would pick for the text alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from nianbao.eval.synth.sources import missing

Read = Callable[[Path], object]
NIANBAO = "nianbao"
OCR_DPI = 200


@dataclass(frozen=True)
class Tool:
    """One way to read files of some kinds. `start` imports what is needed and gives the function that reads a file."""

    name: str
    kinds: tuple[str, ...]
    start: Callable[[], Read]
    needs: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """What it needs and is not installed here."""
        return missing(self.needs)


def _nianbao() -> Read:
    from nianbao.extract.report import extract_report

    return extract_report


def _markitdown() -> Read:
    from markitdown import MarkItDown

    converter = MarkItDown()
    return lambda file: converter.convert(str(file)).text_content


def _pypdf() -> Read:
    import pypdf

    return lambda file: "\n".join(page.extract_text() for page in pypdf.PdfReader(str(file)).pages)


def _pdfplumber() -> Read:
    import pdfplumber

    def read(file: Path) -> str:
        with pdfplumber.open(file) as pdf:
            return "\n".join(page.extract_text() or "" for page in pdf.pages)

    return read


def _rapidocr() -> Read:
    """RapidOCR as it comes, page by page; a PDF's pages are drawn at OCR_DPI, as people do."""
    from rapidocr_onnxruntime import RapidOCR

    engine = RapidOCR()

    def read(file: Path) -> list[str]:
        return [str(text) for page in _pictures(file) for _, text, _ in engine(page)[0] or []]

    return read


def _pictures(file: Path) -> list[bytes]:
    """The pages of a PDF or of a picture, as PNGs."""
    from PIL import Image, ImageSequence

    found = []
    if file.suffix == ".pdf":
        import pypdfium2

        document = pypdfium2.PdfDocument(str(file))
        images = [page.render(scale=OCR_DPI / 72).to_pil() for page in document]
        document.close()
    else:
        with Image.open(file) as opened:
            images = [image.convert("RGB") for image in ImageSequence.Iterator(opened)]
    for image in images:
        target = BytesIO()
        image.save(target, "PNG", compress_level=1)
        found.append(target.getvalue())
    return found


TOOLS = {
    tool.name: tool
    for tool in (
        Tool(NIANBAO, ("html", "pdf", "docx", "scan"), _nianbao),
        Tool("markitdown", ("html", "pdf", "docx"), _markitdown, ("markitdown", "mammoth")),
        Tool("pypdf", ("pdf",), _pypdf, ("pypdf",)),
        Tool("pdfplumber", ("pdf",), _pdfplumber, ("pdfplumber",)),
        Tool("rapidocr", ("scan",), _rapidocr, ("rapidocr_onnxruntime", "pypdfium2", "PIL")),
    )
}
"""Every tool by its name, nianbao first."""
