"""All questions about who is who. Every read takes the viewer and returns only what that viewer may see."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import Http404

from landing.people.grounds import own_kinds
from landing.people.kept_questions import kept
from landing.people.models import Account, Bond, Consent, Organisation, Person, PersonEvent, Shield, ShieldPass, Worker
from landing.people.roles import ROLES, Reach, Role
from landing.people.row_security import everyone
from landing.people.viewer import Screen, Viewer, stranger


class NotVisible(Http404):
    """There is no such person for this viewer; the same answer whether the key exists or not.

    ``persons``: keys of whom it was about, for the access log, where the address does not name them.
    """

    def __init__(self, *persons: UUID) -> None:
        super().__init__()
        self.persons = persons


@dataclass(frozen=True, slots=True)
class Login:
    """What the door asks of an account: whether it is in use, what its sessions are checked with, where it works today.

    password: the hash of it; places: (worker, role, name, organisation, its name, its region, the region's code, whether
    it is the lead municipality, and what kind of organisation it is), in order; person: of a client (_OWN), else None.
    """

    account: int
    is_active: bool
    password: str
    places: tuple[tuple[Any, ...], ...]
    language: str = ""
    person: tuple[Any, ...] | None = None


# What the door asks in one statement, in order.
_ACCOUNT = ("is_active", "password", "language")
_PLACE = (
    "place__id", "place__role", "place__name", "place__organisation_id", "place__organisation__name",
    "place__organisation__region_id", "place__organisation__region__code",
    "place__organisation__is_lead_municipality", "place__organisation__kind",
)  # fmt: skip
_OWN = (
    "own__id", "own__key", "own__given_name", "own__call_me", "own__region_id", "own__region__code",
    "own__screen__letters", "own__screen__more_contrast", "own__screen__read_until", "own__screen__read_before",
)  # fmt: skip


def login_of(account: int, today: date) -> Login | None:
    """The account with this key, its places of work on a day and whose route it is; None when there is none (1 query)."""
    rows = _behind_account.rows(account, today)
    if not rows:
        return None
    first, last = len(_ACCOUNT), len(_ACCOUNT) + len(_PLACE)
    is_active, password, language = rows[0][:first]
    places = tuple(row[first:last] for row in rows if row[first] is not None)
    person = rows[0][last:] if rows[0][last] is not None else None
    return Login(account, is_active, password, places, language, person)


@kept
def _behind_account(account: int, today: date) -> QuerySet[Any, Any]:
    held = Q(workers__from_date__lte=today) & (Q(workers__to_date__isnull=True) | Q(workers__to_date__gt=today))
    own = Q(person__joined_into__isnull=True, person__died_on__isnull=True)
    rows = Account.objects.filter(pk=account).annotate(
        place=FilteredRelation("workers", condition=held), own=FilteredRelation("person", condition=own)
    )
    return rows.order_by("place__id", "own__id").values_list(*_ACCOUNT, *_PLACE, *_OWN)


def viewer_of(*, account: int | None, worker: int | None, today: date) -> Viewer:
    """The viewer behind an account: the chosen place of work that holds today, else the person, else a stranger."""
    login = login_of(account, today) if account is not None else None
    return viewer_with(login, worker=worker, today=today)


def viewer_with(login: Login | None, *, worker: int | None, today: date) -> Viewer:
    """The same for an account that was looked up already."""
    if login is None:
        return stranger(today)
    chosen = sorted(login.places, key=lambda place: place[0] != worker)
    if chosen:
        pk, role, name, organisation, organisation_name, region, code, lead, kind = chosen[0]
        return Viewer(
            account=login.account, role=Role(role), today=today, name=name, worker=pk, organisation=organisation,
            organisation_name=organisation_name, organisation_kind=kind, lead_municipality=lead, region=region,
            region_code=code,
        )  # fmt: skip
    if login.person is not None:
        pk, key, given, call_me, region, code, letters, contrast, until, before = login.person
        return Viewer(
            account=login.account, role=Role.CLIENT, today=today, name=call_me or given, region=region,
            region_code=code, person=pk, person_key=key, language=login.language,
            screen=Screen(letters or "", bool(contrast), until, before),
        )  # fmt: skip
    return Viewer(account=login.account, role=None, today=today)


def bond_labels() -> list[str]:
    """What somebody around a person is called, for every kind of bond."""
    return [str(label) for label in Bond.Kind.labels]


def places_of_work(viewer: Viewer) -> list[tuple[int, str, str]]:
    """The roles in which this account may work today: (worker id, role label, organisation)."""
    rows = (
        Worker.objects.filter(account_id=viewer.account, from_date__lte=viewer.today)
        .filter(Q(to_date__isnull=True) | Q(to_date__gt=viewer.today))
        .select_related("organisation")
    )
    return [(row.pk, row.get_role_display(), row.organisation.name) for row in rows]


def bond_holds(viewer: Viewer, person: str = "person") -> Q:
    """The condition on Bond that lets this viewer see a person today, by role and organisation.

    A coordinator and a process director reach the persons of their organisation through its own bond with the
    person; a support worker and a peer worker only through a bond of their own.
    """
    held = Q(from_date__lte=viewer.today) & (Q(to_date__isnull=True) | Q(to_date__gt=viewer.today))
    match viewer.rule.reach:
        case Reach.OWN_BOND:
            return held & Q(worker_id=viewer.worker, kind__in=own_kinds(viewer.role, viewer.organisation_kind))
        case Reach.ORGANISATION:
            return held & Q(organisation_id=viewer.organisation, kind__in=ORGANISATION_BONDS)
    return Q(pk__in=[])


ORGANISATION_BONDS = (Bond.Kind.CARE_PROVIDER, Bond.Kind.MUNICIPALITY)


def visible(viewer: Viewer, person: str = "pk") -> Q:
    """The condition that keeps a query to the persons this viewer may see.

    ``person``: the name of the person's key in the query's model, such as ``pk`` or ``person_id``.
    """
    if viewer.rule.reach is Reach.NOBODY:
        return Q(pk__in=[])
    if viewer.rule.reach is Reach.SELF:
        return Q(**{person: viewer.person})
    seen = Q(Exists(Bond.objects.filter(bond_holds(viewer), person_id=OuterRef(person)))) & unshielded(viewer, person)
    if viewer.rule.reach is Reach.OWN_BOND:
        # After a death only who carries a house still opens the record, to settle it.
        way = "" if person == "pk" else person.removesuffix("_id") + "__"
        seen &= Q(**{f"{way}died_on__isnull": True})
    return seen


def unshielded(viewer: Viewer, person: str = "pk") -> Q:
    """The condition that leaves out who is shielded, but for the workers who are named with the shield."""
    named = ShieldPass.objects.filter(shield_id=OuterRef("pk"), worker_id=viewer.worker)
    shields = Shield.objects.filter(~Exists(named), person_id=OuterRef(person), ended_at__isnull=True)
    return Q(~Exists(shields))


def consented(viewer: Viewer, person: str, topics: Iterable[str]) -> Q:
    """The condition that a consent to the viewer's organisation holds today that names all these topics."""
    given = Consent.objects.filter(
        person_id=OuterRef(person), organisation_id=viewer.organisation, withdrawn_at__isnull=True,
        from_date__lte=viewer.today, to_date__gt=viewer.today,
    ).annotate(told=Cast("topics", TextField()))  # fmt: skip
    for topic in sorted(topics):
        given = given.filter(told__contains=f'"{topic}"')
    return Q(Exists(given))


