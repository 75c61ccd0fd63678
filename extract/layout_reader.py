"""The layout reader: a text in, every table's candidate out, without a model, in milliseconds."""

from __future__ import annotations

from dataclasses import dataclass, field

from nianbao.extract.absence import why_not_absent
from nianbao.extract.candidate import Doubt, TableReading, absent
from nianbao.extract.clean_text import clean_text
from nianbao.extract.cut_notes import doubt_cut_notes
from nianbao.extract.errors import DocumentError
from nianbao.extract.file_grids import FileGrids
from nianbao.extract.files.content import Content
from nianbao.extract.find_form import find_form
from nianbao.extract.find_labels import Squeezed, squeeze
from nianbao.extract.front_matter import FrontMatter, read_front_matter
from nianbao.extract.headed_values import read_headed
from nianbao.extract.heading_groups import regroup_review
from nianbao.extract.locate_tables import Region, candidate_regions, is_report, table_regions, titled_regions
from nianbao.extract.merged_cells import drop_repeats
from nianbao.extract.misread_signs import doubt_digits
from nianbao.extract.narrative import Stated, read_narrative
from nianbao.extract.normalise import NormalText
from nianbao.extract.number_runs import read_runs
from nianbao.extract.page_numbers import note_pages
from nianbao.extract.read_review import read_review
from nianbao.extract.read_rows import read_rows, unread
from nianbao.extract.readings import settle_by_sums
from nianbao.extract.recognised import doubt_recognised
from nianbao.extract.rivals import end_blank_rivals
from nianbao.extract.sections import FoundSection, find_sections
from nianbao.extract.settle_by_grid import settle_by_grid
from nianbao.extract.signed_counts import sign_counts
from nianbao.extract.tokens import Line, tokenise
from nianbao.extract.torn_numerals import return_numerals
from nianbao.extract.what_it_is import what_it_is
from nianbao.schemas import FORM_2019, Form

_DAMAGE = frozenset({"cell_count", "stray_number", "column_headings", "layout", "row_label", "labels"})
"""Doubts that show that the conversion to text lost or moved cells."""


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


def read_layout(
    text: str, *, form: Form | None = None, name: str = "text", content: Content | None = None
) -> LayoutReading:
    """Read every table of the form out of a text; without `form`, of the form that the text prints (`find_form`).

    `content` is what the file that the text came from says of it: grids place cells, sureness shows misread digits.

    Raises DocumentError if the text is no such report.
    """
    normal = clean_text(text)
    printed = return_numerals(tokenise(normal.text))
    lines = drop_repeats(printed)
    squeezed = squeeze(lines)
    if not is_report(squeezed):
        raise DocumentError(
            f"{name}: not a 政府信息公开工作年度报告 but {what_it_is(text)} (its sections do not stand in the text). "
            "Leave it out, or check that the right text was extracted."
        )
    sections = find_sections(normal.text)
    front = read_front_matter(normal, sections)
    form = form or find_form(squeezed, front.year)
    if form is FORM_2019:  # a sign is part of its number before repeated words are dropped
        regions = table_regions(squeezed, form, "disclosure") or candidate_regions(squeezed, "disclosure")
        lines = drop_repeats(sign_counts(printed, regions))
        squeezed = squeeze(lines)
    grids = FileGrids(content, normal, lines) if content and content.grids else None
    read = {key: _read_table(form, key, normal, lines, squeezed, front.year, grids) for key in form.tables}
    tables = note_pages(read, lines)
    stated = read_narrative(normal.text, *sections["overview"].text) if "overview" in sections else ()
    tables = doubt_digits(_spread_damage(tables), normal, lines, squeezed)
    if content is not None:
        tables = doubt_recognised(tables, content)
    return LayoutReading(normal, lines, squeezed, form, front, tables, sections, stated)


def printed_form(text: str) -> Form:
    """The form that `read_layout` would find for a text. Never raises."""
    normal = clean_text(text)
    front = read_front_matter(normal, find_sections(normal.text))
    return find_form(squeeze(drop_repeats(tokenise(normal.text))), front.year)


def _read_table(
    form: Form,
    key: str,
    normal: NormalText,
    lines: list[Line],
    squeezed: Squeezed,
    year: int | None,
    grids: FileGrids | None,
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
    if grids is not None:
        reading = settle_by_grid(reading, squeezed, region, normal, grids)
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
    """Absent, unless something says that the table is there and only not read."""
    table = form.tables[key]
    if found := why_not_absent(form, key, normal, lines, squeezed):
        region, why = found
        return unread(table, region, normal, "labels", why)
    return absent(table)


def _behind_the_end(normal: NormalText, squeezed: Squeezed, region: Region) -> bool:
    """Whether a later section, with sentences of its own, stands before a table."""
    return any(
        later.start < region.start and "。" in normal.text[later.start : min(later.end, region.start)]
        for key in ("problems", "other")
        for later in titled_regions(squeezed, key, normal.text)
    )


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
