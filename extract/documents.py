"""Read a document into its text: encodings found out, what is no report text refused with the reason."""

from __future__ import annotations

import codecs
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from nianbao.extract.errors import DocumentError
from nianbao.extract.urls import is_url

MAX_BYTES = 4 * 1024 * 1024
"""Larger files are refused: reports have some 10 kB of text, the longest a few hundred."""

_BINARY_KINDS = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP or Office file (docx, xlsx, …)"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (doc, xls, wps)"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x7fELF", "a program"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Document:
    """A text that was read, and where it came from. All spans count its characters."""

    text: str
    path: str | None
    sha256: str
    media_type: str = "text/plain"
    encoding: str = "utf-8"

    @classmethod
    def from_text(cls, text: str, *, path: str | None = None) -> Document:
        """A document out of a text at hand. Raises DocumentError if it is empty."""
        if not text.strip():
            raise DocumentError(f"{path or 'text'}: it is empty. Check how it was converted or downloaded.")
        return cls(text, path, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())

    @classmethod
    def from_bytes(cls, data: bytes, *, path: str | None = None) -> Document:
        """A document out of a file's bytes. Raises DocumentError, naming the trouble and the next move."""
        name = path or "input"
        if len(data) > MAX_BYTES:
            raise DocumentError(
                f"{name}: {len(data):,} bytes, more than the {MAX_BYTES:,} that a report can have. "
                "Give the report's own text."
            )
        if not data.strip():
            raise DocumentError(f"{name}: it is empty. Check how it was converted or downloaded.")
        for magic, kind in _BINARY_KINDS:
            if data.startswith(magic):
                raise DocumentError(f"{name}: {kind}, not a text. Convert it to text first, then give that.")
        text, encoding = decode(data, name=name)
        if not text.strip():
            raise DocumentError(f"{name}: it is empty. Check how it was converted or downloaded.")
        return cls(text, path, hashlib.sha256(data).hexdigest(), encoding=encoding)

    @classmethod
    def from_path(cls, path: str | Path) -> Document:
        """A document out of a file. Raises DocumentError, also for a missing or unreadable path."""
        if isinstance(path, str) and is_url(path):
            raise DocumentError(
                f"{path}: a URL. Add --fetch to download it (`nianbao extract`), or in Python give "
                "`nianbao.fetch_document(url)`: nothing is fetched unasked."
            )
        file = Path(path)
        try:
            if os.path.isdir(file):
                raise DocumentError(f"{file}: a folder, not a file. Name a report's file.")
            if (size := file.stat().st_size) > MAX_BYTES:
                raise DocumentError(
                    f"{file}: {size:,} bytes, more than the {MAX_BYTES:,} that a report can have. "
                    "Give the report's own text."
                )
            data = file.read_bytes()
        except FileNotFoundError:
            raise DocumentError(f"{file}: no such file. Check the path.") from None
        except PermissionError:
            raise DocumentError(f"{file}: no permission to read it. Check its access rights.") from None
        except (OSError, ValueError) as error:
            raise DocumentError(f"{file}: cannot be read ({error}).") from None
        return cls.from_bytes(data, path=str(file))


def decode(data: bytes, *, name: str = "input") -> tuple[str, str]:
    """The text and its encoding: UTF-8, GB18030 (and so GBK and GB2312) or UTF-16, with or without BOM.

    Raises DocumentError where none fits or what comes out is no text.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(data, encoding, name), encoding
    if b"\0" in data:  # no text in UTF-8 or GB18030 has one; UTF-16 without a BOM has one for every digit
        best = max(("utf-16-le", "utf-16-be"), key=lambda e: _usual(data.decode(e, errors="replace")))
        text = data.decode(best, errors="replace")
        if len(data) % 2 == 0 and _usual(text) >= 0.95:
            return text, best
        raise DocumentError(f"{name}: a binary file, not a text. Convert it to text first, then give that.")
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _texty(text):
            return text, encoding
    # A text cut off in the middle of a character, or with a few broken bytes, is still worth reading.
    text = data.decode("utf-8", errors="replace")
    if text.count("\ufffd") * 200 <= len(text) and _texty(text):
        return text, "utf-8"
    text = data.decode("gb18030", errors="replace")
    if text.count("\ufffd") * 200 <= len(text) and _texty(text):
        return text, "gb18030"
    raise DocumentError(
        f"{name}: neither UTF-8, GB18030 nor UTF-16 text. Convert it to UTF-8 (iconv), or give the original file."
    )


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"{name}: it begins like {encoding} but breaks at byte {error.start:,}. Convert it anew to UTF-8."
        ) from None


def _usual(text: str) -> float:
    """The share of characters that a Chinese text is made of (0–1): Chinese, its punctuation, full-width, ASCII."""
    sample = text[:65536]
    usual = sum(
        " " <= c <= "~"
        or c in "\t\n\r"
        or "\u2000" <= c <= "\u303f"
        or "\u4e00" <= c <= "\u9fff"
        or "\uff00" <= c <= "\uffef"
        for c in sample
    )
    return usual / len(sample) if sample else 0.0


def _texty(text: str) -> bool:
    sample = text[:65536]
    controls = sum(c < " " and c not in "\t\n\r\x0b\x0c\x1a" for c in sample)
    private = sum("\ue000" <= c <= "\uf8ff" for c in sample)
    return controls * 100 <= len(sample) and private * 10 <= len(sample)
