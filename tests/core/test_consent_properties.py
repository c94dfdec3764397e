"""What must hold of every decision, in situations that nobody thought of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from landing.core.consent import explain
from landing.core.consent.decide import (
    allowed_topics,
    decide,
    decide_many,
    decide_questions,
)
from landing.core.consent.load import load_table
from landing.core.consent.overlay import narrow_flows
from landing.core.consent.request import Bond, Consent, Objection, Request, ShareWith, Subject, Viewer
from landing.core.consent.situation import Situation
from landing.core.consent.words import ACTIONS, EMERGENCY_TOPICS, PURPOSES, ROLES, TOPICS
from landing.core.due.marked import MarkedText, RulebookFault
from tests.core.consenting import TABLE, TODAY, near, requests, wild

MANY = settings(max_examples=600, deadline=None)
SOME = settings(max_examples=200, deadline=None)
CARE = {"health", "plan", "crisis_card", "early_sign_plan", "signs", "money", "income", "relations", "activities"}


def test_without_bond_consent_or_reason_only_the_own_and_the_office_open() -> None:
    """Deny by default, in every phase, for every role, topic, purpose and action."""
    opened = set()
    for role in ROLES:
        for phase in ("stay", "move", "closed"):
            request = Request(TODAY, Viewer(role, "o1", "r1", "w1"), Subject("p1", "r1", phase))
            questions = [(topic, purpose, action) for topic in TOPICS for purpose in PURPOSES for action in ACTIONS]
            opened |= {
                (role, one.topic, one.action) for one in decide_questions(TABLE, request, questions) if one.allowed
            }
    officer = "privacy_officer"
    assert opened == {(officer, "access_log", "read"), (officer, "access_log", "export"), (officer, "identity", "read")}


@MANY
@given(requests)
def test_what_must_never_happen_does_not_happen(request: Request) -> None:
    decision = decide(TABLE, request)
    if not decision.allowed:
        return
    role, topic, person = request.viewer.role, request.topic, request.person
    assert role not in {"policy_officer", "administrator"}
    assert role != "housing_officer" or topic not in CARE
    assert topic != "bsn" or (
        decision.consent is None and role in {"client", "coordinator", "process_director", "income_officer"}
    )
    assert topic != "advocacy" or role in {"client", "advocate"}
    assert role != "privacy_officer" or topic in {"access_log", "identity"}
    if role == "client":
        assert request.viewer.person == person.id and request.purpose == "own"
        return
    assert request.viewer.region == person.region is not None
    assert person.restricted_to is None or request.viewer.worker in person.restricted_to
    if person.frozen:
        assert request.action == "read" and request.purpose in {"oversight", "emergency"}
    if decision.emergency:
        assert request.action == "read" and topic in EMERGENCY_TOPICS and request.break_glass is not None
        assert decision.expires_on == TODAY + timedelta(days=1)
    assert decision.basis != "own"


@MANY
@given(requests)
def test_the_person_is_never_locked_out_of_the_own_log(request: Request) -> None:
    person = replace(request.person, deceased=False)
    asked = replace(request, viewer=Viewer("client", person="p1"), person=person).about("access_log", "own", "read")
    assert decide(TABLE, asked).allowed


def weaker(request: Request) -> list[Request]:
    """The same situation with one thing less to stand on."""
    found = [replace(request, bonds=request.bonds[:at] + request.bonds[at + 1 :]) for at in range(len(request.bonds))]
    found += [
        replace(request, consents=request.consents[:at] + request.consents[at + 1 :])
        for at in range(len(request.consents))
    ]
    bases = request.legal_bases if request.legal_bases is not None else frozenset(TABLE.bases)
    found += [replace(request, legal_bases=bases - {one}) for one in sorted(bases)]
    found.append(replace(request, objections=(*request.objections, Objection(request.topic, request.purpose, TODAY))))
    found += [
        replace(request, person=replace(request.person, **change))
        for change in ({"frozen": True}, {"deceased": True}, {"restricted_to": frozenset()})
    ]
    found += [replace(request, break_glass=None), replace(request, share_with=None)]
    return [*found, replace(request, viewer=replace(request.viewer, lead_municipality=False))]


@MANY
@given(requests)
def test_taking_something_away_never_opens(request: Request) -> None:
    if decide(TABLE, request).allowed:
        return
    for less in weaker(request):
        assert not decide(TABLE, less).allowed, less


@MANY
@given(requests, st.integers(0, 30))
def test_a_withdrawn_consent_is_as_if_it_was_never_given(request: Request, ago: int) -> None:
    assume(request.consents)
    gone = replace(request.consents[0], withdrawn_on=TODAY - timedelta(days=ago))
    withdrawn = replace(request, consents=(gone, *request.consents[1:]))
    absent = replace(request, consents=request.consents[1:])
    assert decide(TABLE, withdrawn) == decide(TABLE, absent)


@MANY
@given(requests)
def test_what_is_open_stays_open_until_the_day_that_is_told(request: Request) -> None:
    decision = decide(TABLE, request)
    if not decision.allowed or decision.emergency:
        return
    last = (decision.expires_on or TODAY + timedelta(days=400)) - timedelta(days=1)
    assert decision.expires_on is None or decision.expires_on > TODAY
    for day in {TODAY, TODAY + (last - TODAY) // 2, last}:
        assert decide(TABLE, replace(request, today=day)).allowed, day


@SOME
@given(st.integers(1, 60))
def test_a_bond_closes_exactly_on_its_end_and_a_consent_on_its_end_or_withdrawal(days: int) -> None:
    end = TODAY + timedelta(days=days)
    bond = Bond("support_worker", TODAY, end, worker="w1")
    asked = Request(TODAY, Viewer("support_worker", "o1", "r1", "w1"), Subject("p1", "r1", "land"), "health", "support")
    given_ = Consent("c1", "o1", frozenset({"crisis_card"}), frozenset({"support"}), TODAY)
    for request in (
        replace(asked, bonds=(bond,)),
        replace(
            asked, topic="crisis_card", bonds=(replace(bond, to_date=None),), consents=(replace(given_, to_date=end),)
        ),
        replace(
            asked,
            topic="crisis_card",
            bonds=(replace(bond, to_date=None),),
            consents=(replace(given_, withdrawn_on=end),),
        ),
    ):
        assert decide(TABLE, request).expires_on == end
        assert decide(TABLE, replace(request, today=end - timedelta(days=1))).allowed
        assert not decide(TABLE, replace(request, today=end)).allowed


@SOME
@given(requests)
def test_many_answers_are_the_answers_one_by_one(request: Request) -> None:
    by_topic = allowed_topics(TABLE, request)
    assert list(by_topic) == list(TOPICS)
    singles = {topic: decide(TABLE, request.about(topic)) for topic in TOPICS}
    assert by_topic == singles
    assert {topic: one.as_json() for topic, one in by_topic.items()} == {t: one.as_json() for t, one in singles.items()}
    questions = [(request.topic, purpose, action) for purpose in PURPOSES for action in ACTIONS]
    asked = [request.about(*question) for question in questions]
    assert (
        decide_questions(TABLE, request, questions)
        == decide_many(TABLE, asked)
        == [decide(TABLE, one) for one in asked]
    )


@MANY
@given(requests)
def test_the_reasons_tell_the_same_story_as_the_decision(request: Request) -> None:
    situation = Situation(TABLE, request)
    question = (request.topic, request.purpose, request.action)
    decision = decide(TABLE, request)
    assert decision.because and all(one["text"] for one in decision.because)
    if not situation.shut and not situation.walled(*question):
        for speaking in TABLE.index.get((request.viewer.role, *question), ()):
            held = situation.holds(speaking, *question)
            assert (held is None) is bool(explain.faults(situation, speaking, *question))
    good = {"own", "bond", "bond_and_consent", "mandate", "mandate_and_consent", "consent", "task", "emergency"}
    assert (decision.code in good) is decision.allowed
    assert decision.allowed or (decision.flow, decision.basis, decision.consent, decision.expires_on) == (None,) * 4
    assert decision.emergency is (decision.code == "emergency")


def granted(request: Request, way: dict[str, object]) -> Request:
    """The situation with what is said to be missing."""
    needs = way["needs"]
    if "bond" in needs:
        kind = way["bond_kinds"][0]  # type: ignore[index]  # a list of words
        request = replace(request, bonds=(*request.bonds, Bond(kind, TODAY, None, "w1", "o1")))
    if "receiver" in needs:
        request = replace(request, share_with=ShareWith("derde", way["share_to"][0]))  # type: ignore[index]
    if "consent" in needs:
        to = "derde" if request.action == "share" else "naam"
        topic, purpose = way["consent"].values()  # type: ignore[attr-defined]
        new = Consent(
            "nieuw", to, frozenset({topic}), frozenset({purpose}), TODAY, None, None, frozenset({request.action})
        )
        request = replace(request, consents=(*request.consents, new))
    if "phase" in needs:
        request = replace(request, person=replace(request.person, phase=way["phases"][0]))  # type: ignore[index]
    return request


@MANY
@given(requests)
def test_what_would_open_it_does_open_it(request: Request) -> None:
    request = replace(request, viewer=replace(request.viewer, worker="w1", organisation="o1", receiver="naam"))
    for way in decide(TABLE, request).would_be_allowed_with:
        if "reason" in way["needs"] or (request.share_with and request.share_with.to != "derde"):  # type: ignore[operator]
            continue
        opened = decide(TABLE, granted(request, way))
        assert opened.allowed or opened.code == "receiver_never", way


@MANY
@given(wild)
def test_whoever_may_write_keep_or_pass_on_may_read(request: Request) -> None:
    """In one situation, with consent for all actions, for the receiver as well as for the viewer."""
    consents = tuple(
        replace(one, actions=frozenset(ACTIONS), topics=frozenset(TOPICS), purposes=frozenset(PURPOSES))
        for one in request.consents
    )
    request = replace(request, consents=consents)
    open_actions = {
        action: any(decide(TABLE, request.about(request.topic, purpose, action)).allowed for purpose in PURPOSES)
        for action in ACTIONS
    }
    if any(open_actions.values()):
        assert open_actions["read"] or request.person.frozen or request.person.deceased


LISTS = ("who", "bonds", "topics", "purposes", "actions", "phases", "share_to")


@st.composite
def narrowing(draw: st.DrawFn) -> str:
    """A random piece of an overlay, as a region could write it."""
    flow = draw(st.sampled_from(TABLE.flows))
    key = draw(st.sampled_from([name for name in LISTS if getattr(flow, name)]))
    kept = draw(st.lists(st.sampled_from(getattr(flow, key)), min_size=1, unique=True))
    more = draw(st.sampled_from(("", ", needs_consent: yes", ", after_end_days: 0", ", valid_to: 2026-06-01")))
    return f"- {{narrow: {flow.id}, because: Zo willen wij het., {key}: [{', '.join(kept)}]{more}}}\n"


@SOME
@given(narrowing(), st.lists(requests, min_size=8, max_size=8))
def test_an_overlay_never_opens_what_the_country_keeps_shut(text: str, asked: list[Request]) -> None:
    faults: list[RulebookFault] = []
    root = MarkedText(text, "narrower.yaml", faults).root()
    assert root is not None
    pairs = narrow_flows(root.items(), [(flow, {}) for flow in TABLE.flows])
    assert not faults, faults
    narrower = replace(TABLE, flows=tuple(flow for flow, _ in pairs))
    for request in asked:
        assert not decide(narrower, request).allowed or decide(TABLE, request).allowed


@SOME
@given(requests)
def test_the_demo_region_never_opens_what_the_country_keeps_shut(request: Request) -> None:
    assert not decide(load_table("merwestreek"), request).allowed or decide(TABLE, request).allowed


def test_near_situations_reach_most_flows() -> None:
    reached: set[str | None] = set()

    @settings(max_examples=1500, deadline=None, database=None)
    @given(near())
    def look(request: Request) -> None:
        reached.add(decide(TABLE, request).flow)

    look()
    assert len(reached) > len(TABLE.flows) * 0.7


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("role", ROLES)
def test_the_line_for_the_person_is_short_and_plain(role: str, action: str) -> None:
    """Every sentence at most 12 words, but the one with the name of the organisation."""
    for topic in TOPICS:
        for purpose in PURPOSES:
            for viewer in (Viewer(role, "o1", "r1", "w1", "p1"), Viewer(role, "o1", "r1", "w1", "p2", "naam")):
                for allowed in (True, False):
                    situation = Situation(TABLE, Request(date(2026, 11, 23), viewer, Subject("p1", "r1", "land")))
                    line = explain.shown(situation, topic, purpose, action, allowed, emergency=False)
                    assert line.endswith(".") and TABLE.topics[topic].about in line
                    assert all(len(sentence.split()) <= 12 for sentence in line.split(". ")), line
                    assert ("mocht niet" in line) is not allowed
