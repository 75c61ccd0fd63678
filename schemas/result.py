"""The contract: what nianbao gives out for one report, `format_version` 1."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

import simplejson
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    Strict,
    TypeAdapter,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from nianbao.schemas.forms import SIGNED_COLUMNS

FORMAT_VERSION = 1

Mark = Literal["blank", "dash", "unreadable", "missing"]
"""Why a cell has no number: the source prints it empty, or as a dash; it cannot be read; the source lacks it."""

Status = Literal["confirmed", "source_inconsistent", "unconfirmed", "absent"]
STATUSES: tuple[Status, ...] = ("unconfirmed", "source_inconsistent", "confirmed", "absent")
"""Worst first: a report has the worst status of its tables."""

Span = tuple[int, int]
"""Start and end in characters of the text that was read, end exclusive."""


def _not_bool(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("a cell is a number or null, not true or false")
    return value


Count = Annotated[int, Strict(), Field(ge=0)]
Amount = Annotated[Decimal, Strict(), Field(ge=0)]
Money = Annotated[Decimal, Field(ge=0)]
CellValue = Annotated[Count | Amount | None, BeforeValidator(_not_bool)]
"""A count (件) as int, an amount (万元) as Decimal with the digits as printed, or null (see Mark)."""

SignedCount = Annotated[int, Strict()]
_SIGNED_VALUE: TypeAdapter[int | None] = TypeAdapter(Annotated[SignedCount | None, BeforeValidator(_not_bool)])


def _check_row(row: Any, others: ValidatorFunctionWrapHandler) -> Any:
    """A row's cells, of which only those in a form's signed columns (本年增/减) may be less than 0."""
    if not isinstance(row, dict):
        return others(row)
    checked = others({column: value for column, value in row.items() if column not in SIGNED_COLUMNS})
    return {
        column: _SIGNED_VALUE.validate_python(value) if column in SIGNED_COLUMNS else checked[column]
        for column, value in row.items()
    }


class _SignedColumns:
    """Says the same as `_check_row` in the JSON Schema."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        signed = {"anyOf": [{"type": "integer"}, {"type": "null"}]}
        return {**handler(core), "properties": dict.fromkeys(sorted(SIGNED_COLUMNS), signed)}


RowCells = Annotated[dict[str, CellValue], WrapValidator(_check_row), _SignedColumns()]
"""One row's cells by column key. A number less than 0 is refused but in a column that a form declares as a change."""


