"""The repair loop against a scripted server: what a model says counts only where the text says it too."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nianbao import Document, extract_report
from nianbao.extract.model.modes import AskSize
from tests.model.answers import REVIEW, asked, labels, model_at, perfect, source
from tests.scripted_server import Answer, serve


def test_a_full_extraction_from_an_empty_candidate_is_right_and_confirmed() -> None:
    """With --llm always and a perfect model every cell is as labelled, each with a span that prints it."""
    slug = "zhangjiakou-2022"
    with serve(lambda body, _: Answer(perfect(slug, body))) as server:
        result = extract_report(source(slug), model=model_at(server))
    want = labels(slug)
    assert {k: t.cells for k, t in result.tables.items()} == {k: t["cells"] for k, t in want["tables"].items()}
    assert result.status == "confirmed"
    assert result.extraction.readers == ["llm"]
    assert (result.extraction.asks, result.extraction.input_tokens) == (3, 300)
    text = source(slug).read_text(encoding="utf-8")
    for path, (start, end) in result.evidence.items():
        assert text[start:end] == str(result.cell(path))


def test_a_misread_digit_is_asked_for_again_alone_and_blind() -> None:
    """A misread row does not stand in its line: that row alone is asked again, and neither reading nor sum is shown."""
    slug = "zhangjiakou-2022"

    def script(body: dict[str, Any], _: int) -> Answer:
        misread = {"新收": "213 6 3 1 1 0 223"} if len(asked(body)) > 6 else {}
        return Answer(perfect(slug, body, **misread))

    with serve(script) as server:
        result = extract_report(source(slug), model=model_at(server))
    again = [names for names in server.rows_asked() if len(names) == 1 and names != [REVIEW]]
    assert again == [["新收"]]
    prompt = next(p for p, names in zip(server.prompts(), server.rows_asked(), strict=True) if names == ["新收"])
    assert "213" not in prompt
    assert "上年结转" not in prompt
    assert len(server.requests[-2]["messages"]) == 1
    assert result.cell("requests.received.natural_person") == 212
    assert result.tables["requests"].status == "confirmed"


def test_an_invented_number_that_makes_the_sum_work_is_refused() -> None:
    """The source prints a total of 0 where 2 would add up: a model that answers 2, ever again, changes nothing."""
    slug = "jincheng-chengqu-2022"
    with serve(lambda body, _: Answer(perfect(slug, body, 部分公开="2 0 0 0 0 0 2"))) as server:
        result = extract_report(source(slug), model=model_at(server))
    assert result.cell("requests.partially_granted.total") is None
    assert result.marks["requests.partially_granted.total"] == "unreadable"
    assert result.tables["requests"].status == "unconfirmed"
    named = {cell for f in result.findings for cell in f.cells}
    assert "requests.partially_granted.total" in named


def test_in_fallback_an_invented_number_never_replaces_what_the_reader_has() -> None:
    """Where the layout reader is sure, the fallback asks nothing at all, also not about a sum that fails."""
    slug = "jincheng-chengqu-2022"
    with serve(lambda body, _: Answer(perfect(slug, body, 部分公开="2 0 0 0 0 0 2"))) as server:
        result = extract_report(source(slug), model=model_at(server, mode="fallback"))
    assert server.requests == []
    assert result.cell("requests.partially_granted.total") == 0
    assert result.tables["requests"].status == "source_inconsistent"


def test_a_source_that_is_wrong_itself_ends_as_source_inconsistent() -> None:
    """The blind answer repeats the printed row, which stands in the source: printed so, and no further ask."""
    slug = "jincheng-chengqu-2022"
    with serve(lambda body, _: Answer(perfect(slug, body))) as server:
        result = extract_report(source(slug), model=model_at(server))
    assert [names for names in server.rows_asked() if len(names) == 1 and names != [REVIEW]] == [["部分公开"]]
    assert result.tables["requests"].status == "source_inconsistent"
    assert {(f.check, f.cells[0]) for f in result.findings} == {
        ("row_sum", "requests.partially_granted.total"),
        ("result_sum", "requests.processed_total.total"),
    }
    assert [(s.cell, s.printed, s.suggested) for s in result.suggestions] == [
        ("requests.partially_granted.total", 0, 2)
    ]
    assert result.cell("requests.partially_granted.total") == 0


def test_a_model_that_would_fill_in_an_absent_table_is_not_asked() -> None:
    """Whether a table is there is the reader's to say: the report without tables stays absent, cell by cell."""
    slug = "shengzhou-office-2022"
    full = json.dumps({"新收": "56 0 0 0 0 0 56"}, ensure_ascii=False)
    with serve(lambda *_: Answer(full)) as server:
        result = extract_report(source(slug), model=model_at(server))
    assert server.requests == []
    assert result.status == "absent"
    assert set(result.marks.values()) == {"missing"}
    assert all(v is None for t in result.tables.values() for row in t.cells.values() for v in row.values())


@pytest.mark.parametrize("rounds", [1, 2, 3])
def test_a_model_that_never_settles_ends_unconfirmed_within_its_rounds(rounds: int) -> None:
    """Answers that stand nowhere in the text: no more asks for a row than the limit, and the ending says so."""
    slug = "zhangjiakou-2022"

    def script(body: dict[str, Any], number: int) -> Answer:
        wrong = {"国家秘密": f"{900 + number} 0 0 0 0 0 1"}
        return Answer(perfect(slug, body, **wrong))

    with serve(script) as server:
        result = extract_report(source(slug), model=model_at(server, limits={"rounds": rounds}))
    assert sum("国家秘密" in names for names in server.rows_asked()) == rounds
    assert result.tables["requests"].status == "unconfirmed"
    assert result.tables["disclosure"].status == "confirmed"
    assert "not settled" in (result.extraction.ended or "")
    assert {c for f in result.findings if f.check != "narrative" for c in f.cells} == {
        f"requests.denied_state_secret.{c}" for c in labels(slug)["tables"]["requests"]["cells"]["received"]
    }


