"""A file with several reports: each is done and named, and what stands around them is said to be left out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nianbao import DocumentError, extract_report, extract_reports
from tests.commands import nianbao

GOLDENS = Path(__file__).parents[1] / "goldens"
SLUGS = ("huguan-2023", "zhangjiakou-2022", "jincheng-chengqu-2022")


@pytest.fixture
def yearbook(tmp_path: Path) -> Path:
    """Three of the sample reports, one after the other."""
    file = tmp_path / "yearbook.txt"
    texts = [(GOLDENS / slug / "source.txt").read_text(encoding="utf-8") for slug in SLUGS]
    file.write_text("\n\n".join(texts), encoding="utf-8")
    return file


def test_each_report_is_read_as_if_it_stood_alone(yearbook: Path, tmp_path: Path) -> None:
    done = nianbao("extract", yearbook, "--out", tmp_path / "out", "--keep-text")
    assert done.code == 1  # one of the three does not add up
    results = [json.loads(line) for line in (tmp_path / "out" / "reports.jsonl").read_text("utf-8").splitlines()]
    assert [r["source"]["path"] for r in results] == [f"{yearbook}#{n}" for n in (1, 2, 3)]
    for result, slug in zip(results, SLUGS, strict=True):
        alone = extract_report(GOLDENS / slug / "source.txt")
        assert {k: t["status"] for k, t in result["tables"].items()} == {k: t.status for k, t in alone.tables.items()}
        assert result["issuer"] == alone.issuer
        start, end = result["evidence"]["requests.received.total"]
        number = result["source"]["path"].rpartition("#")[2]
        text = (tmp_path / "out" / "texts" / f"{result['source']['sha256']}-{number}.txt").read_text("utf-8")
        assert text[start:end] == str(alone.cell("requests.received.total"))


def test_in_python_one_report_is_asked_for_or_all(yearbook: Path) -> None:
    with pytest.raises(DocumentError, match=r"it holds 3 reports.*extract_reports"):
        extract_report(yearbook)
    assert [r.source.path for r in extract_reports(yearbook)] == [f"{yearbook}#{n}" for n in (1, 2, 3)]
