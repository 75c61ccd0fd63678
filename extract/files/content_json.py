"""A content as JSON: what passes between the reading process and its parent, and what `nianbao text --json` prints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nianbao.extract.files.content import Box, Content, GridCell, Place, Sureness, TableGrid


def content_to_json(content: Content) -> dict[str, Any]:
    """The content as values of JSON. A box is `[page, x0, top, x1, bottom]`, a sureness `[start, end, confidence]`."""
    return {
        "media_type": content.media_type,
        "encoding": content.encoding,
        "pages": content.pages,
        "text": content.text,
        "grids": [_grid(grid) for grid in content.grids],
        "places": [[place.start, place.end, *_box(place.box)] for place in content.places],
        "sureness": [[sure.start, sure.end, sure.confidence] for sure in content.sureness],
        "notes": list(content.notes),
    }


def content_from_json(value: Mapping[str, Any]) -> Content:
    """The content that `content_to_json` wrote. Raises KeyError, TypeError or ValueError for anything else."""
    return Content(
        text=str(value["text"]),
        media_type=str(value["media_type"]),
        encoding=str(value["encoding"]),
        grids=tuple(_to_grid(grid) for grid in value["grids"]),
        places=tuple(Place(int(start), int(end), _to_box(box)) for start, end, *box in value["places"]),
        sureness=tuple(Sureness(int(start), int(end), float(sure)) for start, end, sure in value["sureness"]),
        notes=tuple(map(str, value["notes"])),
        pages=int(value["pages"]),
    )


def _grid(grid: TableGrid) -> dict[str, Any]:
    return {
        "rows": grid.rows,
        "columns": grid.columns,
        "start": grid.start,
        "end": grid.end,
        "cells": [
            {
                "row": cell.row,
                "column": cell.column,
                "rows": cell.rows,
                "columns": cell.columns,
                "start": cell.start,
                "end": cell.end,
                **({"box": _box(cell.box)} if cell.box else {}),
            }
            for cell in grid.cells
        ],
    }


def _to_grid(value: Mapping[str, Any]) -> TableGrid:
    cells = tuple(
        GridCell(
            int(cell["row"]),
            int(cell["column"]),
            int(cell["rows"]),
            int(cell["columns"]),
            int(cell["start"]),
            int(cell["end"]),
            _to_box(cell["box"]) if "box" in cell else None,
        )
        for cell in value["cells"]
    )
    return TableGrid(int(value["rows"]), int(value["columns"]), cells, int(value["start"]), int(value["end"]))


def _box(box: Box) -> list[float]:
    return [box.page, box.x0, box.top, box.x1, box.bottom]


def _to_box(value: list[float]) -> Box:
    page, x0, top, x1, bottom = value
    return Box(int(page), float(x0), float(top), float(x1), float(bottom))
