"""What nianbao's asks cost against the plain way: the counting, with a tokenizer that a reader can follow."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from nianbao.eval.encodings import EncodingError, load_tokenizer, shipped_encodings
from nianbao.eval.golden import Golden, load_golden
from nianbao.eval.token_counts import Cost, ReportCost, count_call, count_report, ratios, spreads
from nianbao.eval.tokens import measure, record_calls
from tests.commands import ROOT

GOLDENS = ROOT / "goldens"


def letters(text: str) -> int:
    """A tokenizer for which every character is a token."""
    return len(text)


@pytest.fixture(scope="module")
def zhangjiakou() -> Golden:
    """A golden whose three tables go in three asks."""
    return load_golden(GOLDENS / "zhangjiakou-2022")


def test_a_call_counts_what_was_sent_and_its_schema_apart() -> None:
    """All messages in, the answer's text out; the schema is in neither."""
    schema = {"type": "object"}
    body = {
        "messages": [{"role": "system", "content": "abc"}, {"role": "user", "content": "defg"}],
        "response_format": {"json_schema": {"schema": schema}},
    }
    cost = count_call((body, '{"a":"1"}'), lambda text: len(text.replace("\n", "")))
    assert cost == Cost(calls=1, input=7, output=9, schema=len('{"type":"object"}'))


def test_a_whole_report_is_counted_as_the_loop_really_asks(zhangjiakou: Golden) -> None:
    """Three asks, one for each table; every printed number of `requests` is in an answer; no row is asked again."""
    (whole, rows) = record_calls([zhangjiakou])[0]
    cost = count_report(zhangjiakou, "golden", "全文", whole, rows, letters)
    assert cost.ours.calls == 3
    assert set(cost.by_table) == {"disclosure", "requests", "review"}
    assert cost.ours.output == sum(len(content) for _, content in whole)
    answers = [json.loads(content) for _, content in whole]
    received = zhangjiakou.label.tables["requests"].cells["received"]
    assert {a.get("新收") for a in answers} - {None} == {" ".join(str(v) for v in received.values())}


def test_after_a_misread_digit_single_rows_are_asked_for(zhangjiakou: Golden) -> None:
    """The asks for one row that follow a misreading are counted, and the plain way's next call for each of them."""
    (whole, rows) = record_calls([zhangjiakou])[0]
    assert rows
    cost = count_report(zhangjiakou, "golden", "全文" * 500, whole, rows, letters)
    assert cost.row_again.calls == cost.plain_again.calls == len(rows)
    once = cost.plain_again.input // len(rows)
    assert once > cost.plain.input + cost.plain.output
    assert cost.plain_failed.output == 2 * cost.plain.output


def test_the_plain_answer_has_every_cell(zhangjiakou: Golden) -> None:
    """The plain way's answer is the label's own table set, compact; indented it is longer and says the same."""
    from nianbao.eval import plain_way
    from nianbao.schemas import load_json

    tables = zhangjiakou.label.tables
    said = plain_way.answer(tables)
    assert load_json(said) == {key: table.cells for key, table in tables.items()}
    assert load_json(plain_way.answer(tables, indent=2)) == load_json(said)
    assert " " not in said
    assert '"processed_total"' in plain_way.schema(tables)


def test_ratios_leave_out_reports_for_which_nothing_is_asked() -> None:
    """A report without tables costs nianbao nothing; counting it would flatter the ratio."""
    asked = ReportCost("a", "tabs", ours=Cost(1, 50, 30, 0), plain=Cost(1, 100, 100, 0))
    silent = ReportCost("b", "tabs", plain=Cost(1, 1000, 1000, 0))
    values = {r.name: (r.value, r.met) for r in ratios([asked, silent])}
    assert values["output, whole report"] == (0.3, False)
    assert values["input, whole report"] == (0.5, True)


def test_spreads_have_median_least_and_most() -> None:
    """Over the reports that have the calls in question; a re-ask counts as one call's average."""
    costs = [ReportCost(str(n), "tabs", ours=Cost(1, n, 2 * n, 0), row_again=Cost(2, 2 * n, 4, 0)) for n in (1, 3, 8)]
    found = spreads(costs)
    whole = found["nianbao, whole report"]["output"]
    assert (whole.median, whole.least, whole.most, whole.total) == (6, 2, 16, 24)
    assert found["nianbao, one row again"]["input"].median == 3
    assert found["plain, compact JSON"]["input"].total == 0


def test_without_the_encodings_the_next_move_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No tiktoken: an EncodingError that names the extra and the variable."""
    monkeypatch.setattr("nianbao.eval.encodings.find_spec", lambda _name: None)
    with pytest.raises(EncodingError, match=r"nianbao\[count\].*TIKTOKEN_CACHE_DIR"):
        load_tokenizer("o200k_base")


@pytest.mark.skipif(
    find_spec("tiktoken") is None or shipped_encodings() is None,
    reason="needs nianbao[count]: tiktoken, and litellm's copy of the encodings",
)
def test_the_real_encodings_count(monkeypatch: pytest.MonkeyPatch, zhangjiakou: Golden) -> None:
    """Both encodings load without a network, and for both a row asked again costs less than a tenth."""
    monkeypatch.delenv("TIKTOKEN_CACHE_DIR", raising=False)
    tokenizers = {name: load_tokenizer(name) for name in ("o200k_base", "cl100k_base")}
    assert tokenizers["o200k_base"]("hello world") == 2
    for costs in measure([zhangjiakou], tokenizers).values():
        again = next(r for r in ratios(costs) if r.name.startswith("one row"))
        assert again.met
