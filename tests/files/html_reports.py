"""A drawn report's tables in HTML for the tests, and what nianbao makes of a page that prints them."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from nianbao.eval.synth.merged import PlacedCell, rows_of, size
from nianbao.eval.synth.report import SynthReport, draw_synth_report
from nianbao.extract.documents import Document
from nianbao.extract.files.content import Content
from nianbao.extract.files.limits import DEFAULT_LIMITS
from nianbao.extract.files.read_html import read_html
from nianbao.extract.report import extract_report
from nianbao.schemas import ReportResult

REPORT = draw_synth_report(3, 1)
"""A report without oddities, with some numbers in each table."""

Write = Callable[[PlacedCell], str]


def read(page: str | bytes) -> Content:
    """What the reader gives for a page."""
    return read_html(page if isinstance(page, bytes) else page.encode(), name="page.html", limits=DEFAULT_LIMITS)


def tables(report: SynthReport = REPORT) -> dict[str, tuple[PlacedCell, ...]]:
    """The placed cells of its tables."""
    return {block.text: block.cells for block in report.blocks if block.kind == "table"}


def rows(cells: tuple[PlacedCell, ...], write: Write | None = None) -> list[str]:
    """The rows of a table in HTML, a `<tr>` each."""
    write = write or (lambda cell: f"<td{spans(cell)}>{escape(cell.text)}</td>")
    return ["<tr>" + "".join(map(write, row)) + "</tr>" for row in rows_of(cells)]


def spans(cell: PlacedCell) -> str:
    """Its rowspan and colspan."""
    return f' rowspan="{cell.rows}"' * (cell.rows > 1) + f' colspan="{cell.columns}"' * (cell.columns > 1)


def table(cells: tuple[PlacedCell, ...], write: Write | None = None, attributes: str = "border=1") -> str:
    """A table element."""
    return f"<table {attributes}>" + "".join(rows(cells, write)) + "</table>"


def body(draw: Callable[[str, tuple[PlacedCell, ...]], str], report: SynthReport = REPORT) -> str:
    """The report in paragraphs, each table as `draw` gives it for its key and cells."""
    out = []
    for block in report.blocks:
        out.append(draw(block.text, block.cells) if block.kind == "table" else f"<p>{escape(block.text)}</p>")
    return "\n".join(out)


def page(inside: str) -> str:
    """A whole page."""
    return f"<!DOCTYPE html><html><head><title>年报</title></head><body>{inside}</body></html>"


def printed(content: Content) -> list[list[tuple[int, int, int, int, str]]]:
    """Every grid that has the form's cells: row, column, extents and text of each cell."""
    return [
        [(c.row, c.column, c.rows, c.columns, content.text[c.start : c.end]) for c in grid.cells]
        for grid in content.grids
    ]


def expected(cells: tuple[PlacedCell, ...]) -> list[tuple[int, int, int, int, str]]:
    """What the grid of a table must hold, its rows and columns in which no cell begins left out."""
    lines = sorted({c.row for c in cells})
    columns = sorted({c.column for c in cells})

    def extent(first: int, many: int, kept: list[int]) -> int:
        return sum(first <= place < first + many for place in kept)

    return [
        (
            *(lines.index(c.row), columns.index(c.column), extent(c.row, c.rows, lines)),
            *(extent(c.column, c.columns, columns), "".join(c.text.split())),
        )
        for c in sorted(cells, key=lambda c: (c.row, c.column))
    ]


def holds_tables(content: Content, report: SynthReport = REPORT) -> bool:
    """Whether the content has each of the report's tables as a grid, cell by cell."""
    found = printed(content)
    return all(expected(cells) in found for cells in tables(report).values())


def reads(content: Content) -> ReportResult:
    """What the layout reader reads in the text."""
    return extract_report(Document.from_text(content.text))


def values(report: SynthReport = REPORT) -> dict[str, object]:
    """The truth: every cell's number."""
    return dict(report.printed.flaws.cells)


def is_exact(content: Content, report: SynthReport = REPORT) -> bool:
    """Whether all of its tables are confirmed with the numbers that it prints."""
    result = reads(content)
    shown = result.status == "confirmed"
    return shown and all(result.cell(cell) == value for cell, value in values(report).items())


__all__ = [
    "REPORT",
    "body",
    "expected",
    "holds_tables",
    "is_exact",
    "page",
    "printed",
    "read",
    "reads",
    "size",
    "table",
]
