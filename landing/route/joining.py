"""Two records that are one person: joined so that nothing is lost, and split again when it was a mistake."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from landing.people import reads as people
from landing.people.actions import NotPossible, note
from landing.people.models import (
    Bond,
    Consent,
    ConsentQuestion,
    Joining,
    Likeness,
    Person,
    PersonReference,
    Representation,
)
from landing.people.recorder import LIST, MERGE, SPLIT
from landing.people.row_security import everyone
from landing.people.viewer import Viewer
from landing.route import dues
from landing.route.models import Fact, Journey, StepMark


@dataclass(frozen=True, slots=True)
class Along:
    """What a room above takes along with a joining, and brings back with a split.

    move(viewer, keep, other) returns what was moved, as plain values; back(viewer, keep, other, moved) puts it back.
    """

    move: Callable[[Viewer, Person, Person], Any]
    back: Callable[[Viewer, Person, Person, Any], None]


_ALONG: dict[str, Along] = {}


def goes_along(name: str, along: Along) -> None:
    """A room above says, when the product starts, what else is a person's and moves with them."""
    _ALONG[name] = along


def _both(viewer: Viewer, kept: UUID, joined: UUID) -> tuple[Person, Person]:
    if not viewer.rule.merges:
        raise PermissionDenied
    found = {person.key: person for person in people.persons(viewer).filter(key__in=[kept, joined])}
    if len(found) < 2 and _offered(viewer, kept, joined):
        found = {person.key: person for person in _of_region(viewer).filter(key__in=[kept, joined])}
    if kept not in found or joined not in found or kept == joined:
        raise people.NotVisible(kept, joined)
    viewer.saw([kept, joined])
    locked = {person.pk: person for person in Person.objects.select_for_update().filter(
        pk__in=[found[kept].pk, found[joined].pk]).order_by("pk")}  # fmt: skip
    return locked[found[kept].pk], locked[found[joined].pk]


def _of_region(viewer: Viewer) -> Any:
    return Person.objects.filter(people.unshielded(viewer), region_id=viewer.region, joined_into__isnull=True)


def _offered(viewer: Viewer, *keys: UUID) -> bool:
    """Whether the viewer judges for the region, and these two were laid before the region as a pair."""
    return viewer.judges_region and Likeness.objects.filter(first__key__in=keys, second__key__in=keys).exists()


@transaction.atomic
@everyone("two records of two organisations are handled as one; who may do it was asked first")
def propose(*, viewer: Viewer, first: UUID, second: UUID) -> Likeness:
    """Offer two persons for joining; asking twice gives the same offer."""
    one, other = _both(viewer, first, second)
    pair = sorted([one, other], key=lambda person: person.pk)
    return Likeness.objects.get_or_create(first=pair[0], second=pair[1])[0]


@transaction.atomic
@everyone("two records of two organisations are handled as one; who may do it was asked first")
def join(*, viewer: Viewer, kept: UUID, joined: UUID) -> Joining:
    """Join ``joined`` into ``kept``: bonds, references, consents, the journey and what rooms above hold of
    the person (``goes_along``) move along; what both know stays ``kept``'s.

    What was moved and copied is written down, so that ``split`` can put it back. The viewer must see both, or judge
    for the region a pair that was offered.
    """
    keep, other = _both(viewer, kept, joined)
    if keep.joined_into_id or other.joined_into_id:
        raise NotPossible("Een van deze dossiers is al samengevoegd. Ververs de pagina.")
    moved: dict[str, Any] = {
        "bonds": _move_bonds(keep, other),
        "references": _move_references(keep, other),
        "said": _move_said(keep, other),
        "account": _move_account(keep, other),
        **_move_journey(viewer, keep, other),
        "along": {name: along.move(viewer, keep, other) for name, along in _ALONG.items()},
    }
    other.joined_into = keep
    other.save(update_fields=["joined_into", "account"])
    keep.save(update_fields=["account"])
    joining = Joining.objects.create(
        kept=keep, joined=other, moved=moved, joined_at=timezone.now(), joined_by_id=viewer.account
    )
    pair = sorted([keep.pk, other.pk])
    Likeness.objects.filter(first_id=pair[0], second_id=pair[1]).update(
        verdict=Likeness.Verdict.SAME, judged_at=timezone.now(), judged_by_id=viewer.account
    )
    note(viewer=viewer, person_id=keep.pk, about="joined", old=None, new={"with": str(other.key)})
    note(viewer=viewer, person_id=other.pk, about="joined", old=None, new={"into": str(keep.key)})
    viewer.saw([keep.key, other.key], action=MERGE)
    return joining


