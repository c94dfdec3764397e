"""Handing a person's data to a new party: one line of history with exactly what went along, and the party's bond."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from landing.people import reads as people
from landing.people.actions import NotPossible, add_bond, note, require_writer
from landing.people.models import Person, PersonEvent
from landing.people.viewer import Viewer
from landing.rights import consent_handover_reads as reads


@transaction.atomic
def hand_over(*, viewer: Viewer, person_key: UUID, organisation: str, seen: str) -> PersonEvent:
    """Hand over what may go along now. seen: the mark of the parcel that the viewer looked at.

    Raises NotPossible when nothing may go along, or when a consent came or went since the viewer looked.
    """
    require_writer(viewer)
    if viewer.is_client:
        raise PermissionDenied
    person = Person.objects.select_for_update().get(pk=people.person(viewer, person_key).pk)
    party = reads.party(viewer, organisation)
    if party is None:
        raise NotPossible("Deze organisatie is niet gevonden. Kies er een uit de lijst.")
    parcel = reads.parcel(viewer, person, party)
    if parcel.mark != seen:
        raise NotPossible("De toestemming is net veranderd. Er is niets overgedragen. Kijk hieronder wat nu mee gaat.")
    if parcel.empty:
        raise NotPossible("Er is niets dat mee mag. Vraag eerst toestemming.")
    bond = add_bond(
        viewer=viewer, person_key=person_key, kind=reads.BOND_OF[reads.Kind(party.kind)], organisation_id=party.pk
    )
    told = {
        "receiver": party.name, "organisation": party.pk, "bond": str(bond.key), "by_law": parcel.by_law,
        "article": parcel.article, "by_consent": parcel.by_consent, "behind": parcel.behind,
    }  # fmt: skip
    return note(viewer=viewer, person_id=person.pk, about="handover", old=None, new=told)
