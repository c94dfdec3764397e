"""What others changed on a person's route, as far as the person's own pages have words for it (people.told_reads)."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import TruncDate

from landing.core.due.rules import Rulebook
from landing.people.roles import Role
from landing.people.told_reads import told
from landing.people.viewer import Viewer
from landing.route.models import RouteEvent
from landing.ui.dates import local_date

FACTS = "facts"


@lru_cache(maxsize=8)
def spoken(book: Rulebook) -> frozenset[str]:
    """What a line of history can be about that has words for the person: steps and facts; several facts at once too."""
    steps = {f"step:{rule.id}" for rule in book.rules if rule.client}
    asked = {f"fact:{fact.id}" for fact in book.facts.values() if fact.client_question}
    return frozenset(steps | asked | {FACTS})


def _changed(person: int, since: datetime, until: datetime, today: date, about: frozenset[str]) -> QuerySet[Any, Any]:
    """One line for all that somebody changed on one day; for one change with what it was about."""
    rows = RouteEvent.objects.filter(~Q(by_role=Role.CLIENT), journey__person_id=person, about__in=sorted(about))
    return told(
        rows.annotate(day=TruncDate("at")).order_by().values("day", "by_name"), "route", at=Max("at"), since=since,
        until=until, about=Max("about"), by="by_name", role=Max("by_role"), words=Count("pk"),
    )  # fmt: skip


SOURCE = _changed


def changes_of(viewer: Viewer, since: datetime, until: datetime, about: frozenset[str]) -> list[tuple[date, str, str]]:
    """What those lines stand for: (day, who, what it was about), in the order in which it happened (1 query)."""
    rows = RouteEvent.objects.filter(
        ~Q(by_role=Role.CLIENT), journey__person_id=viewer.person, about__in=sorted(about), at__gte=since, at__lte=until
    )  # fmt: skip
    found = rows.order_by("id").values_list("at", "by_name", "about")
    return [(local_date(at), by, what) for at, by, what in found] if viewer.person else []
