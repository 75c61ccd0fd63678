"""Read what a command is given: results, table sets, or a report to make one from."""

from __future__ import annotations

import sys
from pathlib import Path

from pydantic import ValidationError

from nianbao.extract.documents import Document, decode
from nianbao.extract.errors import DocumentError, PriorError
from nianbao.extract.report import extract_report
from nianbao.schemas import ReportResult, load_json


def read_results(file: str) -> list[ReportResult]:
    """The results of a file, or the one that reading it as a report gives. Raises PriorError, DocumentError."""
    if file != "-" and Path(file).suffix not in (".json", ".jsonl"):
        return [extract_report(Document.from_path(file))]
    results = []
    for name, value in read_json(file):
        try:
            results.append(ReportResult.model_validate(value))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise PriorError(
                f"{name}: not a nianbao result: {where}: {first['msg']}. Make one with `nianbao extract`."
            ) from None
    return results


def read_json(file: str) -> list[tuple[str, object]]:
    """The JSON values of a file, one or one a line, each with a name for messages. Raises PriorError, DocumentError."""
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise DocumentError(f"{file}: cannot be read ({error.strerror or error}). Check the path.") from None
    text, _ = decode(data, name=file)
    try:
        try:
            values = [load_json(text, allow_nan=True)]  # Python's json writes NaN for a parser's empty cells
        except ValueError:
            values = [load_json(line, allow_nan=True) for line in text.splitlines() if line.strip()]
    except RecursionError:
        raise PriorError(f"{file}: lists within lists without end. Give a result or a table set.") from None
    except ValueError as error:
        raise PriorError(f"{file}: no JSON ({error}). Give a result or a table set, see docs/contract.md.") from None
    named = []
    for i, value in enumerate(values, 1):
        source = value.get("source", {}) if isinstance(value, dict) else {}
        path = source.get("path") if isinstance(source, dict) else None
        named.append((str(path or (f"{file}:{i}" if len(values) > 1 else file)), value))
    return named
