"""Read an old Word file (DOC), one of WPS, an RTF or an ODT through LibreOffice, where that is installed."""

from __future__ import annotations

from dataclasses import replace

from nianbao.extract.files.content import Content
from nianbao.extract.files.limits import ReadLimits
from nianbao.extract.files.office_kinds import has_macros, office_kind
from nianbao.extract.files.office_program import convert_to_docx
from nianbao.extract.files.read_docx import read_docx


def read_office(data: bytes, *, name: str, limits: ReadLimits) -> Content:
    """The content of the file as LibreOffice understands it.

    It runs in a process and a profile of its own that run no macros and reach no network. Raises DocumentError: no
    such file (it says what else), damaged, encrypted, beyond a limit, or LibreOffice is not installed.
    """
    kind = office_kind(data, name=name, limits=limits)
    content = read_docx(convert_to_docx(data, kind, name=name, limits=limits), name=name, limits=limits)
    notes = [f"{kind.words}, read through LibreOffice"]
    if has_macros(data):
        notes.append("has macros, which are not run")
    return replace(content, media_type=kind.media_type, notes=(*notes, *(n for n in content.notes if n not in notes)))
