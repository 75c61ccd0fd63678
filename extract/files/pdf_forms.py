"""How often do a PDF's drawings draw each other? One that draws itself never ends, and PDFium would try.

Looks at the file's bytes before PDFium does: a drawing (a form XObject, ISO 32000-1, 8.10) is a stream, and a stream's
dictionary is never packed. What it cannot see (an encrypted file, a rare filter) is left to the limits of the process.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass, field
from itertools import islice, pairwise
from math import inf

_FORM = re.compile(rb"/Subtype\s*/Form\b")
_NUMBER = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+obj\b")
_XOBJECTS = re.compile(rb"/XObject\s*(?:<<(.*?)>>|(\d{1,10})\s+\d{1,5}\s+R)", re.DOTALL)
_RESOURCES = re.compile(rb"/Resources\s+(\d{1,10})\s+\d{1,5}\s+R")
_NAMED = re.compile(rb"/([^\s/<>\[\]()%{}]+)\s+(\d{1,10})\s+\d{1,5}\s+R")
_DRAWS = re.compile(rb"/([^\s/<>\[\]()%{}]+)\s+Do\b")
_STREAM = re.compile(rb"stream\r?\n")
_OTHER_FILTERS = re.compile(rb"/(?:ASCII|LZW|RunLength|Predictor)")
_FIRST = re.compile(rb"/First\s+(\d{1,9})\b")
_PACKED = re.compile(rb"/Type\s*/ObjStm\b")
_LONGEST_HEAD = 20_000
_MOST_OBJECTS = 500_000
_LONGEST_CONTENT = 1_000_000
_MOST_CONTENT = 64_000_000
"""Bytes, of all streams that are looked into, packed and unpacked."""


def drawings(data: bytes, most: int) -> float:
    """How many drawings the one that draws most draws, those that it draws through others too: `inf` where one draws
    itself. Not counted beyond `most`."""
    if not _FORM.search(data):
        return 0
    file = _File(data)
    forms = {number: _names(file.content(number)) for number, head in file.heads.items() if _FORM.search(head)}
    if not any(forms.values()):
        return 0
    file.unpack()
    inner = {number: _numbers(file, file.heads[number], names, forms) for number, names in forms.items()}
    counts: dict[int, float] = {}
    for number in inner:
        _count(number, inner, counts, most)
    return max(counts.values())


def _count(first: int, inner: dict[int, Counter[int]], counts: dict[int, float], most: int) -> None:
    """Count for one drawing and all that it draws; one that is met while it is counted draws itself."""
    above: set[int] = set()
    waiting = [first]
    while waiting:
        number = waiting[-1]
        if number in counts:
            waiting.pop()
        elif number in above:
            above.discard(number)
            total = sum(times * (1 + counts[drawn]) for drawn, times in inner[number].items())
            counts[number] = total if total == inf else min(total, most + 1)
        else:
            above.add(number)
            for drawn in inner[number]:
                if drawn in above:
                    counts[drawn] = inf
                elif drawn not in counts:
                    waiting.append(drawn)


@dataclass
class _File:
    """The heads of a file's objects by number: their bytes up to the next object's, or their first 20,000."""

    data: bytes
    heads: dict[int, bytes] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)
    room: int = _MOST_CONTENT

    def __post_init__(self) -> None:
        found = [*((int(m[1]), m.start(), m.end()) for m in islice(_NUMBER.finditer(self.data), _MOST_OBJECTS))]
        for (number, _, start), (_, end, _) in pairwise([*found, (0, len(self.data), 0)]):
            self.heads[number] = self.data[start : min(end, start + _LONGEST_HEAD)]  # of several the last, which counts
            self.places[number] = start

    def content(self, number: int) -> bytes:
        """What an object's stream holds; nothing where it is packed otherwise than by Flate alone, or damaged."""
        head = self.heads[number]
        begin = _STREAM.search(head)
        if not begin:
            return b""
        start = self.places[number] + begin.end()
        end = self.data.find(b"endstream", start, start + min(_LONGEST_CONTENT, self.room))
        held = self.data[start : max(end, start)]
        self.room -= len(held)
        head = head[: begin.start()]
        if b"/Filter" not in head:
            return held
        if b"/FlateDecode" not in head or _OTHER_FILTERS.search(head):
            return b""
        try:
            content = zlib.decompressobj().decompress(held, _LONGEST_CONTENT)
        except zlib.error:
            return b""
        self.room -= len(content)
        return content

    def unpack(self) -> None:
        """Add the objects that are packed in object streams."""
        for number, head in list(self.heads.items()):
            first = _FIRST.search(head) if _PACKED.search(head) else None
            if first and self.room > 0:
                body = self.content(number)
                numbers = [int(n) for n in body[: int(first[1])].split() if n.isdigit() and len(n) < 10]
                places = [int(first[1]) + place for place in numbers[1::2]]
                for n, (start, end) in zip(numbers[::2], pairwise([*places, len(body)]), strict=False):
                    self.heads[n] = body[start : min(end, start + _LONGEST_HEAD)]


def _names(content: bytes) -> Counter[bytes]:
    """The names that a stream draws, and how often each."""
    return Counter(name[1] for name in _DRAWS.finditer(content))


def _numbers(file: _File, head: bytes, names: Counter[bytes], forms: Container[int]) -> Counter[int]:
    """The numbers of the forms that a form draws by those names, and how often."""
    if resources := _RESOURCES.search(head):
        head = file.heads.get(int(resources[1]), b"")
    held = _XOBJECTS.search(head)
    if not held or not names:
        return Counter()
    listed = held[1] if held[1] is not None else file.heads.get(int(held[2]), b"")
    numbers: Counter[int] = Counter()
    for name in _NAMED.finditer(listed):
        if int(name[2]) in forms:
            numbers[int(name[2])] += names[name[1]]
    return +numbers
