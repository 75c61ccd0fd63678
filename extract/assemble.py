"""Put a report's readings and verdicts together into the contract's result."""

from __future__ import annotations

from nianbao.extract.candidate import TableReading
from nianbao.extract.cell_places import cell_places
from nianbao.extract.check_narrative import narrative_findings
from nianbao.extract.documents import Document
from nianbao.extract.judge import Verdict, judge
from nianbao.extract.layout_reader import LayoutReading
from nianbao.schemas import (
    Contact,
    Extraction,
    Form,
    Mark,
    ReportResult,
    Section,
    Source,
    Span,
    Statement,
    TableResult,
    worst,
)


def assemble(
    document: Document,
    form: Form,
    layout: LayoutReading,
    readings: dict[str, TableReading],
    extraction: Extraction,
) -> ReportResult:
    """The result of a report: every table of the form judged, marks and evidence cell by cell, in form order."""
    verdicts: dict[str, Verdict] = {key: judge(reading) for key, reading in readings.items()}
    tables: dict[str, TableResult] = {}
    marks: dict[str, Mark] = {}
    evidence: dict[str, Span] = {}
    for key, reading in readings.items():
        rows = {
            row.key: {
                column.key: reading.cells[cell].value
                for column, cell in zip(row.columns, reading.table.row_cells(row.key), strict=True)
            }
            for row in reading.table.rows
        }
        tables[key] = TableResult(status=verdicts[key].status, cells=rows)
        for path, cell in reading.cells.items():
            if cell.value is None:
                marks[path] = cell.mark or "unreadable"
            if cell.span is not None:
                evidence[path] = cell.span
    name = document.path or "text"
    findings = [f for v in verdicts.values() for f in v.findings]
    normal, front = layout.normal, layout.front_matter
    stated = [Statement(cells=list(s.cells), value=s.value, span=normal.span(s.start, s.end)) for s in layout.narrative]
    findings += narrative_findings(stated, tables, marks)  # last, and after every status is settled
    return ReportResult(
        source=Source(
            path=document.path,
            sha256=document.sha256,
            media_type=document.media_type,
            characters=len(document.text),
        ),
        form=form.key,
        issuer=front.issuer,
        year=front.year,
        title=front.title,
        published=front.published,
        level=front.level,
        index_number=front.index_number,
        contact=Contact(**front.contact) if front.contact else None,
        status=worst([t.status for t in tables.values()]),
        tables=tables,
        marks=marks,
        findings=[f.model_copy(update={"message": f"{name} {_numeral(f.table)} {f.message}"}) for f in findings],
        suggestions=[s for v in verdicts.values() for s in v.suggestions],
        evidence=evidence,
        places=cell_places(document.content, evidence) if document.content else {},
        front_evidence=dict(front.spans),
        sections={
            key: Section(title=normal.span(*s.title), text=normal.span(*s.text)) for key, s in layout.sections.items()
        },
        narrative=stated,
        notes=list(document.notes),
        extraction=extraction,
    )


def _numeral(table: str) -> str:
    return {"disclosure": "表二", "requests": "表三", "review": "表四"}.get(table, table)
