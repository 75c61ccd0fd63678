"""The words for when and how a model is asked, apart from all that asking needs: the command line's help has them."""

from __future__ import annotations

from typing import Literal

Mode = Literal["off", "fallback", "always", "verify"]
AskSize = Literal["auto", "table", "row"]
"""How much is asked at once: whole tables, single rows, or tables unless the model turns out too weak for them."""
