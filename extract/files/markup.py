"""Is a text a web page, a web archive or a Word document in XML? Or a text in which some HTML tables stand?"""

from __future__ import annotations

import codecs
import re

_SAMPLE = 256 * 1024
_LEADING = re.compile(r"(?:\s|\ufeff|\x00|<!--(?:(?!-->).)*-->|<\?(?:(?!\?>).)*\?>)*", re.DOTALL)
_PAGE_START = re.compile(r"<(?:!doctype\s+html|html|head|body|frameset)[\s>]", re.IGNORECASE)
_HTML_TAG = re.compile(r"<(/?)html(?=[\s>])[^<>]*>", re.IGNORECASE)
_BODY_TAG = re.compile(r"<(?:body|head)(?=[\s>])[^<>]*>", re.IGNORECASE)
_TABLE_TAG = re.compile(r"<(/?)table(?=[\s>])[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[/!]?[a-z][a-z0-9:]*(?=[\s/>])[^<>]*>", re.IGNORECASE)
_BLOCK = re.compile(
    r"<(?:p|div|section|article|main|center|font|span|h[1-6]|ul|ol|li|dl|meta|title|style|script|link|form|iframe)(?=[\s/>])",
    re.IGNORECASE,
)
_HEADER = re.compile(r"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+")
_WORD_XML = (
    "http://schemas.microsoft.com/office/word/2003/wordml",
    "http://schemas.microsoft.com/office/2006/xmlpackage",
)


def markup_kind(data: bytes) -> str | None:
    """`html`, `mhtml`, `mail`, `word_xml` or `drawing` if the bytes are markup as a whole, else None."""
    text = _head(data)
    if kind := _mail_kind(text):
        return kind
    start = _LEADING.match(text)
    body = text[start.end() :] if start else text
    if not body.startswith("<"):
        return "html" if _page_inside(body) else None
    opening = body[:2000]
    word = any(name in opening for name in _WORD_XML) or 'progid="Word.Document"' in text[:500]
    if word or re.match(r"<office:document[\s>]", body):
        return "word_xml"
    if re.match(r"(?:<!doctype svg[^<>]*>\s*)?<svg[\s>]", body, re.IGNORECASE):
        return "drawing"
    if _PAGE_START.match(body):
        return None if _many_pages_in_a_text(body) else "html"
    return "html" if _page_inside(body) or _mostly_markup(body) else None


def _head(data: bytes) -> str:
    """The first 256 kB as text, good enough to see tags: `<` and letters are the same bytes in UTF-8 and GB18030."""
    sample = data[:_SAMPLE]
    for bom, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if sample.startswith(bom):
            return sample.decode(encoding, errors="replace")
    for encoding, zeros in (("utf-16-le", sample[1:400:2]), ("utf-16-be", sample[:400:2])):
        if zeros.count(0) * 5 > len(zeros) > 4:
            return sample.decode(encoding, errors="replace")
    return sample.decode("utf-8", errors="replace")


def _mail_kind(text: str) -> str | None:
    """A web archive begins with a mail's header lines; so does a mail."""
    header = _HEADER.match(text.replace("\r\n", "\n")[:16_384].lstrip("\ufeff\n\t "))
    if not header:
        return None
    lines = header.group().lower()
    if "mime-version:" not in lines and "content-type: multipart/" not in lines:
        return None
    if "multipart/related" in lines or "<saved by" in lines or "snapshot-content-location:" in lines:
        return "mhtml"
    if "content-type: text/html" in lines:
        return "mhtml"
    return "mail" if "content-type:" in lines and ("\nfrom:" in "\n" + lines or "\nsubject:" in "\n" + lines) else None


def _page_inside(text: str) -> bool:
    """A page after a few other lines (a saved address, HTTP headers, a script's output)."""
    found = _PAGE_START.search(text, 0, 4096)
    if not found or _words(text[: found.start()]) > 200:
        return False
    page = text[found.start() :]
    return bool(_HTML_TAG.search(page) or _BODY_TAG.search(page)) and not _many_pages_in_a_text(text)


def _many_pages_in_a_text(text: str) -> bool:
    """Some converters wrap each table of a text in a page of its own: what stands between them is then text."""
    outside, inside, at, depth, closed = 0, 0, 0, 0, 0
    ends = [(tag.start(), tag.end(), bool(tag.group(1))) for tag in _HTML_TAG.finditer(text)]
    for start, end, closing in [*ends, (len(text), len(text), False)]:
        piece = text[at:start]
        if depth:
            inside += _words(piece)
        elif not _mostly_markup(piece):
            outside += _words(piece)
        depth = max(depth - 1, 0) if closing else depth + 1  # a page within a page is inside
        closed += closing
        at = end
    return closed > 0 and outside > 40 and outside * 5 > inside


def _mostly_markup(text: str) -> bool:
    """A piece of a page: it begins with a tag, and outside its tables there are hardly lines without a block's tag.

    In doubt it is a text: a converter may leave a `<div>` around its Markdown, whose line breaks a page would lose.
    """
    bare = text.lstrip()
    if not _TAG.match(bare):
        return False
    outside = _without_tables(bare)
    lines = [line for line in outside.splitlines() if line.strip()]
    plain = sum(not _TAG.search(line) for line in lines)
    blocks = len(_BLOCK.findall(outside))
    return plain == 0 or blocks >= 2 * plain


def _without_tables(text: str) -> str:
    out: list[str] = []
    at, depth = 0, 0
    for tag in _TABLE_TAG.finditer(text):
        if depth == 0:
            out.append(text[at : tag.start()])
        depth = max(depth + (-1 if tag.group(1) else 1), 0)
        at = tag.end()
    if depth == 0:
        out.append(text[at:])
    return "\n".join(out)


def _words(text: str) -> int:
    """Characters that are neither white space nor inside a tag."""
    return len("".join(_TAG.sub("", text).split()))
