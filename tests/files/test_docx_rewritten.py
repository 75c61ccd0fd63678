"""The same report, written the way that editors leave one after years of use, reads the same."""

from __future__ import annotations

import copy
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from nianbao.eval.synth.docx_file import write_docx
from nianbao.eval.synth.report import draw_synth_report
from tests.files.word_files import SPACES, W, p, r, read, tbl, tr, zipped

_W = f"{{{W}}}"


def _xml(text: str) -> Any:
    """The element that this XML is."""
    return etree.fromstring(f"<x {SPACES}>{text}</x>".encode())[0]


def _in_controls(body: Any) -> None:
    """Every row, cell and run in a content control."""
    for element in [*body.iter(_W + "tr", _W + "tc", _W + "r")]:
        control = _xml("<w:sdt><w:sdtPr/><w:sdtContent/></w:sdt>")
        element.getparent().replace(element, control)
        control[1].append(element)


def _with_changes(body: Any) -> None:
    """Each text inserted after a deleted one, each row before a deleted copy, each paragraph after one moved away."""
    for run in [*body.iter(_W + "r")]:
        run.addprevious(_xml(f'<w:del w:id="1">{r("9", tag="delText")}</w:del>'))
        inserted = _xml('<w:ins w:id="2"/>')
        run.getparent().replace(run, inserted)
        inserted.append(run)
    for row in [*body.iter(_W + "tr")]:
        gone = copy.deepcopy(row)
        properties = gone.find(_W + "trPr")
        if properties is None:
            properties = _xml("<w:trPr/>")
            gone.insert(0, properties)
        properties.append(_xml('<w:del w:id="3"/>'))
        row.addnext(gone)
    for paragraph in [*body.iterchildren(_W + "p")]:
        paragraph.addprevious(
            _xml(p('<w:moveFrom w:id="4">', r("99"), "</w:moveFrom>", properties='<w:rPr><w:del w:id="5"/></w:rPr>'))
        )


def _with_hidden_numbers(body: Any) -> None:
    """Each text has a hidden number before and after it."""
    for run in [*body.iter(_W + "r")]:
        run.addprevious(_xml(r("9", "<w:vanish/>")))
        run.addnext(_xml(r("9", "<w:vanish/>")))


def _with_notes(body: Any) -> None:
    """A footnote and a comment at each text's end."""
    for paragraph in body.iter(_W + "p"):
        paragraph.append(_xml('<w:r><w:footnoteReference w:id="2"/></w:r>'))
        paragraph.append(_xml('<w:r><w:commentReference w:id="2"/></w:r>'))


def _in_fields(body: Any) -> None:
    """Each text the result of a field whose instruction is a number."""
    for run in [*body.iter(_W + "r")]:
        for kind in ("begin", "separate"):
            run.addprevious(_xml(f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'))
            if kind == "begin":
                run.addprevious(_xml(r("= 9 + 9", tag="instrText")))
        run.addnext(_xml('<w:r><w:fldChar w:fldCharType="end"/></w:r>'))


def _cut_in_two(body: Any) -> None:
    """Every table cut after each row that no merge goes on from: tables of the same columns, with nothing between."""
    for table in [*body.iter(_W + "tbl")]:
        rows = table.findall(_W + "tr")
        for i in range(len(rows) - 1, 0, -1):
            if not any(m.get(_W + "val") != "restart" for m in rows[i].iter(_W + "vMerge")):
                rest = copy.deepcopy(table)
                for row in rest.findall(_W + "tr")[:i]:
                    rest.remove(row)
                for row in table.findall(_W + "tr")[i:]:
                    table.remove(row)
                table.addnext(rest)


def _drawn_by_hand(body: Any) -> None:
    """Every second row's inner lines a hair to the right: a column of 15 twips after each."""
    for table in body.iter(_W + "tbl"):
        grid = table.find(_W + "tblGrid")
        count = len(grid)
        for column in [*grid][:-1]:
            column.set(_W + "w", str(int(column.get(_W + "w")) - 15))
            column.addnext(_xml('<w:gridCol w:w="15"/>'))
        merged = {row for row in table.iter(_W + "tr") if next(row.iter(_W + "vMerge"), None) is not None}
        for i, row in enumerate(table.iterfind(_W + "tr")):
            at = 0
            for cell in row.iterfind(_W + "tc"):
                properties = cell.find(_W + "tcPr")
                old = properties.find(_W + "gridSpan")
                wide = int(old.get(_W + "val")) if old is not None else 1
                shifted = i % 2 and row not in merged
                last = 2 * count - 1
                edges = [min(max(0, 2 * e - (0 if shifted else 1)), last) for e in (at, at + wide)]
                if old is not None:
                    properties.remove(old)
                properties.insert(1, _xml(f'<w:gridSpan w:val="{edges[1] - edges[0]}"/>'))
                at += wide


def _on_a_laid_out_page(body: Any) -> None:
    """All of it in the right cell of a table of the page."""
    blocks = [block for block in body if block.tag != _W + "sectPr"]
    page = _xml(tbl(tr("栏目", "<w:tc/>")))
    body.insert(0, page)
    page.findall(f".//{_W}tc")[1].extend(blocks)


@pytest.mark.parametrize("seed", [4, 7])
@pytest.mark.parametrize(
    "rewrite",
    [
        *(_in_controls, _with_changes, _with_hidden_numbers, _with_notes),
        *(_in_fields, _cut_in_two, _drawn_by_hand, _on_a_laid_out_page),
    ],
)
def test_a_rewritten_report_reads_the_same(seed: int, rewrite: Callable[[Any], None], tmp_path: Path) -> None:
    write_docx(draw_synth_report(seed, 0), tmp_path / "report.docx")
    plain = (tmp_path / "report.docx").read_bytes()
    with zipfile.ZipFile(BytesIO(plain)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(members["word/document.xml"])
    rewrite(root[0])
    changed = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    assert changed != members["word/document.xml"]
    rewritten = read(zipped({**members, "word/document.xml": changed}))
    assert rewritten.text.removeprefix("栏目\n") == read(plain).text
