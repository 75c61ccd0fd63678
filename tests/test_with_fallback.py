"""`with_fallback`: whatever a parser does, its caller gets a checked report."""

from __future__ import annotations

import asyncio
import inspect
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from nianbao import DocumentError, ModelError, ReportResult, with_fallback
from tests.commands import ROOT
from tests.extract.test_prior import tables
from tests.model.answers import model_at, source
from tests.model.test_prior_asks import TORN, answer, drawn_tables
from tests.scripted_server import Answer, serve

SLUG = "zhangjiakou-2022"
SOURCE = source(SLUG)


def broken_rows() -> Iterator[list[Any]]:
    yield ["一、本年新收政府信息公开申请数量", 1, 2]
    raise RuntimeError("row 2 cannot be parsed")


def fails() -> Any:
    raise KeyError("表三")


def test_a_parser_that_is_right_is_kept() -> None:
    """Its tables are the prior: every row kept, no error, confirmed."""

    @with_fallback
    def parse(path: Path) -> dict[str, Any]:
        return tables(SLUG)

    result = parse(SOURCE)
    assert result.status == "confirmed"
    assert set(result.extraction.prior.values()) == {"kept"}
    assert result.extraction.prior_error is None
    assert result.extraction.readers == ["prior", "layout"]


FAILING: dict[str, tuple[Callable[[], Any], str]] = {
    "raises": (fails, "KeyError: '表三'"),
    "none": (lambda: None, "the parser returned None"),
    "text": (lambda: "no tables found", "str is no grid"),
    "empty-list": (list, "no grid in it"),
    "other-tables": (lambda: [[["预算", 5]]], "none of 1 grids"),
    "misspelt": (lambda: {"requsts": {}}, "unknown table"),
    "breaks-while-it-is-read": (broken_rows, "RuntimeError: row 2"),
}


@pytest.mark.parametrize("name", FAILING)
@pytest.mark.parametrize("kind", ["sync", "async"])
def test_a_parser_that_fails_costs_nothing_but_its_own_rows(name: str, kind: str) -> None:
    """The report is read from nothing, confirmed all the same; the reason stands in `prior_error` and in the hook."""
    make, words = FAILING[name]
    seen: list[Exception] = []
    if kind == "sync":
        result = with_fallback(on_error=seen.append)(lambda path: make())(SOURCE)
    else:

        async def parse(path: Path) -> Any:
            return make()

        result = asyncio.run(with_fallback(on_error=seen.append)(parse)(SOURCE))
    assert {k: t.cells for k, t in result.tables.items()} == tables(SLUG)
    assert result.status == "confirmed"
    assert words in (result.extraction.prior_error or "")
    assert result.extraction.prior == {}
    assert result.extraction.readers == ["layout"]
    assert len(seen) == 1
    assert ReportResult.from_json(result.to_json()).extraction.prior_error == result.extraction.prior_error


def test_a_model_is_asked_only_where_parser_and_reader_both_fail() -> None:
    """A report that the reader alone is not sure of: 0 requests with a parser that has the rows, else some."""
    with serve(lambda body, _: answer(body)) as server:

        @with_fallback(model=model_at(server, mode="fallback", limits={"rounds": 1}))
        def parse(report: str, *, works: bool) -> Any:
            return drawn_tables() if works else fails()

        assert parse(TORN, works=True).tables["requests"].status == "source_inconsistent"  # its own total is wrong
        assert server.requests == []
        result = parse(TORN, works=False)
        assert len(server.requests) > 0
    assert result.extraction.prior_error == "KeyError: '表三'"


def test_the_wrapped_function_keeps_its_name_arguments_and_kind() -> None:
    """functools.wraps in both kinds; a coroutine function stays one."""

    @with_fallback
    def parse(path: Path, *, pages: int = 3) -> None:
        """Parse it."""

    @with_fallback()
    async def parse_async(path: Path) -> None:
        """Parse it later."""

    assert (parse.__name__, parse.__doc__) == ("parse", "Parse it.")
    assert list(inspect.signature(parse).parameters) == ["path", "pages"]
    assert inspect.iscoroutinefunction(parse_async)
    assert not inspect.iscoroutinefunction(parse)
    assert asyncio.run(parse_async(SOURCE)).status == "confirmed"


