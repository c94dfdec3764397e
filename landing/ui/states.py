"""The words and tones of states: one word for one thing, and never a colour alone."""

from __future__ import annotations

from typing import NamedTuple

from landing.ui.languages import said as _

TONES = {"neg": "is-neg", "warn": "is-warn", "pos": "is-pos", "info": "is-info", "neutral": "", "quiet": "is-quiet"}


class StateWord(NamedTuple):
    """What a state is called on screen, for staff and for clients, and how loud it may be."""

    staff: str
    client: str
    tone: str


# Done is quiet; only what asks for a deed gets colour (GOV.UK task list). Keys: core.due states.
DUE_STATES = {
    "done": StateWord(_("Klaar"), _("Klaar"), "quiet"),
    "set_aside": StateWord(_("Niet nodig"), _("Niet nodig"), "quiet"),
    "overdue": StateWord(_("Te laat"), _("Doe dit eerst"), "neg"),
    "due_soon": StateWord(_("Binnenkort"), _("Doe dit nu"), "warn"),
    "open": StateWord(_("Te doen"), _("Te doen"), "info"),
    "waiting_for_fact": StateWord(_("Wacht op gegevens"), _("Wacht nog even"), "neutral"),
    "not_before": StateWord(_("Kan nog niet"), _("Kan nog niet"), "neutral"),
}


def tone_class(tone: str) -> str:
    """Return the class that belongs to `tone`; a tone that does not exist raises ValueError at once."""
    try:
        return TONES[tone]
    except KeyError:
        raise ValueError(f"unknown tone {tone!r}; choose one of {', '.join(TONES)}") from None


def due_word(state: str) -> StateWord:
    """Return the words of a due state; a state that core.due does not know raises ValueError."""
    try:
        return DUE_STATES[state]
    except KeyError:
        raise ValueError(f"unknown due state {state!r}; choose one of {', '.join(DUE_STATES)}") from None
