"""The two plans for when it goes less well: their phases and questions, to the person (A2) and to staff (B1)."""

from __future__ import annotations

from dataclasses import dataclass

from landing.plan.models import SignPhase, SignPlan

Kind, Phase = SignPlan.Kind, SignPhase.Phase
TOPICS: dict[str, str] = {Kind.RELAPSE: "plan", Kind.EARLY_SIGN: "early_sign_plan"}
"""Which regime of access each plan has: the person's own plan, or the paper of who treats and supports (S-200)."""

# Phase: (to the person, to staff).
PHASES: dict[str, tuple[str, str]] = {
    Phase.WELL: ("Het gaat goed met mij", "Het gaat goed"),
    Phase.EARLY: ("Het gaat iets minder", "Het gaat iets minder"),
    Phase.WORSE: ("Het gaat slecht", "Het gaat slecht"),
    Phase.CRISIS: ("Het gaat mis", "Het gaat mis"),
    Phase.AFTER: ("Daarna, als het weer beter gaat", "Daarna"),
}
# Of each phase: field: (to the person, to staff).
OF_PHASE: dict[str, tuple[str, str]] = {
    "signs": ("Hoe merk je dat?", "Waaraan is dat te merken?"),
    "own_action": ("Wat doe je dan zelf?", "Wat doet {name} dan zelf?"),
    "others_do": ("Wat kunnen anderen dan doen?", "Wat doen anderen dan?"),
    "better_not": ("Wat kunnen anderen beter niet doen?", "Wat doen anderen beter niet?"),
}
GENERAL, CLOSE_ONES = "algemeen", "naasten"
OF_ALL: dict[str, tuple[str, str]] = {
    "risks": ("Wat maakt het moeilijk voor jou?", "Welke risico's zijn er?"),
    "call_first": ("Wie bel je het eerst?", "Wie wordt het eerst gebeld?"),
    "medication": ("Welke medicijnen gebruik je?", "Medicatie"),
    "practical": ("Wat moet er dan geregeld worden?", "Wat moet er praktisch geregeld worden?"),
    "agreements": ("Wat heb je afgesproken?", "Welke afspraken zijn er?"),
}
CLOSE_ONES_ASKED = ("Wat zeggen mensen die dicht bij je staan?", "Wat brengen naasten in?")
AGREED = "Op welke dag vond {name} het goed dat dit erin staat?"


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a plan: its name in the address, its title, and its fields with their questions."""

    name: str
    title: str
    fields: tuple[tuple[str, str], ...]


def parts(*, own: bool, name: str) -> tuple[Part, ...]:
    """The pages of a plan, in order; ``own``: in words to the person."""
    at = 0 if own else 1

    def asked(fields: dict[str, tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        return tuple((field, words[at].format(name=name)) for field, words in fields.items())

    return (
        *(Part(str(phase), titles[at], asked(OF_PHASE)) for phase, titles in PHASES.items()),
        Part(GENERAL, "Wat altijd geldt", asked(OF_ALL)),
        Part(CLOSE_ONES, CLOSE_ONES_ASKED[at], (("close_ones", CLOSE_ONES_ASKED[at]),)),
    )
