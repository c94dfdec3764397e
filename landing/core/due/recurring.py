"""Events that happen again: which deeds a newer date of a recurring fact leaves behind (docs/adr/0004).

Nothing is stored for it. A deed counts when it is not dated before the newest event that asks for it, so a date that
is put back to what it was lets the deed count again.
"""

from datetime import date
from typing import NamedTuple

from landing.core.due.conditions import FactValues
from landing.core.due.rules import Rule, Rulebook


class Event(NamedTuple):
    """The newest event that asks for a rule, and the first day on which a deed belongs to it."""

    fact: str
    on: date
    counts_from: date


class Earlier(NamedTuple):
    """A deed that no longer counts: done or set aside on a day, before the date of a fact that recurs."""

    state: str
    on: date
    fact: str
    fact_on: date


def began_on(rulebook: Rulebook, rule: Rule, facts: FactValues) -> date | None:
    """The day of the event that the rule is about; ``None`` when that is unknown or happens once."""
    anchor = rule.first_anchor
    return facts.get(anchor) if anchor is not None and rulebook.facts[anchor].recurs is not None else None


def newest_event(rulebook: Rulebook, rule: Rule, facts: FactValues) -> Event | None:
    """Of the events that ask for the rule the one whose deeds begin to count last; ``None`` when none is known."""
    found = []
    for fact in rule.asked_by:
        early, day = rulebook.facts[fact].recurs, facts.get(fact)
        if early is not None and day is not None:
            found.append(Event(fact, day, (-early).from_day(day, rulebook.calendar)))
    return max(found, key=lambda event: (event.counts_from, event.on, event.fact), default=None)


def left_behind(event: Event, state: str, day: date | None) -> Earlier | None:
    """The deed as one that no longer counts; ``None`` when it belongs to the event or to none."""
    if day is None or day >= event.counts_from:
        return None
    return Earlier(state, day, event.fact, event.on)
