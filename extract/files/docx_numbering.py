"""The labels of Word's automatic lists, 一、 or （一） or 1., which stand in no text: counted as Word counts them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from nianbao.extract.files.docx_xml import W, is_on, number_of, value_of
from nianbao.extract.files.list_numerals import numeral

_LEVELS = 9
_MARK = re.compile(r"%([1-9])")
_AFTER = {"nothing": "", "space": " ", "tab": "\t"}


@dataclass(frozen=True)
class _Level:
    """One level of a list: how it counts and what it prints; `restart` is the level (from 1) after which it begins
    anew, 0 for never, None for any above it."""

    start: int = 0
    form: str = "decimal"
    text: str = ""
    after: str = "\t"
    restart: int | None = None
    legal: bool = False


@dataclass
class _List:
    """The levels of a list and where it counts: lists of one abstract definition count on together."""

    levels: dict[int, _Level]
    counts: dict[int, int]
    begins: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document; `root` is its `w:numbering`, or None. Paragraphs are to be asked for in their order."""

    def __init__(self, root: Any) -> None:
        self._lists: dict[str, _List] = {}
        if root is None:
            return
        abstract: dict[str, dict[int, _Level]] = {}
        linked: dict[str, str] = {}
        counts: dict[str, dict[int, int]] = {}
        for item in root.iterfind(W + "abstractNum"):
            key = item.get(W + "abstractNumId", "")
            abstract[key] = {at: _level(e) for e in item.iterfind(W + "lvl") if (at := _index(e)) is not None}
            counts[key] = {}
            if style := value_of(item, "styleLink"):
                linked.setdefault(style, key)
        for item in root.iterfind(W + "abstractNum"):
            if (style := value_of(item, "numStyleLink")) in linked:
                key = item.get(W + "abstractNumId", "")
                abstract[key], counts[key] = abstract[linked[style]], counts[linked[style]]
        for item in root.iterfind(W + "num"):
            key = value_of(item, "abstractNumId") or ""
            levels = dict(abstract.get(key, {}))
            begins: dict[int, int] = {}
            for change in item.iterfind(W + "lvlOverride"):
                level = _index(change) or 0
                if (own := change.find(W + "lvl")) is not None:
                    levels[level] = _level(own)
                if change.find(W + "startOverride") is not None:
                    begins[level] = number_of(change, "startOverride")
            self._lists.setdefault(item.get(W + "numId", ""), _List(levels, counts.setdefault(key, {}), begins))

    def label(self, number: str, level: int) -> str:
        """The label of the next paragraph of a list at a level, with what Word puts behind it; "" for a bullet."""
        found = self._lists.get(number)
        if found is None or level not in found.levels:
            return ""
        self._count(found, level)
        form = found.levels[level]
        if form.form == "bullet":
            return ""

        def shown(mark: re.Match[str]) -> str:
            at = int(mark[1]) - 1
            other = found.levels.get(at, _Level())
            count = found.counts.get(at, other.start)
            return numeral(count, "decimal" if form.legal and other.form != "decimalZero" else other.form)

        text = _MARK.sub(shown, form.text)
        return text + form.after if text else ""

    def _count(self, found: _List, level: int) -> None:
        """Count a level on. The levels below it begin anew, and those above that have not begun yet do so."""
        counts = found.counts
        begin = found.begins.pop(level, None)
        start = found.levels[level].start
        counts[level] = begin if begin is not None else counts.get(level, start - 1) + 1
        for below in range(level + 1, _LEVELS):
            restart = found.levels.get(below, _Level()).restart
            if restart is None or level < restart:
                counts.pop(below, None)
        for above in range(level):
            counts.setdefault(above, found.levels.get(above, _Level()).start)


def _index(element: Any) -> int | None:
    level = element.get(W + "ilvl", "")
    return int(level) if level in [*"012345678"] else None


def _level(element: Any) -> _Level:
    restart = number_of(element, "lvlRestart") if element.find(W + "lvlRestart") is not None else None
    return _Level(
        number_of(element, "start"),
        value_of(element, "numFmt") or "decimal",
        value_of(element, "lvlText") or "",
        _AFTER.get(value_of(element, "suff") or "tab", "\t"),
        restart,
        bool(is_on(element, "isLgl")),
    )
