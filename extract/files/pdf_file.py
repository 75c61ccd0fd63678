"""Open a PDF in PDFium, within limits; what cannot be opened is refused with its reason."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from typing import Any

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.limit_errors import check_bytes, check_characters, over_bound, over_limit
from nianbao.extract.files.limits import ReadLimits
from nianbao.extract.files.pdf_drawn import MOST_OBJECTS
from nianbao.extract.files.pdf_forms import drawings

PDFIUM = threading.RLock()
"""PDFium serves one thread at a time; whoever calls it holds this."""


class PdfFile:
    """An open PDF: `count` pages. Made by `open_pdf`."""

    def __init__(self, document: Any, name: str, limits: ReadLimits) -> None:
        import pypdfium2.raw as pdfium

        self._document, self._name, self._limits = document, name, limits
        self.count: int = pdfium.FPDF_GetPageCount(document)

    @contextmanager
    def page(self, number: int, before: int = 0) -> Iterator[tuple[Any, Any, int]]:
        """A page (from 1), its text page, and how many of its form's fields have a value but do not print it.

        Values of form fields and notes that the page shows become part of it. `before` counts the characters of the
        pages before. Raises DocumentError for a broken page, and beyond a limit.
        """
        import pypdfium2.raw as pdfium

        page = pdfium.FPDF_LoadPage(self._document, number - 1)
        if not page:
            raise DocumentError(f"{self._name}: page {number} is broken. Download or export the file again.")
        text_page = None
        try:
            hidden, shown = _annotations(page)
            if shown and pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS:
                pdfium.FPDF_ClosePage(page)
                page = pdfium.FPDF_LoadPage(self._document, number - 1)
            objects = pdfium.FPDFPage_CountObjects(page)
            if objects > MOST_OBJECTS:
                raise over_bound(self._name, f"page {number} draws {objects:,} objects", MOST_OBJECTS)
            text_page = pdfium.FPDFText_LoadPage(page)
            count = before + max(pdfium.FPDFText_CountChars(text_page), 0)
            check_characters(count, name=self._name, limits=self._limits)
            yield page, text_page, hidden
        finally:
            if text_page:
                pdfium.FPDFText_ClosePage(text_page)
            if page:
                pdfium.FPDF_ClosePage(page)


@contextmanager
def open_pdf(data: bytes, *, name: str, limits: ReadLimits) -> Iterator[PdfFile]:
    """An open PDF; other threads wait. Raises DocumentError: no PDF, broken, encrypted, no pages, beyond a limit."""
    import pypdfium2  # noqa: F401  starts PDFium
    import pypdfium2.raw as pdfium

    check_bytes(data, name=name, limits=limits)
    if b"%PDF-" not in data[:1024]:
        raise DocumentError(f"{name}: no PDF: it does not begin as one. Check how it was downloaded.")
    drawn = drawings(data, MOST_OBJECTS)
    if drawn == inf:
        raise DocumentError(
            f"{name}: a drawing in it draws itself, without end. Print it anew as PDF, or leave it out."
        )
    if drawn > MOST_OBJECTS:
        raise over_bound(name, "a drawing in it draws too many others", MOST_OBJECTS)
    with PDFIUM:
        buffer = ctypes.create_string_buffer(data, len(data))
        document = pdfium.FPDF_LoadMemDocument64(buffer, len(data), None)
        if not document:
            raise DocumentError(_why(name, pdfium.FPDF_GetLastError()))
        try:
            file = PdfFile(document, name, limits)
            if file.count < 1:
                raise DocumentError(f"{name}: a PDF without pages. Download or export it again.")
            if file.count > limits.pages:
                raise over_limit(name, f"{file.count:,} pages", limits, "pages", move="Give the report's own pages")
            yield file
        finally:
            pdfium.FPDF_CloseDocument(document)


def _why(name: str, code: int) -> str:
    import pypdfium2.raw as pdfium

    if code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return f"{name}: encrypted: it opens with a password only. Save it without one, then give that."
    return f"{name}: a broken or truncated PDF: no page of it can be opened. Download or export it again."


def _annotations(page: Any) -> tuple[int, int]:
    """How many form fields have a value but no appearance, and how many fields and notes the page shows."""
    import pypdfium2.raw as pdfium

    printed = {pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP}
    hidden = shown = 0
    for i in range(min(pdfium.FPDFPage_GetAnnotCount(page), 5000)):
        annotation = pdfium.FPDFPage_GetAnnot(page, i)
        if not annotation:
            continue
        if pdfium.FPDFAnnot_GetSubtype(annotation) in printed:
            if pdfium.FPDFAnnot_HasKey(annotation, b"AP"):
                shown += 1
            elif pdfium.FPDFAnnot_HasKey(annotation, b"V"):
                hidden += 1
        pdfium.FPDFPage_CloseAnnot(annotation)
    return hidden, shown
