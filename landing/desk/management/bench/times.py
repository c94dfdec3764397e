"""Times put side by side, and the machine they were taken on."""

from __future__ import annotations

import gc
import os
import platform
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time
from typing import Any

from django.db import connection


@dataclass(frozen=True, slots=True)
class Pair:
    """What was measured and its floor, run in turns. Times in milliseconds.

    least, p50, p95: on the clock; cpu: the processor's own time in this process, which other work on the machine hardly
    touches (median); floor_p50, floor_p95; ratio: the median of the ratios of each turn; low, high: the middle half;
    over_part: the ratio to a part of the floor, where one was timed; beat: how long a fixed piece of work took in the same
    turns (median), by which two runs at different moments can be compared.
    """

    least: float
    p50: float
    p95: float
    cpu: float
    floor_p50: float
    floor_p95: float
    ratio: float
    low: float
    high: float
    over_part: float = 0.0
    beat: float = 0.0

    @property
    def spread(self) -> float:
        """How much longer the slow ones take than the middle one: p95 beside p50."""
        return self.p95 / self.p50


def in_turns(
    product: Callable[[], Any], floor: Callable[[], Any], times: int, warm: int = 3,
    part: Callable[[], float] | None = None,
) -> Pair:  # fmt: skip
    """Run both in turns, ``times`` times each after ``warm`` turns that do not count.

    part: says how many milliseconds a part of the last floor took.
    """
    for _ in range(warm):
        product()
        floor()
    ones, works, others, parts, beats = [], [], [], [], []
    for _ in range(times):
        gc.collect(0)
        busy = process_time()
        ones.append(milliseconds(product))
        works.append((process_time() - busy) * 1000)
        others.append(milliseconds(floor))
        parts.append(part() if part else others[-1])
        beats.append(milliseconds(fixed_work))
    ratios = [one / other for one, other in zip(ones, others, strict=True)]
    return Pair(
        min(ones), median(ones), share(ones, 0.95), median(works), median(others), share(others, 0.95), median(ratios),
        share(ratios, 0.25), share(ratios, 0.75), median(one / other for one, other in zip(ones, parts, strict=True)),
        median(beats),
    )  # fmt: skip


def fixed_work() -> int:
    """The same work every time, of the kind that pages are made of: small objects, texts, a sort. About a millisecond."""
    rows = [(number * 7919 % 1009, f"regel {number}") for number in range(1500)]
    rows.sort()
    return len("".join([f"<li>{text}</li>" for _, text in rows]))


def milliseconds(run: Callable[[], Any]) -> float:
    """How long one run takes."""
    start = perf_counter()
    run()
    return (perf_counter() - start) * 1000


def share(values: Sequence[float], part: float) -> float:
    """The value below which this part of the values lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def machine(*, database: bool = True) -> dict[str, Any]:
    """What the times were taken on: cores, Python and, where one took part, the database with its version. Says nothing of
    whose machine it is."""
    about: dict[str, Any] = {
        "cores": os.cpu_count() or 1,
        "system": f"{platform.system()} {platform.machine()}",
        "python": sys.version.split()[0],
    }
    if database:
        version = getattr(connection, "pg_version", "") if connection.vendor == "postgresql" else _sqlite_version()
        about["database"] = f"{connection.vendor} {version}"
    return about | {"load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None}


def _sqlite_version() -> str:
    import sqlite3

    return sqlite3.sqlite_version
