"""Documents: every usual encoding is found out; what is no report's text is refused with the reason and a next move."""

from __future__ import annotations

import codecs
import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.extract.documents import Document
from nianbao.extract.errors import DocumentError, NianbaoError
from nianbao.extract.files.encodings import decode
from nianbao.extract.files.limits import DEFAULT_LIMITS

TEXT = "青禾县2022年政府信息公开工作年度报告\n一、总体情况\n2022年，主动公开信息4821条。\n规章\t3\t0\t17\n" * 20


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        pytest.param(TEXT.encode("utf-8"), "utf-8", id="utf-8"),
        pytest.param(codecs.BOM_UTF8 + TEXT.encode("utf-8"), "utf-8-sig", id="utf-8-bom"),
        pytest.param(TEXT.encode("gb18030"), "gb18030", id="gb18030"),
        pytest.param(TEXT.encode("gbk"), "gb18030", id="gbk"),
        pytest.param(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16", id="utf-16-le-bom"),
        pytest.param(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16", id="utf-16-be-bom"),
        pytest.param(TEXT.encode("utf-16-le"), "utf-16-le", id="utf-16-le"),
        pytest.param(TEXT.encode("utf-16-be"), "utf-16-be", id="utf-16-be"),
        pytest.param(codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "utf-32", id="utf-32-le-bom"),
    ],
)
def test_encodings(data: bytes, encoding: str) -> None:
    """The same text is read out of every usual encoding, without its BOM, and the encoding is told."""
    document = Document.from_bytes(data)
    assert document.text == TEXT
    assert document.encoding == encoding


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="规章行政许可信息公开总计0123456789\t|\n（）", min_size=1).filter(lambda t: t.strip()))
def test_utf_8_is_never_mistaken(text: str) -> None:
    """Every UTF-8 text of a report's characters is read as what it is."""
    assert decode(text.encode("utf-8")) == (text, "utf-8")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(TEXT.encode("utf-8")[:-2], TEXT[:100], id="utf-8-cut-in-a-character"),
        pytest.param(TEXT.encode("utf-8") + b"\xff", TEXT, id="one-broken-byte"),
        pytest.param(("年" * 1001).encode("gb18030")[:-1], "年" * 1000, id="gb18030-cut"),
    ],
)
def test_a_few_broken_bytes(data: bytes, expected: str) -> None:
    """A text cut in the middle of a character, or with a broken byte, is still read."""
    assert Document.from_bytes(data).text.startswith(expected)


def test_digest_and_path(tmp_path: Path) -> None:
    """A document out of a file has the file's path and the digest of its bytes."""
    file = tmp_path / "青禾.txt"
    file.write_bytes(TEXT.encode("gb18030"))
    document = Document.from_path(file)
    assert document.path == str(file)
    assert document.sha256 == hashlib.sha256(TEXT.encode("gb18030")).hexdigest()
    assert document.text == TEXT


def test_from_text() -> None:
    """A text at hand is a document as it stands; its digest is that of its UTF-8, lone surrogates included."""
    assert Document.from_text("规章 3").sha256 == hashlib.sha256("规章 3".encode()).hexdigest()
    assert Document.from_text("规章 \ud800 3").text == "规章 \ud800 3"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b" \n\t\r\n", id="white-space"),
        pytest.param("\u3000\u3000\n".encode(), id="wide-spaces"),
        pytest.param(codecs.BOM_UTF8, id="bom-only"),
        pytest.param(codecs.BOM_UTF16_LE, id="utf-16-bom-only"),
    ],
)
def test_empty_is_refused(data: bytes) -> None:
    """An empty file is refused as such, whatever its bytes, with its name and the next move."""
    with pytest.raises(DocumentError, match=r"^青禾\.txt: it is empty\. Check how it was converted or downloaded\.$"):
        Document.from_bytes(data, path="青禾.txt")