def is_shielded(viewer: Viewer, person_id: int) -> bool:
    """Whether a person that the caller fetched for this viewer is kept out of sight for others."""
    return bool(_shields.rows(person_id))


@kept
def _shields(person_id: int) -> QuerySet[Any, Any]:
    return Shield.objects.filter(person_id=person_id, ended_at__isnull=True).values_list("pk")


def persons(viewer: Viewer) -> QuerySet[Person]:
    """The persons this viewer may see, of the viewer's own region and not joined into another record."""
    return Person.objects.filter(visible(viewer), region_id=viewer.region, joined_into__isnull=True)


def person(viewer: Viewer, key: UUID) -> Person:
    """One person the viewer may see; raises NotVisible otherwise. It tells the access log."""
    found = persons(viewer).filter(key=key).select_related("origin", "region").first()
    if found is None:
        raise NotVisible
    viewer.saw([found.key])
    return found


def show_name(given: str, infix: str, surname: str, call_me: str = "") -> str:
    """The name as the person wants it: own choice first, else given name, infix and surname."""
    return call_me or " ".join(part for part in (given, infix, surname) if part)


def fold(text: str) -> str:
    """Text for searching: lower case, without accents and without apostrophes and hyphens."""
    special = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "’": "", "'": "",
                             "‘": "", "-": " ", ".": " ", ",": " "})  # fmt: skip
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(special)
    # Control characters too: PostgreSQL refuses a NUL in a question.
    kept = (c for c in plain if not unicodedata.combining(c) and (c.isspace() or unicodedata.category(c)[0] != "C"))
    return " ".join("".join(kept).split())


@dataclass(frozen=True, slots=True)
class Around:
    """Somebody around a person, as a row: kind of bond, name, organisation, phone, period."""

    key: UUID
    kind: str
    label: str
    name: str
    organisation: str
    phone: str
    from_date: date
    to_date: date | None


