"""How long deciding takes who may know what, beside the floor: making the same answers without deciding anything."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from time import perf_counter, process_time
from typing import Any

from landing.core.consent.decide import Decision, allowed_topics, decide_many
from landing.core.consent.load import load_table
from landing.core.consent.request import Bond, Consent, Request, Subject, Viewer
from landing.core.consent.table import AccessTable
from landing.core.consent.words import PURPOSES, TOPICS

MOST_MICROSECONDS = 20.0
"""What one decision may take in bulk; a hundred thousand may take three seconds."""


@dataclass(frozen=True, slots=True)
class ConsentTimes:
    """What was asked, how many decisions, how many of them allowed, and the seconds beside those of the floor."""

    what: str
    decisions: int
    allowed: int
    seconds: float
    cpu_seconds: float
    floor_seconds: float

    @property
    def microseconds(self) -> float:
        """Of this process, for one decision."""
        return self.cpu_seconds / self.decisions * 1e6

    def plain(self) -> dict[str, Any]:
        """As JSON holds it."""
        rounded = {name: round(value, 4) for name, value in asdict(self).items() if isinstance(value, float)}
        return asdict(self) | rounded | {
            "microseconds": round(self.microseconds, 2), "within": self.microseconds <= MOST_MICROSECONDS
        }  # fmt: skip


def situations(today: date, count: int) -> list[Request]:
    """People with a few bonds and consents, and the roles that look at them in turn; always the same ones."""
    seats = (
        ("support_worker", "support", {"worker": "w1"}, "support_worker"),
        ("coordinator", "coordination", {"organisation": "o1"}, "care_provider"),
        ("process_director", "care_decision", {"organisation": "o1"}, "municipality"),
        ("housing_officer", "tenancy", {"organisation": "o1"}, "housing_officer"),
        ("advocate", "client_support", {"organisation": "o1"}, "advocate"),
    )
    begun = today.replace(day=1, month=1)
    consents = tuple(
        Consent(f"c{at}", to, frozenset(TOPICS[at : at + 6]), frozenset(PURPOSES), begun)
        for at, to in enumerate(("o1", "o2", "naam"))
    )
    found = []
    for number in range(count):
        role, purpose, mine, kind = seats[number % len(seats)]
        bonds = (Bond(kind, begun, None, **mine), Bond("coordinator", begun, today, "w2"), Bond("buddy", begun))
        viewer = Viewer(role, "o1", "r1", "w1", organisation_name="Een organisatie")
        person = Subject(str(number), "r1", ("prepare", "land")[number % 2])
        found.append(Request(today, viewer, person, TOPICS[number % len(TOPICS)], purpose, "read", bonds, consents))
    return found


def measure_consent(today: date, decisions: int, progress: Callable[[str], Any]) -> list[ConsentTimes]:
    """Decide for every person about every topic, and about one topic each."""
    table = load_table()
    progress("every topic of each person")
    people = situations(today, max(1, decisions // len(TOPICS)))
    found = [_timed("every topic of each person", lambda: _by_topic(table, people))]
    progress("one topic of each person")
    alone = situations(today, decisions)
    found.append(_timed("one topic of each person", lambda: decide_many(table, alone)))
    progress("with the reasons and the line in the log")
    few = situations(today, max(1, decisions // 20))
    found.append(_timed("with reasons and line in the log", lambda: _told(table, few)))
    return found


def _by_topic(table: AccessTable, people: list[Request]) -> list[Decision]:
    return [one for person in people for one in allowed_topics(table, person).values()]


def _told(table: AccessTable, people: list[Request]) -> list[Decision]:
    found = decide_many(table, people)
    for one in found:
        one.as_json()
    return found


def _timed(what: str, run: Callable[[], list[Decision]]) -> ConsentTimes:
    """The best of three, without the pauses of the memory cleaner, beside making as many answers that say no."""
    best, answers = (float("inf"), 0.0), run()
    gc.disable()
    try:
        for _ in range(3):
            clock, own = perf_counter(), process_time()
            answers = run()
            best = min(best, (perf_counter() - clock, process_time() - own))
        clock = perf_counter()
        floor_answers = [Decision(one.topic, one.purpose, one.action, False) for one in answers]
        floor = perf_counter() - clock
    finally:
        gc.enable()
    return ConsentTimes(what, len(floor_answers), sum(one.allowed for one in answers), *best, floor)
