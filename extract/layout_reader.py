"""The layout reader: a text in, every table's candidate out, without a model, in milliseconds."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from nianbao.extract.candidate import Doubt, TableReading, absent
from nianbao.extract.clean_text import clean_text
from nianbao.extract.cut_notes import doubt_cut_notes
from nianbao.extract.errors import DocumentError
from nianbao.extract.find_form import find_form
from nianbao.extract.find_labels import Squeezed, find_chain, squeeze
from nianbao.extract.front_matter import FrontMatter, read_front_matter
from nianbao.extract.headed_values import read_headed
from nianbao.extract.heading_groups import regroup_review
from nianbao.extract.locate_tables import Region, candidate_regions, is_report, table_regions, titled_regions
from nianbao.extract.merged_cells import drop_repeats
from nianbao.extract.narrative import Stated, read_narrative
from nianbao.extract.normalise import NormalText
from nianbao.extract.number_runs import read_runs
from nianbao.extract.read_review import read_review
from nianbao.extract.read_rows import read_rows, unread
from nianbao.extract.readings import settle_by_sums
from nianbao.extract.rivals import end_blank_rivals
from nianbao.extract.sections import FoundSection, find_sections
from nianbao.extract.signed_counts import sign_counts
from nianbao.extract.tokens import Line, tokenise
from nianbao.schemas import FORM_2019, Form

_DAMAGE = frozenset({"cell_count", "stray_number", "column_headings", "layout", "row_label", "labels"})
"""Doubts that show that the conversion to text lost or moved cells."""
_LEAST_ROWS = 2
"""Labels with numbers behind them that show that a section has its table, though most of it is lost."""
_HTML_TABLE = re.compile(r"<table\b", re.IGNORECASE)


@dataclass(frozen=True)
class LayoutReading:
    """A report as the layout reader has it: the text in all its views, and a reading of every table of the form."""

    normal: NormalText
    lines: list[Line]
    squeezed: Squeezed
    form: Form
    front_matter: FrontMatter
    tables: dict[str, TableReading]
    sections: dict[str, FoundSection] = field(default_factory=dict)
    narrative: tuple[Stated, ...] = ()


def read_layout(text: str, *, form: Form | None = None, name: str = "text") -> LayoutReading:
    """Read every table of the form out of a text; without `form`, of the form that the text prints (`find_form`).

    Raises DocumentError if the text is no such report.
    """
    normal = clean_text(text)
    printed = tokenise(normal.text)
    lines = drop_repeats(printed)
    squeezed = squeeze(lines)
    if not is_report(squeezed):
        raise DocumentError(
            f"{name}: not a 政府信息公开工作年度报告 (neither its name nor its sections stand in the text). "
            "Leave it out, or check that the right text was extracted."
        )
    sections = find_sections(normal.text)
    front = read_front_matter(normal, sections)
    form = form or find_form(squeezed, front.year)
    if form is FORM_2019:  # a sign is part of its number before repeated words are dropped
        regions = table_regions(squeezed, form, "disclosure") or candidate_regions(squeezed, "disclosure")
        lines = drop_repeats(sign_counts(printed, regions))
        squeezed = squeeze(lines)
    tables = {key: _read_table(form, key, normal, lines, squeezed, front.year) for key in form.tables}
    stated = read_narrative(normal.text, *sections["overview"].text) if "overview" in sections else ()
    return LayoutReading(normal, lines, squeezed, form, front, _spread_damage(tables), sections, stated)


def printed_form(text: str) -> Form:
    """The form that `read_layout` would find for a text. Never raises."""
    normal = clean_text(text)
    front = read_front_matter(normal, find_sections(normal.text))
    return find_form(squeeze(drop_repeats(tokenise(normal.text))), front.year)


def _read_table(
    form: Form, key: str, normal: NormalText, lines: list[Line], squeezed: Squeezed, year: int | None
) -> TableReading:
    regions = [r for r in table_regions(squeezed, form, key) if not _only_sentences(normal, lines, r)]
    if not regions:
        return _no_table(form, key, normal, lines, squeezed)
    region = regions[0]
    if key == "review":
        reading = regroup_review(read_review(form, normal, lines, squeezed, region, year), normal, lines)
    else:
        reading = read_headed(read_rows(form, key, normal, lines, squeezed, region, year), normal, lines)
    reading = read_runs(settle_by_sums(reading, normal), normal, lines, squeezed)
    reading = doubt_cut_notes(reading, normal, lines)
    reading = reading.with_doubts(*end_blank_rivals(reading))
    if not region.titled and titled_regions(squeezed, key, normal.text):
        reading = reading.with_doubts(
            Doubt(
                "other_table",
                reading.table.cells,
                f"it stands outside the section {reading.table.title}, which prints none",
                normal.span(region.start, region.start),
            )
        )
    if reading.present and _behind_the_end(normal, squeezed, region):
        reading = reading.with_doubts(
            Doubt(
                "other_table",
                reading.table.cells,
                "it stands behind the report's last sections: an annex, an example or another report's",
                normal.span(region.start, region.start),
            )
        )
    if len(regions) > 1:
        reading = reading.with_doubts(
            Doubt(
                "second_table",
                reading.table.cells,
                f"the text has {len(regions)} tables of this kind; the first was read",
                normal.span(regions[1].start, regions[1].start),
            )
        )
    return reading


def _no_table(form: Form, key: str, normal: NormalText, lines: list[Line], squeezed: Squeezed) -> TableReading:
    """Absent, unless a section of that title holds numbers in such numbers that a table must stand there."""
    table = form.tables[key]
    needs = len(table.cells)
    values = [t.start for line in lines for t in line.tokens if t.is_value]
    blanks = [t.start for line in lines for t in line.tokens if t.kind == "blank"]
    for region in candidate_regions(squeezed, key):
        rows = _rows_with_numbers(form, key, squeezed, region)
        numbers, empty = _inside(values, region), _inside(blanks, region)
        # Markup that was not taken for cells, or a converter's word for a table that it left out. Sentences are prose.
        text = normal.text[region.start : region.end]
        digits = sum(len(re.findall(r"\d+", line)) for line in text.split("\n") if "。" not in line)
        if rows >= _LEAST_ROWS:
            why = f"only {rows} of its rows are found"
        elif numbers * 2 >= needs or (numbers and numbers + empty >= needs):
            why = f"{numbers} numbers but not its labels stand in the section"
        elif digits >= needs or "[TABLE]" in text or (numbers and _HTML_TABLE.search(_printed(normal, region))):
            why = "something stands in the section that is not read as a table"
        else:
            continue
        return unread(table, region, normal, "labels", why)
    if markup := re.search(r"<t[dhr][ >]", normal.text):
        region = Region(key, markup.start(), markup.start(), titled=False)
        return unread(
            table, region, normal, "labels", "the text has tables in HTML, which are not read; convert it to text"
        )
    return absent(table)


def _behind_the_end(normal: NormalText, squeezed: Squeezed, region: Region) -> bool:
    """Whether a later section, with sentences of its own, stands before a table."""
    return any(
        later.start < region.start and "。" in normal.text[later.start : min(later.end, region.start)]
        for key in ("problems", "other")
        for later in titled_regions(squeezed, key, normal.text)
    )


def _rows_with_numbers(form: Form, key: str, squeezed: Squeezed, region: Region) -> int:
    """How many of the table's labels stand in a stretch with a number right behind them."""
    anchors = find_chain(squeezed, form.tables[key].rows, region.start, region.end, torn=False)
    return sum(squeezed.index(anchor.end) in squeezed.before_values for anchor in anchors)


