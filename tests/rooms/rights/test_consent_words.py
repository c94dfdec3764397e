"""What the person reads about consent is A2 Dutch, on the screen, on paper and in the history; staff history has words too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from landing.people.models import PersonEvent
from landing.rights import consent_actions as actions
from landing.rights import consent_story, consent_words
from landing.route.storyline import CONSENT_TITLES, person_line
from tests.cast import Cast
from tests.rooms.desk.test_my_route_words import (
    JARGON,
    MOST_WORDS,
    MOST_WORDS_WITH_NAMES,
    sentences,
    text_of_template,
    too_long,
    words_in_code,
)

RIGHTS = Path(consent_words.__file__).parent
TEMPLATES = sorted((RIGHTS / "templates" / "rights").glob("consent_mine*.html"))
# A topic is called by its name; what the worker is called on the paper is the reader's own word for them.
NAMES = ("je cliëntondersteun",)


def jargon(lines: list[str]) -> list[str]:
    text = " ".join(lines).lower()
    for name in NAMES:
        text = text.replace(name, "")
    return [word for word in JARGON if re.search(rf"\b{word}", text)]


def test_there_are_templates_to_read() -> None:
    assert len(TEMPLATES) == 6


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.stem)
def test_a_template_has_short_sentences_and_no_words_of_the_office(file: Path) -> None:
    lines = sentences(text_of_template(file))
    assert lines
    assert too_long(lines, MOST_WORDS) == []
    assert jargon(lines) == []
    assert [line for line in lines if re.search(r"\b[Uu]w?\b", line)] == []


def test_what_the_code_says_to_the_person_is_short() -> None:
    texts = words_in_code(str(RIGHTS / "consent_client_views.py"), str(RIGHTS / "consent_story.py"))
    assert len(texts) > 15
    lines = [line for text in texts for line in sentences(re.sub(r"{\w+}", "naam", text))]
    assert too_long(lines, MOST_WORDS) == []
    assert jargon(lines) == []


def test_every_topic_and_purpose_is_told_in_one_short_sentence() -> None:
    for name, topic in consent_words.TOPICS.items():
        lines = [str(topic.about), *sentences(topic.sees), *sentences(topic.not_sees)]
        assert too_long(lines, MOST_WORDS) == [], name
        assert jargon(lines) == [], name
        if name not in consent_words.NEVER:
            assert topic.not_sees, f"{name} does not say what is not seen"
    for purpose in consent_words.PURPOSES.values():
        assert too_long(sentences(purpose.client), MOST_WORDS) == []
        assert jargon(sentences(purpose.client)) == []


@pytest.mark.parametrize(
    "name", ["my_consents", "my_consent_question", "my_consent_withdraw", "my_consent_shorten", "my_consent"]
)
def test_a_whole_page_reads_in_short_sentences(cast: Cast, name: str) -> None:
    subject = cast.subjects["aziza"]
    parts = {"my_consents": [], "my_consent_question": [subject.questions["open"].key]}
    browser = Client()
    browser.force_login(cast.accounts["client"])
    page = browser.get(reverse(f"rights:{name}", args=parts.get(name, [subject.consents["holds"].key])))
    lines = sentences(page.content.decode().split("<main", 1)[1].split("</main>")[0].split(">", 1)[1])
    assert len(lines) > 4
    assert too_long(lines, MOST_WORDS_WITH_NAMES) == []


def test_every_line_of_history_about_consent_has_words_for_staff_and_for_the_person(cast: Cast) -> None:
    assert set(CONSENT_TITLES) == set(consent_story.SENTENCES)
    client, subject = cast.viewer("client"), cast.subjects["aziza"]
    actions.give(viewer=client, question_key=subject.questions["open"].key, topics=["identity", "housing"])
    row = PersonEvent.objects.filter(person=subject.person).order_by("-id").values(
        "key", "at", "by_name", "by_role", "about", "old", "new", "why", "undoes")[0]  # fmt: skip
    housing = cast.home.organisations["housing_association"].name
    assert person_line(row).title == f"Toestemming gegeven: {housing}; naam en wonen; tot 1-8-2027"


def test_the_history_page_of_staff_tells_it(cast: Cast) -> None:
    subject = cast.subjects["aziza"]
    actions.decline(viewer=cast.viewer("client"), question_key=subject.questions["open"].key)
    browser = Client()
    browser.force_login(cast.accounts["support_worker"])
    page = browser.get(reverse("route:history", args=[subject.key])).content.decode()
    assert "Toestemming niet gegeven" in page
    assert "Overgedragen" in page
