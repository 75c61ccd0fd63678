"""Converters that take a PDF: those that read its text, and OCR of its pages."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nianbao.eval.synth.convert_html import markitdown_text
from nianbao.eval.synth.converter import Converter
from nianbao.eval.synth.programs import output_of

OCR_DPI = 200


def _pdftotext(*options: str) -> Callable[[Path], str]:
    return lambda file: output_of("pdftotext", *options, "-enc", "UTF-8", str(file), "-")


def _pdfplumber(**options: Any) -> Callable[[Path], str]:
    def run(file: Path) -> str:
        import pdfplumber

        with pdfplumber.open(file) as pdf:
            return "\n".join(page.extract_text(**options) or "" for page in pdf.pages)

    return run


def _pdfplumber_tables(start: str, between: str, end: str) -> Callable[[Path], str]:
    """The tables that pdfplumber finds as delimited rows, in their places among the lines outside of them."""

    def run(file: Path) -> str:
        import pdfplumber

        parts = []
        with pdfplumber.open(file) as pdf:
            for page in pdf.pages:
                tables = page.find_tables()
                boxes = [table.bbox for table in tables]

                def outside(piece: dict[str, Any], boxes: list[Any] = boxes) -> bool:
                    if piece.get("object_type") != "char":
                        return True
                    x, y = (piece["x0"] + piece["x1"]) / 2, (piece["top"] + piece["bottom"]) / 2
                    return not any(b[0] <= x <= b[2] and b[1] <= y <= b[3] for b in boxes)

                pieces = [(line["top"], line["text"]) for line in page.filter(outside).extract_text_lines()]
                for table in tables:
                    rows = [[(text or "").replace("\n", "") for text in row] for row in table.extract()]
                    pieces.append((table.bbox[1], "\n".join(start + between.join(row) + end for row in rows)))
                parts += [text for _, text in sorted(pieces, key=lambda piece: piece[0])]
        return "\n".join(parts)

    return run


def _pypdf(**options: Any) -> Callable[[Path], str]:
    def run(file: Path) -> str:
        import pypdf

        return "\n".join(page.extract_text(**options) for page in pypdf.PdfReader(str(file)).pages)

    return run


def _pymupdf(*, sort: bool = False) -> Callable[[Path], str]:
    def run(file: Path) -> str:
        import pymupdf

        with pymupdf.open(str(file)) as document:
            return "\n".join(str(page.get_text("text", sort=sort)) for page in document)

    return run


def _pymupdf_blocks(file: Path) -> str:
    import pymupdf

    with pymupdf.open(str(file)) as document:
        return "\n".join(str(block[4]).strip() for page in document for block in page.get_text("blocks"))


def _pymupdf4llm(file: Path) -> str:
    import pymupdf4llm

    return str(pymupdf4llm.to_markdown(str(file), show_progress=False, use_ocr=False))


def _pypdfium2(file: Path) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(str(file))
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def _pdfminer(file: Path) -> str:
    from pdfminer.high_level import extract_text

    return str(extract_text(str(file)))


def _page_images(file: Path, folder: Path) -> list[Path]:
    """Every page as a PNG, drawn by PDFium."""
    import pypdfium2

    images = []
    document = pypdfium2.PdfDocument(str(file))
    for number, page in enumerate(document):
        images.append(folder / f"{number:03d}.png")
        page.render(scale=OCR_DPI / 72).to_pil().save(images[-1])
    document.close()
    return images


def _rapidocr(file: Path) -> str:
    """The texts that RapidOCR finds, one box to a line, boxes of one height on one line."""
    from rapidocr_onnxruntime import RapidOCR

    engine = RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1)
    lines: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for image in _page_images(file, Path(folder)):
            found, _ = engine(str(image))
            lines += _box_lines(found or [])
    return "\n".join(lines)


def _box_lines(found: list[Any]) -> list[str]:
    boxes = sorted(
        ((box[0][1] + box[2][1]) / 2, box[0][0], abs(box[2][1] - box[0][1]), str(text)) for box, text, _ in found
    )
    rows: list[list[tuple[float, float, float, str]]] = []
    for box in boxes:
        if rows and abs(box[0] - rows[-1][-1][0]) < max(box[2], rows[-1][-1][2]) / 2:
            rows[-1].append(box)
        else:
            rows.append([box])
    return [" ".join(box[3] for box in sorted(row, key=lambda box: box[1])) for row in rows]


def _tesseract(file: Path) -> str:
    with tempfile.TemporaryDirectory() as folder:
        images = _page_images(file, Path(folder))
        return "\n".join(output_of("tesseract", str(image), "-", "-l", "chi_sim", "--psm", "6") for image in images)


PDF_CONVERTERS = (
    Converter("pdftotext", "pdf", "reading_order", _pdftotext(), ("!pdftotext",)),
    Converter("pdftotext-layout", "pdf", "columns", _pdftotext("-layout"), ("!pdftotext",)),
    Converter("pdftotext-raw", "pdf", "reading_order", _pdftotext("-raw"), ("!pdftotext",)),
    Converter("pdfplumber", "pdf", "reading_order", _pdfplumber(), ("pdfplumber",), "pdfplumber"),
    Converter("pdfplumber-layout", "pdf", "columns", _pdfplumber(layout=True), ("pdfplumber",), "pdfplumber"),
    Converter("pdfplumber-tabs", "pdf", "cells", _pdfplumber_tables("", "\t", ""), ("pdfplumber",), "pdfplumber"),
    Converter("pdfplumber-pipes", "pdf", "cells", _pdfplumber_tables("| ", " | ", " |"), ("pdfplumber",), "pdfplumber"),
    Converter("pypdf", "pdf", "reading_order", _pypdf(), ("pypdf",), "pypdf"),
    Converter("pypdf-layout", "pdf", "columns", _pypdf(extraction_mode="layout"), ("pypdf",), "pypdf"),
    Converter("pymupdf", "pdf", "reading_order", _pymupdf(), ("pymupdf",), "pymupdf"),
    Converter("pymupdf-sort", "pdf", "columns", _pymupdf(sort=True), ("pymupdf",), "pymupdf"),
    Converter("pymupdf-blocks", "pdf", "reading_order", _pymupdf_blocks, ("pymupdf",), "pymupdf"),
    Converter("pymupdf4llm", "pdf", "cells", _pymupdf4llm, ("pymupdf4llm",), "pymupdf4llm"),
    Converter("pypdfium2", "pdf", "reading_order", _pypdfium2, ("pypdfium2",), "pypdfium2"),
    Converter("pdfminer", "pdf", "reading_order", _pdfminer, ("pdfminer",), "pdfminer.six"),
    Converter("markitdown-pdf", "pdf", "reading_order", markitdown_text, ("markitdown",), "markitdown"),
)
"""Every converter that reads the text in a PDF."""

_OCR_NEEDS = ("pypdfium2", "PIL")
OCR_CONVERTERS = (
    Converter(
        "rapidocr",
        "pdf",
        "ocr",
        _rapidocr,
        ("rapidocr_onnxruntime", *_OCR_NEEDS),
        "rapidocr-onnxruntime",
        slow=True,
    ),
    Converter("tesseract", "pdf", "ocr", _tesseract, ("!tesseract", *_OCR_NEEDS), slow=True),
)
"""Every converter that recognises the text on images of a PDF's pages."""
