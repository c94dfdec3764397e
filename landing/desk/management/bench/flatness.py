"""Two runs of ``bench pages`` side by side: what a page takes now, beside what it took in a region of another size.

Two runs at different moments are noise on a shared machine. So beside the plain ratio of the medians stand three that say more:
the statements and the rows that came out of the database, which are the same on any machine and at any load; and the ratio
after each median was divided by a fixed piece of work that was timed in the same turns, which takes out how quick the
processor was. What waiting for the disk or for other users of the database adds, nothing takes out: run both twice.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

MOST_GROWTH, MOST_SPREAD = 1.3, 1.6
"""A page may take so much longer in the largest region than in the smallest, and its slow ones so much longer than the middle one."""


class NotAnEarlierRun(Exception):
    """A file is no output of ``bench pages --json``; ``str()`` says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Beside:
    """One page now and then: statements and rows, medians in milliseconds, and the ratios now / then.

    ratio: of the medians on the clock; cpu: of the processor's own time; even: of the medians after each was divided by
    the fixed piece of work of its own run.
    """

    page: str
    statements: int
    statements_then: int
    rows: int
    rows_then: int
    p50: float
    p50_then: float
    ratio: float
    cpu: float
    even: float

    def plain(self) -> dict[str, Any]:
        """As JSON holds it."""
        told = {name: round(value, 3) if isinstance(value, float) else value for name, value in asdict(self).items()}
        return told | {"within": self.even <= MOST_GROWTH}


def beside(now: list[dict[str, Any]], earlier: Any) -> list[Beside]:
    """The pages of a run that also stand in an earlier one. Raises NotAnEarlierRun."""
    try:
        then = {row["page"]: row for row in earlier["found"]}
        return [_beside(row, then[row["page"]]) for row in now if row["page"] in then]
    except (KeyError, TypeError, ZeroDivisionError) as trouble:
        raise NotAnEarlierRun(f"this is not what landing bench pages --json says now ({trouble})") from trouble


def _beside(now: dict[str, Any], then: dict[str, Any]) -> Beside:
    ratio = now["p50"] / then["p50"]
    return Beside(
        now["page"], now["statements"], then["statements"], now["rows"], then["rows"], now["p50"], then["p50"], ratio,
        now["cpu"] / then["cpu"], ratio * then["beat"] / now["beat"],
    )  # fmt: skip
