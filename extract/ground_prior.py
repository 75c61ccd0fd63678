"""Ground another parser's rows: which stand in their own row's text, and why each of the others does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from nianbao.extract.candidate import RowText, Value
from nianbao.extract.ground import Grounded, ground_row
from nianbao.extract.layout_reader import LayoutReading
from nianbao.extract.tokens import number_value

KEPT = "kept"
NO_TABLE = "the source has no such table"
NO_ROW = "the source's table has no such row"
NO_LABEL = "the row's label is not found in the text"
INCOMPLETE = "incomplete"
NO_NUMBER = "no number in it"
NOT_IN_TEXT = "not in the row's text"
NOT_UNIQUE = "in more than one place of the row's text"
NOT_WHOLE = "the row prints more numbers"
MODEL_ALONE = "the model read alone"


@dataclass(frozen=True)
class GroundedPrior:
    """What became of a prior: by table, where its grounded units (rows; the review line as one) stand, and for every
    row that it gives (`requests.received`) "kept" or why it was not used."""

    units: Mapping[str, Mapping[str, Grounded]]
    outcome: Mapping[str, str]


def ground_prior(
    layout: LayoutReading, prior: Mapping[str, Mapping[str, Mapping[str, int | Decimal | None]]]
) -> GroundedPrior:
    """Find the prior's rows in the text.

    A row counts only if it gives every cell, and all its values stand, in order, in the row's own text, in one place,
    and the row prints nothing else. A table that the source lacks stays absent, whatever the prior says of it.
    """
    units: dict[str, dict[str, Grounded]] = {}
    outcome: dict[str, str] = {}
    for key, rows in prior.items():
        reading = layout.tables[key]
        values = {f"{key}.{row}.{column}": value for row, cells in rows.items() for column, value in cells.items()}
        texts = reading.units() if reading.present else {}
        said = {unit: _ground(values, reading.unit_cells(unit), text) for unit, text in texts.items()}
        units[key] = {unit: found for unit, found in said.items() if isinstance(found, Grounded)}
        for row in rows:
            unit = key if key in texts else row  # the review table is one unit of its own name
            if not reading.present:
                why = NO_TABLE
            elif row not in reading.table.row_by_key:
                why = NO_ROW
            elif unit not in said:
                why = NO_LABEL
            else:
                found = said[unit]
                why = found if isinstance(found, str) else KEPT
            outcome[f"{key}.{row}"] = why
    return GroundedPrior(units, outcome)


def _ground(values: Mapping[str, Value], paths: tuple[str, ...], text: RowText) -> Grounded | str:
    """Where the values of a unit's cells stand in its text, or why they do not count."""
    if not all(path in values for path in paths):
        return INCOMPLETE
    if all(values[path] is None for path in paths):
        return NO_NUMBER
    grounded = ground_row([_as_printed(values[path], text) for path in paths], text)
    if grounded is None:
        return NOT_IN_TEXT
    if not grounded.unique:
        return NOT_UNIQUE
    return grounded if grounded.whole else NOT_WHOLE


def _as_printed(value: Value, text: RowText) -> str | None:
    """The value in digits; an amount in those of the text where it prints the same amount (48339 for 48339.00)."""
    if isinstance(value, Decimal):
        for token in text.values:
            digits = number_value(token.text) if token.kind == "number" else None
            if digits is not None and Decimal(digits) == value:
                return token.text
    return None if value is None else str(value)
