"""What a converted text is said to decide: judged from the truth and the text, whatever a reader makes of it."""

from __future__ import annotations

from pathlib import Path

from nianbao.eval.drawn.grids import tables_of
from nianbao.eval.synth.converter import Converter, Keeps
from nianbao.eval.synth.fairness import Fairness, judge_text
from nianbao.eval.synth.report import SynthReport, draw_synth_report

PLAIN = next(r for s in range(1, 99) if not (r := draw_synth_report(s, 0)).oddities and r.size == "large_city")


def with_oddity(name: str) -> SynthReport:
    """The first report of the building seeds that has the oddity and all of its tables."""
    reports = (draw_synth_report(seed, index) for seed in range(1, 99) for index in range(4))
    return next(r for r in reports if name in r.oddities and "missing_table" not in r.oddities)


def text_of(report: SynthReport, between: str = "\t", without: str = "") -> str:
    """The report as text: a paragraph a line, the cells of a table between signs, one table left out."""
    parts = []
    for block in report.blocks:
        if block.kind != "table":
            parts.append(block.text)
        elif block.text != without:
            parts.append(between.join(cell.text for cell in block.cells))
    return "\n".join(parts)


def judge(report: SynthReport, text: str, keeps: Keeps = "cells") -> Fairness:
    """The judgement of a text by a converter that keeps so much."""
    converter = Converter("a", "html", keeps, Path.read_text)
    return judge_text(report, tables_of(report.printed.flaws.cells), converter, text)


def doubted(fair: Fairness) -> set[str]:
    """All cells that are in doubt."""
    return {cell for doubt in fair.doubtful for cell in doubt.cells}


def test_a_whole_text_is_decided_in_all_cells() -> None:
    """Nothing dropped, lost or in doubt, whatever stands between the cells."""
    for between in ("\t", "\n", " ", " | "):
        fair = judge(PLAIN, text_of(PLAIN, between), "reading_order")
        assert (fair.dropped, fair.lost, doubted(fair)) == ([], [], set())


def test_a_table_that_is_not_in_the_text_is_dropped() -> None:
    """Each table in turn; by OCR none is, for its labels may only be misread."""
    for key in ("disclosure", "requests", "review"):
        text = text_of(PLAIN, without=key)
        assert judge(PLAIN, text).dropped == [key]
        assert judge(PLAIN, text, "ocr").dropped == []


def test_a_table_that_the_report_lacks_is_not_dropped() -> None:
    """It is missing by the truth: its cells are not in doubt, absent is the answer."""
    reports = (draw_synth_report(seed, 0) for seed in range(1, 99))
    report = next(r for r in reports if "missing_table" in r.oddities)
    fair = judge(report, text_of(report))
    assert fair.dropped == []
    assert not any(cell.startswith(f"{report.printed.flaws.missing}.") for cell in doubted(fair))


def test_a_number_that_is_gone_is_lost_and_only_that_one() -> None:
    """The one cell with the number, when the text prints it no more; other cells with the same digits are not lost."""
    texts = PLAIN.printed.texts
    cell = next(c for c, t in texts.items() if len(t) >= 4 and list(texts.values()).count(t) == 1)
    text = text_of(PLAIN).replace(f"\t{texts[cell]}\t", "\t\t")
    fair = judge(PLAIN, text)
    assert fair.lost == [cell]
    assert cell in doubted(fair)


def test_a_number_that_is_cut_puts_its_row_in_doubt_but_is_not_lost() -> None:
    """All digits are there, the number is not: the row is in doubt, and a sure wrong reading of it is not excused."""
    texts = PLAIN.printed.texts
    row = "requests.processed_total."
    cell = row + "total"
    assert list(texts.values()).count(texts[cell]) == 1
    text = text_of(PLAIN).replace(f"\t{texts[cell]}\t", f"\t{texts[cell][:1]}\n{texts[cell][1:]}\t")
    fair = judge(PLAIN, text)
    assert fair.lost == []
    assert doubted(fair) == {c for c in texts if c.startswith(row)}


def test_an_empty_cell_counts_only_where_it_leaves_a_trace() -> None:
    """Rows with an empty cell are decided by cells and columns, in doubt with a cell a line and in reading order."""
    report = with_oddity("zeros_blank")
    blank = {c.rsplit(".", 1)[0] for c, t in report.printed.texts.items() if not t and not c.startswith("review.")}
    for keeps in ("cells", "columns"):
        assert doubted(judge(report, text_of(report), keeps)) == set()
    for keeps in ("lines", "reading_order"):
        rows = {c.rsplit(".", 1)[0] for c in doubted(judge(report, text_of(report, "\n"), keeps))}
        assert {row for row in rows if not row.startswith("review.")} == blank


def test_a_title_that_the_converter_cut_off_is_in_doubt() -> None:
    """Title, issuer and year stand nowhere else than in a title that is gone."""
    text = text_of(PLAIN).replace(PLAIN.front.title, "")
    assert {"title", "year"} <= doubted(judge(PLAIN, text))
