"""All writes of a peer worker: the talk about living alone, on the word of the person, and taking it back.

The access table gives them the deed ``take_down`` for the plan and nothing to read of it (ADR 14). So nothing here answers
with what stands in the plan, and the step of the route is left to whoever may see it.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from landing.people import reads as people
from landing.people.actions import NotPossible, note
from landing.people.viewer import Viewer
from landing.plan.gate_actions import to_take_down
from landing.plan.models import AwarenessTalk, Plan

UNDO = timedelta(days=1)
"""How long a peer worker can take back what they wrote down."""
TOO_LATE = "Dit kan tot een dag erna. Vraag de persoon om het aan te passen."


@transaction.atomic
def add_talk(
    *, viewer: Viewer, person_key: UUID, said: bool, on: date | None = None, words: str = "", again: bool | None = None
) -> UUID:
    """Write down a talk with this peer worker, today when no day is given; the key of it. The same talk is kept once."""
    of = to_take_down(viewer, person_key, "plan", said=said)
    day = on or viewer.today
    if day > viewer.today:
        raise NotPossible("Deze dag komt nog. Kies vandaag of een dag die al was.")
    plan, _ = Plan.objects.get_or_create(person_id=of.id, defaults={"started_at": timezone.now()})
    talk, new = AwarenessTalk.objects.get_or_create(
        plan=plan, on=day, with_name=viewer.name[:120], words=words, again=again, by_name=viewer.name,
        by_role=viewer.role or "", defaults={"at": timezone.now()},
    )  # fmt: skip
    if new:
        note(viewer=viewer, person_id=of.id, about="preparing", old=None, new={"changed": True})
    return talk.key


@transaction.atomic
def take_talk_back(*, viewer: Viewer, person_key: UUID, talk_key: UUID) -> None:
    """Take away a talk that this peer worker wrote down and nobody changed since.

    Raises NotVisible for any other talk, and NotPossible after ``UNDO``.
    """
    of = to_take_down(viewer, person_key, "plan", said=True)
    talk = AwarenessTalk.objects.filter(
        plan__person_id=of.id, key=talk_key, by_name=viewer.name, by_role=viewer.role or ""
    ).first()
    if talk is None:
        raise people.NotVisible
    if timezone.now() - talk.at > UNDO:
        raise NotPossible(TOO_LATE)
    talk.delete()
    note(viewer=viewer, person_id=of.id, about="preparing", old=None, new={"changed": True})
