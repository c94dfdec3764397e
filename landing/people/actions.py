"""All writes about who is who. Keyword-only, one transaction, a line of history with each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from landing.people import reads
from landing.people.models import Bond, Likeness, Organisation, Person, PersonEvent, PersonReference, Worker
from landing.people.roles import Role
from landing.people.row_security import everyone
from landing.people.viewer import Viewer


class ChangedMeanwhile(Exception):
    """Somebody else changed the same thing after this viewer opened it.

    ``differences``: one line for each field that differs: (field, theirs, yours, who, when).
    """

    def __init__(self, differences: list[Difference]) -> None:
        super().__init__("changed meanwhile")
        self.differences = differences


@dataclass(frozen=True, slots=True)
class Difference:
    """What another person made of a field, beside what this viewer typed."""

    field: str
    label: str
    theirs: str
    yours: str
    by_name: str
    at: Any


class NotPossible(Exception):
    """The deed cannot be done; ``str()`` is a sentence for the screen that says why and what to do."""


def require_writer(viewer: Viewer) -> None:
    """Refuse a viewer whose role may look but not write."""
    if not viewer.rule.writes:
        raise PermissionDenied


def require_topic(viewer: Viewer, person: Person, topic: str) -> None:
    """Refuse a viewer who may not change this topic of a person, or anybody when use of the data is restricted."""
    require_writer(viewer)
    if topic not in viewer.grounds.writes or person.frozen_on is not None:
        raise PermissionDenied


def name_keys(given: str, infix: str, surname: str, call_me: str) -> dict[str, str]:
    """The folded names under which a person is searched and sorted."""
    full = " ".join(part for part in (given, infix, surname) if part)
    return {
        "search_name": reads.fold(f"{full} {call_me}" if call_me and call_me not in full else full)[:200],
        "sort_name": reads.fold(f"{surname or given} {given} {infix}")[:200],
    }


def note(
    *, viewer: Viewer, person_id: int, about: str, old: Any, new: Any, why: str = "", undoes: UUID | None = None
) -> PersonEvent:
    """Write one line of a person's history."""
    return PersonEvent.objects.create(
        person_id=person_id, at=timezone.now(), account_id=viewer.account, by_name=viewer.name,
        by_role=viewer.role or "", about=about, old=old, new=new, why=why, undoes=undoes,
    )  # fmt: skip


@transaction.atomic
@everyone("a new person has no bond yet")
def add_person(
    *,
    viewer: Viewer,
    given_name: str,
    infix: str = "",
    surname: str = "",
    call_me: str = "",
    birth_date: date | None = None,
    origin_id: int | None = None,
    reference: str = "",
) -> Person:
    """Add a person to the viewer's organisation, with a bond of that organisation (and of a support worker)."""
    require_writer(viewer)
    if viewer.is_client or viewer.organisation is None or viewer.region is None:
        raise PermissionDenied
    person = Person.objects.create(
        region_id=viewer.region, given_name=given_name, infix=infix, surname=surname, call_me=call_me,
        birth_date=birth_date, origin_id=origin_id, **name_keys(given_name, infix, surname, call_me),
    )  # fmt: skip
    bind_organisation(person_id=person.pk, organisation_id=viewer.organisation, from_date=viewer.today)
    if viewer.role is Role.SUPPORT_WORKER:
        Bond.objects.create(
            person=person, kind=Bond.Kind.SUPPORT_WORKER, worker_id=viewer.worker, from_date=viewer.today
        )
    if reference:
        PersonReference.objects.create(person=person, organisation_id=viewer.organisation, reference=reference)
    note(viewer=viewer, person_id=person.pk, about="person", old=None, new={"added": True})
    viewer.saw([person.key])
    return person


def bind_organisation(*, person_id: int, organisation_id: int, from_date: date) -> None:
    """Give an organisation a bond with a person as provider or municipality, unless one already holds."""
    kind = Organisation.objects.values_list("kind", flat=True).get(pk=organisation_id)
    bond = {
        Organisation.Kind.MUNICIPALITY: Bond.Kind.MUNICIPALITY,
        Organisation.Kind.CARE_PROVIDER: Bond.Kind.CARE_PROVIDER,
    }.get(Organisation.Kind(kind))
    if bond is None:
        raise NotPossible("Alleen een gemeente of een zorgaanbieder kan cliënten toevoegen.")
    if not Bond.objects.filter(
        person_id=person_id, organisation_id=organisation_id, kind=bond, to_date__isnull=True
    ).exists():
        Bond.objects.create(person_id=person_id, kind=bond, organisation_id=organisation_id, from_date=from_date)


@transaction.atomic
def change_person(*, viewer: Viewer, key: UUID, version: int, values: dict[str, Any]) -> Person:
    """Change a person's name, birth date or municipality of origin.

    ``version`` is the one the viewer saw; raises ChangedMeanwhile with both texts when it is no longer current.
    """
    require_writer(viewer)
    person = reads.persons(viewer).select_for_update(of=("self",)).filter(key=key).first()
    if person is None:
        raise reads.NotVisible
    require_topic(viewer, person, "identity")
    viewer.saw([key])
    old = {field: getattr(person, field) for field in PERSON_FIELDS}
    changed = {field: value for field, value in values.items() if field in PERSON_FIELDS and old[field] != value}
    if person.version != version and changed:
        latest = PersonEvent.objects.filter(person=person, about="person").order_by("-id").first()
        raise ChangedMeanwhile(
            [
                Difference(field, PERSON_FIELDS[field], _shown(field, old[field]), _shown(field, value),
                           latest.by_name if latest else "", latest.at if latest else None)
                for field, value in changed.items()
            ]
        )  # fmt: skip
    if not changed:
        return person
    for field, value in changed.items():
        setattr(person, field, value)
    for field, value in name_keys(person.given_name, person.infix, person.surname, person.call_me).items():
        setattr(person, field, value)
    person.version += 1
    person.save()
    note(
        viewer=viewer, person_id=person.pk, about="person",
        old={field: _plain(old[field]) for field in changed}, new={field: _plain(v) for field, v in changed.items()},
    )  # fmt: skip
    return person


