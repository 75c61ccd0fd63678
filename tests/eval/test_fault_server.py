"""The fault server: perfect answers out of the asks' own text, and each fault as it says, over real HTTP."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from nianbao import Document, Limits, Model, ModelSettings
from nianbao.eval.drawn import draw_report
from nianbao.eval.fault_kinds import CAPABILITIES, FAULTS
from nianbao.eval.fault_server import FaultServer
from nianbao.extract.report import read_document
from nianbao.schemas.answers import RowShape, answer_schema

Start = Callable[..., FaultServer]
RIGHT = {"国家秘密": "12 0 0 0 0 0 12", "重复申请": "5 0 0 0 0 0 5"}
ASK: dict[str, Any] = {
    "model": "m",
    "max_tokens": 100,
    "temperature": 0,
    "messages": [{"role": "user", "content": "正文：\n国家秘密\t12\t0\t0\t0\t0\t0\t12\n重复申请\t5\t0\t0\t0\t0\t0\t5"}],
    "response_format": {
        "type": "json_schema",
        "json_schema": {"strict": True, "schema": answer_schema(dict.fromkeys(RIGHT, RowShape(("count",) * 7)))},
    },
}
TRANSPORT = {"dropped_before_headers", "dropped_after_headers", "cut_body", "cut_body_with_length", "endless_drip"}
STATUS = {
    **{"429_retry_after_seconds": 429, "429_retry_after_date": 429, "429": 429, "500": 500, "502": 502, "503": 503},
    **{"529": 529, "408": 408, "data_inspection_failed": 400},
}
HARMLESS = {"slow", "fenced_json", "think_text", "reasoning_content", "no_usage"}


def post(server: FaultServer, body: dict[str, Any] = ASK, timeout: float = 2) -> tuple[int, dict[str, str], bytes]:
    """Send a request as it is: the status, the headers in lower case, the body."""
    place = urlsplit(server.url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=timeout)
    try:
        connection.request("POST", place.path + "/chat/completions", json.dumps(body))
        reply = connection.getresponse()
        return reply.status, {k.lower(): v for k, v in reply.getheaders()}, reply.read()
    finally:
        connection.close()


def content(body: bytes) -> str | None:
    """The message's content."""
    said: str | None = json.loads(body)["choices"][0]["message"]["content"]
    return said


def test_without_a_fault_every_row_is_answered_from_its_line(fault_server: Start) -> None:
    """The perfect answer, a whole completion, counted as perfect."""
    server = fault_server(rate=0, keep=True)
    status, _, body = post(server)
    assert (status, json.loads(content(body) or "")) == (200, RIGHT)
    assert json.loads(body)["usage"]["prompt_tokens"] > 0
    assert server.served == {"perfect": 1}
    assert json.loads(server.calls[0][1]) == RIGHT


@pytest.mark.parametrize("fault", sorted(STATUS))
def test_an_error_has_its_status(fault: str, fault_server: Start) -> None:
    """HTTP errors come with their status; where a pause is asked for, the header says it as a number or a date."""
    status, headers, _ = post(fault_server(fault, rate=1))
    assert status == STATUS[fault]
    assert ("retry-after" in headers) == ("retry_after" in fault)
    if fault.endswith("seconds"):
        assert float(headers["retry-after"]) > 0
    if fault.endswith("date"):
        assert headers["retry-after"].endswith("GMT")


@pytest.mark.parametrize("fault", sorted(TRANSPORT - {"endless_drip", "cut_body"}))
def test_a_connection_that_breaks_is_no_reply(fault: str, fault_server: Start) -> None:
    """The client's HTTP library sees a broken connection or a body shorter than its length."""
    with pytest.raises((http.client.HTTPException, ConnectionError)):
        post(fault_server(fault, rate=1))


def test_a_cut_body_without_its_length_looks_whole_and_is_no_json(fault_server: Start) -> None:
    """No length in the headers: only the JSON shows that the end is missing."""
    status, headers, body = post(fault_server("cut_body", rate=1))
    assert status == 200
    assert "content-length" not in headers
    with pytest.raises(ValueError, match=r"."):
        json.loads(body)


