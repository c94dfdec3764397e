"""All writes about keeping a person out of sight."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from landing.people.actions import NotPossible, note
from landing.people.models import Person, Shield, ShieldPass, Worker
from landing.people.row_security import everyone
from landing.people.viewer import Viewer
from landing.rights import request_reads, shield_reads

NOBODY_LEFT = "Kies minstens één medewerker die deze persoon wel mag zien."


def _person(viewer: Viewer, key: UUID) -> Person:
    if not shield_reads.may_shield(viewer):
        raise PermissionDenied
    return Person.objects.select_for_update().get(pk=request_reads.person(viewer, key).pk)


@transaction.atomic
@everyone("who shields somebody may be out of sight of the person from that moment; who may do it is asked first")
def set_shield(*, viewer: Viewer, person_key: UUID, kind: str, why: str, workers: list[UUID]) -> Shield:
    """Keep a person out of sight, or change for whom not and why.

    ``workers``: keys of colleagues who may see the person; those of other organisations stay as they were.
    """
    person = _person(viewer, person_key)
    chosen = [one for one in shield_reads.candidates(viewer, person) if one.key in set(workers)]
    standing = shield_reads.shield(viewer, person)
    others = [one for one in shield_reads.named(viewer, standing) if one.organisation_id != viewer.organisation]
    if not chosen and not others:
        raise NotPossible(NOBODY_LEFT)
    before = {one.pk for one in shield_reads.named(viewer, standing)}
    if standing is None:
        standing = Shield.objects.create(
            person=person, kind=kind, why=why, set_at=timezone.now(), set_by=viewer.name
        )  # fmt: skip
    elif (standing.kind, standing.why) != (kind, why):
        standing.kind, standing.why = kind, why
        standing.save(update_fields=["kind", "why"])
    after = {one.pk for one in (*chosen, *others)}
    ShieldPass.objects.filter(shield=standing, worker_id__in=before - after).delete()
    ShieldPass.objects.bulk_create(ShieldPass(shield=standing, worker_id=pk) for pk in sorted(after - before))
    if before != after:
        note(
            viewer=viewer, person_id=person.pk, about="shield", old={"named": _names(before)} if before else None,
            new={"named": _names(after)},
        )  # fmt: skip
    return standing


def _names(workers: set[int]) -> list[str]:
    return list(Worker.objects.filter(pk__in=workers).order_by("name").values_list("name", flat=True))


@transaction.atomic
@everyone("who ends it may not see the person until then; who may do it is asked first")
def end_shield(*, viewer: Viewer, person_key: UUID) -> None:
    """Bring a person back in sight of everybody with a bond. Ending it twice changes nothing."""
    person = _person(viewer, person_key)
    standing = shield_reads.shield(viewer, person)
    if standing is None:
        return
    standing.ended_at, standing.ended_by = timezone.now(), viewer.name
    standing.save(update_fields=["ended_at", "ended_by"])
    note(viewer=viewer, person_id=person.pk, about="shield", old={"named": _names(
        {one.pk for one in shield_reads.named(viewer, standing)})}, new=None)  # fmt: skip
