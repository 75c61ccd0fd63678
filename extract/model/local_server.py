"""Run a GGUF file in this process: llama.cpp's own server on a free port of 127.0.0.1 (extra `nianbao[local]`)."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path
from typing import Any

from nianbao.extract.errors import ModelError

_CONTEXT = 8192
"""Tokens of context: the longest ask with its answer takes less than half."""


class LocalServer:
    """A GGUF file and, once started, the server that answers for it. It ends with the process."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._server: Any = None
        self._key = secrets.token_hex(16)

    @property
    def name(self) -> str:
        """What a cache knows the model by: the file's size and its head, where the weights' names and types stand."""
        try:
            with self._file.open("rb") as file:
                head = hashlib.sha256(file.read(1 << 20)).hexdigest()[:12]
            return f"local llama.cpp {self._file.stat().st_size} {head}"
        except OSError:
            return "local llama.cpp"

    def start(self) -> tuple[str, str]:
        """Load the model and serve it: the address and a key that only this process knows.

        Raises ModelError where the file is missing or no GGUF, or the extra is not installed.
        """
        if self._server is None:
            self._server = self._load()
        return f"{self._server.listening_address}/v1", self._key

    def _load(self) -> Any:
        try:
            with self._file.open("rb") as file:
                magic = file.read(4)
        except OSError as error:
            raise ModelError(f"model local:{self._file}: cannot be read ({error.strerror}). Check the path.") from None
        if magic != b"GGUF":
            raise ModelError(f"model local:{self._file}: not a GGUF file.")
        # Read when llama.cpp's threads are first loaded; without it a busy machine decodes several times slower.
        os.environ.setdefault("OMP_WAIT_POLICY", "passive")
        try:
            import xllamacpp
        except ImportError:
            raise ModelError(
                f"model local:{self._file}: needs llama.cpp. Install it with: pip install 'nianbao[local]'"
            ) from None
        threads = int(os.environ.get("NIANBAO_LOCAL_THREADS") or 0) or os.cpu_count() or 2
        options = xllamacpp.CommonParams()
        options.model.path = str(self._file)
        options.hostnames = ["127.0.0.1"]
        options.port = 0  # any that is free
        options.api_keys = [self._key]
        options.n_ctx = _CONTEXT
        options.n_parallel = 1
        options.cpuparams.n_threads = threads
        options.cpuparams_batch.n_threads = threads
        options.sampling.seed = 42
        options.cache_ram_mib = 0
        options.cache_prompt = False  # with it, the same request at temperature 0 may be answered differently
        options.ui = False
        options.offline = True
        options.verbosity = -1
        try:
            return xllamacpp.Server(options)
        except Exception as error:  # whatever llama.cpp has against the file
            raise ModelError(f"model local:{self._file}: llama.cpp cannot load it ({error}).") from None
