"""The Python interface as README has it."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

import nianbao
from nianbao import Document, DocumentError, ReportResult, extract_report
from nianbao.extract import report

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "goldens" / "zhangjiakou-2022" / "source.txt"


def test_a_path_a_string_a_text_and_a_document_are_read_alike() -> None:
    """However the source is given, the tables are the same; only a path is named in the result."""
    text = SOURCE.read_text(encoding="utf-8")
    results = [extract_report(s) for s in (SOURCE, str(SOURCE), text, Document.from_text(text))]
    assert (
        len({r.to_json().split('"tables"')[1].split('"extraction"')[0] for r in results}) <= 2
    )  # messages name the path
    assert all(r.tables == results[0].tables for r in results)
    assert [r.source.path for r in results] == [str(SOURCE), str(SOURCE), None, None]


@pytest.mark.parametrize("name", ["nowhere.txt", "张家口市2022年政府信息公开工作年度报告.txt", "政府信息公开年报"])
def test_a_name_of_no_file_is_an_error_never_a_report_without_tables(name: str) -> None:
    """A mistyped path, also one with a report's own words in it: DocumentError."""
    with pytest.raises(DocumentError, match="no such file"):
        extract_report(name)


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_an_empty_text_is_an_error(text: str) -> None:
    """Nothing to read is not an absent table."""
    with pytest.raises(DocumentError):
        extract_report(Document.from_text(text))


def test_a_result_survives_its_json() -> None:
    """to_json and from_json: equal, amounts with their digits."""
    result = extract_report(ROOT / "goldens" / "huguan-2023" / "source.txt")
    assert ReportResult.from_json(result.to_json()) == result
    assert '"amount": 3080.699}' in result.to_json()


def test_the_examples_in_docstrings_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """The doctests of the interface, from the repository's root."""
    monkeypatch.chdir(ROOT)
    outcome = doctest.testmod(report)
    assert outcome.attempted > 0
    assert outcome.failed == 0


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readmes_figures_are_true(readme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The values that README shows behind its Python lines are what those lines give."""
    monkeypatch.chdir(ROOT)
    text = (ROOT / readme).read_text(encoding="utf-8")
    result = extract_report("goldens/zhangjiakou-2022/source.txt")
    shown = dict(re.findall(r"^(result\.\S+(?:\(.*?\)|\[.*?\])?) +# (.+?)(?:[:：].*)?$", text, re.MULTILINE))
    assert len(shown) == 3
    for expression, value in shown.items():
        assert repr(eval(expression, {"result": result})) == value.strip()


def test_everything_public_is_there() -> None:
    """Each name of __all__ can be imported and says what it is."""
    for name in nianbao.__all__:
        assert getattr(nianbao, name).__doc__
