"""What happened in the own plan and on the card that the person did not do, for the list of messages (people.told_reads)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Max, QuerySet, Value
from django.db.models.functions import Concat, TruncDate

from landing.people.roles import Role
from landing.people.told_reads import told
from landing.plan.models import CardOffer, PlanVersion, Proposal, SignPlan, Viewpoint


def _proposed(person: int, since: datetime, until: datetime, today: date) -> QuerySet[Any, Any]:
    rows = Proposal.objects.filter(plan__person_id=person).exclude(state=Proposal.State.TAKEN_BACK)
    return told(
        rows, Concat(Value("proposed_"), "kind"), at=F("proposed_at"), since=since, until=until, about="key", by="by_name",
        role="by_role", words="words",
    )  # fmt: skip


def _offered(person: int, since: datetime, until: datetime, today: date) -> QuerySet[Any, Any]:
    rows = CardOffer.objects.filter(person_id=person)
    return told(rows, "offered", at=F("at"), since=since, until=until, about="key", by="name", words="part")


def _changed(person: int, since: datetime, until: datetime, today: date) -> QuerySet[Any, Any]:
    """One line for all that somebody wrote down on one day."""
    rows = PlanVersion.objects.filter(plan__person_id=person).exclude(by_role=Role.CLIENT)
    days = rows.exclude(deed__in=("joined", "split")).annotate(day=TruncDate("at")).order_by().values("day", "by_name")
    return told(
        days, "plan", at=Max("at"), since=since, until=until, about=Max("deed"), by="by_name", role=Max("by_role"),
        words=Count("pk"),
    )  # fmt: skip


def _seen(person: int, since: datetime, until: datetime, today: date) -> QuerySet[Any, Any]:
    rows = Viewpoint.objects.filter(plan__person_id=person, goal__isnull=False).exclude(by_role=Role.CLIENT)
    return told(
        rows, "view", at=F("at"), since=since, until=until, about="goal__key", by="by_name", role="by_role",
        words="goal__words",
    )  # fmt: skip


def _signs(person: int, since: datetime, until: datetime, today: date) -> QuerySet[Any, Any]:
    rows = SignPlan.objects.filter(person_id=person, kind=SignPlan.Kind.EARLY_SIGN, version__gt=0)
    return told(rows, "signs", at=F("changed_at"), since=since, until=until, by="changed_by")


SOURCES = (_proposed, _offered, _changed, _seen, _signs)
