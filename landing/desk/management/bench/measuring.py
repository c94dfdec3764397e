"""What is measured: every page beside its floor, and all routes reckoned anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from time import perf_counter, process_time
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.utils import timezone

from landing.desk.management.bench.floor import Floor, Line, captured
from landing.desk.management.bench.pages import COORDINATOR, NoDemo, Page, Visitor, open_journeys, pages, visitors
from landing.desk.management.bench.times import Pair, in_turns, milliseconds
from landing.people.models import Region
from landing.route import bulk, rulebook
from landing.route.answers import answers, known_of
from landing.route.models import Journey, RulebookChange

Progress = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class PageTimes:
    """One page: its name, who opened it, how many statements, rows of the database and bytes, and the times beside the floor."""

    page: str
    account: str
    statements: int
    rows: int
    bytes: int
    times: Pair

    def plain(self) -> dict[str, Any]:
        """As JSON holds it; times in milliseconds."""
        row = {"page": self.page, "account": self.account, "statements": self.statements}
        row |= {"rows": self.rows, "bytes": self.bytes, "spread": round(self.times.spread, 2)}
        return row | {name: round(value, 3) for name, value in asdict(self.times).items()}


def measure_pages(times: int, only: str, progress: Progress) -> list[PageTimes]:
    """Every page whose name holds ``only``, ``times`` times, in turns with its floor.

    Raises NoDemo when the database holds no demo region, or when a page does not answer with 200.
    """
    who = visitors(WSGIHandler())
    floor = Floor()
    shown = settings.DEMO_ACCOUNTS
    settings.DEMO_ACCOUNTS = {}  # the bar with which one changes roles is of the demo; no region has it
    try:
        wanted = [page for page in pages(who[COORDINATOR]) if only.lower() in page.name.lower()]
        found = []
        for page in wanted:
            progress(page.name)
            found.append(_measure_page(page, who[page.account], floor, times))
        return found
    finally:
        settings.DEMO_ACCOUNTS = shown
        floor.close()
        for visitor in who.values():
            visitor.leave()


WARM = 11
"""How often a page was asked on its connection before it is measured: the driver prepares a statement after five times, and
PostgreSQL plans it anew for five more."""


def _measure_page(page: Page, visitor: Visitor, floor: Floor, times: int) -> PageTimes:
    for _ in range(WARM if connection.vendor == "postgresql" else 1):
        visitor.get(page.url)
    with captured() as statements:
        answer = visitor.get(page.url)
    if answer.status != 200:
        raise NoDemo(f"The page {page.name} answers with {answer.status}.")
    reading, line = floor.prepared(statements), Line() if page.about_people else None
    spent, rows = [0.0], reading()

    def lowest() -> None:
        spent[0] = milliseconds(reading)
        if line is not None:
            line.write()

    try:
        pair = in_turns(lambda: visitor.get(page.url), lowest, times, part=lambda: spent[0])
    finally:
        if line is not None:
            line.close()
    return PageTimes(page.name, page.account, len(statements), rows, len(answer.body), pair)


@dataclass(frozen=True, slots=True)
class DueTimes:
    """All routes reckoned anew: what was done, how many routes and rows, and the seconds it took.

    cpu_seconds: the part in which this process worked itself; the rest it waited for the database or for its turn.
    """

    what: str
    journeys: int
    rows: int
    seconds: float
    cpu_seconds: float

    def plain(self) -> dict[str, Any]:
        """As JSON holds it."""
        seconds = {"seconds": round(self.seconds, 3), "cpu_seconds": round(self.cpu_seconds, 3)}
        return asdict(self) | seconds | {"per_second": round(self.per_second)}

    @property
    def per_second(self) -> float:
        """Journeys a second."""
        return self.journeys / self.seconds


CHANGED_RULE = "tell-key-team"
CHANGE = """- override: tell-key-team
  because: Alleen voor een meting.
  due: {from: [key_handover, move], offset: -3 working days}
  last_checked: 2026-11-23
  source: {document: REGIO, heading: Meting, items: []}
"""
"""A term that moves: it touches every route that has a date for it. Taken back after the measurement."""


class _TakenBack(Exception):
    """Ends the transaction in which a rule was changed for a measurement."""


@dataclass(slots=True)
class _Watch:
    """Counts seconds, on the clock and of this process, between ``run`` and ``pause``."""

    seconds: float = 0.0
    cpu_seconds: float = 0.0

    def run(self) -> None:
        """Count from now on."""
        self.seconds -= perf_counter()
        self.cpu_seconds -= process_time()

    def pause(self) -> None:
        """Stop counting."""
        self.seconds += perf_counter()
        self.cpu_seconds += process_time()

    def told(self, what: str, journeys: int, rows: int) -> DueTimes:
        """What was counted, with its name."""
        return DueTimes(what, journeys, rows, self.seconds, self.cpu_seconds)


def measure_due(today: date, progress: Progress) -> list[DueTimes]:
    """Reckon all routes in turn: nothing changed, what another rule would do, and another rule put live.

    What is written is taken back. Raises NoDemo when there are no routes.
    """
    total = open_journeys()
    region = Region.objects.order_by("pk").first()
    if not total or region is None:
        raise NoDemo("There are no routes in this database: make a demo region first with landing demo reset.")
    progress("bringing the copy in step first")
    bulk.refresh_all(today)
    progress("nothing changed")
    watch = _Watch()
    watch.run()
    done = bulk.refresh_all(today, everything=True)
    watch.pause()
    found = [watch.told("all routes, nothing changed", done.journeys, done.rows)]
    progress("only reading and reckoning")
    found += _reckoned(region, today)
    progress("what another rule would do")
    changed = rulebook.with_changes(region.code, [("meting", CHANGE)])
    watch = _Watch()
    watch.run()
    seen = bulk.what_if(region.code, changed, today)
    watch.pause()
    found.append(watch.told("what a changed rule would do", seen.journeys, len(seen.effects)))
    progress("another rule put live")
    try:
        with transaction.atomic():
            found.append(_changed(region, today))
            raise _TakenBack
    except _TakenBack:
        return found


def _reckoned(region: Region, today: date) -> list[DueTimes]:
    """Read and reckon every route of a region; compare and write nothing."""
    book = rulebook.current(region.code)
    ids = list(Journey.objects.filter(person__region=region).order_by("pk").values_list("pk", flat=True))
    reading, reckoning = _Watch(), _Watch()
    count = 0
    for first in range(0, len(ids), bulk.CHUNK):
        reading.run()
        known = known_of(ids[first : first + bulk.CHUNK])
        reading.pause()
        reckoning.run()
        count += sum(len(answer.rows) for answer in answers(book, today, known))
        reckoning.pause()
    return [
        reading.told("  only reading what is known", len(ids), 0),
        reckoning.told("  only reckoning", len(ids), count),
    ]


def _changed(region: Region, today: date) -> DueTimes:
    """A changed rule put live, as the administrator does."""
    before, now = rulebook.current(region.code), timezone.now()
    RulebookChange.objects.create(
        region_code=region.code, rule=CHANGED_RULE, text=CHANGE, because="Meting", state=RulebookChange.State.LIVE,
        made_at=now, live_at=now,
    )  # fmt: skip
    watch = _Watch()
    watch.run()
    done = bulk.refresh_changed(region.code, before, today)
    watch.pause()
    return watch.told("a changed rule put live", done.journeys, done.rows)
