"""What pandas, polars and pdfplumber give, as they give it: their own objects as a prior."""

from __future__ import annotations

import io
import subprocess
import sys
from decimal import Decimal
from typing import Any

import pandas as pd
import pdfplumber
import polars as pl
import pytest

from nianbao import repair_report
from nianbao.extract.prior import table_set
from nianbao.schemas import FORM_2021
from tests.commands import ROOT
from tests.extract.test_grids import DRAWN, flat
from tests.grid_shapes import html, pdf, repeated
from tests.layouts import consistent, grids, print_report

GRIDS = grids(DRAWN)
REQUESTS = FORM_2021.tables["requests"]


def labelled(row_labels: str = "项目") -> dict[str, list[Any]]:
    """The drawn table of requests by columns, under one row of headings."""
    columns: dict[str, list[Any]] = {row_labels: [row.label for row in REQUESTS.rows]}
    for column in REQUESTS.rows[0].columns:
        columns[column.label] = [DRAWN[f"requests.{row.key}.{column.key}"] for row in REQUESTS.rows]
    return columns


@pytest.mark.parametrize(
    "heads",
    [
        pytest.param((0, 0, 0), id="no-headings-marked"),
        pytest.param((1, 1, 1), id="first-row"),
        pytest.param((2, 3, 3), id="all-heading-rows"),
        pytest.param((2, 3, 2), id="review-without-outcomes"),
    ],
)
def test_read_html_of_a_reports_tables(heads: tuple[int, int, int]) -> None:
    """Merged cells repeated, headings as MultiIndex, one row or integers, beside a page's other tables: every cell."""
    page = "".join(html(grid, n) for grid, n in zip(GRIDS.values(), heads, strict=True))
    frames = pd.read_html(io.StringIO(f"<table><tr><td>首页</td><td>年报</td></tr></table>{page}"))
    assert len(frames) == 4
    assert flat(table_set(frames)) == DRAWN
    assert flat(table_set(dict(zip(GRIDS, frames[1:], strict=True)))) == DRAWN
    assert flat(table_set(frames[2])) == {c: v for c, v in DRAWN.items() if c.startswith("requests.")}


def test_numbers_that_became_floats_are_the_same_numbers() -> None:
    """A column with a gap is one of floats: 113.0 is 113; the row with the gap is left incomplete, not 0."""
    columns = labelled()
    columns["自然人"][2] = None
    frame = pd.DataFrame(columns)
    assert frame["自然人"].dtype == float
    found = table_set(frame)["requests"]
    assert found["carried_over"]["natural_person"] == 2
    assert found["granted"].get("natural_person") is None
    result = repair_report(print_report(DRAWN), prior=frame)
    assert result.extraction.prior["requests.granted"] in ("incomplete", "not in the row's text")
    assert result.extraction.prior["requests.carried_over"] == "kept"
    assert result.status == "confirmed"


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param(pd.DataFrame(labelled()), id="label-column"),
        pytest.param(pd.DataFrame(labelled()).set_index("项目"), id="label-index"),
        pytest.param(pd.DataFrame(labelled()).reset_index(), id="counted-rows"),
        pytest.param(pd.DataFrame(labelled()).astype(str), id="texts"),
        pytest.param(pd.DataFrame(labelled()).convert_dtypes(), id="nullable"),
        pytest.param(pd.DataFrame(repeated(GRIDS["requests"])), id="integer-columns"),
        pytest.param(pd.DataFrame(labelled()).to_numpy(), id="object-array"),
        pytest.param(pl.DataFrame(labelled()), id="polars"),
        pytest.param(pl.DataFrame(labelled()).with_row_index(), id="polars-counted"),
        pytest.param(pl.DataFrame(repeated(GRIDS["requests"]), orient="row"), id="polars-named-columns"),
        pytest.param(pl.DataFrame({k: map(str, v) for k, v in labelled().items()}), id="polars-texts"),
    ],
)
def test_one_frame_of_one_table(frame: object) -> None:
    """Labels in a column, an index or beside a count; names of columns that count say nothing: every cell."""
    assert flat(table_set(frame)) == {c: v for c, v in DRAWN.items() if c.startswith("requests.")}


def test_a_frame_without_row_labels_needs_its_tables_name() -> None:
    """25 rows under the form's headings: in form order where the caller says that it is `requests`."""
    frame = pd.DataFrame(labelled()).drop(columns="项目")
    want = {c: v for c, v in DRAWN.items() if c.startswith("requests.")}
    assert flat(table_set({"requests": frame})) == want
    assert flat(table_set({"requests": pl.DataFrame(frame.to_dict("list"))})) == want


@pytest.mark.parametrize("merged", ["ruled", "repeated"])
@pytest.mark.parametrize("wrap", [8, 40])
def test_pdfplumbers_tables_of_a_pdf(merged: str, wrap: int) -> None:
    """A real PDF: None for merged cells, line breaks in labels, the long table on two pages: every cell."""
    drawn = [repeated(grid) if merged == "repeated" else grid for grid in GRIDS.values()]
    with pdfplumber.open(io.BytesIO(pdf(drawn, wrap=wrap))) as document:
        tables = [page.extract_tables() for page in document.pages]
    assert sum(map(len, tables)) > 3
    cells = [cell for page in tables for table in page for row in table for cell in row]
    assert (None in cells) == (merged == "ruled")
    assert any("\n" in cell for cell in cells if cell) == (wrap == 8)
    assert flat(table_set([table for page in tables for table in page])) == DRAWN
    assert flat(table_set(tables)) == DRAWN


def test_the_tables_of_a_pdf_repair_its_text() -> None:
    """The whole way: a PDF's tables as the prior of its own text, every row kept."""
    drawn = consistent({**DRAWN, "disclosure.fees.amount": Decimal("48339.00")})
    with pdfplumber.open(io.BytesIO(pdf(list(grids(drawn).values())))) as document:
        tables = [table for page in document.pages for table in page.extract_tables()]
    result = repair_report(print_report(drawn), prior=tables)
    assert result.status == "confirmed"
    assert set(result.extraction.prior.values()) == {"kept"}


def test_importing_nianbao_imports_none_of_them() -> None:
    """Neither pandas, polars nor numpy is loaded, also not by a prior of lists."""
    code = (
        "import sys, nianbao; nianbao.repair_report('goldens/huguan-2023/source.txt', prior={'review': [[0] * 15]}); "
        "print([m for m in ('pandas', 'polars', 'numpy', 'pdfplumber') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False, timeout=60
    )
    assert done.stdout == "[]\n", done.stderr
