"""Questions that several rooms answer together: Mijn dag, the client list, search. Plain rows, few queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from landing.core.due.rules import Rulebook
from landing.people import reads as people
from landing.people.models import Bond
from landing.people.roles import Role
from landing.people.viewer import Viewer
from landing.route import reads as route
from landing.route.models import Due, Journey

PAGE = 50
PEOPLE_A_PAGE = 15
SHOWN_A_PERSON = 3
SILENT_AFTER_DAYS = {"move": 7, "land": 14, "pilot_flame": 100}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; every field stands in the address of the page.

    whose: "mine" (own bond) or "all" (whole organisation); phase, carer (worker id), municipality (organisation
    id), text (part of a name); sort: next_due, name, phase; after: the keyset position of the next page.
    """

    whose: str = "all"
    phase: str = ""
    carer: int | None = None
    municipality: int | None = None
    text: str = ""
    sort: str = "next_due"
    due: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One due on Mijn dag: the step, its day, why then, and whose it is."""

    person: UUID
    name: str
    phase: str
    rule: str
    title: str
    who: str
    state: str
    due_on: date | None
    latest_on: date | None
    because: str
    fallback: str = ""


@dataclass(slots=True)
class PersonTasks:
    """One person on Mijn dag with what asks attention first, and how much more there is."""

    person: UUID
    name: str
    phase: str
    tasks: list[Task] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True, slots=True)
class ClientRow:
    """One line of the client list."""

    person: UUID
    name: str
    phase: str
    phase_since: date | None
    next_due_on: date | None
    next_due: str
    next_rule: str
    coordinator: str
    carer: str
    municipality: str
    last_contact_on: date | None


Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """A page of rows and the keyset position of the next one ("" at the end)."""

    rows: list[Row]
    next: str


def _is_key(text: str) -> bool:
    """Whether a text from an address can be a row's key: plain digits, and no more than a key can have."""
    return text.isascii() and text.isdecimal() and len(text) < 16


def narrowed(viewer: Viewer, filters: Filters) -> QuerySet[Journey]:
    """The open journeys this viewer may see, narrowed by the filters."""
    rows = route.journeys(viewer)
    if filters.whose == "mine":
        rows = rows.filter(_has_bond(viewer.today, worker_id=viewer.worker))
    if filters.carer:
        rows = rows.filter(_has_bond(viewer.today, worker_id=filters.carer))
    if filters.municipality:
        rows = rows.filter(
            Q(destination_id=filters.municipality) | Q(person__origin_id=filters.municipality, destination=None)
        )
    if filters.phase in route.PHASES:
        rows = rows.filter(route.in_phase(filters.phase, viewer.today))
    for word in people.fold(filters.text).split()[:5]:
        rows = rows.filter(person__search_name__contains=word)
    return rows


def _has_bond(day: date, **of: Any) -> Exists:
    held = Q(from_date__lte=day) & (Q(to_date__isnull=True) | Q(to_date__gt=day))
    return Exists(Bond.objects.filter(held, person_id=OuterRef("person_id"), **of))


NAME = ("person__key", "person__given_name", "person__infix", "person__surname", "person__call_me")
STARTS = ("prepare_from", "move_from", "land_from", "pilot_flame_from")


def pressing(today: date, soon_days: int) -> Q:
    """The condition on Due for what asks attention: late, within ``soon_days``, or the last day to begin is here."""
    near = Q(due_on__lte=today + timedelta(days=soon_days)) | Q(latest_on__lte=today)
    return near & (Q(lapses_on__isnull=True) | Q(lapses_on__gt=today))


def state_of(due_on: date | None, latest_on: date | None, today: date, soon_days: int) -> str:
    """The state of an open due on a day, as core.due says it."""
    if due_on is None:
        return "open"
    if due_on < today:
        return "overdue"
    if (latest_on or due_on) <= today or (due_on - today).days <= soon_days:
        return "due_soon"
    return "open"


