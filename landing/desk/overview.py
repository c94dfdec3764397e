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
from landing.plan import reads as plan
from landing.route import reads as route
from landing.route.reads import Opened
from landing.route.storyline import history_lines
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


def of(viewer: Viewer, opened: Opened) -> dict[str, Any]:
    """What the overview shows of a route that the viewer's own fetch has given: only what the lens lets through.

    hidden: how many steps that can be done now are left out because this viewer may not read what they are about.
    """
    journey, lens, book, known = opened.journey, opened.lens, opened.book, opened.known
    reckoning = route.reckon(viewer.region_code, viewer.today, known, book)
    whole = lens.shows({"continuity"})
    around = people.around_of(journey.person_id, viewer.today)
    groups: dict[str, list[Task]] = {group: [] for group in GROUPS}
    hidden = 0
    for row in reckoning.dues:
        if opened.shows_rule(rule_of(book, row)):
            groups[GROUP_OF[row.state]].append(_task(book, row))
        elif GROUP_OF[row.state] == "now":
            hidden += 1
    ask = next(
        (unknown for unknown in reckoning.unknown_facts if unknown.ask_now and opened.shows_fact(unknown.fact)), None
    )
    by_id = {state.gate_id: state for state in reckoning.gates}
    gates = [(gate, by_id[gate.id], _gate_meta(by_id[gate.id])) for gate in book.gates.values()] if whole else []
    changes = route.changes_of(opened, limit=12) if lens.reads else []
    return {
        "identity_facts": _identity(viewer, opened, reckoning.phase, whole=whole),
        "around": around if whole else [line for line in around if line.kind == Bond.Kind.COORDINATOR],
        "shielded": people.is_shielded(viewer, journey.person_id),
        "has_coordinator": any(line.kind == Bond.Kind.COORDINATOR for line in around),
        "whole": whole,
        "near": plan.near(lens),
        "may_see_bonds": "continuity" in viewer.grounds.always,
        "hidden": hidden,
        "gates": gates,
        "gate_warnings": [(gate, state) for gate, state, _ in gates if state.passed and state.missing],
        "ask": {"fact": ask.fact, "question": book.facts[ask.fact].question, "decides": ask.decides} if ask else None,
        "later_title": f"Later ({len(groups['later'])})",
        "waiting_title": f"Wacht op een gegeven of kan nog niet ({len(groups['waiting'])})",
        "settled_title": f"Klaar of niet nodig ({len(groups['settled'])})",
        "known_facts": [
            (book.facts[kind].label, fact_value_text(book.facts[kind], value))
            for kind, value in opened.shown_facts.items()
        ],
        "lines": history_lines(opened, changes)[:5],
        **groups,
    }  # fmt: skip


def _identity(viewer: Viewer, opened: Opened, phase: str, *, whole: bool) -> list[tuple[str, str]]:
    journey, person = opened.journey, opened.journey.person
    place = journey.destination or person.origin
    facts = [("Fase", PHASE_WORDS[phase])] if whole else []
    facts.append(("Gemeente", place.name if place else "nog niet bekend"))
    if opened.lens.shows({"identity"}):
        facts.append(("Geboren", day_text(person.birth_date) if person.birth_date else "niet ingevuld"))
    if whole:
        last = journey.last_contact_on
        facts.append(("Laatste contact", day_text(last) if last else "nog niet genoteerd"))
    return facts


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
