"""What a person must know about who may know what, who looked in need, and answers, for the list of messages."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, ExpressionWrapper, F, QuerySet
from django.db.models.functions import Coalesce

from landing.people.models import Consent, ConsentQuestion
from landing.people.told_reads import told
from landing.rights.models import AccessQuestion, BreakGlass
from landing.rights.request_models import RightsRequest

TOLD_BEFORE = timedelta(days=30)
"""How long before a consent ends the person is told."""


def _asked(person: int, since: datetime, until: datetime, today: date) -> QuerySet[Any, Any]:
    rows = ConsentQuestion.objects.filter(person_id=person).exclude(state=ConsentQuestion.State.TAKEN_BACK)
    return told(
        rows, "asked", at=F("asked_at"), since=since, until=until, about="key", by="asked_by", role="asked_role",
        words=Coalesce("organisation__name", "receiver_name"),
    )  # fmt: skip


def _ending(person: int, since: datetime, until: datetime, today: date) -> QuerySet[Any, Any]:
    """From thirty days before it ends; what was given for less than that the person still knows."""
    from_then = ExpressionWrapper(F("to_date") - TOLD_BEFORE, output_field=DateTimeField())
    rows = Consent.objects.filter(
        person_id=person,
        withdrawn_at__isnull=True,
        to_date__gt=today,
        to_date__lte=today + TOLD_BEFORE,
        from_date__lte=F("to_date") - TOLD_BEFORE,
    )
    return told(
        rows, "ending", at=from_then, since=since, until=until, about="key", by=Coalesce("organisation__name", "receiver_name"),
        words="to_date",
    )  # fmt: skip


def _noted(person: int, since: datetime, until: datetime, today: date) -> QuerySet[Any, Any]:
    rows = Consent.objects.filter(person_id=person).exclude(how=Consent.How.SELF)
    return told(
        rows, "noted", at=F("given_at"), since=since, until=until, about="key", by="recorded_by",
        words=Coalesce("organisation__name", "receiver_name"),
    )  # fmt: skip


def _opened(person: int, since: datetime, until: datetime, today: date) -> QuerySet[Any, Any]:
    rows = BreakGlass.objects.filter(person_id=person)
    return told(
        rows, "opened", at=F("opened_at"), since=since, until=until, by="by_name", role="by_role",
        words="organisation__name",
    )  # fmt: skip


def _judged(person: int, since: datetime, until: datetime, today: date) -> QuerySet[Any, Any]:
    rows = BreakGlass.objects.filter(person_id=person, reviewed_at__isnull=False)
    return told(rows, "judged", at=F("reviewed_at"), since=since, until=until, by="by_name", words="verdict")


def _look_answered(person: int, since: datetime, until: datetime, today: date) -> QuerySet[Any, Any]:
    rows = AccessQuestion.objects.filter(person_id=person, answered_at__isnull=False)
    return told(rows, "look_answer", at=F("answered_at"), since=since, until=until, by="answered_by_name")


def _answered(person: int, since: datetime, until: datetime, today: date) -> QuerySet[Any, Any]:
    done = (RightsRequest.State.GRANTED, RightsRequest.State.REFUSED)
    rows = RightsRequest.objects.filter(person_id=person, decided_at__isnull=False, state__in=done)
    return told(
        rows, "answer", at=F("decided_at"), since=since, until=until, about="key", by="decided_by", role="decided_role",
        words="kind",
    )  # fmt: skip


def _longer(person: int, since: datetime, until: datetime, today: date) -> QuerySet[Any, Any]:
    rows = RightsRequest.objects.filter(person_id=person, extended_at__isnull=False)
    return told(rows, "longer", at=F("extended_at"), since=since, until=until, about="key", words="kind")


SOURCES = (_asked, _ending, _noted, _opened, _judged, _look_answered, _answered, _longer)
