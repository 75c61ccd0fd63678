"""Synthetic reports: the same from the same seed, true to their sums, printed as their labels say in every format."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import lxml.html
import pdfplumber
import pytest

from nianbao.eval.drawn.grids import tables_of
from nianbao.eval.synth.html_pages import cms_page, proper_page, word_page
from nianbao.eval.synth.odds import ODDS
from nianbao.eval.synth.pdf_file import write_pdf
from nianbao.eval.synth.report import SynthReport, draw_synth_report
from nianbao.schemas import FORM_2019, Table
from tests.commands import ROOT

MANY = [draw_synth_report(seed, index) for seed in range(1, 100) for index in range(4)]
OLDER = [draw_synth_report(seed, 0, FORM_2019) for seed in range(1, 100)]
SOME = MANY[:36] + OLDER[:24]


def table_of(report: SynthReport, key: str) -> Table:
    """A report's table in its variant."""
    return next(t for t in tables_of(report.printed.flaws.cells) if t.key == key)


def shown(text: object) -> str:
    """A printed text without its invisible signs, widths folded."""
    plain = unicodedata.normalize("NFKC", str(text))
    return re.sub("[\u200b\u00ad\ufeff]", "", plain).strip()


def number(text: object) -> Decimal | str | None:
    """What a cell's text says: a number, a dash's text, or nothing. Notes in brackets and units are no part of it."""
    plain = re.sub(r"\(.*\)|万元|件|[,\s]", "", shown(text))
    if not plain:
        return None
    signed = re.fullmatch(r"([-—减]|[+增]|)(\d+(?:\.\d+)?)", plain)
    return (-Decimal(signed[2]) if signed[1] in tuple("-—减") else Decimal(signed[2])) if signed else plain


def truth(report: SynthReport, cells: tuple[str, ...]) -> list[Decimal | str | None]:
    """What cells hold by the label: the number, a dash for a dash, None for a blank."""
    found: list[Decimal | str | None] = []
    for cell in cells:
        value = report.printed.flaws.cells[cell]
        found.append(Decimal(value) if value is not None else {"dash": "dash"}.get(report.printed.flaws.marks[cell]))
    return found


def read(texts: Sequence[object]) -> list[Decimal | str | None]:
    """Cells' texts as `truth` gives them."""
    return ["dash" if isinstance(n, str) else n for n in map(number, texts)]


def test_a_seed_draws_the_same_report_whatever_the_hash_seed() -> None:
    """Two processes with different string hashing draw the same blocks and pages."""
    code = (
        "from nianbao.eval.synth.report import draw_synth_report\n"
        "from nianbao.eval.synth.html_pages import cms_page, word_page\n"
        "for i in range(12):\n"
        "    report = draw_synth_report(i, i)\n"
        "    print(report.oddities, cms_page(report), word_page(report))\n"
    )
    outs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / ".ns"), "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
            timeout=60,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outs) == 1


def test_no_two_reports_are_alike() -> None:
    """Neither two seeds nor two indexes of a seed draw the same figures."""
    assert len({str(report.printed.flaws.cells) for report in MANY}) == len(MANY)


@pytest.mark.parametrize("report", MANY[:60] + OLDER[:60], ids=lambda r: f"{r.form.key}-{r.name}")
def test_every_sum_holds_unless_the_oddities_say_otherwise(report: SynthReport) -> None:
    """A sum that fails has the wrong total, or a total that is printed empty, among its cells."""
    cells = report.printed.flaws.cells
    flaws = report.printed.flaws
    failing = []
    for table in tables_of(cells):
        for each in table.sums:
            if sum(int(cells[c] or 0) for c in each.printed) != sum(int(cells[c] or 0) for c in each.parts):
                failing.append(each)
    assert (flaws.wrong is not None) == ("wrong_total" in report.oddities)
    if flaws.wrong:
        assert any(flaws.wrong[0] in each.cells for each in failing)
    for each in failing:
        blank = "blank_totals" in report.oddities and any(flaws.marks.get(c) == "blank" for c in each.cells)
        assert blank or (flaws.wrong and flaws.wrong[0] in each.cells), each


def test_the_odds_are_what_they_are_said_to_be() -> None:
    """Each oddity that the draw alone decides comes up within four standard deviations of its share."""
    counts = Counter(name.split("_zero")[0] for report in MANY for name in report.oddities)
    for name in ("wrong_total", "missing_table", "units", "section_numerals", "split_headings", "split_digits"):
        spread = (len(MANY) * ODDS[name] * (1 - ODDS[name])) ** 0.5
        assert abs(counts[name] - len(MANY) * ODDS[name]) < 4 * spread, (name, counts[name])
    assert {"zeros_blank", "zeros_dash", "isolated_empty", "full_width", "notes", "blank_totals"} <= set(counts)
    assert {r.size for r in MANY} == {"township", "office", "county", "city", "large_city"}
    assert {len(table_of(r, "requests").rows) for r in MANY} == {23, 25}


