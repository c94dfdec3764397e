"""Mijn dag, toestemmingen: what asks for something to be done, of the viewer's own people only, with the next step."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from landing.people.models import Consent, ConsentQuestion
from landing.rights import consent_actions as actions
from landing.rights import consent_day_reads as reads
from tests.cast import NOW, TODAY, Cast, canary


def seen(cast: Cast, who: str, kind: str, **how: str) -> list[tuple[str, str]]:
    names = {canary(code, "roep"): code for code in cast.subjects}
    return sorted((names[item.name], item.receiver) for item in reads.items(cast.viewer(who), kind, **how).rows)


def test_each_kind_shows_what_waits(cast: Cast) -> None:
    assert seen(cast, "support_worker", "talk") == [("aziza", canary("aziza", "huisarts"))]
    assert seen(cast, "support_worker", "ends") == [("aziza", canary("aziza", "tandarts"))]
    housing = cast.home.organisations["housing_association"].name
    assert seen(cast, "support_worker", "waits") == [("aziza", housing)]
    assert seen(cast, "support_worker", "answered") == []
    actions.decline(viewer=cast.viewer("client"), question_key=cast.subjects["aziza"].questions["open"].key)
    assert seen(cast, "support_worker", "answered") == [("aziza", housing)]
    assert seen(cast, "support_worker", "waits") == []


def test_only_of_the_people_that_the_viewer_may_see(cast: Cast) -> None:
    assert {code for code, _ in seen(cast, "coordinator", "talk")} == {"aziza", "bram", "sjaan"}
    assert {code for code, _ in seen(cast, "neighbours.coordinator", "talk")} == {"cora", "eva", "fien"}
    assert seen(cast, "policy_officer", "talk") == []
    assert {code for code, _ in seen(cast, "process_director", "talk", whose="mine")} == set()


def test_a_young_question_does_not_wait_long_yet(cast: Cast) -> None:
    asked = cast.subjects["aziza"].questions["open"]
    ConsentQuestion.objects.filter(pk=asked.pk).update(asked_at=NOW - timedelta(days=13))
    assert seen(cast, "support_worker", "waits") == []


@pytest.mark.parametrize(("days", "there"), [(30, True), (31, False), (1, True), (0, False)])
def test_what_ends_within_thirty_days_is_there(cast: Cast, days: int, there: bool) -> None:
    ends = cast.subjects["aziza"].consents["ends"]
    Consent.objects.filter(pk=ends.pk).update(to_date=TODAY + timedelta(days=days))
    assert bool(seen(cast, "support_worker", "ends")) is there


def test_what_was_asked_again_or_withdrawn_is_there_no_more(cast: Cast) -> None:
    subject = cast.subjects["aziza"]
    ends, staff = subject.consents["ends"], cast.viewer("support_worker")
    question = ConsentQuestion.objects.get(pk=subject.questions["talk"].pk)
    ConsentQuestion.objects.filter(pk=question.pk).update(receiver_name=ends.receiver_name, until=ends.to_date)
    assert len(seen(cast, "support_worker", "ends")) == 1, "a question for no longer than it holds is no renewal"
    ConsentQuestion.objects.filter(pk=question.pk).update(until=date(2027, 11, 1))
    assert seen(cast, "support_worker", "ends") == []
    actions.decline(viewer=cast.viewer("client"), question_key=question.key)
    assert len(seen(cast, "support_worker", "ends")) == 1
    actions.withdraw(viewer=staff, consent_key=ends.key, person_key=subject.key)
    assert seen(cast, "support_worker", "ends") == []


@pytest.mark.parametrize("kind", ["ends", "talk"])
def test_all_of_one_kind_is_leafed_through_without_loss_or_repetition(cast: Cast, kind: str) -> None:
    person = cast.subjects["aziza"].person
    said = {"person": person, "topics": ["plan"]}
    for number in range(7):
        Consent.objects.create(
            **said, purpose="support", receiver_name=f"Nummer {number}", from_date=TODAY, to_date=TODAY + timedelta(days=3 + number % 3),
            given_at=NOW, recorded_by="x",
        )  # fmt: skip
        ConsentQuestion.objects.create(
            **said, purpose="treatment", receiver_name=f"Nummer {number}", until=date(2027, 5, 1), why="Zo.", asked_at=NOW, asked_by="x",
            asked_role="coordinator", state="talk",
        )  # fmt: skip
    viewer, after, found = cast.viewer("support_worker"), "", []
    for _ in range(4):
        page = reads.items(viewer, kind, after=after, limit=3)
        found += [item.receiver for item in page.rows]
        after = page.next
        if not after:
            break
    assert len(found) == len(set(found)) == 8
    assert after == ""


def test_the_page_names_the_next_step(cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.accounts["support_worker"])
    page = browser.get(reverse("rights:consent_day")).content.decode()
    ends = cast.subjects["aziza"].consents["ends"]
    assert reverse("rights:consent_renew", args=[cast.subjects["aziza"].key, ends.key]) in page
    assert "Maak een afspraak; daarna kan de persoon antwoorden." in page
    assert "over 12 dagen" in page
    one = browser.get(reverse("rights:consent_day"), {"toon": "talk"}).content.decode()
    assert "Stopt binnen dertig dagen" not in one
    assert reverse("rights:consent_day") in browser.get(reverse("desk:my_day")).content.decode()


def test_a_place_that_is_none_shows_the_first_page(cast: Cast) -> None:
    viewer = cast.viewer("support_worker")
    for after in ("x", "9.9.9", "²", "2026-13-01.1"):
        assert len(reads.items(viewer, "ends", after=after).rows) == 1