def tasks_by_day(viewer: Viewer, book: Rulebook, filters: Filters) -> Page[Task]:
    """What asks attention, the earliest day first, fifty at a time."""
    rows = Due.objects.filter(
        pressing(viewer.today, book.soon_days), journey__in=narrowed(viewer, filters).values("pk")
    ).order_by("due_on", "id")
    if filters.after:
        day, _, pk = filters.after.partition(".")
        try:
            start = date.fromisoformat(day)
            rows = rows.filter(Q(due_on__gt=start) | Q(due_on=start, id__gt=int(pk)))
        except ValueError:
            pass
    found = list(rows.values("id", *DUE_COLUMNS, *(f"journey__{name}" for name in (*NAME, *STARTS)))[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(
        [_task(book, viewer.today, row, "journey__") for row in found[:PAGE]],
        f"{last['due_on'].isoformat()}.{last['id']}" if last else "",
    )


DUE_COLUMNS = ("rule", "who", "due_on", "latest_on")


def tasks_by_person(viewer: Viewer, book: Rulebook, filters: Filters) -> Page[PersonTasks]:
    """The people whose route asks attention, the most pressing first, each with the first few steps."""
    urgent = Due.objects.filter(pressing(viewer.today, book.soon_days), journey_id=OuterRef("pk"))
    # The day kept with the journey and not that of each due: so the database walks an index and stops at a page.
    rows = narrowed(viewer, filters).filter(Exists(urgent), next_due_on__isnull=False).order_by("next_due_on", "id")
    if filters.after:
        day, _, pk = filters.after.partition(".")
        try:
            start = date.fromisoformat(day)
            rows = rows.filter(Q(next_due_on__gt=start) | Q(next_due_on=start, id__gt=int(pk)))
        except ValueError:
            pass
    found = list(rows.values("id", "next_due_on", *NAME, *STARTS)[: PEOPLE_A_PAGE + 1])
    shown = found[:PEOPLE_A_PAGE]
    per_journey: dict[int, list[dict[str, Any]]] = {row["id"]: [] for row in shown}
    for due in (
        Due.objects.filter(pressing(viewer.today, book.soon_days), journey_id__in=per_journey)
        .order_by("due_on", "id")
        .values("journey_id", *DUE_COLUMNS)
    ):
        per_journey[due["journey_id"]].append(due)
    people_rows = []
    for row in shown:
        dues = per_journey[row["id"]]
        tasks = [_task(book, viewer.today, {**row, **due}, "") for due in dues[:SHOWN_A_PERSON]]
        people_rows.append(
            PersonTasks(row["person__key"], _name(row, ""), _phase(row, viewer.today, ""), tasks,
                        max(0, len(dues) - SHOWN_A_PERSON))
        )  # fmt: skip
    last = shown[-1] if len(found) > PEOPLE_A_PAGE else None
    return Page(people_rows, f"{last['next_due_on'].isoformat()}.{last['id']}" if last else "")


def _task(book: Rulebook, today: date, row: dict[str, Any], prefix: str) -> Task:
    rule = book.version_on(row["rule"], today)
    return Task(
        person=row[f"{prefix}person__key"], name=_name(row, prefix), phase=_phase(row, today, prefix),
        rule=row["rule"], title=rule.title if rule else row["rule"], who=row["who"],
        state=state_of(row["due_on"], row["latest_on"], today, book.soon_days), due_on=row["due_on"],
        latest_on=row["latest_on"], because=rule.why if rule else "", fallback=(rule.fallback or "") if rule else "",
    )  # fmt: skip


def _name(row: dict[str, Any], prefix: str) -> str:
    return people.show_name(
        row[f"{prefix}person__given_name"], row[f"{prefix}person__infix"], row[f"{prefix}person__surname"],
        row[f"{prefix}person__call_me"],
    )  # fmt: skip


def _phase(row: dict[str, Any], today: date, prefix: str) -> str:
    return route.phase_on(today, tuple(row[f"{prefix}{name}"] for name in STARTS))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Question:
    """A fact to ask for, for one person: what it is and how many steps wait for it."""

    person: UUID
    name: str
    fact: str
    question: str
    decides: int


def questions(viewer: Viewer, book: Rulebook, filters: Filters) -> Page[Question]:
    """For each person the unknown fact that decides most steps, if it can be asked in this phase."""
    rows = narrowed(viewer, filters).order_by("id")
    if _is_key(filters.after):
        rows = rows.filter(pk__gt=int(filters.after))
    found = list(rows.values("id", "asks", *NAME, *STARTS)[: PAGE + 1])
    asked = []
    for row in found[:PAGE]:
        reached = route.PHASES.index(_phase(row, viewer.today, ""))
        can_ask = [
            (-count, fact) for fact, count in route.asks_of(row["asks"]).items()
            if fact in book.facts and route.PHASES.index(book.facts[fact].ask_from) <= reached
        ]  # fmt: skip
        if can_ask:
            count, fact = min(can_ask)
            asked.append(Question(row["person__key"], _name(row, ""), fact, book.facts[fact].question, -count))
    asked.sort(key=lambda question: (-question.decides, question.name))
    return Page(asked, str(found[PAGE - 1]["id"]) if len(found) > PAGE else "")


@dataclass(frozen=True, slots=True)
class Silent:
    """Somebody with whom there was no contact for longer than fits the phase."""

    person: UUID
    name: str
    phase: str
    last_contact_on: date | None
    days: int | None


def silent_condition(today: date) -> Q:
    """The condition on Journey for no contact longer than fits the phase; from the move on."""
    found = Q()
    for phase, days in SILENT_AFTER_DAYS.items():
        quiet = Q(last_contact_on__isnull=True) | Q(last_contact_on__lt=today - timedelta(days=days))
        found |= route.in_phase(phase, today) & quiet
    return found


def silent(viewer: Viewer, filters: Filters) -> Page[Silent]:
    """Who is silent, the longest first."""
    rows = narrowed(viewer, filters).filter(silent_condition(viewer.today)).order_by(
        F("last_contact_on").asc(nulls_first=True), "id"
    )  # fmt: skip
    if filters.after:
        rows = rows.filter(_after_silence(filters.after))
    found = list(rows.values("id", "last_contact_on", *NAME, *STARTS)[: PAGE + 1])
    lines = [
        Silent(
            row["person__key"], _name(row, ""), _phase(row, viewer.today, ""), row["last_contact_on"],
            (viewer.today - row["last_contact_on"]).days if row["last_contact_on"] else None,
        )
        for row in found[:PAGE]
    ]  # fmt: skip
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(lines, f"{last['last_contact_on'] or ''}~{last['id']}" if last else "")


def _after_silence(mark: str) -> Q:
    """The condition for what comes after a row, where nobody's contact stands before any day."""
    day, _, pk = mark.rpartition("~")
    if not _is_key(pk):
        return Q()
    if not day:
        return Q(last_contact_on__isnull=False) | Q(id__gt=int(pk))
    try:
        last = date.fromisoformat(day)
    except ValueError:
        return Q()
    return Q(last_contact_on__gt=last) | Q(last_contact_on=last, id__gt=int(pk))


MANY = 100


def _counted(rows: QuerySet[Any]) -> int:
    """How many rows, up to one more than MANY: fetching so few numbers is cheaper than a question around a question."""
    return len(rows.order_by().values_list("pk", flat=True)[: MANY + 1])


def day_counts(viewer: Viewer, book: Rulebook, filters: Filters) -> dict[str, int]:
    """How many steps ask attention and how many people are silent, counted up to a hundred (2 queries)."""
    mine = narrowed(viewer, filters)
    dues = Due.objects.filter(pressing(viewer.today, book.soon_days), journey__in=mine.values("pk"))
    return {
        "dues": _counted(dues),
        "silent": _counted(mine.filter(silent_condition(viewer.today))),
    }


def clients(viewer: Viewer, book: Rulebook, filters: Filters, *, everything: bool = False) -> Page[ClientRow]:
    """The client list: searched, narrowed and sorted; fifty at a time, or all of it for an export."""
    rows = narrowed(viewer, filters)
    if filters.due == "late":
        rows = rows.filter(next_due_on__lt=viewer.today)
    elif filters.due == "soon":
        rows = rows.filter(
            next_due_on__gte=viewer.today, next_due_on__lte=viewer.today + timedelta(days=book.soon_days)
        )
    by_name = filters.sort == "name"
    column = "person__sort_name" if by_name else "next_due_on"
    rows = rows.order_by(column if by_name else F(column).asc(nulls_last=True), "id")
    if filters.after and not everything:
        rows = rows.filter(_after(filters.after, column, by_name))
    held = Q(from_date__lte=viewer.today) & (Q(to_date__isnull=True) | Q(to_date__gt=viewer.today))
    wanted = rows.values(
        "id", "person_id", "next_due_on", "next_due_rule", "last_contact_on", "person__sort_name",
        "person__origin__name", "destination__name", *NAME, *STARTS,
    )  # fmt: skip
    found = list(wanted if everything else wanted[: PAGE + 1])
    shown = found if everything else found[:PAGE]
    names: dict[tuple[int, str], str] = {}
    ids = [row["person_id"] for row in shown]
    for start in range(0, len(ids), 5000):
        for person_id, kind, name in Bond.objects.filter(
            held, person_id__in=ids[start : start + 5000], kind__in=(Bond.Kind.COORDINATOR, Bond.Kind.SUPPORT_WORKER)
        ).values_list("person_id", "kind", "worker__name"):
            names.setdefault((person_id, kind), name or "")
    lines = [_client_row(book, viewer.today, row, names) for row in shown]
    last = shown[-1] if len(found) > PAGE and not everything else None
    mark = (last["person__sort_name"] if by_name else str(last["next_due_on"] or "")) if last else ""
    return Page(lines, f"{mark}~{last['id']}" if last else "")


def _after(mark: str, column: str, by_name: bool) -> Q:
    value, _, pk = mark.rpartition("~")
    if not _is_key(pk):
        return Q()
    if not by_name:
        if not value:
            return Q(**{f"{column}__isnull": True, "id__gt": int(pk)})
        try:
            date.fromisoformat(value)
        except ValueError:
            return Q()
        return (
            Q(**{f"{column}__gt": value}) | Q(**{column: value, "id__gt": int(pk)}) | Q(**{f"{column}__isnull": True})
        )
    return Q(**{f"{column}__gt": value}) | Q(**{column: value, "id__gt": int(pk)})


def _client_row(book: Rulebook, today: date, row: dict[str, Any], names: dict[tuple[int, str], str]) -> ClientRow:
    starts = tuple(row[name] for name in STARTS)
    reached = [start for start in starts if start is not None and start <= today]
    rule = book.version_on(row["next_due_rule"], today) if row["next_due_rule"] else None
    return ClientRow(
        person=row["person__key"], name=_name(row, ""), phase=_phase(row, today, ""),
        phase_since=max(reached, default=None), next_due_on=row["next_due_on"], next_due=rule.title if rule else "",
        next_rule=row["next_due_rule"], coordinator=names.get((row["person_id"], Bond.Kind.COORDINATOR), ""),
        carer=names.get((row["person_id"], Bond.Kind.SUPPORT_WORKER), ""),
        municipality=row["destination__name"] or row["person__origin__name"] or "",
        last_contact_on=row["last_contact_on"],
    )  # fmt: skip


def carers(viewer: Viewer) -> list[tuple[int, str]]:
    """The colleagues by whom a list can be narrowed: (id, name)."""
    if viewer.role in {Role.SUPPORT_WORKER, Role.PEER_WORKER}:
        return []
    return people.names_of_workers(viewer, Role.SUPPORT_WORKER, Role.COORDINATOR, Role.PEER_WORKER)
