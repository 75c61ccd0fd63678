"""Run an eval: read every golden's source, score it, and log all that is needed to score it again."""

from __future__ import annotations

import hashlib
import json
import subprocess
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any

from nianbao.eval.golden import Golden, GoldenError
from nianbao.eval.score import ReportScore, score_report, totals
from nianbao.extract.errors import DocumentError, NianbaoError, own_fault
from nianbao.extract.model.ledger import Ledger
from nianbao.extract.model.model import Model
from nianbao.extract.report import read_document
from nianbao.extract.report_documents import only_report
from nianbao.prompts import load_prompt, prompt_ids
from nianbao.schemas import ReportResult, load_json


def run_golden(golden: Golden, model: Model | None) -> tuple[ReportScore, dict[str, Any]]:
    """Read and score a golden: its score and its log record. Raises ModelError where the model fails."""
    replies: list[dict[str, Any]] = []
    try:
        result: ReportResult | None = read_document(
            only_report(golden.document()),
            model=model,
            raise_model_errors=True,
            listener=partial(_keep_replies, replies),
        )
        error = None
    except DocumentError as trouble:
        result, error = None, str(trouble)
    except NianbaoError:
        raise
    except Exception as trouble:  # counted against the reader, and the other goldens are still scored
        result, error = None, own_fault(golden.slug, trouble)
    score = score_report(golden, result, error=error)
    return score, record(golden, result, score, replies)


def _keep_replies(replies: list[dict[str, Any]], ledger: Ledger) -> None:
    for kept in ledger.records:
        row = {"prompt": kept.attempt.prompt, "table": kept.ask.table, "rows": " ".join(kept.ask.rows)}
        taken = [name for name, grounded in kept.taken.items() if grounded]
        replies.append({**row, "reply": kept.reply.content, "outcome": kept.attempt.outcome, "taken": " ".join(taken)})


def record(
    golden: Golden, result: ReportResult | None, score: ReportScore, replies: list[dict[str, Any]]
) -> dict[str, Any]:
    """One report's line in the log: the result and the raw replies in full, and every cell that is not right."""
    off = [asdict(c) | {"confirmed_but_wrong": c.confirmed_but_wrong} for c in score.cells if c.verdict != "right"]
    return {
        "slug": golden.slug,
        "totals": totals([score]),
        "statuses": {t.table: [t.expected_status, t.status] for t in score.tables},
        "cells_off": off,
        "right": [c.cell for c in score.cells if c.verdict == "right"],
        "error": score.error,
        "result": result.model_dump(mode="python") if result else None,
        "replies": replies,
    }


def run_header(folders: list[Path], drawn: int, model: Model | None) -> dict[str, Any]:
    """The log's first line: what was run on what, so that two runs can be told apart. `drawn` goldens are drawn."""
    from nianbao.schemas.json_schemas import json_schemas

    schemas = json.dumps(json_schemas(), sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256()
    for folder in folders:  # a label holds its source's sha256
        digest.update(folder.name.encode() + (folder / "golden.json").read_bytes())
    return {
        "nianbao": metadata.version("nianbao"),
        "commit": _commit(),
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "goldens": len(folders),
        "drawn": drawn,
        "goldens_sha256": digest.hexdigest(),
        "schemas_sha256": hashlib.sha256(schemas.encode()).hexdigest(),
        "prompts": {load_prompt(p).name: load_prompt(p).hash for p in prompt_ids()},
        "model": model.asker.model if model else None,
        "endpoint": model.asker.endpoint.name if model else None,
        "mode": model.mode if model else "off",
        "parameters": {
            "rounds": model.limits.rounds,
            "tokens": model.limits.tokens,
            "format": model.asker.endpoint.able.format,
            "size": model.size,
            "temperature": 0,
        }
        if model
        else {},
    }


def _commit() -> str | None:
    """The commit of the checkout that this file is in, or None for an installed package."""
    here = Path(__file__).resolve().parent
    try:
        done = subprocess.run(
            ["git", "-C", str(here), "describe", "--always", "--dirty"],
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip() or None


def load_results(file: Path) -> dict[str, ReportResult]:
    """The results in a file (reports.jsonl, or an eval's log), by their sources' sha256. Raises GoldenError."""
    found: dict[str, ReportResult] = {}
    try:
        for line in file.read_text(encoding="utf-8").splitlines():
            value = load_json(line) if line.strip() else {}
            value = value.get("result", value) if isinstance(value, dict) else value
            if isinstance(value, dict) and "tables" in value:
                result = ReportResult.model_validate(value)
                found[result.source.sha256] = result
    except (OSError, ValueError) as error:
        raise GoldenError(f"{file}: cannot be read as results ({error}).") from None
    return found


def read_log(file: Path) -> list[dict[str, Any]]:
    """The reports' records of an eval's log; of other results only the lines that are such records."""
    lines = [load_json(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [line for line in lines if isinstance(line, dict) and "slug" in line]


def compare_runs(earlier: Path, records: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Cell by cell against an earlier log: `fixed`, `broken`, and cells that are off in both. Raises GoldenError."""
    before: dict[str, set[str]] = {}
    try:
        for line in earlier.read_text(encoding="utf-8").splitlines():
            value = load_json(line)
            if "slug" in value:
                before[value["slug"]] = set(value["right"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GoldenError(f"{earlier}: not a log of nianbao eval ({error}).") from None
    fixed, broken, same = [], [], []
    for entry in records:
        if entry["slug"] not in before:
            continue
        was, now = before[entry["slug"]], set(entry["right"])
        fixed += [f"{entry['slug']} {c}" for c in sorted(now - was)]
        broken += [f"{entry['slug']} {c}" for c in sorted(was - now)]
        same += [f"{entry['slug']} {c['cell']}" for c in entry["cells_off"] if c["cell"] not in was]
    return {"fixed": fixed, "broken": broken, "off_in_both": same}
