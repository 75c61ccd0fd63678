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
    sure: float | Callable[[str, PlacedCell], float] | None = None,
) -> Content:
    """The report's blocks as lines and grids. `change` may move a table's cells; `sure` is the confidence of all
    characters, or of each cell's."""
    writer = ContentWriter("application/pdf" if sure is not None else "text/html")
    level = sure if isinstance(sure, float) else None if sure is None else 1.0
    for block in report.blocks:
        if block.kind != "table":
            writer.line(block.text, confidence=None if level is None else [level] * len(block.text))
            continue
        cells = change(block)
        texts = []
        for c in cells:
            least = sure(block.text, c) if callable(sure) else level
            confidence = None if least is None else [least] * len(c.text)
            box = Box(1, c.column * 10, c.row * 10, (c.column + c.columns) * 10, (c.row + c.rows) * 10)
            texts.append(
                CellText(c.row, c.column, c.text, c.rows, c.columns, box if sure is not None else None, confidence)
            )
        writer.grid(*size(tuple(cells)), texts)
    return writer.done()


def golden_of(report: SynthReport) -> Golden:
    """What the report prints, as a golden without a file."""
    origin = Drawn(seed=report.seed, index=report.index, layout="grid")
    source = Source(path=None, sha256="0" * 64, media_type="text/plain", characters=0)
    return Golden(report.name, Path(), make_label(origin, source, report.front, report.printed.flaws))


def document_of(content: Content) -> Document:
    """The content as a document."""
    return Document(content.text, "report", "0" * 64, content.media_type, content=content)
