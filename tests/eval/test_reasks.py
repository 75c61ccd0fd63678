"""Re-asks counted: mended, repeated, or not."""

from __future__ import annotations

from nianbao.eval.reasks import count_reasks


def reply(rows: str, taken: str, table: str = "requests") -> dict[str, str]:
    """One reply of a log's record."""
    return {"table": table, "rows": rows, "taken": taken}


def test_a_single_row_asked_for_again_is_counted_by_what_came_of_it() -> None:
    """The first ask is none; the same row of another table neither; mended, repeated and failed apart."""
    records = [
        {
            "replies": [
                reply("received granted total", "received"),
                reply("granted", ""),
                reply("granted", "granted"),
                reply("received", "received"),
                reply("received", "", table="review"),
            ]
        },
        {"replies": [reply("granted", "granted")]},
        {"replies": []},
        {},
    ]
    assert count_reasks(records) == {"mended": 1, "repeated": 1, "failed": 1}
