"""The kinds of file that a synthetic report is made into, and what each needs."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from nianbao.eval.synth.docx_file import write_docx
from nianbao.eval.synth.html_pages import cms_page, proper_page, word_page
from nianbao.eval.synth.pdf_file import write_pdf
from nianbao.eval.synth.printed_pdf import write_css_pdf, write_office_pdf
from nianbao.eval.synth.report import SynthReport
from nianbao.eval.synth.scan_file import write_scan
from nianbao.eval.synth.scan_style import scan_suffix
from nianbao.eval.synth.site_page import site_page


@dataclass(frozen=True)
class SourceKind:
    """One kind of source: `media` is `html`, `pdf` or `docx`, by which converters take it, or `scan` or `page`, which
    none takes; `needs` are Python modules and, with a leading !, programs. `suffix` is the file's, with its dot, where
    it is not the media's."""

    name: str
    media: str
    write: Callable[[SynthReport, Path], None]
    needs: tuple[str, ...] = ()
    suffix: Callable[[SynthReport], str] | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """What it needs and is not installed here."""
        return missing(self.needs)

    def file_name(self, report: SynthReport, stem: str) -> str:
        """The name of the report's file of this kind."""
        return stem + (self.suffix(report) if self.suffix else f".{self.media}")


def missing(needs: tuple[str, ...]) -> tuple[str, ...]:
    """Of Python modules and !programs, those that are not here."""
    return tuple(
        need.lstrip("!")
        for need in needs
        if (shutil.which(need[1:]) if need.startswith("!") else importlib.util.find_spec(need)) is None
    )


def _page(
    make: Callable[[SynthReport], str], encoding: str = "utf-8", errors: str = "strict"
) -> Callable[[SynthReport, Path], None]:
    def write(report: SynthReport, file: Path) -> None:
        file.write_text(make(report), encoding=encoding, errors=errors, newline="\n")

    return write


def _html(report: SynthReport) -> str:
    return ".html"


_SCAN_NEEDS = ("reportlab", "weasyprint", "pymupdf", "docx", "!soffice", "pypdfium2", "PIL", "numpy")

SOURCES = {
    kind.name: kind
    for kind in (
        SourceKind("html_table", "html", _page(proper_page)),
        SourceKind("html_word", "html", _page(word_page)),
        SourceKind("html_cms", "html", _page(cms_page)),
        SourceKind("pdf_reportlab", "pdf", write_pdf, ("reportlab",)),
        SourceKind("pdf_css", "pdf", write_css_pdf, ("weasyprint", "pymupdf")),
        SourceKind("pdf_office", "pdf", write_office_pdf, ("docx", "!soffice")),
        SourceKind("docx", "docx", write_docx, ("docx",)),
        SourceKind("html_site", "page", _page(site_page), suffix=_html),
        SourceKind(
            "html_gbk", "page", _page(partial(site_page, charset="gb2312"), "gbk", "xmlcharrefreplace"), suffix=_html
        ),
        *(
            SourceKind(f"scan_{dpi}", "scan", partial(write_scan, dpi=dpi), _SCAN_NEEDS, partial(scan_suffix, dpi=dpi))
            for dpi in (150, 200)
        ),
    )
}
"""Every kind of source by its name."""