def test_an_endless_drip_outlives_a_timeout_between_bytes(fault_server: Start) -> None:
    """Each byte comes in time, the body never ends: a timeout of 0.5 s between bytes does not stop it within 1.5 s."""
    server = fault_server("endless_drip", rate=1)
    place = urlsplit(server.url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=0.5)
    connection.request("POST", place.path + "/chat/completions", json.dumps(ASK))
    reply = connection.getresponse()
    started = time.monotonic()
    while time.monotonic() - started < 1.5:
        assert reply.read(1)
    connection.close()


@pytest.mark.parametrize("fault", sorted(set(FAULTS) - TRANSPORT - set(STATUS) - HARMLESS))
def test_a_broken_answer_is_not_the_right_one(fault: str, fault_server: Start) -> None:
    """Status 200, and what is in it cannot be taken for the perfect answer."""
    status, _, body = post(fault_server(fault, rate=1))
    assert status == 200
    try:
        said = json.loads(content(body) or "")
    except (ValueError, LookupError):
        return
    assert said != RIGHT


@pytest.mark.parametrize("fault", sorted(HARMLESS))
def test_a_harmless_fault_has_the_right_answer_in_it(fault: str, fault_server: Start) -> None:
    """Slow, fenced, behind reasoning, without usage: the perfect answer stands in the content."""
    status, _, body = post(fault_server(fault, rate=1))
    assert status == 200
    said = content(body) or ""
    assert json.loads(said[said.rindex("{") : said.rindex("}") + 1]) == RIGHT
    assert ("usage" in json.loads(body)) == (fault != "no_usage")


@pytest.mark.parametrize("lack", sorted(CAPABILITIES))
def test_what_an_endpoint_lacks_is_refused_always_and_named(lack: str, fault_server: Start) -> None:
    """HTTP 400 with the field's name while the request has it; without it the request is served."""
    server = fault_server(rate=0, lacks=[lack])
    asked = {**ASK, "response_format": {"type": "json_object"}} if lack == "no_json_object" else ASK
    status, _, body = post(server, asked)
    assert status == 400
    word = lack.removeprefix("no_")
    assert word in json.loads(body)["error"]["message"]
    bare = {k: v for k, v in ASK.items() if k not in ("max_tokens", "temperature", "response_format")}
    assert post(server, bare)[0] == 200
    assert server.served == {lack: 1, "perfect": 1}


def test_the_same_seed_serves_the_same_faults(fault_server: Start) -> None:
    """Two servers with one seed give the same statuses in order; the share of faults is about the rate."""
    names = ("500", "429")
    runs = [[post(server)[0] for _ in range(60)] for server in (fault_server(*names, rate=0.5, seed=4) for _ in "ab")]
    assert runs[0] == runs[1]
    assert {200, 500, 429} == set(runs[0])
    assert 15 < sum(status != 200 for status in runs[0]) < 45


def test_faults_may_be_kept_to_the_first_requests(fault_server: Start) -> None:
    """`first` lets only so many requests meet a fault."""
    server = fault_server("500", rate=1, first=2)
    assert [post(server)[0] for _ in range(4)] == [500, 500, 200, 200]
    assert (server.requests, server.faults) == (4, 2)


@pytest.mark.parametrize("layout", ["tabs", "pipes", "cell_lines", "piped_cell_lines", "spaces", "thousands"])
def test_reports_are_read_right_with_the_stand_in(layout: str, fault_server: Start) -> None:
    """A drawn report read with `always` comes out exactly as drawn: the stand-in misreads nothing."""
    drawn = draw_report(2, layout)
    model = Model.connect(ModelSettings("m", fault_server(rate=0).url, api_key="none"), mode="always", limits=Limits())
    result = read_document(Document.from_text(drawn.text), model=model)
    assert {key: table.cells for key, table in result.tables.items()} == {
        key: table.cells for key, table in drawn.label.tables.items()
    }
    assert result.status == drawn.label.status
