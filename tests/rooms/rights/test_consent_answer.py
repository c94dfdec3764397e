"""The person answers: exactly what was ticked, no longer than asked, and nothing when the question is gone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from landing.people.actions import NotPossible
from landing.people.models import Consent, ConsentQuestion, PersonEvent
from landing.people.reads import NotVisible
from landing.rights import consent_actions as actions
from tests.cast import NOW, TODAY, Cast


@pytest.fixture
def browser(cast: Cast) -> Client:
    browser = Client()
    browser.force_login(cast.accounts["client"])
    return browser


def question(cast: Cast, name: str = "open") -> ConsentQuestion:
    found = cast.subjects["aziza"].questions[name]
    found.refresh_from_db()
    return found


def address(asked: ConsentQuestion) -> str:
    return reverse("rights:my_consent_question", args=[asked.key])


def answered(asked: ConsentQuestion) -> list[Consent]:
    return list(Consent.objects.filter(question=asked))


def test_nothing_is_ticked_beforehand(cast: Cast, browser: Client) -> None:
    page = browser.get(address(question(cast))).content.decode()
    assert page.count('type="checkbox"') == 3
    assert "checked" not in page
    assert "Zeg je nee? Dan krijg je nog steeds hulp." in page


def test_the_page_says_what_is_seen_and_what_is_not(cast: Cast, browser: Client) -> None:
    page = browser.get(address(question(cast))).content.decode()
    assert page.index("Je adres en telefoon") < page.index("Dit zien ze niet") < page.index("Je gezondheid")
    assert "zondag 1 augustus 2027" in page


def test_a_partial_yes_is_kept_as_exactly_those_topics_with_the_words_that_were_shown(
    cast: Cast, browser: Client
) -> None:
    asked = question(cast)
    browser.post(address(asked), {"antwoord": "ja", "topics": ["housing", "identity"]})
    (consent,) = answered(asked)
    assert consent.topics == ["identity", "housing"]
    assert (consent.from_date, consent.to_date, consent.how) == (TODAY, asked.until, "self")
    assert consent.words.startswith(f"Mag {asked.organisation.name} iets over jou weten?")
    assert asked.why in consent.words
    assert "Het antwoord: ja, tot zondag 1 augustus 2027: je naam en je woning." in consent.words
    assert "Nee: je adres en telefoon." in consent.words
    assert question(cast).state == "given"


def test_the_person_may_choose_an_earlier_end_and_not_a_later_one(cast: Cast, browser: Client) -> None:
    asked = question(cast)
    body = {"antwoord": "ja", "topics": ["identity"]}
    later = browser.post(address(asked), body | {"until": "2-8-2027"})
    assert "Later kan niet" in later.content.decode()
    assert 'value="2-8-2027"' in later.content.decode(), "what was typed is kept"
    assert "checked" in later.content.decode(), "what was ticked is kept"
    past = browser.post(address(asked), body | {"until": "23-11-2026"})
    assert "Kies een dag na vandaag" in past.content.decode()
    assert answered(asked) == []
    browser.post(address(asked), body | {"until": "1-3-2027"})
    assert answered(asked)[0].to_date == date(2027, 3, 1)


def test_yes_without_a_tick_asks_for_one_and_changes_nothing(cast: Cast, browser: Client) -> None:
    asked = question(cast)
    page = browser.post(address(asked), {"antwoord": "ja"}).content.decode()
    assert "Zet een vinkje bij wat mag. Mag niets? Kies dan Nee." in page
    assert question(cast).state == "open"


def test_no_keeps_nothing_even_with_ticks(cast: Cast, browser: Client) -> None:
    asked = question(cast)
    browser.post(address(asked), {"antwoord": "nee", "topics": ["identity"]})
    assert question(cast).state == "declined"
    assert answered(asked) == []


def test_wanting_to_talk_leaves_the_question_open(cast: Cast, browser: Client) -> None:
    asked = question(cast)
    browser.post(address(asked), {"antwoord": "praten"})
    assert question(cast).state == "talk"
    browser.post(address(asked), {"antwoord": "ja", "topics": ["identity"]})
    assert question(cast).state == "given"
    assert len(answered(asked)) == 1


@pytest.mark.parametrize(
    ("state", "words"),
    [("taken_back", "Deze vraag is niet meer nodig."), ("declined", "Je hebt deze vraag al beantwoord.")],
)
def test_a_question_that_is_gone_says_so_kindly_and_changes_nothing(
    cast: Cast, browser: Client, state: str, words: str
) -> None:
    asked = question(cast)
    ConsentQuestion.objects.filter(pk=asked.pk).update(state=state)
    assert words in browser.get(address(asked)).content.decode()
    lines = PersonEvent.objects.count()
    page = browser.post(address(asked), {"antwoord": "ja", "topics": ["identity"]}, follow=True)
    assert words in page.content.decode()
    assert (answered(asked), question(cast).state, PersonEvent.objects.count()) == ([], state, lines)


def test_a_question_lapses_at_the_end_that_was_asked_for(cast: Cast, browser: Client) -> None:
    asked = question(cast)
    ConsentQuestion.objects.filter(pk=asked.pk).update(until=TODAY)
    assert "Deze vraag is te oud" in browser.get(address(asked)).content.decode()
    with pytest.raises(NotPossible):
        actions.give(viewer=cast.viewer("client"), question_key=asked.key, topics=["identity"])


def test_nobody_answers_the_question_of_somebody_else(cast: Cast) -> None:
    theirs = cast.subjects["cora"].questions["open"]
    with pytest.raises(NotVisible):
        actions.give(viewer=cast.viewer("client"), question_key=theirs.key, topics=["identity"])
    with pytest.raises(NotVisible):
        actions.decline(viewer=cast.viewer("client"), question_key=theirs.key)


def test_a_topic_that_was_not_asked_cannot_be_given(cast: Cast) -> None:
    with pytest.raises(NotPossible):
        actions.give(viewer=cast.viewer("client"), question_key=question(cast).key, topics=["identity", "health"])


def test_a_new_answer_takes_the_place_of_the_old_one_about_the_same(cast: Cast, browser: Client) -> None:
    subject, asked = cast.subjects["aziza"], question(cast)
    old = Consent.objects.create(
        person=subject.person, organisation=asked.organisation, topics=["identity", "contact"], purpose=asked.purpose,
        from_date=date(2026, 1, 1), to_date=date(2027, 1, 1), given_at=NOW, recorded_by="x",
    )  # fmt: skip
    wider = Consent.objects.create(
        person=subject.person, organisation=asked.organisation, topics=["identity", "money"], purpose=asked.purpose,
        from_date=date(2026, 1, 1), to_date=date(2027, 1, 1), given_at=NOW, recorded_by="x",
    )  # fmt: skip
    assert "Je nieuwe antwoord komt daarvoor in de plaats" in browser.get(address(asked)).content.decode()
    browser.post(address(asked), {"antwoord": "ja", "topics": ["identity"]})
    old.refresh_from_db()
    wider.refresh_from_db()
    assert old.replaced_by_id == answered(asked)[0].pk
    assert old.withdrawn_at is not None
    assert wider.withdrawn_at is None, "it says more than was asked again, so it stands"


def test_each_answer_is_a_line_of_history_that_the_person_can_read(cast: Cast, browser: Client) -> None:
    browser.post(address(question(cast)), {"antwoord": "ja", "topics": ["identity"]})
    page = browser.get(reverse("rights:my_consents")).content.decode()
    assert f"Jij zei ja tegen {question(cast).organisation.name}." in page
    event = PersonEvent.objects.order_by("-id").first()
    assert event is not None
    assert event.about == "consent:given"
    assert event.new["topics"] == ["identity"]


def test_my_route_has_a_calm_line_while_a_question_waits(cast: Cast, browser: Client) -> None:
    line = "Er is een vraag wie iets over jou mag weten."
    assert line in browser.get(reverse("desk:my_route")).content.decode()
    browser.post(address(question(cast)), {"antwoord": "nee"})
    assert line not in browser.get(reverse("desk:my_route")).content.decode()


def test_the_answer_twice_has_one_effect(cast: Cast, browser: Client) -> None:
    asked = question(cast)
    body: dict[str, Any] = {"antwoord": "ja", "topics": ["identity"]}
    for _ in range(2):  # without a token: as from two open pages
        browser.post(address(asked), body)
    assert len(answered(asked)) == 1
