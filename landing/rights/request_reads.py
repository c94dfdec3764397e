"""All questions about what persons ask of their data. Every read takes the viewer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from landing.core.due.rules import Rulebook
from landing.core.periods import add_months
from landing.people import reads as people
from landing.people.models import Bond, Objection, Person, Representation, Shield
from landing.people.recorder import LIST
from landing.people.roles import Role
from landing.people.viewer import Viewer
from landing.rights import copying
from landing.rights.request_models import Hold, RightsRequest
from landing.route import rulebook

TERM_MONTHS = 1  # AVG 12.3: within one month of the request
LONGER_MONTHS = 3  # AVG 12.3: with two more months, when the person was told why within the first
DESTROY_MONTHS = 3  # Wmo 2015 art. 5.3.5: what must go is gone within three months of the request


def last_day(asked_on: date, months: int = TERM_MONTHS) -> date:
    """The last day of a term in calendar months. Not moved to a working day: earlier is never too late."""
    return add_months(asked_on, months)


def overseen(viewer: Viewer, person: str = "pk") -> Q:
    """The condition for the persons whose requests this privacy officer handles.

    Those with a bond of the own organisation that holds today; at the lead municipality also those with whom no
    organisation has one any more. Who is shielded only for whom is named with the shield.
    """
    if not viewer.rule.oversees or viewer.organisation is None:
        return Q(pk__in=[])
    held = Q(from_date__lte=viewer.today) & (Q(to_date__isnull=True) | Q(to_date__gt=viewer.today))
    bonds = Bond.objects.filter(held, person_id=OuterRef(person), kind__in=people.ORGANISATION_BONDS)
    reach = Q(Exists(bonds.filter(organisation_id=viewer.organisation)))
    if viewer.lead_municipality:
        coming = Bond.objects.filter(person_id=OuterRef(person), kind__in=people.ORGANISATION_BONDS).filter(
            Q(to_date__isnull=True) | Q(to_date__gt=viewer.today)
        )
        reach |= Q(~Exists(coming))
    return reach & people.unshielded(viewer, person)


def reached(viewer: Viewer, person: str = "pk") -> Q:
    """The condition for the persons whose rights this viewer has to do with, in whatever role."""
    return overseen(viewer, person) if viewer.rule.oversees else people.visible(viewer, person)


def person(viewer: Viewer, key: UUID) -> Person:
    """One person whose rights this viewer has to do with; raises NotVisible otherwise."""
    found = Person.objects.filter(reached(viewer), region_id=viewer.region, joined_into__isnull=True, key=key)
    one = found.select_related("origin", "region").first()
    if one is None:
        raise people.NotVisible
    viewer.saw([key])
    return one


def own_person(viewer: Viewer) -> Person:
    """The client who looks; raises NotVisible for anybody else."""
    if viewer.person is None:
        raise people.NotVisible
    found = Person.objects.select_related("origin", "region").get(pk=viewer.person)
    viewer.saw([found.key])
    return found


def book(viewer: Viewer) -> Rulebook:
    """The rules of the viewer's region, for the words of facts and steps."""
    return rulebook.current(viewer.region_code)


def own_copy(viewer: Viewer) -> list[copying.Part]:
    """Everything about the client who looks, and of the records that were joined into the own one."""
    person = own_person(viewer)
    viewer.saw(one.key for one in copying.same_person(person))
    return copying.gather(person, book(viewer))


def copy_for(viewer: Viewer, asked: RightsRequest) -> list[copying.Part]:
    """Everything about the person of a request that ``request`` gave; raises NotVisible unless a copy was asked."""
    if asked.kind != RightsRequest.Kind.COPY or asked.state in (
        RightsRequest.State.REFUSED,
        RightsRequest.State.TAKEN_BACK,
    ):
        raise people.NotVisible
    return copying.gather(asked.person, book(viewer))


def _of_viewer(viewer: Viewer) -> Q:
    """Requests of the persons reached, also when the record was joined into another meanwhile."""
    own = reached(viewer, "person_id") & Q(person__joined_into__isnull=True)
    return own | (Q(person__joined_into__isnull=False) & reached(viewer, "person__joined_into_id"))