def _move_bonds(keep: Person, other: Person) -> list[int]:
    held = {
        (bond.kind, bond.worker_id, bond.organisation_id, bond.name)
        for bond in Bond.objects.filter(person=keep, to_date__isnull=True)
    }
    coordinated = any(kind == Bond.Kind.COORDINATOR for kind, *_ in held)
    moving = [
        bond.pk for bond in Bond.objects.filter(person=other)
        if bond.to_date is not None
        or (
            (bond.kind, bond.worker_id, bond.organisation_id, bond.name) not in held
            and not (bond.kind == Bond.Kind.COORDINATOR and coordinated)
        )
    ]  # fmt: skip
    Bond.objects.filter(pk__in=moving).update(person=keep)
    return moving


def _move_references(keep: Person, other: Person) -> list[int]:
    moving = list(PersonReference.objects.filter(person=other).values_list("pk", flat=True))
    PersonReference.objects.filter(pk__in=moving).update(person=keep)
    return moving


# What the person was asked and said, and who speaks for them: it stays theirs to withdraw.
SAID: dict[str, type[Consent | ConsentQuestion | Representation]] = {
    "representations": Representation, "questions": ConsentQuestion, "consents": Consent,
}  # fmt: skip


def _move_said(keep: Person, other: Person) -> dict[str, list[int]]:
    moving = {}
    for name, model in SAID.items():
        moving[name] = list(model._default_manager.filter(person=other).values_list("pk", flat=True))
        model._default_manager.filter(pk__in=moving[name]).update(person=keep)
    return moving


def _move_account(keep: Person, other: Person) -> int | None:
    if other.account_id is None or keep.account_id is not None:
        return None
    account, other.account_id = other.account_id, None
    Person.objects.filter(pk=other.pk).update(account=None)
    keep.account_id = account
    return account


def _move_journey(viewer: Viewer, keep: Person, other: Person) -> dict[str, Any]:
    """Closed journeys move; of two open ones the kept one takes over what only the other knew."""
    open_other = Journey.objects.filter(person=other, closed_on__isnull=True).first()
    open_keep = Journey.objects.filter(person=keep, closed_on__isnull=True).first()
    moving = list(Journey.objects.filter(person=other).values_list("pk", flat=True))
    facts: list[int] = []
    marks: list[int] = []
    if open_other and open_keep:
        moving.remove(open_other.pk)
        facts = _copy(Fact, "kind", open_other, open_keep)
        marks = _copy(StepMark, "rule", open_other, open_keep)
    Journey.objects.filter(pk__in=moving).update(person=keep)
    if facts or marks:
        open_keep = Journey.objects.select_related("person__region").get(pk=open_keep.pk)  # type: ignore[union-attr]
        dues.refresh(open_keep, viewer.today)
    return {"journeys": moving, "facts": facts, "marks": marks}


def _copy(model: type[Fact] | type[StepMark], key: str, source: Journey, target: Journey) -> list[int]:
    """Copy the current rows that the target lacks; returns the ids of the copies."""
    present = set(model.objects.filter(journey=target, current=True).values_list(key, flat=True))
    copies = []
    for row in model.objects.filter(journey=source, current=True).exclude(**{f"{key}__in": present}):
        row.pk, row.journey_id = None, target.pk
        row._state.adding = True
        row.save()
        copies.append(row.pk)
    return copies


