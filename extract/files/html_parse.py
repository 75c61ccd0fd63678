"""Parse a page's text into elements, with lxml. No entity is expanded, no address followed, no script run."""

from __future__ import annotations

import re
from typing import Any

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.limit_errors import over_bound
from nianbao.extract.html_marks import html_marks

_CLOSED_TAG = re.compile(r"<((?:script|iframe|div|span|td|th|title|style|textarea|a|p)\b)([^<>]*)/>", re.IGNORECASE)
_LONG_TAG = re.compile(r"""<[A-Za-z](?:[^"'<>=]++|=\s*+"[^"]*+"|=\s*+'[^']*+'|[="'<])*+""")
_MOST_ELEMENTS = 150_000
"""A report of three tables has about a thousand."""
_MOST_LETTERS = 8_000
_MOST_ATTRIBUTES = 1_000
_ATTRIBUTE = re.compile(r"""[^\s"'>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]*))?""")


def parse_page(text: str, *, name: str) -> Any:
    """The page's root element, its mistakes mended as the parser mends them; comments are left out.

    Raises DocumentError for what is no page, has too many elements, or one with more than 1,000 attributes: the parser
    takes a time that is their square.
    """
    from lxml import etree

    elements = text.count("<") - text.count("</")
    if elements > _MOST_ELEMENTS:
        raise over_bound(name, f"{elements:,} elements", _MOST_ELEMENTS)
    if text.lstrip("\ufeff \t\r\n").startswith("<?xml"):
        text = _CLOSED_TAG.sub(r"<\1\2></\1>", text)
    if any(tag.end() - tag.start() > _MOST_LETTERS for tag in _LONG_TAG.finditer(text)) and _crowded(text):
        move = "Save the page anew from a browser"
        raise over_bound(name, "an element with too many attributes", _MOST_ATTRIBUTES, move=move)
    data = text.replace("\0", "\ufffd").encode("utf-8", "replace")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise DocumentError(f"{name}: no web page ({error}). Save it anew from a browser.") from None
    if root is None:
        raise DocumentError(f"{name}: the page shows no text. Check how it was downloaded.")
    return root


def _crowded(text: str) -> bool:
    """Whether a tag, of those that are none inside a script, has too many attributes."""
    for mark in html_marks(text):
        if len(mark.attributes) > _MOST_ATTRIBUTES * 2:
            for count, _ in enumerate(_ATTRIBUTE.finditer(mark.attributes)):
                if count >= _MOST_ATTRIBUTES:
                    return True
    return False
