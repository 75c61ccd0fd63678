"""What came of asking for a row again: mended, repeated, or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any


def count_reasks(records: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """The re-asks in a run's records (one per report, with its `replies` in the order in which they came).

    A re-ask asks for a single row that was asked for before. It `mended` the row if now its values stand in the row's
    own text and before they did not; it `repeated` it if they did before too (a failing sum hung on it: printed so);
    else it `failed`.
    """
    counts: Counter[str] = Counter(mended=0, repeated=0, failed=0)
    for record in records:
        taken: dict[tuple[str, str], bool] = {}
        for reply in record.get("replies", []):
            rows, grounded = reply["rows"].split(), set(reply.get("taken", "").split())
            for row in rows:
                place = (reply["table"], row)
                if place in taken and len(rows) == 1:
                    outcome = "failed" if row not in grounded else "repeated" if taken[place] else "mended"
                    counts[outcome] += 1
                taken[place] = taken.get(place, False) or row in grounded
    return dict(counts)