@transaction.atomic
@everyone("two records of two organisations are handled as one; who may do it was asked first")
def split(*, viewer: Viewer, person_key: UUID, joining_id: int) -> Person:
    """Split two records again: what had moved goes back, copies that nobody changed since are withdrawn."""
    if not viewer.rule.merges:
        raise PermissionDenied
    joining = (
        Joining.objects.select_for_update(of=("self",))
        .filter(pk=joining_id, kept__key=person_key, split_at__isnull=True)
        .filter(_may_split(viewer))
        .select_related("kept")
        .first()
    )
    if joining is None:
        raise people.NotVisible
    keep = joining.kept
    other = Person.objects.select_for_update().get(pk=joining.joined_id)
    moved = joining.moved
    other.joined_into = None
    if moved["account"] and keep.account_id == moved["account"]:
        Person.objects.filter(pk=keep.pk).update(account=None)
        other.account_id = moved["account"]
    other.save(update_fields=["joined_into", "account"])
    Bond.objects.filter(pk__in=moved["bonds"], person=keep).update(person=other)
    PersonReference.objects.filter(pk__in=moved["references"], person=keep).update(person=other)
    Journey.objects.filter(pk__in=moved["journeys"], person=keep).update(person=other)
    for name, keys in moved.get("said", {}).items():
        SAID[name]._default_manager.filter(pk__in=keys, person=keep).update(person=other)
    for name, what in moved.get("along", {}).items():
        _ALONG[name].back(viewer, keep, other, what)
    Fact.objects.filter(pk__in=moved["facts"], current=True).update(current=False)
    StepMark.objects.filter(pk__in=moved["marks"], current=True).update(current=False)
    for journey in Journey.objects.filter(person__in=[keep, other], closed_on__isnull=True).select_related(
        "person__region"
    ):
        dues.refresh(journey, viewer.today)
    joining.split_at = timezone.now()
    joining.save(update_fields=["split_at"])
    pair = sorted([keep.pk, other.pk])
    Likeness.objects.filter(first_id=pair[0], second_id=pair[1]).update(verdict=Likeness.Verdict.DIFFERENT)
    note(viewer=viewer, person_id=keep.pk, about="split", old=None, new={"from": str(other.key)})
    note(viewer=viewer, person_id=other.pk, about="split", old=None, new={"from": str(keep.key)})
    viewer.saw([keep.key, other.key], action=SPLIT)
    return other


def _may_split(viewer: Viewer) -> Q:
    """Joinings of a person the viewer sees, and those that the viewer made while judging for the region."""
    seen = people.visible(viewer, "kept_id") & Q(kept__region_id=viewer.region, kept__joined_into__isnull=True)
    if not viewer.judges_region:
        return seen
    judged = Q(kept__region_id=viewer.region, kept__joined_into__isnull=True, joined_by_id=viewer.account)
    return seen | judged & people.unshielded(viewer, "kept_id")


def likenesses(viewer: Viewer, after: int = 0, limit: int = 51) -> list[dict[str, Any]]:
    """The pairs still to be looked at that the viewer may judge, in the order in which they were found."""
    rows = (
        Likeness.objects.filter(
            people.may_judge(viewer), verdict=Likeness.Verdict.OPEN, pk__gt=after
        )
        .order_by("id")
        .values("id", "reasons", "certain", *(f"{side}__{name}" for side in ("first", "second") for name in SIDE))
    )  # fmt: skip
    found = list(rows[:limit])
    viewer.saw(
        (row[f"{side}__key"] for row in found[: limit - 1] for side in ("first", "second")), action=LIST,
        basis="region" if viewer.judges_region else "",
    )  # fmt: skip
    return found


SIDE = ("key", "given_name", "infix", "surname", "call_me", "birth_date", "origin__name")


def likeness(viewer: Viewer, pk: int) -> Likeness:
    """One pair that the viewer may judge; raises NotVisible otherwise."""
    found = (
        Likeness.objects.filter(
            people.may_judge(viewer), pk=pk
        )
        .select_related("first__origin", "second__origin")
        .first()
    )  # fmt: skip
    if found is None:
        with everyone("the access log is told at whom an attempt was aimed"):
            aimed_at = Likeness.objects.filter(pk=pk).values_list("first__key", "second__key").first()
        raise people.NotVisible(*(aimed_at or ()))
    viewer.saw([found.first.key, found.second.key], basis="region" if viewer.judges_region else "")
    return found


def recently_joined(viewer: Viewer, limit: int = 20) -> list[Joining]:
    """What the viewer joined while judging for the region, the last first, to split again when it was a mistake."""
    if not viewer.judges_region:
        return []
    rows = Joining.objects.filter(_may_split(viewer), joined_by_id=viewer.account, split_at__isnull=True)
    found = list(rows.select_related("kept", "joined").order_by("-pk")[:limit])
    viewer.saw(person.key for joining in found for person in (joining.kept, joining.joined))
    return found


def joinings(viewer: Viewer, person: Person) -> list[Joining]:
    """What was joined into a person that the caller fetched, and can be split again."""
    if not viewer.rule.merges:
        return []
    found = list(Joining.objects.filter(kept=person, split_at__isnull=True).select_related("joined"))
    viewer.saw(joining.joined.key for joining in found)
    return found
