"""Consent given, shortened, withdrawn, over and handed over while somebody else is looking: random timelines (T5).

A small model says who may know what on each day. The product plays along with real actions in one session, and somebody
else looks in another: after the end nothing is known, the first request after it is the first that is refused, and before
the beginning there is nothing either.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings as django_settings
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from landing.core.consent.request import Consent as CoreConsent
from landing.people import lens
from landing.people.actions import NotPossible
from landing.people.models import Consent
from landing.rights import consent_actions as actions
from landing.rights import consent_handover_actions as handover_actions
from landing.rights import consent_handover_reads as handover
from landing.route import reads, rulebook
from tests.cast import TODAY, Cast

TIMELINES = min(int(os.environ.get("LANDING_RECORDS", "12")), 500)
ZONE = ZoneInfo("Europe/Amsterdam")
# For each receiver the topics that are asked: none of these opens without consent.
TOPICS = {"municipality": ("income", "money"), "neighbourhood_team": ("health", "plan")}
PURPOSE = {"municipality": "coordination", "neighbourhood_team": "handover"}
# A question of the page *Gegevens* that only who may know the topic sees.
ON_THE_PAGE = {"money": "has_debts", "income": "benefit_kind"}


@dataclass
class Given:
    """A consent as the model knows it: whom it is given, what, and on which days; to is the first day without."""

    key: Any
    receiver: str
    topics: frozenset[str]
    begins: date
    ends: date
    withdrawn: bool = False

    def holds(self, day: date) -> bool:
        return not self.withdrawn and self.begins <= day < self.ends


@dataclass
class Asked:
    """A question as the model knows it."""

    key: Any
    receiver: str
    topics: frozenset[str]
    asked: date
    until: date
    answered: bool = False

    def is_open(self, day: date) -> bool:
        return not self.answered and day < self.until


class Timeline(RuleBasedStateMachine):
    """One person, the carer who asks, and somebody of the municipality who looks after each act."""

    cast: Cast
    questions, consents = Bundle("questions"), Bundle("consents")

    def __init__(self) -> None:
        super().__init__()
        self.day, self.model, self.parcel, self.handed_over = TODAY, list[Given](), "", False
        self.person = self.cast.subject("aziza").person
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.label = {
            topic: rulebook.current("merwestreek").facts[fact].question for topic, fact in ON_THE_PAGE.items()
        }

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)
        django_settings.FIXED_TODAY = TODAY.isoformat()

    @contextmanager
    def now(self) -> Iterator[None]:
        """The product's day and the clock, at the day of the timeline."""
        django_settings.FIXED_TODAY = self.day.isoformat()
        with time_machine.travel(datetime(self.day.year, self.day.month, self.day.day, 12, tzinfo=ZONE), tick=False):
            yield

    def viewer(self, who: str, day: date | None = None) -> Any:
        return self.cast.viewer(who, today=day or self.day)

    def known(self, receiver: str, day: date) -> set[str]:
        """What the model says that a receiver may know on a day by consent."""
        return {topic for one in self.model if one.receiver == receiver and one.holds(day) for topic in one.topics}

    # What the person and the carer do

    @initialize(target=consents, which=st.integers(1, 3), days=st.integers(1, 90))
    def something_was_given(self, which: int, days: int) -> Any:
        """Every timeline begins with something that can end."""
        asked = self.ask("municipality", which, days)
        return self.agree(asked, which, None, None)

    @rule(target=questions, receiver=st.sampled_from(sorted(TOPICS)), which=st.integers(1, 3), days=st.integers(1, 150))
    def ask(self, receiver: str, which: int, days: int) -> Any:
        topics = self.some(TOPICS[receiver], which)
        with self.now():
            try:
                made = actions.ask(
                    viewer=self.viewer("support_worker"), person_key=self.person.key, topics=sorted(topics),
                    organisation_id=self.cast.home.organisations[receiver].pk, purpose=PURPOSE[receiver],
                    until=self.day + timedelta(days=days), why="Proef",
                )  # fmt: skip
            except NotPossible:  # asked already, or given and far from its end
                return multiple()
        return Asked(made.key, receiver, topics, self.day, self.day + timedelta(days=days))

    @staticmethod
    def some(topics: tuple[str, ...], which: int) -> frozenset[str]:
        """One, the other or both."""
        return frozenset(topic for at, topic in enumerate(topics) if which & (1 << at))

    @rule(target=consents, question=questions, which=st.integers(1, 3), days=st.none() | st.integers(1, 60),
          paper=st.none() | st.integers(0, 20))  # fmt: skip
    def agree(self, question: Asked, which: int, days: int | None, paper: int | None) -> Any:
        """The person says yes, alone or on paper some days before it is written down."""
        topics = self.some(tuple(sorted(question.topics)), which) or question.topics
        until = None if days is None else self.day + timedelta(days=days)
        begins = self.day if paper is None else max(question.asked, self.day - timedelta(days=paper))
        allowed = question.is_open(self.day) and (until is None or until <= question.until)
        with self.now():
            try:
                if paper is None:
                    made = actions.give(
                        viewer=self.viewer("client"), question_key=question.key, topics=sorted(topics), until=until
                    )
                else:
                    made = actions.record_answer(
                        viewer=self.viewer("support_worker"), person_key=self.person.key, question_key=question.key,
                        topics=sorted(topics), given_on=begins, until=until, witness="Wil Getuige",
                    )  # fmt: skip
            except NotPossible:
                assert not allowed
                return multiple()
        assert allowed and made is not None
        question.answered = True
        for one in self.model:
            if one.receiver == question.receiver and one.holds(self.day) and one.topics <= question.topics:
                one.withdrawn = True  # the new answer takes its place
        given = Given(made.key, question.receiver, topics, begins, until or question.until)
        self.model.append(given)
        return given

    @rule(question=questions)
    def refuse(self, question: Asked) -> None:
        with self.now():
            try:
                actions.decline(viewer=self.viewer("client"), question_key=question.key)
            except NotPossible:
                assert not question.is_open(self.day)
                return
        assert question.is_open(self.day)
        question.answered = True

    @rule(consent=consents, staff=st.booleans())
    def withdraw(self, consent: Given, staff: bool) -> None:
        who = {"viewer": self.viewer("support_worker"), "person_key": self.person.key} if staff else {
            "viewer": self.viewer("client")}  # fmt: skip
        with self.now():
            changed = actions.withdraw(consent_key=consent.key, **who)
        assert changed == (not consent.withdrawn and self.day < consent.ends)
        consent.withdrawn = consent.withdrawn or changed

    @rule(consent=consents, days=st.integers(1, 60))
    def shorten(self, consent: Given, days: int) -> None:
        until = self.day + timedelta(days=days)
        with self.now():
            try:
                changed = actions.shorten(viewer=self.viewer("client"), consent_key=consent.key, until=until)
            except NotPossible:
                assert consent.withdrawn or self.day >= consent.ends or until > consent.ends
                return
        assert not consent.withdrawn and until <= consent.ends and changed == (until < consent.ends)
        consent.ends = until

    @rule(days=st.integers(1, 45))
    def time_goes_by(self, days: int) -> None:
        self.day += timedelta(days=days)

    @rule(consent=consents, before=st.booleans())
    def it_is_nearly_over(self, consent: Given, before: bool) -> None:
        """The last day, or the first one after it."""
        self.day = max(self.day, consent.ends - timedelta(days=1 if before else 0))

    # The handover: looked at first, done later

    @rule()
    def look_at_what_goes_along(self) -> None:
        with self.now():
            found = self.now_in_the_parcel()
        assert set(found.by_consent) == self.known("neighbourhood_team", self.day)
        self.parcel = found.mark

    def now_in_the_parcel(self) -> handover.Parcel:
        party = self.cast.home.organisations["neighbourhood_team"]
        return handover.parcel(self.viewer("support_worker"), self.person, party)

    @rule()
    def hand_over(self) -> None:
        """What was looked at may have ended meanwhile: then nothing goes."""
        if self.handed_over or not self.parcel:
            return
        known = self.known("neighbourhood_team", self.day)
        with self.now():
            same = self.parcel == self.now_in_the_parcel().mark
            try:
                done = handover_actions.hand_over(
                    viewer=self.viewer("support_worker"), person_key=self.person.key, seen=self.parcel,
                    organisation=str(self.cast.home.organisations["neighbourhood_team"].pk),
                )  # fmt: skip
            except NotPossible:
                assert not same or not known
                return
        assert same and known and set(done.new["by_consent"]) == known
        self.handed_over = True

    # What somebody else sees meanwhile

    @invariant()
    def the_next_request_knows_what_holds_today(self) -> None:
        with self.now():
            found = reads.opened(self.viewer("process_director"), self.person.key).lens.reads
        assert found & set(TOPICS["municipality"]) == self.known("municipality", self.day)

    @invariant()
    def the_days_around_a_consent(self) -> None:
        """Of the newest: the day before it began, its first and last day, and the first day after."""
        for one in [one for one in self.model if one.receiver == "municipality"][-1:]:
            for day in (one.begins - timedelta(days=1), one.begins, one.ends - timedelta(days=1), one.ends):
                found = lens.lens_of(self.viewer("process_director", day), self.person.pk, "move").reads
                assert found & set(TOPICS["municipality"]) == self.known("municipality", day), day

    @rule()
    def the_page_of_the_other_session(self) -> None:
        with self.now():
            browser = Client()
            browser.force_login(self.cast.accounts["process_director"])
            shown = browser.get(reverse("route:facts", args=[self.person.key])).content.decode()
        found = {topic for topic, label in self.label.items() if label in shown}
        assert found == self.known("municipality", self.day)


