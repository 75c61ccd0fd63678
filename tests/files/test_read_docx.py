"""Word documents as files: what is read, what is refused and with which words; nothing bursts, runs or is fetched."""

from __future__ import annotations

import struct
import time
import tracemalloc
import zipfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.eval.score import SURE
from nianbao.eval.synth.docx_file import write_docx
from nianbao.eval.synth.report import draw_synth_report
from nianbao.extract.documents import Document
from nianbao.extract.errors import DocumentError
from nianbao.extract.files.limits import ReadLimits
from nianbao.extract.report import extract_report
from tests.files.word_files import SPACES, W, document, p, parts, r, read, read_body, tbl, tr, zipped

BODY = p(r("三、申请")) + tbl(tr("规章", "7"))
TEXT = "三、申请\n\n|规章|7|\n"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def refusal(data: bytes, **limits: int) -> str:
    """What the reader says of a file that it refuses, after its name."""
    with pytest.raises(DocumentError) as told:
        read(data, ReadLimits(**limits))
    name, _, message = str(told.value).partition(": ")
    assert name == "report.docx"
    return message


def test_a_drawn_report_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Every cell of the truth, out of merged cells as Word writes them, and all tables sure."""
    pytest.importorskip("docx")
    report = draw_synth_report(4, 0)
    write_docx(report, tmp_path / "report.docx")
    content = read((tmp_path / "report.docx").read_bytes())
    assert len(content.grids) == 3
    for grid, block in zip(content.grids, [b for b in report.blocks if b.kind == "table"], strict=True):
        printed = {(c.row, c.column, c.rows, c.columns): c.text.replace("\n", "") for c in block.cells}
        found = {(c.row, c.column, c.rows, c.columns): content.text[c.start : c.end] for c in grid.cells}
        assert found == printed
    result = extract_report(Document.from_text(content.text))
    assert all(table.status in SURE for table in result.tables.values())


def test_text_and_tables_in_their_order() -> None:
    assert read_body(BODY).text == TEXT


def test_the_strict_namespace() -> None:
    strict = parts(BODY)
    strict["word/document.xml"] = document(BODY).replace(W, _STRICT)
    assert read(zipped(strict)).text == TEXT


def test_a_part_in_utf_16() -> None:
    wide = parts(BODY)
    wide["word/document.xml"] = document(BODY).replace('"UTF-8"', '"UTF-16"').encode("utf-16")
    assert read(zipped(wide)).text == TEXT


def test_a_document_under_another_name_and_backslashes_in_names() -> None:
    other = parts(BODY)
    links = str(other.pop("_rels/.rels")).replace("word/document.xml", "/WORD/Report.xml")
    moved = {"_rels\\.rels": links, "WORD\\Report.xml": other.pop("word/document.xml")}
    assert read(zipped(moved)).text == TEXT


def test_macros_objects_and_links_are_told_and_left_alone() -> None:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="a" Type="{office}/attachedTemplate" Target="http://127.0.0.1:9/x.dotm" '
        'TargetMode="External"/></Relationships>'
    )
    more = {"word/vbaProject.bin": b"\0", "word/embeddings/o.bin": b"\0", "word/_rels/document.xml.rels": links}
    content = read(zipped(parts(BODY + '<w:altChunk r:id="b"/>') | more))
    assert content.text == TEXT
    assert content.notes == (
        "has macros, which are not run",
        "has embedded objects (1), not opened",
        "has parts in documents of their own, not read",
        "links to files elsewhere, which were not fetched",
    )


def test_pictures_and_notes_are_told() -> None:
    picture = "<w:r><w:drawing><wp:inline><a:blip/></wp:inline></w:drawing></w:r>"
    content = read_body(p(r("字"), picture, '<w:r><w:footnoteReference w:id="2"/></w:r>', r("藏", "<w:vanish/>")))
    assert content.text == "字\n"
    assert content.notes == (
        "has hidden text, left out",
        "has pictures (1), whose text is not read",
        "has footnotes or endnotes (1), left out",
    )


@pytest.mark.parametrize(
    "entities",
    [
        '<!DOCTYPE w [<!ENTITY a "7">]>',
        '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE w [<!ENTITY b "7777777777"><!ENTITY c "' + "&b;" * 1000 + '"><!ENTITY a "' + "&c;" * 1000 + '">]>',
        '<!DOCTYPE w SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
    ids=["entity", "file", "billion laughs", "outer definition"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(entities: str, encoding: str) -> None:
    xml = document(p(r("&a;"))).replace("<w:document", f"{entities}<w:document", 1)
    bomb = parts("") | {"word/document.xml": xml.replace("UTF-8", encoding).encode(encoding)}
    started = time.monotonic()
    assert "declares a document type" in refusal(zipped(bomb))
    assert time.monotonic() - started < 5


def test_elements_nested_without_end() -> None:
    deep = p("<w:ins>" * 300 + r("7") + "</w:ins>" * 300)
    assert "nests elements too deep, more than the 200 of any report. " in refusal(zipped(parts(deep)))
    very = "<w:tbl><w:tr><w:tc>" * 20_000 + "</w:tc></w:tr></w:tbl>" * 20_000
    assert "nest" in refusal(zipped(parts(very))) or "depth" in refusal(zipped(parts(very)))
    assert "more than the 5 of the limit `nesting`" in refusal(zipped(parts(BODY)), nesting=5)


def test_nesting_up_to_the_limit_is_read() -> None:
    inner = p(r("7"))
    for _ in range(60):
        inner = tbl(tr(f"<w:tc>{inner}</w:tc>"))
    assert read_body(inner).text == "7\n"


@pytest.mark.parametrize(
    ("member", "data", "limit"),
    [
        ("word/document.xml", b"0" * 20_000_000, "ratio"),
        ("word/media/empty.bmp", b"0" * 40_000_000, "ratio"),
    ],
)
def test_what_is_packed_to_burst_is_refused(member: str, data: bytes, limit: str) -> None:
    assert f"the limit `{limit}`" in refusal(zipped(parts(BODY) | {member: data}))


def test_a_member_that_lies_about_its_size() -> None:
    """80 MB that the directory calls 1,000 bytes: no more than that is unpacked."""
    data = bytearray(zipped(parts("") | {"word/document.xml": b" " * 80_000_000}))
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = data.rindex(mark) + at
        data[place : place + 4] = struct.pack("<I", 1000)
    tracemalloc.start()
    assert "word/document.xml: damaged where it is packed" in refusal(bytes(data))
    assert tracemalloc.get_traced_memory()[1] < 8_000_000
    tracemalloc.stop()


def test_a_packing_that_no_office_file_has() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("word/document.xml", document(BODY))
    assert "packed by a method that is not read" in refusal(packed.getvalue())


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_file_with_changed_bytes_is_read_or_refused(data: st.DataObject) -> None:
    """Nothing but a DocumentError ever comes out."""
    file = bytearray(zipped(parts(BODY)))
    for _ in range(data.draw(st.integers(1, 6))):
        file[data.draw(st.integers(0, len(file) - 1))] = data.draw(st.integers(0, 255))
    with suppress(DocumentError):
        read(bytes(file))


def test_sizes_and_counts_beyond_their_limits() -> None:
    many = zipped(parts(BODY) | {f"word/media/{i}": b"" for i in range(20)})
    assert "22 members, more than the 10 of the limit `members`" in refusal(many, members=10)
    assert "the limit `expanded`" in refusal(many, expanded=100)
    assert "the limit `bytes`" in refusal(many, bytes=100)
    assert "characters of text, more than the 5 of the limit `characters`" in refusal(many, characters=5)


def test_a_grid_beyond_the_limit_is_refused_before_it_is_written() -> None:
    """Few cells in many rows and columns: each bar that the text would print counts."""
    stairs = [tr("1", "2", properties=f'<w:gridBefore w:val="{i}"/>') for i in range(1500)]
    assert "the limit `characters`" in refusal(zipped(parts(tbl(*stairs))), characters=1_000_000)


@pytest.mark.parametrize("member", ["../../evil.xml", "/etc/evil.xml", "word/..\\..\\evil", "C:/evil", "w" * 500])
def test_a_name_that_leads_out_of_the_archive(member: str) -> None:
    assert "a member's name leads out of the archive" in refusal(zipped(parts(BODY) | {member: "x"}))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("twin", ["word/document.xml", "Word/Document.XML"])
def test_two_members_of_one_name(twin: str) -> None:
    """Which of two texts is the report? Readers differ."""
    packed = BytesIO(zipped(parts(BODY)))
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr(twin, document(p(r("别的"))))
    assert "two members are called" in refusal(packed.getvalue())


def test_an_encrypted_member() -> None:
    data = bytearray(zipped(parts(BODY)))
    at = data.rindex(b"PK\x01\x02")
    data[at + 8 : at + 10] = struct.pack("<H", 1)
    assert "encrypted with a password" in refusal(bytes(data))


@pytest.mark.parametrize("keep", [0, 4, 30, 200, -1, -30])
def test_a_file_that_is_cut_off(keep: int) -> None:
    assert "damaged or cut off" in refusal(zipped(parts(BODY))[:keep])


def test_a_member_that_is_damaged() -> None:
    data = bytearray(zipped(parts(BODY)))
    at = data.index(b"word/document.xml") + 40
    data[at : at + 20] = bytes(20)
    assert "word/document.xml: damaged where it is packed" in refusal(bytes(data))


@pytest.mark.parametrize(
    ("xml", "told"),
    [
        (document(BODY)[:-30], "is damaged"),
        ("", "is damaged"),
        ("<a/>", "is no Word text"),
        (f"<w:document {SPACES}/>", "is no Word text"),
        ('<?xml version="1.0" encoding="no-such"?><a/>', "is damaged"),
    ],
)
def test_a_document_that_is_none(xml: str, told: str) -> None:
    assert told in refusal(zipped(parts("") | {"word/document.xml": xml}))


@pytest.mark.parametrize(
    ("members", "kind"),
    [
        ({"xl/workbook.xml": "<a/>"}, "an Excel workbook, not a Word document. Save its sheets as PDF or HTML."),
        ({"ppt/presentation.xml": "<a/>"}, "a PowerPoint presentation, not a Word document. Save it as PDF."),
        ({"OFD.xml": "<a/>"}, "an OFD document, not a Word document. Open it in an OFD reader and save it as PDF."),
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, "an OpenDocument text (ODT), not a Word document."),
        ({"META-INF/container.xml": "<a/>"}, "an EPUB book, not a Word document."),
        ({"report.txt": "年报"}, "a ZIP archive, not a Word document. Unpack it and give its files."),
    ],
)
def test_another_zip_is_named(members: dict[str, str], kind: str) -> None:
    assert refusal(zipped(members)).startswith(kind)


def test_a_document_whose_links_name_a_workbook() -> None:
    """The relationship decides, and a workbook's part is none of a Word document."""
    book = str(parts("")["_rels/.rels"]).replace("word/document.xml", "xl/workbook.xml")
    assert refusal(zipped({"_rels/.rels": book, "xl/workbook.xml": "<a/>"})).startswith("an Excel workbook")
