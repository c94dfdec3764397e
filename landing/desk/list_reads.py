"""The questions behind Mijn dag and the client list, each asked on every page and so kept (people.kept_questions)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from landing.people.kept_questions import Text, kept, kept_by_value
from landing.people.models import Bond
from landing.people.viewer import Viewer
from landing.route import reads as route
from landing.route.models import Due, Journey

PAGE = 50
PEOPLE_A_PAGE = 15
SILENT_AFTER_DAYS = {"move": 7, "land": 14, "pilot_flame": 100}
MANY = 100
NAME = ("person__key", "person__given_name", "person__infix", "person__surname", "person__call_me")
STARTS = ("prepare_from", "move_from", "land_from", "pilot_flame_from")
DUE_COLUMNS = ("rule", "who", "due_on", "latest_on")


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a list is narrowed to, as the database is asked: see ``reads.Filters``; words: the parts of a name.

    rules: the steps that this viewer's role may see in a list, None for all.
    """

    whose: str = "all"
    phase: str = ""
    due: str = ""
    carer: int | None = None
    municipality: int | None = None
    words: tuple[Text, ...] = ()
    rules: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class After:
    """The last row of the page before: its number, and its day (None: it had none) or its name."""

    pk: int
    day: date | None = None
    name: Text | None = None


def narrowed(viewer: Viewer, narrowing: Narrowing) -> QuerySet[Journey]:
    """The open journeys this viewer may see, narrowed by the filters."""
    rows = route.journeys(viewer)
    if narrowing.whose == "mine":
        rows = rows.filter(_has_bond(viewer.today, worker_id=viewer.worker))
    if narrowing.carer is not None:
        rows = rows.filter(_has_bond(viewer.today, worker_id=narrowing.carer))
    if narrowing.municipality is not None:
        rows = rows.filter(
            Q(destination_id=narrowing.municipality) | Q(person__origin_id=narrowing.municipality, destination=None)
        )
    if narrowing.phase in route.PHASES:
        rows = rows.filter(route.in_phase(narrowing.phase, viewer.today))
    for word in narrowing.words:
        rows = rows.filter(person__search_name__named=word)
    return rows


def _has_bond(day: date, **of: Any) -> Exists:
    return Exists(Bond.objects.filter(held_on(day), person_id=OuterRef("person_id"), **of))


def held_on(day: date) -> Q:
    """The condition on Bond for holding on a day."""
    return Q(from_date__lte=day) & (Q(to_date__isnull=True) | Q(to_date__gt=day))


def pressing(today: date, soon: date) -> Q:
    """The condition on Due for what asks attention: late, due up to ``soon``, or the last day to begin is here."""
    near = Q(due_on__lte=soon) | Q(latest_on__lte=today)
    return near & (Q(lapses_on__isnull=True) | Q(lapses_on__gt=today))


def silent_condition(today: date) -> Q:
    """The condition on Journey for no contact longer than fits the phase; from the move on."""
    found = Q()
    for phase, days in SILENT_AFTER_DAYS.items():
        quiet = Q(last_contact_on__isnull=True) | Q(last_contact_on__lt=today - timedelta(days=days))
        found |= route.in_phase(phase, today) & quiet
    return found


def in_use(person: str = "person") -> Q:
    """The condition that the data of a person may be worked with: not restricted, and the person lives."""
    return Q(**{f"{person}__frozen_on__isnull": True, f"{person}__died_on__isnull": True})


def _urgent(viewer: Viewer, rules: frozenset[str] | None, soon: date) -> QuerySet[Due]:
    """What asks attention of what this viewer's role may see in a list."""
    rows = Due.objects.filter(pressing(viewer.today, soon))
    return rows if rules is None else rows.filter(rule__in=sorted(rules))


def _dues(viewer: Viewer, narrowing: Narrowing, soon: date) -> QuerySet[Due]:
    mine = narrowed(viewer, narrowing).filter(in_use()).values("pk")
    return _urgent(viewer, narrowing.rules, soon).filter(journey__in=mine)


@kept_by_value
def dues_by_day(viewer: Viewer, narrowing: Narrowing, soon: date, after: After | None) -> QuerySet[Any, Any]:
    """What asks attention, the earliest day first."""
    rows = _dues(viewer, narrowing, soon).order_by("due_on", "id")
    if after is not None:
        rows = rows.filter(Q(due_on__gt=after.day) | Q(due_on=after.day, id__gt=after.pk))
    return rows.values_list("id", *DUE_COLUMNS, *(f"journey__{name}" for name in (*NAME, *STARTS)))[: PAGE + 1]


@kept_by_value
def pressed_people(viewer: Viewer, narrowing: Narrowing, soon: date, after: After | None) -> QuerySet[Any, Any]:
    """The journeys on which something asks attention, the most pressing first."""
    urgent = _urgent(viewer, narrowing.rules, soon).filter(journey_id=OuterRef("pk"))
    # The day kept with the journey and not that of each due: so the database walks an index and stops at a page.
    rows = narrowed(viewer, narrowing).filter(in_use(), Exists(urgent), next_due_on__isnull=False)
    rows = rows.order_by("next_due_on", "id")
    if after is not None:
        rows = rows.filter(Q(next_due_on__gt=after.day) | Q(next_due_on=after.day, id__gt=after.pk))
    return rows.values_list("id", "next_due_on", *NAME, *STARTS)[: PEOPLE_A_PAGE + 1]


