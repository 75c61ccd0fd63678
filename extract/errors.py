"""The exceptions of nianbao: each means "cannot go on", names where, and gives the next move."""

from __future__ import annotations

import traceback
from pathlib import Path


class NianbaoError(Exception):
    """Anything that nianbao itself raises."""


class DocumentError(NianbaoError):
    """A document cannot be read as a report: missing, unreadable, empty, binary, or not a report.

    The caller can leave it out and go on with the next.
    """


class PriorError(NianbaoError):
    """A caller's own candidate, result or golden is not in the contract's shape. The message names the field."""


class ModelError(NianbaoError):
    """The language model cannot be used: a setting is missing or wrong, or the endpoint does not answer.

    What the layout reader found is unaffected; the message names the setting.
    """


def own_fault(name: str, error: Exception) -> str:
    """What to say of a document on which nianbao itself fails: a mistake of ours, it ends no more than its report."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}:{place.lineno}"
    return (
        f"{name}: nianbao itself failed ({type(error).__name__} at {where}: {error}). The other reports are not "
        "concerned; please report it with this text."
    )
