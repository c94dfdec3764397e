"""Staff ask: only what this receiver may ever know, with an end, in sentences that can be read, and once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from landing.people.actions import NotPossible
from landing.people.models import ConsentQuestion, PersonEvent
from landing.people.reads import NotVisible
from landing.rights import consent_actions as actions
from landing.rights import consent_words as words
from tests.cast import TODAY, Cast


@pytest.fixture
def browser(cast: Cast) -> Client:
    browser = Client()
    browser.force_login(cast.accounts["support_worker"])
    return browser


def address(cast: Cast) -> str:
    return reverse("rights:consent_ask", args=[cast.subjects["aziza"].key])


def body(cast: Cast, kind: str = "neighbourhood_team", **more: Any) -> dict[str, Any]:
    found = {
        "aan": cast.home.organisations[kind].pk, "topics": ["identity", "plan"], "purpose": "support", "period": "6",
        "why": "Zij helpen je straks.",
    }  # fmt: skip
    return found | more


def asked(cast: Cast) -> list[ConsentQuestion]:
    return list(ConsentQuestion.objects.filter(person=cast.subjects["aziza"].person).order_by("id"))[2:]


def test_first_the_receiver_then_the_topics_that_it_may_have_and_none_is_ticked(cast: Cast, browser: Client) -> None:
    page = browser.get(address(cast)).content.decode()
    assert "Iemand anders, zoals de eigen huisarts" in page
    page = browser.get(address(cast), {"aan": cast.home.organisations["housing_association"].pk}).content.decode()
    assert page.count('type="checkbox"') == 3
    assert "checked" not in page


@pytest.mark.parametrize(
    ("kind", "topics"),
    [
        ("housing_association", {"identity", "contact", "housing"}),
        ("income_service", {"identity", "contact", "income", "housing", "money"}),
        ("advocacy", set(words.TOPICS) - {"bsn", "access_log", "early_sign_plan", "advocacy"}),
        ("care_provider", set(words.TOPICS) - {"bsn", "access_log", "advocacy"}),
        (None, set(words.TOPICS) - {"bsn", "access_log", "advocacy"}),
    ],
)
def test_what_may_be_asked_for_whom(kind: str | None, topics: set[str]) -> None:
    assert set(words.askable(kind)) == topics


def test_a_question_is_put_and_the_person_can_read_who_asked(cast: Cast, browser: Client) -> None:
    assert browser.post(address(cast), body(cast)).status_code == 302
    (question,) = asked(cast)
    assert (question.topics, question.until, question.state) == (["identity", "plan"], date(2027, 5, 23), "open")
    assert (question.asked_by, question.asked_role) == (cast.home.workers["support_worker"].name, "support_worker")
    event = PersonEvent.objects.order_by("-id").first()
    assert event is not None
    assert (event.about, event.new["what"]) == ("consent:asked", "naam en eigen plan")


def test_a_receiver_outside_the_organisations_has_a_name(cast: Cast, browser: Client) -> None:
    page = browser.post(address(cast), body(cast, aan="ander", receiver_name="", topics=["health"])).content.decode()
    assert "Vul iets in bij “Wie mag het weten?”" in page
    browser.post(address(cast), body(cast, aan="ander", receiver_name="Huisarts Proef", topics=["health"]))
    assert (asked(cast)[0].organisation_id, asked(cast)[0].receiver_name) == (None, "Huisarts Proef")


def test_the_preview_shows_what_the_person_reads_and_asks_nothing(cast: Cast, browser: Client) -> None:
    page = browser.post(address(cast), body(cast, toon="voorbeeld")).content.decode()
    assert "Zo leest de persoon het" in page
    assert f"Mag {cast.home.organisations['neighbourhood_team'].name} iets over jou weten?" in page
    assert "Zeg je nee? Dan krijg je nog steeds hulp." in page
    assert asked(cast) == []


@pytest.mark.parametrize(
    ("changed", "words_on_page"),
    [
        ({"period": ""}, "Kies een antwoord bij “Tot wanneer?”"),
        ({"period": "date"}, "Vul de dag in waarop het stopt"),
        ({"period": "date", "until_date": "23-11-2026"}, "Deze dag is al voorbij"),
        ({"period": "date", "until_date": "24-11-2028"}, "hooguit twee jaar"),
        ({"topics": []}, "Kies minstens één onderwerp"),
        ({"topics": list(words.askable(None))[:9]}, "Kies hooguit 8 onderwerpen"),
        ({"purpose": "steering"}, "Waarvoor is het nodig?"),
        ({"why": "woord " * 16}, "Deze zin is te lang"),
        ({"why": "Kort. Kort. Kort. Kort. Kort."}, "hooguit 4 korte zinnen"),
    ],
)
def test_a_fault_is_told_at_its_place_and_nothing_is_asked(
    cast: Cast, browser: Client, changed: dict[str, Any], words_on_page: str
) -> None:
    answer = browser.post(address(cast), body(cast, **changed))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert words_on_page in page
    assert 'role="alert"' in page
    assert asked(cast) == []
    if "why" not in changed:
        assert "Zij helpen je straks." in page, "what was typed is kept"


def test_asking_twice_for_the_same_is_refused_kindly(cast: Cast, browser: Client) -> None:
    browser.post(address(cast), body(cast))
    page = browser.post(address(cast), body(cast, topics=["plan", "contact"])).content.decode()
    assert "Deze vraag staat al open" in page
    assert len(asked(cast)) == 1
    browser.post(address(cast), body(cast, topics=["contact"]))
    assert len(asked(cast)) == 2, "another topic is another question"


def test_what_is_in_force_is_not_asked_again_before_the_last_sixty_days(cast: Cast) -> None:
    subject, staff = cast.subjects["aziza"], cast.viewer("support_worker")
    again: dict[str, Any] = {"topics": ["plan"], "purpose": "client_support", "until": date(2027, 11, 1), "why": "Zo."}
    with pytest.raises(NotPossible, match="Hiervoor is al toestemming"):
        actions.ask(
            viewer=staff, person_key=subject.key, organisation_id=cast.home.organisations["advocacy"].pk, **again
        )


@pytest.mark.parametrize("topics", [["bsn"], ["access_log"], ["identity", "health"], []])
def test_a_housing_association_is_never_asked_for_care(cast: Cast, topics: list[str]) -> None:
    with pytest.raises(NotPossible):
        actions.ask(
            viewer=cast.viewer("support_worker"), person_key=cast.subjects["aziza"].key,
            organisation_id=cast.home.organisations["housing_association"].pk, topics=topics, purpose="tenancy",
            until=date(2027, 5, 1), why="Zo.",
        )  # fmt: skip


def test_an_organisation_of_another_region_cannot_be_chosen(cast: Cast, browser: Client) -> None:
    foreign = cast.strangers.organisations["advocacy"].pk
    assert "Kies eerst wie iets mag weten" in browser.post(address(cast), body(cast, aan=foreign)).content.decode()
    with pytest.raises(NotPossible):
        actions.ask(
            viewer=cast.viewer("support_worker"), person_key=cast.subjects["aziza"].key, organisation_id=foreign,
            topics=["plan"], purpose="support", until=date(2027, 5, 1), why="Zo.",
        )  # fmt: skip


def test_nobody_asks_a_person_who_is_not_theirs(cast: Cast) -> None:
    with pytest.raises(NotVisible):
        actions.ask(
            viewer=cast.viewer("colleague"), person_key=cast.subjects["aziza"].key, organisation_id=None,
            receiver_name="Ik", topics=["plan"], purpose="support", until=date(2027, 5, 1), why="Zo.",
        )  # fmt: skip


def test_a_question_is_taken_back_once_and_not_after_the_answer(cast: Cast) -> None:
    subject, staff = cast.subjects["aziza"], cast.viewer("coordinator")
    key = subject.questions["open"].key
    assert actions.take_back(viewer=staff, person_key=subject.key, question_key=key) is True
    assert actions.take_back(viewer=staff, person_key=subject.key, question_key=key) is False
    talk = subject.questions["talk"].key
    actions.decline(viewer=cast.viewer("client"), question_key=talk)
    with pytest.raises(NotPossible, match="intussen nee gezegd"):
        actions.take_back(viewer=staff, person_key=subject.key, question_key=talk)


def test_renewing_asks_the_same_again_and_changes_no_end(cast: Cast, browser: Client) -> None:
    subject = cast.subjects["aziza"]
    ends = subject.consents["ends"]
    path = reverse("rights:consent_renew", args=[subject.key, ends.key])
    assert "Er verandert niets zonder antwoord" in browser.get(path).content.decode()
    browser.post(path, {"period": "12", "why": "Zo blijft het goed gaan."})
    (question,) = asked(cast)
    assert (question.topics, question.purpose, question.receiver_name) == (
        ends.topics,
        ends.purpose,
        ends.receiver_name,
    )
    assert question.until == date(2027, 11, 23)
    ends.refresh_from_db()
    assert ends.to_date == TODAY + timedelta(days=12)
    event = PersonEvent.objects.order_by("-id").first()
    assert event is not None
    assert event.about == "consent:renewal_asked"
    actions.give(viewer=cast.viewer("client"), question_key=question.key, topics=["health"])
    ends.refresh_from_db()
    assert ends.replaced_by is not None


def test_renewing_too_early_is_told_and_asks_nothing(cast: Cast, browser: Client) -> None:
    subject = cast.subjects["aziza"]
    path = reverse("rights:consent_renew", args=[subject.key, subject.consents["holds"].key])
    page = browser.post(path, {"period": "12", "why": "Zo."}, follow=True).content.decode()
    assert "in de laatste zestig dagen" in page
    assert asked(cast) == []
