"""Answer an ask perfectly out of its own text, as a model would that never misreads: a stand-in for one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from nianbao.schemas import FORMS
from nianbao.schemas.answers import ZEROS

REVIEW_KEY = "复议"
_TEXT_MARKS = ("正文：", "原文：")
_NAMES = "只答一个JSON"
"""How the line begins that names the rows for an endpoint without a schema."""
_NUMBER = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?")
_RUN = re.compile("0×[0-9]+")
_DASH = re.compile(r"[-—–－─/／]+|无")
_SHORTS = {
    row.short
    for form in FORMS.values()
    for key, tables in form.variants.items()
    if key != "review"
    for table in tables
    for row in table.rows
}


def ask_text(body: Mapping[str, Any]) -> str:
    """The whole text of a request's messages."""
    return "\n".join(str(message["content"]) for message in body["messages"])


def transcribe(body: Mapping[str, Any]) -> dict[str, str]:
    """The perfect answer to a request: for each key asked for, the values of its row's line, one space between.

    Keys come from the schema; without one, from the short names that the instructions list; else they are the lines'
    own labels. Rows and lines stand in the same order. A single row may run over several lines.
    """
    text = ask_text(body)
    lines = [line for line in text[_text_start(text) :].splitlines() if line.strip() and not line.startswith(_NAMES)]
    patterns = asked_patterns(body)
    keys = list(patterns) or _listed(text)
    if not keys:
        return {line.split()[0]: " ".join(_values(line)) for line in lines if _values(line)}
    if len(keys) == 1:
        # A heading over the review's line has no numbers that stand alone; a label's own numeral stands before them.
        joined = lines[-1] if keys == [REVIEW_KEY] else " ".join(lines)
        return {keys[0]: _line_values(joined, patterns.get(keys[0]) or _count(text))}
    if len(lines) != len(keys):
        lines = [line for line in lines if _values(line)]
    return {key: _line_values(line, patterns.get(key)) for key, line in zip(keys, lines, strict=False)}


def asked_patterns(body: Mapping[str, Any]) -> dict[str, int]:
    """The keys of the request's schema with the number of values that each pattern has; empty without a schema."""
    schema = body.get("response_format", {}).get("json_schema", {}).get("schema", {})
    return {key: _width(str(rule.get("pattern", ""))) for key, rule in schema.get("properties", {}).items()}


def _text_start(text: str) -> int:
    return max(text.rfind(mark) + len(mark) if mark in text else 0 for mark in _TEXT_MARKS)


def _listed(text: str) -> list[str]:
    """The form's short names that the instructions set off, in order; names inside a table's lines do not count."""
    names: list[str] = []
    for line in text.splitlines():
        if "\t" not in line:
            names += [
                w for w in re.split(r"[\s、，,：:;；\"“”'{}\[\]()（）]+", line) if w in _SHORTS or w == REVIEW_KEY
            ]
    return list(dict.fromkeys(names))


def _values(line: str) -> list[str]:
    """The numbers and dashes that stand alone in a line, without separators of thousands."""
    out = []
    for part in line.split():
        if _NUMBER.fullmatch(part):
            out.append(part.replace(",", ""))
        elif part == ZEROS or _RUN.fullmatch(part):
            out.append(part)
        elif _DASH.fullmatch(part):
            out.append("-")
    return out


def _line_values(line: str, width: int | None) -> str:
    """A line's values, the label before its first tab left out; of too many the first."""
    if "\t" not in line:
        return _fit(_values(line), width)
    values = _values(line.split("\t", 1)[1])
    return _fit(values[:width] if width else values, width)


def _fit(values: list[str], width: int | None) -> str:
    """The last `width` values; a line that prints none is all blanks."""
    if not width or {ZEROS, *filter(_RUN.fullmatch, values)} & set(values):
        return " ".join(values)
    return " ".join(values[-width:] if values else ["-"] * width)


def _width(pattern: str) -> int:
    """The items of a pattern: `^N( N){2} 0×n$` has four."""
    inside = r"\( (?:[^(){}]|\{[0-9,]+\}|\([^()]*(?:\([^()]*\)\?)?[^()]*\))*\)\{(\d+)\}"
    counted = sum(int(m[1]) for m in re.finditer(inside, pattern))
    return 1 + counted + re.sub(inside, "", pattern).count(" ")


def _count(text: str) -> int | None:
    said = re.search(r"(\d+)个数字", text)
    return int(said[1]) if said else None
