"""How a scan of one report looks: its container, the skew of its pages, blur, noise, background and compression."""

from __future__ import annotations

from dataclasses import dataclass

from nianbao.eval.synth.report import SynthReport

MOST_SKEW = 1.5
"""Degrees to either side."""

_CONTAINERS = {".pdf": 0.70, ".tiff": 0.12, ".jpg": 0.09, ".png": 0.09}
"""A PDF of images, a TIFF of several pages, or all pages one under the other in one picture."""
_PRINTS = ("pdf_reportlab", "pdf_css", "pdf_office")


@dataclass(frozen=True)
class ScanStyle:
    """The scan of one report. `suffix` tells the container, `printed` the kind of PDF that was scanned.

    `skew` is in degrees, of the page that lies worst, to either side; `blur` a radius and `noise` a standard deviation,
    in pixels and in gray levels of 256; `paper` the gray of the paper, `shade` the share of it that the darkest edge
    loses; `quality` is JPEG's; `one_bit`: black and white only. `seed` draws what differs from page to page.
    """

    suffix: str
    printed: str
    skew: float
    blur: float
    noise: float
    paper: int
    shade: float
    quality: int
    one_bit: bool
    seed: int

    @property
    def oddities(self) -> tuple[str, ...]:
        """What makes it hard to read, by name, and its container."""
        hard = {
            "scan_skewed": self.skew > 0.5,
            "scan_blurred": self.blur > 0.5,
            "scan_noisy": self.noise > 5,
            "scan_shaded": self.shade > 0.15,
            "scan_one_bit": self.one_bit,
        }
        return (*(name for name, so in hard.items() if so), f"scan_of_{self.printed}", f"scan_in_{self.suffix[1:]}")


def draw_scan_style(report: SynthReport, dpi: int) -> ScanStyle:
    """Draw the style of a report's scan, the same everywhere."""
    chance = report.chance(f"scan {dpi}")
    return ScanStyle(
        suffix=chance.choices(list(_CONTAINERS), list(_CONTAINERS.values()))[0],
        printed=chance.choice(_PRINTS),
        skew=0.0 if chance.random() < 0.25 else chance.uniform(0.1, MOST_SKEW),
        blur=chance.choice([0.0, 0.0, chance.uniform(0.2, 0.8)]) * dpi / 150,
        noise=chance.uniform(0, 8),
        paper=chance.randint(225, 255),
        shade=chance.choice([0.0, chance.uniform(0.02, 0.25)]),
        quality=chance.randint(60, 90),
        one_bit=chance.random() < 0.12,
        seed=chance.getrandbits(32),
    )


def scan_suffix(report: SynthReport, *, dpi: int) -> str:
    """The suffix of a report's scan, with its dot."""
    return draw_scan_style(report, dpi).suffix
