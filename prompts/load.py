"""Load a prompt file: its header, its text, its variables checked, its hash."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from string import Template

_HEADER = ("id", "version", "schema", "variables", "changed")


class PromptError(Exception):
    """A prompt file or its use is wrong: a header field or a variable is missing or unknown."""


@dataclass(frozen=True)
class Prompt:
    """One prompt as loaded. `hash` is of its text alone, so that a changed word shows in every result."""

    id: str
    version: int
    schema: str
    variables: frozenset[str]
    changed: str
    text: str
    hash: str

    @property
    def name(self) -> str:
        """Id and version as results name it, `rows_table@1`."""
        return f"{self.id}@{self.version}"

    def fill(self, **variables: str) -> str:
        """The prompt with its variables put in. Raises PromptError on a missing or unknown variable."""
        if set(variables) != self.variables:
            off = sorted(set(variables) ^ self.variables)
            raise PromptError(f"prompt {self.name}: variables missing or unknown: {', '.join(off)}")
        return Template(self.text).substitute(variables).strip()


def parse_prompt(content: str, *, name: str) -> Prompt:
    """A prompt out of a file's content. Raises PromptError if the header or the variables are off."""
    try:
        _, head, text = content.split("---\n", 2)
    except ValueError:
        raise PromptError(f"prompt {name}: no header between two lines of ---") from None
    fields = dict(line.split(": ", 1) for line in head.strip().splitlines() if ": " in line)
    if set(fields) != set(_HEADER):
        off = sorted(set(fields) ^ set(_HEADER))
        raise PromptError(f"prompt {name}: header fields missing or unknown: {', '.join(off)}")
    if fields["id"] != name:
        raise PromptError(f"prompt {name}: its header says id {fields['id']}")
    declared = frozenset(fields["variables"].split())
    used = frozenset(Template(text).get_identifiers())
    if used != declared or not Template(text).is_valid():
        off = sorted(used ^ declared)
        raise PromptError(f"prompt {name}: variables declared but not used, or used but not declared: {', '.join(off)}")
    return Prompt(
        fields["id"],
        int(fields["version"]),
        fields["schema"],
        declared,
        fields["changed"],
        text,
        hashlib.sha256(text.encode()).hexdigest()[:16],
    )


@cache
def load_prompt(prompt_id: str) -> Prompt:
    """The prompt of that id. Raises PromptError if there is none or its file is off."""
    file = resources.files(__package__) / "texts" / f"{prompt_id}.md"
    try:
        content = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise PromptError(f"no prompt {prompt_id}") from None
    return parse_prompt(content, name=prompt_id)


def prompt_ids() -> list[str]:
    """The ids of all prompts there are."""
    return sorted(f.name.removesuffix(".md") for f in (resources.files(__package__) / "texts").iterdir())
