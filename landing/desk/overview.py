"""The person overview: everything about one route on one page, in a dozen queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from landing.core.due.explain import fact_value_text, rule_of
from landing.core.due.reckon import Due
from landing.core.due.rules import Rulebook
from landing.core.dutch import day_text
from landing.people import reads as people
from landing.people.models import Bond
from landing.people.viewer import Viewer
from landing.route import reads as route
from landing.route import rulebook
from landing.route.models import Journey
from landing.route.storyline import history_line
from landing.route.words import PHASE_WORDS


@dataclass(frozen=True, slots=True)
class Task:
    """One step on the overview."""

    rule: str
    title: str
    who: str
    state: str
    due_on: date | None
    because: str


def of(viewer: Viewer, journey: Journey) -> dict[str, Any]:
    """What the overview shows of a journey that the viewer's own fetch has given."""
    book = rulebook.current(viewer.region_code)
    known = route.known(journey.pk)
    reckoning = route.reckon(viewer.region_code, viewer.today, known, book)
    around = people.around_of(journey.person_id, viewer.today)
    groups: dict[str, list[Task]] = {group: [] for group in GROUPS}
    for row in reckoning.dues:
        groups[GROUP_OF[row.state]].append(_task(book, row))
    ask = next((unknown for unknown in reckoning.unknown_facts if unknown.ask_now), None)
    by_id = {state.gate_id: state for state in reckoning.gates}
    gates = [(gate, by_id[gate.id], _gate_meta(by_id[gate.id])) for gate in book.gates.values()]
    person = journey.person
    place = journey.destination or person.origin
    facts = [
        ("Fase", PHASE_WORDS[reckoning.phase]),
        ("Gemeente", place.name if place else "nog niet bekend"),
        ("Geboren", day_text(person.birth_date) if person.birth_date else "niet ingevuld"),
        ("Laatste contact", day_text(journey.last_contact_on) if journey.last_contact_on else "nog niet genoteerd"),
    ]
    return {
        "identity_facts": facts,
        "around": around,
        "shielded": people.is_shielded(viewer, journey.person_id),
        "has_coordinator": any(line.kind == Bond.Kind.COORDINATOR for line in around),
        "gates": gates,
        "gate_warnings": [(gate, state) for gate, state, _ in gates if state.passed and state.missing],
        "ask": {"fact": ask.fact, "question": book.facts[ask.fact].question, "decides": ask.decides} if ask else None,
        "later_title": f"Later ({len(groups['later'])})",
        "waiting_title": f"Wacht op een gegeven of kan nog niet ({len(groups['waiting'])})",
        "settled_title": f"Klaar of niet nodig ({len(groups['settled'])})",
        "known_facts": [
            (book.facts[kind].label, fact_value_text(book.facts[kind], value))
            for kind, value in known.facts.items() if kind in book.facts
        ],
        "lines": [history_line(book, line) for line in route.history(viewer, journey.pk, limit=5)],
        **groups,
    }  # fmt: skip


GROUPS = ("now", "later", "waiting", "settled")
GROUP_OF = {
    "overdue": "now",
    "due_soon": "now",
    "open": "later",
    "waiting_for_fact": "waiting",
    "not_before": "waiting",
    "done": "settled",
    "set_aside": "settled",
}


def _task(book: Rulebook, row: Due) -> Task:
    rule = rule_of(book, row)
    shown = rule.why if GROUP_OF[row.state] == "now" else ""
    return Task(row.rule_id, rule.title, rule.who, row.state, row.done_on if row.settled else row.due, shown)


def _gate_meta(state: Any) -> str:
    if state.passed:
        return "open gezet met een reden"
    if state.open:
        return ""
    return f"{len(state.missing)} {'stap ontbreekt' if len(state.missing) == 1 else 'stappen ontbreken'}"
