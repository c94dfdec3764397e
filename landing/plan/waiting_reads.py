"""What in the own plan and on the card waits for the person today, in the columns of people.told_reads."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import DateTimeField, F, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat, LPad

from landing.people.told_reads import line
from landing.plan.goal_models import Side
from landing.plan.models import CardOffer, CheckInScore, Followed, Goal, PlanStep, Proposal


def _proposals(person: int, today: date) -> QuerySet[Any, Any]:
    rows = Proposal.objects.filter(plan__person_id=person, state=Proposal.State.OPEN)
    return line(rows, "proposal", at=F("proposed_at"), about="key", by="by_name", role="by_role", words="words")


def _offers(person: int, today: date) -> QuerySet[Any, Any]:
    rows = CardOffer.objects.filter(person_id=person, state=CardOffer.State.OPEN)
    return line(rows, "offer", at=F("at"), about="key", by="name", words="part")


def _steps(person: int, today: date) -> QuerySet[Any, Any]:
    """The open steps of what the person is busy with, the day it must be done by as the moment; none while the plan rests."""
    rows = PlanStep.objects.filter(
        goal__plan__person_id=person,
        goal__plan__paused_on__isnull=True,
        goal__state=Goal.State.GOING,
        done_on__isnull=True,
    )
    # Steps without a day come in the order of the plan, so the key stands behind the places.
    goal, place = (LPad(Cast(column, TextField()), 6, Value("0")) for column in ("goal__place", "place"))
    placed = Concat(goal, place, Value(":"), Cast("key", TextField()), output_field=TextField())
    return line(
        rows, "step", at=Cast("by_date", DateTimeField()), about=placed,
        by="helper_name", role="who", words="words",
    )  # fmt: skip


def _followed(person: int, today: date) -> QuerySet[Any, Any]:
    """What is followed in a rhythm; the last time the person said something about it as the moment."""
    rhythms = (Followed.Rhythm.DAY, Followed.Rhythm.WEEK, Followed.Rhythm.MONTH)
    rows = Followed.objects.filter(
        plan__person_id=person, plan__paused_on__isnull=True, to_date__isnull=True, rhythm__in=rhythms
    )
    said = CheckInScore.objects.filter(followed_id=OuterRef("pk"), check_in__side=Side.PERSON)
    last = Subquery(said.order_by("-check_in__on").values("check_in__on")[:1])
    return line(rows, "followed", at=Cast(last, DateTimeField()), about="rhythm", words="words")


SOURCES = (_proposals, _offers, _steps, _followed)
