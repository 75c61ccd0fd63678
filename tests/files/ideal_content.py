"""A drawn report as the content that a perfect reader of its file would give."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from nianbao.eval.golden import Drawn, Golden
from nianbao.eval.synth.merged import PlacedCell, size
from nianbao.eval.synth.report import Block, SynthReport
from nianbao.eval.synth.synth_golden import make_label
from nianbao.extract.documents import Document
from nianbao.extract.files.content import Box, Content
from nianbao.extract.files.writer import CellText, ContentWriter
from nianbao.schemas import Source

Cells = Sequence[PlacedCell]


def ideal_content(
    report: SynthReport,
    *,
    change: Callable[[Block], Cells] = lambda block: block.cells,
    parted: Callable[[Block], Sequence[Cells]] | None = None,
    between: str = "",
    sure: float | Callable[[str, PlacedCell], float] | None = None,
) -> Content:
    """The report's blocks as lines and grids. `change` may move a table's cells, `parted` make several grids of them
    with the line `between`; `sure` is the confidence of all characters, or of each cell's."""
    writer = ContentWriter("application/pdf" if sure is not None else "text/html")
    level = sure if isinstance(sure, float) else None if sure is None else 1.0

    def line(text: str) -> None:
        writer.line(text, confidence=None if level is None else [level] * len(text))

    for block in report.blocks:
        if block.kind != "table":
            line(block.text)
            continue
        for number, cells in enumerate(parted(block) if parted else [change(block)]):
            if number and between:
                line(between)
            writer.grid(*size(tuple(cells)), [_cell_text(block.text, c, sure) for c in cells])
    return writer.done()


def _cell_text(table: str, cell: PlacedCell, sure: float | Callable[[str, PlacedCell], float] | None) -> CellText:
    least = sure(table, cell) if callable(sure) else sure
    box = Box(1, cell.column * 10, cell.row * 10, (cell.column + cell.columns) * 10, (cell.row + cell.rows) * 10)
    return CellText(
        cell.row,
        cell.column,
        cell.text,
        cell.rows,
        cell.columns,
        None if sure is None else box,
        None if least is None else [least] * len(cell.text),
    )


def golden_of(report: SynthReport) -> Golden:
    """What the report prints, as a golden without a file."""
    origin = Drawn(seed=report.seed, index=report.index, layout="grid")
    source = Source(path=None, sha256="0" * 64, media_type="text/plain", characters=0)
    return Golden(report.name, Path(), make_label(origin, source, report.front, report.printed.flaws))


def document_of(content: Content) -> Document:
    """The content as a document."""
    return Document(content.text, "report", "0" * 64, content.media_type, content=content)