def test_empty_text_is_refused() -> None:
    """An empty text at hand is refused too."""
    with pytest.raises(DocumentError, match=r"^text: it is empty\. Check how"):
        Document.from_text(" \n")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param(b"%PDF-1.7\n...", "PDF", id="pdf"),
        pytest.param(b"PK\x03\x04\x14\x00", "a ZIP archive", id="zip"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office file", id="office"),
        pytest.param(b"\x1f\x8b\x08\x00", "a compressed file", id="gzip"),
        pytest.param(b"Rar!\x1a\x07", "a RAR archive", id="rar"),
        pytest.param(b"7z\xbc\xaf\x27\x1c", "a 7z archive", id="7z"),
        pytest.param(b"\x7fELF\x02\x01", "a program", id="elf"),
        pytest.param(bytes(range(255)) * 40, "a binary file", id="bytes-of-any-kind"),
        pytest.param(b"\x00" * 5000, "a binary file", id="zeros"),
    ],
)
def test_what_is_no_document_is_refused(data: bytes, kind: str) -> None:
    """A file that cannot be read is refused by what it is, not by its name, with the next move."""
    with pytest.raises(DocumentError) as caught:
        Document.from_bytes(data, path="青禾.txt")
    assert str(caught.value).startswith("青禾.txt: ")
    assert kind in str(caught.value)
    assert str(caught.value).count(". ") >= 1


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(codecs.BOM_UTF16_LE + "年报".encode("utf-16-le") + b"\x00\xd8", id="utf-16-bom-then-broken"),
        pytest.param(b"\xff\xff" * 300, id="no-encoding-fits"),
    ],
)
def test_wrong_encoding_is_refused(data: bytes) -> None:
    """Bytes that are no text in any of the encodings are refused, naming the file and the way out."""
    with pytest.raises(DocumentError, match=r"(?si)^青禾\.txt: .*UTF-(8|16).*Convert"):
        Document.from_bytes(data, path="青禾.txt")


def test_missing_path(tmp_path: Path) -> None:
    """A path that is not there is refused with its name, and the next move."""
    with pytest.raises(DocumentError) as caught:
        Document.from_path(tmp_path / "missing.txt")
    assert str(caught.value) == f"{tmp_path / 'missing.txt'}: no such file. Check the path."


def test_folder_is_refused(tmp_path: Path) -> None:
    """A folder is refused as a folder."""
    with pytest.raises(DocumentError) as caught:
        Document.from_path(tmp_path)
    assert str(caught.value) == f"{tmp_path}: a folder, not a file. Name a report's file."


def test_path_that_can_be_none(tmp_path: Path) -> None:
    """A path that no file can have is refused, not an error of Python's."""
    with pytest.raises(DocumentError, match="cannot be read"):
        Document.from_path("a\0b")
    with pytest.raises(DocumentError, match="cannot be read"):
        Document.from_path(tmp_path / ("长" * 300))


def test_too_large(tmp_path: Path) -> None:
    """A file or input above the limit is refused with the limit and its setting; one at the limit is read."""
    limits = replace(DEFAULT_LIMITS, bytes=1000)
    file = tmp_path / "large.txt"
    file.write_bytes(b"a" * 1000)
    assert Document.from_path(file, limits=limits).text == "a" * 1000
    file.write_bytes(b"a" * 1001)
    with pytest.raises(DocumentError, match=r"large\.txt: 1,001 bytes, more than the 1,000 .*--limit bytes=N"):
        Document.from_path(file, limits=limits)
    with pytest.raises(DocumentError, match=r"^input: 1,001 bytes, more than the 1,000"):
        Document.from_bytes(b"a" * 1001, limits=limits)


def test_of_a_large_file_no_more_is_read_than_the_limit(tmp_path: Path) -> None:
    """A file of any size costs as much memory as the limit: a sparse one of a terabyte is refused at once."""
    file = tmp_path / "large.txt"
    with file.open("wb") as opened:
        opened.truncate(2**40)
    with pytest.raises(DocumentError, match="bytes, more than the 1,000"):
        Document.from_path(file, limits=replace(DEFAULT_LIMITS, bytes=1000))


def test_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file without permission is refused with its name and the next move."""
    file = tmp_path / "locked.txt"
    file.write_text("规章", encoding="utf-8")
    file.chmod(0)
    if os.access(file, os.R_OK):  # as root, no mode locks a file

        def denied(self: Path, mode: str) -> bytes:
            raise PermissionError(13, "Permission denied", str(self))

        monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(DocumentError) as caught:
        Document.from_path(file)
    assert str(caught.value) == f"{file}: no permission to read it. Check its access rights."


def test_errors_share_a_base() -> None:
    """A document error is an error of nianbao's, so that one except clause catches all."""
    assert issubclass(DocumentError, NianbaoError)
