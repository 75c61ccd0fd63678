"""Walk a page's elements and gather what it shows: lines, tables, links; what surrounds the article is left out."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from nianbao.extract.files.html_around import kind_of_surroundings, leave_out
from nianbao.extract.files.html_grid import MOST_PLACES, GridLimit, PageCell, PageTable, Piece, Room, settle
from nianbao.extract.files.html_parts import Flow, Frames, Open, PageLink, PageParts, span_of
from nianbao.extract.files.html_roles import CAPTION, CELL, GROUP, ROW, TABLE, role_of
from nianbao.extract.files.html_styles import Styles
from nianbao.extract.files.limit_errors import check_characters, over_bound, over_limit
from nianbao.extract.files.limits import ReadLimits

PICTURE = "?[图]"
"""Stands for what a page shows and its text does not have: a picture, a drawing, a box to tick."""
_UNREAD = frozenset(("script", "style", "template", "head", "noembed", "title", "meta", "link", "datalist", "dialog"))
_INLINE = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "blink", "cite", "code", "data", "dfn", "em", "font", "i"),
        *("ins", "kbd", "label", "mark", "nobr", "output", "q", "ruby", "samp", "small", "span", "strong", "time"),
        *("tt", "u", "var", "wbr", "sup", "sub", "s", "del", "strike", "rt", "rp", "img", "input", "slot", "picture"),
    )
)
"""Tags that end no line; one with a prefix (Word's `o:p`) does not either."""
_BOX_DISPLAYS = frozenset(("block", "flex", "grid", "list-item", "table", "table-row", "flow-root"))
_PICTURES = frozenset(("img", "svg", "canvas", "video", "math", "object", "embed", "iframe", "v:imagedata", "v:shape"))
_ENDS_CELL = frozenset(("td", "th", "tr", "thead", "tbody", "tfoot"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_MOST_TABLES = 100
"""Tables within tables."""
_ANEW = "Save the page anew from a browser"


class _Walk:
    """One page. No step calls itself: elements come one after another, however deep they stand."""

    def __init__(
        self, name: str, limits: ReadLimits, styles: Styles, roles: dict[Any, str], frames: Frames | None, show: bool
    ) -> None:
        self.name, self.limits, self.styles, self.roles = name, limits, styles, roles
        self.frames, self.show_hidden = frames, show
        self.parts = PageParts()
        self.flows = [Flow()]
        self.open = [Open()]
        self.tables: list[tuple[PageTable, int]] = []  # and how many flows there were where it began
        self.rows: list[list[PageCell] | None] = []
        self.room = Room()

    def read(self, root: Any) -> PageParts:
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if self._start(element):
                    walk.skip_subtree()
            else:
                self._end(element)
        self.flows[0].end_line()
        self.parts.pieces = self.flows[0].pieces
        return self.parts

    def _start(self, element: Any) -> bool:
        """Begin an element; whether its inside is not to be read."""
        if len(self.open) > self.limits.nesting:
            raise over_limit(self.name, "elements nested too deep", self.limits, "nesting", move=_ANEW)
        tag = element.tag
        style = self.styles.of(element)
        above = self.open[-1]
        now = Open(above.keeps_lines or style.keeps_lines, above.struck or style.struck)
        now.blank = (above.blank or style.blank) and not style.shown
        now.link = above.link or tag == "a"
        self.open.append(now)
        if tag in _UNREAD or (style.hidden and not self.show_hidden):
            if tag not in _UNREAD:
                self.parts.hidden_tables += next(element.iter("table"), None) is not None
            return True
        role = self.roles.get(element) or role_of(element, style.display)
        if role in ("first_row", "last_row"):
            if role == "first_row":
                self._begin_table(Open())
            now.closes = role == "last_row"
            role = ROW
        # A link into the page is a footnote's number, no part of the number beside it.
        now.apart = style.apart or (tag == "a" and (element.get("href") or "").startswith("#"))
        now.block = (tag not in _INLINE and ":" not in tag) or style.display in _BOX_DISPLAYS
        if style.display == "inline" and tag not in _HEADINGS:
            now.block, now.apart = False, now.apart or tag not in _INLINE
        if self._begin_role(role, element, now):
            now.block = False
        elif now.block:
            self.flows[-1].end_line()
            if tag in _HEADINGS:
                now.heading = True
                self.flows[-1].pieces.append("")
            if around := kind_of_surroundings(element):
                parts = self.parts
                flow = self.flows[-1]
                now.around = (
                    *(len(flow.pieces), parts.letters, parts.link_letters, parts.tables, len(parts.links)),
                    around,
                    flow,
                )
        if now.apart:
            self.flows[-1].words.part()
        return self._shown(tag, element, now)

    def _shown(self, tag: str, element: Any, now: Open) -> bool:
        """Read what the element itself shows; whether its inside is not to be read."""
        target = element.get("src") or element.get("data") or element.get("href") or ""
        if tag in ("iframe", "frame"):
            inside = self.frames(element) if self.frames else None
            if inside is not None:
                self.flows[-1].end_line()
                self.flows[-1].pieces += inside
                return True
        if target:
            self._link(tag, element, target)
        if tag in _PICTURES or tag.endswith((":imagedata", ":shape")):
            self._picture(tag, element)
            return tag != "v:shape"
        if tag in ("input", "select", "button"):
            self._field(tag, element, now)
            return tag != "button"
        if element.text:
            self._add(element.text, now)
        return False

    def _end(self, element: Any) -> None:
        now = self.open.pop()
        if now.apart:
            self.flows[-1].words.part()
        if now.cell:
            flow = self.flows.pop()
            flow.end_line()
            self._cell(flow.pieces)
        if now.row:
            self.rows[-1] = None
        if now.table is not None or now.closes:
            self._end_table()
        if now.block:
            self.flows[-1].end_line()
            if now.heading:
                self.flows[-1].pieces.append("")
            if now.around:
                leave_out(now.around, self.flows[-1], self.parts)
        if element.tail:
            self._add(element.tail, self.open[-1])

    def _begin_role(self, role: str, element: Any, now: Open) -> bool:
        """Begin a table or a part of one; whether it is one."""
        if self.tables and element.tag in _ENDS_CELL and self.tables[-1][1] == len(self.flows) - 1:
            self._close_cell()
        inside = bool(self.tables) and self.tables[-1][1] == len(self.flows)
        if role == TABLE:
            self._begin_table(now)
        elif not inside or not role:
            return False
        elif role == GROUP:
            self.tables[-1][0].begin_group(element.tag)
            self.rows[-1] = None
        elif role == ROW:
            self.rows[-1] = self.tables[-1][0].add_row()
            now.row = True
        elif role == CELL:
            self._begin_cell(element, now)
        return role != CAPTION

    def _close_cell(self) -> None:
        """A cell that is not closed ends where the next part of its table begins, as in browsers."""
        next(above for above in reversed(self.open) if above.cell).cell = False
        flow = self.flows.pop()
        flow.end_line()
        self._cell(flow.pieces)

    def _begin_table(self, now: Open) -> None:
        if self.tables and self.tables[-1][1] == len(self.flows):
            # A table in a table but in none of its cells: as browsers do, the one before it ends here.
            table, depth = self.tables[-1]
            self._put_table(table)
            self.tables[-1] = (PageTable(), depth)
            self.rows[-1] = None
        if len(self.tables) >= _MOST_TABLES:
            raise over_bound(self.name, "too many tables within each other", _MOST_TABLES, move=_ANEW)
        self.flows[-1].end_line()
        now.table = PageTable()
        self.tables.append((now.table, len(self.flows)))
        self.rows.append(None)

    def _end_table(self) -> None:
        table, _ = self.tables.pop()
        self.rows.pop()
        self._put_table(table)

    def _put_table(self, table: PageTable) -> None:
        flow = self.flows[-1]
        flow.end_line()
        try:
            pieces = settle(table, self.room)
        except GridLimit:
            has = "too many places in its tables, merged cells counted in full"
            raise over_bound(self.name, has, MOST_PLACES) from None
        self.parts.tables += any(not isinstance(piece, str) and len(piece.cells) > 6 for piece in pieces)
        flow.pieces += pieces

    def _begin_cell(self, element: Any, now: Open) -> None:
        row = self.rows[-1]
        if row is None:
            row = self.rows[-1] = self.tables[-1][0].add_row()
        row.append(PageCell([], span_of(element, "rowspan"), span_of(element, "colspan")))
        now.cell = True
        self.flows.append(Flow())

    def _cell(self, pieces: list[Piece]) -> None:
        row = self.tables[-1][0].rows[-1][2]
        row[-1].pieces = pieces

    def _add(self, text: str, now: Open) -> None:
        if now.blank and not self.show_hidden:
            return
        letters = len(text) - text.count(" ") if len(text) < 1000 else len("".join(text.split()))
        if text.isspace():
            letters = 0
        self.parts.letters += letters
        if now.link:
            self.parts.link_letters += letters
        check_characters(self.parts.letters, name=self.name, limits=self.limits)
        self.parts.struck += now.struck and any(map(str.isdigit, text))
        self.flows[-1].words.add(text, keeps_lines=now.keeps_lines, struck=now.struck)

    def _link(self, tag: str, element: Any, target: str) -> None:
        if tag in ("a", "area", "iframe", "frame", "embed", "object"):
            words = "".join(islice(element.itertext(), 20)) or element.get("title") or ""
            self.parts.links.append(PageLink(re.sub(r"\s+", " ", words).strip()[:80], target.strip()[:500], tag))
        elif tag == "img":
            self.parts.pictures.append(target.strip()[:500])

    def _picture(self, tag: str, element: Any) -> None:
        """A picture in a cell is no empty cell; one that is as small as a dot only keeps room."""
        sizes = [re.match(r"\s*(\d{1,5})(?:px)?\s*$", element.get(side) or "") for side in ("width", "height")]
        dot = all(size and int(size[1]) <= 3 for size in sizes)
        if len(self.flows) > 1 and not dot:
            self.flows[-1].words.part()
            self.flows[-1].words.add(PICTURE)
            self.flows[-1].words.part()

    def _field(self, tag: str, element: Any, now: Open) -> None:
        """What a form's field shows: its value, the option chosen; a box to tick is no text."""
        kind = (element.get("type") or "text").lower() if tag == "input" else tag
        shown = element.get("value") or ""
        if kind in ("hidden", "submit", "reset", "file"):
            return
        if kind == "select":
            options = list(islice(element.iter("option"), 1000))
            chosen = next((o for o in options if o.get("selected") is not None), options[0] if options else None)
            shown = "" if chosen is None else "".join(chosen.itertext())
        elif kind in ("checkbox", "radio", "image", "color", "range", "button"):
            shown = PICTURE if len(self.flows) > 1 and kind != "button" else ""
        self.flows[-1].words.part()
        self._add(shown, now)
        self.flows[-1].words.part()


def walk_page(
    root: Any,
    *,
    name: str,
    limits: ReadLimits,
    styles: Styles,
    roles: dict[Any, str],
    frames: Frames | None = None,
    show_hidden: bool = False,
) -> PageParts:
    """What the page under an lxml element shows, in reading order. Raises DocumentError where it meets a limit.

    Text between the rows of a table stands before it, as browsers show it. What a style hides is left out, unless
    `show_hidden`.
    """
    return _Walk(name, limits, styles, roles, frames, show_hidden).read(root)
