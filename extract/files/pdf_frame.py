"""Where things stand on a PDF's page: in its own space, as it is shown, and turned so that its text is upright."""

from __future__ import annotations

from dataclasses import dataclass

from nianbao.extract.files.content import Box


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in points, counted from the upper left; `x0 <= x1`, `top <= bottom`."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def area(self) -> float:
        """Points squared."""
        return self.width * self.height

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom

    def meets(self, other: Rect) -> Rect | None:
        """What both cover."""
        x0, top = max(self.x0, other.x0), max(self.top, other.top)
        x1, bottom = min(self.x1, other.x1), min(self.bottom, other.bottom)
        return Rect(x0, top, x1, bottom) if x0 <= x1 and top <= bottom else None


def around(rects: list[Rect]) -> Rect:
    """The least rectangle that holds them all; there is at least one."""
    return Rect(
        min(r.x0 for r in rects), min(r.top for r in rects), max(r.x1 for r in rects), max(r.bottom for r in rects)
    )


@dataclass(frozen=True)
class Frame:
    """One way to look at a page: the part of its own space that is shown, turned clockwise by `quarters` of a circle.

    A page's own space counts from the lower left (PDF 32000-1, 8.3.2.3); what comes out counts from the upper left.
    """

    left: float
    bottom: float
    right: float
    top: float
    quarters: int

    @property
    def width(self) -> float:
        """Of the page, so turned, in points."""
        return self.top - self.bottom if self.quarters % 2 else self.right - self.left

    @property
    def height(self) -> float:
        """Of the page, so turned, in points."""
        return self.right - self.left if self.quarters % 2 else self.top - self.bottom

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page's own space.

        >>> Frame(0, 0, 100, 200, 0).point(10, 190), Frame(0, 0, 100, 200, 1).point(10, 190)
        ((10, 10), (190, 10))
        """
        match self.quarters % 4:
            case 0:
                return x - self.left, self.top - y
            case 1:
                return y - self.bottom, x - self.left
            case 2:
                return self.right - x, y - self.bottom
            case _:
                return self.top - y, self.right - x

    def rect(self, left: float, bottom: float, right: float, top: float) -> Rect:
        """A rectangle of the page's own space."""
        (ax, ay), (bx, by) = self.point(left, bottom), self.point(right, top)
        return Rect(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))

    def own(self, x: float, y: float) -> tuple[float, float]:
        """The point of the page's own space that `point` takes here."""
        match self.quarters % 4:
            case 0:
                return x + self.left, self.top - y
            case 1:
                return y + self.left, x + self.bottom
            case 2:
                return self.right - x, y + self.bottom
            case _:
                return self.right - y, self.top - x


@dataclass(frozen=True)
class View:
    """A page as it is read: `upright`, as its text stands upright; and as it is shown, in which boxes are given."""

    number: int
    upright: Frame
    shown: Frame

    @property
    def whole(self) -> Rect:
        """The page, upright."""
        return Rect(0, 0, self.upright.width, self.upright.height)

    def box(self, rect: Rect) -> Box:
        """The box of an upright rectangle on the page as it is shown."""
        ax, ay = self.shown.point(*self.upright.own(rect.x0, rect.top))
        bx, by = self.shown.point(*self.upright.own(rect.x1, rect.bottom))
        x0, top, x1, bottom = min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
        return Box(self.number, round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2))
