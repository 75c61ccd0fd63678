"""A golden: a report's text and what a perfect reader gives for it, labelled by hand and never edited to suit a run.

A drawn report has the same shape, and its labels say that no hand made them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import Field, ValidationError

from nianbao.extract.documents import Document
from nianbao.extract.errors import NianbaoError
from nianbao.schemas import FORMS, dump_json, load_json
from nianbao.schemas.result import Model, ReportBody


class GoldenError(NianbaoError):
    """A golden is not one: a file is missing, or its content contradicts the contract, the form or its own source."""


class Doubtful(Model):
    """Cells (or issuer, title, year, published) that the text does not decide, and why. They are scored apart."""

    cells: list[str]
    why: str


class Drawn(Model):
    """The origin of a golden that was drawn at random (`eval/drawn/`, `eval/synth/`), not labelled by hand.

    `layout` is a layout of `eval/drawn/`, or what the converter keeps of a table. The rest is of `eval/synth/` only:
    `index` among the seed's reports, the converter and its version, the kind of source that it was given, what is odd
    about the report, the total that is printed wrong, what section 一 states of the tables (the first cell of each
    quantity, and its number) and which of it contradicts them, tables that the converter left out (labelled
    `absent`), and cells whose number is not in the text any more. Where the golden's source is the file itself there is
    no converter.
    """

    seed: int
    layout: str
    index: int = 0
    converter: str | None = None
    version: str = ""
    source: str | None = None
    oddities: list[str] = Field(default_factory=list)
    wrong: str | None = None
    stated: dict[str, int] = Field(default_factory=dict)
    contradicted: list[str] = Field(default_factory=list)
    dropped: list[str] = Field(default_factory=list)
    lost: list[str] = Field(default_factory=list)


class Labels(Model):
    """Who labelled a golden, when, and which of its cells are doubtful. `drawn` is null for one made by hand."""

    first_reader: str
    second_reader: str
    labelled: str
    disagreements: int
    doubtful: list[Doubtful]
    drawn: Drawn | None = None


class GoldenResult(ReportBody):
    """`golden.json`: the contract's shape without evidence and extraction, and with its labels' origin."""

    labels: Labels


@dataclass(frozen=True)
class Golden:
    """One golden in its folder, named after the folder."""

    slug: str
    folder: Path
    label: GoldenResult

    @property
    def source(self) -> Path:
        """The report's own text or file."""
        return self.folder / self.label.source.path if self.label.source.path else self.folder / "source.txt"

    def document(self) -> Document:
        """The report as it is read in an eval. Its path in results is `slug/file`, wherever the goldens lie."""
        read = Document.from_path(self.source)
        return replace(read, path=f"{self.slug}/{self.source.name}")

    @property
    def doubtful(self) -> frozenset[str]:
        """The cells that the text does not decide."""
        return frozenset(cell for doubt in self.label.labels.doubtful for cell in doubt.cells)


def write_golden(folder: Path, source: str | bytes, label: GoldenResult) -> None:
    """Write a golden's source, a text or a file's bytes, and its label as `golden.json` into its folder, which is made.

    The source is named as the label's `source.path` says, `source.txt` where it is null.
    """
    folder.mkdir(parents=True, exist_ok=True)
    data = source.encode() if isinstance(source, str) else source
    (folder / (label.source.path or "source.txt")).write_bytes(data)
    written = dump_json(label.model_dump(mode="python"), indent=1) + "\n"
    (folder / "golden.json").write_text(written, encoding="utf-8", newline="\n")


def load_golden(folder: Path) -> Golden:
    """The golden in a folder. Raises GoldenError, naming the file and the field that is wrong."""
    file = folder / "golden.json"
    try:
        label = GoldenResult.model_validate(load_json(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise GoldenError(f"{file}: missing. A golden has golden.json and its source, see docs/goldens.md.") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise GoldenError(f"{file}: {where}: {first['msg']}. Correct the label.") from None
    except ValueError as error:
        raise GoldenError(f"{file}: no JSON ({error}). Correct the file.") from None
    golden = Golden(folder.name, folder, label)
    _check(golden, file)
    return golden


def _check(golden: Golden, file: Path) -> None:
    label = golden.label
    if label.form not in FORMS:
        raise GoldenError(f"{file}: form {label.form!r} is not known.")
    if not golden.source.exists():
        raise GoldenError(f"{file}: its source {golden.source.name} is missing.")
    if hashlib.sha256(golden.source.read_bytes()).hexdigest() != label.source.sha256:
        raise GoldenError(f"{file}: its source has changed since it was labelled (sha256 differs). Label it anew.")
    form = FORMS[label.form]
    for key, table in label.tables.items():
        if key not in form.variants:
            raise GoldenError(f"{file}: unknown table {key!r}.")
        declared = form.table_for_rows(key, set(table.cells))
        cells = {f"{key}.{row}.{column}" for row, columns in table.cells.items() for column in columns}
        if cells != set(declared.cells):
            off = sorted(cells ^ set(declared.cells))
            raise GoldenError(f"{file}: {key}: cells missing or unknown: {', '.join(off[:5])}.")
        for row, columns in table.cells.items():
            for column, value in columns.items():
                path = f"{key}.{row}.{column}"
                if (value is None) != (path in label.marks):
                    raise GoldenError(f"{file}: {path}: a null needs a mark, and a number has none.")
    if missing := set(form.variants) - set(label.tables):
        raise GoldenError(f"{file}: tables missing: {', '.join(sorted(missing))}.")
    known = {c for tables in form.variants.values() for t in tables for c in t.cells}
    for cell in golden.doubtful:
        if cell not in known and cell not in (
            "issuer",
            "year",
            "title",
            "published",
            "level",
            "index_number",
            "contact",
        ):
            raise GoldenError(f"{file}: doubtful cell {cell!r} is not known.")


def golden_folders(paths: list[Path]) -> list[Path]:
    """The folders of the goldens that are named: each a golden, or a folder of goldens. Raises GoldenError."""
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            raise GoldenError(f"{path}: no such folder. Name a golden's folder, or a folder of them.")
        if (path / "golden.json").exists():
            found.append(path)
            continue
        folders = sorted(p for p in path.iterdir() if p.is_dir() and not p.name.startswith("."))
        if not folders:
            raise GoldenError(f"{path}: no goldens in this folder. A golden is a folder with golden.json.")
        found += folders
    return found


def load_goldens(paths: list[Path]) -> list[Golden]:
    """The goldens in the given folders, all at once. Raises GoldenError."""
    return [load_golden(folder) for folder in golden_folders(paths)]
