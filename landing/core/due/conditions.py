"""When a rule holds: trees of fact tests in three-valued logic (Kleene).

A fact that is absent is *unknown*, not false. ``holds`` answers ``True``, ``False`` or ``None`` (cannot be told yet), and
``undecided`` names the facts that stand in the way, in the order in which the rule names them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

FactValues = Mapping[str, Any]
"""Fact id to value: ``date`` for dates, ``bool`` for yes or no, ``str`` for a choice. ``None`` counts as absent."""


class Condition:
    """One node of a condition tree."""

    __slots__ = ()

    def holds(self, facts: FactValues) -> bool | None:
        """Whether the condition holds; ``None`` while a fact that matters is unknown."""
        raise NotImplementedError

    def undecided(self, facts: FactValues, found: dict[str, None]) -> None:
        """Add the unknown facts that keep this condition undecided to ``found`` (a dict keeps the order)."""
        raise NotImplementedError

    def tests(self) -> "list[FactTest]":
        """All fact tests below this node, in the order of the rule file."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class AllOf(Condition):
    """Holds when every part holds; false as soon as one part is false."""

    parts: tuple[Condition, ...]

    def holds(self, facts: FactValues) -> bool | None:
        result: bool | None = True
        for part in self.parts:
            value = part.holds(facts)
            if value is False:
                return False
            if value is None:
                result = None
        return result

    def undecided(self, facts: FactValues, found: dict[str, None]) -> None:
        _undecided(self.parts, facts, found)

    def tests(self) -> "list[FactTest]":
        return [test for part in self.parts for test in part.tests()]


@dataclass(frozen=True, slots=True)
class AnyOf(Condition):
    """Holds as soon as one part holds; false when every part is false."""

    parts: tuple[Condition, ...]

    def holds(self, facts: FactValues) -> bool | None:
        result: bool | None = False
        for part in self.parts:
            value = part.holds(facts)
            if value:
                return True
            if value is None:
                result = None
        return result

    def undecided(self, facts: FactValues, found: dict[str, None]) -> None:
        _undecided(self.parts, facts, found)

    def tests(self) -> "list[FactTest]":
        return [test for part in self.parts for test in part.tests()]


@dataclass(frozen=True, slots=True)
class NoneOf(Condition):
    """Holds when every part is false; false as soon as one part holds."""

    parts: tuple[Condition, ...]

    def holds(self, facts: FactValues) -> bool | None:
        value = AnyOf(self.parts).holds(facts)
        return None if value is None else not value

    def undecided(self, facts: FactValues, found: dict[str, None]) -> None:
        _undecided(self.parts, facts, found)

    def tests(self) -> "list[FactTest]":
        return [test for part in self.parts for test in part.tests()]


def _undecided(parts: tuple[Condition, ...], facts: FactValues, found: dict[str, None]) -> None:
    for part in parts:
        if part.holds(facts) is None:
            part.undecided(facts, found)


@dataclass(frozen=True, slots=True)
class FactTest(Condition):
    """A test of one fact."""

    fact: str

    def undecided(self, facts: FactValues, found: dict[str, None]) -> None:
        found[self.fact] = None

    def tests(self) -> "list[FactTest]":
        return [self]


@dataclass(frozen=True, slots=True)
class Is(FactTest):
    """The fact is this yes, no or choice."""

    value: bool | str

    def holds(self, facts: FactValues) -> bool | None:
        value = facts.get(self.fact)
        return None if value is None else value == self.value


@dataclass(frozen=True, slots=True)
class In(FactTest):
    """The fact is one of these choices."""

    values: tuple[str, ...]

    def holds(self, facts: FactValues) -> bool | None:
        value = facts.get(self.fact)
        return None if value is None else value in self.values


@dataclass(frozen=True, slots=True)
class Known(FactTest):
    """The fact is known (or not). Certain even while the fact is unknown."""

    known: bool

    def holds(self, facts: FactValues) -> bool | None:
        return (facts.get(self.fact) is not None) is self.known


@dataclass(frozen=True, slots=True)
class OnOrAfter(FactTest):
    """The date lies on or after this day."""

    day: date

    def holds(self, facts: FactValues) -> bool | None:
        value = facts.get(self.fact)
        return None if value is None else value >= self.day


@dataclass(frozen=True, slots=True)
class Before(FactTest):
    """The date lies before this day."""

    day: date

    def holds(self, facts: FactValues) -> bool | None:
        value = facts.get(self.fact)
        return None if value is None else value < self.day


@dataclass(frozen=True, slots=True)
class FirstOfMonth(FactTest):
    """The date is the first day of a month (or is not)."""

    first: bool

    def holds(self, facts: FactValues) -> bool | None:
        value = facts.get(self.fact)
        return None if value is None else (value.day == 1) is self.first
