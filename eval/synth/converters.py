"""Every converter by its name."""

from __future__ import annotations

from nianbao.eval.synth.convert_docx import DOCX_CONVERTERS
from nianbao.eval.synth.convert_html import HTML_CONVERTERS
from nianbao.eval.synth.convert_pdf import OCR_CONVERTERS, PDF_CONVERTERS
from nianbao.eval.synth.converter import Converter

CONVERTERS: dict[str, Converter] = {
    converter.name: converter for converter in (*HTML_CONVERTERS, *PDF_CONVERTERS, *DOCX_CONVERTERS, *OCR_CONVERTERS)
}
"""Those that take text out of files first; the slow ones, OCR, last."""
