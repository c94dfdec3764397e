"""The access table beside a second opinion that was written by hand from the law: the whole product of situations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from landing.core.consent.decide import decide_questions
from landing.core.consent.load import load_table
from landing.core.consent.request import Bond, Consent, Request, Subject, Viewer
from landing.core.consent.table import AccessTable
from landing.core.consent.words import PHASES, PURPOSES, ROLES, TOPICS

TRUTH = yaml.safe_load((Path(__file__).parent / "who_may_know.yaml").read_text(encoding="utf-8"))
TODAY = date(2026, 11, 23)
DAY, YEAR = timedelta(days=1), timedelta(days=365)
BONDS = {
    "none": None,
    "holds": (TODAY - YEAR, None),
    "ended today": (TODAY - YEAR, TODAY),
    "ended long ago": (TODAY - 2 * YEAR, TODAY - YEAR),
    "begins tomorrow": (TODAY + DAY, None),
}
CONSENTS = {
    "none": None,
    "holds": (TODAY - YEAR, None, None),
    "withdrawn today": (TODAY - YEAR, None, TODAY),
    "ended today": (TODAY - YEAR, TODAY, None),
    "begins tomorrow": (TODAY + DAY, None, None),
}


def within(row: dict[str, Any], topic: str, phase: str) -> bool:
    phases = TRUTH["phases"][row["phases"]] if isinstance(row["phases"], str) else row["phases"]
    return topic in row["topics"] and phase in phases


def truth(seat: dict[str, Any], topic: str, phase: str, bond: str, consent: str) -> bool:
    """What the second opinion says."""
    has_bond, has_consent = bond == "holds", consent == "holds"
    says = {
        "own": True, "task": True, "bond": has_bond, "bond_and_consent": has_bond and has_consent, "consent": has_consent,
        "bond_or_consent": has_bond or has_consent,
    }  # fmt: skip
    if any(says[row["how"]] for row in seat["rows"] if within(row, topic, phase)):
        return True
    overlap = seat.get("overlap")
    return bool(overlap) and within(overlap, topic, phase) and bond == "ended today" and has_consent


def situation(seat: dict[str, Any], phase: str, bond: str, consent: str) -> Request:
    role, kind = seat["role"], seat.get("bond")
    bonds, consents = [], []
    if BONDS[bond] and kind:
        start, end = BONDS[bond]
        mine = {"worker": "w"} if kind["of"] == "worker" else {"organisation": "o"}
        bonds.append(Bond(kind["kind"], start, end, **mine))
    if CONSENTS[consent]:
        start, end, withdrawn = CONSENTS[consent]
        to = "name" if seat.get("by_name") else "o"
        consents.append(Consent("c", to, frozenset(TOPICS), frozenset(PURPOSES), start, end, withdrawn))
    viewer = Viewer(role, "o", "r", "w", "p" if role == "client" else None, "name" if seat.get("by_name") else None)
    return Request(TODAY, viewer, Subject("p", "r", phase), bonds=tuple(bonds), consents=tuple(consents))


def differing(table: AccessTable, seats: dict[str, Any], purposes: Sequence[str] = PURPOSES) -> tuple[int, list[str]]:
    """How many combinations were looked at, and those of which the table says something else."""
    looked_at, found = 0, []
    questions = [(topic, purpose, "read") for topic in TOPICS for purpose in purposes]
    for name, seat in seats.items():
        for phase, bond, consent in product(PHASES, BONDS, CONSENTS):
            answers = decide_questions(table, situation(seat, phase, bond, consent), questions)
            open_topics = {one.topic for one in answers if one.allowed}
            for topic in TOPICS:
                looked_at += 1
                if (topic in open_topics) is not truth(seat, topic, phase, bond, consent):
                    found.append(f"{name} reads {topic} in {phase}, bond {bond}, consent {consent}")
    return looked_at, found


def test_the_table_says_what_the_second_opinion_says_in_every_situation() -> None:
    looked_at, found = differing(load_table(), TRUTH["seats"])
    assert not found, f"{len(found)} of {looked_at} differ:\n" + "\n".join(found[:40])
    assert looked_at >= 50_000


BONDED = [flow for flow in load_table().flows if flow.bonds and "read" in flow.actions and flow.basis != "wams"]
ASKING = [flow for flow in load_table().flows if flow.needs_consent and "read" in flow.actions]
MUTANTS = [(flow.id, {"relation": "none", "bonds": ()}) for flow in BONDED] + [
    (flow.id, {"needs_consent": False, "basis": "avg-9-2-c"}) for flow in ASKING
]


@pytest.mark.parametrize(("flow_id", "change"), MUTANTS)
def test_a_flow_that_forgets_its_bond_or_its_consent_is_noticed(flow_id: str, change: dict[str, Any]) -> None:
    table = load_table()
    flow = table.flow(flow_id)
    wider = replace(table, flows=tuple(replace(one, **change) if one.id == flow_id else one for one in table.flows))
    seats = {name: seat for name, seat in TRUTH["seats"].items() if seat["role"] in flow.who}
    assert set(differing(wider, seats, flow.purposes)[1]) - set(differing(table, seats, flow.purposes)[1])


def test_the_second_opinion_has_a_seat_for_every_role_and_knows_its_words() -> None:
    seats = TRUTH["seats"].values()
    assert {seat["role"] for seat in seats} == set(ROLES)
    named = {topic for seat in seats for row in seat["rows"] for topic in row["topics"]}
    assert named == set(TOPICS)
    assert {phase for phases in TRUTH["phases"].values() for phase in phases} == set(PHASES)


def test_walls_and_the_second_opinion_agree_on_never() -> None:
    """A role and topic for which no seat has a row stands in the walls, and the other way round."""
    told = {
        (seat["role"], topic) for seat in TRUTH["seats"].values() for row in seat["rows"] for topic in row["topics"]
    }
    shut = {(role, topic) for role in ROLES for topic in TOPICS if (role, topic) not in told}
    assert shut == set(load_table().wall_of)
