"""All questions about a route. Every read takes the viewer and returns only what that viewer may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import DateField, F, Model, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from landing.core.due.reckon import Decision, Reckoning
from landing.core.due.reckon import reckon as core_reckon
from landing.core.due.rules import Rule, Rulebook
from landing.people import reads as people
from landing.people.kept_questions import Many, kept
from landing.people.lens import Lens, lens_of
from landing.people.models import Organisation, Person
from landing.people.viewer import Viewer
from landing.route import rulebook
from landing.route.models import Fact, GatePass, Journey, RouteEvent, StepMark


def journeys(viewer: Viewer) -> QuerySet[Journey]:
    """The open journeys this viewer may see, of who lives."""
    return Journey.objects.filter(
        people.visible(viewer, "person_id"), found_by(viewer), person__region_id=viewer.region,
        person__joined_into__isnull=True, person__died_on__isnull=True, closed_on__isnull=True,
    )  # fmt: skip


def journey(viewer: Viewer, person_key: UUID) -> Journey:
    """The journey of a person the viewer may see: the open one, else the last; raises NotVisible otherwise.

    It tells the access log.
    """
    found = [_journey_of(row) for row in _journeys_of.rows(viewer, person_key)]
    open_first = sorted(found, key=lambda row: row.closed_on is not None)
    if not open_first:
        raise people.NotVisible
    viewer.saw([person_key])
    return open_first[0]


_AROUND: tuple[tuple[str, type[Model]], ...] = (
    ("", Journey), ("person__", Person), ("person__origin__", Organisation), ("destination__", Organisation),
)  # fmt: skip
_COLUMNS = [[field.attname for field in model._meta.concrete_fields] for _, model in _AROUND]
_PATHS = [f"{prefix}{name}" for (prefix, _), names in zip(_AROUND, _COLUMNS, strict=True) for name in names]


@kept
def _journeys_of(viewer: Viewer, person_key: UUID) -> QuerySet[Any, Any]:
    rows = Journey.objects.filter(
        people.visible(viewer, "person_id"), found_by(viewer), person__region_id=viewer.region,
        person__joined_into__isnull=True, person__key=person_key,
    )  # fmt: skip
    return rows.order_by("-closed_on", "-id").values_list(*_PATHS)


def _journey_of(row: tuple[Any, ...]) -> Any:
    """A journey with its person, origin and destination, as the models give them."""
    cells = iter(row)
    made: list[Any] = []
    for (_, model), names in zip(_AROUND, _COLUMNS, strict=True):
        own = list(islice(cells, len(names)))
        made.append(model.from_db("default", names, own) if own[names.index("id")] is not None else None)
    journey, person, origin, destination = made
    journey.person, journey.destination = person, destination
    person.origin = origin
    return journey


@dataclass(frozen=True, slots=True)
class Opened:
    """One route as one viewer may know it: fetch, permission and what is known, in one.

    known: all of it, because what is due can only be reckoned from the whole; what is shown goes through ``lens``.
    """

    journey: Journey
    lens: Lens
    known: Known
    book: Rulebook

    def shows_fact(self, kind: str) -> bool:
        """Whether this fact may be read."""
        fact = self.book.facts.get(kind)
        return fact is not None and fact.topic in self.lens.reads

    def shows_rule(self, rule: Rule) -> bool:
        """Whether a step may be shown: its own topic, and every fact that it hangs on."""
        return self.lens.shows(self.book.topics_of(rule))

    def shows_step(self, rule_id: str) -> bool:
        """The same for every version of a step that may once have been marked."""
        return all(self.shows_rule(rule) for rule in self.book.versions(rule_id))

    @property
    def shown_facts(self) -> dict[str, Any]:
        """What is known and may be read."""
        return {kind: value for kind, value in self.known.facts.items() if self.shows_fact(kind)}


AFTER_CLOSING_DAYS = 31
"""How long a closed route still counts as being in its last phase, so that closing by mistake can be undone."""


def phase_for_access(journey: Journey, today: date) -> str:
    """The phase by which is decided who may know what: that of the route, or ``closed`` a month after its end."""
    if journey.closed_on is not None and journey.closed_on + timedelta(days=AFTER_CLOSING_DAYS) <= today:
        return "closed"
    return phase_on(today, (journey.prepare_from, journey.move_from, journey.land_from, journey.pilot_flame_from))


def lens(viewer: Viewer, journey: Journey) -> Lens:
    """What the viewer may know of the person of a journey that the viewer's own fetch has given (1 query)."""
    person = journey.person
    return lens_of(
        viewer, person.pk, phase_for_access(journey, viewer.today), frozen=person.frozen_on is not None,
        deceased=person.died_on is not None,
    )  # fmt: skip


def opened(viewer: Viewer, person_key: UUID) -> Opened:
    """The route of a person the viewer may see, with what may be shown of it; raises NotVisible otherwise (4 queries)."""
    found = journey(viewer, person_key)
    return Opened(found, lens(viewer, found), known(found.pk), rulebook.current(viewer.region_code))


def found_by(viewer: Viewer) -> Q:
    """The condition on Journey for who is known to this viewer's role at all: by law in its phase, or by consent.

    Empty for most roles, who know everybody with the bond; a housing association knows a person before the move only
    when the person agreed.
    """
    on = viewer.grounds
    if viewer.role is None or on.phases.issuperset(PHASES):
        return Q()
    found = Q(pk__in=[])
    for phase in PHASES:
        if phase in on.phases:
            found |= in_phase(phase, viewer.today)
        elif phase in on.asking:
            found |= in_phase(phase, viewer.today) & people.consented(viewer, "person_id", on.consented)
    return found


