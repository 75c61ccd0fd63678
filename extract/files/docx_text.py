"""The text of a Word paragraph as it is printed: hidden text out, and nothing joined to a number beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from nianbao.extract.files.docx_fields import OpenFields
from nianbao.extract.files.docx_numbering import Numbering
from nianbao.extract.files.docx_styles import RunLook, Styles
from nianbao.extract.files.docx_symbols import symbol
from nianbao.extract.files.docx_xml import DRAWING, MATH, W, is_on

PICTURE, FLOATING, EQUATION, GAP = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
"""Signs that no text has: a picture in the line, one that floats over it, an equation, the place of a note's mark."""

_SIGNS = re.compile("[\ufdd0-\ufdef]")
_NUMBER = r"[\d.,，．+\-－—]"
_PARTED = re.compile(rf"(?<={_NUMBER})(?:[ \u3000\xa0]*[\n\t{GAP}])+[ \u3000\xa0]*(?=[\d.,，．])")
_BESIDE = f"[{PICTURE}{EQUATION}]"
_STRUCTURES = ("f", "sSup", "sSub", "sSubSup", "sPre", "nary", "rad", "m", "limLow", "limUpp", "func", "eqArr")
_PLAIN = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
    W + "footnoteReference": GAP,
    W + "endnoteReference": GAP,
}
_DRAWN = (W + "drawing", W + "pict", W + "object")
_PICTURES = ("blip", "imagedata", "chart", "relIds", "OLEObject", "svgBlip")


@dataclass
class Seen:
    """What the paragraphs hold besides text, for the notes."""

    hidden: bool = False
    pictures: int = 0
    footnotes: int = 0


@dataclass
class _Line:
    """A paragraph in the making: its pieces, each with its look, and the text boxes on the way."""

    pieces: list[tuple[str, RunLook]] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)


class ParagraphReader:
    """Reads the paragraphs of one document in their order: lists count on and fields stay open between them."""

    def __init__(self, body: Any, styles: Styles, numbering: Numbering) -> None:
        self.seen = Seen()
        self._styles = styles
        self._numbering = numbering
        self._fields = OpenFields(body)

    def read(self, paragraph: Any) -> tuple[str, list[Any]]:
        """The raw text of a `w:p`, its list's label in front, for `in_line` or `in_cell`; and its text boxes."""
        properties = paragraph.find(W + "pPr")
        line = _Line()
        for child in paragraph:
            if child.tag == W + "r":
                self._run(child, properties, line)
            elif child.tag.startswith(MATH):
                line.pieces.append((_equation(child), RunLook()))
        text = _joined(line.pieces)
        hidden = properties is not None and is_on(properties.find(W + "rPr"), "vanish") and not text.strip()
        if not hidden and (listed := self._styles.numbering(properties)) is not None:
            text = _labelled(self._numbering.label(*listed), text)
        return text, line.boxes

    def _run(self, run: Any, paragraph: Any, line: _Line) -> None:
        look = self._styles.look(paragraph, run.find(W + "rPr"))
        for child in run:
            text = _PLAIN.get(child.tag, "")
            if child.tag == W + "fldChar":
                text = EQUATION if self._fields.meet(child) else self._fields.printed(child)
            elif child.tag == W + "instrText":
                self._fields.instruct(child.text or "")
            elif child.tag == W + "t":
                text = _SIGNS.sub("\ufffd", child.text or "").replace("\n", " ")
            elif child.tag == W + "sym":
                text = symbol(child.get(W + "font", ""), child.get(W + "char", ""))
            elif child.tag == W + "ruby":
                for base in child.iterfind(f"{W}rubyBase/{W}r"):
                    self._run(base, paragraph, line)
            elif child.tag in _DRAWN:
                text = self._drawn(child, look, line)
            if text in (GAP, PICTURE, FLOATING) and not look.hidden and self._fields.shown:
                self.seen.footnotes += text == GAP
                self.seen.pictures += text != GAP
            if not text or not self._fields.shown:
                continue
            if look.hidden:
                self.seen.hidden |= bool(text.strip())
            else:
                line.pieces.append((text, look))

    def _drawn(self, drawn: Any, look: RunLook, line: _Line) -> str:
        """The sign of a picture, or "" where it is none; the text boxes in it go to the line."""
        boxes = [box for box in drawn.iter(W + "txbxContent") if not _in_box(box, drawn)]
        if not look.hidden and self._fields.shown:
            line.boxes += boxes
        pictured = any(_local(e) in _PICTURES and not _in_box(e, drawn) for e in drawn.iter())
        if not pictured and drawn.tag != W + "object":
            return ""
        floats = drawn.find(DRAWING + "anchor") is not None or any(
            "position:absolute" in e.get("style", "").replace(" ", "") for e in drawn
        )
        return FLOATING if floats else PICTURE


def in_line(text: str) -> str:
    """A raw text as a line of prose: pictures leave no trace."""
    text = re.sub(rf"(?<=\d){GAP}(?=\d)", "^", text.replace(EQUATION, "[式]"))
    return re.sub(f"[{PICTURE}{FLOATING}{GAP}]", "", text)


def in_cell(texts: Iterable[str]) -> str:
    """The raw texts of a cell's paragraphs as one: what stands beside a number, and is none of it, is set off by `^`.

    So are two numbers on two lines, of which none can tell whether they are one. A cell with a picture is not empty.
    """
    text = "\n".join(texts)
    bare = re.sub(f"[{PICTURE}{FLOATING}{EQUATION}{GAP}]", "", text)
    if not bare.strip():
        return "[式]" * (EQUATION in text) + "[图]" * (PICTURE in text or FLOATING in text)
    text = _PARTED.sub("^", text).replace(GAP, "").replace(FLOATING, "")
    return re.sub(_BESIDE, lambda sign: "^[图]" if sign[0] == PICTURE else "^[式]", text)


def _joined(pieces: list[tuple[str, RunLook]]) -> str:
    """The pieces one after another: a gap where a text is raised or falls back, `~~` around a struck number."""
    out, raised, struck = "", False, False
    for text, look in pieces:
        strikes = look.struck and (struck or any(c.isdigit() for c in text))
        out += "~~" * (strikes != struck) + GAP * (bool(out) and look.raised != raised) + text
        raised, struck = look.raised, strikes
    return out + "~~" * struck


def _labelled(label: str, text: str) -> str:
    """A list's label before its paragraph's text, with a gap between."""
    bare = label.strip()
    if not bare:
        return text
    return bare + (" " if label != bare and bare[-1] in ".0123456789" else "") + GAP + text


def _equation(element: Any) -> str:
    """The letters of an equation in a line; one with fractions, powers or the like only leaves its sign."""
    if any(next(element.iter(MATH + tag), None) is not None for tag in _STRUCTURES):
        return EQUATION
    return "".join(_SIGNS.sub("\ufffd", t.text or "") for t in element.iter(MATH + "t"))


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _in_box(element: Any, drawn: Any) -> bool:
    """Whether an element belongs to a text box in a drawing, and not to the drawing itself."""
    for above in element.iterancestors():
        if above is drawn:
            return False
        if above.tag == W + "txbxContent":
            return True
    return False
