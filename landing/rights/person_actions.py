"""Writes about two things of a person that few may touch: the citizen service number, and that somebody died."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from landing.people import bsn, sealing
from landing.people import reads as people
from landing.people.actions import NotPossible, note
from landing.people.models import CitizenNumber, Likeness, Person
from landing.people.policy import WHO_MERGE
from landing.people.viewer import Viewer
from landing.rights import person_reads

SAME_NUMBER = "hetzelfde burgerservicenummer"


def _locked(viewer: Viewer, key: UUID) -> Person:
    return Person.objects.select_for_update().get(pk=people.person(viewer, key).pk)


@transaction.atomic
def enter_number(*, viewer: Viewer, person_key: UUID, number: str) -> None:
    """Keep a person's number (nine digits that pass the eleven test), or take it away with an empty text.

    The same number at another record of the region makes a pair for who may join.
    """
    if not person_reads.may_use_number(viewer):
        raise PermissionDenied
    if number and not bsn.is_bsn(number):
        raise NotPossible("Dit is geen burgerservicenummer.")
    person = _locked(viewer, person_key)
    standing = CitizenNumber.objects.filter(person=person).first()
    if standing is None and not number:
        return
    if standing is not None and number and bsn.opened(standing) == number:
        return
    if standing is not None:
        standing.delete()
    if number:
        CitizenNumber.objects.create(
            person=person, region_id=person.region_id, sealed=sealing.seal(number, bsn.row_of(person)),
            mark=sealing.mark(number), entered_at=timezone.now(), entered_by=viewer.name, entered_role=viewer.role or "",
        )  # fmt: skip
        _offer_same(person, number)
    # What the number is or was does not stand in the history, only that it changed.
    note(viewer=viewer, person_id=person.pk, about="bsn", old={"known": True} if standing else None,
         new={"known": True} if number else None)  # fmt: skip


def _offer_same(person: Person, number: str) -> None:
    others = CitizenNumber.objects.filter(
        region_id=person.region_id, mark__in=sealing.marks(number), person__joined_into__isnull=True
    ).exclude(person=person)
    for other in others.values_list("person_id", flat=True):
        first, second = sorted((person.pk, other))
        pair, made = Likeness.objects.get_or_create(
            first_id=first, second_id=second, defaults={"reasons": [SAME_NUMBER], "certain": True}
        )
        if not made and SAME_NUMBER not in pair.reasons:
            pair.reasons, pair.certain = [*pair.reasons, SAME_NUMBER], True
            pair.verdict = Likeness.Verdict.OPEN if pair.verdict != Likeness.Verdict.SAME else pair.verdict
            pair.save(update_fields=["reasons", "certain", "verdict"])


@transaction.atomic
def show_number(*, viewer: Viewer, person_key: UUID, why: str) -> str:
    """The whole number, for a reason that is written in the history of the person first."""
    if not person_reads.may_use_number(viewer):
        raise PermissionDenied
    person = _locked(viewer, person_key)
    standing = CitizenNumber.objects.select_related("person").filter(person=person).first()
    if standing is None:
        raise NotPossible("Er is geen nummer ingevuld.")
    try:
        number = bsn.opened(standing)
    except sealing.CannotOpen:
        raise NotPossible(person_reads.CLOSED) from None
    note(viewer=viewer, person_id=person.pk, about="bsn_shown", old=None, new=None, why=why)
    return number


@transaction.atomic
def record_death(*, viewer: Viewer, person_key: UUID, died_on: date) -> None:
    """Write down that a person died: nothing is asked or due any more, and the term of keeping begins."""
    if not viewer.rule.writes or viewer.is_client:
        raise PermissionDenied
    person = _locked(viewer, person_key)
    if died_on > viewer.today:
        raise NotPossible("Deze dag ligt in de toekomst.")
    if person.birth_date and died_on < person.birth_date:
        raise NotPossible("Deze dag ligt voor de geboortedatum.")
    _died(viewer, person, died_on, "")


@transaction.atomic
def undo_death(*, viewer: Viewer, person_key: UUID, why: str) -> None:
    """The person is alive: everything is as it was before."""
    if viewer.role not in WHO_MERGE:
        raise PermissionDenied
    _died(viewer, _locked(viewer, person_key), None, why)


def _died(viewer: Viewer, person: Person, day: date | None, why: str) -> None:
    if person.died_on == day:
        return
    old, person.died_on = person.died_on, day
    person.version += 1
    person.save(update_fields=["died_on", "version"])
    note(viewer=viewer, person_id=person.pk, about="died", why=why, old={"died_on": old.isoformat()} if old else None,
         new={"died_on": day.isoformat()} if day else None)  # fmt: skip
