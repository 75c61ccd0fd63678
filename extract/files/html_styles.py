"""What the style of an element says of its text: hidden, struck out, raised, a box of its own. No style is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_READ = frozenset(
    (
        *("display", "visibility", "float", "text-decoration", "text-decoration-line", "vertical-align", "font-size"),
        *("opacity", "white-space", "mso-hide", "mso-text-raise"),
    )
)
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_PIECE = re.compile(r"[{};]")
_DECLARATION = re.compile(r"\s*([A-Za-z-]+)\s*:\s*([^;{}]*)")
_SIMPLE = re.compile(r"([A-Za-z][A-Za-z0-9]*|\*)?((?:[.#][\w\-\u4e00-\u9fff]+)*)")
_NONE = re.compile(r"0*\.?0+(?:px|pt|em|rem|%)?")
_RAISED = re.compile(r"super|sub|text-top|-?[1-9]|-?0?\.\d")
_MOST_RULES = 5000
_MOST_OF_ONE = 100
"""Rules that begin with the same name."""
_LONGEST_KEY = 400
_LONGEST_STYLE = 4000


@dataclass(frozen=True, slots=True)
class Style:
    """`hidden`: it has no box at all; `blank`: its box stays, its text does not show (`visibility`). `display` is ""
    where no style says it; `beside`: it stands beside what follows it; `apart`: raised, lowered or a box within a line,
    so no part of the word beside it."""

    display: str = ""
    hidden: bool = False
    blank: bool = False
    shown: bool = False
    struck: bool = False
    apart: bool = False
    beside: bool = False
    keeps_lines: bool = False


class Styles:
    """The simple rules of a page's own style sheets (`td`, `.a`, `td.a.b`, `#c`), and the elements' own styles."""

    def __init__(self, sheets: Iterable[str]) -> None:
        self._rules: dict[str, list[tuple[str, frozenset[str], dict[str, str]]]] = {}
        self._known: dict[tuple[str, ...], Style] = {}
        count = 0
        for sheet in sheets:
            for selectors, declared in _rules(sheet):
                for selector in selectors.split(","):
                    found = _SIMPLE.fullmatch(selector.strip())
                    if not found or not found[0] or not declared or count == _MOST_RULES:
                        continue
                    if len(self._rules.get(_first_name(found), ())) >= _MOST_OF_ONE:
                        continue
                    names = re.findall(r"[.#][^.#]+", found[2])
                    tag = "" if found[1] in (None, "*") else found[1].lower()
                    key = _first_name(found)
                    count += 1
                    self._rules.setdefault(key, []).append((tag, frozenset(names), declared))

    def of(self, element: Any) -> Style:
        """The style of an lxml element, of what itself and the rules for it say; nothing is inherited."""
        get = element.get
        key = (element.tag, get("class") or "", get("id") or "", (get("style") or "")[:_LONGEST_STYLE])
        plain = get("hidden") is None
        if plain and (known := self._known.get(key)):
            return known
        style = self._style(*key, plain=plain)
        if plain and sum(map(len, key)) < _LONGEST_KEY and len(self._known) < 20_000:
            self._known[key] = style
        return style

    def _style(self, tag: str, classes: str, name: str, own: str, *, plain: bool) -> Style:
        names = {"." + c for c in classes.split()} | ({"#" + name} if name else set())
        matching = [
            (sum(100 if n[0] == "#" else 10 for n in needed) + bool(wanted), declared)
            for key in (tag, "", *sorted(names))
            for wanted, needed, declared in self._rules.get(key, ())
            if wanted in ("", tag) and needed <= names
        ]
        values: dict[str, str] = {}
        urgent: dict[str, str] = {}
        for _, declared in [*sorted(matching, key=lambda m: m[0]), (1000, _declared(own))]:
            for prop, value in declared.items():
                bare = value.removesuffix("!important").strip()
                (urgent if value.endswith("!important") else values)[prop] = bare
        return _judged(tag, classes, values | urgent, plain=plain)


def _first_name(selector: re.Match[str]) -> str:
    """The class or id that a simple selector begins with; its tag, or "", where it has none."""
    names = re.findall(r"[.#][^.#]+", selector[2])
    return names[0] if names else ("" if selector[1] in (None, "*") else selector[1].lower())


def _rules(sheet: str) -> Iterable[tuple[str, dict[str, str]]]:
    """The rules of a sheet that are for every medium, in order: `@media` and the like are left out."""
    sheet = _COMMENT.sub(" ", sheet)
    at, depth, skipped, selectors, begin = 0, 0, 0, "", 0
    for sign in _PIECE.finditer(sheet):
        place = sign.start()
        if sign[0] == "{":
            depth += 1
            if not skipped and depth == 1:
                selectors = sheet[at:place].strip()
                begin = place + 1
                if selectors.startswith("@"):
                    skipped = depth
        elif sign[0] == "}":
            if not skipped and depth == 1:
                yield selectors, _declared(sheet[begin:place])
            if skipped == depth:
                skipped = 0
            depth = max(0, depth - 1)
        if not depth:
            at = place + 1


def _declared(text: str) -> dict[str, str]:
    out = {}
    for part in text.split(";") if text else ():
        found = _DECLARATION.match(part)
        if found and found[1].lower() in _READ:
            out[found[1].lower()] = re.sub(r"\s+", "", found[2]).lower()
    return out


def _judged(tag: str, classes: str, values: Mapping[str, str], *, plain: bool) -> Style:
    display = values.get("display", "")
    hidden = (not plain and not display) or display == "none" or values.get("mso-hide") == "all"
    hidden = hidden or any(_NONE.fullmatch(values.get(prop, "")) for prop in ("opacity", "font-size"))
    visibility = values.get("visibility", "")
    lines = values.get("text-decoration", "") + values.get("text-decoration-line", "")
    raised = bool(_RAISED.match(values.get("vertical-align", ""))) or bool(
        _RAISED.match(values.get("mso-text-raise", ""))
    )
    raised = raised and tag not in ("td", "th")
    floats = values.get("float") in ("left", "right")
    boxed = display in ("inline-block", "inline-flex", "inline-grid", "inline-table")
    return Style(
        display=display,
        hidden=hidden,
        blank=visibility in ("hidden", "collapse"),
        shown=visibility == "visible",
        struck="line-through" in lines or tag in ("s", "del", "strike"),
        apart=raised or boxed or floats or tag in ("sup", "sub", "rt", "rp") or "FootnoteReference" in classes,
        beside=floats or boxed or display == "table-cell",
        keeps_lines=tag in ("pre", "xmp", "listing", "textarea") or values.get("white-space", "").startswith("pre"),
    )
