"""Open a Word package (OOXML): a ZIP that is checked before any of it is unpacked, and is never unpacked to disk."""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.docx_xml import RELATIONSHIPS, W, parse_part
from nianbao.extract.files.limits import ReadLimits

_ANEW = "Get the file anew from where it was published."
_SMALL = 4 * 1024 * 1024
"""Bytes that may be packed however tightly: an empty drawing shrinks a thousandfold."""

_DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, OverflowError, RuntimeError)
"""What zipfile raises for a file that is not as it should be; NotImplementedError is a RuntimeError."""

_OTHERS = (
    (("xl/workbook.xml", "xl/workbook.bin"), "an Excel workbook", "Save its sheets as PDF or HTML."),
    (("ppt/presentation.xml",), "a PowerPoint presentation", "Save it as PDF."),
    (("visio/document.xml",), "a Visio drawing", "Save it as PDF."),
    (("ofd.xml",), "an OFD document", "Open it in an OFD reader and save it as PDF."),
    (("meta-inf/container.xml",), "an EPUB book", "Save it as HTML or DOCX."),
    (("index.html",), "a ZIP archive of a web page", "Unpack it and give its files."),
)
_ODF = re.compile(rb"application/vnd\.oasis\.opendocument\.([a-z-]+)")
_ODF_KINDS = {"text": "an OpenDocument text (ODT)", "spreadsheet": "an OpenDocument spreadsheet (ODS)"}


@dataclass
class WordPackage:
    """A checked package: `main` is the name of the document's part, `related` its other parts by the last word of
    their relationship's type (`styles`, `numbering`), `away` the types of what it links to elsewhere."""

    name: str
    limits: ReadLimits
    archive: zipfile.ZipFile
    members: dict[str, zipfile.ZipInfo]
    main: str = ""
    related: dict[str, str] = field(default_factory=dict)
    away: set[str] = field(default_factory=set)

    def has(self, start: str) -> int:
        """How many parts have names that begin so (in lower case, without the first slash)."""
        return sum(member.startswith(start) for member in self.members)

    def read(self, part: str) -> bytes:
        """The bytes of a part. Raises DocumentError: missing, too large, damaged."""
        info = self.members.get(part.lower())
        if info is None:
            raise DocumentError(f"{self.name}: a Word document without its {part}. {_ANEW}")
        if info.file_size > self.limits.bytes:
            raise DocumentError(
                f"{self.name}: {part} has {info.file_size:,} bytes, more than {self.limits.bytes:,} (limit: bytes). "
                "Raise the limit if the file is what you expect."
            )
        if info.file_size > max(_SMALL, info.compress_size * self.limits.ratio):
            raise DocumentError(_packed_too_tight(self.name, self.limits))
        return read_member(self.archive, info, name=self.name)

    def root(self, part: str) -> Any:
        """The root element of an XML part. Raises DocumentError."""
        return parse_part(self.read(part), part, name=self.name, limits=self.limits)

    def other(self, kind: str) -> Any:
        """The root of the part that the document names as its `styles`, `numbering` …, or None where it has none."""
        part = self.related.get(kind, posixpath.join(posixpath.dirname(self.main), f"{kind}.xml"))
        return self.root(part) if part.lower() in self.members else None


