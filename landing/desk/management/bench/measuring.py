"""What is measured: every page beside its floor, and all routes reckoned anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from time import perf_counter
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import transaction
from django.utils import timezone

from landing.desk.management.bench.floor import Floor, captured
from landing.desk.management.bench.pages import COORDINATOR, NoDemo, Page, Visitor, open_journeys, pages, visitors
from landing.desk.management.bench.times import Pair, in_turns
from landing.people.models import Region
from landing.route import bulk, rulebook
from landing.route.answers import answers, known_of
from landing.route.models import Journey, RulebookChange

Progress = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class PageTimes:
    """One page: its name, who opened it, how many statements and bytes, and the times beside the floor."""

    page: str
    account: str
    statements: int
    bytes: int
    times: Pair

    def plain(self) -> dict[str, Any]:
        """As JSON holds it; times in milliseconds."""
        row = {"page": self.page, "account": self.account, "statements": self.statements, "bytes": self.bytes}
        return row | {name: round(value, 3) for name, value in asdict(self.times).items()}


def measure_pages(times: int, only: str, progress: Progress) -> list[PageTimes]:
    """Every page whose name holds ``only``, ``times`` times, in turns with its floor.

    Raises NoDemo when the database holds no demo region, or when a page does not answer with 200.
    """
    who = visitors(WSGIHandler())
    floor = Floor()
    try:
        wanted = [page for page in pages(who[COORDINATOR]) if only.lower() in page.name.lower()]
        found = []
        for page in wanted:
            progress(page.name)
            found.append(_measure_page(page, who[page.account], floor, times))
        return found
    finally:
        floor.close()
        for visitor in who.values():
            visitor.leave()


def _measure_page(page: Page, visitor: Visitor, floor: Floor, times: int) -> PageTimes:
    visitor.get(page.url)
    with captured() as statements:
        answer = visitor.get(page.url)
    if answer.status != 200:
        raise NoDemo(f"The page {page.name} answers with {answer.status}.")
    pair = in_turns(lambda: visitor.get(page.url), floor.prepared(statements), times)
    return PageTimes(page.name, page.account, len(statements), len(answer.body), pair)


@dataclass(frozen=True, slots=True)
class DueTimes:
    """All routes reckoned anew: what was done, how many routes and rows, and the seconds it took."""

    what: str
    journeys: int
    rows: int
    seconds: float

    def plain(self) -> dict[str, Any]:
        """As JSON holds it."""
        return asdict(self) | {"seconds": round(self.seconds, 3), "per_second": round(self.per_second)}

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


def measure_due(today: date, progress: Progress) -> list[DueTimes]:
    """Reckon all routes three ways: nothing changed, what another rule would do, and another rule put live.

    What is written is taken back. Raises NoDemo when there are no routes.
    """
    total = open_journeys()
    region = Region.objects.order_by("pk").first()
    if not total or region is None:
        raise NoDemo("There are no routes in this database: make a demo region first with landing demo reset.")
    progress("bringing the copy in step first")
    bulk.refresh_all(today)
    progress("nothing changed")
    start = perf_counter()
    done = bulk.refresh_all(today, everything=True)
    found = [DueTimes("all routes, nothing changed", done.journeys, done.rows, perf_counter() - start)]
    progress("only reading and reckoning")
    found.append(_reckoned(region, today))
    progress("what another rule would do")
    start = perf_counter()
    seen = bulk.what_if(region.code, rulebook.with_changes(region.code, [("meting", CHANGE)]), today)
    found.append(DueTimes("what a changed rule would do", seen.journeys, len(seen.effects), perf_counter() - start))
    progress("another rule put live")
    try:
        with transaction.atomic():
            found.append(_changed(region, today))
            raise _TakenBack
    except _TakenBack:
        return found


def _reckoned(region: Region, today: date) -> DueTimes:
    """Read and reckon every open route of a region; compare and write nothing."""
    book = rulebook.current(region.code)
    ids = list(Journey.objects.filter(person__region=region).order_by("pk").values_list("pk", flat=True))
    start = perf_counter()
    count = 0
    for first in range(0, len(ids), bulk.CHUNK):
        known = known_of(ids[first : first + bulk.CHUNK])
        count += sum(len(answer.rows) for answer in answers(book, today, known))
    return DueTimes("only reading and reckoning", len(ids), count, perf_counter() - start)


def _changed(region: Region, today: date) -> DueTimes:
    now = timezone.now()
    RulebookChange.objects.create(
        region_code=region.code, rule=CHANGED_RULE, text=CHANGE, because="Meting", state=RulebookChange.State.LIVE,
        made_at=now, live_at=now,
    )  # fmt: skip
    start = perf_counter()
    done = bulk.refresh_all(today)
    return DueTimes("all routes, one rule changed and written", done.journeys, done.rows, perf_counter() - start)
