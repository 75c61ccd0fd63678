"""nianbao (年报): government information-disclosure annual reports into checked tables.

`extract_report` reads a report, `repair_report` checks and mends another parser's tables, `check_tables` checks sums,
`with_fallback` puts both behind a parser of your own.
"""

from __future__ import annotations

from pathlib import Path

if not (Path(__file__).parent / "schemas" / "__init__.py").exists():  # a clone without symbolic links (Windows)
    __path__.append(str(Path(__file__).resolve().parents[2]))

from nianbao.extract.documents import Document
from nianbao.extract.errors import DocumentError, ModelError, NianbaoError, PriorError
from nianbao.extract.model.limits import Budget, Limits
from nianbao.extract.model.model import Model
from nianbao.extract.model.settings import ModelSettings
from nianbao.extract.report import (
    TableCheck,
    check_tables,
    check_tables_async,
    extract_report,
    extract_report_async,
    repair_report,
    repair_report_async,
)
from nianbao.extract.with_fallback import with_fallback
from nianbao.schemas import ReportResult

__all__ = [
    "Budget",
    "Document",
    "DocumentError",
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
    "repair_report",
    "repair_report_async",
    "with_fallback",
]
