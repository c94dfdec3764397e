"""All writes about how it goes. What a carer estimates is kept apart from what the person says."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from landing.people import reads as people
from landing.people.actions import NotPossible
from landing.people.viewer import Viewer
from landing.plan import checkin_reads as reads
from landing.plan import goal_reads
from landing.plan.goal_actions import next_place
from landing.plan.goal_version_actions import plan_to_write
from landing.plan.models import CheckIn, CheckInScore, Followed, Plan
from landing.ui.dates import long_date
from landing.ui.languages import said as _


@transaction.atomic
def follow(*, viewer: Viewer, words: str, scale: str, rhythm: str) -> bool:
    """The person chooses something to follow; whether it is new. Nobody chooses it for them."""
    _require_person(viewer)
    plan = plan_to_write(viewer, None)
    if Followed.objects.filter(plan=plan, words=words, to_date__isnull=True).exists():
        return False
    Followed.objects.create(
        plan=plan, words=words, scale=scale, rhythm=rhythm, from_date=viewer.today,
        place=next_place(Followed.objects.filter(plan=plan)),
    )  # fmt: skip
    return True


def _require_person(viewer: Viewer) -> None:
    if not viewer.is_client:
        raise NotPossible(_("Alleen de persoon zelf kiest wat er wordt gevolgd."))


def _followed(plan: Plan, key: UUID) -> Followed:
    found = Followed.objects.filter(plan=plan, key=key, to_date__isnull=True).first()
    if found is None:
        raise people.NotVisible
    return found


@transaction.atomic
def change(*, viewer: Viewer, followed_key: UUID, words: str, rhythm: str) -> bool:
    """Other words, or as often as suits better; whether that changed anything. The scale stays: the line goes on."""
    _require_person(viewer)
    row = _followed(plan_to_write(viewer, None), followed_key)
    if (row.words, row.rhythm) == (words, rhythm):
        return False
    row.words, row.rhythm = words, rhythm
    row.save(update_fields=["words", "rhythm"])
    return True


@transaction.atomic
def stop(*, viewer: Viewer, followed_key: UUID) -> None:
    """The person follows it no longer; what was said stays."""
    _require_person(viewer)
    row = _followed(plan_to_write(viewer, None), followed_key)
    row.to_date = viewer.today
    row.save(update_fields=["to_date"])


@transaction.atomic
def say(
    *, viewer: Viewer, values: dict[UUID, int], words: str = "", on: date | None = None, of_person: bool = False,
    person_key: UUID | None = None,
) -> bool:  # fmt: skip
    """Keep how it goes on a day; whether there was anything to keep. The same day again: the newest words and values count.

    of_person: staff write down what the person said; otherwise what staff say is their own estimate.
    """
    day = on or viewer.today
    if day > viewer.today:
        raise NotPossible(_("{day} is nog niet geweest. Kies een dag tot en met vandaag.").format(day=long_date(day)))
    if person_key is not None and not viewer.is_client and not goal_reads.opened(viewer, person_key).near:
        raise people.NotVisible
    plan = plan_to_write(viewer, person_key)
    found = {row.key: row for row in Followed.objects.filter(plan=plan, key__in=values, to_date__isnull=True)}
    if set(values) - set(found):
        raise people.NotVisible
    _require_in_scale(found, values)
    if not values and not words:
        return False
    side = "person" if viewer.is_client or of_person else "supporter"
    who: dict[str, Any] = {"by_name": viewer.name, "by_role": viewer.role or ""}
    check_in, _made = CheckIn.objects.get_or_create(
        plan=plan, side=side, on=day, **who, defaults={"at": timezone.now()}
    )
    if words:
        check_in.words = words
    check_in.at = timezone.now()
    check_in.save(update_fields=["words", "at"])
    for key, value in values.items():
        CheckInScore.objects.update_or_create(check_in=check_in, followed=found[key], defaults={"value": value})
    return True


def _require_in_scale(found: dict[UUID, Followed], values: dict[UUID, int]) -> None:
    for key, value in values.items():
        row = found[key]
        thing = reads.Thing(row.pk, row.key, row.words, row.scale, row.rhythm, row.from_date, row.to_date)
        if not thing.lowest <= value <= thing.highest:
            raise NotPossible(_("Kies een van de antwoorden."))
