"""What a role sees in its lists: the steps, facts and words that the law opens for everybody it finds (people.grounds).

What only a consent opens is on the page of the person; a list never hangs on the consent of one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from landing.core.due.rules import Rulebook
from landing.people.viewer import Viewer

ROUTE = "continuity"
"""The topic of phase, dates of the route, last contact and who stands around."""


@dataclass(frozen=True, slots=True)
class Sight:
    """rules: ids of the steps that may stand in a list, None for all; topics: of the facts that may be asked there."""

    rules: frozenset[str] | None
    topics: frozenset[str]

    @property
    def route(self) -> bool:
        """Whether the phase, the last contact and who stands around may be told."""
        return ROUTE in self.topics

    def shows(self, rule: str) -> bool:
        """Whether a step may stand in a list."""
        return self.rules is None or rule in self.rules


def sight_of(viewer: Viewer, book: Rulebook) -> Sight:
    """What this viewer's role sees in lists today."""
    return _sight(book, viewer.grounds.always, viewer.today)


@lru_cache(maxsize=256)
def _sight(book: Rulebook, topics: frozenset[str], day: date) -> Sight:
    rules = book.speaking(day).rules
    seen = frozenset(rule.id for rule in rules if book.topics_of(rule) <= topics)
    return Sight(None if len(seen) == len(rules) else seen, topics)
