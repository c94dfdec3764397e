"""Who may speak for a person: kept with the document that says so, and ended again."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from landing.people import reads as people
from landing.people.actions import NotPossible, note, require_writer
from landing.people.models import Person, Representation
from landing.people.viewer import Viewer


def _person(viewer: Viewer, key: UUID) -> Person:
    require_writer(viewer)
    if viewer.is_client:
        raise PermissionDenied
    return Person.objects.select_for_update().get(pk=people.person(viewer, key).pk)


@transaction.atomic
def add_representation(
    *, viewer: Viewer, person_key: UUID, kind: str, name: str, phone: str = "", proof: str, from_date: date,
    to_date: date | None = None,
) -> Representation:  # fmt: skip
    """Keep that somebody may speak for a person. proof: which document, and who saw it; the same twice is kept once."""
    person = _person(viewer, person_key)
    if to_date is not None and to_date <= from_date:
        raise NotPossible("De laatste dag ligt voor de eerste. Kijk de data na.")
    same = {"person": person, "kind": kind, "name": name.strip(), "from_date": from_date}
    for row in Representation.objects.filter(**same):
        if row.to_date is None or row.to_date > viewer.today:
            return row
    row = Representation.objects.create(
        **same, phone=phone, proof=proof, to_date=to_date, recorded_at=timezone.now(), recorded_by=viewer.name
    )
    note(viewer=viewer, person_id=person.pk, about="representation:added", old=None, new=_told(row))
    return row


@transaction.atomic
def end_representation(*, viewer: Viewer, person_key: UUID, representation_key: UUID) -> bool:
    """Let somebody no longer speak for a person from today; whether that changed anything."""
    person = _person(viewer, person_key)
    row = Representation.objects.filter(person=person, key=representation_key).first()
    if row is None:
        raise people.NotVisible
    if row.to_date is not None and row.to_date <= viewer.today:
        return False
    old, row.to_date = _told(row), max(viewer.today, row.from_date)
    row.save(update_fields=["to_date"])
    note(viewer=viewer, person_id=person.pk, about="representation:ended", old=old, new=_told(row))
    return True


def _told(row: Representation) -> dict[str, str | None]:
    return {
        "representation": str(row.key), "kind": row.get_kind_display(), "name": row.name,
        "from": row.from_date.isoformat(), "to": row.to_date.isoformat() if row.to_date else None,
    }  # fmt: skip
