"""Make one golden: draw a report, write it as a file, convert the file and label the text, or label the file."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

from nianbao.eval.drawn.flaws import Flaws
from nianbao.eval.drawn.grids import tables_of
from nianbao.eval.drawn.label import make_label
from nianbao.eval.golden import Drawn, GoldenResult, write_golden
from nianbao.eval.synth.choices import FILE, Prose
from nianbao.eval.synth.converter import Converter
from nianbao.eval.synth.converters import CONVERTERS
from nianbao.eval.synth.fairness import Fairness, judge_text
from nianbao.eval.synth.file_label import label_file
from nianbao.eval.synth.report import SynthReport, draw_synth_report
from nianbao.eval.synth.scan_style import draw_scan_style
from nianbao.eval.synth.sources import SOURCES
from nianbao.schemas import FORM_2021, FORMS, Source, TableResult, worst


@dataclass(frozen=True)
class Task:
    """One text to make: the report by its seed, index, form and prose, the kind of file it becomes, the converter, or
    FILE."""

    seed: int
    index: int
    source: str
    converter: str
    form: str = FORM_2021.key
    prose: Prose = "plain"

    @property
    def slug(self) -> str:
        """The name of the golden's folder."""
        form = "" if self.form == FORM_2021.key else f"{self.form}-"
        prose = "" if self.prose == "plain" else f"{self.prose}-"
        name = self.source if self.converter == FILE else self.converter
        return f"{name}-{form}{prose}{self.seed:03d}-{self.index:03d}"

    def report(self) -> SynthReport:
        """The report that it prints."""
        return draw_synth_report(self.seed, self.index, FORMS[self.form], prose=self.prose)


class NoText(Exception):
    """The converter gave no text at all."""


def make_golden(task: Task, folder: Path) -> None:
    """Write the golden of a task into `folder/slug`. Raises NoText, and whatever the converter raises."""
    report = task.report()
    source = SOURCES[task.source]
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / source.file_name(report, "report")
        source.write(report, file)
        if task.converter == FILE:
            label = label_file(report, task.source, file, _oddities(report, task.source))
            write_golden(folder / task.slug, file.read_bytes(), label)
            return
        converter = CONVERTERS[task.converter]
        text = converter.run(file)
    # A lone surrogate, as some PDF converters give one, has no UTF-8.
    text = text.encode("utf-8", "replace").decode()
    if not text.strip():
        raise NoText("no text")
    write_golden(folder / task.slug, text, label_text(report, task, converter, text))


def label_text(report: SynthReport, task: Task, converter: Converter, text: str) -> GoldenResult:
    """The label of a converted text: what the report prints, less the tables that the converter left out."""
    flaws = report.printed.flaws
    fair = judge_text(report, tables_of(flaws.cells), converter, text)
    origin = Drawn(
        seed=task.seed,
        layout=converter.keeps,
        index=task.index,
        converter=converter.name,
        version=converter.version,
        source=task.source,
        oddities=_oddities(report, task.source),
        wrong=flaws.wrong[0] if flaws.wrong else None,
        stated=report.told.stated,
        contradicted=report.told.contradicted,
        dropped=fair.dropped,
        lost=fair.lost,
    )
    source = Source(
        path="source.txt",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        media_type="text/plain",
        characters=len(text),
    )
    label = make_label(origin, source, report.front, flaws)
    label.labels.doubtful = fair.doubtful
    return _leave_out(label, fair, flaws)


def _leave_out(label: GoldenResult, fair: Fairness, flaws: Flaws) -> GoldenResult:
    """The label with the dropped tables absent: what is not in the text cannot be read."""
    for key in fair.dropped:
        cells = {row: dict.fromkeys(columns) for row, columns in label.tables[key].cells.items()}
        label.tables[key] = TableResult(status="absent", cells={row: {**columns} for row, columns in cells.items()})
        label.marks |= dict.fromkeys((c for c in flaws.cells if c.startswith(f"{key}.")), "missing")
        label.findings = [f for f in label.findings if f.table != key]
        label.suggestions = [s for s in label.suggestions if not s.cell.startswith(f"{key}.")]
    label.status = worst([table.status for table in label.tables.values()])
    return label


def _oddities(report: SynthReport, source: str) -> list[str]:
    """The report's oddities that this kind of source prints."""
    split = source in ("html_word", "docx", "pdf_office")
    width = not source.startswith(("pdf_reportlab", "pdf_css", "scan"))
    shown = [
        name
        for name in report.oddities
        if (name != "split_digits" or split) and (not name.startswith("invisible") or width or name.endswith("nbsp"))
    ]
    if source.startswith("scan"):
        shown += draw_scan_style(report, int(source.removeprefix("scan_"))).oddities
    return shown