def around(viewer: Viewer, person_id: int, *, ended: bool = False) -> list[Around]:
    """Who stands around a person today (or stood before, with ``ended``), coordinator first."""
    if not Person.objects.filter(visible(viewer), pk=person_id, region_id=viewer.region).exists():
        raise NotVisible
    return around_of(person_id, viewer.today, ended=ended)


def around_of(person_id: int, today: date, *, ended: bool = False) -> list[Around]:
    """The same for a person whose visibility was checked by the caller's own fetch."""
    rows = _around_of.rows(person_id, today, ended)
    labels = dict(Bond.Kind.choices)
    found = [
        Around(
            key,
            kind,
            labels[kind],
            worker or name or house or "",
            house or work or "",
            phone or at_work or "",
            start,
            end,
        )
        for key, kind, name, phone, start, end, worker, house, work, at_work in rows
    ]
    order = list(Bond.Kind.values)
    return sorted(found, key=lambda line: (line.kind != Bond.Kind.COORDINATOR, order.index(line.kind), line.name))


@kept
def _around_of(person_id: int, today: date, ended: bool) -> QuerySet[Any, Any]:
    holds = Q(to_date__isnull=True) | Q(to_date__gt=today)
    return (
        Bond.objects.filter(~holds if ended else holds, person_id=person_id)
        .order_by("kind", "from_date", "id")
        .values_list("key", "kind", "name", "phone", "from_date", "to_date", "worker__name", "organisation__name",
                     "worker__organisation__name", "worker__phone")
    )  # fmt: skip


@everyone("of two records that somebody compares for the region is told which organisations know them")
def organisations_of(person_id: int, today: date) -> list[str]:
    """The names of the municipalities and care providers with a bond on this day, for a checked person."""
    holds = Q(to_date__isnull=True) | Q(to_date__gt=today)
    rows = Bond.objects.filter(holds, person_id=person_id, kind__in=ORGANISATION_BONDS, from_date__lte=today)
    return list(rows.order_by("organisation__name").values_list("organisation__name", flat=True).distinct())


def may_judge(viewer: Viewer) -> Q:
    """The condition on Likeness: pairs in the viewer's region of which both persons are the viewer's to see.

    Who judges for the region (ADR 5) is shown all its pairs. A record that was joined already is in no pair.
    """
    here = {
        f"{side}__{name}": value
        for side in ("first", "second")
        for name, value in (("region_id", viewer.region), ("joined_into__isnull", True))
    }
    if viewer.judges_region:
        return Q(unshielded(viewer, "first_id"), unshielded(viewer, "second_id"), **here)
    return Q(visible(viewer, "first_id"), visible(viewer, "second_id"), **here)


def workers(viewer: Viewer, *roles: Role) -> list[tuple[int, str, str]]:
    """Colleagues of the viewer's organisation who can be chosen today: (id, name, role label)."""
    rows = _colleagues(viewer, roles).values_list("id", "name", "role")
    return [(pk, name, ROLES[Role(role)].label) for pk, name, role in rows]


def names_of_workers(viewer: Viewer, *roles: Role) -> list[tuple[int, str]]:
    """The same as (id, name): a large provider has thousands of colleagues, and every list offers them as a filter."""
    return _names_of_workers.rows(viewer, roles)


@kept
def _names_of_workers(viewer: Viewer, roles: tuple[Role, ...]) -> QuerySet[Any, Any]:
    return _colleagues(viewer, roles).values_list("id", "name")


def _colleagues(viewer: Viewer, roles: Sequence[Role]) -> QuerySet[Worker]:
    held = Q(to_date__isnull=True) | Q(to_date__gt=viewer.today)
    rows = Worker.objects.filter(held, organisation_id=viewer.organisation, from_date__lte=viewer.today)
    if roles:
        rows = rows.filter(role__in=[role.value for role in roles])
    return rows.order_by("name")


def municipalities(region: int | None) -> list[tuple[int, str]]:
    """The municipalities of a region: (id, name) by name."""
    return _municipalities.rows(region)


@kept
def _municipalities(region: int | None) -> QuerySet[Any, Any]:
    rows = Organisation.objects.filter(region_id=region, kind=Organisation.Kind.MUNICIPALITY).order_by("name")
    return rows.values_list("id", "name")


def person_history(viewer: Viewer, person_id: int, limit: int = 200) -> list[dict[str, Any]]:
    """What changed about a person's identity and bonds, newest first."""
    if not Person.objects.filter(visible(viewer), pk=person_id, region_id=viewer.region).exists():
        raise NotVisible
    rows: Any = (
        PersonEvent.objects.filter(person_id=person_id)
        .order_by("-id")
        .values("key", "at", "by_name", "by_role", "about", "old", "new", "why", "undoes")[:limit]
    )
    return list(rows)
