"""The words of the own plan: for the person (A2, "je") and for staff (B1)."""

from __future__ import annotations

from landing.people.roles import ROLES, Role

NO_WORDS = "Doel zonder woorden"
NO_STEP_WORDS = "Stap zonder woorden"

CONDITIONS: dict[str, str] = {
    "health": "Mijn gezondheid",
    "housing": "Mijn huis",
    "income": "Mijn geld",
    "activities": "Wat ik overdag doe",
    "relations": "Mensen om mij heen",
    "": "Iets anders",
}
"""The headings of the person's own page, in order; the last one is for goals that stand under none of the five."""

CONDITIONS_STAFF: dict[str, str] = {
    "health": "Gezondheid",
    "housing": "Wonen",
    "income": "Inkomen",
    "activities": "Activiteiten",
    "relations": "Relaties",
    "": "Overig",
}

STATES: dict[str, str] = {"going": "Mee bezig", "paused": "Even niet", "reached": "Gelukt", "let_go": "Losgelaten"}

WHO: dict[str, str] = {"me": "Ik zelf", "together": "Samen met iemand", "other": "Iemand anders"}

# Past tense, the same after "je" and after a name.
DEEDS: dict[str, str] = {
    "start": "begon met het plan",
    "goal_new": "schreef een doel op",
    "goal_change": "veranderde een doel",
    "goal_move": "zette de doelen anders neer",
    "goal_pause": "zette een doel op pauze",
    "goal_go_on": "ging verder met een doel",
    "goal_reached": "zei dat een doel is gelukt",
    "goal_let_go": "liet een doel los",
    "step_new": "schreef een stap op",
    "step_change": "veranderde een stap",
    "step_move": "zette de stappen anders neer",
    "step_done": "vinkte een stap af",
    "step_open": "zette een stap weer open",
    "step_gone": "haalde een stap weg",
    "pause": "zette het plan op pauze",
    "go_on": "ging verder met het plan",
    "accept": "zei ja tegen een voorstel",
    "restore": "zette het plan terug",
    "joined": "voegde twee plannen samen",
    "split": "haalde twee plannen uit elkaar",
}


def role_words(role: str) -> str:
    """The label of a role, or nothing for a role that does not exist any more."""
    try:
        return ROLES[Role(role)].label
    except ValueError:
        return ""


def by_words(name: str, role: str, *, to_person: bool) -> str:
    """Who wrote something: "jij" for the person self, else a name with what they are."""
    if role == Role.CLIENT and to_person:
        return "jij"
    label = role_words(role)
    return f"{name} ({label})" if label and role != Role.CLIENT else name


def deed_words(deed: str, name: str, role: str, *, to_person: bool) -> str:
    """One change of the plan as a sentence; of what staff wrote down it says whose words it were."""
    who = by_words(name, role, to_person=to_person)
    done = f"{who[:1].upper()}{who[1:]} {DEEDS.get(deed, 'veranderde het plan')}."
    if role == Role.CLIENT or deed in {"joined", "split"}:
        return done
    return f"{done} {'Dit zei jij zelf.' if to_person else 'Op het woord van de persoon.'}"
