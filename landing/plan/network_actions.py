"""All writes about the people around somebody: adding, changing, ending, and taking an end back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from landing.people import reads as people
from landing.people.actions import ChangedMeanwhile, Difference
from landing.people.viewer import Viewer
from landing.plan import network_reads as reads
from landing.plan.gate_actions import FALLBACK_STEP, Ticked, tell, tick, to_write
from landing.plan.models import NetworkMember, NetworkTie
from landing.plan.reads import Whose
from landing.ui.languages import said as _

TOPIC = "relations"
LABELS = {
    "name": _("Naam"),
    "kind": _("Wie is dit"),
    "role": _("Wat doet deze persoon"),
    "phone": _("Telefoon"),
    "may_call": _("Mag gebeld worden"),
    "when_to_call": _("Wanneer bellen"),
    "fallback": _("Altijd op terugvallen"),
    "closeness": _("Hoe dichtbij"),
    "strength": _("Hoe het contact is"),
    "gives": _("Geeft"),
    "gets": _("Krijgt"),
}
_OF_TIE = ("closeness", "strength", "gives", "gets")
_OF_MEMBER = tuple(name for name in LABELS if name not in _OF_TIE)


@dataclass(frozen=True, slots=True)
class Kept:
    """What was written: the member's key, whether anything changed, and what came of the step of the route."""

    key: UUID
    changed: bool
    step: Ticked = Ticked.NOTHING


@transaction.atomic
def add(*, viewer: Viewer, person_key: UUID, values: dict[str, Any]) -> Kept:
    """Put somebody around the person; a name is enough."""
    of = to_write(viewer, person_key, TOPIC)
    return add_for(viewer=viewer, of=of, values=values)


def add_for(*, viewer: Viewer, of: Whose, values: dict[str, Any]) -> Kept:
    """The same for a person that ``to_write`` gave."""
    made = NetworkMember.objects.create(
        person_id=of.id, from_date=viewer.today, added_at=timezone.now(), added_by=viewer.name,
        **{name: values[name] for name in _OF_MEMBER if name in values},
    )  # fmt: skip
    NetworkTie.objects.create(
        member=made, from_date=viewer.today, **{name: _plain(name, values[name]) for name in _OF_TIE if name in values}
    )
    tell(viewer, of, "network")
    return Kept(made.key, True, _fallback_step(viewer, of, made.fallback))


def _plain(name: str, value: Any) -> Any:
    """A value of a tie as it is kept: kinds of support as a list in a fixed order."""
    if name in ("gives", "gets"):
        return [one.value for one in reads.Support if one in set(value or ())]
    return value


def _fallback_step(viewer: Viewer, of: Whose, fallback: bool) -> Ticked:
    return tick(viewer=viewer, of=of, step=FALLBACK_STEP) if fallback else Ticked.NOTHING


@transaction.atomic
def change(*, viewer: Viewer, person_key: UUID, member_key: UUID, version: int, values: dict[str, Any]) -> Kept:
    """Change somebody around the person. Raises ChangedMeanwhile, with both texts, when the version is not the last one.

    Another tie closes the one before and opens a new one from today; twice on one day it is one tie.
    """
    of = to_write(viewer, person_key, TOPIC)
    row = _held(of, member_key)
    now = reads.member(viewer, of, member_key)
    old = {name: getattr(now, name) for name in LABELS}
    wanted = {name: tuple(_plain(name, values[name])) if name in ("gives", "gets") else values[name]
              for name in LABELS if name in values}  # fmt: skip
    changed = {name: value for name, value in wanted.items() if old[name] != value}
    if not changed:
        return Kept(row.key, False)
    if row.version != version:
        raise ChangedMeanwhile(
            [Difference(name, LABELS[name], say(name, old[name]), say(name, value), "", None)
             for name, value in changed.items()]
        )  # fmt: skip
    for name in _OF_MEMBER:
        if name in changed:
            setattr(row, name, changed[name])
    row.version += 1
    row.save()
    tie = {name: value for name, value in changed.items() if name in _OF_TIE}
    if tie:
        _new_tie(viewer, row, {name: list(v) if isinstance(v, tuple) else v for name, v in tie.items()})
    tell(viewer, of, "network")
    return Kept(row.key, True, _fallback_step(viewer, of, bool(changed.get("fallback"))))


def _held(of: Whose, key: UUID) -> NetworkMember:
    row = NetworkMember.objects.select_for_update().filter(person_id=of.id, key=key).first()
    if row is None:
        raise people.NotVisible
    return row


def _new_tie(viewer: Viewer, row: NetworkMember, values: dict[str, Any]) -> None:
    last = NetworkTie.objects.filter(member=row).order_by("-from_date", "-id").first()
    kept = {name: getattr(last, name) for name in _OF_TIE} if last else {}
    if last is not None and last.to_date is None:
        if last.from_date == viewer.today:
            NetworkTie.objects.filter(pk=last.pk).update(**values)
            return
        last.to_date = viewer.today
        last.save(update_fields=["to_date"])
    NetworkTie.objects.create(member=row, from_date=viewer.today, **(kept | values))


def say(name: str, value: Any) -> str:
    """A value in words for the screen."""
    if name in ("gives", "gets"):
        return reads.support_words(value) or "niets"
    if isinstance(value, bool):
        return "ja" if value else "nee"
    words: dict[str, dict[Any, str]] = {
        "kind": dict(reads.Kind.choices),
        "strength": dict(reads.Strength.choices),
        "closeness": dict(reads.Closeness.choices),
    }  # type: ignore[dict-item]
    return str(words.get(name, {}).get(value, value) or _("niet ingevuld"))


@transaction.atomic
def end(*, viewer: Viewer, person_key: UUID, member_key: UUID) -> bool:
    """Somebody no longer belongs around the person, from today; whether that changed anything."""
    of = to_write(viewer, person_key, TOPIC)
    row = _held(of, member_key)
    if row.to_date is not None:
        return False
    row.to_date, row.version = viewer.today, row.version + 1
    row.save(update_fields=["to_date", "version"])
    NetworkTie.objects.filter(member=row, to_date__isnull=True).update(to_date=viewer.today)
    tell(viewer, of, "network")
    return True


@transaction.atomic
def take_end_back(*, viewer: Viewer, person_key: UUID, member_key: UUID) -> bool:
    """Somebody belongs around the person after all: as if they never went, when it is still the same day."""
    of = to_write(viewer, person_key, TOPIC)
    row = _held(of, member_key)
    ended = row.to_date
    if ended is None:
        return False
    row.to_date, row.version = None, row.version + 1
    row.save(update_fields=["to_date", "version"])
    last = NetworkTie.objects.filter(member=row).order_by("-from_date", "-id").first()
    if last is None or ended < viewer.today:
        kept = {name: getattr(last, name) for name in _OF_TIE} if last else {}
        NetworkTie.objects.create(member=row, from_date=viewer.today, **kept)
    else:
        NetworkTie.objects.filter(pk=last.pk).update(to_date=None)
    tell(viewer, of, "network")
    return True
