"""Drawings of a PDF that draw each other: counted before PDFium follows them."""

from __future__ import annotations

import zlib
from math import inf

import pytest

from nianbao.extract.errors import DocumentError
from nianbao.extract.files.limits import DEFAULT_LIMITS
from nianbao.extract.files.pdf_forms import drawings
from nianbao.extract.files.read_pdf import read_pdf
from tests.files.hostile_pdf import made_of, stream

MOST = 1000


def form(draws: bytes, names: bytes) -> bytes:
    """A form XObject with these commands and these names for others."""
    head = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Filter /FlateDecode /Resources "
    return stream(
        zlib.compress(draws),
        head + (b"2 0 R" if not names.startswith(b"/") and names else b"<< /XObject << %s >> >>" % names),
    )


def packed(number: int, body: bytes) -> bytes:
    """An object stream that holds one object."""
    place = b"%d 0 " % number
    return stream(zlib.compress(place + body), b"/Type /ObjStm /N 1 /First %d /Filter /FlateDecode" % len(place))


def chain(length: int, times: int) -> list[bytes]:
    """Forms that each draw the next so many times."""
    forms = [form(b"/X Do " * times, b"/X %d 0 R" % (i + 2)) for i in range(length)]
    return [*forms, form(b"0 0 m", b"")]


BOTH = b"/X 1 0 R /Y 2 0 R"


@pytest.mark.parametrize(
    ("objects", "count"),
    [
        pytest.param([b"<< >>"], 0, id="none"),
        pytest.param([form(b"/X Do", b"/X 1 0 R")], inf, id="itself"),
        pytest.param([form(b"/Y Do", BOTH), form(b"/X Do", BOTH)], inf, id="each other"),
        pytest.param([form(b"/Y Do", BOTH), form(b"0 0 m", BOTH)], 1, id="names of itself that it does not draw"),
        pytest.param(chain(3, 2), 14, id="twice, three deep"),
        pytest.param(chain(40, 1), 40, id="once, forty deep"),
        pytest.param(chain(40, 2), MOST + 1, id="twice, forty deep"),
        pytest.param(
            [form(b"/X Do", b"2 0 R"), packed(2, b"<< /XObject 3 0 R >>"), b"<< /X 1 0 R >>"],
            inf,
            id="itself, its names in an object stream",
        ),
    ],
)
def test_drawings_are_counted_through_others(objects: list[bytes], count: float) -> None:
    assert drawings(made_of(objects), MOST) == count


def test_a_drawing_that_draws_too_many_others_is_refused() -> None:
    """Forty levels, two drawings each: a million million."""
    with pytest.raises(DocumentError, match=r"too many others, more than the 200,000 of any report\."):
        read_pdf(made_of(chain(40, 2)), name="a.pdf", limits=DEFAULT_LIMITS)
