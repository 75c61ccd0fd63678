"""What no text decides, shown so that no one pretends: each text is letter for letter that of an honest report."""

from __future__ import annotations

import pytest

from nianbao.eval.drawn.grids import Cells, consistent
from tests.hostile.kinds import UNDECIDABLE
from tests.hostile.silent import SURE
from tests.layouts import print_report, read_back

SOUND = consistent(
    {
        "disclosure.licensing.decisions": 5,
        "disclosure.penalty.decisions": 51,
        "disclosure.regulations.in_force": 3,
        "requests.granted.natural_person": 3,
        "requests.granted.research_institution": 1,
    }
)
GRANTED = "（一）予以公开"


def _undecided() -> dict[str, tuple[str, str, str, str]]:
    """By name: the layout, the table, the line as an honest report prints it, and how this report came to print it."""
    return {
        "blank-among-cell-lines": (
            "cell_lines",
            "requests",
            f"{GRANTED}\n3\n0\n1\n0\n0\n0\n4",
            "3 - 1 0 0 0 4, page 0",
        ),
        "total-blank-and-page-equal": ("spaces", "requests", f"{GRANTED} 3 0 1 0 0 0 4", "3 0 1 0 0 0 -, page 4"),
        "blank-in-disclosure-and-page": ("cell_lines", "disclosure", "规章\n0\n0\n3", "0 0 -, page 3"),
        "footnote-folded-in-disclosure": ("tabs", "disclosure", "行政处罚\t51\t", "5 and footnote 1"),
        "digit-lost": ("tabs", "disclosure", "行政许可\t5\t", "a 5 that was 50"),
    }


@pytest.mark.parametrize("name", UNDECIDABLE)
def test_the_same_text_is_an_honest_one(name: str) -> None:
    """The text is what an honest report prints, so a reader that is to read that one cannot refuse this one."""
    layout, table, line, _ = _undecided()[name]
    text = print_report(SOUND, layout)
    assert line in text
    read = read_back(text)[table]
    assert read.status in SURE
    expected: Cells = {cell: value for cell, value in SOUND.items() if cell.startswith(f"{table}.")}
    assert read.cells == expected
