"""A hostile file of every sort, each made on the spot, with what may become of it."""

from __future__ import annotations

import codecs
import io
import random
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from tests.files import hostile_office as office
from tests.files import hostile_pdf as pdf
from tests.files import hostile_pictures as pictures
from tests.files.test_kinds import PAGE, PROSE, compound, packed, word


@dataclass(frozen=True)
class HostileFile:
    """A file and its story. `refused` are words that must stand in its error; "" any error; None: it may be read."""

    name: str
    story: str
    make: Callable[[], bytes]
    refused: str | None


def nested_zip(levels: int = 5, wide: int = 8) -> bytes:
    """Archives within archives, as 42.zip: 8 to the 5th power files at the bottom."""
    data = packed("bottom.txt")
    for _ in range(levels):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for i in range(wide):
                archive.writestr(f"{i}.zip", data)
        data = out.getvalue()
    return data


def flat_zip(size: int = 300_000_000) -> bytes:
    """300 MB of zeros in a third of one."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.txt", "w", force_zip64=True) as file,
    ):
        for _ in range(size // 1_000_000):
            file.write(bytes(1_000_000))
    return out.getvalue()


def overlapping_zip(entries: int = 1000) -> bytes:
    """A thousand entries of the directory that all mean the same bytes."""
    data = packed("aaaa.txt", first=b"x" * 100_000)
    start, end = data.find(b"PK\x01\x02"), data.find(b"PK\x05\x06")
    entry = data[start:end]
    many = b"".join(entry.replace(b"aaaa", b"%04d" % i) for i in range(entries))
    tail = bytearray(data[end:])
    struct.pack_into("<HHII", tail, 8, entries, entries, len(many), start)
    return data[:start] + many + bytes(tail)


def tricky_zip() -> bytes:
    """Names that lead out of the archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("../../../tmp/evil.txt", "/etc/evil.txt", "C:\\evil.txt", "a/../../evil.txt"):
            archive.writestr(name, PROSE)
    return out.getvalue()


