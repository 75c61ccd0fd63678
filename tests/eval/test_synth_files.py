"""Reports kept as files: labelled with what they print, scored by their kind, worn as scans are, always the same."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import docx
import lxml.html
import numpy
import pypdfium2
import pytest
from PIL import Image

from nianbao.eval.drawn import draw_report
from nianbao.eval.golden import Golden, GoldenError, load_golden, load_goldens, write_golden
from nianbao.eval.synth.choices import FILE
from nianbao.eval.synth.converters import CONVERTERS
from nianbao.eval.synth.corpus import plan_tasks
from nianbao.eval.synth.file_label import broken_cells, words_of
from nianbao.eval.synth.page_style import draw_page_style
from nianbao.eval.synth.pdf_file import write_pdf
from nianbao.eval.synth.report import SynthReport, draw_synth_report
from nianbao.eval.synth.scan_file import save_pages, worn_pages
from nianbao.eval.synth.scan_style import MOST_SKEW, ScanStyle, draw_scan_style
from nianbao.eval.synth.site_page import site_page
from nianbao.eval.synth.sources import SOURCES
from nianbao.eval.synth.synth_golden import Task, make_golden
from nianbao.eval.tally import group_of
from tests.commands import nianbao

REPORTS = [draw_synth_report(seed, 0) for seed in range(1, 100)]


def made(folder: Path, *tasks: Task) -> list[Golden]:
    """The goldens of some tasks."""
    for task in tasks:
        make_golden(task, folder)
    return [load_golden(folder / task.slug) for task in tasks]


@pytest.mark.parametrize("kind", ["html_table", "html_gbk", "html_site", "docx", "pdf_reportlab"])
def test_a_file_is_its_own_source_and_its_label_the_printed_truth(kind: str, tmp_path: Path) -> None:
    """The bytes are the file's, nothing is dropped or lost, and the label's cells are the draw's."""
    task = Task(3, 0, kind, FILE)
    golden = made(tmp_path, task)[0]
    label, report = golden.label, task.report()
    drawn = label.labels.drawn
    assert drawn
    assert golden.source.name == "source" + {"pdf_reportlab": ".pdf", "docx": ".docx"}.get(kind, ".html")
    assert hashlib.sha256(golden.source.read_bytes()).hexdigest() == label.source.sha256
    assert label.source.characters == 0
    assert (drawn.converter, drawn.source, drawn.dropped, drawn.lost) == (None, kind, [], [])
    assert label.labels.doubtful == []
    cells = {
        f"{table}.{row}.{c}": value
        for table, t in label.tables.items()
        for row, r in t.cells.items()
        for c, value in r.items()
    }
    left_out = report.printed.flaws.missing
    for cell, value in report.printed.flaws.cells.items():
        assert cells[cell] == (None if cell.split(".")[0] == left_out else value)
    assert group_of(golden) == kind


def test_a_file_kept_as_it_is_holds_what_is_drawn(tmp_path: Path) -> None:
    """The page, the document and the bytes in GBK give back a number that the label holds, each by its own library."""
    report = draw_synth_report(4, 0)
    number = next(t for t in report.printed.texts.values() if len(t) >= 4)
    for golden in made(tmp_path, *(Task(4, 0, kind, FILE) for kind in ("html_gbk", "docx"))):
        data = golden.source.read_bytes()
        if golden.source.suffix == ".html":
            text = data.decode("gbk")
            assert "charset=gb2312" in text
            words = [cell.text_content().strip() for cell in lxml.html.document_fromstring(text).iter("td")]
        else:
            tables = docx.Document(str(golden.source)).tables
            words = [cell.text for table in tables for row in table.rows for cell in row.cells]
        assert number in words


def test_a_golden_is_read_from_its_file_under_its_own_name(tmp_path: Path) -> None:
    """What the reader says of the file is kept, only the path is the golden's."""
    golden = made(tmp_path, Task(1, 0, "html_table", FILE))[0]
    read = golden.document()
    assert read.path == "html_table-001-000/source.html"
    assert read.sha256 == golden.label.source.sha256


