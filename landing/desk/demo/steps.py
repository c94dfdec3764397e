"""Which steps of a life are done, in the order of the rules: what was due long ago mostly is, some things are late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from landing.core.due.recurring import newest_event
from landing.core.due.rules import Moment, Rule, Rulebook
from landing.core.periods import Term

WHY_ASIDE = (
    "Dit was al geregeld voordat de route begon.",
    "De persoon wil dit nu niet. We komen erop terug in het volgende gesprek.",
    "Een andere organisatie doet dit al.",
    "Niet nodig in deze situatie, besproken in het netwerkoverleg.",
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A step done, or (with ``why``) set aside, on a day."""

    rule: str
    who: str
    on: date
    why: str = ""


class Steps:
    """Marks the steps of many lives under one rulebook on one day."""

    def __init__(self, book: Rulebook, today: date) -> None:
        self.book = book
        self.today = today
        depths = book.depths
        self.rules = sorted(book.speaking(today).rules, key=lambda rule: (depths[rule.id], rule.id))
        self._ends: dict[tuple[Term, Any, date], date] = {}

    def marks(
        self,
        rng: Random,
        facts: Mapping[str, Any],
        started_on: date,
        diligence: float,
        undone: frozenset[str] = frozenset(),
    ) -> list[Mark]:
        """The marks of one life. ``diligence``: how often a step is done by its date; ``undone``: rules left open.

        Never is a step done before a step that it comes after and that holds for this person.
        """
        found: dict[str, Mark] = {}
        holding: set[str] = set()
        for rule in self.rules:
            if rule.when is not None and rule.when.holds(facts) is not True:
                continue
            holding.add(rule.id)
            if rule.id in undone or any(target in holding and target not in found for target in rule.after):
                continue
            mark = self._mark(rng, rule, facts, started_on, diligence, found)
            if mark is not None:
                found[rule.id] = mark
        return list(found.values())

    def _mark(
        self, rng: Random, rule: Rule, facts: Mapping[str, Any], started_on: date, diligence: float,
        found: Mapping[str, Mark],
    ) -> Mark | None:  # fmt: skip
        due = self._date(rule.due, facts)
        if rule.due is not None and due is None:
            return None
        latest = self._latest(rule, facts)
        earliest = max([started_on, *(found[target].on for target in rule.after if target in found)])
        if rule.not_before is not None:
            from_day = self._date(rule.not_before, facts)
            if from_day is None:
                return None
            earliest = max(earliest, from_day)
        event = newest_event(self.book, rule, facts)
        if event is not None:
            earliest = max(earliest, event.counts_from)  # what was done before it happened again does not count
        if earliest > latest:
            return None
        if due is None:
            due = started_on + timedelta(days=30 + len(rule.id) * 5)
        if rule.repeat is not None:
            return self._last_time(rng, rule, due, earliest, latest, diligence)
        late = (self.today - due).days
        chance = 1.0 if late > 75 else 0.97 if late > 30 else 0.86 if late > 7 else 0.62 if late > 0 else \
            0.25 if late > -21 else 0.05  # fmt: skip
        if rng.random() > chance * diligence:
            if late > 20 and rng.random() < 0.3:
                return Mark(rule.id, rule.who, max(earliest, min(latest, due)), rng.choice(WHY_ASIDE))
            return None
        around = due + timedelta(days=int(rng.triangular(-24, 9, -4)))
        return Mark(rule.id, rule.who, max(earliest, min(latest, around)))

    def _last_time(
        self, rng: Random, rule: Rule, due: date, earliest: date, latest: date, diligence: float
    ) -> Mark | None:
        """When a step that comes back was done last: within its rhythm, or one rhythm too long ago."""
        if due > latest:
            return None
        period = max(1, (self._end(rule.repeat.every, None, latest) - latest).days)  # type: ignore[union-attr]
        back = rng.randint(0, period - 1) if rng.random() < diligence else rng.randint(period, 2 * period)
        on = latest - timedelta(days=back)
        return Mark(rule.id, rule.who, on) if on >= earliest else None

    def _latest(self, rule: Rule, facts: Mapping[str, Any]) -> date:
        days = [facts[fact] for fact in rule.until if facts.get(fact) is not None]
        return min([self.today, *days])

    def _date(self, moment: Moment | None, facts: Mapping[str, Any]) -> date | None:
        if moment is None:
            return None
        for anchor in moment.anchors:
            day = facts.get(anchor)
            if day is not None:
                return self._end(moment.term, moment.rounding, day)
        return None

    def _end(self, term: Term, rounding: Any, day: date) -> date:
        key = (term, rounding, day)
        found = self._ends.get(key)
        if found is None:
            if len(self._ends) > 400_000:
                self._ends.clear()
            found = self._ends[key] = term.applied(day, rounding, self.book.calendar)
        return found
