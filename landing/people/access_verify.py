"""Verifies the access log: reads every line and holds it against its seals, against the ends, and against the anchors."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from landing.core import chain
from landing.core.chain import Fault, Line, Place, Report
from landing.people import access_sql as sql
from landing.people.access_models import AccessClosing, AccessHead

_CONTENT = slice(4, 4 + len(sql.CONTENT))
_AS_KEY = [4 + sql.CONTENT.index(name) for name in sql.KEYS]
_AS_FLAG = [4 + sql.CONTENT.index(name) for name in sql.FLAGS]


def lines(start: datetime, end: datetime, lost: list[Fault]) -> Iterator[Line]:
    """The lines written in a period, month by month, so that each chain is read in its order.

    Subjects that belong to no line are put in ``lost``.
    """
    month = sql.first_of_month(start.date())
    while sql.moment(month) < end:
        following = sql.first_of_month(month, 1)
        found, subjects = sql.read_month(connection, max(start, sql.moment(month)), min(end, sql.moment(following)))
        yield from _joined(found, subjects, lost)
        month = following


def _joined(rows: Iterable[Any], subjects: Iterator[Any], lost: list[Fault]) -> Iterator[Line]:
    """Lines with their subjects; both come in the order of the line's number."""
    subject = next(subjects, None)
    for row in rows:
        number, about = row[0], []
        while subject is not None and subject[0] <= number:
            if subject[0] == number:
                about.append(_key(subject[1]))
            else:
                _without_line(subject[0], lost)
            subject = next(subjects, None)
        yield _line(row, tuple(about))
    while subject is not None:
        _without_line(subject[0], lost)
        subject = next(subjects, None)


def _without_line(number: int, lost: list[Fault]) -> None:
    seq, shard = divmod(number, chain.MOST_SHARDS)
    if not lost or (lost[-1].shard, lost[-1].seq) != (shard, seq):
        lost.append(Fault(shard, seq, "", chain.INSERTED, known_by="subject"))


def _key(value: Any) -> str:
    return value if isinstance(value, str) else value.hex


def _line(row: Any, about: tuple[str, ...]) -> Line:
    cells = list(row)
    for at in _AS_KEY:
        if cells[at] is not None:
            cells[at] = _key(cells[at])
    for at in _AS_FLAG:
        cells[at] = int(cells[at])
    return Line(
        row[0], row[2], row[3], sql.stored_moment(row[1]), tuple(cells[_CONTENT]), about, row[-2], row[-1]
    )  # fmt: skip


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


def verify(*, start: date | None = None, end: date | None = None, anchors: Anchors | None = None) -> Report:
    """Verify the whole log, or what was written from one day to and with another (days in UTC)."""
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
    lost: list[Fault] = []
    # Named cursors of PostgreSQL live in a transaction; SQLite needs none, and must not hold up writers.
    if connection.vendor == "postgresql":
        with transaction.atomic():
            report = _read(since, until, begin, ends, known, lost, middle=start is not None)
    else:
        report = _read(since, until, begin, ends, known, lost, middle=start is not None)
    report.faults += [*faults, *lost]
    if not end:
        chain.check_ends(report, heads)
    report.faults.sort(key=lambda fault: (fault.shard, fault.seq))
    return report


def _read(
    since: datetime, until: datetime, begin: dict[int, Place], ends: dict[int, Place], known: list[tuple[int, Place]],
    lost: list[Fault], *, middle: bool,
) -> Report:  # fmt: skip
    return chain.verify(
        lines(since, until, lost), settings.LOG_KEY, starts=begin, ends=ends, anchors=known, from_the_middle=middle
    )


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
