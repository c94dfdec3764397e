"""The facts, marks and history lines of one demo journey as rows, in the form of ``route.actions``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from landing.desk.demo.cast import Member, uuid_from
from landing.desk.demo.lives import Life
from landing.desk.demo.steps import Mark
from landing.people.roles import Role
from landing.route.actions import plain
from landing.route.models import StepMark

DAYS_OF_MARKS = 90
"""How far back ticked steps also stand in the history; older ones have only their mark."""

FACT_COLUMNS = ("journey", "kind", "on", "value", "current", "recorded_at", "recorded_by")
MARK_COLUMNS = ("journey", "rule", "kind", "on", "why", "by_name", "by_role", "current", "recorded_at")
EVENT_COLUMNS = ("journey", "key", "at", "account", "by_name", "by_role", "about", "old", "new", "why", "undoes")


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment on a day."""
    return datetime.combine(day, time(hour, minute), UTC)


@dataclass(slots=True)
class Rows:
    """The rows of one or many journeys."""

    facts: list[tuple[Any, ...]] = field(default_factory=list)
    marks: list[tuple[Any, ...]] = field(default_factory=list)
    events: list[tuple[Any, ...]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A value that a fact had before, with the day on which it changed and why."""

    fact: str
    on: date
    hour: int
    old: Any
    new: Any
    why: str
    by: Member


class Telling:
    """Writes down one journey for the people who support it."""

    def __init__(self, rng: Random, journey: int, today: date, life: Life, carer: Member, coordinator: Member) -> None:
        self.rng = rng
        self.journey = journey
        self.today = today
        self.life = life
        self.carer = carer
        self.coordinator = coordinator
        self._events: list[tuple[datetime, Member, str, Any, Any, str]] = []

    def write(self, rows: Rows, marks: Sequence[Mark], earlier: Sequence[Earlier] = ()) -> None:
        """Add the rows of this journey to ``rows``; events stand in the order in which they happened."""
        start = self.life.started_on
        self._events.append((at(start, 9), self.carer, "journey", None, {"started": start.isoformat()}, ""))
        self._facts(rows, earlier)
        self._marks(rows, marks)
        self._events.sort(key=lambda line: line[0])
        rows.events.extend(
            (self.journey, uuid_from(self.rng), when, by.account, by.name, by.role.value, about, old, new, why, None)
            for when, by, about, old, new, why in self._events
        )

    def _facts(self, rows: Rows, earlier: Sequence[Earlier]) -> None:
        changed: dict[str, Earlier] = {turn.fact: turn for turn in earlier}
        first: dict[str, Any] = {}
        began = at(self.life.started_on, 10)
        for kind, value in self.life.facts.items():
            moment, by = self._recorded(kind, value), self.carer
            if kind in changed:
                moment, by = at(changed[kind].on, changed[kind].hour), changed[kind].by
            elif isinstance(value, date) and kind != "stay_start":
                self._events.append((moment, by, f"fact:{kind}", {kind: None}, {kind: plain(value)}, ""))
            else:
                first[kind], moment = value, began
            rows.facts.append(self._fact(kind, value, moment, by, current=True))
        self._turns(rows, earlier, first)
        if first:
            new = {kind: plain(value) for kind, value in first.items()}
            self._events.append((began, self.carer, "facts", dict.fromkeys(new), new, ""))

    def _turns(self, rows: Rows, earlier: Sequence[Earlier], first: dict[str, Any]) -> None:
        """The values from before: the first of each stands among what was known at the start."""
        since: dict[str, tuple[datetime, Member]] = {}
        for turn in earlier:
            moment, by = since.get(turn.fact, (at(self.life.started_on, 10), self.carer))
            if turn.fact not in since:
                first[turn.fact] = turn.old
            rows.facts.append(self._fact(turn.fact, turn.old, moment, by, current=False))
            since[turn.fact] = (at(turn.on, turn.hour), turn.by)
            old, new = {turn.fact: plain(turn.old)}, {turn.fact: plain(turn.new)}
            self._events.append((*since[turn.fact], f"fact:{turn.fact}", old, new, turn.why))

    def _fact(self, kind: str, value: Any, moment: datetime, by: Member, *, current: bool) -> tuple[Any, ...]:
        dated = isinstance(value, date)
        return (self.journey, kind, value if dated else None, "" if dated else plain(value), current, moment, by.name)

    def _recorded(self, kind: str, value: Any) -> datetime:
        """When a date was written down: on the day itself, or for what lies ahead some days ago."""
        day = value if isinstance(value, date) else self.life.started_on
        if day > self.today:
            day = self.today - timedelta(days=len(kind) % 9)
        return at(max(day, self.life.started_on), 11 + len(kind) % 5, 5 * (len(kind) % 12))

    def _marks(self, rows: Rows, marks: Sequence[Mark]) -> None:
        seen_from = self.today - timedelta(days=DAYS_OF_MARKS)
        for mark in marks:
            by = self.coordinator if mark.who in ("coordinator", "process_director") else self.carer
            kind = StepMark.Kind.SET_ASIDE.value if mark.why else StepMark.Kind.DONE.value
            moment = at(mark.on, 13, 30)
            rows.marks.append((self.journey, mark.rule, kind, mark.on, mark.why, by.name, by.role.value, True, moment))
            if mark.on >= seen_from:
                new = {"kind": kind, "on": mark.on.isoformat(), "why": mark.why}
                self._events.append((moment, by, f"step:{mark.rule}", None, new, mark.why))


def gate_event(
    journey: int, rng: Random, by: Member, gate: str, on: date, why: str, missing: Sequence[str]
) -> tuple[Any, ...]:
    """The history line of a gate that was passed although something was missing."""
    new: Mapping[str, Any] = {"passed": on.isoformat(), "missing": list(missing)}
    who = (by.account, by.name, Role.COORDINATOR.value)
    return (journey, uuid_from(rng), at(on, 16), *who, f"gate:{gate}", None, new, why, None)
