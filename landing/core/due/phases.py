"""From which day each phase of the route holds. A date in the future starts no phase yet."""

from dataclasses import dataclass
from datetime import date

from landing.core.due.conditions import FactValues
from landing.core.periods import Term

PREPARE_BEFORE_DEPARTURE = Term(-6, "month")
"""Preparation starts at the latest this long before the target departure: our choice, the moment at which the
independent client supporter is introduced (OCO, 3.5, S-512)."""


@dataclass(frozen=True, slots=True)
class PhaseDates:
    """The day from which each phase holds; ``None`` when no fact starts it. ``stay`` holds from the beginning."""

    prepare_from: date | None
    move_from: date | None
    land_from: date | None
    pilot_flame_from: date | None

    def on(self, day: date) -> str:
        """The phase on a day: the furthest one that has started."""
        for phase, start in (
            ("pilot_flame", self.pilot_flame_from),
            ("land", self.land_from),
            ("move", self.move_from),
            ("prepare", self.prepare_from),
        ):
            if start is not None and start <= day:
                return phase
        return "stay"


def phase_dates(facts: FactValues) -> PhaseDates:
    """The phase dates that follow from the facts."""
    departure = facts.get("target_departure")
    before_departure = PREPARE_BEFORE_DEPARTURE.from_day(departure) if departure is not None else None
    return PhaseDates(
        _earliest(facts.get("preparation_start"), before_departure, facts.get("offer_received")),
        _earliest(facts.get("offer_accepted"), facts.get("contract_signed")),
        facts.get("move"),
        facts.get("pilot_flame_start"),
    )


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)
