"""Prompt files and their loader."""

from __future__ import annotations

import json
import re

import pytest

from nianbao.extract.examples import example
from nianbao.prompts import PromptError, load_prompt, prompt_ids
from nianbao.prompts.load import parse_prompt

GOOD = "---\nid: p\nversion: 2\nschema: rows\nvariables: text\nchanged: because\n---\n抄写：$text\n"


@pytest.mark.parametrize("prompt_id", prompt_ids())
def test_every_prompt_loads_and_says_why_it_is_as_it_is(prompt_id: str) -> None:
    """Header complete, variables as declared, a hash, and no expected total asked for."""
    prompt = load_prompt(prompt_id)
    assert prompt.changed
    assert re.fullmatch("[0-9a-f]{16}", prompt.hash)
    assert "总计应为" not in prompt.text
    filled = prompt.fill(**dict.fromkeys(prompt.variables, "乙"))
    assert "$" not in filled


def test_a_good_prompt_is_filled() -> None:
    """Variables go in; the name has the version."""
    prompt = parse_prompt(GOOD, name="p")
    assert (prompt.name, prompt.fill(text="7 0")) == ("p@2", "抄写：7 0")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("no header", "no header"),
        (GOOD.replace("schema: rows\n", ""), "schema"),
        (GOOD.replace("variables: text", "variables: text row"), "row"),
        (GOOD.replace("$text", "$text $other"), "other"),
        (GOOD.replace("id: p", "id: q"), "id q"),
    ],
    ids=["no-header", "field-missing", "declared-not-used", "used-not-declared", "wrong-id"],
)
def test_a_wrong_prompt_fails_at_load(content: str, words: str) -> None:
    """The error names what is off."""
    with pytest.raises(PromptError, match=words):
        parse_prompt(content, name="p")


@pytest.mark.parametrize("variables", [{}, {"text": "a", "more": "b"}])
def test_missing_and_unknown_variables_are_refused(variables: dict[str, str]) -> None:
    """A prompt is filled with its own variables, no fewer, no more."""
    with pytest.raises(PromptError):
        parse_prompt(GOOD, name="p").fill(**variables)


def test_there_is_no_prompt_of_another_name() -> None:
    """Asking for it is an error, not an empty text."""
    with pytest.raises(PromptError, match="no prompt nothing"):
        load_prompt("nothing")


@pytest.mark.parametrize("widths", [[7], [3, 3, 1, 1], [1], [15]])
@pytest.mark.parametrize("view", [0, 1])
@pytest.mark.parametrize("blanks", [False, True])
def test_each_example_stands_in_its_own_text_and_adds_up_to_nothing(widths: list[int], view: int, blanks: bool) -> None:
    """The example's answer is its text's numbers, and its totals do not hold, so that a leak is caught."""
    text, answer = example(widths, view=view, blanks=blanks)
    rows = json.loads(answer)
    assert [line.split("\t")[0] for line in text.splitlines()] == list(rows)
    for line, values in zip(text.splitlines(), rows.values(), strict=True):
        assert line.split("\t")[1:] == values.split(" ")
    for values in rows.values():
        numbers = [0 if v == "-" else int(v) for v in values.split(" ")]
        if len(numbers) == 7:
            assert sum(numbers[:6]) != numbers[6]
        if len(numbers) == 15:
            assert all(sum(numbers[i : i + 4]) != numbers[i + 4] for i in (0, 5, 10))
    assert text != example(widths, view=view + 1, blanks=blanks)[0] or widths == [1]
