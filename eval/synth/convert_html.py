"""Converters that take HTML."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from nianbao.eval.synth.converter import Converter
from nianbao.eval.synth.printed_pdf import office
from nianbao.eval.synth.programs import output_of


def html2text_markdown(html: str, *, pad: bool = False) -> str:
    """Markdown by html2text, lines not wrapped; `pad`: tables in columns of equal width."""
    import html2text

    converter = html2text.HTML2Text()
    converter.body_width = 0
    converter.ignore_links = True
    converter.pad_tables = pad
    return str(converter.handle(html))


def soup_text(html: str, separator: str, *, strip: bool = True) -> str:
    """The text of BeautifulSoup's get_text, without scripts and styles."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "html.parser")
    for element in soup(["script", "style"]):
        element.extract()
    return str(soup.get_text(separator, strip=strip))


def _of_html(run: Callable[[str], str]) -> Callable[[Path], str]:
    return lambda file: run(file.read_text(encoding="utf-8"))


def _trafilatura(html: str, **options: object) -> str:
    import trafilatura

    return str(trafilatura.extract(html, include_tables=True, **options) or "")


def _markdownify(html: str) -> str:
    from markdownify import markdownify

    return str(markdownify(html))


def _inscriptis(html: str) -> str:
    import inscriptis

    return str(inscriptis.get_text(html))


def markitdown_text(file: Path) -> str:
    """Markdown by markitdown, of any kind of file that it takes."""
    from markitdown import MarkItDown

    return str(MarkItDown().convert(str(file)).text_content)


def pandoc(file: Path, *options: str) -> str:
    """What the installed pandoc makes of a file."""
    return output_of("pandoc", *options, str(file))


def pypandoc(file: Path, *options: str) -> str:
    """What the pandoc that pypandoc_binary ships makes of a file: a newer one than most systems have."""
    import pypandoc as shipped

    program = Path(shipped.__file__).parent / "files" / "pandoc"
    return output_of(str(program), *options, str(file))


def office_text(file: Path) -> str:
    """Plain text by LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / file.name
        copy.write_bytes(file.read_bytes())
        return office(copy, "txt:Text (encoded):UTF8").read_text(encoding="utf-8-sig")


def _lynx(file: Path) -> str:
    options = ("-dump", "-nolist", "-width=120", "-assume_charset=utf-8", "-display_charset=utf-8", "-force_html")
    return output_of("lynx", *options, str(file))


def _w3m(file: Path) -> str:
    return output_of("w3m", "-dump", "-T", "text/html", "-I", "UTF-8", "-O", "UTF-8", "-cols", "120", str(file))


_TRAFILATURA = ("trafilatura",)
_SOUP = ("bs4",)
_PYPANDOC = ("pypandoc",)

HTML_CONVERTERS = (
    Converter("trafilatura", "html", "cells", _of_html(_trafilatura), _TRAFILATURA, "trafilatura"),
    Converter(
        "trafilatura-recall",
        "html",
        "cells",
        _of_html(lambda h: _trafilatura(h, output_format="markdown", favor_recall=True)),
        _TRAFILATURA,
        "trafilatura",
    ),
    Converter("trafilatura-older", "html", "cells", _of_html(_trafilatura), _TRAFILATURA, "trafilatura", older=True),
    Converter("html2text", "html", "cells", _of_html(html2text_markdown), ("html2text",), "html2text"),
    Converter(
        "html2text-padded",
        "html",
        "cells",
        _of_html(lambda h: html2text_markdown(h, pad=True)),
        ("html2text",),
        "html2text",
    ),
    Converter("markdownify", "html", "cells", _of_html(_markdownify), ("markdownify",), "markdownify"),
    Converter("inscriptis", "html", "columns", _of_html(_inscriptis), ("inscriptis",), "inscriptis"),
    Converter("soup-newline", "html", "lines", _of_html(lambda h: soup_text(h, "\n")), _SOUP, "beautifulsoup4"),
    Converter("soup-tab", "html", "lines", _of_html(lambda h: soup_text(h, "\t")), _SOUP, "beautifulsoup4"),
    Converter("soup-space", "html", "reading_order", _of_html(lambda h: soup_text(h, " ")), _SOUP, "beautifulsoup4"),
    Converter(
        "soup-raw",
        "html",
        "reading_order",
        _of_html(lambda h: soup_text(h, "", strip=False)),
        _SOUP,
        "beautifulsoup4",
    ),
    Converter("pandoc-plain", "html", "columns", lambda f: pandoc(f, "-t", "plain", "--columns=120"), ("!pandoc",)),
    Converter("pandoc-markdown", "html", "columns", lambda f: pandoc(f, "-t", "markdown", "--wrap=none"), ("!pandoc",)),
    Converter("pandoc-gfm", "html", "cells", lambda f: pandoc(f, "-t", "gfm-raw_html", "--wrap=none"), ("!pandoc",)),
    Converter(
        "pypandoc-plain",
        "html",
        "columns",
        lambda f: pypandoc(f, "-t", "plain", "--columns=120"),
        _PYPANDOC,
        "pypandoc_binary",
    ),
    Converter(
        "pypandoc-gfm",
        "html",
        "cells",
        lambda f: pypandoc(f, "-t", "gfm", "--wrap=none"),
        _PYPANDOC,
        "pypandoc_binary",
    ),
    Converter("lynx", "html", "reading_order", _lynx, ("!lynx",)),
    Converter("w3m", "html", "columns", _w3m, ("!w3m",)),
    Converter("markitdown-html", "html", "cells", markitdown_text, ("markitdown",), "markitdown"),
    Converter("libreoffice-html", "html", "lines", office_text, ("!soffice",), empty_lines=True),
)
"""Every converter that takes HTML."""
