"""A route told in words: a line of history, a tried key date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from landing.core.due.explain import fact_value_text, rule_of
from landing.core.due.rules import Rulebook
from landing.core.due.trial import KeyDateTrial
from landing.people import reads as people
from landing.people.models import Bond
from landing.people.roles import ROLES, Role
from landing.people.viewer import Viewer
from landing.route.actions import from_plain
from landing.route.models import Journey
from landing.route.words import LIFE_CONDITION_WORDS, PHASE_WORDS, WHO_WORDS


def frame(viewer: Viewer, journey: Journey) -> dict[str, Any]:
    """What every page about one person shows above its content."""
    person = journey.person
    return {
        "person": person,
        "name": people.show_name(person.given_name, person.infix, person.surname, person.call_me),
        "journey": journey,
        "today": viewer.today,
        "may_write": viewer.rule.writes,
        "phase_words": PHASE_WORDS,
        "who_words": WHO_WORDS,
        "condition_words": LIFE_CONDITION_WORDS,
    }


@dataclass(frozen=True, slots=True)
class Line:
    """One line of history: what happened, who did it and when; changes as (label, from, to)."""

    key: UUID
    at: datetime
    by: str
    title: str
    changes: list[tuple[str, str, str]]
    why: str
    can_undo: bool


def history_line(book: Rulebook, line: dict[str, Any]) -> Line:
    """A change on a journey in words."""
    kind, _, name = line["about"].partition(":")
    changes: list[tuple[str, str, str]] = []
    old, new = line["old"] or {}, line["new"] or {}
    if kind in {"fact", "facts"}:
        title = "Gegeven vastgelegd" if len(new) == 1 else "Gegevens vastgelegd"
        changes = [
            (_label(book, fact), _value(book, fact, old.get(fact)), _value(book, fact, new[fact])) for fact in new
        ]
    elif kind == "step":
        title = {"done": "Stap klaar", "set_aside": "Stap opzij gezet"}.get(new.get("kind", ""), "Stap teruggenomen")
        changes = [(rule_title(book, name), _mark(old), _mark(new))]
    elif kind == "gate":
        gate = book.gates.get(name)
        title = "Poort open gezet" if new else "Poort weer dicht gezet"
        missing = ", ".join(rule_title(book, rule) for rule in new.get("missing", []))
        changes = [
            (
                gate.title if gate else name,
                "dicht" if new else "open gezet",
                f"open, zonder: {missing}" if new else "dicht",
            )
        ]
    else:
        title = {"journey": "Route begonnen", "joined": "Dossiers samengevoegd", "split": "Dossiers gesplitst"}.get(
            kind, "Gewijzigd"
        )
    if line["undoes"]:
        title = f"Ongedaan gemaakt: {title[0].lower()}{title[1:]}"
    return Line(
        line["key"], line["at"], _by(line), title, changes, line["why"], kind in {"fact", "facts", "step", "gate"}
    )


PERSON_LABELS = {
    "given_name": "Voornaam",
    "infix": "Tussenvoegsel",
    "surname": "Achternaam",
    "call_me": "Wil genoemd worden",
    "birth_date": "Geboortedatum",
    "origin_id": "Gemeente van herkomst",
}


PERSON_DEEDS = {
    "joined": "Dossiers samengevoegd", "split": "Dossiers gesplitst", "import": "Ingelezen",
    "letter": "Brief met inlogcode gemaakt", "letter_off": "Brief met inlogcode ingetrokken",
    "login": "Een eigen inlog gekozen met een brief", "link": "Eenmalige link gemaakt", "link_off": "Eenmalige link ingetrokken",
}  # fmt: skip


def person_line(line: dict[str, Any]) -> Line:
    """A change of a person's name or of the people around them, in words."""
    kind, _, name = line["about"].partition(":")
    old, new = line["old"] or {}, line["new"] or {}
    changes: list[tuple[str, str, str]] = []
    if kind == "bond":
        label = dict(Bond.Kind.choices).get(name, name)
        title = f"{label.capitalize()} erbij" if line["old"] is None else f"{label.capitalize()} beëindigd"
    elif kind == "person" and new.get("added"):
        title = "Persoon toegevoegd"
    elif kind == "person":
        title = "Persoonsgegevens gewijzigd"
        changes = [
            (PERSON_LABELS[field], str(old.get(field) or "niet ingevuld"), str(new[field] or "niet ingevuld"))
            for field in new if field in PERSON_LABELS and field != "origin_id"
        ]  # fmt: skip
    else:
        title = PERSON_DEEDS.get(kind, "Gewijzigd")
    return Line(line["key"], line["at"], _by(line), title, changes, line["why"], False)


def _by(line: dict[str, Any]) -> str:
    try:
        role = ROLES[Role(line["by_role"])].label
    except ValueError:
        role = ""
    return f"{line['by_name']} ({role})" if role and line["by_name"] else line["by_name"] or role or "onbekend"


def rule_title(book: Rulebook, rule: str) -> str:
    """The title of a rule, also when it no longer speaks."""
    versions = book.versions(rule)
    return versions[-1].title if versions else rule


def _label(book: Rulebook, fact: str) -> str:
    return book.facts[fact].label if fact in book.facts else fact


def _value(book: Rulebook, fact: str, value: Any) -> str:
    if value is None:
        return "nog niet bekend"
    return fact_value_text(book.facts[fact], from_plain(value)) if fact in book.facts else str(value)


def _mark(mark: dict[str, Any]) -> str:
    if not mark:
        return "open"
    word = "klaar" if mark["kind"] == "done" else "opzij gezet"
    day = fact_day(mark["on"])
    return f"{word} op {day}" + (f": {mark['why']}" if mark.get("why") else "")


def fact_day(text: str) -> str:
    """An ISO date as "27-11-2026"."""
    day = date.fromisoformat(text)
    return f"{day.day}-{day.month}-{day.year}"


def trial_page(book: Rulebook, today: date, trial: KeyDateTrial) -> dict[str, Any]:
    """What the page of a tried key date shows: the work in order, what no longer fits and what to do then."""
    impossible = {item.rule_id: item for item in trial.impossible}
    order: list[dict[str, Any]] = [
        {"row": row, "rule": rule_of(book, row), "impossible": impossible.get(row.rule_id)} for row in trial.order
    ]
    shifted = [
        {"title": rule_title(book, shift.rule_id), "shift": shift} for shift in trial.shifts
        if shift.due_before != shift.due_after
    ]  # fmt: skip
    return {
        "day": trial.day,
        "first_of_month": trial.day.day == 1,
        "working_days_left": trial.working_days_left,
        "order": order,
        "impossible": [item for item in order if item["impossible"]],
        "shifted": shifted,
        "dues": sum(1 for item in order if item["row"].due and item["row"].due <= today),
    }
