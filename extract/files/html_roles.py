"""What each element of a page is to a table: table, row, cell, by its tag, its style, or how its siblings stand."""

from __future__ import annotations

import re
from typing import Any

from nianbao.extract.files.html_styles import Styles

TABLE, GROUP, ROW, CELL, CAPTION = "table", "group", "row", "cell", "caption"
_TAGS = {
    "table": TABLE,
    **dict.fromkeys(("thead", "tbody", "tfoot"), GROUP),
    "tr": ROW,
    **dict.fromkeys(("td", "th"), CELL),
    "caption": CAPTION,
}
_DISPLAYS = {
    "table": TABLE,
    **dict.fromkeys(("table-row-group", "table-header-group", "table-footer-group"), GROUP),
    "table-row": ROW,
    "table-cell": CELL,
    "table-caption": CAPTION,
}
_ARIA = {"table": TABLE, "grid": TABLE, "rowgroup": GROUP, "row": ROW, **dict.fromkeys(("cell", "gridcell"), CELL)}
_ARIA |= dict.fromkeys(("columnheader", "rowheader"), CELL)
_BOXES = frozenset(("div", "ul", "ol", "li", "dl", "dd", "dt", "span", "section", "p"))
_ROWS = re.compile(r"(?:^|[\s_-])(?:row|tr|line)(?:$|[\s_-])", re.IGNORECASE)
_COLUMNS = re.compile(r"(?:^|[\s_-])(?:col|cell|td|th|column)(?:$|[\s_-]|\d)", re.IGNORECASE)
_FEWEST = 3
"""Fewer boxes beside each other may be anything: a label and its value, a picture and its title."""


def role_of(element: Any, display: str) -> str:
    """What an element is to a table, or "". A style may make any box one, and may undo a table element."""
    tag = element.tag
    if display:
        if tag not in _TAGS:
            return _DISPLAYS.get(display, "")
        if display in ("block", "inline", "inline-block", "flex") and tag == "table":
            return TABLE  # its rows still make one
    return _TAGS.get(tag) or _ARIA.get(element.get("role") or "", "")


def drawn_rows(root: Any, styles: Styles) -> dict[Any, str]:
    """Tables drawn with boxes that stand beside each other: elements and their roles.

    Rows are siblings of one tag, at least two running, each with as many boxes (three or more) beside each other
    (flex, float, inline-block, or classes that say so), none of which holds boxes itself, and no text between them.
    """
    roles: dict[Any, str] = {}
    for parent in root.iter("div", "section", "ul", "ol", "dl", "article", "li", "td", "body"):
        run: list[Any] = []
        wide = 0
        for child in [*parent, None]:
            boxes = _boxes_of(child, styles) if child is not None else 0
            if run and (boxes != wide or child.tag != run[0].tag or (run[-1].tail or "").strip()):
                _mark(run, roles)
                run = []
            if boxes >= _FEWEST:
                run.append(child)
                wide = boxes
    return roles


def _boxes_of(row: Any, styles: Styles) -> int:
    """How many boxes stand beside each other in what may be a row; 0 where it is none."""
    if row.tag not in _BOXES or len(row) < _FEWEST or (row.text or "").strip():
        return 0
    style = styles.of(row)
    flexes = style.display in ("flex", "inline-flex") or bool(_ROWS.search(row.get("class") or ""))
    if style.hidden or style.display == "table-row" or row.get("role"):
        return 0
    count = 0
    for box in row:
        if box.tag not in _BOXES or (box.tail or "").strip():
            return 0
        own = styles.of(box)
        if own.hidden:
            continue
        if not (flexes or own.beside or _COLUMNS.search(box.get("class") or "")) or own.display == "table-cell":
            return 0
        if any(inner.tag in _BOXES and inner.tag not in ("span", "p") for inner in box):
            return 0
        count += 1
    return count


def _mark(run: list[Any], roles: dict[Any, str]) -> None:
    """The first of two or more rows opens the table; its last closes it."""
    if len(run) < 2:
        return
    for row in run:
        roles[row] = ROW
        roles.update((box, CELL) for box in row)
    roles[run[0]] = "first_row"
    roles[run[-1]] = "last_row"