def open_zip(data: bytes, *, name: str, limits: ReadLimits) -> dict[str, zipfile.ZipInfo]:
    """The members of a ZIP by their names in lower case, judged by its directory alone: nothing is unpacked.

    Raises DocumentError: damaged, encrypted, too many members, too much or too tightly packed, a name that stands
    twice or leads out of the archive.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
    except _DAMAGED as error:
        raise DocumentError(f"{name}: damaged or cut off ({error}). {_ANEW}") from None
    if len(infos) > limits.members:
        raise DocumentError(f"{name}: {len(infos):,} members, more than {limits.members:,} (limit: members). {_ANEW}")
    expanded = sum(info.file_size for info in infos)
    if expanded > limits.expanded:
        raise DocumentError(
            f"{name}: {expanded:,} bytes unpacked, more than {limits.expanded:,} (limit: expanded). {_ANEW}"
        )
    if expanded > max(_SMALL, len(data) * limits.ratio):
        raise DocumentError(_packed_too_tight(name, limits))
    members: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        plain = info.filename.replace("\\", "/").lower()
        if plain.startswith("/") or ".." in plain.split("/") or ":" in plain or len(plain) > 400:
            raise DocumentError(f"{name}: a member's name leads out of the archive ({info.filename[:80]!r}). {_ANEW}")
        if plain in members:
            raise DocumentError(f"{name}: two members are called {info.filename[:80]!r}. {_ANEW}")
        if info.flag_bits & 0x1:
            raise DocumentError(f"{name}: encrypted. Open it with its password and save it without one.")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise DocumentError(f"{name}: packed in a way that no office file is ({info.compress_type}). {_ANEW}")
        members[plain] = info
    return members


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, *, name: str) -> bytes:
    """The bytes of a member, never more than the directory says it has. Raises DocumentError where it is damaged."""
    try:
        with archive.open(info) as member:
            return member.read(info.file_size + 1)  # read() would unpack it all before it looks at the size
    except _DAMAGED as error:
        raise DocumentError(f"{name}: {info.filename} is damaged ({error}). {_ANEW}") from None


def open_package(data: bytes, *, name: str, limits: ReadLimits) -> WordPackage:
    """The package of a Word document. Raises DocumentError, also for a ZIP that is something else: it says what."""
    members = open_zip(data, name=name, limits=limits)
    package = WordPackage(name, limits, zipfile.ZipFile(BytesIO(data)), members)
    package.main = _main_part(package)
    folder, file = posixpath.split(package.main)
    links = posixpath.join(folder, "_rels", f"{file}.rels")
    for kind, target, away in _relationships(package, links):
        if away:
            package.away.add(kind)
        else:
            place = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            package.related.setdefault(kind, posixpath.normpath(place))
    return package


def _main_part(package: WordPackage) -> str:
    names = [
        posixpath.normpath(target.lstrip("/"))
        for kind, target, away in _relationships(package, "_rels/.rels")
        if kind == "officeDocument" and not away
    ]
    for part in [*names, "word/document.xml"]:
        if part.lower() in package.members and not part.lower().startswith(("xl/", "ppt/", "visio/")):
            return part
    for marks, kind, move in _OTHERS:
        if any(mark in package.members for mark in marks):
            raise DocumentError(f"{package.name}: {kind}, not a Word document. {move}")
    if found := _ODF.search(package.read("mimetype") if "mimetype" in package.members else b""):
        kind = _ODF_KINDS.get(found[1].decode(), "an OpenDocument file")
        raise DocumentError(f"{package.name}: {kind}, not a Word document. Save it as DOCX or PDF.")
    raise DocumentError(f"{package.name}: a ZIP archive, not a Word document. Unpack it and give its files.")


def _relationships(package: WordPackage, part: str) -> list[tuple[str, str, bool]]:
    """Kind (the last word of the type), target, and whether it lies outside the package."""
    if part.lower() not in package.members:
        return []
    return [
        (
            link.get("Type", "").rpartition("/")[2],
            link.get("Target", "").replace("\\", "/"),
            link.get("TargetMode", "").lower() == "external",
        )
        for link in package.root(part).iter(RELATIONSHIPS + "Relationship")
    ]


def _packed_too_tight(name: str, limits: ReadLimits) -> str:
    return f"{name}: packed more than {limits.ratio}-fold (limit: ratio), as archives are that are to burst. {_ANEW}"


def body_of(package: WordPackage) -> Any:
    """The `w:body` of the document. Raises DocumentError where there is none."""
    root = package.root(package.main)
    body = root.find(W + "body")
    if body is None:
        raise DocumentError(f"{package.name}: {package.main} is no Word text ({root.tag}). Save it as DOCX in Word.")
    return body