def test_the_token_limit_ends_the_asking_and_keeps_what_was_read() -> None:
    """An ask that could overstep the limit is not sent; the tables that were read stay read."""
    slug = "zhangjiakou-2022"
    with serve(lambda body, _: Answer(perfect(slug, body))) as server:
        result = extract_report(source(slug), model=model_at(server, limits={"tokens": 3000}))
    assert len(server.requests) == 1
    assert "token limit" in (result.extraction.ended or "")
    assert result.tables["disclosure"].status == "confirmed"
    assert result.tables["requests"].status == "unconfirmed"


def test_a_leaked_example_does_not_pass() -> None:
    """A model that answers the prompt's own example gets nothing in: it does not stand in the row's line."""
    slug = "huguan-2023"
    with serve(lambda body, _: Answer(perfect(slug, body, 公开="47 0 5 0 2 0 61"))) as server:
        result = extract_report(source(slug), model=model_at(server))
    assert result.cell("requests.granted.natural_person") is None
    assert result.tables["requests"].status == "unconfirmed"


def test_the_neighbours_row_does_not_pass() -> None:
    """An answer that is the neighbouring row's, whose sum holds, does not stand in the asked row's own lines."""
    slug = "zhangjiakou-2022"
    with serve(lambda body, _: Answer(perfect(slug, body, 公开="14 1 0 0 0 0 15"))) as server:
        result = extract_report(source(slug), model=model_at(server))
    assert result.cell("requests.granted.total") is None
    assert result.tables["requests"].status == "unconfirmed"


def test_verify_names_the_cells_in_which_two_readers_differ() -> None:
    """With --llm verify the layout reader's values stay, and a row that the model cannot confirm is named."""
    slug = "zhangjiakou-2022"
    with serve(lambda body, _: Answer(perfect(slug, body, 重复申请="7 0 0 0 0 0 7"))) as server:
        result = extract_report(source(slug), model=model_at(server, mode="verify"))
    assert result.cell("requests.not_processed_duplicate.total") == 1
    assert result.tables["requests"].status == "unconfirmed"
    assert [f.check for f in result.findings if f.check != "narrative"] == ["disagreement"]
    assert result.extraction.readers == ["layout", "llm"]


def test_rows_that_are_read_whole_are_not_asked_about() -> None:
    """Many totals wrong, every row whole: an answer could only repeat the rows, so nothing is spent; still not sure."""
    slug = "zhangjiakou-2022"
    text = source(slug).read_text(encoding="utf-8")
    before = text
    for total in ("223", "2", "119", "15", "1", "81", "3", "225"):
        text = text.replace(f"| 0 | {total} | |", f"| 0 | {total}7 | |")
    assert text != before
    with serve(lambda body, _: Answer(perfect(slug, body))) as server:
        result = extract_report(text, model=model_at(server, mode="fallback"))
        assert server.requests == []
    assert result.tables["requests"].status == "unconfirmed"
    assert "many_failures" in {f.check for f in result.findings}


@pytest.mark.parametrize(("size", "tables"), [("auto", 2), ("table", 4), ("row", 0)])
def test_a_model_too_weak_for_tables_is_asked_for_rows(size: AskSize, tables: int) -> None:
    """Wrong in every row of a table, right in single rows: with `auto` the third table is asked for row by row."""
    slug = "zhangjiakou-2022"

    def weak(body: dict[str, Any], _: int) -> Answer:
        names = asked(body)
        return Answer(
            perfect(slug, body, **dict.fromkeys(names, "9 9 9 9 9 9 9")) if len(names) > 1 else perfect(slug, body)
        )

    with serve(weak) as server:
        model = replace(model_at(server), size=size)
        results = [extract_report(source(slug), model=model) for _ in range(2)]
        asked_together = sum(len(names) > 1 for names in server.rows_asked())
    assert asked_together == tables
    assert {r.status for r in results} == {"confirmed"}


def test_a_weak_models_run_is_replayed_whatever_the_order_of_its_reports(tmp_path: Path) -> None:
    """Reports that were asked about row by row, because two tables before them failed, need no new request first."""
    slug = "zhangjiakou-2022"
    text = source(slug).read_text(encoding="utf-8")
    others = [Document.from_text(text.replace("| 9079 |", f"| {n} |")) for n in (9079, 9080, 9081)]

    def weak(body: dict[str, Any], _: int) -> Answer:
        names = asked(body)
        printed = "9081" if "9081" in body["messages"][0]["content"] else "9080"
        wrong = dict.fromkeys(names, "9 9 9 9 9 9 9") if len(names) > 1 else {}
        if names == ["处罚"] and "9079" not in body["messages"][0]["content"]:
            wrong = {"处罚": printed}
        return Answer(perfect(slug, body, **wrong))

    with serve(weak) as server:
        first = [extract_report(d, model=m) for m in [model_at(server, cache=tmp_path)] for d in others]
        sent = len(server.requests)
        again = [extract_report(d, model=m) for m in [model_at(server, cache=tmp_path)] for d in reversed(others)]
        assert len(server.requests) == sent
    assert [r.tables for r in again] == [r.tables for r in reversed(first)]
    assert {r.status for r in first} == {"confirmed"}
