"""The minimum that a role needs, as data, says the same as deciding: from it row conditions are made."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings

from landing.core.consent.decide import decide
from landing.core.consent.load import load_table
from landing.core.consent.request import Request
from landing.core.consent.requirements import Requirement, bond_kinds, requirements
from landing.core.consent.situation import covers, given_to_receiver, given_to_viewer
from landing.core.consent.words import ACTIONS, PURPOSES, ROLES, TOPICS
from tests.core.consenting import TABLE, TODAY, requests


def met(need: Requirement, request: Request) -> bool:
    """Whether a situation meets a requirement: written here anew, as a query would."""
    viewer, today = request.viewer, request.today
    if request.person.phase not in need.phases or (need.lead_only and not viewer.lead_municipality):
        return False
    if need.of is not None:
        mine = {"worker": viewer.worker, "organisation": viewer.organisation}[need.of]
        counted = [
            bond for bond in request.bonds
            if mine is not None and getattr(bond, need.of) == mine and bond.kind in need.bond_kinds and bond.from_date <= today
            and (bond.to_date is None or today < bond.to_date + timedelta(days=need.after_end_days))
        ]  # fmt: skip
        if not counted:
            return False
    if need.relation == "self" and viewer.person != request.person.id:
        return False
    if need.emergency and (request.break_glass is None or len(request.break_glass.reason.strip()) < 10
                           or (request.break_glass.opened_at or today) != today):  # fmt: skip
        return False
    if need.share_to:
        receiver = request.share_with
        if receiver is None or receiver.role not in need.share_to or (receiver.role, request.topic) in TABLE.wall_of:
            return False
    return not need.needs_consent or any(
        (given_to_receiver if need.share_to else given_to_viewer)(request, one)
        and request.topic in one.topics and request.purpose in one.purposes and covers(one.actions, request.action)
        and one.from_date <= today and (one.to_date is None or today < one.to_date)
        and (one.withdrawn_on is None or today < one.withdrawn_on)
        for one in request.consents
    )  # fmt: skip


@settings(max_examples=800, deadline=None)
@given(requests)
def test_meeting_a_requirement_is_being_allowed(request: Request) -> None:
    """Apart from what holds for a person or installation as a whole, which a query adds itself."""
    person = replace(request.person, region="r1", frozen=False, deceased=False, restricted_to=None)
    viewer = replace(request.viewer, region="r1")
    request = replace(request, person=person, viewer=viewer, legal_bases=None, objections=())
    needs = requirements(TABLE, viewer.role, request.topic, request.purpose, request.action, today=TODAY)
    assert any(met(need, request) for need in needs) is decide(TABLE, request).allowed


def test_nothing_is_required_of_what_a_wall_shuts() -> None:
    for role, topic in TABLE.wall_of:
        assert all(not requirements(TABLE, role, topic, purpose, action) for purpose in PURPOSES for action in ACTIONS)


def test_a_requirement_says_whose_bond_and_on_what_grounds() -> None:
    [need] = requirements(TABLE, "coordinator", "bsn", "coordination", today=TODAY)[:1]
    assert (need.of, need.bond_kinds, need.basis, need.needs_consent) == (
        "organisation",
        ("care_provider",),
        "wmo-5-2-9",
        False,
    )
    [card] = [
        one
        for one in requirements(TABLE, "support_worker", "crisis_card", "support")
        if "support_worker" in one.bond_kinds
    ]
    assert (card.of, card.basis, card.needs_consent) == ("worker", "consent", True)
    assert {one.of for one in requirements(TABLE, "advocate", "advocacy", "client_support")} == {
        "worker",
        "organisation",
    }
    assert [one.of for one in requirements(TABLE, "close_one", "plan", "close_support")] == [None]


def test_a_basis_that_is_not_in_force_drops_out_on_a_day_and_stays_in_the_whole_list() -> None:
    whole = {one.flow for one in requirements(TABLE, "process_director", "income", "coordination")}
    assert whole == {"municipality-uses-other-laws", "municipality-joins-domains"}
    [left] = requirements(TABLE, "process_director", "income", "coordination", today=TODAY)
    assert left.flow == "municipality-uses-other-laws"
    assert requirements(TABLE, "process_director", "income", "coordination", today=date(2025, 12, 31)) == []


def test_the_kinds_of_bond_by_which_a_role_knows_anybody() -> None:
    """The rows that lists show today (tests/cast.py) rest on these bonds."""
    assert bond_kinds(TABLE, "support_worker", ["support"], of="worker") == {
        "support_worker", "coordinator", "neighbourhood_team",
    }  # fmt: skip
    assert bond_kinds(TABLE, "peer_worker", ["support"], of="worker") == {"peer_worker"}
    for role in ("coordinator", "process_director"):
        assert bond_kinds(TABLE, role, of="organisation") == {"care_provider", "municipality"}
        assert bond_kinds(TABLE, role, of="worker") == frozenset()
    for role in ("policy_officer", "administrator", "client", "close_one", "privacy_officer"):
        assert bond_kinds(TABLE, role, of="worker") == bond_kinds(TABLE, role, of="organisation") == frozenset()


def test_a_region_asks_at_least_what_the_country_asks() -> None:
    region = load_table("merwestreek")
    for role in ROLES:
        for topic in TOPICS:
            for purpose in PURPOSES:
                for action in ACTIONS:
                    mine = {one.flow: one for one in requirements(region, role, topic, purpose, action)}
                    ours = {one.flow: one for one in requirements(TABLE, role, topic, purpose, action)}
                    assert mine.keys() <= ours.keys()
                    assert all(set(one.phases) <= set(ours[flow].phases) for flow, one in mine.items())
                    assert all(one.after_end_days <= ours[flow].after_end_days for flow, one in mine.items())
