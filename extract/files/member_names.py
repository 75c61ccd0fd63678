"""The name of a file in a ZIP as people wrote it: its encoding found out, every trick of paths taken off it."""

from __future__ import annotations

import re
import unicodedata
import zipfile

_UTF_8 = 0x800
_DRIVE = re.compile(r"^[A-Za-z]:")
_LONGEST = 400


def member_name(info: zipfile.ZipInfo) -> str:
    """A relative path with `/`: without drive, `..`, leading slash or control characters, so fit to be shown.

    Where the archive does not say that a name is UTF-8 its bytes are tried as UTF-8 and GB18030 (Windows' zip in
    Chinese), before the standard's own code page 437.
    """
    name = info.filename
    if not info.flag_bits & _UTF_8 and not name.isascii():
        name = _decoded(name)
    name = "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    parts = _DRIVE.sub("", name.replace("\\", "/")).split("/")
    return "/".join(p for p in parts if p.strip() not in ("", ".", ".."))[:_LONGEST] or "unnamed"


def _decoded(name: str) -> str:
    try:
        data = name.encode("cp437")
    except UnicodeEncodeError:  # a Unicode name from an extra field
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name
