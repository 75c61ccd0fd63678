"""Kinds of file are found out by content: magic, directories and markup, whatever the name says."""

from __future__ import annotations

import io
import struct
import time
import zipfile

import docx
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.kinds import FACTS, IMAGES, Kind, kind_of
from nianbao.extract.files.limits import DEFAULT_LIMITS, ReadLimits
from nianbao.extract.files.process import read_apart
from nianbao.extract.files.read import read_content

PAGE = "<html><head><title>年报</title></head><body><p>一、总体情况</p><table><tr><td>3</td></tr></table></body></html>"
PROSE = "2022年，我县认真贯彻落实《中华人民共和国政府信息公开条例》，主动公开信息4821条。\n" * 6
TABLE = "<table><tr><td>规章</td><td>3</td></tr>\n<tr><td>规范性文件</td><td>7</td></tr></table>\n"


def pdf() -> bytes:
    """A PDF of one page."""
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 720, "1")
    canvas.save()
    return out.getvalue()


def word() -> bytes:
    """A Word document of one line."""
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("年报")
    document.save(out)
    return out.getvalue()


def image(kind: str) -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, kind)
    return out.getvalue()


def packed(*names: str, first: bytes = b"x") -> bytes:
    """A ZIP of files with these names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for i, name in enumerate(names):
            archive.writestr(name, first if i == 0 else b"x")
    return out.getvalue()


def compound(*names: str, inside: str = "") -> bytes:
    """An old Office file with these streams under its root, and one more in a storage."""

    def entry(name: str, kind: int, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF) -> bytes:
        text = name.encode("utf-16-le")
        head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, kind, 1)
        return (head + struct.pack("<III", 0xFFFFFFFF, right, child)).ljust(128, b"\0")

    entries = [entry("Root Entry", 5, child=1)]
    storage = len(names) + 1
    for i, name in enumerate(names, 1):
        entries.append(entry(name, 2, right=i + 1 if i < storage and (i < len(names) or inside) else 0xFFFFFFFF))
    if inside:
        entries += [entry("ObjectPool", 1, child=storage + 1), entry(inside, 2)]
    directory = b"".join(entries)
    sectors = -(-len(directory) // 512)
    directory = directory.ljust(sectors * 512, b"\0")
    chain = [0xFFFFFFFD, *range(2, sectors + 1), 0xFFFFFFFE]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header = header.ljust(44, b"\0") + struct.pack("<II", 1, 1)
    header = header.ljust(76, b"\0") + struct.pack("<I", 0) + b"\xff" * 432
    return header + table + directory


CASES: dict[str, tuple[bytes, Kind]] = {
    "text": (PROSE.encode(), Kind.text),
    "text-gbk": (PROSE.encode("gbk"), Kind.text),
    "text-utf-16": (PROSE.encode("utf-16"), Kind.text),
    "text-about-tags": (f"{PROSE}用<p>和<div>排版。\n".encode(), Kind.text),
    "markdown-with-html-tables": (f"# 年报\n\n{PROSE}\n{TABLE}\n{PROSE}\n{TABLE}".encode(), Kind.text),
    "text-beginning-with-a-table": (f"{TABLE}\n{PROSE}".encode(), Kind.text),
    "text-with-a-page-around-each-table": (
        f"<html><body>{TABLE}</body></html>\n\n{PROSE}\n<html><body>{TABLE}</body></html>\n{PROSE}".encode(),
        Kind.text,
    ),
    "text-then-a-page-around-a-table": (f"{PROSE}\n<html><body>{TABLE}</body></html>\n{PROSE}".encode(), Kind.text),
    "html": (PAGE.encode(), Kind.html),
    "html-gbk": (PAGE.encode("gbk"), Kind.html),
    "html-utf-16-bom": (PAGE.encode("utf-16"), Kind.html),
    "html-utf-16-le": (PAGE.encode("utf-16-le"), Kind.html),
    "html-utf-16-be": (PAGE.encode("utf-16-be"), Kind.html),
    "html-bom": (b"\xef\xbb\xbf" + PAGE.encode(), Kind.html),
    "html-after-blank-lines-and-comments": (f"\r\n\r\n <!-- 页头\n -->\n<!-- a -->{PAGE}".encode(), Kind.html),
    "html-doctype": (f"<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0//EN'>\n{PAGE}".encode(), Kind.html),
    "xhtml": (f"<?xml version='1.0' encoding='UTF-8'?>\n<!DOCTYPE html>\n{PAGE}".encode(), Kind.html),
    "html-after-http-headers": (f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}".encode(), Kind.html),
    "html-without-its-head": (
        f"<div class='article'><p>{PROSE[:40]}</p>\n{TABLE}<p>三、</p></div>".encode(),
        Kind.html,
    ),
    "markdown-in-a-div": (f"<div class='article'>\n\n{PROSE}\n| 规章 | 3 |\n\n</div>\n".encode(), Kind.text),
    "html-nothing-but-tables": ((TABLE * 3).encode(), Kind.html),
    "html-a-page-within-a-page": (f"<html><body>{PAGE}<div>{PROSE}</div></body></html>".encode(), Kind.html),
    "html-in-a-doc": (f"<html xmlns:o='urn:schemas-microsoft-com:office:office'><body>{PROSE}".encode(), Kind.html),
    "mhtml": (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: http://x/\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="b"\r\n\r\n--b\r\n',
        Kind.mhtml,
    ),
    "mhtml-of-word": (
        b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="----=_NextPart"\n\nThis document is a web',
        Kind.mhtml,
    ),
    "mail": (b"From: a@b.c\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n", Kind.mail),
    "pdf": (pdf(), Kind.pdf),
    "pdf-after-junk": (b"\r\njunk \xff\xfe" * 40 + pdf(), Kind.pdf),
    "pdf-too-late": (b"x" * 2000 + b"%PDF-1.7", Kind.text),
    "pdf-named-in-a-text": ("文件以 %PDF-1.4 开头。\n".encode(), Kind.text),
    "docx": (word(), Kind.docx),
    "docx-cut-off": (word()[:-400], Kind.docx),
    "docx-strict-names": (packed("[Content_Types].xml", "_rels/.rels", "word/document2.xml"), Kind.docx),
    "xlsx": (packed("[Content_Types].xml", "xl/workbook.xml"), Kind.xlsx),
    "pptx": (packed("[Content_Types].xml", "ppt/presentation.xml"), Kind.slides),
    "odt": (packed("mimetype", "content.xml", first=b"application/vnd.oasis.opendocument.text"), Kind.odt),
    "ods": (packed("mimetype", first=b"application/vnd.oasis.opendocument.spreadsheet"), Kind.xlsx),
    "epub": (packed("mimetype", "META-INF/container.xml", first=b"application/epub+zip"), Kind.epub),
    "ofd": (packed("OFD.xml", "Doc_0/Document.xml"), Kind.ofd),
    "jar": (packed("META-INF/MANIFEST.MF", "a.class"), Kind.program),
    "zip": (packed("word/年报.txt", "b.html"), Kind.zip),
    "zip-empty": (packed(), Kind.zip),
    "zip-cut-off": (packed("a.txt", "b.txt")[:60], Kind.zip),
    "doc": (compound("WordDocument", "1Table"), Kind.doc),
    "doc-with-a-sheet-inside": (compound("WordDocument", "1Table", inside="Workbook"), Kind.doc),
    "xls": (compound("Workbook"), Kind.xls),
    "xls-with-a-document-inside": (compound("a", "Workbook", "c", "d", "e", inside="WordDocument"), Kind.xls),
    "ppt": (compound("PowerPoint Document"), Kind.slides),
    "encrypted": (compound("EncryptionInfo", "EncryptedPackage"), Kind.encrypted),
    "msg": (compound("__substg1.0_0037001F"), Kind.mail),
    "ole-cut-off": (compound("WordDocument")[:300], Kind.old_office),
    "ole-in-a-circle": (compound("Other")[:512] + struct.pack("<128I", *[1] * 128), Kind.old_office),
    "rtf": (b"{\\rtf1\\ansi \\u24180 ?}", Kind.rtf),
    "odt-xml": (b"<?xml version='1.0'?><office:document xmlns:office='x'/>", Kind.word_xml),
    "word-xml": (b"<?xml version='1.0'?><?mso-application progid=\"Word.Document\"?><w:wordDocument/>", Kind.word_xml),
    "png": (image("PNG"), Kind.png),
    "jpeg": (image("JPEG"), Kind.jpeg),
    "tiff": (image("TIFF"), Kind.tiff),
    "bmp": (image("BMP"), Kind.bmp),
    "webp": (image("WEBP"), Kind.webp),
    "gif": (image("GIF"), Kind.gif),
    "text-beginning-with-BM": (b"BMW 2022\n", Kind.text),
    "svg": (b"<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'/>", Kind.drawing),
    "heic": (b"\0\0\0\x18ftypheic\0\0", Kind.picture),
    "mp4": (b"\0\0\0\x18ftypisom\0\0", Kind.film),
    "rar": (b"Rar!\x1a\x07\x01\x00", Kind.rar),
    "7z": (b"7z\xbc\xaf\x27\x1c\0\4", Kind.seven_zip),
    "gzip": (b"\x1f\x8b\x08\0", Kind.packed),
    "exe": (b"MZ\x90\0\3\0\0\0", Kind.program),
    "caj": (b"CAJ\0\0\0", Kind.caj),
    "nothing": (b"", Kind.text),
    "xml-bomb": (b"<?xml version='1.0'?><!DOCTYPE lolz [<!ENTITY lol 'lol'>]><lolz>&lol;</lolz>", Kind.text),
}


@pytest.mark.parametrize(("data", "kind"), CASES.values(), ids=CASES)
def test_kind_by_content(data: bytes, kind: Kind) -> None:
    """The bytes decide; a wrong name changes nothing."""
    assert kind_of(data, "青禾.pdf") == kind
    assert kind_of(data, "青禾.txt") == kind


def test_every_kind_has_a_reader_or_a_way_on() -> None:
    """No kind is left without its facts; a kind that is not read says in one sentence what to do."""
    assert set(FACTS) == set(Kind)
    for facts in FACTS.values():
        assert facts.media_type.count("/") == 1
        assert (facts.reader is None) == bool(facts.move)
        assert not facts.move or facts.move.endswith(".")
    assert {Kind.png, Kind.tiff} <= IMAGES


@pytest.mark.parametrize("kind", [k for k, facts in FACTS.items() if facts.reader is None])
def test_what_is_not_read_says_so(kind: Kind) -> None:
    """One sentence of what it is and one with the next move, before any reader or process is started."""
    data = next(data for data, k in [*CASES.values(), *OTHERS] if k == kind)
    for read in (read_content, read_apart):
        with pytest.raises(DocumentError) as caught:
            read(data, name="青禾.docx")
        assert str(caught.value) == f"青禾.docx: {FACTS[kind].what}, which is not read. {FACTS[kind].move}"


OTHERS = [
    (b"Founder CEB \0", Kind.ceb),
    (b"SQLite format 3\0", Kind.database),
]


@pytest.mark.parametrize("size", [300_000, 1_200_000])
@pytest.mark.parametrize("piece", ["<html ", "<table ", "</html>", "<p>x", "<!--", "\n<", "a: b\n", "<html>x", " \n"])
def test_the_time_does_not_grow_with_a_hostile_text(piece: str, size: int) -> None:
    """Unclosed tags, comments and headers without end are looked at once, in the first 256 kB."""
    begun = time.perf_counter()
    kind_of((piece * (size // len(piece))).encode())
    assert time.perf_counter() - begun < 2


def test_limits_of_any_file() -> None:
    """Too many bytes, too long a text and an empty file are refused with the limit and its setting."""
    small = ReadLimits(bytes=10, characters=4)
    with pytest.raises(DocumentError, match=r"a\.txt: 11 bytes, more than the 10 of the limit `bytes`.*bytes=N"):
        read_content(b"x" * 11, name="a.txt", limits=small)
    with pytest.raises(DocumentError, match=r"a\.txt: 5 characters of text.*limit `characters`.*characters=N"):
        read_content(b"x" * 5, name="a.txt", limits=small)
    with pytest.raises(DocumentError, match=r"a\.txt: it is empty\."):
        read_content(b" \n", name="a.txt", limits=DEFAULT_LIMITS)
    assert read_content("规章".encode("gb18030"), name="a.txt").encoding == "gb18030"