def test_several_reports_are_parsed_at_a_time() -> None:
    """Awaited together, each call has its own report and its own reason."""

    @with_fallback
    async def parse(path: Path) -> Any:
        await asyncio.sleep(0)
        return tables(SLUG) if SLUG in str(path) else fails()

    async def together() -> list[ReportResult]:
        return await asyncio.gather(parse(SOURCE), parse(source("huguan-2023")))

    right, other = asyncio.run(together())
    assert right.extraction.prior_error is None
    assert other.extraction.prior_error == "KeyError: '表三'"
    assert [right.status, other.status] == ["confirmed", "confirmed"]


def test_the_report_is_the_first_argument_or_what_source_gives() -> None:
    """A path by position or by name, a text, and a method whose report is its second argument."""

    @with_fallback
    def parse(report: str | Path) -> None: ...

    assert parse(SOURCE).source.path == str(SOURCE)
    assert parse(report=SOURCE).status == "confirmed"
    assert parse(SOURCE.read_text(encoding="utf-8")).source.path is None

    class Parser:
        @with_fallback(source=lambda self, name: SOURCE.parent.parent / name / "source.txt")
        def parse(self, name: str) -> Any:
            return tables(name)

        @with_fallback
        def forgotten(self, name: str) -> None: ...

    assert Parser().parse("huguan-2023").source.path == str(source("huguan-2023"))
    with pytest.raises(TypeError, match=r"forgotten.*not Parser.*source="):
        Parser().forgotten("huguan-2023")


def test_where_there_is_nothing_to_read_the_error_goes_through(tmp_path: Path) -> None:
    """DocumentError: no such file, or no report; the parser's success does not hide it."""

    @with_fallback
    def parse(path: Path) -> Any:
        return tables(SLUG)

    with pytest.raises(DocumentError, match="no such file"):
        parse(tmp_path / "nowhere.txt")
    (tmp_path / "notice.txt").write_text("关于召开会议的通知。", encoding="utf-8")
    with pytest.raises(DocumentError, match="not a 政府信息公开工作年度报告"):
        parse(tmp_path / "notice.txt")


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, asyncio.CancelledError])
def test_what_is_no_exception_goes_through(stop: type[BaseException]) -> None:
    """Interrupted or cancelled, nothing is read instead."""

    @with_fallback
    def parse(path: Path) -> None:
        raise stop

    with pytest.raises(stop):
        parse(SOURCE)


def test_a_model_that_cannot_be_used_is_an_error_only_if_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in extract_report: the layout reader's result by default, ModelError with `raise_model_errors`."""
    with serve(lambda *_: Answer(status=401, error="bad key")) as server:
        model = model_at(server, mode="always")
        assert with_fallback(model=model)(lambda path: None)(SOURCE).extraction.model_failed
        with pytest.raises(ModelError):
            with_fallback(model=model_at(server, mode="always"), raise_model_errors=True)(lambda path: None)(SOURCE)


TYPED = """
from pathlib import Path
from nianbao import ReportResult, with_fallback

@with_fallback
def bare(path: Path, *, pages: int = 1) -> list[list[str]]: return []

@with_fallback(on_error=print)
def called(path: Path) -> None: ...

@with_fallback
async def later(path: Path) -> None: ...

@with_fallback()
async def later_called(path: Path) -> None: ...

async def main() -> None:
    one: ReportResult = bare(Path("a"), pages=2)
    two: ReportResult = called(Path("a"))
    three: ReportResult = await later(Path("a"))
    four: ReportResult = await later_called(Path("a"))
    bare(3)
    bare(Path("a"), page=2)
"""


def test_types_are_kept(tmp_path: Path) -> None:
    """mypy --strict sees ReportResult, awaited or not, and the parser's own arguments: two wrong calls, two errors."""
    file = tmp_path / "typed.py"
    file.write_text(TYPED, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml"), "--strict", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False, timeout=240)
    errors = [line for line in done.stdout.splitlines() if " error: " in line]
    assert len(errors) == 2, done.stdout + done.stderr
    assert all("bare" in line for line in errors)


def test_an_async_generator_is_no_prior() -> None:
    """A function that yields asynchronously gives no rows that can be read: the reason says so."""

    @with_fallback
    async def parse(path: Path) -> Any:
        async def rows() -> AsyncIterator[list[int]]:
            yield [1]

        return rows()

    assert "async_generator is no grid" in (asyncio.run(parse(SOURCE)).extraction.prior_error or "")
