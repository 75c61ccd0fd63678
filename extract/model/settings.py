"""Which model to ask, where and with what key: flag, then environment, then settings file, then default."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from nianbao.extract.errors import ModelError
from nianbao.extract.model.providers import Provider, find_provider, provider_of

LOCAL = "local:"
"""How the name of a model begins that is a GGUF file, run in this process's own server."""


@dataclass(frozen=True)
class ModelSettings:
    """Which model to ask, and how. A model is configured only when it is named; a key alone sends nothing anywhere.

    `timeout` is seconds for one whole call, `connect_timeout` for reaching the endpoint, `read_timeout` for any
    silence in between. `tries` is how often a call is sent when the transport fails, `longest_wait` seconds between
    two tries unless the endpoint asks for more. `extra_body` goes into every request as it is.
    """

    model: str
    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    provider: str | None = None
    timeout: float = 120.0
    connect_timeout: float = 10.0
    read_timeout: float | None = None
    tries: int = 5
    longest_wait: float = 20.0
    extra_body: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def from_environment(
        cls,
        model: str | None = None,
        base_url: str | None = None,
        *,
        provider: str | None = None,
        file: Mapping[str, Any] | None = None,
    ) -> ModelSettings | None:
        """The settings by flag, then environment, then `file` (see `read_settings`); None where no model is named.

        Raises ModelError for a wrong one. With a provider only its own key variables count (or NIANBAO_API_KEY): a
        key of one provider is never sent to another.
        """
        file = file or {}
        model = model or os.environ.get("NIANBAO_MODEL") or file.get("model")
        if not model:
            return None
        named = provider or os.environ.get("NIANBAO_PROVIDER") or file.get("provider")
        known = find_provider(named) if named else None
        # The address of the environment is OpenAI's variable: another provider has an address of its own.
        others = known is not None and known.name != "openai"
        url = base_url or (None if others else os.environ.get("OPENAI_BASE_URL")) or file.get("base_url")
        url = url or (known.base_url if known else None)
        key = os.environ.get("NIANBAO_API_KEY") or _key(known or (provider_of(url) if url else None), url, named)
        read = os.environ.get("NIANBAO_READ_TIMEOUT") or file.get("read_timeout")
        return cls(
            model=model,
            base_url=url,
            api_key=key,
            provider=known.name if known else None,
            timeout=_seconds("NIANBAO_TIMEOUT", file.get("timeout"), 120.0),
            connect_timeout=_seconds("NIANBAO_CONNECT_TIMEOUT", file.get("connect_timeout"), 10.0),
            read_timeout=_seconds("NIANBAO_READ_TIMEOUT", file.get("read_timeout"), 0.0) if read else None,
            extra_body=file.get("extra_body") or {},
        )

    @property
    def quirks(self) -> Provider | None:
        """The provider whose quirks hold for the endpoint: the named one, or the one whose address it is."""
        if self.gguf:
            return None
        if self.provider:
            return find_provider(self.provider)
        return provider_of(self.base_url or "https://api.openai.com/v1")

    @property
    def key_variable(self) -> str:
        """The environment variable that a missing or refused key should be set in."""
        quirks = self.quirks
        return quirks.key_variables[0] if quirks else "OPENAI_API_KEY"

    @property
    def gguf(self) -> Path | None:
        """The GGUF file of an embedded model (`local:FILE.gguf`), else None."""
        return Path(self.model.removeprefix(LOCAL)).expanduser() if self.model.startswith(LOCAL) else None


def _key(known: Provider | None, url: str | None, named: str | None) -> str | None:
    variables = known.key_variables if known else ("OPENAI_API_KEY",)
    if known and not named and url:
        variables = (*variables, "OPENAI_API_KEY")  # an address given as OpenAI's goes with OpenAI's variable
    return next((os.environ[v] for v in variables if os.environ.get(v)), None)


def _seconds(variable: str, in_file: Any, default: float) -> float:
    setting = os.environ.get(variable) or in_file
    if setting is None:
        return default
    try:
        seconds = float(setting)
    except (TypeError, ValueError):
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise ModelError(f"{variable} is {setting!r}: set it to a number of seconds above 0.")
    return seconds


_FILE_FIELDS = frozenset(f.name for f in fields(ModelSettings)) - {"api_key", "tries", "longest_wait"} | {"prices"}


def settings_file() -> Path:
    """`NIANBAO_SETTINGS`, or `nianbao/settings.toml` in the user's configuration folder."""
    if named := os.environ.get("NIANBAO_SETTINGS"):
        return Path(named)
    home = os.environ.get("XDG_CONFIG_HOME")
    return (Path(home) if home else Path.home() / ".config") / "nianbao" / "settings.toml"


def read_settings(file: Path | None = None) -> dict[str, Any]:
    """The settings file's content, {} where there is none.

    Fields: model, provider, base_url, timeout, connect_timeout, read_timeout, extra_body, prices. Keys do not belong
    into it. Raises ModelError where the file is named but missing, is no TOML, or has an unknown field.
    """
    path = file or settings_file()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if file or os.environ.get("NIANBAO_SETTINGS"):
            raise ModelError(f"settings file {path}: there is none. Check NIANBAO_SETTINGS.") from None
        return {}
    except (OSError, ValueError) as error:
        raise ModelError(f"settings file {path}: cannot be read ({error}).") from None
    if "api_key" in content:
        raise ModelError(f"settings file {path}: a key does not belong into it; set it in the environment.")
    unknown = sorted(set(content) - _FILE_FIELDS)
    if unknown:
        raise ModelError(
            f"settings file {path}: unknown {', '.join(unknown)}; it takes {', '.join(sorted(_FILE_FIELDS))}."
        )
    return content