class Model(BaseModel):
    """A part of the contract: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", validate_assignment=False)


class Source(Model):
    """The document that was read. `characters` is the length of its text, the space of all spans."""

    path: str | None
    sha256: str
    media_type: str
    characters: int = Field(ge=0)


class TableResult(Model):
    """One table: its status and its cells, by row and column key, in form order."""

    status: Status
    cells: dict[str, RowCells]


class Finding(Model):
    """One thing that does not hold or that is not sure.

    `check` is a stable id. The sums are `row_sum`, `result_sum`, `carry_over`, `review_sum`: `printed` is what their
    printed cells say and `expected` what their parts add up to. The others name cells whose reading the text does
    not decide. `span` points at the text in question.
    """

    check: str
    table: str
    cells: list[str]
    expected: int | None = None
    printed: int | None = None
    message: str
    span: Span | None = None


class Suggestion(Model):
    """The value that the failing sums determine for one cell; it stands beside the printed value, never for it."""

    cell: str
    printed: int | None
    suggested: int
    because: list[str]


Level = Literal["province", "city", "county", "department", "township"]
"""省, 市, 县 (also 区, 旗, a city of that rank), 部门 of any of them, 乡镇 (also 街道)."""


class Contact(Model):
    """Whom a report says to turn to: each piece as printed, without white space inside, or null."""

    address: str | None = None
    postcode: str | None = None
    phone: str | None = None
    fax: str | None = None
    email: str | None = None
    person: str | None = None


class Section(Model):
    """Where one of the form's six sections stands: the span of its title, numeral included, and of its text.

    The text ends before the next title that was found, the last section's before the page's own furniture.
    """

    title: Span
    text: Span


class Statement(Model):
    """A number that section 一 states in words. `cells` name what it is about: their sum, where they are several.

    It never fills a cell and never changes a status.
    """

    cells: list[str]
    value: int
    span: Span


class CellPlace(Model):
    """Where a cell stands on a page, counted from 1, and how sure a recogniser is of its characters.

    `box` is x0, top, x1, bottom from the page's upper left corner: in points on a PDF's page, in pixels in an image;
    null where only the page is known. `confidence`, 0 to 1, is null where the text was not read off a picture.
    """

    page: int = Field(ge=1)
    box: tuple[float, float, float, float] | None = None
    confidence: float | None = None


class Attempt(Model):
    """One ask and what it cost. `outcome` is `answered`, or why the answer could not be used; `tries` counts calls.

    `cached` tells that the answer came from nianbao's own cache; `cached_tokens` are those of `input_tokens` that the
    provider had in its cache. `cost` is money by the price list, null where there is no price.
    """

    prompt: str
    table: str
    rows: list[str]
    outcome: str
    cached: bool = False
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    cost: Money | None = None
    tries: int = 0
    seconds: float = 0.0


class Extraction(Model):
    """How the result came about and what it cost. Asks and tokens count what went to the endpoint, failed attempts
    included and answers from the cache not; `attempts` has them one by one."""

    readers: list[Literal["layout", "llm", "prior"]]
    prior: dict[str, str] = Field(
        default_factory=dict,
        description='row of the caller\'s own candidate (table.row) → "kept", or why it was not used',
    )
    prior_error: str | None = Field(default=None, description="why the caller's parser gave no candidate, or null")
    model: str | None = None
    prompts: dict[str, str] = Field(default_factory=dict, description="prompt id and version → hash of its text")
    asks: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    cost: Money | None = Field(default=None, description="by the price list; null where the model has no price")
    currency: str | None = None
    seconds: float = 0.0
    ended: str | None = Field(default=None, description="why asking ended before all was settled, or null")
    limited: bool = Field(default=False, description="a limit of tokens, money or time ended the asking")
    model_failed: bool = Field(default=False, description="the model or its key could not be used")
    attempts: list[Attempt] = Field(default_factory=list)


class ReportBody(Model):
    """What is said of one report, by a reader or by a label."""

    format_version: Literal[1] = 1
    source: Source
    form: str
    issuer: str | None
    year: int | None
    title: str | None
    published: str | None
    level: Level | None = None
    index_number: str | None = None
    contact: Contact | None = None
    status: Status
    tables: dict[str, TableResult]
    marks: dict[str, Mark]
    findings: list[Finding]
    suggestions: list[Suggestion]


class ReportResult(ReportBody):
    """One report: one line of `reports.jsonl`."""

    evidence: dict[str, Span]
    places: dict[str, CellPlace] = Field(
        default_factory=dict, description="of a PDF or an image: table.row.column → its place on a page"
    )
    front_evidence: dict[str, Span] = Field(
        default_factory=dict, description="issuer, year, title, published, level, index_number, contact.phone, … → span"
    )
    sections: dict[str, Section] = Field(
        default_factory=dict, description="overview, disclosure, requests, review, problems, other: those found"
    )
    narrative: list[Statement] = Field(default_factory=list, description="the numbers that section 一 states")
    notes: list[str] = Field(default_factory=list, description="what the file's reader saw and left out")
    extraction: Extraction

    def to_json(self, *, indent: int | None = None) -> str:
        """The report as JSON; amounts keep their digits (48339.00 stays so), Chinese stays readable."""
        return dump_json(self.model_dump(mode="python"), indent=indent)

    @classmethod
    def from_json(cls, text: str) -> ReportResult:
        """Read back what `to_json` wrote. Raises pydantic's ValidationError, or ValueError where it is no JSON."""
        return cls.model_validate(load_json(text))

    def cell(self, path: str) -> int | Decimal | None:
        """The value of the cell `table.row.column`. Raises KeyError if the report has no such cell."""
        table, row, column = path.split(".")
        return self.tables[table].cells[row][column]

    def section_text(self, text: str, section: str) -> str | None:
        """The words of a section, cut out of the text that was read; None where the report has no such section."""
        found = self.sections.get(section)
        return None if found is None else text[slice(*found.text)]


def dump_json(value: Any, *, indent: int | None = None) -> str:
    """JSON text in which a Decimal is a number with its own digits and tuples are lists."""
    return str(simplejson.dumps(value, ensure_ascii=False, use_decimal=True, indent=indent))


def load_json(text: str, *, allow_nan: bool = False) -> Any:
    """Parse JSON with every decimal number as a Decimal; NaN only where it is allowed. Raises ValueError."""
    return simplejson.loads(text, use_decimal=True, allow_nan=allow_nan)


def worst(statuses: list[Status]) -> Status:
    """The report's status: the worst of its tables' (absent only if all are absent)."""
    return min(statuses, key=STATUSES.index, default="absent")
