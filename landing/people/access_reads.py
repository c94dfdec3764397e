"""Questions to the access log: who looked at a person. Only the person, and who oversees for an organisation around them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from landing.people import access_sql as sql
from landing.people import reads
from landing.people.access_models import AccessLine, AccessSubject
from landing.people.models import Bond, Person
from landing.people.viewer import Viewer

MOST_LINES = 500
MOST_ROWS = 200
"""Of a page for staff, where each line is a row of a table; for the person equal looks of a day are one sentence."""
ACTION_WORDS: dict[str, str] = {value: str(label) for value, label in AccessLine.Action.choices}
"""What was done, for staff."""


@dataclass(frozen=True, slots=True)
class Look:
    """One line about one person, as a row. ``own``: the person looked; ``key``: names the line outside."""

    id: int
    key: UUID
    at: datetime
    account: int | None
    name: str
    role: str
    organisation: str
    action: str
    topic: str
    purpose: str
    basis: str
    emergency: bool
    reason: str
    allowed: bool
    origin: str
    own: bool


_COLUMNS = (
    "id", "request_id", "at", "account_id", "by_name", "by_role", "organisation__name", "action", "topic", "purpose",
    "basis", "emergency", "reason", "allowed", "origin",
)  # fmt: skip


def overseen(viewer: Viewer, person: str = "pk") -> Q:
    """The condition that keeps a query to the persons with whom the overseer's organisation has a bond today; who is
    shielded only for whom is named with the shield."""
    if not viewer.rule.oversees or viewer.organisation is None:
        return Q(pk__in=[])
    held = Q(from_date__lte=viewer.today) & (Q(to_date__isnull=True) | Q(to_date__gt=viewer.today))
    bonds = Bond.objects.filter(
        held, organisation_id=viewer.organisation, kind__in=reads.ORGANISATION_BONDS, person_id=OuterRef(person)
    )
    return Q(Exists(bonds)) & reads.unshielded(viewer, person)


def overseen_persons(viewer: Viewer) -> QuerySet[Person]:
    """The persons into whose log this viewer may look."""
    return Person.objects.filter(overseen(viewer), region_id=viewer.region, joined_into__isnull=True)


def overseen_person(viewer: Viewer, key: UUID) -> Person:
    """One person into whose log this viewer may look; raises NotVisible otherwise. It tells the access log."""
    found = overseen_persons(viewer).filter(key=key).first()
    if found is None:
        raise reads.NotVisible
    viewer.saw([key], basis="oversight")
    return found


def looks(
    viewer: Viewer, person: UUID, *, since: datetime, until: datetime, limit: int = MOST_LINES
) -> list[Look]:  # fmt: skip
    """Who looked at a person in a period, the newest first; at most ``limit`` lines (3 queries).

    Lines about records that were joined into the person's count too. Raises NotVisible for anybody but the person and
    who oversees for an organisation around them.
    """
    _require(viewer, person)
    viewer.saw([person])
    keys, account = _person(person)
    found = AccessSubject.objects.filter(person_id__in=keys, at__gte=since, at__lt=until)
    # First which lines, from the index of persons, then the lines by their number: asked in one, PostgreSQL may choose
    # to read all lines of the period.
    numbers = dict(found.order_by("-at", "-line_id").values_list("line_id", "at")[:limit])
    return [_look(row, account) for row in _lines(numbers)]


def _lines(numbers: dict[int, datetime]) -> list[Any]:
    """The lines with these numbers, the newest first; their moments say in which months they stand."""
    found: list[Any] = []
    wanted = list(numbers)
    for first in range(0, len(wanted), 5_000):
        part = wanted[first : first + 5_000]
        if connection.vendor == "postgresql":
            found += sql.lines_by_number(connection, _COLUMNS, {number: numbers[number] for number in part})
        else:
            found += AccessLine.objects.filter(pk__in=part).order_by("-at", "-pk").values_list(*_COLUMNS)
    return found


def _look(row: Any, account: int | None) -> Look:
    """A row of _COLUMNS; ``account``: that of the person."""
    cells: list[Any] = [value if value is not None or at == 3 else "" for at, value in enumerate(row)]
    return Look(*cells, own=account is not None and row[3] == account)


def _require(viewer: Viewer, person: UUID) -> None:
    """Refuse anybody but the person and who oversees for an organisation around them."""
    if viewer.person_key != person and not overseen_persons(viewer).filter(key=person).exists():
        raise reads.NotVisible


def _person(person: UUID) -> tuple[list[UUID], int | None]:
    """The keys under which a person stands in the log, and the account with which the person looks (1 query)."""
    # Each half has an index of its own; "joined into one with this key" would read the whole table.
    own = Subquery(Person.objects.filter(key=person).values("pk")[:1])
    rows = Person.objects.filter(Q(key=person) | Q(joined_into=own)).values_list("key", "account_id")
    found = dict(rows)
    return [person, *(key for key in found if key != person)], found.get(person)


def look(viewer: Viewer, person: UUID, key: UUID) -> Look:
    """One line about a person by the name it has outside; raises NotVisible when there is none for this viewer."""
    _require(viewer, person)
    keys, account = _person(person)
    # The moment stands in both tables, so that PostgreSQL looks in one month for each line and not in all of them.
    about = AccessSubject.objects.filter(person_id__in=keys, line__request_id=key, line__at=F("at"))
    row = about.values_list("line_id", "at").first()
    found = _lines(dict([row])) if row else []
    if not found:
        raise reads.NotVisible
    return _look(found[0], account)


def line_about(person: UUID, line: int, at: datetime) -> Look | None:
    """One line about a person whose question about it the caller fetched; None when it is gone."""
    keys, account = _person(person)
    if not AccessSubject.objects.filter(person_id__in=keys, at=at, line_id=line).exists():
        return None
    return next((_look(row, account) for row in _lines({line: at})), None)


def failed_tries(viewer: Viewer, page: str, since: datetime) -> int:
    """How often this account was refused at a page since a moment."""
    return AccessLine.objects.filter(account_id=viewer.account, at__gte=since, page=page, allowed=False).count()


def first_of(day: date) -> datetime:
    """The beginning of a day in the Netherlands."""
    return datetime(day.year, day.month, day.day, tzinfo=timezone.get_default_timezone())
