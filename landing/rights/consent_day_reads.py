"""Mijn dag, toestemmingen: what of all the viewer's people asks for something to be done about a consent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from landing.people import reads as people
from landing.people.models import Bond, Consent, ConsentQuestion
from landing.people.viewer import Viewer
from landing.rights.consent_reads import in_force

ENDS_DAYS, WAITS_DAYS, ANSWERED_DAYS = 30, 14, 14
PAGE, GLANCE = 50, 8
State = ConsentQuestion.State
KINDS = ("talk", "ends", "waits", "answered")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do: whose, about which receiver, since or until when. state: of a question, "" for a consent."""

    kind: str
    key: UUID
    person: UUID
    name: str
    receiver: str
    state: str
    on: date | datetime
    by: str


@dataclass(frozen=True, slots=True)
class Items:
    """Some items of one kind, and the place of the next page ("" at the end)."""

    kind: str
    rows: list[Item]
    next: str


PERSON = ("person__key", "person__given_name", "person__infix", "person__surname", "person__call_me",
          "organisation__name", "receiver_name", "key", "id")  # fmt: skip


def items(viewer: Viewer, kind: str, *, whose: str = "all", after: str = "", limit: int = GLANCE) -> Items:
    """The items of one kind, what presses most first (1 query). whose: "mine" keeps to bonds of the worker's own."""
    mine = people.visible(viewer, "person_id") & Q(person__region_id=viewer.region, person__joined_into__isnull=True)
    if whose == "mine":
        held = Q(from_date__lte=viewer.today) & (Q(to_date__isnull=True) | Q(to_date__gt=viewer.today))
        mine &= Q(Exists(Bond.objects.filter(held, person_id=OuterRef("person_id"), worker_id=viewer.worker)))
    if kind == "ends":
        return _ending(viewer, mine, after, limit)
    rows = ConsentQuestion.objects.filter(mine)
    if kind == "talk":
        rows = rows.filter(state=State.TALK, until__gt=viewer.today).order_by("id")
    elif kind == "waits":
        rows = rows.filter(state=State.OPEN, until__gt=viewer.today, asked_at__lt=_moment(viewer, WAITS_DAYS)).order_by(
            "id"
        )
    else:
        rows = rows.filter(state__in=(State.GIVEN, State.DECLINED), answered_at__gte=_moment(viewer, ANSWERED_DAYS))
        rows = rows.order_by("-id")
    if _is_key(after):
        rows = rows.filter(Q(id__lt=int(after)) if kind == "answered" else Q(id__gt=int(after)))
    found = list(rows.values(*PERSON, "state", "asked_at", "answered_at", "asked_by")[: limit + 1])
    shown = [
        _item(kind, row, row["state"], row["asked_at"] if kind == "waits" else row["answered_at"], row["asked_by"])
        for row in found[:limit]
    ]
    return Items(kind, shown, str(found[limit - 1]["id"]) if len(found) > limit else "")


def _ending(viewer: Viewer, mine: Q, after: str, limit: int) -> Items:
    """Consents that end within thirty days and were not asked for again."""
    again = ConsentQuestion.objects.filter(
        person_id=OuterRef("person_id"), purpose=OuterRef("purpose"), receiver_name=OuterRef("receiver_name"),
        state__in=(State.OPEN, State.TALK), until__gt=OuterRef("to_date"),
    ).filter(Q(organisation_id=OuterRef("organisation_id")) | Q(organisation_id__isnull=True))  # fmt: skip
    last = viewer.today + timedelta(days=ENDS_DAYS)
    rows: QuerySet[Any] = Consent.objects.filter(mine, in_force(viewer.today), ~Exists(again), to_date__lte=last)
    day, _, pk = after.partition(".")
    if _is_key(pk):
        try:
            start = date.fromisoformat(day)
            rows = rows.filter(Q(to_date__gt=start) | Q(to_date=start, id__gt=int(pk)))
        except ValueError:
            pass
    found = list(rows.order_by("to_date", "id").values(*PERSON, "to_date", "recorded_by")[: limit + 1])
    shown = [_item("ends", row, "", row["to_date"], row["recorded_by"]) for row in found[:limit]]
    end = found[limit - 1] if len(found) > limit else None
    return Items("ends", shown, f"{end['to_date'].isoformat()}.{end['id']}" if end else "")


def _item(kind: str, row: dict[str, Any], state: str, on: Any, by: str) -> Item:
    name = people.show_name(
        row["person__given_name"], row["person__infix"], row["person__surname"], row["person__call_me"]
    )
    receiver = row["organisation__name"] or row["receiver_name"]
    return Item(kind, row["key"], row["person__key"], name, receiver, state, on, by)


def _moment(viewer: Viewer, days: int) -> datetime:
    return timezone.make_aware(datetime.combine(viewer.today - timedelta(days=days), time()))


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 16
