"""Archives: each document comes out under its own name and limits; tricks and bombs are refused one by one."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.archives import Member, archive_members, find_member, is_archive
from nianbao.extract.files.limits import DEFAULT_LIMITS, ReadLimits
from tests.files.test_kinds import packed, word

Names = list[tuple[str, str | None]]


def write(path: Path, *files: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """A ZIP with these files, in this order."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return path


def bytes_of(*files: tuple[str, bytes]) -> bytes:
    """The same as bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


def members(path: Path, limits: ReadLimits = DEFAULT_LIMITS) -> list[Member]:
    """Its members."""
    return list(archive_members(str(path), limits=limits))


def names(path: Path, limits: ReadLimits = DEFAULT_LIMITS) -> list[str]:
    """Their names without the archive's own path."""
    return [m.name.removeprefix(f"{path}!") for m in members(path, limits)]


def test_documents_come_in_order_with_their_bytes(tmp_path: Path) -> None:
    """Folders and what systems leave behind are passed by; an image and a Word document are documents."""
    document = word()
    path = write(
        tmp_path / "a.zip",
        ("报告/", b""),
        ("报告/b.html", b"<html>b"),
        ("报告/a.docx", document),
        ("__MACOSX/报告/._a.docx", b"x"),
        ("报告/.DS_Store", b"x"),
        ("Thumbs.db", b"x"),
        ("报告/~$a.docx", b"x"),
        ("scan.png", b"\x89PNG\r\n\x1a\n"),
        ("table.xlsx", packed("[Content_Types].xml", "xl/workbook.xml")),
    )
    assert is_archive(str(path))
    found = members(path)
    assert [m.name for m in found] == [f"{path}!{n}" for n in ("报告/b.html", "报告/a.docx", "scan.png", "table.xlsx")]
    assert [m.error for m in found] == [None] * 4
    assert found[0].read() == b"<html>b"
    assert found[1].read() == document


def test_an_office_document_is_no_archive(tmp_path: Path) -> None:
    """A Word document is a ZIP and yet one document; a text is none, nor is a file that is not there."""
    (tmp_path / "a.zip").write_bytes(word())
    (tmp_path / "b.zip").write_text("PK", encoding="utf-8")
    assert not any(is_archive(str(tmp_path / n)) for n in ("a.zip", "b.zip", "c.zip"))


def test_archives_within_archives_are_opened_in_their_place(tmp_path: Path) -> None:
    """Found by content, whatever their names; each member can be read again, in any order."""
    inner = bytes_of(("x.txt", b"inner x"), ("deep.bin", bytes_of(("y.txt", b"deepest"))))
    path = write(tmp_path / "a.zip", ("1.txt", b"one"), ("in.dat", inner), ("2.txt", b"two"))
    assert names(path) == ["1.txt", "in.dat!x.txt", "in.dat!deep.bin!y.txt", "2.txt"]
    assert [m.read() for m in reversed(members(path))] == [b"two", b"deepest", b"inner x", b"one"]


def test_too_deep_is_one_error_for_each_archive(tmp_path: Path) -> None:
    """As 42.zip does: archives below the limit are counted, not opened; the rest is read."""
    data = bytes_of(("bottom.txt", b"x"))
    for _ in range(4):
        data = bytes_of(("a.zip", data), ("b.zip", data), ("c.txt", b"beside"))
    path = tmp_path / "42.zip"
    path.write_bytes(data)
    found = members(path)
    assert [m.name.count("!") for m in found if not m.error] == [3, 3, 2, 3, 3, 2, 1]
    errors = [m.error or "" for m in found if m.error]
    assert len(errors) == 4
    assert all("2 archives in it lie too deep, more than the 2 of the limit `depth`" in e for e in errors)
    assert all("--limit depth=N" in e for e in errors)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\Windows\\年报.txt", "Windows/年报.txt"),
        ("a/./b//c/../d.txt", "a/b/c/d.txt"),
        ("\x1b[31mred\r\n.txt", "[31mred.txt"),
        ("gpj.\u202etxt", "gpj.txt"),
        ("..", "unnamed"),
    ],
)
def test_tricks_of_paths_are_names_and_nothing_else(tmp_path: Path, name: str, shown: str) -> None:
    """No path leads out of the archive, no sign reaches the terminal, and nothing is written anywhere."""
    info = zipfile.ZipInfo("x")
    info.filename = name
    path = write(tmp_path / "a.zip", (info, b"data"))
    before = sorted(tmp_path.rglob("*"))
    assert names(path) == [shown]
    assert members(path)[0].read() == b"data"
    assert sorted(tmp_path.rglob("*")) == before


def test_symbolic_links_are_passed_by(tmp_path: Path) -> None:
    """A link's target is not looked at."""
    link = zipfile.ZipInfo("link.txt")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = write(tmp_path / "a.zip", (link, b"/etc/passwd"), ("b.txt", b"b"))
    assert names(path) == ["b.txt"]


def test_the_same_name_twice_is_two_documents(tmp_path: Path) -> None:
    """Each has a name of its own and its own bytes."""
    with pytest.warns(UserWarning, match="Duplicate"):
        path = write(tmp_path / "a.zip", ("a.txt", b"first"), ("a.txt", b"second"))
    assert [(m.name.rpartition("!")[2], m.read()) for m in members(path)] == [
        ("a.txt", b"first"),
        ("a.txt#2", b"second"),
    ]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_chinese_names_without_a_flag(tmp_path: Path, encoding: str) -> None:
    """Names as Windows' and macOS's own zip write them, whose encoding the archive does not tell."""
    plain = write(tmp_path / "a.zip", ("_" * len("政府年报".encode(encoding)) + ".txt", b"x")).read_bytes()
    name = "政府年报".encode(encoding)
    (tmp_path / "a.zip").write_bytes(plain.replace(b"_" * len(name), name))
    assert names(tmp_path / "a.zip") == ["政府年报.txt"]


