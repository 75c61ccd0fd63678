"""Inputs: folders are searched for every kind, archives give their documents, and what is not read is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from nianbao.extract.errors import DocumentError
from nianbao.extract.inputs import Input, find_inputs, name_inputs, open_document, unpack
from tests.commands import nianbao
from tests.files.test_archives import bytes_of, write
from tests.files.test_kinds import packed
from tests.model.answers import source

TEXT = source("huguan-2023").read_bytes()


def test_a_folder_is_searched_for_every_kind(tmp_path: Path) -> None:
    """By suffix in any case, kinds that are only named included; not programs, rubbish or parts of saved pages."""
    kept = ["a.HTML", "b.pdf", "c.docx", "d.wps", "e.mht", "f.zip", "g.TIFF", "h.rtf", "i.ofd", "j.rar", "k.txt"]
    passed = ["run.py", "~$c.docx", "._b.pdf", "a_files/logo.gif", "data.json"]
    (tmp_path / "a_files").mkdir()
    for name in [*kept, *passed]:
        (tmp_path / name).write_bytes(b"x")
    assert [Path(i.name).name for i in name_inputs([str(tmp_path)])] == kept


def test_an_archive_gives_its_documents_when_its_turn_comes(tmp_path: Path) -> None:
    """Named `archive!file`; the count grows by what there is more than the archive itself; each is read by itself."""
    archive = write(tmp_path / "b.zip", ("x.txt", TEXT), ("in.zip", bytes_of(("y.txt", TEXT))), ("z.txt", b""))
    (tmp_path / "a.txt").write_bytes(TEXT)
    more: list[int] = []
    inputs = list(name_inputs([str(tmp_path)]))
    assert len(inputs) == 2
    found = list(unpack(inputs, more.append))
    assert [i.name for i in found] == [
        str(tmp_path / "a.txt"),
        f"{archive}!x.txt",
        f"{archive}!in.zip!y.txt",
        f"{archive}!z.txt",
    ]
    assert more == [2]
    assert found[2].read().path == f"{archive}!in.zip!y.txt"
    with pytest.raises(DocumentError, match=r"!z\.txt: it is empty"):
        found[3].read()


def test_a_member_may_be_named_by_itself(tmp_path: Path) -> None:
    """`archive.zip!file` reads one; a wrong one is an error that names those that there are."""
    archive = write(tmp_path / "a.zip", ("x.txt", TEXT), ("y.txt", TEXT))
    assert [i.name for i in find_inputs([f"{archive}!y.txt"])] == [f"{archive}!y.txt"]
    assert open_document(f"{archive}!y.txt").path == f"{archive}!y.txt"
    (wrong,) = find_inputs([f"{archive}!n.txt"])
    assert "no such file in the archive" in (wrong.error or "")


@pytest.mark.parametrize(
    ("data", "words"),
    [(packed(), "no document in this archive"), (packed("a.txt")[:40], "cut off: its directory is missing")],
    ids=["empty", "cut-off"],
)
def test_an_archive_that_gives_nothing_is_one_error(tmp_path: Path, data: bytes, words: str) -> None:
    """One line, and what comes after it is read."""
    (tmp_path / "a.zip").write_bytes(data)
    (tmp_path / "b.txt").write_bytes(TEXT)
    first, second = find_inputs([str(tmp_path)])
    assert words in (first.error or "")
    assert second == Input(str(tmp_path / "b.txt"))


def test_a_batch_over_archives_and_broken_files(tmp_path: Path) -> None:
    """The good ones are read, each bad one has one line with its name and the way on; exit code 1."""
    reports = tmp_path / "reports"
    reports.mkdir()
    write(reports / "a.zip", ("good.txt", TEXT), ("bad.xlsx", packed("[Content_Types].xml", "xl/workbook.xml")))
    (reports / "b.txt").write_bytes(TEXT)
    (reports / "c.zip").write_bytes(packed("a.txt")[:40])
    (reports / "d.rar").write_bytes(b"Rar!\x1a\x07\x01\x00")
    done = nianbao("extract", reports, "--out", tmp_path / "out")
    lines = [line for line in done.err.splitlines() if line.startswith("error: ")]
    assert [line.split(": ")[1].rpartition("/")[2] for line in lines] == ["a.zip!bad.xlsx", "c.zip", "d.rar"]
    assert done.code == 1
    assert len((tmp_path / "out" / "reports.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_limits_come_from_the_command_line(tmp_path: Path) -> None:
    """An archive under a limit of its members: the first is read, the rest is one error."""
    archive = write(tmp_path / "a.zip", ("x.txt", TEXT), ("y.txt", TEXT))
    done = nianbao("extract", archive, "--limit", "members=1", "--quiet")
    assert len(done.out.splitlines()) == 1
    assert "more than the 1 of the limit `members`" in done.err
    assert done.code == 1
