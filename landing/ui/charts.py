"""The geometry of bar charts, lines over time and five-step scales: plain numbers in, plain numbers for the SVG out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDE, SLIM = 720, 320  # user units; a slim drawing keeps its letters readable on a phone
LETTER = 10  # user units a letter of the chart takes at most
BAR, GAP = 26, 14


@dataclass(frozen=True)
class Bar:
    """One bar: where it stands, how long it is, and its texts. `text` is what a reader sees as the value."""

    label: str
    text: str
    hidden: bool
    y: float
    width: float
    label_y: float
    value_x: float
    text_y: float


@dataclass(frozen=True)
class Drawing:
    """One SVG: its size, where the bars begin, and the bars."""

    name: str
    width: int
    height: int
    x: int
    bars: tuple[Bar, ...]


def number_text(value: float | int | None, unit: str = "") -> str:
    """Write a number the Dutch way ("1.234,5"); None, a number too small to show, reads "niet getoond"."""
    if value is None:
        return "niet getoond"
    whole = float(value).is_integer()
    text = f"{value:,.0f}" if whole else f"{value:,.1f}"
    text = text.replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"{text} {unit}".strip()


def bar_drawings(rows: Sequence[tuple[str, float | int | None]], unit: str = "") -> tuple[Drawing, Drawing]:
    """Place bars for `rows` twice: labels beside the bars (wide) and above them (slim, for phones).

    Values must not be negative (ValueError). None is drawn as no bar with the words "niet getoond".
    """
    if any(value is not None and value < 0 for _, value in rows):
        raise ValueError("a bar chart cannot show a negative value")
    top = max((value for _, value in rows if value), default=1)
    texts = [number_text(value, unit) for _, value in rows]
    beside = min(360, LETTER * max((len(label) for label, _ in rows), default=0) + 10)
    behind = LETTER * max((len(text) for text in texts), default=0) + 20
    wide, slim = [], []
    for number, (label, value) in enumerate(rows):
        share = (value or 0) / top
        text = texts[number]
        length = round(share * (WIDE - beside - behind), 1)
        y = number * (BAR + GAP) + GAP / 2
        wide.append(Bar(label, text, value is None, y, length, y + 19, beside + length + 8, y + 19))
        length = round(share * (SLIM - behind), 1)
        y = number * (BAR + GAP + 24) + 26
        slim.append(Bar(label, text, value is None, y, length, y - 7, length + 8, y + 19))
    return (
        Drawing("wide", WIDE, len(rows) * (BAR + GAP) + GAP // 2, beside, tuple(wide)),
        Drawing("slim", SLIM, len(rows) * (BAR + GAP + 24) + 4, 0, tuple(slim)),
    )


def scale_steps(value: int, of: int) -> list[dict[str, int | bool]]:
    """Place the `of` boxes of a scale on which `value` boxes are filled; a value outside 0..of raises ValueError."""
    if not 0 <= value <= of:
        raise ValueError(f"a scale of {of} steps cannot show {value}")
    return [{"x": 1 + 46 * step, "on": step < value} for step in range(of)]


@dataclass(frozen=True, slots=True)
class Point:
    """One value on a day, with its words, and what happened on that day (may be empty)."""

    on: date
    value: int
    text: str
    note: str = ""


@dataclass(frozen=True)
class Spot:
    """A point where it stands; number: of the note that belongs to it, 0 for none; number_y: where that number stands."""

    x: float
    y: float
    number: int
    number_y: float


@dataclass(frozen=True)
class LineDrawing:
    """One line over time: its size, the path, its spots, the heights with where their words stand, and the first and last day."""

    name: str
    width: int
    height: int
    path: str
    spots: tuple[Spot, ...]
    ticks: tuple[tuple[float, float, str], ...]
    first: date
    last: date


HIGH, ABOVE, BELOW, BESIDE = 120, 34, 54, 20


def line_drawings(
    points: Sequence[Point], lowest: int, highest: int, ticks: Sequence[tuple[int, str]]
) -> tuple[LineDrawing, LineDrawing]:
    """Draw a line through ``points`` (from old to new) twice: wide, and slim for phones.

    Raises ValueError without points, or for a value outside the scale.
    """
    if not points or any(not lowest <= point.value <= highest for point in points):
        raise ValueError("a line needs points, and all of them on its scale")
    return _line("wide", WIDE, points, lowest, highest, ticks), _line("slim", SLIM, points, lowest, highest, ticks)


def _line(
    name: str, width: int, points: Sequence[Point], lowest: int, highest: int, ticks: Sequence[tuple[int, str]]
) -> LineDrawing:
    days = max((points[-1].on - points[0].on).days, 1)

    def height(value: int) -> float:
        return round(ABOVE + HIGH * (highest - value) / (highest - lowest), 1)

    spots, number = [], 0
    for point in points:
        number += bool(point.note)
        x = round(BESIDE + (width - 2 * BESIDE) * (point.on - points[0].on).days / days, 1)
        y = height(point.value)
        spots.append(Spot(x, y, number if point.note else 0, y - 14 if y > ABOVE else y + 28))
    path = " ".join(f"{'L' if at else 'M'}{spot.x} {spot.y}" for at, spot in enumerate(spots))
    placed = tuple((height(value), height(value) + (22 if value == lowest else -8), text) for value, text in ticks)
    return LineDrawing(name, width, ABOVE + HIGH + BELOW, path, tuple(spots), placed, points[0].on, points[-1].on)
