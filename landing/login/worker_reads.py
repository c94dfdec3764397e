"""Who works where, since when, how they log in and when that was last looked at; for administrators. Never a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Lower
from django.http import Http404

from landing.login.models import AccessEvent, Invitation, LoginSession, RightsCheck
from landing.people.models import Bond, Organisation, Worker
from landing.people.roles import ROLES, Role
from landing.people.viewer import Viewer

PER_PAGE = 50
CHECK_EVERY_DAYS = 365
"""How often somebody looks whether a worker still needs a role."""
SORTS = {"naam": ("lower_name", "id"), "organisatie": ("organisation__name", "lower_name", "id"),
         "rol": ("role", "lower_name", "id"), "ingelogd": (F("account__last_login").asc(nulls_first=True), "id"),
         "controle": (F("last_check").asc(nulls_first=True), "lower_name", "id")}  # fmt: skip


def organisations(viewer: Viewer) -> QuerySet[Organisation]:
    """The organisations whose workers an administrator manages: the own one; at the lead municipality the whole region."""
    if viewer.role is not Role.ADMINISTRATOR:
        return Organisation.objects.none()
    if viewer.lead_municipality:
        return Organisation.objects.filter(region_id=viewer.region).order_by("name")
    return Organisation.objects.filter(pk=viewer.organisation)


def managed(viewer: Viewer) -> QuerySet[Worker]:
    """The workers of those organisations."""
    return Worker.objects.filter(organisation__in=organisations(viewer))


def roles_to_give() -> list[tuple[str, str]]:
    """The roles that a worker can have."""
    return [(role.value, rule.label) for role, rule in ROLES.items() if role is not Role.CLIENT]


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """A place of work as a row of the list and of the export."""

    key: UUID
    name: str
    username: str
    role: str
    organisation: str
    from_date: date
    to_date: date | None
    last_login: datetime | None
    second_step: bool
    last_check: date | None
    checked_by: str
    overdue: bool


def rows(viewer: Viewer, *, text: str = "", which: str = "", sort: str = "naam") -> QuerySet[Worker]:
    """The places of work an administrator sees. which: "" who works now, "weg" who left, "te-laat" not checked in time."""
    last = RightsCheck.objects.filter(worker=OuterRef("pk")).order_by("-checked_on", "-id")
    found = managed(viewer).annotate(
        lower_name=Lower("name"),
        second_step=Exists(
            Authenticator.objects.filter(user=OuterRef("account")).exclude(type=Authenticator.Type.RECOVERY_CODES)
        ),
        last_check=Subquery(last.values("checked_on")[:1]),
        checked_by=Subquery(last.values("checked_by_name")[:1]),
    )
    ended = Q(to_date__isnull=False, to_date__lte=viewer.today)
    found = found.filter(ended) if which == "weg" else found.exclude(ended)
    if which == "te-laat":
        day = viewer.today - timedelta(days=CHECK_EVERY_DAYS)
        found = found.filter(Q(last_check__lte=day) | Q(last_check__isnull=True, from_date__lte=day))
    if text:
        plain = text.replace("\x00", "")
        found = found.filter(Q(name__icontains=plain) | Q(account__username__icontains=plain))
    return found.select_related("account", "organisation").order_by(*SORTS.get(sort, SORTS["naam"]))


def row_of(viewer: Viewer, worker: Any) -> WorkerRow:
    """A place of work with what was asked along with it."""
    account, since = worker.account, worker.last_check or worker.from_date
    return WorkerRow(
        worker.key, worker.name, account.username if account else "", ROLES[Role(worker.role)].label,
        worker.organisation.name, worker.from_date, worker.to_date, account.last_login if account else None,
        worker.second_step, worker.last_check, worker.checked_by or "",
        since <= viewer.today - timedelta(days=CHECK_EVERY_DAYS),
    )  # fmt: skip


def page(viewer: Viewer, start: int, **filters: str) -> tuple[list[WorkerRow], bool]:
    """Fifty rows from ``start``, and whether there are more."""
    found = [row_of(viewer, worker) for worker in rows(viewer, **filters)[start : start + PER_PAGE + 1]]
    return found[:PER_PAGE], len(found) > PER_PAGE


def overdue(viewer: Viewer) -> int:
    """How many places of work were not looked at in time."""
    return rows(viewer, which="te-laat").count()


def one(viewer: Viewer, key: UUID) -> Worker:
    """One place of work this administrator manages; otherwise there is no such page."""
    found = managed(viewer).filter(key=key).select_related("account", "organisation").first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class Details:
    """What the page of a worker shows besides the place of work itself. people: how many persons, by role around them."""

    row: WorkerRow
    places: list[Worker]
    people: list[tuple[str, int]]
    sessions: int
    invitation: Invitation | None
    checks: list[RightsCheck]
    events: list[AccessEvent]


def details(viewer: Viewer, worker: Worker) -> Details:
    """All about one worker, in counts where it touches persons."""
    row = row_of(viewer, rows(viewer, which="weg" if _ended(viewer, worker) else "").get(pk=worker.pk))
    places = (
        managed(viewer).filter(account_id=worker.account_id).exclude(account_id=None).select_related("organisation")
    )
    open_bonds = Bond.objects.filter(worker=worker).filter(Q(to_date__isnull=True) | Q(to_date__gt=viewer.today))
    counted = open_bonds.order_by().values_list("kind").annotate(number=Count("person_id", distinct=True))
    labels = dict(Bond.Kind.choices)
    return Details(
        row, list(places.order_by("id")), [(labels[kind], number) for kind, number in counted],
        LoginSession.objects.filter(account_id=worker.account_id).exclude(account_id=None).count(),
        Invitation.objects.filter(worker=worker).order_by("-id").first(),
        list(RightsCheck.objects.filter(worker=worker).order_by("-checked_on", "-id")[:10]),
        list(AccessEvent.objects.filter(worker=worker).order_by("-id")[:20]),
    )  # fmt: skip


def _ended(viewer: Viewer, worker: Worker) -> bool:
    return worker.to_date is not None and worker.to_date <= viewer.today
