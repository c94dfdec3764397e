"""The two plans for when it goes less well: their phases and questions, to the person (A2) and to staff (B1)."""

from __future__ import annotations

from dataclasses import dataclass

from landing.plan.models import SignPhase, SignPlan
from landing.ui.languages import said as _

Kind, Phase = SignPlan.Kind, SignPhase.Phase
TOPICS: dict[str, str] = {Kind.RELAPSE: "plan", Kind.EARLY_SIGN: "early_sign_plan"}
"""Which regime of access each plan has: the person's own plan, or the paper of who treats and supports (S-200)."""

# Phase: (to the person, to staff).
PHASES: dict[str, tuple[str, str]] = {
    Phase.WELL: (_("Het gaat goed met mij"), _("Het gaat goed")),
    Phase.EARLY: (_("Het gaat iets minder"), _("Het gaat iets minder")),
    Phase.WORSE: (_("Het gaat slecht"), _("Het gaat slecht")),
    Phase.CRISIS: (_("Het gaat mis"), _("Het gaat mis")),
    Phase.AFTER: (_("Daarna, als het weer beter gaat"), _("Daarna")),
}
# Of each phase: field: (to the person, to staff).
OF_PHASE: dict[str, tuple[str, str]] = {
    "signs": (_("Hoe merk je dat?"), _("Waaraan is dat te merken?")),
    "own_action": (_("Wat doe je dan zelf?"), _("Wat doet {name} dan zelf?")),
    "others_do": (_("Wat kunnen anderen dan doen?"), _("Wat doen anderen dan?")),
    "better_not": (_("Wat kunnen anderen beter niet doen?"), _("Wat doen anderen beter niet?")),
}
GENERAL, CLOSE_ONES = "algemeen", "naasten"
OF_ALL: dict[str, tuple[str, str]] = {
    "risks": (_("Wat maakt het moeilijk voor jou?"), _("Welke risico's zijn er?")),
    "call_first": (_("Wie bel je het eerst?"), _("Wie wordt het eerst gebeld?")),
    "medication": (_("Welke medicijnen gebruik je?"), _("Medicatie")),
    "practical": (_("Wat moet er dan geregeld worden?"), _("Wat moet er praktisch geregeld worden?")),
    "agreements": (_("Wat heb je afgesproken?"), _("Welke afspraken zijn er?")),
}
CLOSE_ONES_ASKED = (_("Wat zeggen mensen die dicht bij je staan?"), _("Wat brengen naasten in?"))
AGREED = _("Op welke dag vond {name} het goed dat dit erin staat?")


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
        Part(GENERAL, _("Wat altijd geldt"), asked(OF_ALL)),
        Part(CLOSE_ONES, CLOSE_ONES_ASKED[at], (("close_ones", CLOSE_ONES_ASKED[at]),)),
    )
