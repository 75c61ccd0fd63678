"""Over all hostile texts no table is sure of what the text does not print; and without mischief most are sure."""

from __future__ import annotations

import os
from random import Random

import pytest

from nianbao.schemas import FORM_2021
from tests.hostile.cut_cells import cut_cells
from tests.hostile.kinds import KINDS, NEAR_DUPLICATES
from tests.hostile.mischief import Kind, changed_as_said, make_hostile
from tests.hostile.sheet import LAYOUTS, draw_sheet
from tests.hostile.silent import SURE, read_tables, silent_errors

VARIANTS = int(os.environ.get("NIANBAO_HOSTILE_VARIANTS", "100"))
"""Texts of each kind; of the kinds that are much like another a tenth as many, for the time that it takes."""


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_no_silent_error(kind: Kind) -> None:
    """In a hundred texts of the kind, each changed as the kind says, no sure table is wrong in any cell."""
    silent = []
    for variant in range(VARIANTS // 10 if kind.name in NEAR_DUPLICATES else VARIANTS):
        hostile = make_hostile(kind, variant)
        assert changed_as_said(kind.change, hostile), f"{kind.name} {variant} is not changed as the kind says"
        silent += [f"{variant} ({hostile.sheet.layout}): {e}" for e in silent_errors(hostile.text, hostile.sheet)]
    told = "\n".join(silent[:20])
    assert not silent, f"{len(silent)} silent; see: python -m tests.hostile {kind.name} VARIANT\n{told}"


def test_kinds() -> None:
    """There are sixty kinds or more with all their variants, each with a sentence of its own that says what is done."""
    assert len(set(KINDS) - NEAR_DUPLICATES) >= 60
    assert set(KINDS) >= NEAR_DUPLICATES
    assert len({kind.story for kind in KINDS.values() if kind.story}) == len(KINDS)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_without_mischief_most_is_sure(layout: str) -> None:
    """The same sheets unspoilt: most tables are sure, with every cell, and none is silently wrong."""
    sure = 0
    for number in range(30):
        sheet = draw_sheet(number, layout, Random(f"plain {number}"), small=True)
        text = sheet.text()
        assert not silent_errors(text, sheet)
        sure += sum(table.status in SURE for table in read_tables(text).values())
    assert sure >= 0.9 * 30 * len(FORM_2021.tables)


@pytest.mark.parametrize("kind", [k for k in KINDS.values() if "markdown" in k.layouts], ids=lambda kind: kind.name)
def test_no_silent_error_in_cut_cells(kind: Kind) -> None:
    """The kinds in piped tables, cut besides: cells over lines, the first column over two cells. None is silent."""
    silent = []
    first, step = kind.layouts.index("markdown"), len(kind.layouts)
    for variant in range(first, first + step * max(1, VARIANTS // 10), step):
        hostile = make_hostile(kind, variant)
        text = cut_cells(hostile.text, Random(f"cut {variant}"))
        silent += [f"{variant}: {e}" for e in silent_errors(text, hostile.sheet)]
    assert not silent, "\n".join(silent[:20])
