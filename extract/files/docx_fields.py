"""The fields of a Word text: their results are printed, their instructions are not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nianbao.extract.files.docx_xml import W, is_on, number_of

_DRAWING = ("EQ", "=", "SYMBOL")
"""Instructions of fields that print something even where the file holds no result of them."""


@dataclass
class _Field:
    instruction: str = ""
    resulted: bool = False


class OpenFields:
    """The fields that are open at a place of the text, the outermost first. `body` is the text that is to be read."""

    def __init__(self, body: Any) -> None:
        self._open: list[_Field] = []
        self._whole = _matched(body)

    @property
    def shown(self) -> bool:
        """Whether a text here is printed: every open field is at its result."""
        return all(field.resulted for field in self._open)

    def instruct(self, text: str) -> None:
        """Take a piece of the innermost field's instruction."""
        if self._open:
            self._open[-1].instruction += text[:80]

    def meet(self, mark: Any) -> bool:
        """Go on over a `w:fldChar`; whether a field ends here that prints what the text does not hold."""
        if mark not in self._whole:
            return False
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            self._open.append(_Field())
        elif kind == "separate" and self._open:
            self._open[-1].resulted = True
        elif kind == "end" and self._open:
            ended = self._open.pop()
            return not ended.resulted and ended.instruction.strip().upper().startswith(_DRAWING)
        return False

    def printed(self, mark: Any) -> str:
        """What a form's field prints at its end, which holds no text of its own: a box to tick, a choice."""
        data = self._whole.get(mark)
        if data is None:
            return ""
        if (box := data.find(W + "checkBox")) is not None:
            on = is_on(box, "checked")
            return "☑" if (is_on(box, "default") if on is None else on) else "☐"
        if (choices := data.find(W + "ddList")) is not None:
            entries = [entry.get(W + "val", "") for entry in choices.iterfind(W + "listEntry")]
            at = number_of(choices, "result", number_of(choices, "default"))
            return entries[at] if at < len(entries) else ""
        return ""


def _matched(body: Any) -> dict[Any, Any]:
    """The marks of fields that both begin and end, each end with its field's `w:ffData` or None: a field that never
    ends would swallow the rest of the text."""
    whole: dict[Any, Any] = {}
    waiting: list[list[Any]] = []
    for mark in body.iter(W + "fldChar"):
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            waiting.append([mark])
        elif waiting and kind == "separate":
            waiting[-1].append(mark)
        elif waiting and kind == "end":
            marks = waiting.pop()
            whole.update(dict.fromkeys(marks))
            whole[mark] = marks[0].find(W + "ffData")
    return whole
