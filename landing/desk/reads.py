"""Questions that several rooms answer together: Mijn dag, the client list, search. Plain rows, few queries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

from landing.core.due.rules import Rulebook
from landing.desk.list_reads import (
    PAGE,
    PEOPLE_A_PAGE,
    STARTS,
    After,
    Narrowing,
    as_many,
    asking,
    client_rows,
    dues_by_day,
    dues_of,
    every_client,
    names_around,
    names_around_page,
    page_of_clients,
    pressed_people,
    silent_people,
    some_dues,
    some_silent,
)
from landing.desk.sight import Sight, sight_of
from landing.people import reads as people
from landing.people.kept_questions import Text
from landing.people.models import Bond
from landing.people.roles import Reach, Role
from landing.people.viewer import Viewer
from landing.route import reads as route

SHOWN_A_PERSON = 3


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

    def narrowing(self, sight: Sight) -> Narrowing:
        """The part of it that decides which rows there are. Who may not know the route cannot ask by it either."""
        words = tuple(Text(word) for word in people.fold(self.text).split()[:5])
        place, rules = self.municipality or None, sight.rules
        if not sight.route:
            return Narrowing(self.whose, municipality=place, words=words, rules=rules)
        return Narrowing(self.whose, self.phase, self.due, self.carer or None, place, words, rules)


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


def _after_day(mark: str) -> After | None:
    """Where a list by day goes on; a mark that is not understood is the beginning."""
    day, _, pk = mark.partition(".")
    try:
        return After(int(pk), date.fromisoformat(day))
    except ValueError:
        return None


def _after_row(mark: str, *, by_name: bool = False) -> After | None:
    """The same where a row need not have a day, or where the list goes by name."""
    value, _, pk = mark.rpartition("~")
    if not _is_key(pk) or "\0" in value:
        return None
    if by_name:
        return After(int(pk), name=Text(value))
    try:
        return After(int(pk), date.fromisoformat(value) if value else None)
    except ValueError:
        return None


def state_of(due_on: date | None, latest_on: date | None, today: date, soon_days: int) -> str:
    """The state of an open due on a day, as core.due says it."""
    if due_on is None:
        return "open"
    if due_on < today:
        return "overdue"
    if (latest_on or due_on) <= today or (due_on - today).days <= soon_days:
        return "due_soon"
    return "open"


def _soon(viewer: Viewer, book: Rulebook) -> date:
    return viewer.today + timedelta(days=book.soon_days)


def tasks_by_day(viewer: Viewer, book: Rulebook, filters: Filters) -> Page[Task]:
    """What asks attention, the earliest day first, fifty at a time."""
    sight = sight_of(viewer, book)
    found = dues_by_day.records(viewer, filters.narrowing(sight), _soon(viewer, book), _after_day(filters.after))
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(
        [_task(book, viewer.today, row, "journey__", sight) for row in found[:PAGE]],
        f"{last['due_on'].isoformat()}.{last['id']}" if last else "",
    )


def tasks_by_person(viewer: Viewer, book: Rulebook, filters: Filters) -> Page[PersonTasks]:
    """The people whose route asks attention, the most pressing first, each with the first few steps."""
    soon, sight = _soon(viewer, book), sight_of(viewer, book)
    found = pressed_people.records(viewer, filters.narrowing(sight), soon, _after_day(filters.after))
    shown = found[:PEOPLE_A_PAGE]
    per_journey: dict[int, list[dict[str, Any]]] = {row["id"]: [] for row in shown}
    for due in dues_of(viewer, list(per_journey), sight.rules, soon):
        per_journey[due["journey_id"]].append(due)
    people_rows = []
    for row in shown:
        dues = per_journey[row["id"]]
        tasks = [_task(book, viewer.today, {**row, **due}, "", sight) for due in dues[:SHOWN_A_PERSON]]
        people_rows.append(
            PersonTasks(row["person__key"], _name(row, ""), _told_phase(row, viewer.today, "", sight), tasks,
                        max(0, len(dues) - SHOWN_A_PERSON))
        )  # fmt: skip
    last = shown[-1] if len(found) > PEOPLE_A_PAGE else None
    return Page(people_rows, f"{last['next_due_on'].isoformat()}.{last['id']}" if last else "")


def _told_phase(row: dict[str, Any], today: date, prefix: str, sight: Sight) -> str:
    return _phase(row, today, prefix) if sight.route else ""


def _task(book: Rulebook, today: date, row: dict[str, Any], prefix: str, sight: Sight) -> Task:
    rule = book.version_on(row["rule"], today)
    return Task(
        person=row[f"{prefix}person__key"], name=_name(row, prefix), phase=_told_phase(row, today, prefix, sight),
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
    after = After(int(filters.after)) if _is_key(filters.after) else None
    sight = sight_of(viewer, book)
    found = asking.records(viewer, filters.narrowing(sight), after)
    asked = []
    for row in found[:PAGE]:
        reached = route.PHASES.index(_phase(row, viewer.today, ""))
        can_ask = [
            (-count, fact) for fact, count in route.asks_of(row["asks"]).items()
            if fact in book.facts and book.facts[fact].topic in sight.topics and route.PHASES.index(book.facts[fact].ask_from) <= reached
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


def silent(viewer: Viewer, book: Rulebook, filters: Filters) -> Page[Silent]:
    """Who is silent, the longest first; nobody, for whoever may not know the route."""
    sight = sight_of(viewer, book)
    if not sight.route:
        return Page([], "")
    found = silent_people.records(viewer, filters.narrowing(sight), _after_row(filters.after))
    lines = [
        Silent(
            row["person__key"], _name(row, ""), _phase(row, viewer.today, ""), row["last_contact_on"],
            (viewer.today - row["last_contact_on"]).days if row["last_contact_on"] else None,
        )
        for row in found[:PAGE]
    ]  # fmt: skip
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(lines, f"{last['last_contact_on'] or ''}~{last['id']}" if last else "")


def day_counts(viewer: Viewer, book: Rulebook, filters: Filters) -> dict[str, int]:
    """How many steps ask attention and how many people are silent, counted up to a hundred (2 queries)."""
    sight = sight_of(viewer, book)
    narrowing = filters.narrowing(sight)
    return {
        "dues": len(some_dues.rows(viewer, narrowing, _soon(viewer, book))),
        "silent": len(some_silent.rows(viewer, narrowing)) if sight.route else 0,
    }


def clients(viewer: Viewer, book: Rulebook, filters: Filters, *, everything: bool = False) -> Page[ClientRow]:
    """The client list: searched, narrowed and sorted; fifty at a time, or all of it for an export."""
    by_name = filters.sort == "name"
    after = None if everything else _after_row(filters.after, by_name=by_name)
    question = every_client if everything else page_of_clients
    sight = sight_of(viewer, book)
    found = question.records(viewer, filters.narrowing(sight), _soon(viewer, book), by_name, after)
    shown = found if everything else found[:PAGE]
    names: dict[tuple[int, str], str] = {}
    for person_id, kind, name in _names_around(viewer, [row["person_id"] for row in shown] if sight.route else []):
        names.setdefault((person_id, kind), name or "")
    lines = [_client_row(book, viewer.today, row, names, sight) for row in shown]
    last = shown[-1] if len(found) > PAGE and not everything else None
    mark = (last["person__sort_name"] if by_name else str(last["next_due_on"] or "")) if last else ""
    return Page(lines, f"{mark}~{last['id']}" if last else "")


NOBODY: Page[ClientRow] = Page([], "")
"""A page of the list on which nobody stands."""


def client_count(viewer: Viewer, book: Rulebook, filters: Filters) -> int:
    """How many persons the list has, as it is narrowed."""
    narrowing = filters.narrowing(sight_of(viewer, book))
    return client_rows(viewer, narrowing, _soon(viewer, book), False, None).count()


def _names_around(viewer: Viewer, ids: list[int]) -> Iterator[tuple[int, str, str | None]]:
    if len(ids) <= PAGE:
        yield from names_around_page.rows(viewer, as_many(ids, PAGE)) if ids else ()
        return
    for start in range(0, len(ids), 5000):
        yield from names_around(viewer, tuple(ids[start : start + 5000]))


def _client_row(
    book: Rulebook, today: date, row: dict[str, Any], names: dict[tuple[int, str], str], sight: Sight
) -> ClientRow:
    used = row["person__frozen_on"] is None and row["person__died_on"] is None
    told = used and sight.route
    starts = tuple(row[name] for name in STARTS) if told else ()
    reached = [start for start in starts if start is not None and start <= today]
    seen = used and sight.shows(row["next_due_rule"])
    rule = book.version_on(row["next_due_rule"], today) if seen and row["next_due_rule"] else None
    return ClientRow(
        person=row["person__key"], name=_name(row, ""), phase=_phase(row, today, "") if told else "",
        phase_since=max(reached, default=None), next_due_on=row["next_due_on"] if seen else None,
        next_due=rule.title if rule else "", next_rule=row["next_due_rule"] if seen else "",
        coordinator=names.get((row["person_id"], Bond.Kind.COORDINATOR), "") if told else "",
        carer=names.get((row["person_id"], Bond.Kind.SUPPORT_WORKER), "") if told else "",
        municipality=row["destination__name"] or row["person__origin__name"] or "",
        last_contact_on=row["last_contact_on"] if told else None,
    )  # fmt: skip


def carers(viewer: Viewer) -> list[tuple[int, str]]:
    """The colleagues by whom a list can be narrowed: (id, name)."""
    if viewer.rule.reach is not Reach.ORGANISATION:
        return []
    return people.names_of_workers(viewer, Role.SUPPORT_WORKER, Role.COORDINATOR, Role.PEER_WORKER)
