"""Alles op papier: the chosen parts, each with a line in the access log, all of one person, on sheets that hold together."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse

from landing.desk.paper_reads import PARTS
from landing.desk.templatetags.paper import _content
from landing.people.models import AccessLine
from landing.plan.models import CrisisCard, Plan
from tests.cast import Cast, canaries_in, canary
from tests.statements import asked

MOST = 60
"""All of somebody at once is more than a page: as the copy of everything it asks each table once."""


@pytest.fixture
def own(cast: Cast) -> Client:
    browser = Client()
    browser.force_login(cast.accounts["client"])
    return browser


def paper(browser: Client, *names: str) -> str:
    answer = browser.get(reverse("desk:my_whole_paper"), {"deel": names, "kies": "ja"} if names else {})
    assert answer.status_code == 200
    return str(answer.content.decode())


def sheets(html: str) -> list[str]:
    return re.findall(r'<article class="sheet[^>]*aria-label="([^"]*)"', html)


def lines() -> list[AccessLine]:
    return list(AccessLine.objects.filter(page="desk:my_whole_paper").order_by("id"))


def test_without_a_choice_the_usual_parts_come_and_the_rest_does_not(own: Client) -> None:
    assert sheets(paper(own)) == [str(part.title) for part in PARTS if part.ticked]
    form = own.get(reverse("desk:my_papers")).content.decode()
    ticked = re.findall(r'name="deel" value="([^"]+)"[^>]* checked', form)
    assert ticked == [part.name for part in PARTS if part.ticked] and len(ticked) < len(PARTS)


def test_every_part_shows_what_is_the_persons_own_and_of_nobody_else(cast: Cast, own: Client) -> None:
    shown = paper(own, *(part.name for part in PARTS))
    assert sheets(shown) == [str(part.title) for part in PARTS]
    for what in ("doel", "stap", "beloning", "sterk", "kent", "kaart", "teken", "volgt", "gebeurde", "gesprek", "cursus",
                 "winkel", "tandarts", "nummerkaart"):  # fmt: skip
        assert canary("aziza", what) in shown, what
    assert canaries_in(shown.encode()) == {"aziza"}


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_one_part_is_one_sheet_and_a_print_of_its_topic(cast: Cast, own: Client, part: Any) -> None:
    assert sheets(paper(own, part.name)) == [str(part.title)]
    assert [(line.action, line.topic, line.allowed, line.basis) for line in lines()] == [
        ("print", part.topic, True, "self")
    ]


def test_each_topic_has_one_line_about_the_person(cast: Cast, own: Client) -> None:
    paper(own, "plan", "sterk", "mensen", "noodkaart", "wie-keek")
    assert [line.topic for line in lines()] == ["plan", "relations", "crisis_card", "access_log"]
    assert {line.account_id for line in lines()} == {cast.accounts["client"].pk}
    looked = own.get(reverse("rights:who_looked"), {"zelf": "1"}).content.decode()
    assert "Jij maakte vandaag een blad om te printen van je noodkaart" in looked


def test_nothing_chosen_or_nonsense_comes_back_with_what_to_do(own: Client) -> None:
    for query in ({"kies": "ja"}, {"deel": "onzin"}):
        answer = own.get(reverse("desk:my_whole_paper"), query)
        shown = answer.content.decode()
        assert answer.status_code == 200 and sheets(shown) == [] and 'class="errors' in shown
    assert lines() == []


def test_a_part_of_which_there_is_nothing_says_so(cast: Cast, own: Client) -> None:
    Plan.objects.filter(person=cast.subject("aziza").person).delete()
    CrisisCard.objects.filter(person=cast.subject("aziza").person).delete()
    shown = paper(own, "plan", "sterk", "hoe", "noodkaart", "voorbereiden", "buurt")
    assert shown.count("Hier staat nog niets.") == 6


def test_a_page_without_a_content_block_is_refused() -> None:
    assert get_template("desk/my_print_hint.html")
    with pytest.raises(IndexError):
        _content("desk/my_print_hint.html")


def test_everything_at_once_asks_each_table_once(own: Client) -> None:
    address = reverse("desk:my_whole_paper")
    own.get(address)
    with asked() as statements:
        own.get(address, {"deel": [part.name for part in PARTS]})
    assert len(statements) <= MOST
