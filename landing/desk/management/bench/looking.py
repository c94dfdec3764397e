"""What the access log costs a page, and how a log of millions of lines serves and is verified."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from landing.core import chain
from landing.desk.demo.accounts import CLIENT
from landing.desk.management.bench.pages import COORDINATOR, NoDemo, Visitor, pages, visitors
from landing.desk.management.bench.times import Pair, in_turns, milliseconds
from landing.people import access_log, access_sql, access_verify, middleware
from landing.people.append_only import ACCESS_LOG, lifted
from landing.people.models import AccessHead, Person, Worker

Progress = Callable[[str], Any]
CHUNK = 50_000
YEARS = 5
OFFICER = "privacy"


@dataclass(frozen=True, slots=True)
class Cost:
    """One page with the log (product) beside the same page without (floor)."""

    page: str
    times: Pair

    @property
    def percent(self) -> float:
        """What the log adds, in percent of the page without it."""
        return (self.times.ratio - 1) * 100


@contextmanager
def unlogged() -> Iterator[None]:
    """Serve without writing lines, to measure what they cost. There is no such switch in the product."""
    kept = middleware._append, access_log.ahead
    middleware._append, access_log.ahead = (lambda *_: None), (lambda *_: None)
    try:
        yield
    finally:
        middleware._append, access_log.ahead = kept


def measure_cost(times: int, only: str, progress: Progress) -> list[Cost]:
    """Every page about people, with and without its line, in turns. Raises NoDemo when there is no demo region."""
    who = visitors(WSGIHandler())
    try:
        found = []
        for page in pages(who[COORDINATOR]):
            if only.lower() not in page.name.lower() or page.name == "Regels":
                continue
            progress(page.name)
            visitor = who[page.account]
            found.append(Cost(page.name, in_turns(*_both(visitor, page.url), times)))
        return found
    finally:
        for visitor in who.values():
            visitor.leave()


def _both(visitor: Visitor, url: str) -> tuple[Callable[[], Any], Callable[[], Any]]:
    def without() -> None:
        with unlogged():
            visitor.get(url)

    return (lambda: visitor.get(url)), without


@dataclass(frozen=True, slots=True)
class Served:
    """One thing that was asked of a large log: how many lines it touched, milliseconds (median), and a second."""

    what: str
    lines: int
    milliseconds: float
    per_second: float


def measure_lines(count: int, progress: Progress) -> list[Served]:
    """Replace the log of the demo by ``count`` generated lines over five years, and ask it what people ask.

    Raises NoDemo when there is no demo region.
    """
    begun = perf_counter()
    _generate(count, progress)
    seconds = perf_counter() - begun
    found = [Served("writing, many at once", count, seconds * 1000, count / seconds)]
    progress("one line more")
    line = access_log.NewLine(action="read", page="bench", topic="route")
    persons = list(Person.objects.values_list("key", flat=True)[:1])
    one = median(milliseconds(lambda: access_log.append(line, persons)) for _ in range(300))
    found.append(Served("one line more", 1, one, 1000 / one))
    progress("pages")
    handler = WSGIHandler()
    own, officer = Visitor(handler, CLIENT), Visitor(handler, OFFICER)
    person = Person.objects.get(account__username=CLIENT)
    begin = (timezone.now() - timedelta(days=YEARS * 365 - 40)).strftime("%d-%m-%Y")
    mine, log = reverse("rights:who_looked"), reverse("rights:person_log", args=[person.key])
    for what, visitor, url in (
        ("who looked, three months", own, mine), ("who looked, five years", own, f"{mine}?van={begin}"),
        ("who looked, as a file", own, f"{reverse('rights:who_looked_export')}?van={begin}"),
        ("the log of one person", officer, f"{log}?van={begin}"),
    ):  # fmt: skip
        if visitor.get(url).status != 200:
            raise NoDemo(f"The page {url} does not answer.")
        took = median(milliseconds(lambda v=visitor, u=url: v.get(u)) for _ in range(20))  # type: ignore[misc]
        found.append(Served(what, 0, took, 1000 / took))
    own.leave()
    officer.leave()
    progress("verifying")
    for what, days in (("verifying one day", 1), ("verifying the last month", 31), ("verifying all", 0)):
        start = (timezone.now() - timedelta(days=days)).date() if days else None
        begun = perf_counter()
        report = access_verify.verify(start=start)
        seconds = perf_counter() - begun
        if not report.is_whole:
            raise RuntimeError(f"the generated log is not whole: {report.faults[:3]}")
        found.append(Served(what, report.lines, seconds * 1000, report.lines / seconds))
    return found


def _generate(count: int, progress: Progress) -> None:
    """Write lines in the order of their moments, as so many workers would have left them."""
    persons, contents = sorted(Person.objects.values_list("key", flat=True)), _contents()
    if not persons or not contents:
        raise NoDemo("There is nobody in this database: make a demo region first with landing demo reset.")
    shards, rng = access_log.SHARDS.get(connection.vendor, 1), random.Random(1)  # noqa: S311  (invented lines, no secrets)
    end = timezone.now() - timedelta(minutes=1)
    start = end - timedelta(days=YEARS * 365)
    first = access_sql.first_of_month(start.date())
    access_sql.make_months(connection, [access_sql.first_of_month(first, month) for month in range(YEARS * 12 + 3)])
    with transaction.atomic(), lifted(connection, ACCESS_LOG):
        access_sql.empty(connection)
        ends = {shard: (0, chain.beginning(settings.LOG_KEY, shard), start) for shard in range(shards)}
        step = (end - start) / count
        for done in range(0, count, CHUNK):
            size = min(CHUNK, count - done)
            lines, subjects = _chunk(rng, persons, contents, ends, [start + step * (done + at) for at in range(size)])
            access_sql.write_many(connection, lines, subjects)
            progress(f"{done + size} of {count} lines")
        AccessHead.objects.bulk_create(
            AccessHead(shard=shard, seq=seq, mac=mac, at=at) for shard, (seq, mac, at) in ends.items()
        )
    access_log.forget()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _chunk(
    rng: random.Random, persons: list[UUID], contents: list[list[Any]], ends: dict[int, tuple[int, str, datetime]],
    moments: list[datetime],
) -> tuple[list[Any], list[Any]]:  # fmt: skip
    """Sealed lines and their subjects: nine in ten about one person, the tenth a list of twenty. ``persons``: sorted."""
    lines, subjects = [], []
    most = min(20, len(persons))
    for number, at in enumerate(moments):
        shard = rng.randrange(len(ends))
        seq, prev, _ = ends[shard]
        places = sorted(rng.sample(range(len(persons)), most)) if number % 10 == 0 else [rng.randrange(len(persons))]
        about = [persons[place] for place in places]
        content = [*rng.choice(contents), UUID(int=rng.getrandbits(128), version=4)]
        mac = chain.seal(
            settings.LOG_KEY, shard=shard, seq=seq + 1, at=access_sql.stored_moment(at),
            content=access_log.plain(content), subjects=tuple([one.hex for one in about]), prev=prev,
        )  # fmt: skip
        number_of_line = chain.line_id(shard, seq + 1)
        lines.append((number_of_line, at, shard, seq + 1, *content, prev, mac))
        subjects += [(number_of_line, one, at) for one in about]
        ends[shard] = seq + 1, mac, at
    return lines, subjects


def _contents() -> list[list[Any]]:
    """What a look of each worker says, but for the request."""
    rows = Worker.objects.order_by("pk").values_list("pk", "account_id", "name", "role", "organisation_id")
    return [
        list(
            access_log.NewLine(
                action="read", page="desk:person", account=account, worker=worker, by_name=name, by_role=role,
                organisation=organisation, topic="route", purpose="support", basis="bond", origin="203.0.113.0/24",
            ).values(uuid4())[:-1]
        )
        for worker, account, name, role, organisation in rows
    ]  # fmt: skip
