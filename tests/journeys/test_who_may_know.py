"""Who may know what, in browsers side by side: a consent opens and closes a page, and everybody finds only their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from landing.people.models import Bond, Consent, Person
from landing.route.models import Journey

pytestmark = pytest.mark.journey

NEVER_FOR_A_LANDLORD = ("Inkomen", "Schulden", "behandeling", "Signaleringsplan", "Poorten", "medicijnen")


@contextmanager
def another(visitor):
    """The same kind of browser for somebody else, with its own session."""
    page = visitor.page.context.browser.new_page(viewport=visitor.page.viewport_size)
    try:
        yield type(visitor)(page, visitor.url)
    finally:
        page.close()


@pytest.fixture
def client(visitor) -> Iterator:
    with another(visitor) as found:
        found.becomes("client")
        yield found


def page_of(person) -> str:
    return f"/clienten/{person.key}/"


def sam() -> Person:
    return Person.objects.get(account__username="client")


def without_number(text) -> str:
    """The text of an error page without the number by which support finds it in the log."""
    return re.sub(r"\d{4}-\d{4}", "", text)


def status_of(visitor, path) -> int:
    response = visitor.page.goto(visitor.url + path)
    assert response is not None
    return response.status


def test_a_consent_withdrawn_in_one_browser_closes_the_page_in_another(visitor, client):
    route = page_of(sam())
    with another(visitor) as advocate:
        advocate.becomes("oco")
        advocate.opens(route)
        assert "In welke fase" not in advocate.page.inner_text("main")
        assert "Fase" not in advocate.page.inner_text("main")

        visitor.becomes("begeleider")
        visitor.opens(f"{route}toestemmingen/")
        visitor.presses("Vraag toestemming")
        page = visitor.page
        page.get_by_label("Wie mag het weten?").select_option(
            label=page.locator("option", has_text="Naast Je").first.inner_text()
        )
        visitor.presses("Verder", "button")
        page.get_by_label("Route en wie er om iemand heen staat").check()
        page.get_by_label("Waarvoor is het nodig?").select_option("client_support")
        page.get_by_label("6 maanden").check()
        page.get_by_label("Waarom vraag je dit?").fill("Dan kan Ondine met je meekijken.")
        visitor.presses("Bekijk hoe de persoon het leest", "button")
        visitor.presses("Stel deze vraag", "button")

        client.opens("/mijn-toestemmingen/")
        asked = client.page.locator("article.card--now", has_text="Naast Je")
        with client.page.expect_navigation():
            asked.get_by_role("link", name=re.compile("Lees de vraag")).first.click()
        client.looks()
        client.page.get_by_label("Waar je bent op je route").check()
        client.presses("Ja, dit mag", "button")
        given = Consent.objects.order_by("-id").first()
        assert given is not None
        assert given.topics == ["continuity"]

        advocate.opens(route)
        advocate.sees("Fase")

        client.opens("/mijn-toestemmingen/")
        card = client.page.locator("article.card", has_text="je route").filter(has_text="Naast Je")
        with client.page.expect_navigation():
            card.get_by_role("link", name=re.compile("Trek in")).first.click()
        client.looks()
        client.presses("Ja, trek in", "button")

        advocate.opens(route)
        assert "Fase" not in advocate.page.inner_text("main"), "the page was still open after the consent was withdrawn"


def test_a_housing_officer_finds_the_own_tenants_and_nothing_of_their_care(visitor):
    visitor.becomes("corporatie")
    visitor.opens("/clienten/")
    page = visitor.page
    names = page.locator("tbody a").all_inner_texts()
    assert names
    with page.expect_navigation():
        page.locator("tbody a").first.click()
    visitor.looks()
    shown = page.inner_text("main")
    assert not [word for word in NEVER_FOR_A_LANDLORD if word in shown]
    strangers = Journey.objects.exclude(
        person__in=Bond.objects.filter(worker__account__username="corporatie").values("person")
    )
    for journey in strangers.select_related("person")[:5]:
        assert status_of(visitor, page_of(journey.person)) == 404
    # Whom the landlord has a bond with, but who is still looking and did not agree, is not found either.
    bonds = Bond.objects.filter(worker__account__username="corporatie", to_date__isnull=True)
    hidden = [bond.person for bond in bonds.select_related("person") if status_of(visitor, page_of(bond.person)) == 404]
    assert len(names) == bonds.count() - len(hidden)
    page.goto(visitor.url + "/clienten/")
    assert not [one for one in hidden if one.surname in page.inner_text("tbody")]


def test_an_advocate_knows_who_asked_for_help_and_what_they_share(visitor):
    visitor.becomes("oco")
    visitor.opens("/clienten/")
    page = visitor.page
    own = Bond.objects.filter(worker__account__username="oco", to_date__isnull=True).select_related("person")
    called = {bond.person.call_me or bond.person.given_name for bond in own}
    shown = page.locator("tbody a").all_inner_texts()
    assert shown
    assert not [name for name in shown if not any(one in name for one in called)]
    with page.expect_navigation():
        page.locator("tbody a").first.click()
    visitor.looks()
    other = Person.objects.exclude(pk__in=Bond.objects.filter(worker__account__username="oco").values("person")).first()
    assert other is not None
    assert status_of(visitor, page_of(other)) == 404
    assert status_of(visitor, f"{page_of(other)}gegevens/") == 404


def test_income_support_reads_no_care_and_no_home(visitor):
    visitor.becomes("inkomen")
    visitor.opens("/clienten/")
    page = visitor.page
    with page.expect_navigation():
        page.locator("tbody a").first.click()
    visitor.looks()
    assert not [word for word in ("behandeling", "Signaleringsplan", "Poorten") if word in page.inner_text("main")]


def test_a_stranger_is_shown_the_same_as_for_a_person_who_does_not_exist(visitor):
    person = sam()
    nobody = "/clienten/00000000-0000-4000-8000-00000000dead/"
    for path in (page_of(person), nobody):  # not logged in: both go to the login page
        visitor.page.goto(visitor.url + path)
        assert "/inloggen/" in visitor.page.url
    visitor.looks()
    visitor.becomes("naaste")
    assert status_of(visitor, page_of(person)) == status_of(visitor, nobody)
    visitor.complaints.clear()  # the browser complains of an answer that was meant to be a refusal
    Bond.objects.filter(person=person, worker__account__username="begeleider").delete()
    visitor.becomes("begeleider")
    assert status_of(visitor, page_of(person)) == 404
    there = without_number(visitor.page.inner_text("main"))
    assert status_of(visitor, nobody) == 404
    assert without_number(visitor.page.inner_text("main")) == there
    visitor.page.goto(f"{visitor.url}/clienten/?zoek={person.surname}")
    assert person.given_name not in visitor.page.inner_text("main")
