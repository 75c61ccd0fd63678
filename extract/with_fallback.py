"""Let nianbao stand behind another parser: its tables are checked and mended, and read anew where it fails."""

from __future__ import annotations

import asyncio
import functools
import inspect
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any, ParamSpec, Protocol, overload

from nianbao.extract.documents import Document
from nianbao.extract.errors import PriorError
from nianbao.extract.layout_reader import printed_form
from nianbao.extract.prior import table_set
from nianbao.extract.report import Model, as_document, read_document
from nianbao.schemas import Form, ReportResult

P = ParamSpec("P")
Source = Callable[..., str | Path | Document]
"""From the parser's own arguments to the report that it reads: a path, a text or a Document."""


class Decorator(Protocol):
    """What `with_fallback(...)` gives: a decorator that keeps a parser's arguments and makes its result a report."""

    @overload
    def __call__(  # type: ignore[overload-overlap]
        self, parser: Callable[P, Awaitable[object]], /
    ) -> Callable[P, Coroutine[Any, Any, ReportResult]]: ...
    @overload
    def __call__(self, parser: Callable[P, object], /) -> Callable[P, ReportResult]: ...


@overload
def with_fallback(  # type: ignore[overload-overlap]
    parser: Callable[P, Awaitable[object]], /
) -> Callable[P, Coroutine[Any, Any, ReportResult]]:
    """An asynchronous parser, decorated."""


@overload
def with_fallback(parser: Callable[P, object], /) -> Callable[P, ReportResult]:
    """A parser, decorated."""


@overload
def with_fallback(
    *,
    model: Model | None = None,
    form: Form | None = None,
    source: Source | None = None,
    on_error: Callable[[Exception], object] | None = None,
    raise_model_errors: bool = False,
) -> Decorator:
    """A decorator with these options."""


def with_fallback(
    parser: Callable[..., Any] | None = None,
    /,
    *,
    model: Model | None = None,
    form: Form | None = None,
    source: Source | None = None,
    on_error: Callable[[Exception], object] | None = None,
    raise_model_errors: bool = False,
) -> Any:
    """Decorate a parser, sync or async, so that it always gives a checked ReportResult.

    What the parser returns is the `prior` of `repair_report`, in any shape that this takes. If it raises an Exception,
    or returns None or what is no such prior, the report is read from nothing, and `extraction.prior_error` says why.
    `source` gives the report for the parser's arguments (default: the first one, which must be a path, a text or a
    Document). `on_error` is called with the exception, for a log. The other options are those of `repair_report`.

    Raises DocumentError where there is nothing to read, TypeError where `source` gives no report, and ModelError only
    with `raise_model_errors`. What is no Exception (KeyboardInterrupt, a cancelled task) goes through.
    """

    def report(document: Document, value: object, error: Exception | None) -> ReportResult:
        tables = None
        if error is None:
            try:
                tables = _tables(value, form, document)
            except Exception as refused:  # also what a generator or a frame of the parser's raises while it is read
                error = refused
        if error is not None and on_error is not None:
            on_error(error)
        result = read_document(document, model=model, form=form, prior=tables, raise_model_errors=raise_model_errors)
        if error is not None:
            result.extraction.prior_error = _reason(error)
        return result

    def decorate(wrapped: Callable[..., Any]) -> Callable[..., Any]:
        if _is_async(wrapped):

            @functools.wraps(wrapped)
            async def parse_async(*args: Any, **kwargs: Any) -> ReportResult:
                document = await asyncio.to_thread(_document, source, wrapped, args, kwargs)
                value, error = None, None
                try:
                    value = await wrapped(*args, **kwargs)
                except Exception as raised:
                    error = raised
                return await asyncio.to_thread(report, document, value, error)

            return parse_async

        @functools.wraps(wrapped)
        def parse(*args: Any, **kwargs: Any) -> ReportResult:
            document = _document(source, wrapped, args, kwargs)
            value, error = None, None
            try:
                value = wrapped(*args, **kwargs)
            except Exception as raised:
                error = raised
            return report(document, value, error)

        return parse

    return decorate if parser is None else decorate(parser)


def _is_async(parser: Callable[..., Any]) -> bool:
    return inspect.iscoroutinefunction(parser) or inspect.iscoroutinefunction(getattr(parser, "__call__", None))  # noqa: B004


def _document(
    source: Source | None, parser: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Document:
    found = source(*args, **kwargs) if source else next(iter((*args, *kwargs.values())), None)
    if not isinstance(found, str | Path | Document):
        name = getattr(parser, "__qualname__", type(parser).__name__)
        raise TypeError(
            f"with_fallback({name}): the report should be a path, a text or a Document, not {type(found).__name__}. "
            "Give source=, a function from the parser's arguments to the report."
        )
    return as_document(found)


def _tables(value: object, form: Form | None, document: Document) -> Any:
    if value is None:
        raise PriorError("the parser returned None.")
    return table_set(value, form=form, likely=printed_form(document.text) if form is None else None)


def _reason(error: Exception) -> str:
    """The exception in words: a PriorError's own, another's with its kind."""
    return str(error) if isinstance(error, PriorError) else f"{type(error).__name__}: {error}".rstrip(": ")[:500]
