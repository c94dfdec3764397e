"""How much work one reckoning is, counted and not timed: every rule is looked at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest

from landing.core.due.conditions import Condition, FactTest, FactValues
from landing.core.due.load import load_once
from landing.core.due.reckon import reckon
from landing.core.due.rules import Rulebook

TODAY = date(2026, 11, 23)
FACTS = {"stay_start": date(2026, 3, 2), "offer_accepted": date(2026, 11, 20), "move": date(2026, 11, 21)}
looked_at: list[Condition] = []


@dataclass(frozen=True, slots=True)
class Counted(Condition):
    """A condition that notes every time it is asked whether it holds."""

    inner: Condition

    def holds(self, facts: FactValues) -> bool | None:
        looked_at.append(self)
        return self.inner.holds(facts)

    def undecided(self, facts: FactValues, found: dict[str, None]) -> None:
        self.inner.undecided(facts, found)

    def tests(self) -> list[FactTest]:
        return self.inner.tests()


def counting(times: int) -> Rulebook:
    """The national rulebook ``times`` over, with conditions that count."""
    book = load_once()
    rules = tuple(
        replace(
            rule,
            id=f"{rule.id}-{number}",
            after=tuple(f"{target}-{number}" for target in rule.after),
            when=Counted(rule.when) if rule.when else None,
        )
        for number in range(times)
        for rule in book.rules
    )
    return Rulebook(
        book.root, book.overlay, book.documents, book.facts, book.settings, book.gates, rules, f"{times} times"
    )


@pytest.mark.parametrize("times", [1, 2, 8])
def test_a_reckoning_asks_every_rule_once_however_many_there_are(times: int) -> None:
    rulebook = counting(times)
    conditional = [rule for rule in load_once().speaking(TODAY).rules if rule.when is not None]
    assert len(conditional) > 50
    looked_at.clear()
    reckoning = reckon(rulebook, TODAY, FACTS)
    assert len(looked_at) == times * len(conditional)
    assert len(reckoning.dues) == times * len(reckon(load_once(), TODAY, FACTS).dues)
