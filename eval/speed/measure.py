"""Measure the reader: against other parsers of the same pages, by layout, and by length."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from io import StringIO
from itertools import pairwise
from typing import TypeVar

from nianbao.eval.drawn import LAYOUTS
from nianbao.eval.speed.clock import fastest
from nianbao.eval.speed.steps import own_shares
from nianbao.eval.speed.texts import FILLERS, Page, draw_page, draw_text, lengthen, octets
from nianbao.extract.documents import Document
from nianbao.extract.report import extract_report

REPORT_SIZE = 10_000
"""Bytes of UTF-8 that a text has: about 4,000 characters, as reports are."""
SIZES = (10_000, 100_000, 1_000_000)
MOST_GROWTH = 15.0
"""More time than this for ten times the text, without the garbage collector, is worse than linear: 10 is linear, 100
quadratic. What lies a little above 10 are the processor's caches, more so on a busy machine."""

_Result = TypeVar("_Result")
Others = dict[str, Callable[[str], object]]
"""Parsers of HTML by their names."""


@dataclass(frozen=True)
class Speed:
    """What a run measured. All times are CPU seconds, for each text the least of the rounds.

    `against` has for each way to read the same pages the mean milliseconds a page; `layouts` the mean milliseconds a
    report; `growth` the seconds at each of SIZES, `growth_alone` the same without Python's garbage collector, which
    goes over all that a long text has made again and again; `steps` each step's own share, 0 to 1.
    """

    reports: int
    rounds: int
    load: float
    text_bytes: int
    html_bytes: int
    against: dict[str, float]
    layouts: dict[str, float]
    growth: dict[str, tuple[float, ...]]
    growth_alone: dict[str, tuple[float, ...]]
    steps: dict[str, float]

    @property
    def reports_a_second(self) -> float:
        """Reports that one core reads in a second, over all layouts alike."""
        return 1000 * len(self.layouts) / sum(self.layouts.values())

    @property
    def linear(self) -> bool:
        """Whether no tenfold text takes the reader more than MOST_GROWTH times as long."""
        return all(factor <= MOST_GROWTH for times in self.growth_alone.values() for factor in factors(times))

    def summary(self) -> dict[str, object]:
        """Everything for JSON."""
        told = {
            "growth_factors": {name: factors(times) for name, times in self.growth.items()},
            "growth_factors_alone": {name: factors(times) for name, times in self.growth_alone.items()},
        }
        return {**asdict(self), **told, "reports_a_second": self.reports_a_second, "linear": self.linear}


def factors(times: Sequence[float]) -> tuple[float, ...]:
    """How many times as long each tenfold text takes.

    >>> factors([1.0, 10.0, 110.0])
    (10.0, 11.0)
    """
    return tuple(b / a for a, b in pairwise(times))


def html_parsers() -> Others:
    """`pandas.read_html`, which gives a page's tables as frames, and lxml's bare parse, which gives a tree."""
    import lxml.html
    import pandas

    return {
        "pandas.read_html": lambda html: pandas.read_html(StringIO(html), flavor="lxml"),
        "lxml.html.fromstring": lxml.html.fromstring,
    }


def measure(
    seeds: Sequence[int], *, rounds: int = 3, sizes: Sequence[int] = SIZES, layouts: Sequence[str] = tuple(LAYOUTS)
) -> Speed:
    """Measure on the drawn reports of these seeds, one core, the layout reader alone."""
    pages = [draw_page(seed, REPORT_SIZE) for seed in seeds]
    texts = {name: [draw_text(seed, name, REPORT_SIZE) for seed in seeds] for name in layouts}
    report = draw_text(seeds[0], layouts[0], 0)
    by_layout = fastest([_reading(text) for group in texts.values() for text in group], rounds)
    return Speed(
        reports=len(by_layout),
        rounds=rounds,
        load=round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else 0.0,
        text_bytes=_mean([octets(text) for group in texts.values() for text in group]),
        html_bytes=_mean([octets(page.html) for page in pages]),
        against=_against(pages, rounds),
        layouts={
            name: 1000 * sum(by_layout[i * len(seeds) : (i + 1) * len(seeds)]) / len(seeds)
            for i, name in enumerate(texts)
        },
        growth={name: _growth(report, name, sizes, rounds) for name in FILLERS},
        growth_alone=_without_collector(lambda: {name: _growth(report, name, sizes, rounds) for name in FILLERS}),
        steps=own_shares([text for group in texts.values() for text in group]),
    )


def _reading(text: str) -> Callable[[], object]:
    return lambda: extract_report(Document.from_text(text))


def _against(pages: Sequence[Page], rounds: int) -> dict[str, float]:
    parsers = html_parsers()
    tasks = [_reading(page.text) for page in pages]
    tasks += [partial(parse, page.html) for parse in parsers.values() for page in pages]
    times = fastest(tasks, rounds)
    names = ["nianbao", *parsers]
    return {name: 1000 * sum(times[i * len(pages) : (i + 1) * len(pages)]) / len(pages) for i, name in enumerate(names)}


def _growth(report: str, filler: str, sizes: Sequence[int], rounds: int) -> tuple[float, ...]:
    return tuple(fastest([_reading(lengthen(report, filler, size)) for size in sizes], min(rounds, 2)))


def _without_collector(task: Callable[[], _Result]) -> _Result:
    """Run a task while Python's garbage collector rests; what the collector did before and does after is unchanged."""
    working = gc.isenabled()
    gc.disable()
    try:
        return task()
    finally:
        if working:
            gc.enable()


def _mean(numbers: Sequence[int]) -> int:
    return round(sum(numbers) / len(numbers))