def play(cast: Cast, timelines: int, *phases: Phase) -> None:
    """So many timelines, the same ones each time."""
    Timeline.cast = cast
    run_state_machine_as_test(
        Timeline,
        settings=settings(
            max_examples=timelines, stateful_step_count=14, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck), phases=phases or tuple(Phase), report_multiple_bugs=False,
        ),
    )  # fmt: skip


@pytest.mark.django_db
def test_on_every_timeline_nothing_is_known_before_the_beginning_or_after_the_end(cast: Cast) -> None:
    play(cast, TIMELINES)


FORGETS: dict[str, tuple[dict[str, Any], int, int]] = {
    # What is forgotten: which consents then count, and how many days too early and too long.
    "the end": ({"withdrawn_at__isnull": True}, 0, 1),
    "the beginning": ({"withdrawn_at__isnull": True}, 1, 0),
    "the withdrawal": ({}, 0, 0),
}


@pytest.mark.django_db
@pytest.mark.parametrize("forgotten", FORGETS)
def test_a_product_that_forgets_is_noticed(cast: Cast, monkeypatch: pytest.MonkeyPatch, forgotten: str) -> None:
    counting, early, long = FORGETS[forgotten]
    real = lens._between

    def forgetful(viewer: Any, person_id: int) -> Any:
        bonds, _, objections = real(viewer, person_id)
        rows = Consent.objects.filter(person_id=person_id, organisation_id=viewer.organisation, **counting)
        consents = [
            CoreConsent(
                str(row.key), str(viewer.organisation), frozenset(row.topics), frozenset({row.purpose}),
                row.from_date - timedelta(days=early), row.to_date + timedelta(days=long),
            )
            for row in rows
        ]  # fmt: skip
        return bonds, consents, objections

    monkeypatch.setattr(lens, "_between", forgetful)
    with pytest.raises(AssertionError):
        play(cast, 30, Phase.generate)
