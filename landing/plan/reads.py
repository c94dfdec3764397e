"""Whose plan, people or card it is: one person as one viewer may know them. Each part asks its own questions in its own shelf."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from landing.people import reads as people
from landing.people.lens import Lens, lens_of
from landing.people.models import Person
from landing.people.viewer import Viewer
from landing.route import reads as route
from landing.route.models import Journey


@dataclass(frozen=True, slots=True)
class Whose:
    """One person with what the viewer may know of them. phase: by which is decided who may know what; has_route: a route is
    open, so its steps can be marked."""

    id: int
    key: UUID
    name: str
    lens: Lens
    phase: str
    has_route: bool


def near(lens: Lens) -> bool:
    """Whether what somebody says about bad days may be read by who may read the plan: the check-ins and the relapse plan.

    They tell what the early-sign plan tells, so they are for who may read that one too, or whom the person gave the plan with a
    consent of their own. A municipality reads the plan by law, and decides without these (nobody.yaml, municipality-no-card).
    """
    if not lens.shows({"plan"}):
        return False
    return lens.shows({"early_sign_plan"}) or lens.decisions["plan"].consent is not None


def whose(viewer: Viewer, key: UUID, *topics: str) -> Whose:
    """A person the viewer may see, of whom all these topics may be read; raises NotVisible otherwise (2 queries)."""
    try:
        journey = route.journey(viewer, key)
    except people.NotVisible:
        return _without_route(viewer, key, topics)
    phase = route.phase_for_access(journey, viewer.today)
    return _shown(journey.person, route.lens(viewer, journey), topics, phase, has_route=journey.closed_on is None)


def mine(viewer: Viewer) -> Whose:
    """The client self; raises NotVisible for anybody else."""
    if viewer.person_key is None:
        raise people.NotVisible
    return whose(viewer, viewer.person_key)


def _without_route(viewer: Viewer, key: UUID, topics: tuple[str, ...]) -> Whose:
    person = people.person(viewer, key)
    if Journey.objects.filter(person=person).exists():
        # There is a route, and this viewer may not find the person by it.
        raise people.NotVisible
    lens = lens_of(
        viewer, person.pk, route.PHASES[0], frozen=person.frozen_on is not None, deceased=person.died_on is not None
    )
    return _shown(person, lens, topics, route.PHASES[0], has_route=False)


def _shown(person: Person, lens: Lens, topics: tuple[str, ...], phase: str, *, has_route: bool) -> Whose:
    if not lens.shows(topics):
        raise people.NotVisible
    name = people.show_name(person.given_name, person.infix, person.surname, person.call_me)
    return Whose(person.pk, person.key, name, lens, phase, has_route)
