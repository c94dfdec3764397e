"""Getting ready in a browser: on a phone and a desk, by keyboard, without script, and on one sheet of paper."""

from __future__ import annotations

import re

import pytest

from landing.plan.models import AwarenessTalk, NeighbourhoodFind, SkillTraining
from tests.journeys.conftest import KEEPING, OWN_SCRIPTS
from tests.journeys.test_plan import press, tab_to

pytestmark = pytest.mark.journey

MINE = "/mijn-plan/voorbereiden/"


def test_a_client_gets_ready_without_script(without_script):
    page = without_script.page
    page.goto(without_script.url + "/inloggen/")
    page.locator("button[name=account][value=client]").click()
    page.goto(without_script.url + "/mijn-route/")
    page.get_by_role("link", name="Je voorbereiden").click()
    page.get_by_role("link", name=re.compile("^(Lees hoe het is|Lees het nog eens)$")).click()
    without_script.sees("Een vraag voor je gesprek:")
    page.get_by_role("link", name="Praat met iemand die het ook deed").click()
    page.get_by_role("link", name="Schrijf je gesprek op").click()
    page.get_by_label("Met wie praatte je?").fill("Joke")
    page.get_by_label("Wat wil je onthouden?").fill("Zet de radio aan.")
    page.get_by_role("button", name="Bewaar mijn gesprek").click()
    without_script.sees("Je gesprek is bewaard.")
    page.get_by_role("link", name="Verander Gesprek met Joke").click()
    page.get_by_role("link", name="Haal dit gesprek weg").click()
    page.get_by_role("button", name="Ja, haal het weg").click()
    without_script.sees("Het gesprek is weg.")
    assert not AwarenessTalk.objects.filter(with_name="Joke").exists()
    page.goto(without_script.url + MINE + "buurt/")
    page.get_by_role("link", name="Schrijf een plek op", exact=True).click()
    page.get_by_label("Wat is het?").fill("Het zwembad")
    page.get_by_label("Club of sport").check()
    page.get_by_role("button", name="Bewaar deze plek").click()
    page.get_by_role("button", name="Hier ben ik geweest Het zwembad").click()
    without_script.sees("Goed gedaan. Je bent er geweest.")
    page.get_by_role("button", name="Ongedaan maken").click()
    without_script.sees("Deze plek staat weer open.")
    page.get_by_role("link", name="Het zwembad").click()
    page.get_by_role("button", name="Haal deze plek weg").click()
    without_script.sees("De plek is van je lijst.")
    page.get_by_role("button", name="Ongedaan maken").click()
    without_script.sees("De plek staat weer op je lijst.")
    assert NeighbourhoodFind.objects.get(words="Het zwembad").gone_on is None
    page.goto(without_script.url + MINE + "leren/")
    page.get_by_role("link", name="Ik wil iets leren").click()
    page.get_by_label("Wat leer je?").fill("Strijken")
    page.get_by_role("button", name="Bewaar").click()
    page.get_by_role("button", name="Ik was er weer een keer Strijken").click()
    without_script.sees("Goed gedaan. Er is een keer bij.")
    page.get_by_role("button", name="Ongedaan maken").click()
    without_script.sees("Dit is terug zoals het was.")
    assert SkillTraining.objects.get(words="Strijken").sessions_done == 0


def test_every_page_of_the_client_about_getting_ready_is_open_to_everybody(visitor, weigh):
    visitor.becomes("client")
    visitor.opens("/mijn-plan/")
    visitor.presses("Je voorbereiden op alleen wonen")
    total, script, requests = weigh(visitor.page)
    assert script <= OWN_SCRIPTS + KEEPING and requests <= 7 and total <= 130_000
    visitor.picture("voorbereiden")
    for name, address in (
        ("alleen-wonen", "alleen-wonen/"), ("gesprekken", "gesprek/"), ("gesprek-nieuw", "gesprek/nieuw/"), ("buurt", "buurt/"),
        ("plek-nieuw", "buurt/nieuw/?soort=green"), ("buurt-papier", "buurt/papier/"), ("leren", "leren/"),
        ("leren-nieuw", "leren/nieuw/"),
    ):  # fmt: skip
        visitor.opens(MINE + address)
        visitor.picture(name)
    visitor.opens(f"{MINE}leren/")
    visitor.presses("Ik was er weer een keer", "button")
    visitor.sees("Goed gedaan. Er is een keer bij.")
    visitor.picture("leren-erbij")
    with visitor.page.expect_navigation():
        visitor.page.locator("main").get_by_role("link", name="Meer").first.click()
    visitor.looks()
    visitor.picture("leren-een")
    visitor.presses("Haal dit weg")
    visitor.presses("Nee, laat het staan")
    visitor.opens(f"{MINE}buurt/")
    visitor.presses("Hier ben ik geweest", "button")
    visitor.picture("buurt-geweest")
    visitor.presses("Ongedaan maken", "button")
    visitor.opens(f"{MINE}gesprek/")
    visitor.presses("Verander")
    visitor.presses("Haal dit gesprek weg")
    visitor.picture("weghalen")


def test_a_place_is_written_and_ticked_with_the_keyboard_only(visitor):
    visitor.becomes("client")
    visitor.opens(f"{MINE}buurt/")
    press(visitor, "Schrijf een plek op")
    tab_to(visitor.page, "Wat is het?")
    visitor.page.keyboard.type("Het park")
    press(visitor, "Bewaar deze plek")
    press(visitor, "Hier ben ik geweest Het park")
    visitor.sees("Goed gedaan. Je bent er geweest.")
    assert NeighbourhoodFind.objects.get(words="Het park").been_on is not None


def test_the_neighbourhood_prints_on_one_sheet(without_script):
    page = without_script.page
    page.goto(without_script.url + "/inloggen/")
    page.locator("button[name=account][value=client]").click()
    plan = NeighbourhoodFind.objects.first().plan
    NeighbourhoodFind.objects.bulk_create(
        NeighbourhoodFind(plan=plan, kind=kind, words=f"Een plek met een lange naam, nummer {number}")
        for kind in NeighbourhoodFind.Kind.values for number in range(2)
    )  # fmt: skip
    page.goto(without_script.url + MINE + "buurt/papier/")
    without_script.sees("Een plek met een lange naam, nummer 1")
    sheet = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1


def test_a_carer_reads_all_and_writes_on_the_word_of_the_person(visitor):
    visitor.becomes("client")
    key = AwarenessTalk.objects.get().plan.person.key
    visitor.becomes("begeleider")
    visitor.opens(f"/clienten/{key}/plan/")
    visitor.presses("Voorbereiden", exact=True)
    visitor.picture("voorbereiden-begeleider")
    visitor.presses("Meld aan voor een training")
    visitor.page.get_by_label("Welke training is het?").fill("Leren koken")
    visitor.presses("Bewaar", "button")
    visitor.sees("Zet een vinkje")
    visitor.page.get_by_label("De persoon wil dit zelf").check()
    visitor.presses("Bewaar", "button")
    visitor.sees("De training staat erbij.")
    visitor.presses("Eén keer erbij Leren koken", "button")
    visitor.sees("1 keer geweest.")
    visitor.presses("Schrijf een gesprek op")
    visitor.picture("gesprek-begeleider")
    visitor.presses("Niet bewaren")
    visitor.presses("Schrijf een plek op")
    visitor.presses("Niet bewaren")
