"""The commands as a user runs them: what they print, write and return."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nianbao.schemas import ReportResult
from tests.commands import ROOT, nianbao
from tests.layouts import grids
from tests.model.answers import labels, perfect, source
from tests.model.test_prior_asks import cells_of
from tests.scripted_server import Answer, serve


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of `nianbao extract goldens`."""
    out = tmp_path_factory.mktemp("out")
    assert nianbao("extract", "goldens", "--out", out).code == 1
    return out


def test_extract_writes_one_line_per_report_and_a_summary(results: Path, tmp_path: Path) -> None:
    """Five reports in, five lines out, the counts on stderr, nothing on stdout."""
    done = nianbao("extract", "goldens", "--out", tmp_path)
    assert done.out == ""
    assert "5 reports: 2 confirmed, 1 source_inconsistent, 1 unconfirmed, 1 absent" in done.err
    lines = (tmp_path / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 5
    statuses = {ReportResult.from_json(line).source.path: ReportResult.from_json(line).status for line in lines}
    assert statuses == {
        f"goldens/{slug}/source.txt": labels(slug)["status"]
        for slug in sorted(p.name for p in (ROOT / "goldens").iterdir())
    }


def test_extract_prints_json_lines_where_no_folder_is_given() -> None:
    """Results on stdout, one line each; progress and summary on stderr only; exit code 0 for what is confirmed."""
    done = nianbao("extract", source("huguan-2023"), source("shengzhou-office-2022"))
    assert [json.loads(line)["status"] for line in done.out.splitlines()] == ["confirmed", "absent"]
    assert done.code == 0


def test_extract_reads_standard_input_and_globs() -> None:
    """`-` is standard input; a pattern that the shell left alone is expanded."""
    done = nianbao("extract", "-", "--quiet", stdin=source("huguan-2023").read_bytes())
    assert (json.loads(done.out)["source"]["path"], done.err, done.code) == ("-", "", 0)
    done = nianbao("extract", "goldens/z*/*.txt", "--quiet")
    assert json.loads(done.out)["source"]["path"] == "goldens/zhangjiakou-2022/source.txt"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", "it is empty"),
        ("blank.txt", b" \n\t\n", "it is empty"),
        ("binary.txt", bytes(range(256)) * 20, "binary"),
        ("scan.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "PDF"),
        ("report.docx", b"PK\x03\x04" + b"\0" * 30, "cut off"),
        ("notice.txt", "关于召开会议的通知。各单位请于周一参加会议。".encode(), "not a 政府信息公开工作年度报告"),
        ("english.txt", b"Annual Report 2022\nRequests received: 223\n", "not a 政府信息公开工作年度报告"),
        (
            "huge.txt",
            "政府信息公开工作年度报告 0\n".encode() * 1_400_000,
            "the limit `characters`",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_a_bad_file_gets_one_clear_line_and_the_batch_goes_on(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    """The error names the file, its trouble and the next move; the good report beside it is read; exit code 1."""
    bad = tmp_path / name
    bad.write_bytes(content)
    done = nianbao("extract", bad, source("huguan-2023"), "--out", tmp_path / "out")
    errors = [line for line in done.err.splitlines() if line.startswith("error: ")]
    assert len(errors) == 1
    assert errors[0].startswith(f"error: {bad}: ")
    assert words in errors[0]
    assert errors[0].endswith(".")
    assert done.code == 1
    assert len((tmp_path / "out" / "reports.jsonl").read_text(encoding="utf-8").splitlines()) == 1
    assert json.loads((tmp_path / "out" / "errors.jsonl").read_text(encoding="utf-8"))["path"] == str(bad)


def test_missing_paths_and_folders_without_reports_are_named(tmp_path: Path) -> None:
    """A path that is not there, a folder and a pattern without reports: one line each, and the rest is read."""
    (tmp_path / "folder").mkdir()
    done = nianbao("extract", "nowhere.txt", tmp_path / "folder", "x*.txt", source("huguan-2023"), "--quiet")
    assert [line.split(": ")[1] for line in done.err.splitlines()] == [
        "nowhere.txt",
        str(tmp_path / "folder"),
        "x*.txt",
    ]
    assert len(done.out.splitlines()) == 1
    assert done.code == 1


def test_a_path_that_the_system_refuses_is_named() -> None:
    """A name too long for the file system: one line, exit code 1, no traceback."""
    done = nianbao("extract", "x" * 300 + ".txt")
    assert done.code == 1
    assert "cannot be read" in done.err
    assert "Traceback" not in done.err


def test_an_output_folder_that_cannot_be_made_is_wrong_usage(tmp_path: Path) -> None:
    """--out where a file stands: exit code 2 and one line, before anything is read."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = nianbao("extract", source("huguan-2023"), "--out", tmp_path / "file")
    assert done.code == 2
    assert done.err.startswith("error: --out ")


def test_an_earlier_run_is_kept_aside(tmp_path: Path) -> None:
    """Running again into the same folder loses nothing: the older file stays beside the new one."""
    nianbao("extract", source("huguan-2023"), "--out", tmp_path)
    nianbao("extract", source("zhangjiakou-2022"), "--out", tmp_path)
    assert "huguan" in (tmp_path / "reports.previous.jsonl").read_text(encoding="utf-8")
    assert "zhangjiakou" in (tmp_path / "reports.jsonl").read_text(encoding="utf-8")


def test_kept_text_is_the_text_that_the_spans_count_in(tmp_path: Path) -> None:
    """With --keep-text every span of the result cuts its value out of the written text."""
    nianbao("extract", source("zhangjiakou-2022"), "--out", tmp_path, "--keep-text")
    result = ReportResult.from_json((tmp_path / "reports.jsonl").read_text(encoding="utf-8"))
    text = (tmp_path / "texts" / f"{result.source.sha256}.txt").read_bytes().decode()
    assert len(text) == result.source.characters
    assert result.evidence
    for path, (start, end) in result.evidence.items():
        assert text[start:end] == str(result.cell(path))


def test_a_killed_run_keeps_what_it_had_written(tmp_path: Path) -> None:
    """Killed while the model keeps it waiting, the report before is in the file, a whole line."""
    slug = "zhangjiakou-2022"
    (tmp_path / "1.txt").write_bytes(source("shengzhou-office-2022").read_bytes())
    (tmp_path / "2.txt").write_bytes(source(slug).read_bytes())
    out = tmp_path / "out"
    with serve(lambda body, _: Answer(perfect(slug, body), delay=20)) as server:
        command = [sys.executable, "-m", "nianbao", "extract", str(tmp_path / "1.txt"), str(tmp_path / "2.txt")]
        options = ["--out", str(out), "--llm", "always", "--model", "m", "--base-url", server.url, "--no-cache"]
        process = subprocess.Popen(
            [*command, *options], env={**os.environ, "PYTHONPATH": str(ROOT / ".ns")}, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 60
        while not server.requests and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.wait()
    lines = (out / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    assert [ReportResult.from_json(line).status for line in lines] == ["absent"]


@pytest.mark.parametrize(
    ("arguments", "environment", "words"),
    [
        (["--llm", "always"], {}, ["--model", "NIANBAO_MODEL"]),
        (["--llm", "always", "--model", "gpt-5-mini"], {}, ["OPENAI_API_KEY"]),
        (["--llm", "always"], {"NIANBAO_MODEL": "m", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}, ["OPENAI_BASE_URL"]),
        (["--llm", "always"], {"NIANBAO_MODEL": "m", "OPENAI_BASE_URL": "127.0.0.1:9/v1"}, ["OPENAI_BASE_URL"]),
        (["--model", "m"], {"NIANBAO_TIMEOUT": "soon"}, ["NIANBAO_TIMEOUT"]),
    ],
    ids=["no-model", "no-key", "dead-endpoint", "no-address", "no-timeout"],
)
def test_without_a_usable_model_the_layout_results_are_written(
    tmp_path: Path, arguments: list[str], environment: dict[str, str], words: list[str]
) -> None:
    """Exit code 3, the setting is named, and the layout reader's result is in the file."""
    done = nianbao("extract", source("huguan-2023"), "--out", tmp_path, "--no-cache", *arguments, **environment)
    assert done.code == 3
    assert all(word in done.err for word in words)
    result = ReportResult.from_json((tmp_path / "reports.jsonl").read_text(encoding="utf-8"))
    assert (result.status, result.extraction.readers) == ("confirmed", ["layout"])


def test_a_key_in_the_environment_alone_sends_nothing() -> None:
    """A model is configured only when it is named: a key and an address that happen to be there ask nobody."""
    with serve(lambda *_: Answer("{}")) as server:
        done = nianbao(
            "extract", source("yindu-office-2021"), "--quiet", OPENAI_API_KEY="sk-x", OPENAI_BASE_URL=server.url
        )
        assert server.requests == []
    assert json.loads(done.out)["extraction"]["asks"] == 0


def test_a_named_model_is_asked_where_the_reader_is_not_sure(tmp_path: Path) -> None:
    """--model makes `fallback` the default: one report is asked about, the cost is in the summary, the key nowhere."""
    slug = "zhangjiakou-2022"
    text = source(slug).read_text(encoding="utf-8")
    row = "| 113 | 2 | 3 | 1 | 0 | 0 | 119 |"
    assert row in text
    (tmp_path / "torn.txt").write_text(text.replace(row, f"{row} 4 |"), encoding="utf-8")
    with serve(lambda body, _: Answer(perfect(slug, body))) as server:
        done = nianbao(
            *["extract", "goldens", tmp_path / "torn.txt", "--out", tmp_path / "out"],
            *["--model", "m", "--base-url", server.url],
            *["--cache", tmp_path / "cache"],
            OPENAI_API_KEY="sk-very-secret",
        )
        assert server.requests
        assert {name for names in server.rows_asked() for name in names} == {"公开"}
    assert f"asked the model {len(server.requests)} times" in done.err
    everything = done.err + (tmp_path / "out" / "reports.jsonl").read_text(encoding="utf-8")
    assert "sk-very-secret" not in everything


def test_check_prints_failing_sums_in_words(results: Path) -> None:
    """Over the results of the goldens: two findings, both Jincheng's, the arithmetic in them; exit code 1."""
    done = nianbao("check", results / "reports.jsonl")
    failing = [line for line in done.out.splitlines() if "_sum]" in line]
    assert done.code == 1
    assert len(failing) == 2
    assert "jincheng" in failing[0]
    assert "= 2, but 总计 reads 0 (2 too few)" in failing[0]


def test_check_takes_a_bare_table_set(tmp_path: Path) -> None:
    """A part of a table in the contract's shape: the sums that can be assessed are."""
    cells = dict.fromkeys(("natural_person", "commercial_enterprise", "research_institution"), 1) | dict.fromkeys(
        ("public_welfare_organization", "legal_service_organization", "other_organization"), 0
    )
    file = tmp_path / "tables.json"
    file.write_text(json.dumps({"requests": {"received": {**cells, "total": 3}}}), encoding="utf-8")
    assert nianbao("check", file).code == 0
    file.write_text(json.dumps({"requests": {"received": {**cells, "total": 4}}}), encoding="utf-8")
    done = nianbao("check", file)
    assert (done.code, "(1 too many)" in done.out) == (1, True)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("nonsense", "no JSON"),
        ('{"tabels": {}}', "unknown table"),
        ('{"requests": {"recieved": {}}}', "unknown row"),
        ('{"requests": {"received": {"sum": 1}}}', "unknown column"),
        ('{"requests": {"received": {"total": "many"}}}', "is no number"),
        ('{"requests": {"received": {"total": 1.5}}}', "not a whole number"),
        ('{"requests": {"received": {"total": true}}}', "is no number"),
        ("[1]", "is no grid"),
        ("[" * 100_000 + "]" * 100_000, "lists within lists"),
        ('{"requests": {"received": {"total": NaN}}}', "is no number"),
        ('{"requests": [[1, 2], [3, 4]]}', "25 rows of 7"),
    ],
    ids=lambda value: value[:24],
)
def test_a_table_set_of_another_shape_is_named(tmp_path: Path, content: str, words: str) -> None:
    """Exit code 2 and one line that names the field."""
    file = tmp_path / "tables.json"
    file.write_text(content, encoding="utf-8")
    done = nianbao("check", file)
    assert done.code == 2
    assert done.err.startswith("error: ")
    assert words in done.err


def test_repair_mends_another_parsers_tables(tmp_path: Path) -> None:
    """A prior with a wrong digit, on stdin: the repaired result on stdout has what the report prints."""
    slug = "zhangjiakou-2022"
    prior = labels(slug)["tables"]
    prior["requests"]["cells"]["received"]["total"] = 232
    from nianbao.schemas import dump_json

    done = nianbao("repair", "-", "--source", source(slug), stdin=dump_json(prior).encode())
    assert done.code == 0
    assert ReportResult.from_json(done.out).cell("requests.received.total") == 223


def test_repair_takes_grids_and_says_what_became_of_them(tmp_path: Path) -> None:
    """Lists of rows as Python's json writes them, NaN and 212.0 in them: the result on stdout, one line on stderr."""
    slug = "zhangjiakou-2022"
    printed: list[list[list[object]]] = [
        [[float(t) if t and t.isdigit() else float("nan") if t is None else t for t in row] for row in grid]
        for grid in grids(cells_of(slug)).values()
    ]
    printed[1][3][-1] = 232.0
    file = tmp_path / "tables.json"
    file.write_text(json.dumps(printed), encoding="utf-8")
    done = nianbao("repair", file, "--source", source(slug))
    assert (done.code, ReportResult.from_json(done.out).status) == (0, "confirmed")
    assert done.err == "prior: kept 31 rows, read 1 anew: requests.received (not in the row's text)\n"
    again = nianbao("check", file)
    assert (again.code, "总计 reads 232 (9 too many)" in again.out) == (1, True)


def test_repair_says_which_rows_the_source_has_not(tmp_path: Path) -> None:
    """Tables for a report that prints none: nothing kept, nothing read anew, absent."""
    file = tmp_path / "tables.json"
    file.write_text(json.dumps([[cell or "" for cell in row] for row in grids(cells_of("huguan-2023"))["requests"]]))
    done = nianbao("repair", file, "--source", source("shengzhou-office-2022"))
    assert (done.code, ReportResult.from_json(done.out).status) == (0, "absent")
    assert re.fullmatch(r"prior: kept 0 rows, read 0 anew; 2[35] are of no table or row of the source\n", done.err)


def test_show_marks_the_cells_that_are_not_sure(results: Path) -> None:
    """Jincheng's wrong total stands with its suggestion and a mark; a cell that is fine has none."""
    done = nianbao("show", source("jincheng-chengqu-2022"))
    row = next(line for line in done.out.splitlines() if "部分公开" in line)
    assert "0→2!" in row
    assert "source_inconsistent" in done.out
    assert "49503!" not in done.out
    again = nianbao("show", results / "reports.jsonl", "--report", "2")
    assert "0→2!" in again.out
    assert nianbao("show", results / "reports.jsonl", "--report", "9").code == 2


def test_show_tells_who_and_when_and_marks_the_narrative_softly() -> None:
    """One line has issuer, level, year, date and index number; a number that only section 一 contradicts has a ~."""
    head = nianbao("show", source("huguan-2023")).out.splitlines()[1]
    assert head.split(" · ") == [
        "壶关县人民政府 (县)",
        "2023",
        "published 2024-02-20",
        "索引号 000014349/2024-11355",
        "confirmed",
    ]
    soft = nianbao("show", source("zhangjiakou-2022"))
    row = next(line for line in soft.out.splitlines() if "行政规范性文件" in line)
    assert row.split() == ["行政规范性文件", "44", "35", "205~"]
    assert "~ section 一 states another number" in " ".join(soft.out.split())
    assert "!" not in soft.out.split("[narrative]")[0].split("! in a failing")[0]


@pytest.mark.parametrize("command", ["extract", "check", "repair", "show", "eval"])
def test_every_command_has_help(command: str) -> None:
    """--help says what the command does and what its exit codes or options mean."""
    done = nianbao(command, "--help")
    assert done.code == 0
    assert "Usage" in done.out


def test_debug_shows_the_traceback() -> None:
    """--debug lets an error of nianbao's own through with its traceback."""
    assert "Traceback" in nianbao("check", "nowhere.json", "--debug").err
    assert "Traceback" not in nianbao("check", "nowhere.json").err
