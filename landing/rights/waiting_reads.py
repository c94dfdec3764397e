"""Which questions about consent wait for the person, and who opened the record in need lately (people.told_reads)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from landing.people.models import ConsentQuestion
from landing.people.told_reads import line
from landing.rights.models import BreakGlass
from landing.rights.reads import TOLD_DAYS


def _questions(person: int, today: date) -> QuerySet[Any, Any]:
    rows = ConsentQuestion.objects.filter(person_id=person, state=ConsentQuestion.State.OPEN, until__gt=today)
    return line(
        rows, "question", at=F("asked_at"), about="key", by="asked_by", role="asked_role",
        words=Coalesce("organisation__name", "receiver_name"),
    )  # fmt: skip


def _opened(person: int, today: date) -> QuerySet[Any, Any]:
    rows = BreakGlass.objects.filter(person_id=person, opened_at__date__gte=today - timedelta(days=TOLD_DAYS))
    return line(rows, "opened", at=F("opened_at"), by="by_name", role="by_role", words="organisation__name")


SOURCES = (_questions, _opened)
