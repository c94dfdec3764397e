"""All writes about strengths, a good life and saving. Only the person writes here.

A wish carries a version: who changes what somebody else changed meanwhile sees both texts.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from landing.people import reads as people
from landing.people.actions import ChangedMeanwhile, Difference
from landing.people.viewer import Viewer
from landing.plan.goal_actions import next_place
from landing.plan.goal_version_actions import plan_to_write
from landing.plan.models import GoodLifeWords, Plan, Strength, Wish
from landing.plan.strength_reads import QUALITIES, euro
from landing.ui.languages import said as _

WISH_FIELDS = {
    "words": _("Waar spaar je voor?"),
    "cost_cents": _("Wat kost het?"),
    "saved_cents": _("Hoeveel heb je al?"),
}
MOST_CENTS = 99_999_999


def _own_plan(viewer: Viewer) -> Plan:
    if not viewer.is_client:
        raise PermissionDenied
    return plan_to_write(viewer, None)


@transaction.atomic
def add_strength(*, viewer: Viewer, words: str, kind: str = "", travels: bool = False) -> bool:
    """Write down something strong; whether there were words, and they are new."""
    plan = _own_plan(viewer)
    if not words or Strength.objects.filter(plan=plan, words=words, kind=kind).exists():
        return False
    Strength.objects.create(
        plan=plan, words=words, kind=kind, travels=travels, place=next_place(Strength.objects.filter(plan=plan)),
        added_at=timezone.now(), added_by=viewer.name,
    )  # fmt: skip
    return True


def _strength(plan: Plan, key: UUID) -> Strength:
    found = Strength.objects.filter(plan=plan, key=key).first()
    if found is None:
        raise people.NotVisible
    return found


@transaction.atomic
def change_strength(*, viewer: Viewer, strength_key: UUID, seen: str, words: str, kind: str, travels: bool) -> bool:
    """Change a strength; whether that changed anything. ``seen``: the words that the form was based on.

    Raises ChangedMeanwhile with both texts when the words were changed since.
    """
    row = _strength(_own_plan(viewer), strength_key)
    if (row.words, row.kind, row.travels) == (words, kind, travels):
        return False
    if row.words != seen:
        raise ChangedMeanwhile([Difference("words", _("Wat is sterk?"), row.words, words, row.added_by, row.added_at)])
    row.words, row.kind, row.travels = words, kind, travels
    row.added_at, row.added_by = timezone.now(), viewer.name
    row.save()
    return True


@transaction.atomic
def remove_strength(*, viewer: Viewer, strength_key: UUID) -> None:
    """Take a strength away."""
    _strength(_own_plan(viewer), strength_key).delete()


@transaction.atomic
def tell_good_life(*, viewer: Viewer, said: dict[str, str], seen: dict[str, str]) -> int:
    """Keep what a good life is, for each quality of which the words are new; returns how many. What was said before stays.

    ``seen``: the words that the form was based on; raises ChangedMeanwhile when newer ones were kept since.
    """
    plan = _own_plan(viewer)
    latest: dict[str, GoodLifeWords] = {}
    for row in GoodLifeWords.objects.filter(plan=plan).order_by("id"):
        latest[row.quality] = row
    new = {code: text for code, text in said.items() if code in QUALITIES and text != _words(latest.get(code))}
    clashes = [
        Difference(code, QUALITIES[code][0], _words(latest.get(code)), text, latest[code].by_name, latest[code].at)
        for code, text in new.items() if code in latest and _words(latest.get(code)) != seen.get(code, "")
    ]  # fmt: skip
    if clashes:
        raise ChangedMeanwhile(clashes)
    GoodLifeWords.objects.bulk_create(
        GoodLifeWords(
            plan=plan, quality=code, words=text, at=timezone.now(), by_name=viewer.name, by_role=viewer.role or ""
        )
        for code, text in new.items()
    )
    return len(new)


def _words(row: GoodLifeWords | None) -> str:
    return row.words if row else ""


@transaction.atomic
def add_wish(*, viewer: Viewer, values: dict[str, Any]) -> Wish:
    """Write down something to save for; every value may stay empty."""
    plan = _own_plan(viewer)
    return Wish.objects.create(
        plan=plan, place=next_place(Wish.objects.filter(plan=plan)), added_at=timezone.now(),
        **{field: values[field] for field in WISH_FIELDS if values.get(field) is not None},
    )  # fmt: skip


def _wish(plan: Plan, key: UUID) -> Wish:
    found = Wish.objects.filter(plan=plan, key=key).first()
    if found is None:
        raise people.NotVisible
    return found


@transaction.atomic
def change_wish(*, viewer: Viewer, wish_key: UUID, version: int, values: dict[str, Any]) -> bool:
    """Change a wish; whether that changed anything. Raises ChangedMeanwhile with both when it was changed since."""
    row = _wish(_own_plan(viewer), wish_key)
    values = {**values, "saved_cents": values.get("saved_cents") or 0}
    changed = {
        field: values[field] for field in WISH_FIELDS if field in values and getattr(row, field) != values[field]
    }
    if not changed:
        return False
    if row.version != version:
        raise ChangedMeanwhile([
            Difference(field, WISH_FIELDS[field], _shown(getattr(row, field)), _shown(value), "", None)
            for field, value in changed.items()
        ])  # fmt: skip
    for field, value in changed.items():
        setattr(row, field, value)
    row.version += 1
    row.save()
    return True


def _shown(value: Any) -> str:
    return euro(value) if isinstance(value, int) else str(value or "leeg")


@transaction.atomic
def put_by(*, viewer: Viewer, wish_key: UUID, cents: int) -> bool:
    """Add to what was saved; a negative amount takes from it, never below nothing. Whether that changed anything."""
    row = _wish(_own_plan(viewer), wish_key)
    saved = min(max(row.saved_cents + cents, 0), MOST_CENTS)
    if saved == row.saved_cents:
        return False
    row.saved_cents, row.version = saved, row.version + 1
    row.save(update_fields=["saved_cents", "version"])
    return True


@transaction.atomic
def reach_wish(*, viewer: Viewer, wish_key: UUID, reached: bool) -> bool:
    """The person has it now, or not after all; whether that changed anything."""
    row = _wish(_own_plan(viewer), wish_key)
    if (row.reached_on is not None) == reached:
        return False
    row.reached_on, row.version = viewer.today if reached else None, row.version + 1
    row.save(update_fields=["reached_on", "version"])
    return True
