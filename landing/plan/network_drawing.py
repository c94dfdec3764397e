"""The geometry of the ecogram: people in four sectors and three rings round somebody, so that no two names overlap.

Numbers in, numbers for the SVG out; nothing here knows Django. Lengths are units of the drawing: at 360 px a unit is a little
less than a pixel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import atan2, degrees, hypot

WIDTH, HEIGHT = 360, 560
CENTRE_X, CENTRE_Y = WIDTH / 2, HEIGHT / 2
# Of each ring its two half axes: taller than wide, because names are wide and a phone is tall.
RINGS = ((92, 128), (138, 204), (178, 268))
ROW, LETTER, BOLD, PAD, MOST_LETTERS = 21, 7.6, 10.0, 6, 13
MIDDLE = 21
TURN = 20.0
"""Degrees between two lines beyond which more is no better."""
SHORTER = (MOST_LETTERS, 9, 6)
HALF = (ROW - 3) / 2
SECTORS = ("family", "friend", "neighbour", "professional")
TITLES = {
    "mevrouw",
    "mevr",
    "mw",
    "meneer",
    "mijnheer",
    "dhr",
    "de",
    "het",
    "dokter",
    "dr",
    "oom",
    "tante",
    "opa",
    "oma",
}
_SIDE = {"family": (-1, -1), "friend": (1, -1), "neighbour": (-1, 1), "professional": (1, 1)}


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who is drawn: the name, in which sector, how close (1 to 3), how the line looks, and letters of what they give."""

    name: str
    sector: str
    closeness: int
    line: str = "normal"
    letters: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A name with its letters as it stands in the drawing: the middle, the size, and the line to the person."""

    text: str
    letters: str
    line: str
    x: float
    y: float
    width: float
    path: str

    @property
    def left(self) -> float:
        """The left edge."""
        return round(self.x - self.width / 2, 1)

    @property
    def base(self) -> float:
        """Where the letters stand."""
        return round(self.y + 4.5, 1)

    @property
    def top(self) -> float:
        """The upper edge."""
        return round(self.y - HALF, 1)

    @property
    def direction(self) -> float:
        """Which way it lies from the middle, in degrees from -180 to 180."""
        return degrees(atan2(self.y - CENTRE_Y, self.x - CENTRE_X))

    def turn(self, other: Box) -> float:
        """The angle between the lines to two boxes, in degrees from 0 to 180."""
        apart = abs(self.direction - other.direction)
        return min(apart, 360 - apart)

    def meets(self, other: Box) -> bool:
        """Whether two boxes lie over each other."""
        return abs(self.x - other.x) < (self.width + other.width) / 2 and abs(self.y - other.y) < ROW - 1


@dataclass(frozen=True, slots=True)
class Drawing:
    """All names that found a place, and how many of each sector did not; those stand in the list below the drawing."""

    boxes: tuple[Box, ...]
    left_out: dict[str, int] = field(default_factory=dict)


def draw(people: Sequence[Somebody]) -> Drawing:
    """Place everybody in the own sector and ring; who does not fit there is counted and not pushed elsewhere."""
    placed: list[Box] = []
    left_out: dict[str, int] = {}
    for one in sorted(people, key=lambda somebody: somebody.closeness):
        # A shorter name where the whole one finds no place.
        box = next((found for most in SHORTER if (found := _place(one, short(one.name, most), placed))), None)
        if box is None:
            left_out[one.sector] = left_out.get(one.sector, 0) + 1
        else:
            placed.append(box)
    return Drawing(tuple(placed), left_out)


def short(name: str, most: int = MOST_LETTERS) -> str:
    """A name as long as the drawing can hold: the first word if that is enough, else cut with an ellipsis."""
    plain = " ".join(name.split())
    if len(plain) <= most:
        return plain
    first = plain.split(" ")[0]
    if 1 < len(first) <= most and first.casefold().strip(".") not in TITLES:
        return first
    return plain[: most - 1].rstrip() + "…"


def _place(one: Somebody, text: str, placed: list[Box]) -> Box | None:
    width = round(len(text) * LETTER + (len(one.letters) * BOLD + 5 if one.letters else 0) + 2 * PAD, 1)
    across, down = _SIDE[one.sector]
    best: tuple[float, Box] | None = None
    for row in range(1, int(HEIGHT / 2 / ROW)):
        y = CENTRE_Y + down * (row - 0.5) * ROW
        x = width / 2 + 3.0
        while x + width / 2 <= WIDTH / 2 - 2:
            away = _ring_of(x, abs(y - CENTRE_Y))
            if away == one.closeness and not _on_the_middle(x - width / 2, abs(y - CENTRE_Y)):
                box = Box(text, one.letters, one.line, round(CENTRE_X + across * x, 1), round(y, 1), width, "")
                if not any(box.meets(other) for other in placed):
                    # The most room to whoever stands there already, so that a few people are not heaped together.
                    room = min((hypot(box.x - other.x, (box.y - other.y) * 1.5) for other in placed), default=300.0)
                    # And a direction of its own, so that no line runs along another or behind a name.
                    turn = min((box.turn(other) for other in placed), default=TURN)
                    score = min(room, 90.0) + min(turn, TURN) * 4
                    score -= abs(_radius(x, abs(y - CENTRE_Y)) - one.closeness + 0.45) * 30
                    if best is None or score > best[0]:
                        best = (score, box)
            x += 6
    if best is None:
        return None
    box = best[1]
    return Box(box.text, box.letters, box.line, box.x, box.y, box.width, _line(box))


def _radius(x: float, y: float) -> float:
    """How far out a place lies: between 0 and 1 in the first ring, between 1 and 2 in the second, up to 3."""
    here, before = hypot(x, y), 0.0
    for number, (wide, tall) in enumerate(RINGS):
        edge = here / max(hypot(x / wide, y / tall), 0.001)
        if here <= edge:
            return number + (here - before) / (edge - before)
        before = edge
    return 4.0


def _ring_of(x: float, y: float) -> int:
    """In which ring a place lies; 4 is outside."""
    for number, (wide, tall) in enumerate(RINGS, start=1):
        if hypot(x / wide, y / tall) <= 1:
            return number
    return 4


def _on_the_middle(edge: float, y: float) -> bool:
    return edge < MIDDLE + 2 and y < MIDDLE + HALF + 2


def _line(box: Box) -> str:
    """The line from the person to a name, as an SVG path; a tense one goes to and fro."""
    x, y = box.x - CENTRE_X, box.y - CENTRE_Y
    length = hypot(x, y)
    start = (CENTRE_X + x / length * MIDDLE, CENTRE_Y + y / length * MIDDLE)
    if box.line != "tense":
        return f"M{start[0]:.1f} {start[1]:.1f}L{box.x:.1f} {box.y:.1f}"
    across = (-y / length * 4, x / length * 4)
    steps = max(int((length - MIDDLE) / 9), 3)
    points = []
    for step in range(1, steps):
        part, side = step / steps, 1 if step % 2 else -1
        points.append(f"L{start[0] + (box.x - start[0]) * part + across[0] * side:.1f} "
                      f"{start[1] + (box.y - start[1]) * part + across[1] * side:.1f}")  # fmt: skip
    return f"M{start[0]:.1f} {start[1]:.1f}{''.join(points)}L{box.x:.1f} {box.y:.1f}"