def test_encrypted_members_are_named_each(tmp_path: Path) -> None:
    """The others are read."""
    path = write(tmp_path / "a.zip", ("a.txt", b"a"), ("b.txt", b"b"), ("c.txt", b"c"), method=zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    for place in (data.find(b"PK\x01\x02"), data.rfind(b"PK\x01\x02")):
        data[place + 8] |= 1
    path.write_bytes(data)
    found = members(path)
    assert [bool(m.error) for m in found] == [True, False, True]
    assert found[0].error == (f"{path}!a.txt: encrypted with a password. Unpack or save it without one, and give that.")
    with pytest.raises(DocumentError, match="encrypted"):
        found[2].read()


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


def test_limits_of_a_member_and_of_all(tmp_path: Path) -> None:
    """Too large a member is an error of its own; too many or too much in all ends the archive with one."""
    path = write(tmp_path / "a.zip", *[(f"{i}.txt", bytes([65 + i]) * 1000) for i in range(5)])
    (large, *_) = members(path, replace(DEFAULT_LIMITS, bytes=999))
    assert "1,000 bytes unpacked, more than the 999 of the limit `bytes`" in (large.error or "")
    for limit, words in (
        ("members", "too many files in it, more than the 3"),
        ("expanded", "too many bytes unpacked, more than the 3,500"),
    ):
        *read, last = members(path, replace(DEFAULT_LIMITS, **{limit: 3 if limit == "members" else 3500}))
        assert [m.error for m in read] == [None] * 3
        assert last.name == str(path)
        assert words in (last.error or "")
        assert f"--limit {limit}=N" in (last.error or "")


def test_archives_within_count_against_the_same_limits(tmp_path: Path) -> None:
    """A bomb cannot multiply by nesting."""
    inner = bytes_of(*[(f"{i}.txt", b"x") for i in range(3)])
    path = write(tmp_path / "a.zip", *[(f"{i}.zip", inner) for i in range(4)])
    *_, last = members(path, replace(DEFAULT_LIMITS, members=7))
    assert "more than the 7" in (last.error or "")


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


def test_a_damaged_member_is_an_error_of_its_own(tmp_path: Path) -> None:
    """A flipped byte is found by its checksum; the file after it is read."""
    path = write(tmp_path / "a.zip", ("a.txt", b"x" * 5000), ("b.txt", b"good"), method=zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    data[3000] ^= 1
    path.write_bytes(data)
    first, second = members(path)
    with pytest.raises(DocumentError, match=r"!a\.txt: damaged where it is packed .*Get the file anew"):
        first.read()
    assert second.read() == b"good"


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.95])
def test_a_cut_off_archive_is_one_error(tmp_path: Path, keep: float) -> None:
    """Without its directory nothing is guessed."""
    data = write(tmp_path / "a.zip", *[(f"{i}.txt", bytes(range(256)) * 9) for i in range(5)]).read_bytes()
    path = tmp_path / "b.zip"
    path.write_bytes(data[: int(len(data) * keep)])
    assert is_archive(str(path))
    with pytest.raises(DocumentError, match=r"b\.zip: a ZIP archive that is cut off"):
        members(path)


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


def test_large_archives_are_read(tmp_path: Path) -> None:
    """The 64-bit form that some programs always write."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive, archive.open("a.txt", "w", force_zip64=True) as file:
        file.write(b"data")
    assert members(path)[0].read() == b"data"


def test_parts_of_a_saved_page_are_no_documents(tmp_path: Path) -> None:
    """The folder that a browser saves beside a page belongs to it; the same name without a page does not."""
    path = write(
        tmp_path / "a.zip",
        ("年报.html", b"<html>"),
        ("年报_files/logo.png", b"\x89PNG"),
        ("年报_files/a/b.js", b"x"),
        ("other_files/scan.png", b"\x89PNG"),
    )
    assert names(path) == ["年报.html", "other_files/scan.png"]


def test_a_member_is_found_by_its_name(tmp_path: Path) -> None:
    """`archive.zip!file`; a wrong name is told with those that there are, and no archive is no member."""
    path = write(tmp_path / "a!b.zip", ("x!y.txt", b"found"), ("in.zip", bytes_of(("z.txt", b"inner"))))
    member = find_member(f"{path}!x!y.txt")
    assert member
    assert member.read() == b"found"
    inner = find_member(f"{path}!in.zip!z.txt")
    assert inner
    assert inner.read() == b"inner"
    with pytest.raises(DocumentError, match=r"no such file in the archive\. It has: .*x!y\.txt"):
        find_member(f"{path}!nothing.txt")
    assert find_member("no!where.txt") is None


def test_an_archive_that_changed_is_read_anew(tmp_path: Path) -> None:
    """What is kept of an archive is bound to its state on the disk."""
    path = write(tmp_path / "a.zip", ("a.txt", b"one"))
    assert members(path)[0].read() == b"one"
    write(path, ("a.txt", b"other"))
    assert members(path)[0].read() == b"other"
