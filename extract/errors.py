"""The exceptions of nianbao: each means "cannot go on", names where, and gives the next move."""

from __future__ import annotations


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