PERSON_FIELDS = {
    "given_name": "Voornaam",
    "infix": "Tussenvoegsel",
    "surname": "Achternaam",
    "call_me": "Wil genoemd worden",
    "birth_date": "Geboortedatum",
    "origin_id": "Gemeente van herkomst",
}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _shown(field: str, value: Any) -> str:
    if field == "origin_id" and value:
        return Organisation.objects.values_list("name", flat=True).get(pk=value)
    return str(_plain(value) if value is not None else "") or "niet ingevuld"


@transaction.atomic
def add_bond(
    *,
    viewer: Viewer,
    person_key: UUID,
    kind: str,
    worker_id: int | None = None,
    organisation_id: int | None = None,
    name: str = "",
    phone: str = "",
    from_date: date | None = None,
    why: str = "",
) -> Bond:
    """Put somebody around a person. A new coordinator ends the bond of the one before: there is always one."""
    require_writer(viewer)
    person = reads.person(viewer, person_key)
    require_topic(viewer, person, "continuity")
    # One at a time around a person: two coordinators named at the same moment would collide on the constraint.
    Person.objects.select_for_update().get(pk=person.pk)
    start = from_date or viewer.today
    if worker_id is not None:
        worker = Worker.objects.filter(pk=worker_id, organisation__region_id=viewer.region).first()
        if worker is None:
            raise NotPossible("Deze collega is niet gevonden. Kies iemand uit de lijst.")
    if (
        organisation_id is not None
        and not Organisation.objects.filter(pk=organisation_id, region_id=viewer.region).exists()
    ):
        raise NotPossible("Deze organisatie is niet gevonden. Kies er een uit de lijst.")
    if kind == Bond.Kind.COORDINATOR:
        for earlier in Bond.objects.select_for_update().filter(person=person, kind=kind, to_date__isnull=True):
            if earlier.worker_id == worker_id and worker_id is not None:
                return earlier
            _end(viewer=viewer, bond=earlier, on=max(start, earlier.from_date))
    same = Bond.objects.filter(
        person=person, kind=kind, worker_id=worker_id, organisation_id=organisation_id, name=name, to_date__isnull=True
    ).first()
    if same:
        return same
    bond = Bond.objects.create(
        person=person, kind=kind, worker_id=worker_id, organisation_id=organisation_id, name=name, phone=phone,
        from_date=start,
    )  # fmt: skip
    note(viewer=viewer, person_id=person.pk, about=f"bond:{kind}", old=None, new=_bond_line(bond), why=why)
    return bond


@transaction.atomic
def end_bond(*, viewer: Viewer, person_key: UUID, bond_key: UUID, on: date | None = None) -> None:
    """End a bond; from that day it gives no access any more. Ending it twice changes nothing."""
    require_writer(viewer)
    person = reads.person(viewer, person_key)
    require_topic(viewer, person, "continuity")
    bond = Bond.objects.select_for_update().filter(person=person, key=bond_key).first()
    if bond is None:
        raise reads.NotVisible
    if bond.to_date is not None:
        return
    if bond.kind in reads.ORGANISATION_BONDS and bond.organisation_id == viewer.organisation:
        others = Bond.objects.filter(person=person, kind__in=reads.ORGANISATION_BONDS, to_date__isnull=True)
        if not others.exclude(pk=bond.pk).exists():
            raise NotPossible(
                "Dit is de laatste organisatie rond deze persoon. Zorg eerst dat een andere organisatie het overneemt."
            )
    _end(viewer=viewer, bond=bond, on=max(on or viewer.today, bond.from_date))


@everyone("with the bond that ends goes the sight of the person, and the line of history comes after it")
def _end(*, viewer: Viewer, bond: Bond, on: date) -> None:
    old = _bond_line(bond)
    bond.to_date = on
    bond.save(update_fields=["to_date"])
    note(viewer=viewer, person_id=bond.person_id, about=f"bond:{bond.kind}", old=old, new=_bond_line(bond))


def _bond_line(bond: Bond) -> dict[str, Any]:
    return {
        "bond": str(bond.key), "worker": bond.worker_id, "organisation": bond.organisation_id, "name": bond.name,
        "from": bond.from_date.isoformat(), "to": bond.to_date.isoformat() if bond.to_date else None,
    }  # fmt: skip


@transaction.atomic
def judge_likeness(*, viewer: Viewer, likeness_id: int, verdict: str) -> None:
    """Say that two records are two people (the joining itself is route's, since journeys move along)."""
    if not viewer.rule.merges:
        raise PermissionDenied
    likeness = Likeness.objects.select_for_update(of=("self",)).filter(reads.may_judge(viewer), pk=likeness_id).first()
    if likeness is None:
        raise reads.NotVisible
    likeness.verdict = verdict
    likeness.judged_at = timezone.now()
    likeness.judged_by_id = viewer.account
    likeness.save()
