"""One command on a folder that mixes every kind, an archive, and ten broken files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands import nianbao
from tests.files.mixed_folder import ARCHIVE, make_mixed_folder


def test_every_good_report_is_done_and_every_bad_file_is_named(tmp_path: Path) -> None:
    """Each good file has a result, each bad one a line with its reason; the exit code is 1."""
    pytest.importorskip("rapidocr_onnxruntime")
    folder, out = tmp_path / "mixed", tmp_path / "out"
    folder.mkdir()
    good, broken = make_mixed_folder(folder)
    done = nianbao("extract", folder, "--out", out)
    assert done.code == 1
    results = [json.loads(line) for line in (out / "reports.jsonl").read_text(encoding="utf-8").splitlines()]
    named = {result["source"]["path"].replace(f"{ARCHIVE}!", f"{ARCHIVE}/") for result in results}
    assert named == {str(folder / name) for name in good}
    statuses = {Path(result["source"]["path"]).name: result["status"] for result in results}
    assert {name for name, status in statuses.items() if status != "confirmed"} == {"scan.png"}
    errors = [json.loads(line) for line in (out / "errors.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(errors) == len(broken) == 10
    assert {error["path"].partition("!")[0] for error in errors} == {str(folder / name) for name in broken}
    for error in errors:
        assert error["error"].startswith(f"{error['path']}: ")
        assert f"error: {error['error']}" in done.err