def _printed(normal: NormalText, region: Region) -> str:
    """A stretch as the original has it, markup and all."""
    return normal.original[slice(*normal.span(region.start, region.end))]


def _inside(places: list[int], region: Region) -> int:
    return bisect_left(places, region.end) - bisect_left(places, region.start)


def _only_sentences(normal: NormalText, lines: list[Line], region: Region) -> bool:
    """Whether a stretch that has a table's labels has them in sentences only: no cell, and hardly a line of its own."""
    inside = [t for line in lines if line.end > region.start and line.start < region.end for t in line.tokens]
    if any((t.is_value or t.kind == "blank") and region.start <= t.start < region.end for t in inside):
        return False
    words = [text for text in normal.text[region.start : region.end].split("\n") if text.strip()]
    return any("。" in text for text in words) and sum("。" not in text for text in words) <= 2


def _spread_damage(tables: dict[str, TableReading]) -> dict[str, TableReading]:
    """Where one table of a text lost cells, an empty cell that no sum covers is not sure in another either."""
    damaged = {key for key, r in tables.items() if any(d.check in _DAMAGE for d in r.doubts)}
    out = dict(tables)
    for key, reading in tables.items():
        if not damaged - {key} or not reading.present:
            continue
        summed = {c for s in reading.table.sums for c in s.cells}
        doubtful = reading.doubtful_cells()
        for row in reading.table.rows:
            cells = reading.table.row_cells(row.key)
            blank = [c for c in cells if reading.cells[c].mark == "blank" and c not in summed and c not in doubtful]
            if blank:
                doubt = Doubt(
                    "cell_count",
                    cells,
                    f"{row.label}: an empty cell, in a text that lost cells in another table",
                    reading.cells[blank[0]].span,
                )
                out[key] = out[key].with_doubts(doubt)
    return out
