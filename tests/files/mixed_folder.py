"""A folder as people have them: reports of every kind that is read, an archive of some, and ten files that are none.

In: an empty folder. Out: drawn reports as files, and the names of the good and of the broken. Needs the extra `dev`
only; the old Word file is there only where LibreOffice is.
"""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from pathlib import Path

from nianbao.eval.synth.docx_file import write_docx
from nianbao.eval.synth.html_pages import cms_page, proper_page, word_page
from nianbao.eval.synth.merged import size
from nianbao.eval.synth.page_style import draw_page_style
from nianbao.eval.synth.pdf_file import write_pdf
from nianbao.eval.synth.printed_pdf import office
from nianbao.eval.synth.report import SynthReport, draw_synth_report
from nianbao.eval.synth.site_page import site_page
from tests.files.broken_files import BROKEN

ARCHIVE = "几份年报.zip"
"""Its members are named `ARCHIVE/member` among the good."""
SCAN = Path(__file__).with_name("scanned_report.png")
SCANNED = (18, 0)
"""Seed and index of the report on the scan: three pages that WeasyPrint printed, one under the other, at 150 dpi in
black and white. It is committed, for the extra `dev` has no font with Chinese that could be drawn."""
_PLACE = "http://www.example.gov.cn/zwgk/nb/1.html"
_USUAL = {"half_width_brackets", "other_numerals", "split_headings"}


def make_mixed_folder(folder: Path) -> tuple[list[str], list[str]]:
    """Fill an empty folder with reports of every kind and ten broken files: the names of the good and of the broken.

    An archive's good members are named `archive/member`. Everything is drawn: no file is of a real place.
    """
    reports = iter(plain_reports())
    good = {
        "2021年度报告.html": site_page(next(reports)).encode(),
        "word.htm": word_page(next(reports)).encode(),
        "gbk.html": site_page(next(reports), charset="gb2312").encode("gbk", "xmlcharrefreplace"),
        "saved.mhtml": saved_page(next(reports)),
        "report.pdf": _written(write_pdf, next(reports), ".pdf"),
        "report.docx": _written(write_docx, next(reports), ".docx"),
        "report.txt": text_of(next(reports), "\t").encode("gb18030"),
        "report.md": text_of(next(reports), "|").encode(),
        "scan.png": SCAN.read_bytes(),
    }
    if shutil.which("soffice"):
        good["old.doc"] = _old_word(next(reports))
    members = {
        "网页/one.html": proper_page(next(reports)).encode(),
        "two.docx": _written(write_docx, next(reports), ".docx"),
        "三.txt": text_of(next(reports), "\t").encode(),
    }
    for name, data in {**good, ARCHIVE: zipped(members), **BROKEN}.items():
        (folder / name).write_bytes(data)
    return [*good, *(f"{ARCHIVE}/{member}" for member in members)], [*BROKEN]


@cache
def plain_reports() -> tuple[SynthReport, ...]:
    """Reports of the building seeds with all tables and nothing odd about their numbers, in columns that are wide."""
    return tuple(_plain())


def _plain() -> Iterator[SynthReport]:
    for seed in range(1, 100):
        report = draw_synth_report(seed, 0)
        if (
            (seed, 0) != SCANNED
            and _USUAL.issuperset(report.oddities)
            and not draw_page_style(report.chance("pdf")).narrow
        ):
            yield report


def _written(write: Callable[[SynthReport, Path], None], report: SynthReport, suffix: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"report{suffix}"
        write(report, file)
        return file.read_bytes()


def _old_word(report: SynthReport) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.docx"
        write_docx(report, file)
        return office(file, "doc").read_bytes()


def text_of(report: SynthReport, between: str) -> str:
    """A report as text: a paragraph or a table's row a line; between bars as Markdown, else the cells' separator."""
    lines: list[str] = []
    for block in report.blocks:
        if block.kind != "table":
            lines += [{"title": "# ", "heading": "## "}.get(block.kind, "") * (between == "|") + block.text, ""]
            continue
        rows, columns = size(block.cells)
        grid = [[""] * columns for _ in range(rows)]
        for cell in block.cells:
            grid[cell.row][cell.column] = cell.text.replace("\n", "")
        if between == "|":
            table = ["| " + " | ".join(row) + " |" for row in grid]
            lines += [table[0], "|" + "---|" * columns, *table[1:], ""]
        else:
            lines += [between.join(row) for row in grid] + [""]
    return "\n".join(lines)


def saved_page(report: SynthReport) -> bytes:
    """A page as a browser saves it with its parts: multipart/related, its markup quoted-printable."""
    whole = EmailMessage(policy=SMTP)
    whole["Subject"] = report.front.title
    whole["Snapshot-Content-Location"] = _PLACE
    whole.set_content(cms_page(report), subtype="html", cte="quoted-printable")
    whole["Content-Location"] = _PLACE
    whole.add_related(b"td{border:1px solid #000}", "text", "css", cid="<css-1@mhtml.blink>")
    whole.set_boundary("----MultipartBoundary--1----")
    return whole.as_bytes()


def zipped(members: dict[str, bytes]) -> bytes:
    """A ZIP of the members."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return packed.getvalue()
