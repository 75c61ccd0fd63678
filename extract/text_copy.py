"""Make a normalised text out of another's pieces, every character with its place in the original."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from nianbao.extract.normalise import NormalText


class TextCopy:
    """A normalised text in the making out of another's pieces."""

    def __init__(self, normal: NormalText) -> None:
        self.normal = normal
        self.pieces: list[str] = []
        self.offsets = array("I")

    def keep(self, start: int, end: int) -> None:
        """Copy a stretch with its places."""
        if start < end:
            self.pieces.append(self.normal.text[start:end])
            self.offsets.extend(self.normal.offsets[start:end])

    def blank(self, start: int, end: int) -> None:
        """As many spaces as a stretch has characters, in their places."""
        if start < end:
            self.pieces.append(" " * (end - start))
            self.offsets.extend(self.normal.offsets[start:end])

    def put(self, character: str, place: int) -> None:
        """Add a character that the text does not have at this place."""
        self.pieces.append(character)
        self.offsets.append(self.normal.offsets[place])

    def cell(self, spans: Sequence[tuple[int, int]]) -> None:
        """A cell's pieces in one: Chinese wraps anywhere, so they belong together; two words or numbers do not."""
        for start, end in spans:
            last = self.pieces[-1][-1]
            if last.isascii() and last.isalnum() and self.normal.text[start].isalnum():
                self.put(" ", start)
            self.keep(start, end)

    def end_line(self, place: int) -> None:
        """Begin a new line, unless one has just begun."""
        if self.pieces and self.pieces[-1][-1] != "\n":
            self.put("\n", place)

    def done(self) -> NormalText:
        """The text with the end's place."""
        self.offsets.append(self.normal.offsets[len(self.normal.text)])
        return NormalText("".join(self.pieces), self.offsets, self.normal.original)
