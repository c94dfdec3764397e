"""What one viewer may know of one person: the answer of core.consent for every topic, fetched together with the person.

A page that shows something of a person looks through a lens: what is not in ``reads`` is not shown, and what is not in
``writes`` is not changed. The lens is made anew for each request, so a consent that was withdrawn holds at the next one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import CharField, DateField, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from landing.core.consent.decide import Decision, decide_questions
from landing.core.consent.request import Bond as CoreBond
from landing.core.consent.request import Consent as CoreConsent
from landing.core.consent.request import Objection as CoreObjection
from landing.core.consent.request import Request, Subject
from landing.core.consent.request import Viewer as CoreViewer
from landing.people.grounds import READ, TAKE_DOWN, WRITE, questions_of, table_of
from landing.people.kept_questions import kept
from landing.people.models import Bond, Consent, Objection
from landing.people.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Lens:
    """The topics of a person that a viewer may read and change today.

    takes_down: of which the viewer may write down what the person says, with the person there. decisions: for each topic
    that may be read the decision (flow, basis, consent, until when). frozen: the person asked to restrict the use of the
    data (AVG 18), or has died; then little or nothing may be read.
    """

    reads: frozenset[str]
    writes: frozenset[str]
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    frozen: bool = False
    takes_down: frozenset[str] = frozenset()

    def shows(self, topics: Iterable[str]) -> bool:
        """Whether all these topics may be read."""
        return self.reads.issuperset(topics)

    def changes(self, topics: Iterable[str]) -> bool:
        """Whether all these topics may be changed."""
        return self.writes.issuperset(topics)

    def writes_down(self, topics: Iterable[str]) -> bool:
        """Whether of all these topics may be written down what the person says."""
        return self.takes_down.issuperset(topics)


NOTHING = Lens(frozenset(), frozenset())


def lens_of(viewer: Viewer, person_id: int, phase: str, *, frozen: bool = False, deceased: bool = False) -> Lens:
    """What the viewer may know of a person (1 query; none for the person self).

    phase: the phase of the route today, or ``closed``. Whether the person is to be found at all is for ``visible``.
    """
    if viewer.role is None:
        return NOTHING
    table = table_of(viewer.region_code)
    bonds, consents, objections = ([], [], []) if viewer.person else _between(viewer, person_id)
    request = Request(
        today=viewer.today,
        viewer=CoreViewer(
            viewer.role.value, _id(viewer.organisation), _id(viewer.region), _id(viewer.worker), _id(viewer.person),
            organisation_name=viewer.organisation_name, lead_municipality=viewer.lead_municipality,
        ),
        person=Subject(str(person_id), _id(viewer.region), phase, frozen, None, deceased),
        bonds=tuple(bonds), consents=tuple(consents), objections=tuple(objections),
    )  # fmt: skip
    found: dict[str, dict[str, Decision]] = {READ: {}, WRITE: {}, TAKE_DOWN: {}}
    for decision in decide_questions(table, request, questions_of(viewer.region_code, viewer.role.value)):
        if decision.allowed:
            found[decision.action].setdefault(decision.topic, decision)
    return Lens(
        frozenset(found[READ]), frozenset(found[WRITE]), found[READ], frozen or deceased, frozenset(found[TAKE_DOWN])
    )


def _id(number: int | None) -> str | None:
    return str(number) if number is not None else None


def _between(viewer: Viewer, person_id: int) -> tuple[list[CoreBond], list[CoreConsent], list[CoreObjection]]:
    """The bonds, consents and objections that stand between a viewer and a person today, in one question."""
    bonds: list[CoreBond] = []
    consents: list[CoreConsent] = []
    objections: list[CoreObjection] = []
    day = viewer.today
    for what, about, detail, key, start, end in _rows.rows(viewer, person_id):
        if what == "consent":
            topics, organisation = frozenset(json.loads(detail)), str(viewer.organisation)
            consents.append(CoreConsent(key, organisation, topics, frozenset({about}), start, end))
        elif what == "objection":
            objections.append(CoreObjection(detail, about, start, end))
        elif start <= day:
            ids = {what: str(viewer.worker if what == "worker" else viewer.organisation)}
            bonds.append(CoreBond(about, start, end, **ids))
    return bonds, consents, objections


@kept
def _rows(viewer: Viewer, person_id: int) -> QuerySet[Any, tuple[str, str, str, str, date, date | None]]:
    holds = Q(to_date__isnull=True) | Q(to_date__gt=viewer.today)
    columns = ("what", "about", "detail", "of", "starts", "ends")

    def told(rows: QuerySet[Any], what: str, about: str, detail: Any) -> QuerySet[Any, Any]:
        return rows.order_by().annotate(
            what=Value(what, CharField()), about=Cast(F(about), TextField()), detail=Cast(detail, TextField()),
            of=Cast(F("key"), TextField()), starts=Cast(F("from_date"), DateField()), ends=Cast(F("to_date"), DateField()),
        ).values_list(*columns)  # fmt: skip

    around = Bond.objects.filter(holds, person_id=person_id)
    given = Consent.objects.filter(
        person_id=person_id, organisation_id=viewer.organisation, withdrawn_at__isnull=True,
        from_date__lte=viewer.today, to_date__gt=viewer.today,
    )  # fmt: skip
    against = Objection.objects.filter(holds, person_id=person_id, from_date__lte=viewer.today)
    return told(around.filter(worker_id=viewer.worker), "worker", "kind", Value("")).union(
        told(around.filter(organisation_id=viewer.organisation), "organisation", "kind", Value("")),
        told(given, "consent", "purpose", F("topics")),
        told(against, "objection", "purpose", F("topic")),
        all=True,
    )
