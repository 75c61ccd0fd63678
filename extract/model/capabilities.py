"""What an endpoint can do: begun with what its provider documents, learnt from its refusals, remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from nianbao.extract.model.providers import FORMATS, Format, LimitName, Provider

_FORMAT_WORDS = ("response_format", "response format", "json_schema", "json_object", "schema", "grammar", "structured")
_THINKING = ("thinking", "reasoning")


@dataclass(frozen=True)
class Capabilities:
    """What one endpoint and model takes.

    `format` is how the answer's shape is asked for; `limit_name` the field for the most output tokens, None where it
    takes neither; `temperature` whether it may be set; `extra_body` what goes along; `spell_out` whether the rows'
    names have to be in the prompt because the schema is not seen or not heeded; `reasons` whether it spends output
    tokens on reasoning first, so that it needs more room.
    """

    format: Format = "json_schema_strict"
    limit_name: LimitName | None = "max_tokens"
    temperature: bool = True
    extra_body: Mapping[str, Any] = field(default_factory=dict)
    spell_out: bool = False
    reasons: bool = False

    @classmethod
    def documented(cls, provider: Provider | None, extra_body: Mapping[str, Any]) -> Capabilities:
        """What to begin with: the provider's quirks, and the user's own additions over them."""
        if provider is None:
            return cls(extra_body=dict(extra_body))
        return cls(provider.format, provider.limit_name, extra_body={**provider.extra_body, **extra_body})

    @classmethod
    def recalled(cls, stored: Mapping[str, Any], otherwise: Capabilities) -> Capabilities:
        """What was remembered; `otherwise` where the entry is of another version."""
        try:
            found = cls(**stored)
        except TypeError:
            return otherwise
        return found if found.format in FORMATS and isinstance(found.extra_body, Mapping) else otherwise

    def stored(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {**asdict(self), "extra_body": dict(self.extra_body)}

    @property
    def names_needed(self) -> bool:
        """Whether the prompt has to name the rows: no schema tells the model which ones are asked for."""
        return self.spell_out or self.format in ("json_object", "text")

    def after_refusal(self, refusal: str, *, named_only: bool = False) -> Capabilities | None:
        """What to try after a request was refused with these words; None where there is nothing left to change.

        A refusal that names a field changes that field; one that names none costs the format one step, unless
        `named_only`: an endpoint that has taken this form before objects to something else.
        """
        text = refusal.lower()
        for name in self.extra_body:
            if name.lower() in text:
                return self._without(name, text)
        if "max_completion_tokens" in text and self.limit_name == "max_tokens":
            return replace(self, limit_name="max_completion_tokens")
        if "max_completion_tokens" in text and self.limit_name == "max_completion_tokens":
            return replace(self, limit_name="max_tokens")
        if "max_tokens" in text and self.limit_name == "max_tokens" and "max_completion_tokens" not in text:
            return replace(self, limit_name="max_completion_tokens")
        if "temperature" in text and self.temperature:
            return replace(self, temperature=False)
        if "enable_thinking" in text and "enable_thinking" not in self.extra_body:
            return replace(self, extra_body={**self.extra_body, "enable_thinking": False})
        if any(word in text for word in _FORMAT_WORDS) and self.format != "text":
            return self._weaker()
        if self.extra_body and any(word in text for word in (*_THINKING, "extra", "unknown", "unrecognized")):
            return replace(self, extra_body={})
        return self._weaker() if self.format != "text" and not named_only else None

    def _without(self, name: str, text: str) -> Capabilities:
        # "must be set to false" asks for the field, with another value.
        if "false" in text and self.extra_body[name] is not False:
            return replace(self, extra_body={**self.extra_body, name: False})
        return replace(self, extra_body={k: v for k, v in self.extra_body.items() if k != name})

    def _weaker(self) -> Capabilities:
        return replace(self, format=FORMATS[FORMATS.index(self.format) + 1])
