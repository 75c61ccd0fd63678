"""Archives that are to burst: refused by what their directory says of them."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from nianbao.extract.errors import DocumentError
from tests.files.zip_files import members, write


def test_methods_that_can_give_out_gigabytes_at_once_are_not_unpacked(tmp_path: Path) -> None:
    """bzip2 and the like are refused by number."""
    path = write(tmp_path / "a.zip", ("a.txt", b"x" * 1000), method=zipfile.ZIP_BZIP2)
    assert "a method that is not read (number 12)" in (members(path)[0].error or "")


def test_a_flat_bomb_is_refused_by_its_ratio(tmp_path: Path) -> None:
    """Zeros packed 1000 to 1 are never unpacked; a small file may be as empty as it likes."""
    path = write(tmp_path / "a.zip", ("bomb.txt", bytes(30_000_000)), ("blank.txt", b" " * 900_000))
    bomb, blank = members(path)
    assert "the limit `ratio`" in (bomb.error or "")
    assert len(blank.read()) == 900_000


def test_overlapping_members_are_a_bomb(tmp_path: Path) -> None:
    """Two entries of the directory that lead to the same bytes: the archive is refused."""
    path = write(tmp_path / "a.zip", ("a.txt", b"x" * 500), ("b.txt", b"y" * 500), method=zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    second = data.rfind(b"PK\x01\x02")
    data[second + 42 : second + 46] = struct.pack("<I", 0)
    path.write_bytes(data)
    with pytest.raises(DocumentError, match="whose files overlap"):
        members(path)


def test_a_size_that_lies_gives_no_more_than_it_says(tmp_path: Path) -> None:
    """The directory says 10 bytes, the data has ten million: at most 10 come out, and the lie is named."""
    path = write(tmp_path / "a.zip", ("a.txt", bytes(10_000_000)))
    data = bytearray(path.read_bytes())
    entry = data.rfind(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", 10)
    path.write_bytes(data)
    with pytest.raises(DocumentError, match=r"!a\.txt: damaged where it is packed"):
        members(path)[0].read()


def test_a_directory_that_is_a_bomb_itself_is_not_taken_apart(tmp_path: Path) -> None:
    """Millions of entries for one file: refused by the directory's size."""
    path = write(tmp_path / "a.zip", ("a.txt", b"x"), method=zipfile.ZIP_STORED)
    data = path.read_bytes()
    start = data.find(b"PK\x01\x02")
    end = data.find(b"PK\x05\x06")
    entries = data[start:end] * (6_000_000 // (end - start))
    tail = bytearray(data[end:])
    tail[12:20] = struct.pack("<II", len(entries), start)
    path.write_bytes(data[:start] + entries + bytes(tail))
    with pytest.raises(DocumentError, match=r"a directory of [\d,]+ bytes"):
        members(path)
