"""The limits of reading as a command line and the environment give them: `--limit pages=500`, NIANBAO_LIMITS."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Annotated

import typer

from nianbao.extract.files.limits import DEFAULT_LIMITS, ReadLimits
from nianbao.extract.options import UsageError

VARIABLE = "NIANBAO_LIMITS"
_NAMES = tuple(f.name for f in fields(ReadLimits))
_SECONDS = ("seconds", "scan_seconds")
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)([KMG]?)I?B?", re.IGNORECASE)
_UNITS = {"": 1, "K": 1024, "M": 1024**2, "G": 1024**3}

LimitOption = Annotated[
    list[str] | None,
    typer.Option(
        "--limit",
        metavar="NAME=VALUE",
        help=f"How much of a file is read at most, before {VARIABLE}; may be repeated. Names: {', '.join(_NAMES)}. "
        "Sizes take K, M and G.",
        show_default=False,
    ),
]


def read_limits(options: Sequence[str] | None, environment: Mapping[str, str] = os.environ) -> ReadLimits:
    """The limits: each from its option, then from NIANBAO_LIMITS (`pages=500,seconds=30`), then by default.

    Raises UsageError for an unknown name or a value that is no positive number.

    >>> read_limits(["memory=2G", "seconds=30"], {}).memory
    2147483648
    """
    values: dict[str, int | float] = {}
    for text in environment.get(VARIABLE, "").split(","):
        if text.strip():
            values.update([_limit(text, VARIABLE)])
    for text in options or ():
        values.update([_limit(text, "--limit")])
    return replace(DEFAULT_LIMITS, **values)  # type: ignore[arg-type]


def _limit(text: str, source: str) -> tuple[str, int | float]:
    name, equals, value = (part.strip() for part in text.partition("="))
    if not equals or name not in _NAMES:
        raise UsageError(f"{source} {text.strip()}: give NAME=VALUE with one of the names {', '.join(_NAMES)}.")
    found = _NUMBER.fullmatch(value)
    number = float(found.group(1)) * _UNITS[found.group(2).upper()] if found else 0.0
    if number <= 0 or (name not in _SECONDS and not number.is_integer()):
        kind = "a number of seconds" if name in _SECONDS else "a whole number, with K, M or G if need be,"
        raise UsageError(f"{source} {text.strip()}: {value or 'nothing'} is not {kind} above 0.")
    return name, number if name in _SECONDS else int(number)
