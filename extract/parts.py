"""Cut a content to one part of its text, with everything that counts the text's characters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from nianbao.extract.files.content import Content, Place, Sureness, TableGrid
from nianbao.extract.split_reports import Part


def part_name(name: str, number: int, of: int) -> str:
    """The name of a part, counted from 1, in results and errors: `file.pdf#2`; the file's own where it has one part.

    >>> part_name("yearbook.pdf", 2, 20)
    'yearbook.pdf#2'
    """
    return f"{name}#{number}" if of > 1 else name


def part_content(content: Content, part: Part) -> Content:
    """The content between a part's start and end: all spans count in the part's own text.

    Notes and the number of pages stay the file's, pages in boxes too. Raises ValueError where the part cuts a grid,
    which `split_reports` never does when it is given the content's grids.
    """
    if part.start == 0 and part.end == len(content.text):
        return content
    grids = [g for g in content.grids if g.start < part.end and g.end > part.start]
    for grid in grids:
        if grid.start < part.start or grid.end > part.end:
            raise ValueError(f"the part {part.start}–{part.end} cuts the grid {grid.start}–{grid.end}")
    return replace(
        content,
        text=content.text[part.start : part.end],
        grids=tuple(_grid(grid, part.start) for grid in grids),
        places=tuple(_places(content.places, part)),
        sureness=tuple(_sureness(content.sureness, part)),
    )


def _grid(grid: TableGrid, by: int) -> TableGrid:
    cells = tuple(replace(cell, start=cell.start - by, end=cell.end - by) for cell in grid.cells)
    return replace(grid, cells=cells, start=grid.start - by, end=grid.end - by)


def _places(places: Iterable[Place], part: Part) -> Iterator[Place]:
    for place in places:
        start, end = max(place.start, part.start), min(place.end, part.end)
        if start < end:
            yield Place(start - part.start, end - part.start, place.box)


def _sureness(stretches: Iterable[Sureness], part: Part) -> Iterator[Sureness]:
    for sure in stretches:
        start, end = max(sure.start, part.start), min(sure.end, part.end)
        if start < end:
            yield Sureness(start - part.start, end - part.start, sure.confidence)
