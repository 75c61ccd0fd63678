"""Hostile Word, RTF and OpenDocument files: bombs of entities, of zeros and of nesting; macros; broken packages."""

from __future__ import annotations

import io
import zipfile

from tests.files.test_kinds import compound, word

LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
BILLION = f'<!DOCTYPE x [<!ENTITY l0 "lol">{LAUGHS}]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def with_part(
    part: str, data: bytes | str, *, more: dict[str, bytes] | None = None, drop: tuple[str, ...] = ()
) -> bytes:
    """A sound Word document with one part replaced, others added or left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word())) as sound, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as broken:
        for name in sound.namelist():
            if name not in (part, *drop):
                broken.writestr(name, sound.read(name))
        if part not in drop:
            broken.writestr(part, data)
        for name, value in (more or {}).items():
            broken.writestr(name, value)
    return out.getvalue()


def document(body: str, doctype: str = "") -> bytes:
    """A Word document with this body."""
    xml = f'{doctype}<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
    return with_part("word/document.xml", f'<?xml version="1.0" encoding="UTF-8"?>{xml}')


def paragraph(text: str) -> str:
    """A paragraph."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def table(rows: int, columns: int, span: int = 1) -> str:
    """A table of cells that all claim to span as many columns."""
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{paragraph("1")}</w:tc>'
    return (
        f"<w:tbl>{'<w:tr>' + cell * columns + '</w:tr>'}</w:tbl>"
        if rows == 1
        else ("<w:tbl>" + ("<w:tr>" + cell * columns + "</w:tr>") * rows + "</w:tbl>")
    )


def nested_tables(depth: int) -> str:
    """Tables within tables."""
    return "<w:tbl><w:tr><w:tc>" * depth + paragraph("1") + (paragraph("") + "</w:tc></w:tr></w:tbl>") * depth


def zeros(size: int = 300_000_000) -> bytes:
    """A Word document whose text unpacks to 300 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word())) as sound, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        for name in sound.namelist():
            if name != "word/document.xml":
                bomb.writestr(name, sound.read(name))
        with bomb.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(size // 1_000_000):
                part.write(b" " * 1_000_000)
    return out.getvalue()


def remote_template() -> bytes:
    """A Word document that names a template and a picture on the network."""
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        'Target="http://127.0.0.1:9/t.dotm" TargetMode="External"/></Relationships>'
    )
    return with_part("word/_rels/settings.xml.rels", relations)


def macros() -> bytes:
    """A Word document with a macro in it."""
    return with_part("word/vbaProject.bin", compound("VBA", "PROJECT"))


def endless_rtf(depth: int = 1_000_000) -> bytes:
    """Groups within groups, never closed."""
    return b"{\\rtf1 " + b"{" * depth


def open_document(body: str, doctype: str = "") -> bytes:
    """An ODT with this body."""
    xml = (
        f'<?xml version="1.0"?>{doctype}<office:document-content office:version="1.2" '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        f"<office:body><office:text><text:p>{body}</text:p></office:text></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", xml, zipfile.ZIP_DEFLATED)
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()
