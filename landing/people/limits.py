"""How often something may be done. Counted in the database, in one statement at a time, so that all processes count as one.

What counts for getting in stands in ``login/limits.py``; what shows many people at once in the settings (``LIMITS``).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from landing.people.models import Attempts
from landing.people.viewer import Viewer
from landing.ui.dates import clock_time
from landing.ui.languages import said as _

DAY = 24 * 60
TOO_OFTEN = "too_often"


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``times`` within ``minutes``, counted from the first."""

    times: int
    minutes: int


class TooOften(Exception):
    """It was tried too often. ``until``: from when it may be tried again; ``str()`` is a sentence for the screen."""

    def __init__(self, until: datetime) -> None:
        minutes = max(1, math.ceil((until - timezone.now()).total_seconds() / 60))
        when = clock_time(until)
        wait = _("1 minuut") if minutes == 1 else _("{minutes} minuten").format(minutes=minutes)
        self.when = (
            _("morgen na {when}").format(when=when)
            if minutes > 12 * 60
            else _("over {wait}, na {when}").format(wait=wait, when=when)
        )
        super().__init__(_("Dit is te vaak geprobeerd. Probeer het {far} nog een keer.").format(far=self.when))
        self.until = until


@dataclass(frozen=True, slots=True)
class Try:
    """One try that was counted; a good one is taken back."""

    who: str

    def was_good(self) -> None:
        """Do not count this one."""
        Attempts.objects.filter(who=self.who, count__gt=0).update(count=F("count") - 1)

    def forget(self) -> None:
        """Do not count those before either."""
        Attempts.objects.filter(who=self.who).delete()


def take(limit: Limit, kind: str, who: str) -> Try:
    """Count a try before it is looked at; raises TooOften when the limit was reached already.

    Counting first keeps tries at the same moment from slipping through together. A try within a limit that began
    before costs one statement, which the database does to one row at a time.
    """
    trace, now = _trace(kind, who), timezone.now()
    period = timedelta(minutes=limit.minutes)
    running = Attempts.objects.filter(who=trace, since__gt=now - period, count__lt=limit.times)
    if running.update(count=F("count") + 1):
        return Try(trace)
    too_often: datetime | None = None
    with transaction.atomic():
        Attempts.objects.get_or_create(who=trace, defaults={"since": now})
        row = Attempts.objects.select_for_update().get(who=trace)
        if now >= row.since + period:
            row.since, row.count = now, 0
        if row.count >= limit.times:
            too_often = row.since + period
        else:
            row.count += 1
            row.save(update_fields=["since", "count"])
    if too_often is not None:
        raise TooOften(too_often)
    return Try(trace)


def is_reached(limit: Limit, kind: str, who: str) -> bool:
    """Whether the next try would be refused, as far as is known now; only ``take`` decides."""
    period = timedelta(minutes=limit.minutes)
    full = Attempts.objects.filter(who=_trace(kind, who), since__gt=timezone.now() - period, count__gte=limit.times)
    return full.exists()


def count(viewer: Viewer, kind: str) -> None:
    """Count what an account does with many people at once; raises TooOften above a number of ``settings.LIMITS``."""
    for minutes, times in settings.LIMITS[kind].items():
        take(Limit(times, minutes), f"{kind}.{minutes}", str(viewer.account))


def refusal(viewer: Viewer, kind: str) -> str:
    """Count it too; above the number the sentence that says how long to wait, told to the access log. Else empty."""
    try:
        count(viewer, kind)
    except TooOften as reason:
        if viewer.access is not None:
            viewer.access.refuse(TOO_OFTEN)
        return str(reason)
    return ""


def _trace(kind: str, who: str) -> str:
    """By which a count is found again and from which nobody is found back. The words in it are from when login counted."""
    return salted_hmac(f"landing.login.try.{kind}", who, algorithm="sha256").hexdigest()


def tidy() -> None:
    """Throw away counts that no limit asks for any more."""
    Attempts.objects.filter(since__lt=timezone.now() - timedelta(days=2)).delete()
