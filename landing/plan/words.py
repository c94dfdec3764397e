"""The words of the own plan: for the person (A2, "je") and for staff (B1)."""

from __future__ import annotations

from landing.people.roles import ROLES, Role
from landing.ui.languages import in_own_language
from landing.ui.languages import said as _

NO_WORDS = _("Doel zonder woorden")
NO_STEP_WORDS = _("Stap zonder woorden")

CONDITIONS: dict[str, str] = {
    "health": _("Mijn gezondheid"),
    "housing": _("Mijn huis"),
    "income": _("Mijn geld"),
    "activities": _("Wat ik overdag doe"),
    "relations": _("Mensen om mij heen"),
    "": _("Iets anders"),
}
"""The headings of the person's own page, in order; the last one is for goals that stand under none of the five."""

CONDITIONS_STAFF: dict[str, str] = {
    "health": _("Gezondheid"),
    "housing": _("Wonen"),
    "income": _("Inkomen"),
    "activities": _("Activiteiten"),
    "relations": _("Relaties"),
    "": _("Overig"),
}

STATES: dict[str, str] = {
    "going": _("Mee bezig"),
    "paused": _("Even niet"),
    "reached": _("Gelukt"),
    "let_go": _("Losgelaten"),
}

WHO: dict[str, str] = {"me": _("Ik zelf"), "together": _("Samen met iemand"), "other": _("Iemand anders")}

# Past tense, the same after "je" and after a name.
DEEDS: dict[str, str] = {
    "start": _("begon met het plan"),
    "goal_new": _("schreef een doel op"),
    "goal_change": _("veranderde een doel"),
    "goal_move": _("zette de doelen anders neer"),
    "goal_pause": _("zette een doel op pauze"),
    "goal_go_on": _("ging verder met een doel"),
    "goal_reached": _("zei dat een doel is gelukt"),
    "goal_let_go": _("liet een doel los"),
    "step_new": _("schreef een stap op"),
    "step_change": _("veranderde een stap"),
    "step_move": _("zette de stappen anders neer"),
    "step_done": _("vinkte een stap af"),
    "step_open": _("zette een stap weer open"),
    "step_gone": _("haalde een stap weg"),
    "pause": _("zette het plan op pauze"),
    "go_on": _("ging verder met het plan"),
    "accept": _("zei ja tegen een voorstel"),
    "restore": _("zette het plan terug"),
    "joined": _("voegde twee plannen samen"),
    "split": _("haalde twee plannen uit elkaar"),
}


def role_words(role: str) -> str:
    """The label of a role, or nothing for a role that does not exist any more."""
    try:
        return in_own_language(ROLES[Role(role)].label)
    except ValueError:
        return ""


def by_words(name: str, role: str, *, to_person: bool) -> str:
    """Who wrote something: "jij" for the person self, else a name with what they are."""
    if role == Role.CLIENT and to_person:
        return _("jij")
    label = role_words(role)
    return f"{name} ({label})" if label and role != Role.CLIENT else name


def deed_words(deed: str, name: str, role: str, *, to_person: bool) -> str:
    """One change of the plan as a sentence; of what staff wrote down it says whose words it were."""
    who = by_words(name, role, to_person=to_person)
    done = f"{who[:1].upper()}{who[1:]} {DEEDS.get(deed, 'veranderde het plan')}."
    if role == Role.CLIENT or deed in {"joined", "split"}:
        return done
    return f"{done} {'Dit zei jij zelf.' if to_person else 'Op het woord van de persoon.'}"
