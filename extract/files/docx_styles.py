"""What a Word document's styles say of a text: hidden, raised or struck, and which list a paragraph belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nianbao.extract.files.docx_xml import W, is_on, value_of

_RAISED = 4
"""Half points above or below its line from which a text stands as a mark beside the number before it."""

_GENERATIONS = 50
"""Styles based on one another that are followed: Word itself allows eleven."""


@dataclass(frozen=True)
class RunLook:
    """How a run of text stands on the page: not at all, above or below its line, struck out."""

    hidden: bool = False
    raised: bool = False
    struck: bool = False


class Styles:
    """The styles of a document; `root` is its `w:styles`, or None."""

    def __init__(self, root: Any) -> None:
        self._by_id: dict[str, Any] = {}
        self._default: dict[str, str] = {}
        self._document = None
        self._looks: dict[tuple[str, str], RunLook] = {}
        if root is None:
            return
        self._document = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        for style in root.iterfind(W + "style"):
            key = style.get(W + "styleId", "")
            self._by_id.setdefault(key, style)
            if style.get(W + "default", "0") in ("1", "true", "on"):
                self._default.setdefault(style.get(W + "type", ""), key)

    def look(self, paragraph: Any, run: Any) -> RunLook:
        """The look of a run, from its own properties, its styles and its paragraph's (ISO/IEC 29500-1, 17.7.3).

        `paragraph` is a `w:pPr`, `run` a `w:rPr`; either may be None.
        """
        styles = (self._style(paragraph, "pStyle", "paragraph"), self._style(run, "rStyle", "character"))
        if (look := self._looks.get(styles)) is None:
            look = self._looks[styles] = self._look_of(*styles)
        if run is None or not len(run):
            return look
        direct = [is_on(run, tag) for tag in ("vanish", "strike", "dstrike")]
        raised = _raised(run)
        struck = [on for on in direct[1:] if on is not None]
        return RunLook(
            look.hidden if direct[0] is None else direct[0],
            look.raised if raised is None else raised,
            any(struck) if struck else look.struck,
        )

    def numbering(self, paragraph: Any) -> tuple[str, int] | None:
        """The list (`w:numId`) and level of a paragraph (its `w:pPr`), its own or its style's; None for no list."""
        number, level = _numbering(paragraph)
        for style in self._chain(self._style(paragraph, "pStyle", "paragraph")):
            more = _numbering(style.find(W + "pPr"))
            number = number if number is not None else more[0]
            level = level if level is not None else more[1]
        return None if number in (None, "0") else (number or "", int(level or 0))

    def _look_of(self, *styles: str) -> RunLook:
        """Of a paragraph's and a run's style: a switch that both turn is off again, but the document's own holds."""
        switches: dict[str, bool] = {}
        for tag in ("vanish", "strike", "dstrike"):
            given = [self._first(key, tag) for key in styles]
            switches[tag] = bool(is_on(self._document, tag)) or sum(bool(on) for on in given) == 1
        raised = None
        for key in (styles[1], styles[0]):
            for style in self._chain(key):
                raised = _raised(style.find(W + "rPr")) if raised is None else raised
        return RunLook(switches["vanish"], bool(raised), switches["strike"] or switches["dstrike"])

    def _first(self, key: str, tag: str) -> bool | None:
        for style in self._chain(key):
            if (on := is_on(style.find(W + "rPr"), tag)) is not None:
                return on
        return None

    def _style(self, properties: Any, tag: str, kind: str) -> str:
        return value_of(properties, tag) or self._default.get(kind, "")

    def _chain(self, key: str) -> list[Any]:
        """A style and those that it is based on, each once."""
        found: dict[str, Any] = {}
        while key in self._by_id and key not in found and len(found) < _GENERATIONS:
            found[key] = self._by_id[key]
            key = value_of(found[key], "basedOn") or ""
        return list(found.values())


def _raised(properties: Any) -> bool | None:
    """Whether a `w:rPr` puts its text above or below the line; None where it does not say."""
    align, position = value_of(properties, "vertAlign"), value_of(properties, "position")
    if align is None and position is None:
        return None
    try:
        lifted = abs(float(position or "0")) >= _RAISED
    except ValueError:  # Strict allows a unit, "3pt"
        lifted = True
    return align in ("superscript", "subscript") or lifted


def _numbering(properties: Any) -> tuple[str | None, int | None]:
    found = None if properties is None else properties.find(W + "numPr")
    level = value_of(found, "ilvl")
    return value_of(found, "numId"), int(level) if level is not None and level in [*"012345678"] else None
