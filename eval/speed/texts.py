"""The texts that the speed is measured on: drawn reports of a given length, as text and as HTML, and longer ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count
from random import Random

from nianbao.eval.drawn.prose import draw_front, draw_overview
from nianbao.eval.drawn.report import draw_report
from nianbao.eval.synth.html_pages import proper_page
from nianbao.eval.synth.merged import size as extent
from nianbao.eval.synth.report import Block, SynthReport, draw_synth_report

_SECOND = "二、主动公开政府信息情况"
_TITLES = "主动公开政府信息情况\n收到和处理政府信息公开申请情况\n行政复议、行政诉讼情况\n"


@dataclass(frozen=True)
class Page:
    """One report as a page and as the text that a converter makes of it, its tables in pipes."""

    html: str
    text: str


def octets(text: str) -> int:
    """A text's length in UTF-8."""
    return len(text.encode())


@lru_cache(maxsize=256)
def draw_text(seed: int, layout: str, size: int) -> str:
    """The drawn report of a seed in a layout, its section 一 lengthened until the text has `size` bytes."""
    text = draw_report(seed, layout).text
    more = "".join(_lines(size - octets(text), Random(seed)))
    at = text.index(_SECOND)
    return text[:at] + more + text[at:]


def draw_page(seed: int, size: int) -> Page:
    """A synthetic report with proper tables, its section 一 lengthened until its text has `size` bytes."""
    report = draw_synth_report(seed, 0)
    short = size - octets(_piped(report))
    more = tuple(Block("paragraph", line.strip()) for line in _lines(short, Random(seed)))
    at = next(i for i, block in enumerate(report.blocks) if block.kind == "heading") + 1
    report = replace(report, blocks=(*report.blocks[:at], *more, *report.blocks[at:]))
    return Page(proper_page(report), _piped(report))


def _piped(report: SynthReport) -> str:
    """The report's text, a table's row on a line between pipes; what a merged cell covers is empty."""
    lines = []
    for block in report.blocks:
        if block.kind != "table":
            lines.append(block.text)
            continue
        rows, columns = extent(block.cells)
        grid = [[""] * columns for _ in range(rows)]
        for cell in block.cells:
            grid[cell.row][cell.column] = cell.text.replace("\n", "")
        lines += ["| " + " | ".join(row) + " |" for row in grid]
    return "\n".join(lines) + "\n"


def _lines(size: int, chance: Random) -> Iterator[str]:
    """Lines of prose full of numbers, as section 一 has them, until they have `size` bytes."""
    for _ in count():
        for line in draw_overview(draw_front("county", chance), chance)[2:]:
            if size <= 0:
                return
            yield line + "\n"
            size -= octets(line) + 1


def _prose(size: int) -> str:
    return "".join(_lines(size, Random(size)))


def _appendix(size: int) -> str:
    chance = Random(size)
    row = " | ".join(str(chance.randrange(2000)) for _ in range(12))
    return _repeated(f"| 附表 | {row} |\n")(size)


def _repeated(piece: str) -> Callable[[int], str]:
    return lambda size: piece * (size // octets(piece) + 1)


FILLERS: dict[str, Callable[[int], str]] = {
    "prose": _prose,
    "rows of numbers": _appendix,
    "digits on one line": _repeated("7"),
    "numbers on one line": _repeated("12 "),
    "pipes on one line": _repeated("|"),
    "section titles": _repeated(_TITLES),
    "row labels": _repeated("属于国家秘密 0 0\n重复申请 1\n"),
}
"""What a report is lengthened with, by its name."""


def lengthen(text: str, filler: str, size: int) -> str:
    """A report with a filler around it (prose) or behind it (all else) until it has `size` bytes."""
    short = size - octets(text)
    if short <= 0:
        return text
    if filler == "prose":
        return FILLERS[filler](short // 2) + text + FILLERS[filler](short - short // 2)
    return text + FILLERS[filler](short)
