"""Keep the answers of a model on disk, as JSON and nothing else, readable by their owner alone."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import diskcache
from diskcache.core import MODE_PICKLE


class _JsonOnly(diskcache.JSONDisk):  # type: ignore[misc]
    """diskcache's JSON disk, which also refuses to read a pickle that somebody else put there (CVE-2025-69872)."""

    def get(self, key: Any, raw: bool) -> Any:
        if not raw:
            raise ValueError("a cache entry that is no JSON was refused")
        return super().get(key, raw)

    def fetch(self, mode: int, filename: str | None, value: Any, read: bool) -> Any:
        if mode == MODE_PICKLE:
            raise ValueError("a cache entry that is no JSON was refused")
        return super().fetch(mode, filename, value, read)


def default_cache_folder() -> Path:
    """`NIANBAO_CACHE`, or a folder of nianbao's in the user's cache folder."""
    if named := os.environ.get("NIANBAO_CACHE"):
        return Path(named)
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "nianbao"


class AnswerCache:
    """Answers by the hash of everything that made them: endpoint, model, messages, schema, parameters.

    No key of an account and no document text is in it other than what the answer itself repeats. Thread-safe.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        self._cache = diskcache.Cache(str(folder), disk=_JsonOnly)
        self._lock = threading.Lock()

    @staticmethod
    def key(request: Mapping[str, Any]) -> str:
        """The hash of a request, whatever the order of its fields."""
        text = json.dumps(request, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    def get(self, key: str) -> dict[str, Any] | None:
        """The stored answer, or None. An entry that is no JSON is dropped, never read."""
        try:
            value = self._cache.get(key)
        except (ValueError, TypeError):
            self._cache.delete(key)
            return None
        return value if isinstance(value, dict) else None

    def put(self, key: str, answer: Mapping[str, Any]) -> None:
        """Store an answer."""
        with self._lock:
            self._cache.set(key, dict(answer))

    def close(self) -> None:
        """Close the files."""
        self._cache.close()
