"""What the person's own plan and card do with others, in a browser: filled in together, taken back, brought back, and by a peer worker."""

from __future__ import annotations

import re

import pytest

from landing.plan.models import AwarenessTalk, CardPrint, CrisisCard, SignVersion
from landing.route.models import Journey

pytestmark = pytest.mark.journey


def test_a_carer_fills_in_the_card_with_the_person_who_takes_it_back(visitor):
    visitor.becomes("begeleider")
    page = visitor.page
    visitor.opens("/noodkaarten/")
    visitor.presses("Sam")
    visitor.presses("Vul de kaart samen in")
    visitor.picture("noodkaart-samen")
    page.get_by_label("Wat kunnen anderen beter niet doen?").fill("Hard praten.")
    visitor.presses("Bewaar wat de persoon zei", "button")
    visitor.sees("Zet een vinkje als de persoon erbij is")
    assert page.get_by_label("Wat kunnen anderen beter niet doen?").input_value() == "Hard praten."
    page.get_by_label("Sam is erbij, zei dit zelf en vindt het goed").check()
    visitor.presses("Bewaar wat de persoon zei", "button")
    visitor.sees("Hard praten.")
    visitor.presses("Kaart op papier")
    visitor.presses("Maak de kaart", "button")
    visitor.sees("Kies waarom je de kaart print.")
    visitor.picture("noodkaart-papier-begeleider")
    page.get_by_label("de persoon kan zelf niet printen").check()
    with page.expect_response(lambda told: told.headers.get("content-type") == "application/pdf"):
        page.get_by_role("button", name="Maak de kaart").click()
    assert CardPrint.objects.filter(why="no_login").count() == 1
    visitor.becomes("client")
    visitor.opens("/mijn-noodkaart/")
    visitor.sees("K. Begeleider (begeleider) schreef dit voor je op")
    visitor.sees("K. Begeleider printte hem: de persoon kan zelf niet printen.")
    visitor.picture("noodkaart-terug")
    visitor.presses("Zet mijn kaart terug", "button")
    visitor.sees("Je kaart is weer zoals toen.")
    assert CrisisCard.objects.get(person__call_me="Sam").better_not != "Hard praten."
    visitor.presses("Wat er eerder op je kaart stond")
    visitor.sees("Dit zei jij zelf.")
    visitor.presses("Bekijk versie 1")
    visitor.picture("noodkaart-eerder")
    visitor.presses("Zet dit terug", "button")
    visitor.sees("Je kaart is weer zoals toen.")


def test_a_plan_for_bad_days_comes_back_as_it_was(visitor):
    visitor.becomes("client")
    page = visitor.page
    visitor.opens("/mijn-plan/als-het-minder-gaat/")
    visitor.presses("Verander dit")
    page.get_by_label("Hoe merk je dat?").fill("Ik lach veel.")
    visitor.presses("Bewaar", "button", exact=True)
    visitor.presses("Wat is er veranderd?")
    visitor.sees("Jij veranderde dit")
    visitor.picture("minder-gaan-versies")
    visitor.presses("Bekijk versie 2")
    visitor.sees("Nu staat er: Ik lach veel.")
    visitor.picture("minder-gaan-toen")
    visitor.presses("Zet dit terug", "button")
    visitor.sees("Het plan is weer zoals toen. Wat er net stond, is ook bewaard.")
    assert SignVersion.objects.get(sign_plan__kind="relapse", restores=2).number == 4
    visitor.opens("/mijn-plan/signaleringsplan/eerder/?versie=1")
    person = Journey.objects.get(person__call_me="Sam").person.key
    visitor.becomes("begeleider")
    visitor.opens(f"/clienten/{person}/als-het-minder-gaat/")
    visitor.presses("Wat is er veranderd?")
    visitor.opens(f"/clienten/{person}/signaleringsplan/eerder/?versie=1")
    visitor.picture("signaleringsplan-versies")
    visitor.presses("Zet dit terug", "button")
    visitor.sees("Het plan is weer zoals toen.")


def test_a_plan_for_bad_days_is_read_saved_and_brought_back_without_script(without_script):
    page = without_script.page
    page.goto(without_script.url + "/inloggen/")
    page.locator("button[name=account][value=client]").click()
    page.goto(without_script.url + "/mijn-plan/als-het-minder-gaat/")
    page.get_by_role("link", name="Verander dit").first.click()
    page.get_by_label("Hoe merk je dat?").fill("Proefzin")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    without_script.sees("Proefzin")
    page.get_by_role("link", name="Wat is er veranderd?").click()
    page.get_by_role("link", name="Bekijk versie 2").click()
    page.get_by_role("button", name="Zet dit terug").click()
    without_script.sees("Het plan is weer zoals toen.")
    assert "Proefzin" not in page.inner_text("main")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_step_of_the_route_leads_to_where_it_is_done_and_back(visitor):
    visitor.becomes("client")
    for rule, heading in (
        ("hold-awareness-talk", "Praat met iemand die het ook deed"), ("start-housing-training", "Wat ik leer"),
        ("explore-neighbourhood", "Mijn nieuwe buurt"), ("name-fallback-person", "Mijn mensen"),
    ):  # fmt: skip
        visitor.opens(f"/mijn-route/stap/{rule}/")
        if visitor.page.get_by_role("link", name="Zo doe je dat").count():  # a step that is done asks nothing any more
            visitor.picture(f"stap-{rule}")
            visitor.presses("Zo doe je dat")
            visitor.sees(heading)
            visitor.presses("Terug naar de stap")
        else:
            visitor.opens(f"{visitor.page.url.removeprefix(visitor.url)}")
    visitor.opens("/mijn-plan/voorbereiden/")
    visitor.presses("Wat wil een verhuurder?")
    visitor.sees("Je betaalt de huur op tijd")
    visitor.picture("verhuurder")
    visitor.opens("/mijn-plan/voorbereiden/buurt/")
    visitor.page.locator("ul.tasks a").first.click()
    visitor.presses("Haal deze plek weg", "button")
    visitor.page.get_by_text("Plekken die je weghaalde").click()
    visitor.looks()
    visitor.picture("buurt-weggehaald")
    visitor.presses("Zet terug", "button")
    visitor.sees("De plek staat weer op je lijst.")


def test_a_peer_worker_writes_down_the_talk_and_takes_a_mistake_back(visitor):
    visitor.becomes("ervaring")
    page = visitor.page
    visitor.opens("/clienten/")
    pages = page.eval_on_selector_all("main a", "links => links.map(one => one.getAttribute('href'))")
    visitor.opens(next(one for one in pages if re.fullmatch(r"/clienten/[0-9a-f-]{36}/", one)))
    visitor.presses("Schrijf ons gesprek op")
    visitor.picture("gesprek-ervaring")
    page.get_by_label("onthouden?").fill("Het went na een week.")
    page.get_by_role("group", name="nog een gesprek").get_by_label("Ja").check()
    visitor.presses("Bewaar", "button", exact=True)
    visitor.sees("Zet een vinkje als de persoon erbij is")
    page.get_by_label("is erbij, zei dit zelf en vindt het goed").check()
    visitor.presses("Bewaar", "button", exact=True)
    visitor.sees("Het gesprek is bewaard.")
    made = AwarenessTalk.objects.get(words="Het went na een week.")
    assert (made.with_name, made.again, made.by_role) == ("Erik Ervaren", True, "peer_worker")
    visitor.presses("Ongedaan maken", "button")
    visitor.sees("Het gesprek is weer weg.")
    assert not AwarenessTalk.objects.filter(pk=made.pk).exists()
