"""`nianbao eval`: its figures, its log, its thresholds, and goldens that are wrong."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from nianbao.eval.golden import GoldenError, load_golden
from nianbao.schemas import dump_json, load_json
from tests.commands import nianbao
from tests.model.answers import GOLDENS, perfect
from tests.scripted_server import Answer, serve


def test_the_goldens_are_read_right_and_nothing_is_confirmed_but_wrong() -> None:
    """100 % of the cells that the text decides, 0 confirmed but wrong, every status as labelled."""
    done = nianbao("eval", "goldens", "--json", "--min-right", "100")
    assert done.code == 0, done.out
    summed = json.loads(done.out)["totals"]
    assert (summed["cells"], summed["right"], summed["doubtful"]) == (977, 977, 9)
    assert summed["confirmed_but_wrong"] == summed["wrong"] == summed["invented"] == 0
    assert summed["statuses_as_labelled"] == 15
    assert summed["findings_missing"] == summed["findings_extra"] == 0


def test_the_log_is_enough_to_score_again_and_to_compare(tmp_path: Path) -> None:
    """The log scored offline gives the same totals; compared with itself nothing is fixed or broken."""
    log = tmp_path / "log" / "run.jsonl"
    done = nianbao("eval", "goldens", "--log", log, "--json")
    header, *reports = [load_json(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert {"commit", "prompts", "schemas_sha256", "goldens_sha256", "model", "parameters", "mode"} <= set(header)
    assert len(reports) == 5
    again = nianbao("eval", "goldens", "--results", log, "--json")
    assert json.loads(again.out)["totals"] == json.loads(done.out)["totals"]
    compared = nianbao("eval", "goldens", "--compare", log, "--json")
    assert json.loads(compared.out)["changes"] == {"fixed": [], "broken": [], "off_in_both": []}


def test_a_cell_that_got_worse_fails_the_comparison(tmp_path: Path) -> None:
    """Against a log in which an extra cell was right, the run is worse: broken, exit code 1."""
    log = tmp_path / "run.jsonl"
    nianbao("eval", "goldens/huguan-2023", "--log", log)
    lines = [load_json(line) for line in log.read_text(encoding="utf-8").splitlines()]
    lines[1]["right"].append("requests.received.imaginary")
    log.write_text("".join(dump_json(line) + "\n" for line in lines), encoding="utf-8")
    done = nianbao("eval", "goldens/huguan-2023", "--compare", log)
    assert done.code == 1
    assert "broken: huguan-2023 requests.received.imaginary" in done.out


def test_raw_replies_are_in_the_log(tmp_path: Path) -> None:
    """With a model, every reply stands in the log as it came."""
    slug = "huguan-2023"
    log = tmp_path / "run.jsonl"
    with serve(lambda body, _: Answer(perfect(slug, body))) as server:
        done = nianbao(
            *["eval", f"goldens/{slug}", "--llm", "always", "--model", "m", "--base-url", server.url],
            *["--no-cache", "--log", log, "--json"],
        )
        sent = [perfect(slug, request) for request in server.requests]
    assert done.code == 0
    record = load_json(log.read_text(encoding="utf-8").splitlines()[1])
    assert [r["reply"] for r in record["replies"]] == sent
    assert json.loads(done.out)["cost"] == {"asks": 3, "cached": 0, "input_tokens": 300, "output_tokens": 120}


def test_an_unusable_model_ends_the_eval() -> None:
    """An eval that cannot ask does not pass off the layout reader's figures as the model's: exit code 3."""
    done = nianbao(
        *["eval", "goldens/huguan-2023", "--llm", "always", "--model", "m", "--base-url", "http://127.0.0.1:9/v1"],
        "--no-cache",
    )
    assert done.code == 3
    assert "OPENAI_BASE_URL" in done.err


def edited(tmp_path: Path, slug: str, edit: Any) -> Path:
    """A copy of a golden with its label edited."""
    folder = tmp_path / slug
    shutil.copytree(GOLDENS / slug, folder)
    file = folder / "golden.json"
    label = load_json(file.read_text(encoding="utf-8"))
    edit(label)
    file.write_text(dump_json(label), encoding="utf-8")
    return folder


def test_a_label_that_differs_shows_as_confirmed_but_wrong(tmp_path: Path) -> None:
    """If the golden says 224 where the report prints 223, the eval fails and names the cell."""

    def edit(label: Any) -> None:
        label["tables"]["requests"]["cells"]["received"]["total"] = 224

    done = nianbao("eval", edited(tmp_path, "zhangjiakou-2022", edit))
    assert done.code == 1
    assert "requests.received.total wrong: reads 223, labelled 224" in done.out
    assert "confirmed but wrong: 1 cells" in done.out


def test_the_threshold_fails_a_run_below_it(tmp_path: Path) -> None:
    """One of 191 cells off in an unconfirmed table: passes at 99, fails at 99.9."""

    def edit(label: Any) -> None:
        label["tables"]["requests"]["cells"]["received"]["total"] = 8

    folder = edited(tmp_path, "yindu-office-2021", edit)
    assert nianbao("eval", folder, "--min-right", "99").code == 0
    assert nianbao("eval", folder, "--min-right", "99.9").code == 1


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda g: g["tables"]["review"]["cells"].pop("reconsideration"), "cells missing or unknown"),
        (lambda g: g["tables"].pop("review"), "tables missing"),
        (lambda g: g["tables"]["requests"]["cells"]["received"].update(total=-1), "greater than or equal"),
        (lambda g: g["tables"]["requests"]["cells"]["received"].update(total=None), "a null needs a mark"),
        (lambda g: g["marks"].update({"requests.received.total": "blank"}), "a null needs a mark"),
        (lambda g: g.update(form="1999"), "form '1999' is not known"),
        (lambda g: g["source"].update(sha256="0" * 64), "has changed since it was labelled"),
        (lambda g: g["source"].update(path="other.txt"), "is missing"),
        (lambda g: g.update(surprise=1), "surprise"),
        (lambda g: g["labels"]["doubtful"].append({"cells": ["requests.x.y"], "why": ""}), "doubtful cell"),
    ],
    ids=["row", "table", "negative", "null", "mark", "form", "sha256", "source", "unknown-field", "doubtful"],
)
def test_a_wrong_golden_is_named(tmp_path: Path, edit: Any, words: str) -> None:
    """One line that names the file and the field."""
    folder = edited(tmp_path, "zhangjiakou-2022", edit)
    with pytest.raises(GoldenError) as error:
        load_golden(folder)
    assert "golden.json" in str(error.value)
    assert words in str(error.value)
    assert len(str(error.value).strip().splitlines()) == 1


def test_a_wrong_golden_ends_the_eval(tmp_path: Path) -> None:
    """The command says what loading says, in one line, with exit code 2."""
    folder = edited(tmp_path, "zhangjiakou-2022", lambda g: g["tables"].pop("review"))
    done = nianbao("eval", folder)
    assert done.code == 2
    assert "golden.json" in done.err
    assert "tables missing" in done.err
    assert len(done.err.strip().splitlines()) == 1


@pytest.mark.parametrize("content", ["", "{", "[]"])
def test_a_golden_that_is_no_json_object_is_named(tmp_path: Path, content: str) -> None:
    """An empty, broken or other JSON: exit code 2, one line."""
    (tmp_path / "golden.json").write_text(content, encoding="utf-8")
    done = nianbao("eval", tmp_path)
    assert done.code == 2
    assert "golden.json" in done.err
