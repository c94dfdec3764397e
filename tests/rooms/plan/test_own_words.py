"""What the person reads about people, card, plans and links is A2 Dutch; so is the page for close ones."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from landing.plan import sign_words
from landing.plan.card_words import PARTS
from landing.plan.close_reads import chapters
from landing.plan.network_forms import CLOSENESS, KINDS, LABELS, STRENGTHS, SUPPORT
from tests.cast import Cast
from tests.rooms.desk.test_my_route_words import JARGON, MOST_WORDS, MOST_WORDS_WITH_NAMES, sentences, too_long

pytestmark = pytest.mark.django_db
PAGES = (
    ("my_people", ()), ("my_people_add", ()), ("my_card", ()), ("my_card_fill", ()), ("my_card_versions", ()),
    ("my_card_print", ()), ("my_relapse_plan", ()), ("my_sign_plan", ()),
    *(("my_card_part", (part.name,)) for part in PARTS),
    *(("my_relapse_part", (name,)) for name in (*sign_words.PHASES, sign_words.GENERAL, sign_words.CLOSE_ONES)),
)  # fmt: skip
# What these are called, by name or by the role of whoever the page names.
NAMES = ("cliëntondersteuner", "signaleringsplan")


def office_words(lines: list[str]) -> list[str]:
    text = " ".join(lines).lower()
    for name in NAMES:
        text = text.replace(name, "")
    return [word for word in JARGON if re.search(rf"\b{word}", text)]


def main(content: bytes) -> list[str]:
    """The sentences of a page, without what stands round it."""
    inside = content.decode().split("<main", 1)[1].split("</main>")[0].split(">", 1)[1]
    return sentences(re.sub(r"<svg.*?</svg>", "", inside, flags=re.DOTALL))


@pytest.mark.parametrize(("name", "parts"), PAGES, ids=lambda one: "-".join(one) if isinstance(one, tuple) else one)
def test_a_page_of_the_person_reads_in_short_sentences(cast: Cast, name: str, parts: tuple[str, ...]) -> None:
    browser = Client()
    browser.force_login(cast.accounts["client"])
    lines = main(browser.get(reverse(f"plan:{name}", args=parts)).content)
    assert len(lines) >= 4
    assert too_long(lines, MOST_WORDS_WITH_NAMES) == []
    assert office_words(lines) == []
    assert [line for line in lines if re.search(r"\b[Uu]w?\b", line)] == []


def test_the_links_page_and_what_a_link_opens_are_short_too(cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.accounts["client"])
    lines = main(browser.get(reverse("login:my_links")).content)
    for purpose in ("my_people", "crisis_card", "read_shared", "fallback"):
        browser.post(reverse("login:my_links"), {"purpose": purpose, "parts": ["card"]})
        found = browser.get(reverse("login:my_links")).context["links"]
        address = next(one["address"] for one in found if one["address"])
        lines += main(Client().get(address.removeprefix("http://testserver")).content)
    assert too_long(lines, MOST_WORDS_WITH_NAMES) == [] and office_words(lines) == []


def test_every_question_to_the_person_is_short() -> None:
    asked = [own for own, _ in LABELS.values()]
    asked += [str(label) for choices in (KINDS, CLOSENESS, STRENGTHS, SUPPORT) for _, label in choices]
    asked += [words for part in PARTS for words in (part.question, part.hint)]
    asked += [question for part in sign_words.parts(own=True, name="") for _, question in part.fields]
    lines = [line for words in asked for line in sentences(words)]
    assert len(lines) > 50 and too_long(lines, MOST_WORDS) == [] and office_words(lines) == []


def test_the_page_for_close_ones_is_short() -> None:
    lines = [
        line for one in chapters() for words in (one.title, *one.paragraphs, *one.points) for line in sentences(words)
    ]
    assert len(lines) > 30 and too_long(lines, MOST_WORDS_WITH_NAMES) == [] and office_words(lines) == []
