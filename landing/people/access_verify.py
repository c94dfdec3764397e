"""Verifies the access log: reads every line and holds it against its seals, against the ends, and against the anchors."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q

from landing.core import chain
from landing.core.chain import Fault, Line, Place, Report
from landing.people import access_sql as sql
from landing.people.access_models import AccessClosing, AccessHead, AccessLine, AccessSubject
from landing.people.side_by_side import can_be, side_by_side

_CONTENT = slice(4, 4 + len(sql.CONTENT))


ALL = (0, 1)


def lines(start: datetime, end: datetime, lost: list[Fault], part: tuple[int, int] = ALL) -> Iterator[Line]:
    """The lines written in a period, month by month, so that each chain is read in its order.

    Subjects that belong to no line are put in ``lost``. part: as access_sql.read_month has it. Only some thousands of
    lines are in memory at a time.
    """
    month = sql.first_of_month(start.date())
    while sql.moment(month) < end:
        following = sql.first_of_month(month, 1)
        since, until = max(start, sql.moment(month)), min(end, sql.moment(following))
        found, subjects = sql.read_month(connection, since, until, part)
        yield from _joined(found, subjects, lost)
        month = following


def _joined(rows: Iterable[Any], subjects: Iterator[Any], lost: list[Fault]) -> Iterator[Line]:
    """Lines with their subjects; both come in the order of the line's number."""
    rows = iter(rows)
    row = next(rows, None)
    subject = next(subjects, None)  # asked after the lines: see read_month
    while row is not None:
        number, about = row[0], []
        while subject is not None and subject[0] <= number:
            if subject[0] == number:
                about.append(subject[1])
            else:
                _without_line(subject[0], lost)
            subject = next(subjects, None)
        yield Line(row[0], row[2], row[3], sql.stored_moment(row[1]), row[_CONTENT], tuple(about), row[-2], row[-1])
        row = next(rows, None)
    while subject is not None:
        _without_line(subject[0], lost)
        subject = next(subjects, None)


def _without_line(number: int, lost: list[Fault]) -> None:
    seq, shard = divmod(number, chain.MOST_SHARDS)
    if len(lost) < chain.MOST_FAULTS and (not lost or (lost[-1].shard, lost[-1].seq) != (shard, seq)):
        lost.append(Fault(shard, seq, "", chain.INSERTED, known_by="subject"))


def heads() -> dict[int, Place]:
    """Where each chain ends according to the database."""
    return {
        shard: Place(seq, mac, sql.stored_moment(at) if at else "")
        for shard, seq, mac, at in AccessHead.objects.values_list("shard", "seq", "mac", "at")
    }


def closing_seal(shard: int, seq: int, mac: str, at: datetime, count: int, closed_at: datetime) -> str:
    """The seal of a note that the oldest lines were removed because their time was over."""
    moments = sql.stored_moment(at), sql.stored_moment(closed_at)
    return chain.sealed(settings.LOG_KEY, "closing", shard, seq, mac, count, *moments)


def starts() -> tuple[dict[int, Place], list[Fault]]:
    """Where each chain goes on after what was lawfully removed, and notes of it that were tampered with."""
    found: dict[int, Place] = {}
    faults = []
    for one in AccessClosing.objects.order_by("seq"):
        if one.seal == closing_seal(one.shard, one.seq, one.mac, one.at, one.lines, one.closed_at):
            found[one.shard] = Place(one.seq, one.mac, sql.stored_moment(one.at))
        else:
            faults.append(Fault(one.shard, one.seq, sql.stored_moment(one.at), chain.CHANGED, known_by="closing"))
    return found, faults


@dataclass(slots=True)
class Anchors:
    """What a file of anchors holds: places by shard, how many days, and lines of the file that are not ours."""

    places: list[tuple[int, Place]] = field(default_factory=list)
    notes: int = 0
    faults: list[str] = field(default_factory=list)


def anchors_file() -> Path:
    """Where anchors are kept: LANDING_ANCHORS, or the folder of made files."""
    return settings.LOG_ANCHORS or Path(settings.VAR) / "anchors"


def anchor_note(ends: dict[int, Place], at: datetime, *, begun_anew: bool = False) -> str:
    """One line of the file of anchors: where every chain ended at a moment, with a seal."""
    told: dict[str, Any] = {
        "at": sql.stored_moment(at), "key": chain.fingerprint(settings.LOG_KEY), "begun_anew": begun_anew,
        "ends": [[shard, place.seq, place.mac, place.at] for shard, place in sorted(ends.items()) if place.seq],
    }  # fmt: skip
    return json.dumps(told | {"seal": chain.sealed(settings.LOG_KEY, "anchor", told)})


