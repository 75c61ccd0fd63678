"""Pandoc's own marks in its Markdown: spans with attributes, fences, attributes of headings, dashes in ASCII."""

from __future__ import annotations

import pytest

from nianbao.eval.drawn.columns import aligned
from nianbao.eval.drawn.grids import grids
from nianbao.extract.normalise import normalise
from nianbao.extract.pandoc_marks import drop_pandoc_marks
from tests.extract.test_reader_breakages import SOUND
from tests.layouts import read_back, report


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param('[[二、]{lang="EN-US"}]{style="color:red"}[情况]{.x}', "二、情况", id="nested_spans"),
        pytest.param('  [[3]{.a}]{.b}[2]{.c}   [7]{lang="zh"}', "32 7", id="digits_in_spans"),
        pytest.param("# 一、总体情况 {#一总体情况 .unnumbered}", "# 一、总体情况", id="heading"),
        pytest.param('::: {align="center"}\n规章\n:::', "规章", id="fence"),
        pytest.param("  规章   ---   3   ------", "规章 — 3 ——", id="dashes"),
        pytest.param("| 规章 | --- | 3 |", "| 规章 | — | 3 |", id="dashes_between_bars"),
    ],
)
def test_marks_go_and_columns_stay(text: str, words: str) -> None:
    """The words are left, each character after a space stands where it stood."""
    normal = normalise(text)
    result = drop_pandoc_marks(normal)
    assert " ".join(result.text.split()) == words
    for line, before in zip(result.text.split("\n"), normal.text.split("\n"), strict=True):
        assert len(line.rstrip()) <= len(before)
    assert all(c in " —" or c == result.original[p] for c, p in zip(result.text, result.offsets, strict=False))


@pytest.mark.parametrize(
    "text", ["[1]", "见[附件](a.html)", "{1}", "收到[3]{2}件", "--- 3 ---", "| --- | --- |", "  ---  ---", "$x^{2}$"]
)
def test_other_brackets_and_rules_stay(text: str) -> None:
    """Notes, links, formulas, page marks and rules are not pandoc's attributes."""
    normal = normalise(text)
    assert drop_pandoc_marks(normal) is normal


def test_a_table_of_spans_keeps_its_columns() -> None:
    """Every cell in two spans, in columns by spaces: confirmed, every value read."""
    wrapped = {
        key: aligned([[t and f'[[{t}]{{lang="EN-US"}}]{{style="font:x"}}' for t in row] for row in grid])
        for key, grid in grids(SOUND).items()
    }
    for table in read_back(report(wrapped)).values():
        assert table.status == "confirmed"
        assert table.cells == {c: v for c, v in SOUND.items() if c in table.cells}


@pytest.mark.parametrize(
    "piece", ["]{", "]{.a ", "[", "]{.a}", "a  --- ", "  ---", "]{.a" + " " * 50, "\n:::" + " " * 99]
)
def test_hostile_marks_end(piece: str) -> None:
    """A text that would take minutes, were its time quadratic; no character of it comes twice."""
    normal = normalise("]{.a}" + piece * (400_000 // len(piece)) + "x")
    offsets = list(drop_pandoc_marks(normal).offsets)
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(normal.original)