def requests(viewer: Viewer) -> QuerySet[RightsRequest]:
    """The requests this viewer may read: the client the own ones, a privacy officer those of the people of the house,
    a coordinator the corrections and copies (and of a shielded person, which nobody else may see, all)."""
    rows = RightsRequest.objects.filter(_of_viewer(viewer), person__region_id=viewer.region)
    if viewer.rule.oversees or viewer.is_client:
        return rows
    if viewer.role is not Role.COORDINATOR:
        return rows.none()
    shielded = Shield.objects.filter(person_id=OuterRef("person_id"), ended_at__isnull=True)
    return rows.filter(Q(kind__in=COORDINATOR_KINDS) | Exists(shielded))


COORDINATOR_KINDS = (RightsRequest.Kind.CORRECTION, RightsRequest.Kind.COPY)


def request(viewer: Viewer, key: UUID) -> RightsRequest:
    """One request that this viewer may read; raises NotVisible otherwise."""
    found = requests(viewer).select_related("person", "representation").filter(key=key).first()
    if found is None:
        raise people.NotVisible
    viewer.saw([found.person.key])
    return found


def may_decide(viewer: Viewer) -> bool:
    """Whether the viewer's role answers requests; which ones, ``requests`` says."""
    return viewer.rule.oversees or viewer.role is Role.COORDINATOR


@dataclass(frozen=True, slots=True)
class Line:
    """One request on the worklist. late: the term is over."""

    key: UUID
    name: str
    kind: str
    asked_at: Any
    due_on: date
    state: str
    late: bool


def worklist(viewer: Viewer, limit: int = 200) -> tuple[list[Line], list[Line]]:
    """What waits for an answer, the first term on top; and what was answered but not yet told or done."""
    rows = requests(viewer)
    waiting = rows.filter(state=RightsRequest.State.OPEN).order_by("due_on", "id")
    answered = rows.filter(
        Q(state=RightsRequest.State.GRANTED, done_at__isnull=True)
        | Q(state__in=(RightsRequest.State.GRANTED, RightsRequest.State.REFUSED), told_at__isnull=True)
    ).order_by("due_on", "id")
    return _lines(viewer, waiting, limit), _lines(viewer, answered, limit)


def _lines(viewer: Viewer, rows: QuerySet[RightsRequest], limit: int) -> list[Line]:
    found = list(rows.select_related("person")[:limit])
    viewer.saw((row.person.key for row in found), action=LIST)
    return [
        Line(
            row.key, name_of(row.person), row.get_kind_display(), row.asked_at, row.due_on, row.get_state_display(),
            row.is_open and row.due_on < viewer.today,
        )
        for row in found
    ]  # fmt: skip


def of_person(viewer: Viewer, person: Person) -> list[RightsRequest]:
    """The requests of a person the caller fetched, the newest first, as far as this viewer reads them."""
    return list(requests(viewer).filter(person__in=copying.same_person(person)).order_by("-asked_at", "-id"))


def own_requests(viewer: Viewer) -> list[RightsRequest]:
    """The client's own requests, the newest first."""
    return of_person(viewer, own_person(viewer)) if viewer.person else []


def representations(viewer: Viewer, person: Person) -> list[Representation]:
    """Who may speak today for a person that the caller fetched."""
    held = Q(to_date__isnull=True) | Q(to_date__gt=viewer.today)
    rows = Representation.objects.filter(held, person=person, from_date__lte=viewer.today)
    return list(rows.order_by("from_date", "id"))


def speakers(viewer: Viewer, person: Person) -> list[tuple[str, str]]:
    """The same as choices of a form: (key, name and kind)."""
    return [(str(one.key), f"{one.name}, {one.get_kind_display()}") for one in representations(viewer, person)]


def objections(viewer: Viewer, person: Person) -> list[Objection]:
    """What the person objected to, and holds today."""
    held = Q(to_date__isnull=True) | Q(to_date__gt=viewer.today)
    return list(Objection.objects.filter(held, person=person).order_by("from_date", "id"))


def holds(viewer: Viewer, person: Person) -> list[Hold]:
    """Why the record of a person that the caller fetched may not go now."""
    held = Q(to_date__isnull=True) | Q(to_date__gt=viewer.today)
    return list(Hold.objects.filter(held, person=person).order_by("from_date", "id"))


def name_of(person: Person) -> str:
    """The name as the person wants it."""
    return people.show_name(person.given_name, person.infix, person.surname, person.call_me)
