"""How often something may be tried. Counted in the database, in one statement at a time, so that all processes count as one.

The numbers stand in docs/howto/log-in-with-your-own-broker.md and are tested; change them in both places.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from landing.login.models import Attempts
from landing.login.sealed import digest
from landing.ui.languages import said as _


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``times`` within ``minutes``, counted from the first."""

    times: int
    minutes: int


# Wrong tries. Of an account: for one login name. Of an address: everybody behind one connection together.
PASSWORD_OF_ACCOUNT = Limit(5, 15)
PASSWORD_OF_ADDRESS = Limit(50, 15)
SECOND_STEP_OF_ACCOUNT = Limit(5, 15)
LETTER_OF_ADDRESS = Limit(10, 15)
LINK_OF_ADDRESS = Limit(20, 15)
# What somebody makes.
LINKS_A_DAY = Limit(20, 24 * 60)
LETTERS_A_DAY = Limit(20, 24 * 60)
INVITATIONS_A_DAY = Limit(20, 24 * 60)


class TooOften(Exception):
    """It was tried too often. ``until``: from when it may be tried again; ``str()`` is a sentence for the screen."""

    def __init__(self, until: datetime) -> None:
        minutes = max(1, math.ceil((until - timezone.now()).total_seconds() / 60))
        when = timezone.localtime(until).strftime("%H.%M")
        wait = _("1 minuut") if minutes == 1 else f"{minutes} minuten"
        far = (
            _("morgen na {when} uur").format(when=when)
            if minutes > 12 * 60
            else _("over {wait}, na {when} uur").format(wait=wait, when=when)
        )
        super().__init__(_("Dit is te vaak geprobeerd. Probeer het {far} nog een keer.").format(far=far))
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

    Counting first keeps tries at the same moment from slipping through together.
    """
    trace, now = digest(f"try.{kind}", who), timezone.now()
    period = timedelta(minutes=limit.minutes)
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


def address_of(request: HttpRequest) -> str:
    """Where a request comes from; behind TRUSTED_PROXIES proxies that is what the outermost of them saw."""
    seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    count = settings.TRUSTED_PROXIES
    return seen[-count] if 0 < count <= len(seen) else request.META.get("REMOTE_ADDR", "")


def tidy() -> None:
    """Throw away counts that no limit asks for any more."""
    Attempts.objects.filter(since__lt=timezone.now() - timedelta(days=2)).delete()
