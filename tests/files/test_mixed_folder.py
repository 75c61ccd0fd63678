"""The mixed folder holds what it is said to hold: good reports of every kind, and ten files that are broken so."""

from __future__ import annotations

import io
import zipfile
from email import message_from_bytes, policy
from pathlib import Path

import docx
import lxml.html
import pytest
from PIL import Image

from nianbao import extract_report
from nianbao.extract.documents import Document
from tests.files.broken_files import BROKEN
from tests.files.mixed_folder import ARCHIVE, SCANNED, make_mixed_folder, plain_reports, text_of


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder, without the old Word file, which takes LibreOffice seconds."""
    made = tmp_path_factory.mktemp("mixed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", "/nonexistent")
        good, broken = make_mixed_folder(made)
    assert len(set(broken)) == 10
    members = [f"{ARCHIVE}/{name}" for name in zipfile.ZipFile(made / ARCHIVE).namelist()]
    assert [name for name in good if name.startswith(ARCHIVE)] == members
    single = {name for name in good if not name.startswith(ARCHIVE)}
    assert {file.name for file in made.iterdir()} == {*single, ARCHIVE, *broken}
    return made


def saved_markup(data: bytes) -> str:
    """The page in an MHTML, by the standard library."""
    body = message_from_bytes(data, policy=policy.default).get_body(("html",))
    assert body
    return str(body.get_content())


def test_every_good_file_holds_a_title_of_its_own(folder: Path) -> None:
    """Each by the library of its kind: a report's title, and no two the same; the scan is a picture of three pages."""
    pages = [
        (folder / "2021年度报告.html").read_bytes().decode("utf-8"),
        (folder / "word.htm").read_bytes().decode("utf-8"),
        (folder / "gbk.html").read_bytes().decode("gbk"),
        saved_markup((folder / "saved.mhtml").read_bytes()),
    ]
    shown = ["".join(lxml.html.document_fromstring(page).body.text_content().split()) for page in pages]
    shown += ["".join(p.text for p in docx.Document(str(folder / "report.docx")).paragraphs)]
    shown += [(folder / "report.txt").read_bytes().decode("gb18030"), (folder / "report.md").read_text("utf-8")]
    titles = [next(r.front.title for r in plain_reports() if r.front.title in text) for text in shown]
    assert len(set(titles)) == len(shown)
    with Image.open(folder / "scan.png") as scan:
        assert scan.size == (1241, 3 * 1754)
    assert SCANNED not in {(report.seed, report.index) for report in plain_reports()}


@pytest.mark.parametrize("between", ["\t", "|"], ids=["text", "markdown"])
def test_the_reports_as_text_read_as_they_are_drawn(between: str) -> None:
    """Sure in all tables, and every cell as drawn: what fails in the folder fails in the file, not in the report."""
    for report in plain_reports()[:3]:
        result = extract_report(Document.from_text(text_of(report, between)))
        assert result.status == "confirmed"
        found = {
            f"{k}.{row}.{c}": v for k, t in result.tables.items() for row, r in t.cells.items() for c, v in r.items()
        }
        assert found == report.printed.flaws.cells


def test_every_broken_file_is_broken_as_its_name_says() -> None:
    """By the libraries of their kinds: nothing opens that should not."""
    assert BROKEN["zero-bytes.html"] == b""
    assert BROKEN["photograph.html"].startswith(b"\xff\xd8\xff")
    for name in ("truncated.docx", "broken.zip"):
        assert BROKEN[name].startswith(b"PK\x03\x04")
        with pytest.raises(zipfile.BadZipFile):
            zipfile.ZipFile(io.BytesIO(BROKEN[name]))
    with zipfile.ZipFile(io.BytesIO(BROKEN["encrypted.zip"])) as archive, pytest.raises(RuntimeError, match="password"):
        archive.read(archive.namelist()[0])
    with zipfile.ZipFile(io.BytesIO(BROKEN["sheet.xlsx"])) as sheet:
        assert "xl/workbook.xml" in sheet.namelist()
    assert BROKEN["truncated.pdf"].startswith(b"%PDF-")
    assert b"%%EOF" not in BROKEN["truncated.pdf"]
