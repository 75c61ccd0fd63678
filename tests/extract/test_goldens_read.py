"""The five goldens: the layout reader's values, marks, statuses and findings are those that were labelled by eye."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nianbao.extract.layout_reader import read_layout
from nianbao.schemas import load_json
from tests.layouts import Readback, read_back

GOLDENS = Path(__file__).resolve().parents[2] / "goldens"
SLUGS = ["huguan-2023", "jincheng-chengqu-2022", "shengzhou-office-2022", "yindu-office-2021", "zhangjiakou-2022"]
TextOf = Callable[[str], str]


def labelled(slug: str) -> dict[str, Any]:
    """A golden's label."""
    label: dict[str, Any] = load_json((GOLDENS / slug / "golden.json").read_text(encoding="utf-8"))
    return label


def doubtful(label: dict[str, Any]) -> set[str]:
    """The cells (and fields of the front matter) that the label itself marks as doubtful."""
    return {cell for doubt in label["labels"]["doubtful"] for cell in doubt["cells"]}


def label_cells(label: dict[str, Any]) -> dict[str, str | None]:
    """Every labelled cell with its digits as printed."""
    return {
        f"{key}.{row}.{column}": None if value is None else str(value)
        for key, table in label["tables"].items()
        for row, columns in table["cells"].items()
        for column, value in columns.items()
    }


def read_cells(tables: dict[str, Readback]) -> dict[str, str | None]:
    """Every cell as read, with its digits as printed."""
    values = {path: value for table in tables.values() for path, value in table.cells.items()}
    return {path: None if value is None else str(value) for path, value in values.items()}


def test_every_golden_is_tested() -> None:
    """The goldens named here are those that there are."""
    assert sorted(path.parent.name for path in GOLDENS.glob("*/golden.json")) == SLUGS


@pytest.mark.parametrize("slug", SLUGS)
def test_cells(slug: str, golden_text: TextOf) -> None:
    """Every cell that the label does not doubt has the labelled value; the reader reads no cell more, none less."""
    label, tables = labelled(slug), read_back(golden_text(slug))
    read, expected = read_cells(tables), label_cells(label)
    assert set(read) == set(expected)
    sure = [cell for cell in expected if cell not in doubtful(label)]
    assert {cell: read[cell] for cell in sure} == {cell: expected[cell] for cell in sure}


@pytest.mark.parametrize("slug", SLUGS)
def test_doubtful_cells_are_named(slug: str, golden_text: TextOf) -> None:
    """A cell that the label doubts is named by a finding, or its whole table is not sure."""
    tables = read_back(golden_text(slug))
    for cell in (c for c in doubtful(labelled(slug)) if "." in c):
        table = tables[cell.split(".")[0]]
        assert cell in table.named or table.status == "unconfirmed"


@pytest.mark.parametrize("slug", SLUGS)
def test_marks(slug: str, golden_text: TextOf) -> None:
    """Every null that the label does not doubt has the labelled mark, and no cell has a mark beside them."""
    label, tables = labelled(slug), read_back(golden_text(slug))
    unsure = doubtful(label)
    marks = {path: c.mark for t in tables.values() for path, c in t.reading.cells.items() if c.mark}
    expected = {path: mark for path, mark in label["marks"].items() if path not in unsure}
    assert {path: mark for path, mark in marks.items() if path not in unsure} == expected


@pytest.mark.parametrize("slug", SLUGS)
def test_statuses(slug: str, golden_text: TextOf) -> None:
    """Every table has the labelled status: sure where a reader's eye is sure, and not where it is not."""
    expected = {key: table["status"] for key, table in labelled(slug)["tables"].items()}
    assert {key: table.status for key, table in read_back(golden_text(slug)).items()} == expected


@pytest.mark.parametrize("slug", SLUGS)
def test_findings(slug: str, golden_text: TextOf) -> None:
    """The findings are the labelled ones: the same checks, cells, expected and printed numbers."""
    tables = read_back(golden_text(slug))
    found = [
        (f.check, f.table, frozenset(f.cells), f.expected, f.printed)
        for table in tables.values()
        for f in table.verdict.findings
    ]
    expected = [
        (f["check"], f["table"], frozenset(f["cells"]), f.get("expected"), f.get("printed"))
        for f in labelled(slug)["findings"]
    ]
    assert sorted(found, key=repr) == sorted(expected, key=repr)


@pytest.mark.parametrize("slug", SLUGS)
def test_suggestions(slug: str, golden_text: TextOf) -> None:
    """The suggestions are the labelled ones, and none is put in the place of a printed value."""
    tables = read_back(golden_text(slug))
    found = [(s.cell, s.printed, s.suggested, s.because) for t in tables.values() for s in t.verdict.suggestions]
    assert found == [(s["cell"], s["printed"], s["suggested"], s["because"]) for s in labelled(slug)["suggestions"]]
    read = read_cells(tables)
    assert all(read[cell] == str(printed) for cell, printed, _, _ in found)


@pytest.mark.parametrize("slug", SLUGS)
def test_front_matter(slug: str, golden_text: TextOf) -> None:
    """Issuer, year, title and date are as labelled, but for the fields that the label doubts."""
    label = labelled(slug)
    front = read_layout(golden_text(slug)).front_matter
    fields = [f for f in ("issuer", "year", "title", "published") if f not in doubtful(label)]
    assert {f: getattr(front, f) for f in fields} == {f: label[f] for f in fields}


@pytest.mark.parametrize("slug", SLUGS)
def test_evidence(slug: str, golden_text: TextOf) -> None:
    """Every value's span in the source prints its digits."""
    text = golden_text(slug)
    cells = [cell for table in read_back(text).values() for cell in table.reading.cells.values()]
    for cell in (c for c in cells if c.value is not None):
        assert cell.span is not None
        assert text[slice(*cell.span)] == str(cell.value)
