"""The people and the crisis card in a browser: without script, with the keyboard, on paper, and at night by a carer."""

from __future__ import annotations

import re

import pytest

from landing.plan.models import CrisisCard, NetworkMember
from tests.journeys.conftest import OWN_SCRIPTS
from tests.journeys.test_consent import press_until

pytestmark = pytest.mark.journey


def test_a_client_adds_somebody_and_fills_the_card_step_by_step_without_script(without_script):
    page = without_script.page
    page.goto(without_script.url + "/inloggen/")
    page.locator("button[name=account][value=client]").click()
    page.get_by_role("button", name="Menu", exact=True).click()
    page.get_by_role("link", name="Meer", exact=True).click()
    page.get_by_role("link", name="Mijn mensen").click()
    page.get_by_role("link", name="Iemand erbij zetten").click()
    page.get_by_role("button", name="Zet erbij", exact=True).click()
    without_script.sees("Een voornaam is genoeg.")
    page.get_by_label("Hoe heet deze persoon?").fill("Proefneef")
    page.get_by_role("button", name="Zet erbij", exact=True).click()
    without_script.sees("Proefneef staat erbij.")
    assert NetworkMember.objects.get(name="Proefneef").kind == ""
    assert page.locator("svg text", has_text="Proefneef").count() == 1, "in the drawing"
    page.get_by_role("button", name="Ongedaan maken").click()
    without_script.sees("Wie er niet meer bij hoort")

    page.goto(without_script.url + "/mijn-noodkaart/")
    page.get_by_role("button", name="Ja, zet het erop").click()
    without_script.sees("Samen een film kijken zonder te praten.")
    page.goto(without_script.url + "/mijn-noodkaart/vraag/better_not/")
    page.get_by_label("Wat kunnen anderen beter niet doen?").fill("Proefzin")
    page.get_by_role("button", name="Bewaar en ga verder").click()
    without_script.sees("Vraag 6 van 9.")
    page.get_by_role("button", name="Bewaar en stop").click()
    without_script.sees("Proefzin")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_every_page_about_people_and_card_is_open_to_everybody(visitor, weigh):
    visitor.becomes("client")
    visitor.opens("/mijn-mensen/")
    total, script, _ = weigh(visitor.page)
    assert script <= OWN_SCRIPTS
    assert total <= 120_000
    visitor.picture("mijn-mensen")
    visitor.presses("Iemand erbij zetten")
    visitor.presses("Zet erbij", "button", exact=True)
    visitor.opens("/mijn-mensen/")
    visitor.presses("Noor")
    visitor.presses("Bewaar", "button", exact=True)
    visitor.page.get_by_label("Vanaf welke dag?").fill("01-09-2026")
    visitor.presses("Bekijk wat er veranderde", "button")
    visitor.sees("Mama: staat dichterbij")
    visitor.opens("/mijn-noodkaart/")
    visitor.sees("Oude kaart")
    visitor.picture("noodkaart")
    visitor.presses("Alles op één blad")
    visitor.presses("Bewaar mijn kaart", "button")
    visitor.presses("Wat er eerder op je kaart stond")
    visitor.presses("Bekijk versie 1")
    visitor.opens("/mijn-noodkaart/vraag/contacts/")
    visitor.opens("/mijn-noodkaart/papier/")
    visitor.opens("/mijn-plan/als-het-minder-gaat/")
    visitor.presses(
        "Verder invullen" if visitor.page.get_by_role("link", name="Verder invullen").count() else "Verander dit"
    )
    visitor.presses("Bewaar en ga verder", "button")
    visitor.opens("/mijn-plan/signaleringsplan/")
    visitor.opens("/mijn-account/links/")
    visitor.opens("/voor-naasten/")


def test_a_carer_is_at_the_card_in_two_presses_and_the_person_reads_that(visitor):
    visitor.becomes("begeleider")
    page = visitor.page
    page.get_by_label("Mijn dag").get_by_role("link", name="Noodkaarten").click()  # the first press
    visitor.sees("Noodkaarten")
    visitor.looks()
    visitor.presses("Sam")  # the second
    visitor.sees("Rustig praten.")
    visitor.sees("06 0000 0021")
    person = page.url.removesuffix("noodkaart/").removeprefix(visitor.url)
    for part in (
        "mensen/",
        "mensen/erbij/",
        "signaleringsplan/",
        "signaleringsplan/naasten/",
        "als-het-minder-gaat/",
        "",
    ):
        visitor.opens(person + part)
    visitor.becomes("client")
    visitor.opens("/mijn-gegevens/wie-keek/")
    assert re.search(r"K\. Begeleider.*je noodkaart", page.inner_text("main"))


def test_a_card_goes_on_paper_with_the_keyboard_only(visitor):
    visitor.becomes("client")
    page = visitor.page
    visitor.opens("/mijn-noodkaart/papier/")
    press_until(page, "Voor wie is deze kaart?")
    page.keyboard.type("Mijn neef")
    press_until(page, "Maak de kaart")
    with page.expect_navigation(url=re.compile(r"/mijn-noodkaart/papier/[0-9a-f-]{36}/$")) as shown:
        page.keyboard.press("Enter")
    assert shown.value is not None
    assert shown.value.headers["content-type"] == "application/pdf"
    visitor.opens("/mijn-noodkaart/")
    visitor.sees("Mijn neef")
    assert CrisisCard.objects.get(person__call_me="Sam").prints.filter(for_whom="Mijn neef").count() == 1
