"""docs/fallback.md: every example in it runs and gives what it says."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nianbao.schemas import ReportResult, dump_json
from tests.commands import ROOT, nianbao
from tests.grid_shapes import html, pdf
from tests.layouts import grids
from tests.model.answers import source
from tests.model.test_prior_asks import cells_of

SLUG = "zhangjiakou-2022"
TEXT = (ROOT / "docs" / "fallback.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", TEXT, re.DOTALL)


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with the files that the examples read; it is the current one."""
    tables = grids(cells_of(SLUG))
    (tmp_path / "report.txt").write_bytes(source(SLUG).read_bytes())
    page = "".join(html(grid, 2) for grid in tables.values())
    (tmp_path / "report.html").write_text(f"<table><tr><td>首页</td></tr></table>{page}", encoding="utf-8")
    (tmp_path / "report.pdf").write_bytes(pdf(list(tables.values())))
    tables["requests"][3][-1] = "232"
    (tmp_path / "tables.json").write_text(dump_json(list(tables.values())), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_python_examples_run_and_show_what_they_give(report: Path) -> None:
    """In one namespace, from top to bottom; a line `expression  # value` has that value."""
    blocks = [block for language, block in BLOCKS if language == "python"]
    assert len(blocks) >= 8
    space: dict[str, Any] = {}
    shown = 0
    for block in blocks:
        for node in ast.parse(block).body:
            code = ast.get_source_segment(block, node) or ""
            comment = block.splitlines()[(node.end_lineno or 1) - 1][node.end_col_offset or 0 :].partition("#")[2]
            if isinstance(node, ast.Expr) and comment:
                assert repr(eval(code, space)) == comment.strip(), code
                shown += 1
            else:
                exec(compile(ast.Module([node], []), "fallback.md", "exec"), space)
    assert shown >= 10


def test_the_command_line_example_prints_what_it_says(report: Path) -> None:
    """The repaired result on stdout is confirmed; the line on stderr is the one shown."""
    (command,) = [block for language, block in BLOCKS if language == "sh"]
    (printed,) = [block for language, block in BLOCKS if language == ""]
    name, *arguments = shlex.split(command)
    assert name == "nianbao"
    assert arguments[-2] == ">"
    done = nianbao(*arguments[:-2], cwd=report)
    result = ReportResult.from_json(done.out)
    assert (done.code, result.status) == (0, "confirmed")
    assert done.err == printed
