"""Open a Word package (OOXML): which of its parts is the document, and what that refers to."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.docx_xml import RELATIONSHIPS, W, parse_part
from nianbao.extract.files.limits import ReadLimits
from nianbao.extract.files.zip_members import open_package, read_member

_ANEW = "Get the file anew from where it was published."
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
        """The bytes of a part. Raises DocumentError: missing, damaged."""
        info = self.members.get(part.lower())
        if info is None:
            raise DocumentError(f"{self.name}: a Word document without its {part}. {_ANEW}")
        return read_member(self.archive, info, name=f"{self.name}: {part}")

    def root(self, part: str) -> Any:
        """The root element of an XML part. Raises DocumentError."""
        return parse_part(self.read(part), part, name=self.name, limits=self.limits)

    def other(self, kind: str) -> Any:
        """The root of the part that the document names as its `styles`, `numbering` …, or None where it has none."""
        part = self.related.get(kind, posixpath.join(posixpath.dirname(self.main), f"{kind}.xml"))
        return self.root(part) if part.lower() in self.members else None


def open_word(data: bytes, *, name: str, limits: ReadLimits) -> WordPackage:
    """The package of a Word document. Raises DocumentError, also for a ZIP that is something else: it says what."""
    package = WordPackage(name, limits, *open_package(data, name=name, limits=limits))
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


def body_of(package: WordPackage) -> Any:
    """The `w:body` of the document. Raises DocumentError where there is none."""
    root = package.root(package.main)
    body = root.find(W + "body")
    if body is None:
        raise DocumentError(f"{package.name}: {package.main} is no Word text ({root.tag}). Save it as DOCX in Word.")
    return body