def test_the_command_keeps_files_and_eval_scores_them_by_kind(tmp_path: Path) -> None:
    """Two kinds of file, two reports: a line for each kind in the eval's groups, and what is there is kept."""
    arguments = ["eval", "synth", "--converter", "file", "--source", "docx", "--source", "html_cms", "--seed", "1-9"]
    done = nianbao(*arguments, "--n", "6", "--out", tmp_path)
    assert (done.code, done.err) == (0, "")
    assert done.out == f"6 files of 6 reports in {tmp_path}\n"
    kinds = Counter(group_of(golden) for golden in load_goldens([tmp_path]))
    assert set(kinds) == {"docx", "html_cms"}
    scored = json.loads(nianbao("eval", tmp_path, "--llm", "off", "--json").out)
    assert {name: group["texts"] for name, group in scored["groups"].items()} == dict(kinds)


def test_the_kinds_that_no_converter_takes_change_no_other_corpus() -> None:
    """With every kind of source, converters are given the kinds that they were always given."""
    names = [name for name, c in CONVERTERS.items() if not c.slow]
    older = ["html_table", "html_word", "html_cms", "pdf_reportlab", "pdf_css", "pdf_office", "docx"]
    tasks = plan_tasks(60, range(1, 10), names, list(SOURCES), per_report=3)
    assert tasks == plan_tasks(60, range(1, 10), names, older, per_report=3)
    kept = plan_tasks(60, range(1, 10), [FILE], list(SOURCES), per_report=None)
    assert len({task.slug for task in kept}) == len(kept) == 60
    assert {task.source for task in kept} == set(SOURCES)


def narrow() -> SynthReport:
    """A report with numbers of four digits whose PDF has columns too narrow for them."""
    for report in (draw_synth_report(seed, index) for index in range(4) for seed in range(1, 100)):
        style = draw_page_style(report.chance("pdf"))
        long = [t for c, t in report.printed.texts.items() if c.startswith("requests") and re.fullmatch(r"\d{4,}", t)]
        if style.narrow and style.font_size >= 9 and long and report.printed.flaws.missing != "requests":
            return report
    raise AssertionError("no such report among the seeds")


def test_a_number_that_a_column_breaks_is_in_doubt_and_no_other(tmp_path: Path) -> None:
    """A narrow column breaks the longest number of the requests; with wide columns nothing is in doubt."""
    report = narrow()
    write_pdf(report, tmp_path / "narrow.pdf")
    texts = report.printed.texts
    broken = broken_cells(report, words_of(tmp_path / "narrow.pdf"))
    longest = max((c for c in texts if c.startswith("requests") and texts[c].isdigit()), key=lambda c: len(texts[c]))
    assert longest in broken
    assert all(len(texts[cell]) > 1 for cell in broken)
    assert not any(cell.startswith("disclosure") for cell in broken)
    plain = next(r for r in REPORTS if not r.oddities and not draw_page_style(r.chance("pdf")).narrow)
    write_pdf(plain, tmp_path / "wide.pdf")
    assert broken_cells(plain, words_of(tmp_path / "wide.pdf")) == []


def test_the_words_of_a_missing_table_are_not_in_doubt() -> None:
    """Of a table that the report does not print no number can be broken."""
    report = next(r for r in REPORTS if r.printed.flaws.missing)
    broken = broken_cells(report, Counter())
    assert broken
    assert not any(cell.startswith(f"{report.printed.flaws.missing}.") for cell in broken)


def page() -> Image.Image:
    """A white page with a black bar across."""
    drawn = Image.new("L", (300, 400), 255)
    drawn.paste(0, (60, 190, 240, 200))
    return drawn


PLAIN = ScanStyle(".pdf", "pdf_css", 0.0, 0.0, 0.0, 255, 0.0, 80, False, 1)


def slope(image: Image.Image) -> float:
    """How many degrees the bar on a page lies askew."""
    dark = numpy.asarray(image.convert("L")) < 128
    tops = [(x, dark[:, x].argmax()) for x in range(80, 221) if dark[:, x].any()]
    return float(numpy.degrees(numpy.arctan(numpy.polyfit(*zip(*tops, strict=True), 1)[0])))


def test_a_scan_lies_askew_within_its_style_each_page_in_its_own_way() -> None:
    """Not at all without skew; else every page between half of it and all of it."""
    assert abs(slope(worn_pages([page()], PLAIN)[0])) < 0.01
    style = ScanStyle(**{**vars(PLAIN), "skew": 1.4})
    slopes = [slope(each) for each in worn_pages([page()] * 6, style)]
    assert all(0.5 <= abs(degrees) <= MOST_SKEW for degrees in slopes)
    assert len({round(degrees, 2) for degrees in slopes}) >= 4
    assert min(slopes) < 0 < max(slopes)


