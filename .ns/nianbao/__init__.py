"""nianbao (年报): government information-disclosure annual reports into checked tables.

`extract_report` reads a report, `extract_reports` all of a file, `repair_report` checks and mends another parser's
tables, `check_tables` checks sums, `with_fallback` puts both behind a parser of your own.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if not (Path(__file__).parent / "schemas" / "__init__.py").exists():  # a clone without symbolic links (Windows)
    __path__.append(str(Path(__file__).resolve().parents[2]))

if TYPE_CHECKING:
    from nianbao.extract.documents import Document
    from nianbao.extract.errors import DocumentError, ModelError, NianbaoError, PriorError
    from nianbao.extract.fetch import Fetcher, fetch_document
    from nianbao.extract.fetch_policy import FetchPolicy
    from nianbao.extract.model.limits import Budget, Limits
    from nianbao.extract.model.model import Model
    from nianbao.extract.model.settings import ModelSettings
    from nianbao.extract.report import (
        TableCheck,
        check_tables,
        check_tables_async,
        extract_report,
        extract_report_async,
        extract_reports,
        repair_report,
        repair_report_async,
    )
    from nianbao.extract.with_fallback import with_fallback
    from nianbao.schemas import ReportResult

__all__ = [
    "Budget",
    "Document",
    "DocumentError",
    "FetchPolicy",
    "Fetcher",
    "Limits",
    "Model",
    "ModelError",
    "ModelSettings",
    "NianbaoError",
    "PriorError",
    "ReportResult",
    "TableCheck",
    "check_tables",
    "check_tables_async",
    "extract_report",
    "extract_report_async",
    "extract_reports",
    "fetch_document",
    "repair_report",
    "repair_report_async",
    "with_fallback",
]

_HOMES = {
    "nianbao.extract.documents": ("Document",),
    "nianbao.extract.errors": ("DocumentError", "ModelError", "NianbaoError", "PriorError"),
    "nianbao.extract.fetch": ("Fetcher", "fetch_document"),
    "nianbao.extract.fetch_policy": ("FetchPolicy",),
    "nianbao.extract.model.limits": ("Budget", "Limits"),
    "nianbao.extract.model.model": ("Model",),
    "nianbao.extract.model.settings": ("ModelSettings",),
    "nianbao.extract.report": (
        "TableCheck",
        "check_tables",
        "check_tables_async",
        "extract_report",
        "extract_report_async",
        "extract_reports",
        "repair_report",
        "repair_report_async",
    ),
    "nianbao.extract.with_fallback": ("with_fallback",),
    "nianbao.schemas": ("ReportResult",),
}
"""Where each public name lives: imported when it is first asked for, so that the command's help need not wait."""
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}
_ROOMS = ("extract", "prompts", "schemas")


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return import_module(f"nianbao.{name}")
    if name not in _HOME_OF:
        raise AttributeError(f"module 'nianbao' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOME_OF[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
