"""Keeping the access log: months made ahead, an anchor each day, and lines removed when their time is over."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from landing.core.chain import Place
from landing.people import access_log, access_verify
from landing.people import access_sql as sql
from landing.people.access_models import AccessClosing, AccessLine
from landing.people.append_only import ACCESS_LOG, lifted

MONTHS_AHEAD = 13


@dataclass(frozen=True, slots=True)
class Kept:
    """What was done: months made, the line that was added to the file of anchors, lines removed."""

    months: int
    anchor: str
    removed: int


def keep(now: datetime | None = None) -> Kept:
    """Do all three; safe to run at any time, meant for every night."""
    now = now or timezone.now()
    wanted = [sql.first_of_month(now.date(), ahead) for ahead in range(MONTHS_AHEAD)]
    months = sql.make_months(connection, sorted({*wanted, *sql.months_waiting(connection)}))
    removed = remove_old(now)
    return Kept(len(months), anchor(now), removed)


def anchor(now: datetime, *, begun_anew: bool = False) -> str:
    """Add where every chain ends now to the file of anchors; returns the line, to be kept elsewhere too."""
    note = access_verify.anchor_note({} if begun_anew else access_verify.heads(), now, begun_anew=begun_anew)
    _add(access_verify.anchors_file(), note)
    return note


def _add(file: Path, note: str) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Only ever added to, in one write, and on the disk before it is told.
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, f"{note}\n".encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def oldest_kept(now: datetime) -> date:
    """The first day of which lines are kept: whole months go, and only when every line in them is old enough."""
    return sql.first_of_month(now.date(), -12 * settings.LOG_YEARS)


def remove_old(now: datetime) -> int:
    """Remove whole months older than settings.LOG_YEARS; returns how many lines.

    A sealed note of the last line that went stands beside the log, so that the rest can still be verified; and the
    removal is a line of the log itself.
    """
    until = sql.moment(oldest_kept(now))
    if not AccessLine.objects.filter(at__lt=until).exists():
        return 0
    with transaction.atomic():
        removed = _close(until, now)
        if connection.vendor == "postgresql":
            sql.drop_before(connection, until.date())
        else:
            with lifted(connection, ACCESS_LOG):
                sql.drop_before(connection, until.date())
        access_log.append(
            access_log.NewLine(
                action=AccessLine.Action.ERASE, page="landing keep-log", by_name="landing keep-log",
                topic="access_log", purpose="administration", basis="retention",
            )
        )  # fmt: skip
    return removed


def _close(until: datetime, now: datetime) -> int:
    """Write down, for every shard, the last line that is about to go."""
    total = 0
    old = AccessLine.objects.filter(at__lt=until)
    for shard in sorted(old.values_list("shard", flat=True).distinct()):
        rows = old.filter(shard=shard)
        last = rows.order_by("-id").values_list("seq", "mac", "at").first()
        assert last is not None  # the shard was found among these rows
        place, count = Place(last[0], last[1]), rows.count()
        AccessClosing.objects.create(
            shard=shard, seq=place.seq, mac=place.mac, at=last[2], lines=count, closed_at=now,
            seal=access_verify.closing_seal(shard, place.seq, place.mac, last[2], count, now),
        )  # fmt: skip
        total += count
    return total