@pytest.mark.parametrize(
    ("worn", "least", "most"),
    [({}, 255, 255), ({"paper": 230}, 230, 230), ({"shade": 0.2}, 204, 255), ({"noise": 6.0}, 200, 254)],
    ids=["clean", "gray paper", "shaded", "noisy"],
)
def test_paper_shade_and_noise_show(worn: dict[str, Any], least: int, most: int) -> None:
    """The lightest strip of paper above the bar is never darker than the style says, and not left white by accident."""
    image = numpy.asarray(worn_pages([page()], ScanStyle(**{**vars(PLAIN), **worn}))[0])
    paper = image[:180]
    assert paper.min() >= least - (8 if worn.get("noise") else 1)
    assert paper.mean() <= most
    assert image[195, 150] < 40


@pytest.mark.parametrize("suffix", [".pdf", ".tiff", ".png", ".jpg"])
@pytest.mark.parametrize("one_bit", [False, True], ids=["gray", "one bit"])
def test_a_scan_has_all_pages_and_no_text(suffix: str, one_bit: bool, tmp_path: Path) -> None:
    """In a PDF and a TIFF three pages at their size, in a picture three under each other; the same bytes again."""
    style = ScanStyle(**{**vars(PLAIN), "suffix": suffix, "one_bit": one_bit, "noise": 4.0, "skew": 1.0})
    files = [tmp_path / f"{name}{suffix}" for name in "ab"]
    for file in files:
        save_pages(worn_pages([page()] * 3, style), file, style, 150)
    assert files[0].read_bytes() == files[1].read_bytes()
    if suffix == ".pdf":
        document = pypdfium2.PdfDocument(str(files[0]))
        assert [tuple(round(n) for n in each.get_size()) for each in document] == [(144, 192)] * 3
        assert not any(each.get_textpage().get_text_bounded().strip() for each in document)
        document.close()
        return
    with Image.open(files[0]) as opened:
        if suffix == ".tiff":
            assert (getattr(opened, "n_frames", 1), opened.size) == (3, (300, 400))
        else:
            assert opened.size == (300, 1200)
        if one_bit:
            assert set(numpy.unique(numpy.asarray(opened.convert("L")) // 128)) <= {0, 1}


def test_the_styles_of_scans_are_as_wide_as_they_are_said_to_be() -> None:
    """Over all building seeds: every container, some of one bit, no more skew than said; the same again."""
    styles = [draw_scan_style(report, dpi) for report in REPORTS for dpi in (150, 200)]
    assert styles == [draw_scan_style(report, dpi) for report in REPORTS for dpi in (150, 200)]
    containers = Counter(style.suffix for style in styles)
    assert containers.most_common(1)[0][0] == ".pdf"
    assert set(containers) == {".pdf", ".tiff", ".png", ".jpg"}
    assert 0 < sum(style.one_bit for style in styles) < len(styles) / 4
    assert max(style.skew for style in styles) <= MOST_SKEW
    assert all(60 <= style.quality <= 90 for style in styles)
    assert {style.printed for style in styles} == {"pdf_reportlab", "pdf_css", "pdf_office"}


def test_a_site_has_more_around_the_report_than_the_report() -> None:
    """Every number of the label stands in a cell of its page; menus and other tables are there beside them."""
    for report in REPORTS[:20]:
        whole = lxml.html.document_fromstring(site_page(report))
        shown = Counter(cell.text_content().strip() for cell in whole.iter("td"))
        texts = Counter(
            text.strip()
            for c, text in report.printed.texts.items()
            if text.strip() and c.split(".")[0] != report.printed.flaws.missing
        )
        assert not texts - shown
        assert len(whole.xpath("//li")) > 20
        assert whole.xpath("//table[@class='hot']")


def test_the_golden_of_a_file_that_changed_is_refused(tmp_path: Path) -> None:
    """A byte more, and the label is of another file."""
    golden = made(tmp_path, Task(1, 0, "docx", FILE))[0]
    golden.source.write_bytes(golden.source.read_bytes() + b"\0")
    with pytest.raises(GoldenError, match="sha256 differs"):
        load_golden(golden.folder)


def test_a_text_is_still_written_as_source_txt(tmp_path: Path) -> None:
    """A golden of a text keeps the name that it always had."""
    drawn = draw_report(1, "tabs")
    write_golden(tmp_path, drawn.text, drawn.label)
    assert (tmp_path / "source.txt").read_bytes().decode() == drawn.text
