"""All questions about a route. Every read takes the viewer and returns only what that viewer may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from landing.core.due.reckon import Decision, Reckoning
from landing.core.due.reckon import reckon as core_reckon
from landing.core.due.rules import Rulebook
from landing.people import reads as people
from landing.people.viewer import Viewer
from landing.route import rulebook
from landing.route.models import Fact, GatePass, Journey, RouteEvent, StepMark


def journeys(viewer: Viewer) -> QuerySet[Journey]:
    """The open journeys this viewer may see, of who lives."""
    return Journey.objects.filter(
        people.visible(viewer, "person_id"), person__region_id=viewer.region, person__joined_into__isnull=True,
        person__died_on__isnull=True, closed_on__isnull=True,
    )  # fmt: skip


def journey(viewer: Viewer, person_key: UUID) -> Journey:
    """The journey of a person the viewer may see: the open one, else the last; raises NotVisible otherwise."""
    found = (
        Journey.objects.filter(
            people.visible(viewer, "person_id"),
            person__region_id=viewer.region,
            person__joined_into__isnull=True,
            person__key=person_key,
        )
        .select_related("person", "person__origin", "destination")
        .order_by("-closed_on", "-id")
    )
    open_first = sorted(found, key=lambda row: row.closed_on is not None)
    if not open_first:
        raise people.NotVisible
    return open_first[0]


def own_journey(viewer: Viewer) -> Journey | None:
    """The client's own journey, or None when there is none yet."""
    if viewer.person is None:
        return None
    return journeys(viewer).select_related("person", "person__origin", "destination").first()


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
    """Facts, marks and passed gates of a journey whose visibility the caller's own fetch has checked (3 queries)."""
    facts: dict[str, Any] = {}
    ids: dict[str, int] = {}
    for pk, kind, on, value in Fact.objects.filter(journey_id=journey_id, current=True).values_list(
        "id", "kind", "on", "value"
    ):
        facts[kind], ids[kind] = fact_value(kind, on, value), pk
    done: dict[str, date] = {}
    aside: dict[str, Decision] = {}
    marks = StepMark.objects.filter(journey_id=journey_id, current=True)
    for rule, kind, on, why, by in marks.values_list("rule", "kind", "on", "why", "by_name"):
        if kind == StepMark.Kind.DONE:
            done[rule] = on
        else:
            aside[rule] = Decision(on, by, why)
    passed = {
        gate: Decision(on, by, why)
        for gate, on, by, why in GatePass.objects.filter(journey_id=journey_id, current=True).values_list(
            "gate", "on", "by_name", "why"
        )
    }
    return Known(facts, ids, done, aside, passed)


def reckon(region_code: str, today: date, what: Known, book: Rulebook | None = None) -> Reckoning:
    """What core.due says of what is known, with the region's rulebook; ``book``: the same, where the caller has it."""
    book = book or rulebook.current(region_code)
    return core_reckon(book, today, what.facts, what.done, what.set_aside, passed=what.passed)


def history(viewer: Viewer, journey_id: int, *, before: int | None = None, limit: int = 50) -> list[dict[str, Any]]:
    """The changes on a journey, newest first; ``before``: an event id to page on from."""
    if not Journey.objects.filter(
        people.visible(viewer, "person_id"), person__region_id=viewer.region, pk=journey_id
    ).exists():
        raise people.NotVisible
    rows = RouteEvent.objects.filter(journey_id=journey_id).order_by("-id")
    if before:
        rows = rows.filter(pk__lt=before)
    lines: Any = rows.values("id", "key", "at", "by_name", "by_role", "about", "old", "new", "why", "undoes")[:limit]
    return list(lines)


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
