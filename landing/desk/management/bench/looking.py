"""What the access log costs a page, and how a log of millions of lines serves and is verified."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from landing.core import chain
from landing.desk.demo.accounts import CLIENT
from landing.desk.management.bench.pages import COORDINATOR, NoDemo, Visitor, pages, visitors
from landing.desk.management.bench.times import Pair, in_turns, milliseconds, share
from landing.people import access_keep, access_log, access_sql, access_verify, middleware, side_by_side
from landing.people.append_only import ACCESS_LOG, lifted
from landing.people.models import AccessHead, AccessLine, AccessSubject, Person, Worker

Progress = Callable[[str], Any]
CHUNK = 20_000
YEARS = 5
TURNS = 30
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
    """One thing that was asked of a large log: how many lines it touched, milliseconds (median and p95; the same where it
    was done once), and a second.
    """

    what: str
    lines: int
    milliseconds: float
    p95: float
    per_second: float


def measure_lines(count: int, progress: Progress) -> list[Served]:
    """Replace the log of the demo by ``count`` generated lines over five years, and ask it what people ask.

    Raises NoDemo when there is no demo region.
    """
    found = [_once("writing, many at once", lambda: _generate(count, progress))]
    progress("one line more")
    line = access_log.NewLine(action="read", page="bench", topic="route")
    persons = list(Person.objects.filter(account=None).values_list("key", flat=True)[:1])
    found.append(_often("one line more", lambda: access_log.append(line, persons), 300))
    progress("pages")
    found += _pages()
    progress("verifying")
    cores = os.cpu_count() or 1
    for what, days, processes in (
        ("verifying one day", 1, 1), ("verifying the last month", 31, 1), ("verifying all", 0, 1),
        (f"verifying all, {cores} processes", 0, cores),
    ):  # fmt: skip
        start = (timezone.now() - timedelta(days=days)).date() if days else None
        found.append(_once(what, partial(_verify, start, processes)))
    progress("the oldest month")
    return [*found, *_oldest_month()]


def _once(what: str, run: Callable[[], int]) -> Served:
    """Something that is done once; ``run`` says how many lines it touched."""
    begun = perf_counter()
    lines = run()
    seconds = perf_counter() - begun
    return Served(what, lines, seconds * 1000, seconds * 1000, lines / seconds)


def _often(what: str, run: Callable[[], Any], times: int = TURNS) -> Served:
    run()  # the first turn makes statements and fills memory
    took = [milliseconds(run) for _ in range(times)]
    return Served(what, 0, median(took), share(took, 0.95), 1000 / median(took))


def _pages() -> list[Served]:
    """The pages that read the log: of the person, and of who oversees."""
    handler = WSGIHandler()
    own, officer = Visitor(handler, CLIENT), Visitor(handler, OFFICER)
    person = Person.objects.get(account__username=CLIENT)
    begin = (timezone.now() - timedelta(days=YEARS * 365 - 40)).strftime("%d-%m-%Y")
    mine, log, find = (
        reverse("rights:who_looked"), reverse("rights:person_log", args=[person.key]), reverse("rights:find_log"),
    )  # fmt: skip
    own.get(mine)  # so that there is a look, however small the log
    oldest = AccessSubject.objects.filter(person=person.key).order_by("at").values_list("line_id", "at")[:1]
    looked = AccessLine.objects.filter(pk=oldest[0][0], at=oldest[0][1]).values_list("request_id", flat=True)
    whole = " ".join(filter(None, (person.given_name, person.infix, person.surname)))
    asked = {"name": whole, "born": person.birth_date.strftime("%d-%m-%Y") if person.birth_date else ""}
    try:
        found = []
        now = timezone.now()
        middle = (now - timedelta(days=YEARS * 182)).date()
        # To yesterday: today is full of the visits that are measured here.
        months, yesterday = ((now - timedelta(days=days)).strftime("%d-%m-%Y") for days in (90, 1))
        short, long = f"?van={months}&tot={yesterday}", f"?van={begin}&tot={yesterday}"
        for what, visitor, url in (
            ("who looked, three months", own, f"{mine}{short}"), ("who looked, five years", own, f"{mine}{long}"),
            ("who looked, a next page", own, f"{mine}{long}&voor={middle}"),
            ("who looked, as a file", own, f"{reverse('rights:who_looked_export')}{long}"),
            ("one look, to ask about it", own, reverse("rights:ask", args=[looked[0]])),
            ("the log of one person, three months", officer, f"{log}{short}"),
            ("the log of one person, five years", officer, f"{log}{long}"),
            ("the log of one person, a next page", officer, f"{log}{long}&voor={middle}"),
        ):  # fmt: skip
            if visitor.get(url).status != 200:
                raise NoDemo(f"The page {url} does not answer.")
            found.append(_often(what, partial(visitor.get, url)))
        if officer.post(find, asked).status != 302:
            raise NoDemo(f"The page {find} finds nobody.")
        found.append(_often("finding whose log", partial(officer.post, find, asked)))
    finally:
        own.leave()
        officer.leave()
    return found


def _verify(start: date | None, processes: int) -> int:
    report = access_verify.verify(start=start, processes=processes)
    if not report.is_whole:
        raise RuntimeError(f"the generated log is not whole: {report.faults[:3]}")
    return report.lines


def _oldest_month() -> list[Served]:
    """What the night does when a month is over: it is done, measured, and taken back."""
    first = access_sql.first_moment(connection)
    oldest = access_sql.first_of_month(datetime.fromisoformat(str(first)).date())
    over = access_sql.moment(access_sql.first_of_month(oldest, YEARS * 12 + 1))
    with transaction.atomic():
        found = _once("the oldest month closed and removed", lambda: access_keep.remove_old(over))
        transaction.set_rollback(True)
    access_log.forget()
    if not found.lines:
        raise RuntimeError("no month was old enough to be removed")
    return [found]


def _generate(count: int, progress: Progress) -> int:
    """Write lines in the order of their moments, as so many workers would have left them; returns how many.

    It cannot be one transaction, because a process a core writes its own chains. Until all is written no chain has an
    end: a run that is broken off leaves a log that takes no line (pages about people say 503) and is not whole when
    verified. Running again, or ``landing demo reset``, begins anew.
    """
    persons, contents = sorted(key.hex for key in Person.objects.values_list("key", flat=True)), _contents()
    if not persons or not contents:
        raise NoDemo("There is nobody in this database: make a demo region first with landing demo reset.")
    shards = access_log.SHARDS.get(connection.vendor, 1)
    end = timezone.now().replace(tzinfo=None) - timedelta(minutes=1)  # in UTC, as moments are sealed
    start = end - timedelta(days=YEARS * 365)
    first = access_sql.first_of_month(start.date())
    access_sql.make_months(connection, [access_sql.first_of_month(first, month) for month in range(YEARS * 12 + 3)])
    with lifted(connection, ACCESS_LOG):
        access_sql.empty(connection)
    processes = min(os.cpu_count() or 1, shards) if side_by_side.can_be() else 1
    parts = [
        _Part(tuple(range(which, shards, processes)), count // processes + (which < count % processes), start, end,
              persons, contents, progress)
        for which in range(processes)
    ]  # fmt: skip
    ends = (
        side_by_side.side_by_side([part.write for part in parts]) if processes > 1 else [part.write() for part in parts]
    )
    progress("counting")
    with transaction.atomic():
        AccessHead.objects.bulk_create(
            AccessHead(shard=shard, seq=seq, mac=mac, at=datetime.fromisoformat(f"{at}+00:00"))
            for found in ends for shard, (seq, mac, at) in found.items()
        )  # fmt: skip
    # The log of before is gone; its anchors no longer count.
    access_keep.anchor(timezone.now(), begun_anew=True)
    access_log.forget()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return count


@dataclass(frozen=True, slots=True)
class _Part:
    """What one process writes: its own chains, and how many lines in them, spread over the whole period."""

    shards: tuple[int, ...]
    count: int
    start: datetime
    end: datetime
    persons: list[str]
    contents: list[tuple[Any, ...]]
    progress: Progress

    def write(self) -> dict[int, tuple[int, str, str]]:
        """Write all of it; returns where each chain ends."""
        rng = random.Random(self.shards[0])  # noqa: S311  (invented lines, no secrets)
        ends = {shard: (0, chain.beginning(settings.LOG_KEY, shard), "") for shard in self.shards}
        step = (self.end - self.start) / max(self.count, 1)
        for done in range(0, self.count, CHUNK):
            if side_by_side.left_alone():
                sys.exit(1)
            size = min(CHUNK, self.count - done)
            lines, subjects = self._chunk(rng, ends, [self.start + step * (done + at) for at in range(size)])
            with transaction.atomic():
                access_sql.write_many(connection, lines, subjects)
            self.progress(f"chains from {self.shards[0]}: {done + size} of {self.count} lines")
        return {shard: place for shard, place in ends.items() if place[0]}

    def _chunk(
        self, rng: random.Random, ends: dict[int, tuple[int, str, str]], moments: list[datetime]
    ) -> tuple[str, str]:
        """Sealed lines and their subjects: nine in ten about one person, the tenth a list of twenty."""
        lines, subjects = [], []
        key, persons, contents, shards, luck = settings.LOG_KEY, self.persons, self.contents, self.shards, rng.random
        many, choices, chains = len(persons), len(contents), len(shards)
        for number, moment in enumerate(moments):
            at = moment.isoformat(" ", "microseconds")
            shard = shards[int(luck() * chains)]
            seq, prev, _ = ends[shard]
            seq += 1
            picked = {int(luck() * many) for _ in range(1 if number % 10 else 20)}
            about = tuple([persons[place] for place in sorted(picked)])
            content, told = contents[int(luck() * choices)]
            request = _request_id(rng)
            mac = chain.seal(
                key, shard=shard, seq=seq, at=at, content=(*content, request), subjects=about, prev=prev,
            )  # fmt: skip
            line = chain.line_id(shard, seq)
            lines.append(f"{line}\t{at}\t{shard}\t{seq}\t{told}\t{request}\t{prev}\t{mac}\n")
            subjects += [f"{line}\t{one}\t{at}\n" for one in about]
            ends[shard] = seq, mac, at
        return "".join(lines), "".join(subjects)


def _request_id(rng: random.Random) -> str:
    """The digits of a random key (uuid4), without making one."""
    digits = f"{rng.getrandbits(128):032x}"
    return f"{digits[:12]}4{digits[13:16]}a{digits[17:]}"


def _contents() -> list[tuple[Any, str]]:
    """What a look of each worker says, but for the request: as it is sealed, and as it is written."""
    rows = Worker.objects.order_by("pk").values_list("pk", "account_id", "name", "role", "organisation_id")
    said = [
        access_log.plain(
            access_log.NewLine(
                action="read", page="desk:person", account=account, worker=worker, by_name=name, by_role=role,
                organisation=organisation, topic="route", purpose="support", basis="bond", origin="203.0.113.0/24",
            ).values(uuid4())[:-1]
        )
        for worker, account, name, role, organisation in rows
    ]  # fmt: skip
    return [(content, access_sql.in_one_field(content)) for content in said]
