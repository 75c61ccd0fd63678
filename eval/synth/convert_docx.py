"""Converters that take a Word document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from nianbao.eval.synth.convert_html import html2text_markdown, markitdown_text, office_text, pandoc, soup_text
from nianbao.eval.synth.converter import Converter


def _docx2txt(file: Path) -> str:
    import docx2txt

    return str(docx2txt.process(str(file)))


def _python_docx(between: str, *, once: bool) -> Callable[[Path], str]:
    """Paragraphs and rows by python-docx. `once`: a merged cell stands once, not in each cell that it covers."""

    def run(file: Path) -> str:
        import docx

        lines = []
        for item in docx.Document(str(file)).iter_inner_content():
            if not hasattr(item, "rows"):
                lines.append(item.text)
                continue
            seen: set[object] = set()
            for row in item.rows:
                texts = []
                for cell in row.cells:
                    if not once or cell._tc not in seen:
                        texts.append(cell.text.replace("\n", ""))
                    seen.add(cell._tc)
                lines.append(between.join(texts))
        return "\n".join(lines)

    return run


def _mammoth_html(file: Path) -> str:
    import mammoth

    with file.open("rb") as opened:
        return str(mammoth.convert_to_html(opened).value)


def _mammoth_markdown(file: Path) -> str:
    import mammoth

    with file.open("rb") as opened:
        return str(mammoth.convert_to_markdown(opened).value)


DOCX_CONVERTERS = (
    Converter(
        "pandoc-docx-plain", "docx", "columns", lambda f: pandoc(f, "-t", "plain", "--columns=120"), ("!pandoc",)
    ),
    Converter(
        "pandoc-docx-markdown", "docx", "columns", lambda f: pandoc(f, "-t", "markdown", "--wrap=none"), ("!pandoc",)
    ),
    Converter(
        "pandoc-docx-gfm", "docx", "cells", lambda f: pandoc(f, "-t", "gfm-raw_html", "--wrap=none"), ("!pandoc",)
    ),
    Converter("docx2txt", "docx", "lines", _docx2txt, ("docx2txt",), "docx2txt", empty_lines=True),
    Converter("python-docx-tabs", "docx", "cells", _python_docx("\t", once=False), ("docx",), "python-docx"),
    Converter("python-docx-pipes", "docx", "cells", _python_docx(" | ", once=True), ("docx",), "python-docx"),
    Converter(
        "python-docx-lines", "docx", "lines", _python_docx("\n", once=True), ("docx",), "python-docx", empty_lines=True
    ),
    Converter(
        "mammoth-html2text",
        "docx",
        "cells",
        lambda f: html2text_markdown(_mammoth_html(f)),
        ("mammoth", "html2text"),
        "mammoth",
    ),
    Converter(
        "mammoth-soup", "docx", "lines", lambda f: soup_text(_mammoth_html(f), "\n"), ("mammoth", "bs4"), "mammoth"
    ),
    Converter("mammoth-markdown", "docx", "lines", _mammoth_markdown, ("mammoth",), "mammoth"),
    Converter("markitdown-docx", "docx", "cells", markitdown_text, ("markitdown", "mammoth"), "markitdown"),
    Converter("libreoffice-docx", "docx", "lines", office_text, ("!soffice",), empty_lines=True),
)
"""Every converter that takes a Word document."""