def locked_zip() -> bytes:
    """An encrypted file."""
    data = bytearray(packed("a.txt"))
    data[data.find(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def noise(start: bytes, size: int = 50_000) -> bytes:
    """A magic, then random bytes."""
    return start + random.Random(5).randbytes(size)


def page(body: str) -> bytes:
    """A web page."""
    return f"<!DOCTYPE html><html><head><meta charset=utf-8></head><body>{body}</body></html>".encode()


def xhtml(doctype: str) -> bytes:
    """A web page in XML that uses the last of these entities."""
    declared = doctype.replace("DOCTYPE x", "DOCTYPE html")
    return f"<?xml version='1.0'?>{declared}<html><body>1 &l9;</body></html>".encode()


def web_archive(kind: bytes, body: bytes) -> bytes:
    """A web archive of one part."""
    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n"
    return head + b"Content-Transfer-Encoding: " + kind + b"\n\n" + body


_SHARED = (
    HostileFile("zero.pdf", "zero bytes", lambda: b"", "it is empty"),
    HostileFile("blank.docx", "nothing but white space", lambda: b" \r\n\t" * 1000, "it is empty"),
    HostileFile("nuls.txt", "nothing but NULs", lambda: bytes(100_000), "binary"),
    HostileFile("noise.bin", "random bytes", lambda: noise(b"\x93"), ""),
    HostileFile("large.txt", "65 MB of text", lambda: b"12 3 0 15\n" * 6_800_000, "the limit `bytes`"),
    HostileFile("long.txt", "a line of 5 million characters", lambda: b"1" * 5_000_000, "the limit `characters`"),
    HostileFile("program.pdf", "a program called PDF", lambda: noise(b"MZ\x90\0\3\0\0\0"), "a program"),
    HostileFile("word.pdf", "a Word document called PDF", word, None),
    HostileFile("page.docx", "a web page called DOCX", lambda: PAGE.encode(), None),
    HostileFile("book.xlsx", "a workbook", lambda: packed("[Content_Types].xml", "xl/workbook.xml"), "workbook"),
    HostileFile(
        "entities.xml",
        "XML, a billion laughs",
        lambda: f"<?xml version='1.0'?>{office.BILLION}<x>&l9;</x>".encode(),
        None,
    ),
)
_PDF = (
    HostileFile("locked.pdf", "a password to open", lambda: pdf.plain(user="secret"), "password|encrypted"),
    HostileFile("owner.pdf", "a password to change only", lambda: pdf.plain(owner="secret"), None),
    HostileFile("cut.pdf", "its first half", lambda: pdf.plain()[:1500], None),
    HostileFile("noise.pdf", "a head, then random bytes", lambda: noise(b"%PDF-1.7\n"), ""),
    HostileFile("script.pdf", "runs a script at opening", lambda: pdf.plain(script=True), None),
    HostileFile("tree-loop.pdf", "a page tree that holds itself", pdf.page_tree_loop, ""),
    HostileFile("xref-loop.pdf", "a cross-reference table before itself", lambda: pdf.page(prev=-1), None),
    HostileFile("pages.pdf", "100,000 pages", pdf.many_pages, "limit `?pages"),
    HostileFile("flate.pdf", "400 MB of commands in some hundred bytes", pdf.flate_bomb, None),
    HostileFile("image.pdf", "a picture of 3.6 thousand million points", pdf.image_bomb, ""),
    HostileFile(
        "wide.pdf", "a page 300 km wide, without text", lambda: pdf.page(b"", box=b"0 0 999999999 999999999"), ""
    ),
    HostileFile("itself.pdf", "a form that draws itself twice", pdf.draws_itself, ""),
    HostileFile("arrays.pdf", "200,000 arrays in each other", pdf.deep_arrays, None),
    HostileFile("letters.pdf", "4 million letters on a page", pdf.much_text, None),
    HostileFile("rules.pdf", "120,000 lines that cross", pdf.much_ruled, None),
)
_MARKUP = (
    HostileFile("deep.html", "200,000 elements in each other", lambda: page("<div>" * 200_000 + "1"), None),
    HostileFile("tables.html", "2,000 tables in each other", lambda: page("<table><tr><td>" * 2000 + "1"), None),
    HostileFile(
        "spans.html",
        "cells of 65,534 rows and 1,000 columns",
        lambda: page("<table>" + "<tr><td rowspan=65534 colspan=1000>1" * 300 + "</table>"),
        None,
    ),
    HostileFile(
        "wide.html", "a million cells", lambda: page("<table>" + ("<tr>" + "<td>1" * 1000) * 1000 + "</table>"), None
    ),
    HostileFile(
        "laughs.html",
        "XHTML, a billion laughs",
        lambda: xhtml(office.BILLION),
        None,
    ),
    HostileFile(
        "outside.html",
        "an entity from the disk",
        lambda: xhtml(office.OUTSIDE),
        None,
    ),
    HostileFile(
        "remote.html",
        "frames and scripts from the network",
        lambda: page("<script src=http://127.0.0.1:9/a.js></script><iframe src=http://127.0.0.1:9/></iframe><p>1</p>"),
        None,
    ),
    HostileFile("attribute.html", "an attribute of 30 MB", lambda: page(f"<p title='{'x' * 30_000_000}'>1</p>"), None),
    HostileFile("tags.html", "unclosed tags without end", lambda: page("<a <b <table <td " * 200_000), None),
    HostileFile(
        "half.html", "UTF-16 cut in a character", lambda: codecs.BOM_UTF16_LE + PAGE.encode("utf-16-le")[:-1], None
    ),
    HostileFile(
        "parts.mhtml",
        "2,000 multiparts in each other",
        lambda: (
            b"MIME-Version: 1.0\n"
            + b"".join(b"Content-Type: multipart/related; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(2000))
        ),
        "",
    ),
    HostileFile(
        "noise.mhtml",
        "a web archive of random base64",
        lambda: web_archive(b"base64", noise(b"==")),
        None,
    ),
)
_OFFICE = (
    HostileFile(
        "locked.docx", "a password to open", lambda: compound("EncryptionInfo", "EncryptedPackage"), "password"
    ),
    HostileFile("cut.docx", "its first half", lambda: word()[: len(word()) // 2], ""),
    HostileFile("macro.docm", "a macro", office.macros, None),
    HostileFile("template.docx", "a template on the network", office.remote_template, None),
    HostileFile(
        "empty.docx",
        "no document in the package",
        lambda: office.with_part("word/document.xml", b"", drop=("word/document.xml",)),
        "",
    ),
    HostileFile(
        "broken.docx", "XML cut in a tag", lambda: office.with_part("word/document.xml", b"<w:document xmlns:w='"), ""
    ),
    HostileFile(
        "laughs.docx", "a billion laughs", lambda: office.document(office.paragraph("&l9;"), office.BILLION), ""
    ),
    HostileFile(
        "outside.docx", "an entity from the disk", lambda: office.document(office.paragraph("&l9;"), office.OUTSIDE), ""
    ),
    HostileFile("zeros.docx", "300 MB in a third of one", office.zeros, ""),
    HostileFile("nested.docx", "3,000 tables in each other", lambda: office.document(office.nested_tables(3000)), None),
    HostileFile(
        "span.docx", "cells of a million columns", lambda: office.document(office.table(200, 5, 1_000_000)), None
    ),
    HostileFile("wide.docx", "a table of 400,000 cells", lambda: office.document(office.table(2000, 200)), None),
    HostileFile(
        "noise.doc",
        "an old Office file's head, then random bytes",
        lambda: noise(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        "",
    ),
    HostileFile(
        "hollow.doc", "an old Word file's directory and no text", lambda: compound("WordDocument", "1Table"), ""
    ),
    HostileFile("deep.rtf", "a million groups never closed", office.endless_rtf, ""),
    HostileFile("cut.rtf", "cut in a picture", lambda: b"{\\rtf1 {\\pict\\pngblip 89504e47", None),
    HostileFile("laughs.odt", "a billion laughs", lambda: office.open_document("&l9;", office.BILLION), ""),
)
_PICTURES = (
    HostileFile(
        "pixels.png",
        "400 million points, really there",
        lambda: pictures.png(20_000, 20_000, rows=20_000),
        "limit `?pixels",
    ),
    HostileFile(
        "head.png",
        "says 100,000 by 100,000 and holds nothing",
        lambda: pictures.png(100_000, 100_000),
        "limit `?pixels",
    ),
    HostileFile("comment.png", "a comment of 200 MB", pictures.text_bomb, None),
    HostileFile("cut.png", "its first third", lambda: pictures.cut("PNG"), ""),
    HostileFile("cut.jpg", "its first third", lambda: pictures.cut("JPEG"), ""),
    HostileFile("noise.jpg", "a head, then random bytes", lambda: noise(b"\xff\xd8\xff\xe0\0\x10JFIF\0"), ""),
    HostileFile("noise.webp", "a head, then random bytes", lambda: noise(b"RIFF\0\0\0\0WEBPVP8 "), ""),
    HostileFile("loop.tiff", "a page that follows itself", pictures.tiff_loop, ""),
    HostileFile("pages.tiff", "1,000 pages", pictures.many_pages, "limit `?pages"),
)
_ARCHIVES = (
    HostileFile("42.zip", "archives in archives, 5 deep", nested_zip, "the limit `depth`"),
    HostileFile("flat.zip", "300 MB in a third of one", flat_zip, "the limit `bytes`|the limit `ratio`"),
    HostileFile("overlap.zip", "a thousand names of the same bytes", overlapping_zip, "overlap"),
    HostileFile("tricks.zip", "names that lead out of it", tricky_zip, None),
    HostileFile("locked.zip", "an encrypted file", locked_zip, "password"),
    HostileFile("cut.zip", "its first half", lambda: packed("a.txt", first=b"x" * 5000)[:2500], "cut off"),
    HostileFile("many.zip", "20,000 files", lambda: packed(*(f"{i}" for i in range(20_000))), "the limit `members`"),
)
HOSTILE_FILES = {one.name: one for one in (*_SHARED, *_PDF, *_MARKUP, *_OFFICE, *_PICTURES, *_ARCHIVES)}
