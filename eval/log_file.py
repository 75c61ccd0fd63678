"""The log of a run, written while it runs: its records first, the header that sums them up before them at the end."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from nianbao.eval.golden import GoldenError
from nianbao.schemas import dump_json


class LogFile:
    """A log, or nothing where there is no path. Until it is finished there is only `NAME.part` beside it."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._part: IO[str] | None = None

    def __enter__(self) -> LogFile:
        if self._path is not None:
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._part = self._part_path.open("w", encoding="utf-8", newline="\n")
            except OSError as error:
                raise self._refused(error) from None
        return self

    @property
    def _part_path(self) -> Path:
        assert self._path is not None
        return self._path.with_name(self._path.name + ".part")

    def write(self, record: dict[str, Any]) -> None:
        """Add a record. Raises GoldenError where it cannot be written."""
        if self._part is not None:
            try:
                self._part.write(dump_json(record) + "\n")
            except OSError as error:
                raise self._refused(error) from None

    def finish(self, header: dict[str, Any]) -> None:
        """Put the header before the records and give the log its name. Raises GoldenError."""
        if self._part is None or self._path is None:
            return
        try:
            self._part.close()
            with self._path.open("w", encoding="utf-8", newline="\n") as whole:
                whole.write(dump_json(header) + "\n")
                with self._part_path.open(encoding="utf-8", newline="") as part:
                    shutil.copyfileobj(part, whole)
        except OSError as error:
            raise self._refused(error) from None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._part is not None:
            self._part.close()
            self._part_path.unlink(missing_ok=True)

    def _refused(self, error: OSError) -> GoldenError:
        return GoldenError(f"--log {self._path}: cannot be written ({error.strerror or error}).")
