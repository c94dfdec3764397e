"""How long what is kept (``landing/rulebook/retention.yaml``), and whose record is due to go on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery

from landing.core.periods import Term, add_months
from landing.people.models import Bond, Person
from landing.people.reads import ORGANISATION_BONDS
from landing.rights.request_models import Hold, RightsRequest
from landing.route.models import Journey
from landing.ui.dates import local_date

MONTHS = {"year": 12, "month": 1}


@dataclass(frozen=True, slots=True)
class Kept:
    """How long one kind of thing is kept; ``term`` is None where no source gives one."""

    name: str
    label: str
    trigger: str
    term: Term | None
    done_by: str
    law: str
    certainty: str
    note: str


@cache
def terms() -> dict[str, Kept]:
    """Every term of the file by its name."""
    found = yaml.safe_load((Path(settings.RULEBOOK_FOLDER) / "retention.yaml").read_text())
    return {
        name: Kept(
            name, said["label"], said["trigger"], Term.parse(said["term"]) if said["term"] else None, said["done_by"],
            said["law"], said["certainty"], said.get("note", ""),
        )
        for name, said in found.items()
    }  # fmt: skip


def ends(start: date, name: str) -> date:
    """The first day on which something that began to count on ``start`` is kept no longer.

    Counted in calendar days and months, never moved to a working day. Raises LookupError where no term is known.
    """
    term = terms()[name].term
    if term is None:
        raise LookupError(name)
    if term.unit in MONTHS:
        return add_months(start, term.count * MONTHS[term.unit])
    return start + timedelta(days=term.count * (7 if term.unit == "week" else 1))


def end_of_support(persons: QuerySet[Person], today: date) -> QuerySet[Person]:
    """Persons whose support ended, with what ended last: ``last_closed``, ``last_left`` (None: there was none).

    Who died has ended whatever still runs. Records that were joined into another end with that one.
    """
    mine = {"person_id": OuterRef("pk")}
    open_bond = Bond.objects.filter(Q(to_date__isnull=True) | Q(to_date__gt=today), kind__in=ORGANISATION_BONDS, **mine)
    last = (
        ("last_closed", Journey.objects.filter(**mine), "closed_on"),
        ("last_left", Bond.objects.filter(kind__in=ORGANISATION_BONDS, **mine), "to_date"),
    )
    asked = {
        name: Subquery(rows.order_by().values("person_id").annotate(last=Max(column)).values("last"))
        for name, rows, column in last
    }
    over = ~Exists(Journey.objects.filter(closed_on__isnull=True, **mine)) & ~Exists(open_bond)
    return persons.filter(Q(died_on__isnull=False) | over, joined_into__isnull=True).annotate(**asked)


def ended_on(person: Any) -> date:
    """The day from which the term of the record runs, of a person that ``end_of_support`` gave."""
    if person.died_on:
        return person.died_on  # type: ignore[no-any-return]
    days = [day for day in (person.last_closed, person.last_left) if day]
    return max(days) if days else local_date(person.created_at)


def held(today: date, person: str = "pk") -> Q:
    """The condition for a record that must stay: a hold, or frozen by the person's own wish (AVG 18)."""
    holds = Hold.objects.filter(Q(to_date__isnull=True) | Q(to_date__gt=today), from_date__lte=today)
    return Q(Exists(holds.filter(person_id=OuterRef(person))))


def due_records(today: date) -> Iterator[Person]:
    """The persons whose record is kept no longer by its term, and that nothing holds."""
    # Months differ in length: the database narrows to within some days, and each record is reckoned by itself.
    term = terms()["record"].term
    assert term is not None
    near = add_months(today, -term.count * MONTHS[term.unit]) + timedelta(days=4)
    rows = end_of_support(Person.objects.filter(~held(today), frozen_on__isnull=True), today)
    rows = rows.filter(
        Q(died_on__lte=near)
        | Q(died_on__isnull=True) & (Q(last_closed__lte=near) | Q(last_closed__isnull=True))
        & (Q(last_left__lte=near) | Q(last_left__isnull=True))
    )  # fmt: skip
    for person in rows.order_by("pk").iterator():
        if ends(ended_on(person), "record") <= today:
            yield person


def granted_requests(today: date) -> Iterator[RightsRequest]:
    """The erasures that were granted and are no longer reconsidered, of records that nothing holds."""
    rows = RightsRequest.objects.filter(
        ~held(today, "person_id"), kind=RightsRequest.Kind.ERASURE, state=RightsRequest.State.GRANTED
    )
    for asked in rows.select_related("person").order_by("pk"):
        if asked.decided_at and ends(local_date(asked.decided_at), "erasure_reconsidered") <= today:
            yield asked
