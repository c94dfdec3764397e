"""Questions about the citizen service number, and who may use it."""

from __future__ import annotations

from landing.people import bsn, sealing
from landing.people.models import CitizenNumber, Organisation, Person
from landing.people.roles import Role
from landing.people.viewer import Viewer

# By law only a care provider that delivers and the municipality that decides (AP); consent does not widen it. The access
# table keeps it from whoever supports from day to day (rulebook/access/nobody.yaml).
WHO_USES_NUMBER = {
    Role.COORDINATOR: Organisation.Kind.CARE_PROVIDER,
    Role.PROCESS_DIRECTOR: Organisation.Kind.MUNICIPALITY,
}
CLOSED = "Het nummer kan nu niet worden geopend: de sleutel waarmee het is bewaard ontbreekt. Vraag het de beheerder."


def may_use_number(viewer: Viewer) -> bool:
    """Whether the viewer's role at this kind of organisation may enter and see a number."""
    kind = WHO_USES_NUMBER.get(viewer.role) if viewer.role else None
    return kind is not None and Organisation.objects.filter(pk=viewer.organisation, kind=kind).exists()


def masked_number(viewer: Viewer, person: Person) -> str:
    """The number with only its last digits, of a person the caller fetched; empty when there is none."""
    standing = CitizenNumber.objects.select_related("person").filter(person=person).first()
    if standing is None:
        return ""
    try:
        return bsn.masked(bsn.opened(standing))
    except sealing.CannotOpen:
        return "•" * 9