def own_journey(viewer: Viewer) -> Journey | None:
    """The client's own journey, or None when there is none yet. It tells the access log."""
    if viewer.person is None or viewer.person_key is None:
        return None
    viewer.saw([viewer.person_key])
    return next((_journey_of(row) for row in _open_journeys_of.rows(viewer)), None)


@kept
def _open_journeys_of(viewer: Viewer) -> QuerySet[Any, Any]:
    return journeys(viewer).order_by("id").values_list(*_PATHS)[:1]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one journey, as core.due wants it.

    facts: {fact id: date, choice or yes/no}; ids: {fact id: row id, to notice a newer edit};
    done: {rule: date}; set_aside and passed: {rule or gate: who decided, when and why}.
    """

    facts: dict[str, Any]
    ids: dict[str, int]
    done: dict[str, date]
    set_aside: dict[str, Decision]
    passed: dict[str, Decision]


def fact_value(kind: str, on: date | None, value: str) -> Any:
    """A stored fact as the rules read it: a date, True or False, or a choice."""
    return on if on is not None else {"yes": True, "no": False}.get(value, value)


def known(journey_id: int) -> Known:
    """Facts, marks and passed gates of a journey whose visibility the caller's own fetch has checked (2 queries)."""
    facts: dict[str, Any] = {}
    ids: dict[str, int] = {}
    for pk, kind, on, value in _facts_of.rows(journey_id):
        facts[kind], ids[kind] = fact_value(kind, on, value), pk
    done: dict[str, date] = {}
    aside: dict[str, Decision] = {}
    passed: dict[str, Decision] = {}
    for what, of, on, why, by in _decided_of.rows(journey_id):
        if what == StepMark.Kind.DONE:
            done[of] = on
        else:
            (passed if what == PASSED else aside)[of] = Decision(on, by, why)
    return Known(facts, ids, done, aside, passed)


@kept
def _facts_of(journey_id: int) -> QuerySet[Any, Any]:
    return Fact.objects.filter(journey_id=journey_id, current=True).values_list("id", "kind", "on", "value")


PASSED = "passed"


@kept
def _decided_of(journey_id: int) -> QuerySet[Any, Any]:
    def told(rows: QuerySet[Any], what: Any, of: str) -> QuerySet[Any, Any]:
        return rows.filter(journey_id=journey_id, current=True).annotate(
            what=what, of=Cast(F(of), TextField()), day=Cast(F("on"), DateField()),
            because=Cast(F("why"), TextField()), by=Cast(F("by_name"), TextField()),
        ).values_list("what", "of", "day", "because", "by")  # fmt: skip

    marks = told(StepMark.objects.all(), Cast(F("kind"), TextField()), "rule")
    return marks.union(told(GatePass.objects.all(), Value(PASSED, TextField()), "gate"), all=True)


def reckon(region_code: str, today: date, what: Known, book: Rulebook | None = None) -> Reckoning:
    """What core.due says of what is known, with the region's rulebook; ``book``: the same, where the caller has it."""
    book = book or rulebook.current(region_code)
    return core_reckon(book, today, what.facts, what.done, what.set_aside, passed=what.passed)


def history(viewer: Viewer, journey_id: int, *, before: int | None = None, limit: int = 50) -> list[dict[str, Any]]:
    """The changes on a journey, newest first; ``before``: an event id to page on from."""
    if not _is_there.rows(viewer, journey_id):
        raise people.NotVisible
    return _events_of.records(journey_id, before or None, Many(limit))


def changes_of(found: Opened, *, limit: int) -> list[dict[str, Any]]:
    """The newest changes of a journey that the viewer's own fetch has given."""
    return _events_of.records(found.journey.pk, None, Many(limit))


@kept
def _is_there(viewer: Viewer, journey_id: int) -> QuerySet[Any, Any]:
    return Journey.objects.filter(
        people.visible(viewer, "person_id"), found_by(viewer), person__region_id=viewer.region, pk=journey_id
    ).values_list("pk")


@kept
def _events_of(journey_id: int, before: int | None, limit: int) -> QuerySet[Any, Any]:
    rows = RouteEvent.objects.filter(journey_id=journey_id).order_by("-id")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return rows.values_list("id", "key", "at", "by_name", "by_role", "about", "old", "new", "why", "undoes")[:limit]


PHASES = ("stay", "prepare", "move", "land", "pilot_flame")


def phase_on(day: date, starts: tuple[date | None, date | None, date | None, date | None]) -> str:
    """The phase on a day from the dates on which prepare, move, land and pilot flame begin."""
    reached = [name for name, start in zip(PHASES[1:], starts, strict=True) if start is not None and start <= day]
    return reached[-1] if reached else PHASES[0]


def in_phase(phase: str, day: date) -> Q:
    """The condition on Journey for being in a phase on a day; the same answer as ``phase_on``."""
    columns = ("prepare_from", "move_from", "land_from", "pilot_flame_from")
    rank = PHASES.index(phase)
    later = Q()
    for column in columns[rank:]:
        later &= Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__gt": day})
    if rank == 0:
        return later
    return later & Q(**{f"{columns[rank - 1]}__lte": day})


def asks_of(text: str) -> dict[str, int]:
    """``Journey.asks`` as fact to the number of steps that wait for it."""
    return {fact: int(number) for fact, _, number in (part.partition(":") for part in text.split(",") if part)}
