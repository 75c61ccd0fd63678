"""The form as code: rows, columns, labels and sums, the models of the contract, and the JSON Schemas.

In: nothing. Out: declarations and models that every other room derives from. Never: reads a report, imports a room.
"""

from nianbao.schemas.form import Column, Form, Kind, Row, Sum, Table
from nianbao.schemas.form_2019 import FORM_2019
from nianbao.schemas.form_2021 import FORM_2021
from nianbao.schemas.forms import FORMS, SIGNED_COLUMNS
from nianbao.schemas.result import (
    FORMAT_VERSION,
    STATUSES,
    Attempt,
    CellPlace,
    CellValue,
    Contact,
    Extraction,
    Finding,
    Level,
    Mark,
    ReportResult,
    Section,
    Source,
    Span,
    Statement,
    Status,
    Suggestion,
    TableResult,
    dump_json,
    load_json,
    worst,
)

__all__ = [
    "FORMAT_VERSION",
    "FORMS",
    "FORM_2019",
    "FORM_2021",
    "SIGNED_COLUMNS",
    "STATUSES",
    "Attempt",
    "CellPlace",
    "CellValue",
    "Column",
    "Contact",
    "Extraction",
    "Finding",
    "Form",
    "Kind",
    "Level",
    "Mark",
    "ReportResult",
    "Row",
    "Section",
    "Source",
    "Span",
    "Statement",
    "Status",
    "Suggestion",
    "Sum",
    "Table",
    "TableResult",
    "dump_json",
    "load_json",
    "worst",
]
