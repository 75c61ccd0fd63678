"""Two whole reports of form 2019, written and labelled by hand, and a way to change one of them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from nianbao.schemas import FORM_2019
from tests.layouts import Readback, read_back

FOLDER = Path(__file__).parent / "reports_2019"
PIPED = (FOLDER / "piped-2019.txt").read_text(encoding="utf-8")
SPACED = (FOLDER / "spaced-2020.txt").read_text(encoding="utf-8")
TITLE_OF_NEXT = "三、收到和处理政府信息公开申请情况\n"

Value = int | Decimal | None
DISCLOSED: dict[str, list[list[Value]]] = {
    "piped": [
        [0, 0, 0],
        [7, 6, 58],
        [268, -14, 4371],
        [91, 3, 1206],
        [1830, -122, 615],
        [144, None, 9],
        [12, -2],
        [83, Decimal("1945.60")],
    ],
    "spaced": [
        [0, 0, 0],
        [1, 1, 5],
        [31, -2, 87],
        [9, 0, 140],
        [204, 11, 3],
        [17, 0, 0],
        [1, -1],
        [26, Decimal("873.215")],
    ],
}
"""The disclosure tables as a reader of the texts sees them, row by row."""

ROWS = {
    "regulations": ("created", "published", "public_total"),
    "normative_documents": ("created", "published", "public_total"),
    "licensing": ("previous", "change", "decisions"),
    "other_services": ("previous", "change", "decisions"),
    "penalty": ("previous", "change", "decisions"),
    "coercion": ("previous", "change", "decisions"),
    "fees": ("previous", "change"),
    "procurement": ("projects", "amount"),
}
"""The form's rows and columns, written from the sheet."""


def cells_of(report: str) -> dict[str, Value]:
    """A report's disclosure by cell."""
    return {
        f"disclosure.{row}.{column}": value
        for (row, columns), values in zip(ROWS.items(), DISCLOSED[report], strict=True)
        for column, value in zip(columns, values, strict=True)
    }


def disclosure_of(text: str) -> Readback:
    """The disclosure table of a text as the layout reader reads it."""
    return read_back(text)["disclosure"]


def changed(text: str, old: str, new: str, count: int = 1) -> str:
    """The text with one stretch changed, which has to stand in it that often."""
    assert text.count(old) == count, (old, text.count(old))
    return text.replace(old, new)


def table_text(text: str) -> str:
    """The text of a report's disclosure section."""
    start = text.index("\n二、主动公开政府信息情况\n")
    return text[start : text.index(TITLE_OF_NEXT)]


def cell_lines(text: str) -> str:
    """The piped report with each printed cell on a line of its own, as a converter without delimiters leaves it."""
    lines: list[str] = []
    for line in text.split("\n"):
        if line.startswith("|"):
            lines += [] if "---" in line else [cell.strip() for cell in line.split("|") if cell.strip()]
        else:
            lines.append(line)
    return "\n".join(lines)


assert tuple(ROWS) == tuple(FORM_2019.tables["disclosure"].row_by_key)
