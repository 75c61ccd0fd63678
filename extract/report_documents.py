"""The reports of a document: usually one, sometimes several in a file, or one among other documents, or none."""

from __future__ import annotations

from dataclasses import replace

from nianbao.extract.documents import Document
from nianbao.extract.errors import DocumentError
from nianbao.extract.parts import part_content, part_name
from nianbao.extract.split_reports import Part, split_reports


def report_documents(document: Document) -> list[Document]:
    """Each report of a document as a document of its own, in printed order: the document itself where it is one.

    Of several, the path of each ends with its number (`yearbook.pdf#2`); spans count in its own text. What else the
    document holds is left out, with a note on the first report. Raises DocumentError where it holds no report.
    """
    parts = split_reports(document.text, document.content.grids if document.content else ())
    reports = [part for part in parts if part.kind == "report"]
    if not reports:
        raise DocumentError(
            f"{document.path or 'text'}: not a 政府信息公开工作年度报告 but {parts[0].why}. Leave it out, or check "
            "that the right text was extracted."
        )
    if len(parts) == 1:
        return [document]
    left_out = tuple(_left_out(part) for part in parts if part.kind == "other")
    of = len(reports)
    return [_cut(document, part, n, of, left_out if n == 1 else ()) for n, part in enumerate(reports, 1)]


def only_report(document: Document) -> Document:
    """The one report of a document. Raises DocumentError where it holds none, or several."""
    reports = report_documents(document)
    if len(reports) > 1:
        raise DocumentError(
            f"{document.path or 'text'}: it holds {len(reports)} reports. Read them all with `nianbao extract`, or in "
            "Python with `extract_reports`."
        )
    return reports[0]


def _cut(document: Document, part: Part, number: int, of: int, notes: tuple[str, ...]) -> Document:
    content = document.content
    return replace(
        document,
        text=document.text[part.start : part.end],
        path=part_name(document.path, number, of) if document.path else None,
        content=part_content(content, part) if content else None,
        notes=document.notes + notes,
    )


def _left_out(part: Part) -> str:
    return f"left out, characters {part.start}–{part.end} of the file's text: {part.why}"
