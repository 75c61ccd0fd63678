"""Compare what section 一 states with the tables: soft findings, which say something and change nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from nianbao.schemas import Finding, Statement, TableResult

NARRATIVE = "narrative"
"""The id of these findings. They never change a status, and nobody is asked about them."""

Values = Mapping[str, int | Decimal | None]

_WORDS = {
    "requests.received.total": "requests received",
    "requests.carried_over.total": "requests carried over from last year",
    "requests.carried_forward.total": "requests carried forward to next year",
    "requests.processed_total.total": "requests dealt with",
    "requests.granted.total": "requests granted (予以公开)",
    "requests.partially_granted.total": "requests partially granted (部分公开)",
    "requests.denied_state_secret.total": "requests denied (不予公开)",
    "review.reconsideration.total": "cases of 行政复议",
    "review.litigation_direct.total": "cases of 行政诉讼",
    "disclosure.normative_documents.issued": "规范性文件 issued",
    "disclosure.normative_documents.repealed": "规范性文件 repealed",
    "disclosure.normative_documents.in_force": "规范性文件 in force",
    "disclosure.regulations.issued": "规章 issued",
    "disclosure.regulations.in_force": "规章 in force",
}

# 收到 may mean the new requests or all that were there; 办理 likewise what was ended or what was there.
_ALSO: dict[str, tuple[tuple[str, ...], ...]] = {
    "requests.received.total": (("requests.received.total", "requests.carried_over.total"),),
    "requests.processed_total.total": (
        ("requests.received.total", "requests.carried_over.total"),
        ("requests.received.total",),
    ),
    "review.litigation_direct.total": (("review.litigation_direct.total",),),
}


def narrative_findings(
    statements: Sequence[Statement], tables: Mapping[str, TableResult], marks: Mapping[str, str]
) -> list[Finding]:
    """One finding for each quantity whose stated number is none of the table's readings of it.

    A table that is absent, a cell that was not read, and a quantity that section 一 gives two numbers of are left out.
    An empty cell counts as 0, as in a sum, an empty total as what its row adds up to. `expected` is the stated number,
    `printed` the table's.
    """
    values: dict[str, int | Decimal | None] = {}
    for key, read in tables.items():
        for row, cells in read.cells.items() if read.status != "absent" else ():
            name = f"{key}.{row}"
            empty = [c for c, v in cells.items() if v is None and marks.get(f"{name}.{c}") in ("blank", "dash")]
            counted = {c: 0 if c in empty else v for c, v in cells.items()}
            values |= {f"{name}.{c}": v for c, v in counted.items()}
            if "total" in empty:
                values[f"{name}.total"] = _sum(counted, [c for c in counted if c != "total"])
    often = Counter(tuple(s.cells) for s in statements)
    findings = []
    for stated in statements:
        if often[tuple(stated.cells)] > 1:
            continue
        readings = [tuple(stated.cells), *_ALSO.get(stated.cells[0], ())]
        sums = [_sum(values, cells) for cells in readings]
        if sums[0] is None or stated.value in sums:
            continue
        findings.append(
            Finding(
                check=NARRATIVE,
                table=stated.cells[0].split(".")[0],
                cells=list(stated.cells),
                expected=stated.value,
                printed=sums[0],
                message=f"section 一 states {stated.value} {_WORDS[stated.cells[0]]}, the table {sums[0]}. "
                "It may count something else; the table's values and status stand.",
                span=stated.span,
            )
        )
    return findings


def _sum(values: Values, cells: Sequence[str]) -> int | None:
    """What the cells print in sum; None where one of them was not read."""
    total = 0
    for cell in cells:
        value = values.get(cell)
        if value is None:
            return None
        total += int(value)
    return total