@kept
def _dues_of(viewer: Viewer, journeys: tuple[int, ...], rules: frozenset[str] | None, soon: date) -> QuerySet[Any, Any]:
    rows = _urgent(viewer, rules, soon).filter(journey_id__in=journeys).order_by("due_on", "id")
    return rows.values_list("journey_id", *DUE_COLUMNS)


def dues_of(viewer: Viewer, journeys: list[int], rules: frozenset[str] | None, soon: date) -> list[dict[str, Any]]:
    """What asks attention on journeys of one page, which the viewer's own question has found."""
    return _dues_of.records(viewer, as_many(journeys, PEOPLE_A_PAGE), rules, soon) if journeys else []


def as_many(numbers: list[int], length: int) -> tuple[int, ...]:
    """The numbers, the last as often as needed: every length would be a question of its own."""
    return (*numbers, *[numbers[-1]] * (length - len(numbers)))


@kept_by_value
def asking(viewer: Viewer, narrowing: Narrowing, after: After | None) -> QuerySet[Any, Any]:
    """The journeys with how many steps wait for which unknown fact."""
    rows = narrowed(viewer, narrowing).filter(in_use()).order_by("id")
    if after is not None:
        rows = rows.filter(pk__gt=after.pk)
    return rows.values_list("id", "asks", *NAME, *STARTS)[: PAGE + 1]


@kept_by_value
def silent_people(viewer: Viewer, narrowing: Narrowing, after: After | None) -> QuerySet[Any, Any]:
    """With whom it is silent, the longest first; nobody's contact stands before any day."""
    rows = narrowed(viewer, narrowing).filter(in_use(), silent_condition(viewer.today)).order_by(
        F("last_contact_on").asc(nulls_first=True), "id"
    )  # fmt: skip
    if after is not None and after.day is None:
        rows = rows.filter(Q(last_contact_on__isnull=False) | Q(id__gt=after.pk))
    elif after is not None:
        rows = rows.filter(Q(last_contact_on__gt=after.day) | Q(last_contact_on=after.day, id__gt=after.pk))
    return rows.values_list("id", "last_contact_on", *NAME, *STARTS)[: PAGE + 1]


# Fetching so few numbers is cheaper than a question around a question.
@kept_by_value
def some_dues(viewer: Viewer, narrowing: Narrowing, soon: date) -> QuerySet[Any, Any]:
    """What asks attention, up to one more than MANY, in no order."""
    return _dues(viewer, narrowing, soon).order_by().values_list("pk")[: MANY + 1]


@kept_by_value
def some_silent(viewer: Viewer, narrowing: Narrowing) -> QuerySet[Any, Any]:
    """With whom it is silent, up to one more than MANY, in no order."""
    rows = narrowed(viewer, narrowing).filter(in_use(), silent_condition(viewer.today))
    return rows.order_by().values_list("pk")[: MANY + 1]


def client_rows(
    viewer: Viewer, narrowing: Narrowing, soon: date, by_name: bool, after: After | None
) -> QuerySet[Any, Any]:
    """The client list as it is narrowed and sorted, from one row on."""
    rows = narrowed(viewer, narrowing)
    if narrowing.due == "late":
        rows = rows.filter(next_due_on__lt=viewer.today)
    elif narrowing.due == "soon":
        rows = rows.filter(next_due_on__gte=viewer.today, next_due_on__lte=soon)
    column = "person__sort_name" if by_name else "next_due_on"
    rows = rows.order_by(column if by_name else F(column).asc(nulls_last=True), "id")
    if after is not None:
        rows = rows.filter(_after_client(after, column, by_name))
    return rows.values_list(
        "id", "person_id", "next_due_on", "next_due_rule", "last_contact_on", "person__sort_name",
        "person__origin__name", "destination__name", "person__frozen_on", "person__died_on", *NAME, *STARTS,
    )  # fmt: skip


def _after_client(after: After, column: str, by_name: bool) -> Q:
    mark = after.name if by_name else after.day
    if mark is None:
        return Q(**{f"{column}__isnull": True, "id__gt": after.pk})
    later = Q(**{f"{column}__gt": mark}) | Q(**{column: mark, "id__gt": after.pk})
    return later if by_name else later | Q(**{f"{column}__isnull": True})


every_client = kept_by_value(client_rows)


@kept_by_value
def page_of_clients(
    viewer: Viewer, narrowing: Narrowing, soon: date, by_name: bool, after: After | None
) -> QuerySet[Any, Any]:
    """One page of the client list."""
    return client_rows(viewer, narrowing, soon, by_name, after)[: PAGE + 1]


def names_around(viewer: Viewer, people: tuple[int, ...]) -> QuerySet[Any, Any]:
    """Who coordinates and who supports the persons of one list, whom the viewer's own question has found."""
    kinds = (Bond.Kind.COORDINATOR, Bond.Kind.SUPPORT_WORKER)
    return Bond.objects.filter(held_on(viewer.today), person_id__in=people, kind__in=kinds).values_list(
        "person_id", "kind", "worker__name"
    )


names_around_page = kept(names_around)
