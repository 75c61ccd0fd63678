"""What the command's help says of the choices of a corpus, apart from all that drawing one needs."""

from __future__ import annotations

from typing import Literal

Prose = Literal["plain", "telling"]
"""What section 一 is full of: numbers of anything, or also those of the tables (`told`)."""

PER_REPORT = 3
"""Converters that each report goes through in turn."""

FILE = "file"
"""In the place of a converter: none, the file itself is the golden's source."""
