"""A synthetic report as a PDF that reportlab draws: ruled tables, cells wrapped, page numbers, repeated headings."""

from __future__ import annotations

import io
from html import escape
from pathlib import Path
from typing import Any

from nianbao.eval.synth.font import reportlab_font
from nianbao.eval.synth.merged import size
from nianbao.eval.synth.page_style import PageStyle, draw_page_style
from nianbao.eval.synth.report import Block, SynthReport

_NO_GLYPH = dict.fromkeys(map(ord, "\u200b\u00ad\ufeff"))
"""Signs without a width have no place on a page."""

_PADDING: list[tuple[Any, ...]] = [
    (f"{side}PADDING", (0, 0), (-1, -1), 1.5) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")
]

_MM = 72 / 25.4
_WIDTHS: dict[str, list[float]] = {
    "disclosure": [46, 42, 42, 42],
    "requests": [10, 17, 46, *[14] * 7],
    "review": [11.6] * 15,
}
_NARROW: dict[str, list[float]] = {
    "disclosure": [60, 20, 20, 20],
    "requests": [8, 12, 62, *[7] * 7],
    "review": [7] * 15,
}
"""Column widths of each table, in mm; a page has 174."""


def write_pdf(report: SynthReport, file: Path) -> None:
    """Write the report; needs reportlab. A table that does not fit goes on, on the next page."""
    style = draw_page_style(report.chance("pdf"))
    pages = _build(report, style, io.BytesIO(), 0) if "{pages}" in style.number else 0
    _build(report, style, str(file), pages)


def _build(report: SynthReport, style: PageStyle, target: Any, pages: int) -> int:
    """Lay the report out into `target`, saying at the feet that there are `pages` pages; how many there are."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate

    font = reportlab_font()

    def furnish(canvas: Any, document: Any) -> None:
        canvas.setFont(font, 9)
        number = style.number.format(page=document.page, pages=pages)
        canvas.drawCentredString(A4[0] / 2, 12 * _MM, number)
        if style.running_head and document.page > 1:
            canvas.drawCentredString(A4[0] / 2, A4[1] - 14 * _MM, report.front.title)

    margins = {"leftMargin": 18 * _MM, "rightMargin": 18 * _MM, "topMargin": 22 * _MM, "bottomMargin": 22 * _MM}
    document = SimpleDocTemplate(target, pagesize=A4, invariant=1, title=report.front.title, **margins)
    document.build(_flow(report, style, font), onFirstPage=furnish, onLaterPages=furnish)
    return int(document.page)


def _flow(report: SynthReport, style: PageStyle, font: str) -> list[Any]:
    from reportlab.lib.enums import TA_CENTER
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, Spacer

    body = ParagraphStyle("body", fontName=font, fontSize=12, leading=20, wordWrap="CJK", firstLineIndent=24)
    heading = ParagraphStyle("heading", parent=body, fontSize=14, firstLineIndent=0, spaceBefore=8, spaceAfter=4)
    title = ParagraphStyle("title", parent=heading, fontSize=18, leading=28, alignment=TA_CENTER)
    flow: list[Any] = []
    for block in report.blocks:
        if block.kind == "table":
            flow += [_table(block, style, font), Spacer(1, 6)]
        else:
            kind = {"title": title, "heading": heading}.get(block.kind, body)
            flow.append(Paragraph(_clean(block.text), kind))
    return flow


def _clean(text: str) -> str:
    return escape(text.translate(_NO_GLYPH)).replace("\n", "<br/>")


def _table(block: Block, style: PageStyle, font: str) -> Any:
    """The table. Cells that cover several rows of the body are drawn as rows without lines between, so that a page may
    end inside them."""
    from reportlab.lib.enums import TA_CENTER
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import LongTable, Paragraph, TableStyle

    rows, columns = size(block.cells)
    grid: list[list[Any]] = [[""] * columns for _ in range(rows)]
    size_ = style.font_size
    cell_style = ParagraphStyle(
        "cell", fontName=font, fontSize=size_, leading=size_ * 1.25, wordWrap="CJK", alignment=TA_CENTER
    )
    heads = 3 if block.text != "disclosure" else 0
    commands: list[tuple[Any, ...]] = [("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *_PADDING]
    for cell in block.cells:
        last = (cell.column + cell.columns - 1, cell.row + cell.rows - 1)
        first = (cell.column, cell.row)
        whole = cell.rows == 1 or last[1] < heads
        at = cell.row if whole or style.label_at == "top" else cell.row + cell.rows // 2
        grid[at][cell.column] = Paragraph(_clean(cell.text), cell_style)
        if whole and first != last:
            commands.append(("SPAN", first, last))
        elif not whole:
            commands.extend(("SPAN", (first[0], row), (last[0], row)) for row in range(cell.row, last[1] + 1))
        commands.append(("BOX", first, last, 0.5, "black"))
    widths = [w * _MM for w in (_NARROW if style.narrow else _WIDTHS)[block.text]]
    return LongTable(grid, colWidths=widths, repeatRows=heads if style.repeat_heads else 0, style=TableStyle(commands))
