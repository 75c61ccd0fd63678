"""What tokens cost: a file of prices that users can edit, and the cost of an ask by it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import resources
from typing import Any

from nianbao.extract.errors import ModelError

_MILLION = Decimal(1_000_000)


@dataclass(frozen=True)
class Price:
    """Money for a million tokens: of input, of input that the provider had cached, of output."""

    input: Decimal
    output: Decimal
    cached: Decimal
    currency: str = "USD"

    def cost(self, input_tokens: int, output_tokens: int, cached_tokens: int = 0) -> Decimal:
        """Money for so many tokens; `cached_tokens` are some of `input_tokens`."""
        cached = min(cached_tokens, input_tokens)
        return ((input_tokens - cached) * self.input + cached * self.cached + output_tokens * self.output) / _MILLION


FREE = Price(Decimal(0), Decimal(0), Decimal(0))
"""What an embedded model's tokens cost."""


def find_price(model: str, provider: str | None = None, own: Mapping[str, Any] | None = None) -> Price | None:
    """The price of a model: the user's own, else the file's that comes with nianbao; None where neither has it.

    Looked for as `provider/model`, as `model`, and without a date behind its name. Raises ModelError where the user's
    own price is no price.
    """
    dateless = re.sub(r"-(\d{4}-\d{2}-\d{2}|\d{8}|\d{6}|\d{4})$", "", model)
    # The same model costs different money at different providers: without a provider only a name alone is looked up.
    names = [f"{provider}/{n}" for n in (model, dateless) if provider] + [model, dateless]
    for name in names:
        if own and name in own:
            return _price(f'prices."{name}"', own[name])
    shipped = shipped_prices()
    return next((shipped[name] for name in names if name in shipped), None)


@cache
def shipped_prices() -> dict[str, Price]:
    """The prices that come with nianbao, by `provider/model`; the file says where they are from and when."""
    text = (resources.files(__package__) / "prices.toml").read_text(encoding="utf-8")
    return {name: _price(f'prices."{name}"', entry) for name, entry in tomllib.loads(text)["prices"].items()}


def _price(where: str, entry: Any) -> Price:
    try:
        amounts = {k: Decimal(str(v)) for k, v in entry.items() if k != "currency"}
        if set(amounts) - {"input", "output", "cached"} or any(not a.is_finite() or a < 0 for a in amounts.values()):
            raise InvalidOperation
        inward = amounts["input"]
        return Price(inward, amounts["output"], amounts.get("cached", inward), str(entry.get("currency", "USD")))
    except (AttributeError, KeyError, InvalidOperation):
        raise ModelError(
            f"{where}: a price has input and output, and may have cached (money for a million tokens) and currency."
        ) from None