def tables_on(page: str) -> list[list[list[str]]]:
    """A page's tables as rows of cells, a merged cell's text in all the cells that it covers."""
    found = []
    for table in lxml.html.document_fromstring(page).iter("table"):
        grid: dict[tuple[int, int], str] = {}
        rows = table.xpath("./tr|./thead/tr|./tbody/tr")
        for i, row in enumerate(rows):
            for cell in row.xpath("./td|./th"):
                j = next(j for j in range(99) if (i, j) not in grid)
                for di in range(int(cell.get("rowspan", "1"))):
                    for dj in range(int(cell.get("colspan", "1"))):
                        assert (i + di, j + dj) not in grid
                        grid[i + di, j + dj] = cell.text_content()
        wide = max(j for _, j in grid) + 1
        assert len(grid) == wide * len(rows), "the cells do not fill the table"
        found.append([[grid[i, j] for j in range(wide)] for i in range(len(rows))])
    return found


DISCLOSURE = {
    "2021": ((2, 3), (3, 3), (6, 1), (9, 1), (10, 1), (13, 1)),
    "2019": ((2, 3), (3, 3), (6, 3), (7, 3), (10, 3), (11, 3), (14, 2), (17, 2)),
}
"""Where the sheet of a form prints the rows of disclosure: the line, from 0, and how many cells."""


@pytest.mark.parametrize("make", [proper_page, word_page, cms_page], ids=["proper", "word", "cms"])
def test_a_page_prints_what_the_label_says(make: Callable[[SynthReport], str]) -> None:
    """Read by lxml: the tables' numbers, row by row, are those of the label, and a missing table is not there."""
    for report in SOME:
        page = make(report)
        found = [rows for rows in tables_on(page) if len(rows[0]) >= 4 and "索引号" not in rows[0][0]]
        wanted = [t for t in tables_of(report.printed.flaws.cells) if t.key != report.printed.flaws.missing]
        assert len(found) == len(wanted), report.name
        for table, rows in zip(wanted, found, strict=True):
            if table.key == "requests":
                got = [read(row[3:]) for row in rows[-len(table.rows) :]]
                assert got == [truth(report, table.row_cells(row.key)) for row in table.rows], report.name
            elif table.key == "review":
                assert read(rows[-1]) == truth(report, table.cells), report.name
            else:
                got = [read(rows[i][1 : 1 + n]) for i, n in DISCLOSURE[report.form.key]]
                assert got == [truth(report, table.row_cells(row.key)) for row in table.rows], report.name


def test_a_pdf_prints_what_the_label_says(tmp_path: Path) -> None:
    """Read by pdfplumber: every row of numbers of the requests and review tables stands on the pages, in form order."""
    for report in SOME[:3] + OLDER[:3]:
        write_pdf(report, tmp_path / "report.pdf")
        with pdfplumber.open(tmp_path / "report.pdf") as pdf:
            rows = [row for page in pdf.pages for table in page.extract_tables() for row in table]
        texts = [["" if text is None else text for text in row] for row in rows]
        for key, columns in (("requests", 7), ("review", 15)):
            if key == report.printed.flaws.missing:
                continue
            table = table_of(report, key)
            widths = (8, 9, 10) if key == "requests" else (15,)  # on its page a row may be alone with a merged label
            body = [row[-columns:] for row in texts if len(row) in widths]
            per_row = [truth(report, table.row_cells(row.key)) for row in table.rows]
            want = per_row if key == "requests" else [truth(report, table.cells)]
            got = [read(row) for row in body]
            assert [row for row in got if row in want] == want, report.name


def test_a_document_prints_what_the_label_says(tmp_path: Path) -> None:
    """Read by python-docx: the numbers of every row, merged cells repeated, are those of the label."""
    docx = pytest.importorskip("docx", reason="python-docx is in the extra dev")
    from nianbao.eval.synth.docx_file import write_docx

    for report in SOME[:6] + OLDER[:4]:
        write_docx(report, tmp_path / "report.docx")
        tables = docx.Document(str(tmp_path / "report.docx")).tables
        wanted = [t for t in tables_of(report.printed.flaws.cells) if t.key != report.printed.flaws.missing]
        assert len(tables) == len(wanted)
        for table, printed in zip(wanted, tables, strict=True):
            rows = [[cell.text for cell in row.cells] for row in printed.rows]
            if table.key == "requests":
                got = [read(row[3:]) for row in rows[-len(table.rows) :]]
                assert got == [truth(report, table.row_cells(row.key)) for row in table.rows], report.name
            elif table.key == "review":
                assert read(rows[-1]) == truth(report, table.cells), report.name
