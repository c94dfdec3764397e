"""Letters and links of a person, for whoever may see the person; and who needs somebody new."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from landing.login.models import LetterCode, OneTimeLink
from landing.people import reads as people
from landing.people.models import Bond, Person
from landing.people.recorder import LIST
from landing.people.viewer import Viewer

SHOWN = 50
PER_PAGE = 50


def _check(viewer: Viewer, person_id: int) -> None:
    if not people.persons(viewer).filter(pk=person_id).exists():
        raise people.NotVisible


def letters(viewer: Viewer, person_id: int) -> list[LetterCode]:
    """The letters of a person, newest first."""
    _check(viewer, person_id)
    return list(LetterCode.objects.filter(person_id=person_id).order_by("-id")[:SHOWN])


def letter(viewer: Viewer, person_id: int, key: UUID) -> LetterCode:
    """One of them; raises NotVisible when it is not this person's."""
    _check(viewer, person_id)
    found = LetterCode.objects.filter(person_id=person_id, key=key).first()
    if found is None:
        raise people.NotVisible
    return found


def links(viewer: Viewer, person_id: int) -> list[OneTimeLink]:
    """The one-time links of a person, newest first."""
    _check(viewer, person_id)
    return list(OneTimeLink.objects.filter(person_id=person_id).order_by("-id")[:SHOWN])


def own_person(viewer: Viewer) -> Person:
    """The person whose own account this is."""
    found = people.persons(viewer).first() if viewer.is_client else None
    if found is None:
        raise people.NotVisible
    viewer.saw([found.key])
    return found


@dataclass(frozen=True, slots=True)
class ToTakeOver:
    """A person of whom a support worker or coordinator no longer works where they worked."""

    key: UUID
    name: str
    role: str
    worker: str


def to_take_over(viewer: Viewer, start: int = 0) -> tuple[list[ToTakeOver], bool]:
    """The persons this viewer sees who need somebody new, fifty from ``start``; and whether there are more."""
    gone = Q(worker__to_date__isnull=False, worker__to_date__lte=viewer.today)
    holds = Q(to_date__isnull=True) | Q(to_date__gt=viewer.today)
    rows = (
        Bond.objects.filter(gone, holds, kind__in=[Bond.Kind.SUPPORT_WORKER, Bond.Kind.COORDINATOR])
        .filter(person__in=people.persons(viewer))
        .select_related("person", "worker")
        .order_by("person__sort_name", "id")[start : start + PER_PAGE + 1]
    )
    found = [
        ToTakeOver(row.person.key, people.show_name(row.person.given_name, row.person.infix, row.person.surname,
                                                    row.person.call_me), row.get_kind_display(), str(row.worker))
        for row in rows
    ]  # fmt: skip
    viewer.saw((one.key for one in found[:PER_PAGE]), action=LIST)
    return found[:PER_PAGE], len(found) > PER_PAGE
