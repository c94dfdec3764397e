"""A route told in words: a line of history, a tried key date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from landing.core.due.explain import fact_value_text, rule_of
from landing.core.due.rules import Rulebook
from landing.core.due.trial import KeyDateTrial
from landing.people import reads as people
from landing.people.lens import Lens
from landing.people.models import Bond
from landing.people.roles import ROLES, Role
from landing.people.viewer import Viewer
from landing.route.actions import from_plain
from landing.route.models import Journey
from landing.route.reads import Opened
from landing.route.words import LIFE_CONDITION_WORDS, PHASE_WORDS, WHO_WORDS


def frame(viewer: Viewer, journey: Journey, lens: Lens) -> dict[str, Any]:
    """What every page about one person shows above its content; buttons that write only where something may be written."""
    person = journey.person
    return {
        "person": person,
        "name": people.show_name(person.given_name, person.infix, person.surname, person.call_me),
        "journey": journey,
        "today": viewer.today,
        "may_write": viewer.rule.writes and bool(lens.writes),
        "lens": lens,
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


def history_lines(route: Opened, lines: Iterable[dict[str, Any]]) -> list[Line]:
    """The changes on a route in words, without what this viewer may not read of them."""
    shown = (_may_be_told(route, line) for line in lines)
    return [history_line(route.book, line) for line in shown if line is not None]


def _may_be_told(route: Opened, line: dict[str, Any]) -> dict[str, Any] | None:
    """A line with only the facts that may be read; None when nothing is left of it."""
    kind, _, name = line["about"].partition(":")
    if kind in {"fact", "facts"}:
        new = {fact: value for fact, value in (line["new"] or {}).items() if route.shows_fact(fact)}
        whole = len(new) == len(line["new"] or {})
        return {**line, "new": new, "why": line["why"] if whole else ""} if new else None
    if kind == "step":
        return line if route.shows_step(name) else None
    if kind == "gate":
        if not route.lens.shows({"continuity"}):
            return None
        passed = line["new"] or {}
        missing = [rule for rule in passed.get("missing", []) if route.shows_step(rule)]
        return {**line, "new": {**passed, "missing": missing}} if passed else line
    return line if route.lens.shows({"continuity"}) else None


PERSON_LABELS = {
    "given_name": "Voornaam",
    "infix": "Tussenvoegsel",
    "surname": "Achternaam",
    "call_me": "Wil genoemd worden",
    "birth_date": "Geboortedatum",
    "origin_id": "Gemeente van herkomst",
}


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
    elif line["about"] in CONSENT_TITLES:
        title = _consent_title(line["about"], {**old, **new})
    else:
        added, ended = PERSON_TITLES.get(kind, ("Gewijzigd", "Gewijzigd"))
        title = ended if line["new"] is None else added
        changes = [(FROZEN_LABELS[field], _day_or_no(old.get(field)), _day_or_no(new.get(field)))
                   for field in FROZEN_LABELS if field in old or field in new]  # fmt: skip
    return Line(line["key"], line["at"], _by(line), title, changes, line["why"], False)


# By what a line of a person is about: when something came, and when it went.
# One and the same for the people, the card and the plans: the history is read by more people than these are.
OWN_WORDS = "Iets in eigen woorden gewijzigd"
PERSON_TITLES = {
    **dict.fromkeys(
        ("network", "crisis_card", "card_print", "card_offer", "sign_plan", "shared", "preparing"),
        (OWN_WORDS, OWN_WORDS),
    ),
    "joined": ("Dossiers samengevoegd", "Dossiers samengevoegd"),
    "split": ("Dossiers gesplitst", "Dossiers gesplitst"),
    "import": ("Ingelezen", "Ingelezen"),
    "request": ("Verzoek over de gegevens", "Verzoek over de gegevens"),
    "frozen": ("Gegevens stilgezet of weer in gebruik", "Gegevens stilgezet of weer in gebruik"),
    "hold": ("Bewaarplicht ingesteld", "Bewaarplicht beëindigd"),
    "shield": ("Afgeschermd", "Afscherming beëindigd"),
    "bsn": ("Burgerservicenummer ingevuld", "Burgerservicenummer weggehaald"),
    "bsn_shown": ("Burgerservicenummer bekeken", "Burgerservicenummer bekeken"),
    "letter": ("Brief met inlogcode gemaakt", "Brief met inlogcode gemaakt"),
    "letter_off": ("Brief met inlogcode ingetrokken", "Brief met inlogcode ingetrokken"),
    "login": ("Een eigen inlog gekozen met een brief", "Een eigen inlog gekozen met een brief"),
    "link": ("Eenmalige link gemaakt", "Eenmalige link gemaakt"),
    "link_off": ("Eenmalige link ingetrokken", "Eenmalige link ingetrokken"),
    "language": ("Taal van de eigen pagina's gekozen", "Taal van de eigen pagina's gekozen"),
    "died": ("Overlijden genoteerd", "Ten onrechte overleden gemeld"),
}
FROZEN_LABELS = {"frozen_on": "Staat stil", "died_on": "Overleden op"}


def _day_or_no(text: str | None) -> str:
    return fact_day(text) if text else "nee"


CONSENT_TITLES = {
    "consent:asked": "Toestemming gevraagd",
    "consent:renewal_asked": "Verlenging van toestemming gevraagd",
    "consent:taken_back": "Vraag om toestemming teruggenomen",
    "consent:given": "Toestemming gegeven",
    "consent:declined": "Toestemming niet gegeven",
    "consent:talk": "Wil eerst praten over toestemming",
    "consent:withdrawn": "Toestemming ingetrokken",
    "consent:shortened": "Toestemming stopt eerder",
    "representation:added": "Vertegenwoordiger vastgelegd",
    "representation:ended": "Vertegenwoordiger beëindigd",
    "handover": "Overgedragen",
}


def _consent_title(about: str, told: dict[str, Any]) -> str:
    """What was asked, answered or handed over, for whom and until when; in the words that were kept with it."""
    whom = told.get("receiver") or ", ".join(part for part in (told.get("name"), told.get("kind")) if part)
    parts = [whom, told.get("what", "")]
    if told.get("until"):
        parts.append(f"tot {fact_day(told['until'])}")
    if told.get("witness"):
        parts.append(f"op papier, getuige {told['witness']}")
    if told.get("representative"):
        parts.append(f"door {told['representative']}")
    return f"{CONSENT_TITLES[about]}: {'; '.join(part for part in parts if part)}"


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


def trial_page(route: Opened, today: date, trial: KeyDateTrial) -> dict[str, Any]:
    """What the page of a tried key date shows: the work in order, what no longer fits and what to do then.

    hidden: how many steps are left out because this viewer may not read what they are about.
    """
    book = route.book
    impossible = {item.rule_id: item for item in trial.impossible}
    whole: list[dict[str, Any]] = [
        {"row": row, "rule": rule_of(book, row), "impossible": impossible.get(row.rule_id)} for row in trial.order
    ]
    order = [line for line in whole if route.shows_rule(line["rule"])]
    shifted = [
        {"title": rule_title(book, shift.rule_id), "shift": shift} for shift in trial.shifts
        if shift.due_before != shift.due_after and route.shows_step(shift.rule_id)
    ]  # fmt: skip
    return {
        "hidden": len(whole) - len(order),
        "day": trial.day,
        "first_of_month": trial.day.day == 1,
        "working_days_left": trial.working_days_left,
        "order": order,
        "impossible": [item for item in order if item["impossible"]],
        "shifted": shifted,
        "dues": sum(1 for item in order if item["row"].due and item["row"].due <= today),
    }
