"""A region's working day, pressed into minutes: who comes, the server, the load, and what is told of it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.urls import reverse

from landing.desk.management.bench import crowd, day_mix, serving
from landing.desk.management.bench.day_load import TO_LOGIN
from landing.desk.management.bench.serving import LOCK_TROUBLE, Sample
from landing.desk.management.bench.times import share
from landing.people import access_verify
from landing.people.middleware import today
from landing.people.models import AccessLine
from landing.route.models import RouteEvent

Progress = Callable[[str], Any]
PAUSE = 30.0
"""After how many seconds without an answer a person has gone away."""
A_SECOND = 20
"""How many requests a second the day is pressed to when nothing else is asked: six times that of the real day."""
WARM, AT_THE_END = (0.1, 0.25), (0.9, 1.0)
"""Between which parts of the requests memory is compared: when every page was made once, and when the day is over. The least
of each counts, because a password that is being looked at takes 100 MB for a moment."""
LONGEST_P95, MOST_GROWTH = 500.0, 10.0
LINED = (200, 302, 409)
"""The statuses of answers that must have their lines."""
KEY, WORD = "00000000-0000-4000-8000-000000000000", "een-woord"


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of page: how many requests, how many went wrong, and how long they took, in milliseconds."""

    page: str
    requests: int
    errors: int
    p50: float
    p95: float
    p99: float
    most: float

    def plain(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {name: round(value, 1) if isinstance(value, float) else value for name, value in asdict(self).items()}


@dataclass(slots=True)
class Day:
    """What came of a day.

    rows: each kind of page, and all of them; seconds: how long it took; errors: by kind, with the address; skipped: what a
    page did not offer; meanwhile: forms that somebody else had changed meanwhile, as the page told; late: how late the load
    itself was, p95 in milliseconds; connections, again: how often browsers connected, and asked once more because the server
    had closed a kept connection.

    lines, lines_due: in the access log, and that must be there; lines_differ: {page: (there, must be)}; log_whole: whether
    the log verifies; locks: lock timeouts and deadlocks; waiting: most connections that waited for a lock at once; waited:
    for what, in how many looks (one a second); troubles: other faults that the server's log tells; rss_*: bytes in memory
    of all processes of the server.
    """

    rows: list[Row]
    whole: Row
    seconds: float
    errors: dict[str, int]
    skipped: dict[str, int]
    meanwhile: int
    not_done: int
    late: float
    connections: int
    again: int
    lines: int
    lines_due: int
    lines_differ: dict[str, tuple[int, int]]
    log_whole: bool
    history: int
    locks: int
    troubles: int
    waiting: int
    waited: dict[str, int]
    database_connections: int
    server_processes: int
    server_cpu_ms: float
    rss_start: int
    rss_warm: int
    rss_end: int
    rss_most: int
    said: list[str] = field(default_factory=list)

    @property
    def growth(self) -> float:
        """By how many percent memory grew since the server was warm."""
        return (self.rss_end / self.rss_warm - 1) * 100 if self.rss_warm else 0.0

    @property
    def within(self) -> dict[str, bool]:
        """Which goals are met."""
        return {
            "p95": self.whole.p95 < LONGEST_P95, "errors": not self.errors and not self.not_done and not self.troubles,
            "locks": not self.locks, "memory": self.growth < MOST_GROWTH,
            "log": self.lines == self.lines_due and not self.lines_differ and self.log_whole,
        }  # fmt: skip

    def plain(self) -> dict[str, Any]:
        """As JSON holds it."""
        told: dict[str, Any] = {
            name: getattr(self, name) for name in self.__slots__ if name not in ("rows", "whole", "said")
        }
        told |= {
            "seconds": round(self.seconds, 1),
            "late": round(self.late, 1),
            "server_cpu_ms": round(self.server_cpu_ms, 1),
        }
        told |= {
            "a_second": round(self.whole.requests / self.seconds, 1),
            "growth": round(self.growth, 1),
            "within": self.within,
        }
        return {"whole": self.whole.plain(), "pages": [row.plain() for row in self.rows]} | told


def measure_day(*, staff: int, clients: int, requests: int, minutes: float, seed: int, progress: Progress) -> Day:
    """Let them come, and tell. Raises NoDemo without a demo region that is large enough, NotServing without a server."""
    progress("who comes")
    roles = day_mix.roles_of(staff, clients)
    gathered = crowd.gather(roles, today())
    try:
        visits = day_mix.plain(day_mix.plan(roles, requests, seed))
        people = [
            {"username": member.username, "password": gathered.password, "role": member.role, "visits": planned}
            for member, planned in zip(gathered.members, visits, strict=True)
        ]
        before = serving.deadlocks()
        progress("the server starts")
        with serving.serving() as server:
            told = {
                "host": serving.HOST, "port": server.port, "seconds": minutes * 60, "timeout": PAUSE, "people": people,
                "day": f"{today() - timedelta(days=1):%d-%m-%Y}", "addresses": addresses(),
            }  # fmt: skip
            progress(f"the day runs, about {minutes:.1f} minutes")
            with serving.Watch(server.process.pid) as watch:
                made = load(told)
            said = server.said()
        progress("counting")
        return told_of(made, watch.samples, said, serving.deadlocks() - before)
    finally:
        crowd.disperse()


def usual_minutes(requests: int) -> float:
    """How long a day takes when nothing else is asked."""
    return max(0.5, requests / A_SECOND / 60)


def addresses() -> dict[str, str]:
    """The addresses of the mix, with ``{k}`` and ``{s}`` where a key and a word stand."""
    given = {"k": KEY, "s": WORD}
    return {
        name: reverse(name, args=[given[one] for one in page.args]).replace(KEY, "{k}").replace(WORD, "{s}")
        for name, page in day_mix.PAGES.items()
    }


def load(told: dict[str, Any]) -> dict[str, Any]:
    """Make the load in a process of its own, and give what it found."""
    ran = subprocess.run(  # noqa: S603  (our own module)
        [sys.executable, "-m", "landing.desk.management.bench.day_load"], input=json.dumps(told).encode(),
        stdout=subprocess.PIPE, cwd=settings.REGIONS_FOLDER.parent, check=True,
    )  # fmt: skip
    return json.loads(ran.stdout)


def told_of(made: dict[str, Any], samples: Sequence[Sample], said: Sequence[str], deadlocks: int) -> Day:
    """Put together what the load found, what was seen of the server, and what the database holds."""
    found, own = made["found"], [one for one in made["found"] if one[1] != day_mix.STATIC]
    due = Counter[str]()
    for name, _, method, status, _, error, _ in found:
        # A form that came back shows the person too; who was sent to the login was shown nobody.
        if name in day_mix.PAGES and status in LINED and error != TO_LOGIN:
            due[name] += day_mix.PAGES[name].lines(method)
    there = lines_of(crowd.accounts())
    differ = {name: (there[name], due[name]) for name in sorted(set(there) | set(due)) if there[name] != due[name]}
    locks = [line for line in said if LOCK_TROUBLE.search(line)]
    troubles = [
        line for line in said if " ERROR " in line or " CRITICAL " in line or "[CRITICAL]" in line or "[ERROR]" in line
    ]
    first, last = samples[0], samples[-1]
    warm, end = (_least(samples, own, made["begun"], parts) for parts in (WARM, AT_THE_END))
    log_whole = access_verify.verify(start=today() - timedelta(days=1)).is_whole
    return Day(
        rows=rows(found), whole=row("alles", own), seconds=made["seconds"], errors=errors(found), skipped=made["skipped"],
        meanwhile=made["meanwhile"], not_done=made["not_done"], late=share(made["late"], 0.95) if made["late"] else 0.0,
        connections=made["connections"], again=made["again"], lines=there.total(), lines_due=due.total(),
        lines_differ=differ, log_whole=log_whole, history=RouteEvent.objects.filter(account__in=crowd.accounts()).count(),
        locks=len(locks) + deadlocks, troubles=len(troubles), waiting=max(len(one.waiting) for one in samples),
        waited=dict(Counter(deed for one in samples for deed in one.waiting).most_common()),
        database_connections=max(one.connections for one in samples), server_processes=last.processes,
        server_cpu_ms=(last.cpu_seconds - first.cpu_seconds) * 1000 / max(1, len(own)), rss_start=first.rss,
        rss_warm=warm, rss_end=end, rss_most=max(one.rss for one in samples), said=list(said)[-40:],
    )  # fmt: skip


def _least(samples: Sequence[Sample], found: list[Any], begun: float, parts: tuple[float, float]) -> int:
    """The least memory while this part of the requests was answered."""
    start, end = (begun + found[min(len(found) - 1, int(len(found) * part))][6] if found else begun for part in parts)
    later = [one for one in samples if one.at >= start] or [samples[-1]]
    return min([one.rss for one in later if one.at <= end] or [later[0].rss])


def lines_of(accounts: list[int]) -> Counter[str]:
    """How many lines of the access log each page wrote for these accounts, which had none before."""
    lines = AccessLine.objects.filter(account_id__in=accounts).values_list("page").annotate(n=Count("pk"))
    return Counter(dict(lines.order_by("page")))


def errors(found: list[Any]) -> dict[str, int]:
    """What went wrong, most first: {what and where: how often}."""
    return dict(
        Counter(f"{error} ({method} {name})" for name, _, method, _, _, error, _ in found if error).most_common()
    )


def rows(found: list[Any]) -> list[Row]:
    """A row for each kind of page, in the order of the mix."""
    known = [page.row(method) for page in day_mix.PAGES.values() for method in ("GET", "POST")]
    order = [*dict.fromkeys(known), *sorted({one[1] for one in found} - {*known, day_mix.STATIC}), day_mix.STATIC]
    by_page: dict[str, list[Any]] = {}
    for one in found:
        by_page.setdefault(one[1], []).append(one)
    return [row(page, by_page[page]) for page in order if page in by_page]


def row(page: str, found: list[Any]) -> Row:
    """The times of these requests. A request that went wrong counts with the time it took."""
    times = [one[4] for one in found] or [0.0]
    wrong = sum(1 for one in found if one[5])
    return Row(page, len(found), wrong, share(times, 0.5), share(times, 0.95), share(times, 0.99), max(times))
