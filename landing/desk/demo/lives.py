"""An invented life on some point of the route: the facts that are known, with dates that follow on from each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from landing.core.due.rules import Fact
from landing.core.periods import add_months, is_working_day
from landing.route.reads import PHASES

STAGES = (("stay", 36), ("prepare", 22), ("move", 11), ("land", 20), ("pilot_flame", 8), ("closed", 3))
"""How many in a hundred people stand where on the route."""

ACCEPTED = {"move": (-24, -1), "land": (-390, -42), "pilot_flame": (-1100, -450), "closed": (-1500, -800)}
"""When the dwelling was accepted, in days from today."""

STAY_KINDS = {"bw": 45, "mo": 22, "protected_home": 10, "night_shelter": 8, "clinic": 6, "detention": 4, "street": 5}
ROUTE_KINDS = {"contingent": 44, "direct_tenancy": 14, "housing_first": 11, "mixed_living": 9, "clustered": 9,
               "own_home": 6, "pitstop": 4, "wlz": 3}  # fmt: skip
BENEFITS = {"participation_act": 56, "disability": 20, "wage": 7, "none": 8, "pension": 4, "student": 3, "other": 2}
HOUSEHOLDS = {"alone": 78, "partner": 8, "children": 9, "sharing": 5}
YES_IN_HUNDRED = {
    "moves_to_other_municipality": 16, "has_debts": 62, "has_rent_arrears_history": 34, "in_treatment": 52,
    "uses_medication": 55, "uses_substances": 27, "close_ones_involved": 58, "has_fiduciary": 31,
    "has_registered_address": 91, "has_valid_id": 88, "has_health_insurance": 95, "has_day_activity": 41,
    "wants_work": 44, "wants_personal_budget": 7, "has_online_support": 17, "has_internet": 86, "has_safety_risk": 5,
    "ready_for_long_stay_only": 4, "pays_own_contribution": 71, "dwelling_not_ready": 36, "needs_furnishing": 73,
    "carer_stays": 42, "support_from_provider": 66, "wish_unmet": 8, "avoids_care": 9, "refuses_official_help": 6,
    "lost_trust": 4, "stuck": 4, "support_waiting_list": 11, "keeps_own_home": 5, "needs_certificate_of_conduct": 6,
    "complex_with_many": 12, "has_children": 24,
}  # fmt: skip


@dataclass(slots=True)
class Life:
    """What is known of one person, and how well the people around keep the steps in order (1: always in time)."""

    stage: str
    started_on: date
    birth_date: date
    facts: dict[str, Any] = field(default_factory=dict)
    diligence: float = 0.93
    closed_on: date | None = None


def chosen(rng: Random, weights: Mapping[str, int]) -> str:
    """One of the names, by weight."""
    return rng.choices(list(weights), list(weights.values()))[0]


def life(rng: Random, today: date, known: Mapping[str, Fact], stage: str = "") -> Life:
    """One life. ``known``: the facts of the rulebook; a fact is only filled in when it makes sense to ask for it."""
    stage = stage or chosen(rng, dict(STAGES))
    made = _Making(rng, today)
    made.arrival(stage)
    if stage in ACCEPTED:
        made.to_home(*ACCEPTED[stage], moving=stage == "move")
    if stage in ("land", "pilot_flame", "closed"):
        made.at_home()
    if stage in ("pilot_flame", "closed"):
        made.letting_go(stage)
    made.situation()
    made.incidents(stage)
    made.last_contact(stage)
    phase = "pilot_flame" if stage == "closed" else stage
    facts = {
        kind: max(value, made.start) if isinstance(value, date) else value
        for kind, value in sorted(made.facts.items())
        if kind in known and (kind == "last_contact" or PHASES.index(known[kind].ask_from) <= PHASES.index(phase))
    }
    diligence = 0.5 if rng.random() < 0.05 else 0.86 + 0.13 * rng.random()
    return Life(stage, made.start, made.born, facts, diligence, facts.get("route_closed"))


class _Making:
    """Fills in the facts of one life, one stretch of the route after the other."""

    def __init__(self, rng: Random, today: date) -> None:
        self.rng = rng
        self.today = today
        self.facts: dict[str, Any] = {}
        self.start = today
        years = rng.choice((19, 20, 22, 24, 26)) if rng.random() < 0.2 else int(rng.triangular(27, 74, 41))
        self.born = add_months(today, -12 * years) - timedelta(days=rng.randint(1, 364))

    def day(self, low: int, high: int, base: date | None = None) -> date:
        """A working day between ``low`` and ``high`` days from ``base`` (today)."""
        day = (base or self.today) + timedelta(days=self.rng.randint(low, high))
        while not is_working_day(day):
            day -= timedelta(days=1)
        return day

    def arrival(self, stage: str) -> None:
        """The stay, and when the departure is meant to be."""
        rng, facts = self.rng, self.facts
        low, high = {"stay": (3, 950), "prepare": (190, 1300), "move": (150, 1400), "land": (500, 1700),
                     "pilot_flame": (1200, 2300), "closed": (1600, 2900)}[stage]  # fmt: skip
        facts["stay_kind"] = chosen(rng, STAY_KINDS)
        facts["stay_start"] = self.start = self.day(-high, -low)
        if stage == "stay" and rng.random() < 0.62:
            facts["target_departure"] = self.day(192, 700)
        if stage == "prepare":
            departure = facts["target_departure"] = self.day(-12, 176)
            facts["preparation_start"] = min(self.day(-200, -150, departure), self.day(-14, 0))
            if rng.random() < 0.7:
                facts["outflow_application"] = min(self.day(-165, -120, departure), self.day(-6, 0))
            if rng.random() < 0.16:
                facts["offer_received"] = self.day(-9, 0)
        if stage in ("stay", "prepare") and rng.random() < 0.5:
            facts["care_decision_end"] = self.day(-5, 420)

    def to_home(self, low: int, high: int, *, moving: bool) -> None:
        """From the offer, accepted between ``low`` and ``high`` days from today, to the key and the move."""
        rng, facts = self.rng, self.facts
        yes = self.day(low, high)
        facts["offer_accepted"] = yes
        facts["offer_received"] = self.day(-6, -1, yes)
        facts["target_departure"] = self.day(-20, 40, yes)
        facts["preparation_start"] = self.day(-200, -110, yes)
        facts["outflow_application"] = self.day(-170, -30, yes)
        if moving and rng.random() < 0.15:
            return
        key = self.day(9, 24, yes)
        facts["key_handover"] = max(key, self.today + timedelta(days=2)) if moving else key
        while not is_working_day(facts["key_handover"]):
            facts["key_handover"] += timedelta(days=1)
        signed = self.day(-6, 0, facts["key_handover"])
        if signed < self.today:
            facts["contract_signed"] = max(signed, yes)
        if moving and rng.random() < 0.2:
            return
        facts["move"] = facts["key_handover"] + timedelta(days=rng.randint(0, 9))
        facts["stay_end"] = facts["move"]
        if facts["move"] < self.today or rng.random() < 0.5:
            facts["network_meeting"] = self.day(-6, -2, facts["key_handover"])

    def at_home(self) -> None:
        """The first year at home: letting go, the date on which the lease changes name, treatment."""
        rng, facts = self.rng, self.facts
        move = facts["move"]
        facts["let_go"] = self.day(55, 110, move)
        facts["carer_stays"] = rng.random() < 0.4
        facts["oco_introduced"] = self.day(-150, -60, move)
        kind = facts["route_kind"] = chosen(rng, ROUTE_KINDS)
        if kind in ("contingent", "mixed_living") and rng.random() < 0.6:
            facts["flip_planned"] = self.day(-5, 25, add_months(facts.get("contract_signed", move), 24))
        if kind == "pitstop":
            facts["lease_end"] = add_months(move, 12)
        if kind == "wlz":
            facts["wlz_start"] = move

    def letting_go(self, stage: str) -> None:
        """After the first year: the pilot flame, the flip, and in the end the close."""
        facts = self.facts
        facts["pilot_flame_start"] = min(self.day(340, 410, facts["move"]), self.day(-20, -2))
        if "flip_planned" in facts and facts["flip_planned"] < self.today:
            facts["flip_done"] = min(self.day(-3, 12, facts["flip_planned"]), self.day(-2, 0))
        if stage == "closed":
            facts["route_closed"] = max(self.day(-200, -3), facts["pilot_flame_start"] + timedelta(days=30))
            facts["route_closed"] = min(facts["route_closed"], self.today)

    def situation(self) -> None:
        """How things stand. The shorter somebody is there, the more is still unknown."""
        rng, facts = self.rng, self.facts
        unknown = 0.4 if (self.today - self.start).days < 60 else 0.11
        for kind, weights in (("benefit_kind", BENEFITS), ("household", HOUSEHOLDS), ("route_kind", ROUTE_KINDS)):
            if rng.random() > unknown:
                facts.setdefault(kind, chosen(rng, weights))
        for kind, percent in YES_IN_HUNDRED.items():
            if rng.random() > unknown:
                facts.setdefault(kind, rng.random() * 100 < percent)
        facts["under_21"] = self.born > add_months(self.today, -12 * 21)
        facts["under_27"] = self.born > add_months(self.today, -12 * 27)
        if facts.get("stay_kind") in ("street", "night_shelter") and rng.random() < 0.5:
            facts["has_registered_address"] = False
        if facts.get("has_debts") and rng.random() < 0.45:
            facts["debt_help_requested"] = self.day(20, 160, self.start)
            if facts["debt_help_requested"] > self.today:
                del facts["debt_help_requested"]

    def incidents(self, stage: str) -> None:
        """What goes wrong now and then, mostly not long ago."""
        rng, facts = self.rng, self.facts
        for kind, percent, stages in INCIDENTS:
            if stage in stages and rng.random() * 100 < percent:
                earliest = facts.get("move", self.start)
                facts[kind] = max(self.day(-90, -1), earliest)
        if "nuisance_reported" in facts:
            facts["other_tenants_cause"] = rng.random() < 0.35
        if "admission_start" in facts and rng.random() < 0.6:
            facts["admission_end"] = min(self.day(5, 40, facts["admission_start"]), self.today)
        if facts.get("carer_change") and rng.random() < 0.4:
            facts["carer_change"] = self.day(2, 40)

    def last_contact(self, stage: str) -> None:
        """Nearly everybody was spoken lately; a few have fallen silent without anybody noticing."""
        rng = self.rng
        if stage == "closed" or rng.random() < 0.05:
            return
        low, high = (-170, -40) if rng.random() < 0.06 else (-95, 0) if stage == "pilot_flame" else (-12, 0)
        self.facts["last_contact"] = max(self.day(low, high), self.start)


INCIDENTS = (
    ("premium_arrears_reported", 6, ("stay", "prepare")),
    ("income_rejected", 4, ("stay", "prepare")),
    ("carer_change", 6, ("stay", "prepare", "land")),
    ("shelter_change", 3, ("stay",)),
    ("safety_concern", 2, ("stay", "prepare")),
    ("gone_from_register", 2, ("stay",)),
    ("arrears_reported", 9, ("land", "pilot_flame")),
    ("nuisance_reported", 7, ("land", "pilot_flame")),
    ("admission_start", 6, ("land", "pilot_flame")),
    ("eviction_threat", 2, ("land",)),
)
