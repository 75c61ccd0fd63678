"""Cut a text into the marks of HTML (tags, entities) and what stands between them, each with its place.

The standard library's parser would do, but in the versions of Python that we support it takes a quadratic time on
broken markup and raises on some; lxml does not keep the places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Literal

from nianbao.extract.normalise import normalise

_MARK = re.compile(
    r"<!--|<!\[CDATA\[|\]\]>|<[!?](?=[A-Za-z\[])"
    r"|</?(?P<name>[A-Za-z][A-Za-z0-9._:-]*)(?=[\s/>])"
    # Without a semicolon only names that no word begins with.
    r"|&(?:\#\d{1,7};?|\#[xX][0-9a-fA-F]{1,6};?|[A-Za-z][A-Za-z0-9]{1,31};|(?:nbsp|amp|lt|gt|quot)(?![A-Za-z=]))"
)
_INSIDE = re.compile(r"[<>]|=\s*[\"']")
_ATTRIBUTE = re.compile(r"([^\s\"'>/=]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]*))?")
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
SET_APART = frozenset({"sup", "sub", "del", "s", "strike"})
"""Tags of what is raised, lowered or struck out: it is no part of the number beside it."""
_UNREAD_END = re.compile(r"</(script|style)(?=[\s/>])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text: words, an entity (`decoded` is what it prints) or a tag (`name` in lower case)."""

    kind: Literal["words", "entity", "tag"]
    start: int
    end: int
    name: str = ""
    closes: bool = False
    attributes: str = ""
    decoded: str = ""

    def opens(self, *names: str) -> bool:
        """Whether it is an opening tag of one of these names."""
        return self.kind == "tag" and not self.closes and self.name in names

    def span_of(self, attribute: str, most: int) -> int:
        """The number of a `rowspan` or `colspan`, 1 where it has none, at most `most`; 0 is what it prints."""
        for name, value in _ATTRIBUTE.findall(self.attributes):
            if name.lower() == attribute:
                digits = re.match(r"[\"']?\s*\+?(\d{1,9})", value)
                return min(int(digits[1]), most) if digits else 1
        return 1

    @property
    def is_hidden(self) -> bool:
        """Whether it says itself that it does not show."""
        if "hid" not in self.attributes.lower() and "none" not in self.attributes.lower():
            return False
        return any(
            name.lower() == "hidden" or (name.lower() == "style" and _UNSEEN.search(value) is not None)
            for name, value in _ATTRIBUTE.findall(self.attributes)
        )


def html_marks(text: str) -> Iterator[Mark]:
    """The marks of a normalised text in order; comments, declarations, scripts and style sheets are left out.

    What is no tag to a browser (`a < b`), or never ends, is words. Takes a time linear in the text. Never raises.
    """
    last = {sign: text.rfind(sign) for sign in ("-->", ">", '"', "'")}
    last |= {found[1].lower(): found.start() for found in _UNREAD_END.finditer(text)}
    at = words = 0
    while found := _MARK.search(text, at):
        start, at = found.span()
        name = (found["name"] or "").lower()
        mark = None
        if name:
            at, ends = _tag_end(text, at, last)
            if not ends:
                continue
            closes = text[start + 1] == "/"
            if not closes and at <= last.get(name, -1):
                at = next(end.start() for end in _UNREAD_END.finditer(text, at) if end[1].lower() == name)
            else:
                mark = Mark("tag", start, at, name, closes, text[found.end() : at - 1])
        elif found[0] == "<!--":
            # `<!-->` is a whole comment; one that never ends would swallow the rest.
            at = text.index("-->", start + 2) + 3 if start + 2 <= last["-->"] else at
        elif found[0] in ("<!", "<?"):
            if last[">"] < at:
                continue
            at = text.index(">", at) + 1
        elif found[0][0] == "&":
            decoded = unescape(found[0])
            if decoded == found[0]:
                continue
            mark = Mark("entity", start, at, decoded=normalise(decoded).text)
        if words < start:
            yield Mark("words", words, start)
        words = at
        if mark:
            yield mark
    if words < len(text):
        yield Mark("words", words, len(text))


def _tag_end(text: str, at: int, last: dict[str, int]) -> tuple[int, bool]:
    """Where the tag ends whose name ends at `at`; where another begins first, or the text ends, that place and False.

    A quoted value may hold `>`.
    """
    while found := _INSIDE.search(text, at):
        if found[0] in "<>":
            return (found.end(), True) if found[0] == ">" else (found.start(), False)
        quote = found[0][-1]
        at = found.end()
        if at <= last[quote]:
            at = text.index(quote, at) + 1
    return len(text), False
