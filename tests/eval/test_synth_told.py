"""Prose that tells of the tables: it states what they print, contradicts them where the label says so, and no more."""

from __future__ import annotations

import hashlib
import re

import pytest

from nianbao.eval.drawn.grids import form_of, tables_of
from nianbao.eval.synth.corpus import plan_tasks
from nianbao.eval.synth.report import SynthReport, draw_synth_report
from nianbao.eval.synth.told import CONTRADICTED, RECEIVED, meanings
from nianbao.schemas import FORM_2019, FORM_2021

TELLING = [draw_synth_report(seed, index, prose="telling") for seed in range(1, 100) for index in range(2)]
DRAWN_BEFORE = "21553db470237500"
"""Blocks, fronts and figures of plain reports as they were drawn before there was another form or prose."""


def test_seeds_draw_what_they_drew_before() -> None:
    """Plain reports of form 2021 are the ones of corpora that are already there: a pin, to be moved on purpose only."""
    from nianbao.eval.synth.html_pages import cms_page, proper_page, word_page

    digest = hashlib.sha256()
    for seed in range(1, 40):
        for index in range(3):
            report = draw_synth_report(seed, index)
            digest.update(repr((report.blocks, report.front, report.printed)).encode())
            digest.update((cms_page(report) + word_page(report) + proper_page(report)).encode())
    assert digest.hexdigest().startswith(DRAWN_BEFORE)
    [task] = plan_tasks(1, range(5, 6), ["markdownify"], ["html_cms"], per_report=None)
    assert task.slug == "markdownify-005-000"


def test_prose_changes_nothing_but_section_one() -> None:
    """Tables, titles and oddities of the source are those of the plain report, and so is all text but paragraphs."""
    for report in TELLING[:40]:
        plain = draw_synth_report(report.seed, report.index)
        assert report.printed.flaws == plain.printed.flaws
        assert [o for o in report.oddities if o != "contradiction"] == list(plain.oddities)
        assert [b for b in report.blocks if b.kind != "paragraph"] == [b for b in plain.blocks if b.kind != "paragraph"]


def test_what_is_stated_agrees_but_for_what_the_label_says() -> None:
    """A number of the tables, as one of the things that its words may mean; a contradiction is none of these."""
    for report in TELLING:
        for quantity, number in report.told.stated.items():
            agrees = number in meanings(quantity, report.printed.flaws)
            assert agrees == (quantity not in report.told.contradicted), (report.name, quantity)
        assert set(report.told.contradicted) <= set(report.told.stated)
        assert ("contradiction" in report.oddities) == bool(report.told.contradicted)
    share = sum(bool(r.told.contradicted) for r in TELLING) / len(TELLING)
    assert abs(share - CONTRADICTED) < 4 * (CONTRADICTED * (1 - CONTRADICTED) / len(TELLING)) ** 0.5


def told_numbers(report: SynthReport) -> set[int]:
    """The numbers in digits that the told paragraphs print."""
    return {int(n.replace(",", "")) for n in re.findall(r"\d+(?:,\d{3})*", "".join(report.told.lines))}


def test_what_is_stated_stands_in_section_one() -> None:
    """Numbers that are not 0 and not spelled stand in a paragraph of the report as digits."""
    seen = 0
    for report in TELLING:
        paragraphs = [b.text for b in report.blocks if b.kind == "paragraph"]
        assert set(report.told.lines) <= set(paragraphs)
        if not re.search(r"[一二三四五六七八九十][件份起]", "".join(report.told.lines)):
            assert {n for n in report.told.stated.values() if n} <= told_numbers(report), report.name
            seen += 1
    assert seen > 100


def test_an_empty_total_is_told_as_its_row_adds_up() -> None:
    """People write what they know: a total that is printed empty is told as the sum of its row."""
    report = next(r for r in TELLING if r.printed.flaws.cells[RECEIVED] is None and r.size == "city")
    applicants = [v for c, v in report.printed.flaws.cells.items() if c.startswith("requests.received.")]
    assert meanings(RECEIVED, report.printed.flaws)[0] == sum(int(v or 0) for v in applicants) > 0


@pytest.mark.parametrize("form", [FORM_2019, FORM_2021], ids=lambda f: f.key)
def test_a_form_has_its_own_reports(form: object) -> None:
    """Reports of a form print its tables, and their years are the form's."""
    forms = {FORM_2019.key: FORM_2019, FORM_2021.key: FORM_2021}
    reports = [draw_synth_report(seed, 0, forms[getattr(form, "key", "")]) for seed in range(1, 30)]
    assert all(form_of(r.printed.flaws.cells) is form for r in reports)
    assert {r.front.year < 2021 for r in reports} == {form is FORM_2019}
    assert all(len(tables_of(r.printed.flaws.cells)) == 3 for r in reports)


def test_both_forms_go_with_every_converter() -> None:
    """The form is the report's: each converter gets about as many texts of either, and a report keeps its own."""
    names = ["html2text", "markdownify", "inscriptis", "lynx", "pandoc-gfm", "pandoc-plain"]
    tasks = plan_tasks(400, range(1, 100), names, ["html_table"], per_report=3, forms=["2019", "2021"])
    for name in names:
        older = [t.form == "2019" for t in tasks if t.converter == name]
        assert 0.35 < sum(older) / len(older) < 0.65, name
    assert len({(t.seed, t.index) for t in tasks}) == len({(t.seed, t.index, t.form) for t in tasks}) == 400
    assert {t.slug.count("-2019-") for t in tasks if t.form == "2019"} == {1}
