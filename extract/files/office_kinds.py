"""Which kind of office file is it, by its bytes: what LibreOffice is to read, and what is refused with the reason."""

from __future__ import annotations

import re

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.limit_errors import over_limit
from nianbao.extract.files.limits import ReadLimits
from nianbao.extract.files.office_program import OfficeKind
from nianbao.extract.files.ole import MAGIC, DamagedOle, read_ole_directory
from nianbao.extract.files.zip_members import open_package, read_member

DOC = OfficeKind("doc", "an old Word (DOC) file", "application/msword")
RTF = OfficeKind("rtf", "an RTF file", "application/rtf")
ODT = OfficeKind("odt", "an OpenDocument text (ODT)", "application/vnd.oasis.opendocument.text")

_REFUSED = (
    (("Workbook", "Book"), "an old Excel (XLS) workbook. Save its sheets as PDF or HTML."),
    (("PowerPoint Document",), "an old PowerPoint (PPT) presentation. Save it as PDF."),
    (
        ("WpsContent", "WPSContent", "MatOST", "CONTENTS"),
        "a file of an old WPS or Works. Open it there, save it as DOCX.",
    ),
    (("VisioDocument",), "an old Visio drawing. Save it as PDF."),
    (("__properties_version1.0",), "an Outlook message. Save its attachments and give those."),
    (("HwpSummaryInformation", "\x05HwpSummaryInformation"), "a Hangul (HWP) document. Save it as DOCX."),
)
_ENCRYPTED = "encrypted. Open it with its password and save it without one."
_BRACE = re.compile(rb"\\[{}\\]|[{}]")
"""A brace of an RTF file; one behind a backslash is text."""
_ODF_TEXT = re.compile(rb"application/vnd\.oasis\.opendocument\.text(-template)?\s*")


def office_kind(data: bytes, *, name: str, limits: ReadLimits) -> OfficeKind:
    """DOC, RTF or ODT. Raises DocumentError for every other file, and for a damaged or encrypted one: it says what."""
    if data.startswith(MAGIC):
        return _ole_kind(data, name)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        _check_groups(data, name, limits)
        return RTF
    if data.startswith(b"PK\x03\x04"):
        return _odf_kind(data, name, limits)
    raise DocumentError(f"{name}: neither DOC, WPS, RTF nor ODT. Check what it is; save it as DOCX or PDF.")


def _check_groups(data: bytes, name: str, limits: ReadLimits) -> None:
    """Refuse groups within groups without end, for which LibreOffice takes gigabytes. Raises DocumentError."""
    depth = 0
    for brace in _BRACE.finditer(data):
        depth += {b"{": 1, b"}": -1}.get(brace[0], 0)
        if depth > limits.nesting:
            raise over_limit(name, "groups nested too deep", limits, "nesting", move="Save it as DOCX in Word")


def _ole_kind(data: bytes, name: str) -> OfficeKind:
    try:
        entries = read_ole_directory(data)
    except DamagedOle as error:
        raise DocumentError(
            f"{name}: damaged or cut off ({error}). Get the file anew from where it was published."
        ) from None
    if "EncryptedPackage" in entries:
        raise DocumentError(f"{name}: {_ENCRYPTED}")
    if text := entries.get("WordDocument"):
        # FibBase ([MS-DOC], 2.5.2): wIdent, and fEncrypted in the byte at 11. A short text, which lies in no sectors of
        # its own, is left to LibreOffice.
        head = None if text.start is None else data[text.start : text.start + 12]
        if head is not None and (len(head) < 12 or head[:2] not in (b"\xec\xa5", b"\xdc\xa5")):
            raise DocumentError(f"{name}: damaged or cut off (its text has no head). Get the file anew.")
        if head is not None and head[11] & 1:
            raise DocumentError(f"{name}: {_ENCRYPTED}")
        return DOC
    for names, what in _REFUSED:
        if any(n in entries for n in names):
            raise DocumentError(f"{name}: {what}")
    raise DocumentError(f"{name}: an OLE file without a Word text. Check what it is; save it as DOCX or PDF.")


def _odf_kind(data: bytes, name: str, limits: ReadLimits) -> OfficeKind:
    archive, members = open_package(data, name=name, limits=limits)
    kind, manifest = (
        read_member(archive, members[part], name=f"{name}: {part}") if part in members else b""
        for part in ("mimetype", "meta-inf/manifest.xml")
    )
    if not _ODF_TEXT.fullmatch(kind):
        raise DocumentError(f"{name}: a ZIP, but no OpenDocument text. Check what it is; save it as DOCX or PDF.")
    if b"encryption-data" in manifest:
        raise DocumentError(f"{name}: {_ENCRYPTED}")
    return ODT


def has_macros(data: bytes) -> bool:
    """Whether a DOC or ODT seems to bring macros; none are run either way."""
    ole = "_VBA_PROJECT".encode("utf-16-le") in data
    return ole if data.startswith(MAGIC) else data.startswith(b"PK") and b"Basic/" in data
