"""Questions about who is kept out of sight, and for whom not."""

from __future__ import annotations

from django.db.models import Q

from landing.people.models import Bond, Person, Shield, ShieldPass, Worker
from landing.people.roles import Role
from landing.people.viewer import Viewer

WHO_SHIELDS = frozenset({Role.COORDINATOR, Role.PROCESS_DIRECTOR, Role.PRIVACY_OFFICER})
# Who may be named without a bond of the own: their bond is that of the organisation.
KINDS = [(value, label.capitalize()) for value, label in Shield.Kind.choices]
CARRY_A_HOUSE = tuple(sorted(WHO_SHIELDS))


def may_shield(viewer: Viewer) -> bool:
    """Whether the viewer's role sets, changes and ends a shield."""
    return viewer.role in WHO_SHIELDS


def shield(viewer: Viewer, person: Person) -> Shield | None:
    """The shield that stands, of a person whom the caller's own fetch gave to this viewer."""
    return Shield.objects.filter(person=person, ended_at__isnull=True).first()


def named(viewer: Viewer, standing: Shield | None) -> list[Worker]:
    """Who may see the person all the same, by name."""
    if standing is None:
        return []
    return list(
        Worker.objects.filter(pk__in=ShieldPass.objects.filter(shield=standing).values("worker_id"))
        .select_related("organisation")
        .order_by("name", "pk")
    )


def candidates(viewer: Viewer, person: Person) -> list[Worker]:
    """Colleagues of the viewer's organisation who can be named: who carry a house, and who stand around the person."""
    held = Q(to_date__isnull=True) | Q(to_date__gt=viewer.today)
    around = Bond.objects.filter(held, person=person, worker__isnull=False, from_date__lte=viewer.today)
    rows = Worker.objects.filter(
        held, Q(role__in=CARRY_A_HOUSE) | Q(pk__in=around.values("worker_id")),
        organisation_id=viewer.organisation, from_date__lte=viewer.today,
    )  # fmt: skip
    return list(rows.order_by("name", "pk"))


def choices(viewer: Viewer, person: Person) -> list[tuple[str, str]]:
    """The candidates as choices of a form: (key, name and role)."""
    return [(str(one.key), f"{one.name}, {one.get_role_display()}") for one in candidates(viewer, person)]
