"""What surrounds an article on a page: known by its tag, id or class, and left out where it holds nothing but links."""

from __future__ import annotations

import re
from typing import Any

from nianbao.extract.files.html_parts import Flow, PageParts

_AROUND = re.compile(
    r"(?:nav|navbar|navigation|menu|footer|foot|bottom|header|topbar|crumbs?|breadcrumbs?|sidebar|aside|share|"
    r"bdsharebuttonbox|copyright|friendlinks?|links?|related|toolbar|side)",
    re.IGNORECASE,
)
_FEET = frozenset(("footer", "foot", "bottom", "copyright", "share", "bdsharebuttonbox"))
_MOST_AROUND = 3000
_MOST_FOOT = 800
"""Letters: what has more of them may be an article, whatever it is called."""


def kind_of_surroundings(element: Any) -> str:
    """The kind of surroundings that an element's tag, id or class says it is, or ""."""
    if element.tag in ("nav", "footer", "header", "aside", "menu"):
        return str(element.tag)
    names = f"{element.get('id') or ''} {element.get('class') or ''}"
    for name in re.split(r"[\s_-]+", names[:300]):
        if name and _AROUND.fullmatch(name):
            return name.lower()
    return ""


def leave_out(begun: tuple[int, int, int, int, int, str, Flow], flow: Flow, parts: PageParts) -> None:
    """Drop what surrounds an article: navigation, feet. Never a table, and nothing long."""
    pieces, letters, link_letters, tables, links, kind, begun_in = begun
    long = parts.letters - letters
    linked = parts.link_letters - link_letters
    if flow is not begun_in or parts.tables != tables or long > _MOST_AROUND:
        return
    if any(not isinstance(piece, str) for piece in flow.pieces[pieces:]):
        return
    if linked * 2 >= max(long, 1) or (kind in _FEET and long < _MOST_FOOT):
        del flow.pieces[pieces:]
        del parts.links[links:]