def read_anchors(text: str) -> Anchors:
    """Read a file of anchors; what came before a log that was begun anew (a demo reset) no longer counts."""
    found = Anchors()
    for number, row in enumerate(text.splitlines(), 1):
        if not row.strip():
            continue
        try:
            told = json.loads(row)
            seal = told.pop("seal")
            ends = [(shard, Place(seq, mac, at)) for shard, seq, mac, at in told["ends"]]
        except (ValueError, KeyError, TypeError, AttributeError):
            found.faults.append(f"anchors, line {number}: cannot be read")
            continue
        if seal != chain.sealed(settings.LOG_KEY, "anchor", told):
            found.faults.append(f"anchors, line {number}: changed, or made with another key")
            continue
        found.places = [] if told["begun_anew"] else [*found.places, *ends]
        found.notes += 1
    return found


def verify(
    *, start: date | None = None, end: date | None = None, anchors: Anchors | None = None, processes: int = 1
) -> Report:
    """Verify the whole log, or what was written from one day to and with another (days in UTC).

    processes: how many read side by side, each its own shards (PostgreSQL; SQLite has one shard).
    """
    begin, faults = starts()
    noted = heads()
    first = sql.first_moment(connection)
    since = sql.moment(start) if start else _moment_of(first) if first else sql.moment(date(2000, 1, 1))
    until = sql.moment(date.fromordinal(end.toordinal() + 1)) if end else sql.moment(date(9000, 1, 1))
    last_month = max([place.at for place in noted.values()], default="")
    if not end:
        # No month beyond the last line, noted or not, need be asked for.
        until = sql.moment(sql.first_of_month(_last_day(last_month), 1))
    # Of the whole log every known place counts, also one before the oldest line that is left.
    counted = since if start else sql.moment(date(2000, 1, 1))
    known = [(shard, place) for shard, place in (anchors.places if anchors else []) if _within(place, counted, until)]
    ends = {shard: place for shard, place in noted.items() if not end and _within(place, counted, until)}
    if connection.vendor != "postgresql" or not can_be():
        processes = 1
    parts = [
        _Part(since, until, begin, ends, known, middle=start is not None, part=(which, processes))
        for which in range(processes)
    ]
    found = side_by_side([part.read for part in parts]) if processes > 1 else [part.read() for part in parts]
    report = chain.joined([one for one, _ in found], settings.LOG_KEY)
    report.faults += [*faults, *_still_lost([fault for _, lost in found for fault in lost])]
    if not end:
        chain.check_ends(report, heads)
    report.faults.sort(key=lambda fault: (fault.shard, fault.seq))
    return report


@dataclass(frozen=True, slots=True)
class _Part:
    """The shards that one process reads: of which period, and what is known of them."""

    since: datetime
    until: datetime
    begin: dict[int, Place]
    ends: dict[int, Place]
    known: list[tuple[int, Place]]
    middle: bool
    part: tuple[int, int]

    def read(self) -> tuple[Report, list[Fault]]:
        """What was found, and subjects that belong to no line."""
        # Named cursors of PostgreSQL live in a transaction; SQLite needs none, and must not hold up writers.
        with transaction.atomic() if connection.vendor == "postgresql" else nullcontext():
            lost: list[Fault] = []
            which, of = self.part
            report = chain.read(
                lines(self.since, self.until, lost, self.part), settings.LOG_KEY, starts=self.begin,
                ends={shard: place for shard, place in self.ends.items() if shard % of == which},
                anchors=[(shard, place) for shard, place in self.known if shard % of == which],
                from_the_middle=self.middle,
            )  # fmt: skip
            return report, lost


def _still_lost(lost: list[Fault]) -> list[Fault]:
    """Subjects without a line, but for those of which the line was written while the log was read.

    A subject at another moment than its line belongs to no line of its month either.
    """
    numbers = [chain.line_id(fault.shard, fault.seq) for fault in lost]
    if not numbers:
        return []
    there = set(AccessLine.objects.filter(pk__in=numbers).values_list("pk", flat=True))
    astray = AccessSubject.objects.filter(~Q(at=F("line__at")), line_id__in=numbers).values_list("line_id", flat=True)
    came_meanwhile = there - set(astray)
    return [fault for fault, number in zip(lost, numbers, strict=True) if number not in came_meanwhile]


def _within(place: Place, since: datetime, until: datetime) -> bool:
    return sql.stored_moment(since) <= place.at < sql.stored_moment(until) if place.at else False


def _moment_of(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    return datetime.fromisoformat(f"{value}+00:00")


def _last_day(text: str) -> date:
    newest = sql.last_moment(connection)
    days = [date.fromisoformat(text[:10])] if text else []
    days += [_moment_of(newest).date()] if newest else []
    return max(days, default=date(2000, 1, 1))
