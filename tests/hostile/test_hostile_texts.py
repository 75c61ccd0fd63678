"""Over all hostile texts no table is sure of what the text does not print."""

from __future__ import annotations

import pytest

from tests.hostile.kinds import KINDS
from tests.hostile.mischief import Kind, changed_as_said, make_hostile
from tests.hostile.silent import silent_errors

VARIANTS = 100


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_no_silent_error(kind: Kind) -> None:
    """In a hundred texts of the kind, each changed as the kind says, no sure table is wrong in any cell."""
    silent = []
    for variant in range(VARIANTS):
        hostile = make_hostile(kind, variant)
        assert changed_as_said(kind.change, hostile), f"{kind.name} {variant} changes nothing"
        silent += [f"{variant} ({hostile.sheet.layout}): {e}" for e in silent_errors(hostile.text, hostile.sheet)]
    told = "\n".join(silent[:20])
    assert not silent, f"{len(silent)} silent; see: python -m tests.hostile {kind.name} VARIANT\n{told}"
