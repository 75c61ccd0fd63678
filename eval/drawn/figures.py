"""Draw the numbers of a report: from a township office with hardly any to a city with thousands, all sums true."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from nianbao.eval.drawn import figures_2019
from nianbao.eval.drawn.grids import APPLICANTS, BLOCKS, OUTCOMES, VARIANTS, Cells, Value, consistent
from nianbao.schemas import FORM_2019, FORM_2021, Form


@dataclass(frozen=True)
class Size:
    """How big an authority is. `filled`: the least and greatest share of `requests` that is not 0; `scale`: about the
    largest count of a natural person's cell; `decisions`: about the most licences."""

    name: str
    filled: tuple[float, float]
    scale: int
    decisions: int


SIZES = (
    Size("township", (0.0, 0.06), 4, 60),
    Size("office", (0.02, 0.12), 12, 400),
    Size("county", (0.1, 0.35), 60, 20_000),
    Size("city", (0.45, 0.6), 900, 200_000),
    Size("large_city", (0.45, 0.6), 5_000, 1_500_000),
)
_SHARE_OF_SCALE = (1.0, 0.2, 0.03, 0.02, 0.05, 0.04)
"""How an applicant's counts compare with a natural person's, in form order."""


def draw_cells(chance: Random, form: Form = FORM_2021) -> tuple[Size, Cells]:
    """A size and a table set of it in either variant of （六）; every cell a number, every sum holds."""
    size = chance.choice(SIZES)
    usual, other = ("standard", "single_other_row") if form is FORM_2021 else ("single_other_row", "standard")
    variant = chance.choice([usual, usual, other])
    chosen: dict[str, Value] = {}
    if form is FORM_2019:
        chosen |= figures_2019.draw_disclosure(size.decisions, lambda scale: _count(scale, chance), chance)
    else:
        chosen |= _disclosure(size, chance)
    chosen |= _review(size, chance)
    _requests(chosen, size, variant, chance)
    return size, consistent(chosen, variant=variant, form=form)


def _count(scale: float, chance: Random) -> int:
    """A count of at least 1, small ones likelier, now and then a round one."""
    drawn = 1 + int(scale * chance.random() ** 3)
    return drawn - drawn % 10 if drawn > 50 and chance.random() < 0.1 else drawn


def _requests(chosen: dict[str, Value], size: Size, variant: str, chance: Random) -> None:
    """Fill cells of results, one by one, until the share of the table that is not 0 is reached."""
    rows = [row.key for row in VARIANTS[variant].rows[2:-2]]
    wanted = size.filled[0] + (size.filled[1] - size.filled[0]) * chance.random()
    free = [(row, i) for row in rows for i in range(len(APPLICANTS) - 1)]
    chance.shuffle(free)
    if size.filled[1] < 0.4:  # where little is asked for, natural persons ask for it
        free.sort(key=lambda cell: cell[1] + chance.randrange(3))
    for row, i in free:
        cells = consistent(chosen, variant=variant)
        counts = [v for c, v in cells.items() if c.startswith("requests.")]
        if sum(v != 0 for v in counts) >= wanted * len(counts):
            break
        chosen[f"requests.{row}.{APPLICANTS[i]}"] = _count(size.scale * _SHARE_OF_SCALE[i], chance)
    some = chosen and any(c.startswith("requests.") for c in chosen)
    for i, applicant in enumerate(APPLICANTS[:-1]):
        for row in ("carried_over", "carried_forward"):
            if some and chance.random() < size.filled[1]:
                chosen[f"requests.{row}.{applicant}"] = _count(size.scale * _SHARE_OF_SCALE[i] / 8, chance)


def _disclosure(size: Size, chance: Random) -> dict[str, Value]:
    big = size.name in ("city", "large_city")
    values: dict[str, Value] = {}
    for row, scale in (("regulations", 8.0 if big else 0.0), ("normative_documents", size.decisions**0.5)):
        in_force = _count(scale * 3, chance) if scale and chance.random() < 0.85 else 0
        values[f"disclosure.{row}.in_force"] = in_force
        for column in ("issued", "repealed"):
            values[f"disclosure.{row}.{column}"] = chance.randrange(in_force // 3 + 1)
    for row, share in (("licensing", 1.0), ("penalty", 0.2), ("coercion", 0.01)):
        some = chance.random() < (0.95 if big else 0.6)
        values[f"disclosure.{row}.decisions"] = _count(size.decisions * share, chance) if some else 0
    values["disclosure.fees.amount"] = _fee(size, chance)
    return values


def _fee(size: Size, chance: Random) -> Decimal:
    """万元, with the digits that reports print: none, whole, 2 to 6 places, zeros at the end among them."""
    kind = chance.choice(["0", "0", "0.00", "whole", "2", "2", "3", "4", "6"])
    if kind in ("0", "0.00"):
        return Decimal(kind)
    whole = _count(size.decisions**0.8, chance)
    if kind == "whole":
        return Decimal(whole)
    places = int(kind)
    digits = f"{chance.randrange(10**places):0{places}d}"
    return Decimal(f"{whole if chance.random() < 0.9 else 0}.{digits}")


def _review(size: Size, chance: Random) -> dict[str, Value]:
    share = {"township": 0.03, "office": 0.1, "county": 0.4}.get(size.name, 0.6)
    cells = [f"review.{block}.{outcome}" for block in BLOCKS for outcome in OUTCOMES[:-1]]
    return {c: _count(size.scale**0.6, chance) for c in cells if chance.random() < share}
