"""Tell a URL from a file's name."""

from __future__ import annotations

import re


def is_url(path: str) -> bool:
    """Whether a name is a URL, of any scheme, and not a file's."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", path) is not None
