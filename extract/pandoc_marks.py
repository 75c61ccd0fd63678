"""Take pandoc's own marks out of its Markdown: `[words]{lang="EN-US"}`, `::: {align="center"}`, `---` for a dash."""

from __future__ import annotations

import re

from nianbao.extract.normalise import NormalText
from nianbao.extract.text_copy import TextCopy

_VALUE = r"(?:\"[^\"\n]*\"|[^\s\"{}]+)"
_ATTRIBUTE = rf"(?:[.#][^\s{{}}\"]+|(?:lang|dir|style|class|custom-style|align|width|height|data-[a-z-]+)={_VALUE})"
_ATTRIBUTES = rf"\{{ *+{_ATTRIBUTE}(?: ++{_ATTRIBUTE})*+ *+\}}"
"""Attributes that only say how words look; pandoc writes a note's or a formula's braces otherwise."""
_MARK = re.compile(
    rf"(?P<end>\]{_ATTRIBUTES})|(?P<open>\[)|(?P<close>\])"
    rf"|(?P<fence>^ *+:{{3,}}+ *+(?:[\w.-]++|{_ATTRIBUTES})?+[ :]*+$)"
    rf"|(?P<heading>(?<=[^\s\]]) *+{_ATTRIBUTES} *+$)",
    re.MULTILINE,
)
_LOOK = re.compile(r"\]\{|^ *:::|^#.*\}$", re.MULTILINE)
_RUN_END = re.compile(r"[ \t\n|]")
_LONG_DASH = re.compile(r"(?<=  |\| |.\|)(?:-{3}){1,2}(?= {2}| *\||$)", re.MULTILINE)
_RULE = re.compile(r"-{3} *\| *:?-{3} *\| *:?-{3} *\|(?! *\d)")
_WORD = re.compile(r"\w")


def drop_pandoc_marks(normal: NormalText) -> NormalText:
    """The text without the brackets and attributes of pandoc's spans, its fences, and its attributes of headings.

    What is dropped becomes spaces behind the word that it stood in, so that columns stay where they were. `---` alone
    in a cell of a line with words is the long dash that it was before pandoc, `------` two of them. Each character
    keeps its place in the original. A text without such marks stays as it is.
    """
    return _spell_dashes(_drop_marks(normal))


def _drop_marks(normal: NormalText) -> NormalText:
    text = normal.text
    if not _LOOK.search(text):
        return normal
    dropped: list[tuple[int, int]] = []
    opened: list[int] = []
    for mark in _MARK.finditer(text):
        if mark["open"]:
            opened.append(mark.start())
        elif mark["close"]:
            if opened:
                opened.pop()
        elif mark["end"]:
            if opened:
                dropped += [(opened[-1], opened.pop() + 1), mark.span()]
        elif mark["fence"] or text.startswith("#", text.rfind("\n", 0, mark.start()) + 1):
            dropped.append(mark.span())
    if not dropped:
        return normal
    copy = TextCopy(normal)
    waiting: list[tuple[int, int]] = []
    at = 0
    for start, end in [*sorted(dropped), (len(text), len(text))]:
        run_end = _RUN_END.search(text, at, start)
        if run_end and waiting:
            copy.keep(at, run_end.start())
            at = run_end.start()
            if text[at] != "\n":
                for stretch in waiting:
                    copy.blank(*stretch)
            waiting = []
        copy.keep(at, start)
        waiting.append((start, end))
        at = end
    return copy.done()


def _spell_dashes(normal: NormalText) -> NormalText:
    text = normal.text
    if "---" not in text:
        return normal
    copy = None
    at = 0
    end = -1
    words = False
    for found in _LONG_DASH.finditer(text):
        if found.start() > end:
            begin = text.rfind("\n", 0, found.start()) + 1
            end = (text.find("\n", found.end()) + 1 or len(text) + 1) - 1
            # A row of `---` is Markdown's rule, also where a converter has put it into the middle of a line.
            words = _WORD.search(text, begin, end) is not None and not _RULE.search(text, begin, end)
        if not words:
            continue
        copy = copy or TextCopy(normal)
        copy.keep(at, found.start())
        for place in range(found.start(), found.end(), 3):
            copy.put("—", place)
        for place in range(found.start(), found.end(), 3):
            copy.blank(place + 1, place + 3)
        at = found.end()
    if copy is None:
        return normal
    copy.keep(at, len(text))
    return copy.done()
