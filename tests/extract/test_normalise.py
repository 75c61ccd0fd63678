"""Normalising: stable, traceable to the original character by character, and never the maker of a digit."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.extract.normalise import MARKS, normalise

PLAIN, FULL_WIDTH = "0123456789", "０１２３４５６７８９"
TRAPS = (
    "0159０５９①⑳㈠⒈²½Ⅳ٣५𝟗㎡㋀㍘㏠—－─│｜⾏⽂（），．“”」é*`\\"
    "\u200b\u200c\ufeff\u00ad\u3000\u00a0\r\n\t\x0b\x0c\x85\u2028"
)
TEXTS = st.text() | st.text(alphabet=TRAPS, max_size=60)
PROPERTY = settings(deadline=None, max_examples=150)


@PROPERTY
@given(TEXTS)
def test_twice_is_once(original: str) -> None:
    """Normalising a normalised text changes nothing, and its offsets are then the places themselves."""
    once = normalise(original).text
    twice = normalise(once)
    assert twice.text == once
    assert list(twice.offsets) == list(range(len(once) + 1))


def test_every_character_is_settled_at_once() -> None:
    """No character of Unicode is turned into one that would be turned into another: not the small reverse solidus."""
    every = (chr(i) for i in range(sys.maxunicode + 1))
    alone = "\n".join(c for c in every if unicodedata.category(c) not in ("Cn", "Co", "Cs"))
    once = normalise(alone).text
    assert normalise(once).text == once


@pytest.mark.parametrize("mark", "*＊﹡`｀")
def test_a_mark_never_joins_digits(mark: str) -> None:
    """A note's mark between two digits is dropped, in whatever width, but they stay two numbers."""
    assert normalise(f"5{mark}1").text == "5 1"


@PROPERTY
@given(TEXTS)
def test_offsets_lead_back(original: str) -> None:
    """Offsets never decrease, stay inside the original and end at its end; there is one for every character."""
    normal = normalise(original)
    offsets = list(normal.offsets)
    assert len(offsets) == len(normal.text) + 1
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(original)
    assert all(0 <= place < len(original) for place in offsets[:-1])


@PROPERTY
@given(TEXTS)
def test_digits_come_from_digits(original: str) -> None:
    """Every ASCII digit of the normalised text was that decimal digit in the original, in whatever width or style."""
    normal = normalise(original)
    for place, character in enumerate(normal.text):
        if character in "0123456789":
            source = original[normal.offsets[place]]
            assert unicodedata.category(source) == "Nd"
            assert unicodedata.digit(source) == int(character)


@PROPERTY
@given(TEXTS)
def test_no_digit_is_lost(original: str) -> None:
    """Every plain or full-width digit of the original stands in the normalised text, at its own offset."""
    normal = normalise(original)
    kept = [(normal.offsets[i], c) for i, c in enumerate(normal.text) if c in "0123456789"]
    for place, character in enumerate(original):
        if character in PLAIN + FULL_WIDTH:
            assert (place, PLAIN[(PLAIN + FULL_WIDTH).index(character) % 10]) in kept


@PROPERTY
@given(TEXTS, st.data())
def test_span_covers_its_characters(original: str, data: st.DataObject) -> None:
    """The original's span of a piece, normalised alone, holds that piece's characters in order, but for the space that
    a mark leaves only between digits."""
    normal = normalise(original)
    start = data.draw(st.integers(0, len(normal.text)))
    end = data.draw(st.integers(start, len(normal.text)))
    low, high = normal.span(start, end)
    assert 0 <= low <= high <= len(original)
    piece, alone = normal.text[start:end], normalise(original[low:high]).text
    assert piece in alone or (MARKS & set(original) and piece.replace(" ", "") in alone.replace(" ", ""))


@pytest.mark.parametrize(
    ("original", "expected"),
    [
        pytest.param("２０２２年１２件", "2022年12件", id="full-width-digits"),
        pytest.param("⾏政许可", "行政许可", id="kangxi-radical"),
        pytest.param("（一）予以公开，", "(一)予以公开,", id="full-width-brackets"),
        pytest.param("三安全“一”稳定", '三安全"一"稳定', id="quotes"),
        pytest.param("规章\r\n3\r\n", "规章\n3\n", id="crlf"),
        pytest.param("规章\r3\r", "规章\n3\n", id="cr-alone"),
        pytest.param("规章\n\r\n3", "规章\n\n3", id="lf-then-crlf"),
        pytest.param("行政\u200b许\ufeff可\u200d", "行政许可", id="zero-width"),
        pytest.param("4\u200b9", "49", id="zero-width-in-number"),
        pytest.param("行政\u00ad许可", "行政许可", id="soft-hyphen"),
        pytest.param("规章\t3\t\t7", "规章\t3\t\t7", id="tabs-kept"),
        pytest.param("规章\u30003\u00a07", "规章 3 7", id="wide-and-hard-spaces"),
        pytest.param("0│3｜7", "0|3|7", id="box-and-wide-bars"),
        pytest.param("－ – ― ─", "— — — —", id="dashes"),
        pytest.param("规章\x0c3\u20287", "规章\n3\n7", id="form-feed-and-line-separator"),
        pytest.param("**12** \\| `3`", "12 | 3", id="markdown-marks"),
        pytest.param("", "", id="empty"),
    ],
)
def test_what_becomes_of_it(original: str, expected: str) -> None:
    """Width, compatibility forms, line ends and invisible characters become one plain form."""
    assert normalise(original).text == expected


@pytest.mark.parametrize(
    "original",
    [
        pytest.param("5①", id="circled"),
        pytest.param("5²", id="superscript"),
        pytest.param("5½", id="fraction"),
        pytest.param("5⒈", id="number-with-stop"),
        pytest.param("5⑴", id="number-in-brackets"),
        pytest.param("5❶", id="dingbat"),
        pytest.param("5㋀", id="month-sign"),
        pytest.param("5㏠", id="day-sign"),
        pytest.param("5🄂", id="number-with-comma"),
    ],
)
def test_marks_are_no_digits(original: str) -> None:
    """A note mark or list numeral behind a number never becomes a digit of it: 5① is not 51."""
    assert [c for c in normalise(original).text if c.isdigit()] == ["5"]


def test_span_of_an_expanded_character() -> None:
    """A character that becomes two has both places at the one original character."""
    normal = normalise("㈠公开 7")  # ㈠ becomes (一)
    assert normal.text == "(一)公开 7"
    assert normal.span(0, 3) == (0, 1)
    assert normal.span(6, 7) == (4, 5)


def test_span_over_dropped_characters() -> None:
    """The span of a number with a zero-width space inside covers all its characters in the original."""
    original = "规章\u200b 1\u200b2 件"
    normal = normalise(original)
    at = normal.text.index("12")
    low, high = normal.span(at, at + 2)
    assert original[low:high] == "1\u200b2"


def test_empty_span_is_a_place() -> None:
    """The span of nothing is one place, also at the text's end."""
    normal = normalise("ab")
    assert normal.span(1, 1) == (1, 1)
    assert normal.span(2, 2) == (2, 2)
