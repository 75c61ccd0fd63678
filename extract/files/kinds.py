"""What kind of file are these bytes? Their content says so, never their name."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from nianbao.extract.files.markup import markup_kind
from nianbao.extract.files.ole import ole_names
from nianbao.extract.files.zip_directory import zip_names

_HEAD = 1024
_PDF = re.compile(rb"%PDF-\d")
_PDF_BODY = re.compile(rb"\d obj\b|xref|%%EOF|\x00")


class Kind(StrEnum):
    """The kinds of file that are told apart. `FACTS` says what each is called and who reads it."""

    text = "text"
    html = "html"
    mhtml = "mhtml"
    pdf = "pdf"
    docx = "docx"
    doc = "doc"
    rtf = "rtf"
    odt = "odt"
    word_xml = "word_xml"
    zip = "zip"
    png = "png"
    jpeg = "jpeg"
    tiff = "tiff"
    bmp = "bmp"
    webp = "webp"
    gif = "gif"
    xlsx = "xlsx"
    xls = "xls"
    slides = "slides"
    ofd = "ofd"
    epub = "epub"
    encrypted = "encrypted"
    old_office = "old_office"
    mail = "mail"
    rar = "rar"
    seven_zip = "seven_zip"
    packed = "packed"
    picture = "picture"
    drawing = "drawing"
    film = "film"
    caj = "caj"
    ceb = "ceb"
    database = "database"
    program = "program"


@dataclass(frozen=True)
class KindFacts:
    """What a kind is called, its media type, and its reader as `module:function`; without one, `move` is the way on.

    An `office` kind is one that a word processor has to convert first; an image is read by recognising its characters.
    """

    what: str
    media_type: str
    reader: str | None = None
    move: str = ""


ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_READERS = "nianbao.extract.files."
_HTML = _READERS + "read_html:read_html"
_OFFICE = _READERS + "read_office:read_office"
_IMAGE = _READERS + "read_scan:read_image"
_SAVE_AS = "Save it as PDF or DOCX and give that."
_UNPACK = "Unpack it and give its files, or pack them as a ZIP."

FACTS: dict[Kind, KindFacts] = {
    Kind.text: KindFacts("a text", "text/plain", _READERS + "read:read_text"),
    Kind.html: KindFacts("a web page", "text/html", _HTML),
    Kind.mhtml: KindFacts("a web archive (MHTML)", "multipart/related", _READERS + "read_mhtml:read_mhtml"),
    Kind.pdf: KindFacts("a PDF", "application/pdf", _READERS + "read_any_pdf:read_any_pdf"),
    Kind.docx: KindFacts(
        "a Word document (DOCX)",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _READERS + "read_docx:read_docx",
    ),
    Kind.doc: KindFacts("an old Word or WPS document (DOC, WPS)", "application/msword", _OFFICE),
    Kind.rtf: KindFacts("an RTF document", "application/rtf", _OFFICE),
    Kind.odt: KindFacts("an OpenDocument text (ODT)", "application/vnd.oasis.opendocument.text", _OFFICE),
    Kind.word_xml: KindFacts("a Word document in XML", "application/xml", _OFFICE),
    Kind.zip: KindFacts(
        "a ZIP archive",
        "application/zip",
        move="Name one of its files as ARCHIVE.zip!FILE, or give the archive to `nianbao extract`.",
    ),
    Kind.png: KindFacts("a PNG image", "image/png", _IMAGE),
    Kind.jpeg: KindFacts("a JPEG image", "image/jpeg", _IMAGE),
    Kind.tiff: KindFacts("a TIFF image", "image/tiff", _IMAGE),
    Kind.bmp: KindFacts("a BMP image", "image/bmp", _IMAGE),
    Kind.webp: KindFacts("a WebP image", "image/webp", _IMAGE),
    Kind.gif: KindFacts("a GIF image", "image/gif", _IMAGE),
    Kind.xlsx: KindFacts(
        "an Excel or other workbook",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        move="Print it as PDF, or save its sheet as text (CSV), and give that.",
    ),
    Kind.xls: KindFacts(
        "an old Excel workbook (XLS, ET)",
        "application/vnd.ms-excel",
        move="Print it as PDF, or save its sheet as text (CSV), and give that.",
    ),
    Kind.slides: KindFacts("slides of a presentation", "application/vnd.ms-powerpoint", move="Print them as PDF."),
    Kind.ofd: KindFacts("an OFD document", "application/ofd", move="Save it as PDF with an OFD viewer and give that."),
    Kind.epub: KindFacts("an EPUB book", "application/epub+zip", move="Convert it to HTML or PDF and give that."),
    Kind.encrypted: KindFacts(
        "an Office document encrypted with a password",
        "application/encrypted",
        move="Open it with its password, save it without one and give that.",
    ),
    Kind.old_office: KindFacts(
        "an old Office file, damaged or of an unknown program", "application/x-ole-storage", move=_SAVE_AS
    ),
    Kind.mail: KindFacts(
        "an e-mail", "message/rfc822", move="Save the attachment that holds the report and give that."
    ),
    Kind.rar: KindFacts("a RAR archive", "application/vnd.rar", move=_UNPACK),
    Kind.seven_zip: KindFacts("a 7z archive", "application/x-7z-compressed", move=_UNPACK),
    Kind.packed: KindFacts("a compressed file (gzip, bzip2, xz, zstd, tar or cab)", "application/gzip", move=_UNPACK),
    Kind.picture: KindFacts(
        "an image of a kind that is not read (HEIC, AVIF, JPEG 2000, PSD, DjVu, icon)",
        "image/*",
        move="Save it as PNG or JPEG and give that.",
    ),
    Kind.drawing: KindFacts("a drawing (SVG)", "image/svg+xml", move="Save it as PNG and give that."),
    Kind.film: KindFacts("a sound or film", "video/*", move="Leave it out."),
    Kind.caj: KindFacts("a CAJ document", "application/x-caj", move="Save it as PDF with its viewer and give that."),
    Kind.ceb: KindFacts("a CEB document", "application/x-ceb", move="Save it as PDF with its viewer and give that."),
    Kind.database: KindFacts("a database", "application/vnd.sqlite3", move="Leave it out."),
    Kind.program: KindFacts("a program", "application/octet-stream", move="Leave it out."),
}
IMAGES = frozenset(k for k, facts in FACTS.items() if facts.reader == _IMAGE)

_STARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"\x89PNG\r\n\x1a\n", Kind.png),
    (b"\xff\xd8\xff", Kind.jpeg),
    (b"II*\0", Kind.tiff),
    (b"MM\0*", Kind.tiff),
    (b"II+\0", Kind.tiff),
    (b"MM\0+", Kind.tiff),
    (b"GIF87a", Kind.gif),
    (b"GIF89a", Kind.gif),
    (b"Rar!\x1a\x07", Kind.rar),
    (b"7z\xbc\xaf\x27\x1c", Kind.seven_zip),
    (b"\x1f\x8b", Kind.packed),
    (b"BZh", Kind.packed),
    (b"\xfd7zXZ\0", Kind.packed),
    (b"\x28\xb5\x2f\xfd", Kind.packed),
    (b"MSCF\0\0\0\0", Kind.packed),
    (b"8BPS\0", Kind.picture),
    (b"\0\0\0\x0cjP  ", Kind.picture),
    (b"\xff\x4f\xff\x51", Kind.picture),
    (b"AT&TFORM", Kind.picture),
    (b"\0\0\1\0", Kind.picture),
    (b"ID3", Kind.film),
    (b"OggS", Kind.film),
    (b"\x1aE\xdf\xa3", Kind.film),
    (b"FLV\1", Kind.film),
    (b"CAJ\0", Kind.caj),
    (b"HN\0\0", Kind.caj),
    (b"Founder CEB", Kind.ceb),
    (b"SQLite format 3\0", Kind.database),
    (b"\x7fELF", Kind.program),
    (b"\xca\xfe\xba\xbe", Kind.program),
    (b"\xcf\xfa\xed\xfe", Kind.program),
    (b"\xfe\xed\xfa", Kind.program),
    (b"\0asm", Kind.program),
)
_PICTURE_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis")


def kind_of(data: bytes, name: str = "") -> Kind:
    """The kind of a file by its bytes; `text` where nothing else fits, also if they turn out to be no text at all.

    `name` is not looked at: it is there so that all readers are called alike. Looks at 256 kB of a text and at the
    directories of an archive or an Office file, so the time does not grow with the file.

    >>> kind_of(b"%PDF-1.7 ..."), kind_of("一、总体情况".encode())
    (<Kind.pdf: 'pdf'>, <Kind.text: 'text'>)
    """
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    if data[4:8] == b"ftyp":
        return Kind.picture if data[8:12] in _PICTURE_BRANDS else Kind.film
    if data[:4] == b"RIFF":
        return Kind.webp if data[8:12] == b"WEBP" else Kind.film
    if data[:2] == b"BM" and data[6:10] == b"\0\0\0\0":
        return Kind.bmp
    if data[:2] == b"MZ" and b"\0" in data[:64]:
        return Kind.program
    if data[257:262] == b"ustar":
        return Kind.packed
    if data.startswith(ZIP_STARTS):
        return kind_of_zip(io.BytesIO(data))
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _kind_of_ole(data)
    if _is_pdf(data):
        return Kind.pdf
    if data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        return Kind.rtf
    found = markup_kind(data)
    return Kind(found) if found else Kind.text


def _is_pdf(data: bytes) -> bool:
    """A header within the first 1024 bytes, as viewers take it; after other bytes a body must follow, too."""
    found = _PDF.search(data[: _HEAD + 8])
    if not found:
        return False
    return not data[: found.start()].strip(b"\xef\xbb\xbf\0 \t\r\n") or _PDF_BODY.search(data, found.end()) is not None


def kind_of_zip(file: BinaryIO) -> Kind:
    """What a ZIP's members make of it; one without a directory (cut off) is judged by what its head still shows."""
    file.seek(0)
    head = file.read(512)
    if head[30:38] == b"mimetype":
        for media, kind in (
            (b"application/epub+zip", Kind.epub),
            (b"application/vnd.oasis.opendocument.text", Kind.odt),
            (b"application/vnd.oasis.opendocument.spreadsheet", Kind.xlsx),
            (b"application/vnd.oasis.opendocument.presentation", Kind.slides),
        ):
            if media in head:
                return kind
    names = zip_names(file)
    lower = {n.lower().replace("\\", "/") for n in names}
    if "[content_types].xml" in lower:
        for folder, kind in (("word/", Kind.docx), ("xl/", Kind.xlsx), ("ppt/", Kind.slides)):
            if any(n.startswith(folder) for n in lower):
                return kind
    if "ofd.xml" in lower:
        return Kind.ofd
    if {"meta-inf/manifest.mf", "androidmanifest.xml"} & lower:
        return Kind.program
    return Kind.zip


def _kind_of_ole(data: bytes) -> Kind:
    names = ole_names(data)
    if "EncryptedPackage" in names:
        return Kind.encrypted
    if "WordDocument" in names:
        return Kind.doc
    if names & {"Workbook", "Book"}:
        return Kind.xls
    if "PowerPoint Document" in names:
        return Kind.slides
    if any(n.startswith("__substg1.0_") for n in names):
        return Kind.mail
    return Kind.old_office
