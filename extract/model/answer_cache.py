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

from nianbao.extract.errors import ModelError


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

    No key of an account and no document text is in it other than what the answer itself repeats. It also remembers what
    an endpoint can do. Thread-safe; several processes may share one. Raises ModelError where the folder cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)
        except OSError as error:
            raise ModelError(
                f"the cache folder {folder} cannot be used ({error.strerror}). "
                "Set --cache or NIANBAO_CACHE, or --no-cache."
            ) from None
        # Nothing is thrown away by itself: a replay needs every answer. `clear` is for that.
        self._cache = diskcache.Cache(str(folder), disk=_JsonOnly, eviction_policy="none", cull_limit=0)
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

    def size(self) -> tuple[int, int]:
        """How many entries there are, and how many bytes they take on disk."""
        return len(self._cache), self._cache.volume()

    def clear(self) -> int:
        """Drop every entry; how many there were."""
        with self._lock:
            return int(self._cache.clear())

    def close(self) -> None:
        """Close the files."""
        self._cache.close()
