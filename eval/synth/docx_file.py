"""A synthetic report as a Word document, with merged cells as Word writes them and runs that cut texts."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

from nianbao.eval.synth.merged import PlacedCell, size
from nianbao.eval.synth.report import Block, SynthReport


def write_docx(report: SynthReport, file: Path) -> None:
    """Write the report; needs python-docx. Numbers are cut over two runs only where the report's oddities say so."""
    import docx

    chance = report.chance("docx")
    document = docx.Document()
    styled = chance.random() < 0.5
    for block in report.blocks:
        if block.kind == "table":
            _add_table(document, block, report.printed.split, chance)
        elif block.kind == "title":
            document.add_heading(block.text, 0)
        elif block.kind == "heading" and styled:
            document.add_heading(block.text, 1)
        else:
            document.add_paragraph(block.text)
    document.save(str(file))


def _add_table(document: Any, block: Block, split: bool, chance: Random) -> None:
    rows, columns = size(block.cells)
    table = document.add_table(rows=rows, cols=columns, style="Table Grid")
    places = [row.cells for row in table.rows]
    for cell in block.cells:
        place = places[cell.row][cell.column]
        if cell.rows > 1 or cell.columns > 1:
            place = place.merge(places[cell.row + cell.rows - 1][cell.column + cell.columns - 1])
        _write(place.paragraphs[0], cell, split, chance)


def _write(paragraph: Any, cell: PlacedCell, split: bool, chance: Random) -> None:
    for i, line in enumerate(cell.text.split("\n")):
        if i:
            paragraph.add_run().add_break()
        cut = len(line) > 1 and chance.random() < 0.3 and (not cell.value or split)
        at = chance.randrange(1, len(line)) if cut else len(line)
        for piece in (line[:at], line[at:]):
            if piece:
                paragraph.add_run(piece)
