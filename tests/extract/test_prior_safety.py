"""Whatever a prior says, what is confirmed is what the report prints."""

from __future__ import annotations

import copy
import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao import repair_report
from tests.layouts import LAYOUTS, Cells, grids, print_report, report, table_sets


def contract(cells: Cells) -> dict[str, dict[str, dict[str, Any]]]:
    """A table set by names."""
    out: dict[str, dict[str, dict[str, Any]]] = {}
    for cell, value in cells.items():
        key, row, column = cell.split(".")
        out.setdefault(key, {}).setdefault(row, {})[column] = value
    return out


def spoil(prior: dict[str, dict[str, dict[str, Any]]], data: st.DataObject) -> None:
    """One fault of a parser: a shifted row, rows exchanged, a digit, a null, a row of its neighbour."""
    rows = prior[data.draw(st.sampled_from(list(prior)))]
    one, other = data.draw(st.sampled_from(list(rows))), data.draw(st.sampled_from(list(rows)))
    values = list(rows[one].values())
    column = data.draw(st.sampled_from(list(rows[one])))
    match data.draw(st.sampled_from(["left", "right", "exchange", "copy", "digit", "null"])):
        case "left":
            rows[one] = dict(zip(rows[one], [*values[1:], data.draw(st.sampled_from([0, None]))], strict=True))
        case "right":
            rows[one] = dict(zip(rows[one], [data.draw(st.sampled_from([0, None])), *values[:-1]], strict=True))
        case "exchange" if list(rows[one]) == list(rows[other]):
            rows[one], rows[other] = rows[other], rows[one]
        case "copy" if list(rows[one]) == list(rows[other]):
            rows[one] = dict(zip(rows[one], rows[other].values(), strict=True))
        case "null":
            rows[one][column] = None
        case _:
            rows[one][column] = data.draw(st.integers(0, 99))


@settings(max_examples=80, deadline=None)
@given(cells=table_sets(), layout=st.sampled_from(list(LAYOUTS)), data=st.data())
def test_what_is_confirmed_is_what_the_report_prints(cells: Cells, layout: str, data: st.DataObject) -> None:
    """Empty cells, fillers beside them and torn numbers in the text, faults in the prior: no cell confirmed wrong."""
    blank = data.draw(st.lists(st.sampled_from([c for c in cells if c.startswith("disclosure.")]), max_size=3))
    printed: Cells = {**cells, **dict.fromkeys(blank)}
    filled = {
        k: [[row[0], None, *row[1:]] if k != "review" else list(row) for row in g] for k, g in grids(printed).items()
    }
    text = (
        report({k: LAYOUTS[layout](g) for k, g in filled.items()})
        if data.draw(st.booleans())
        else print_report(printed, layout)
    )
    if data.draw(st.booleans()):
        text = re.sub(r"(?<=[\t |])(\d{1,2})(\d{3})(?=[\t |\n])", r"\1, \2", text)
    prior = contract(printed)
    for _ in range(data.draw(st.integers(0, 3))):
        spoil(prior, data)
    result = repair_report(text, prior=copy.deepcopy(prior))
    for key, table in result.tables.items():
        if table.status in ("confirmed", "source_inconsistent"):
            found = {f"{key}.{row}.{column}": v for row, of in table.cells.items() for column, v in of.items()}
            assert found == {c: v for c, v in printed.items() if c.startswith(f"{key}.")}
    for path, why in result.extraction.prior.items():
        key, row = path.split(".")
        if why == "kept" and result.tables[key].status == "confirmed":
            assert prior[key][row] == result.tables[key].cells[row]
