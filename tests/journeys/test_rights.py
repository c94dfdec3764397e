"""A person asks a copy and a correction; the privacy officer and the coordinator answer; somebody is shielded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytestmark = pytest.mark.journey


def test_a_person_asks_a_copy_and_a_correction_and_the_coordinator_answers(visitor):
    page = visitor.page
    visitor.becomes("client")
    visitor.opens("/mijn-gegevens/")
    visitor.sees("Wat we van je weten, is van jou.")
    visitor.picture("mijn-gegevens")
    visitor.presses("Alles wat we van je weten")
    visitor.sees("Wie staan er om je heen?")
    visitor.picture("kopie")
    visitor.opens("/mijn-gegevens/")
    with page.expect_download() as coming:
        page.get_by_role("link", name="Alles als bestand").click()
    found = json.loads(Path(coming.value.path()).read_text())
    assert found["onderdelen"]["persoon"] and found["onderdelen"]["gegeven"]
    visitor.presses("Er klopt iets niet")
    visitor.presses("Vraag versturen", "button")
    visitor.sees("Schrijf op wat je wilt zeggen.")
    page.get_by_label("Wat is fout, en hoe moet het zijn?").fill("Mijn achternaam is met een k.")
    visitor.presses("Vraag versturen", "button")
    visitor.sees("We kijken naar je vraag")
    own = page.url
    visitor.becomes("coordinator")
    visitor.opens("/verzoeken/")
    visitor.picture("verzoeken")
    with page.expect_navigation():
        page.locator("tbody a").first.click()
    visitor.looks()
    visitor.sees("Mijn achternaam is met een k.")
    visitor.picture("verzoek")
    page.get_by_label("Ja", exact=True).check()
    visitor.presses("Antwoord bewaren", "button")
    visitor.presses("Naam of geboortedatum wijzigen")
    page.get_by_label("Achternaam").fill("Verzonnenk")
    visitor.presses("Opslaan", "button")
    visitor.opens("/verzoeken/")
    with page.expect_navigation():
        page.locator("tbody a").first.click()
    visitor.presses("Het is aangepast", "button")
    visitor.presses("Brief met het antwoord")
    visitor.sees("Ons antwoord is ja")
    visitor.picture("brief")
    visitor.becomes("client")
    visitor.opens(own)
    visitor.sees("Het antwoord is ja.")


def test_a_privacy_officer_says_no_to_an_erasure_and_the_person_reads_why(visitor):
    page = visitor.page
    visitor.becomes("client")
    visitor.opens("/mijn-gegevens/vraag/wissen/")
    visitor.presses("Vraag versturen", "button")
    own = page.url
    visitor.becomes("privacy")
    visitor.opens("/verzoeken/")
    with page.expect_navigation():
        page.locator("tbody a").first.click()
    visitor.looks()
    page.get_by_label("Nee", exact=True).check()
    visitor.presses("Antwoord bewaren", "button")
    visitor.sees("Schrijf op waarom het antwoord nee is.")
    page.get_by_label("Uitleg voor de persoon").fill("De wet zegt dat we dit nog moeten bewaren.")
    page.get_by_label("Nee", exact=True).check()
    visitor.presses("Antwoord bewaren", "button")
    visitor.presses("Alles over de rechten van deze persoon")
    visitor.picture("rechten")
    visitor.becomes("client")
    visitor.opens(own)
    visitor.sees("De wet zegt dat we dit nog moeten bewaren.")
    visitor.sees("autoriteitpersoonsgegevens.nl")
    visitor.picture("antwoord-nee")


def test_a_coordinator_shields_somebody_and_the_carer_no_longer_finds_the_person(visitor):
    page = visitor.page
    visitor.becomes("begeleider")
    visitor.opens("/clienten/")
    with page.expect_navigation():
        page.locator("tbody a").first.click()
    address = page.url
    visitor.becomes("coordinator")
    visitor.opens(address)
    visitor.presses("Rechten van deze persoon")
    visitor.presses("Deze persoon afschermen")
    visitor.picture("afschermen")
    page.get_by_label("veiligheid").check()
    page.get_by_label("Toelichting").fill("Een ex zoekt deze persoon.")
    page.get_by_role("checkbox", name="Roos Regelmaat").check()
    visitor.presses("Verder", "button")
    visitor.sees("Klopt dit?")
    visitor.picture("afschermen-bevestigen")
    visitor.presses("Ja, afschermen", "button")
    visitor.opens(address)
    visitor.sees("Afgeschermd")
    visitor.presses("Rechten van deze persoon")
    visitor.presses("Burgerservicenummer")
    page.get_by_label("Burgerservicenummer (niet verplicht)").fill("999990019")
    visitor.presses("Opslaan", "button")
    visitor.sees("••••••019")
    visitor.picture("bsn")
    visitor.becomes("begeleider")
    assert page.goto(address).status == 404
    visitor.complaints.clear()  # the browser tells of the 404 that was asked for
    visitor.becomes("coordinator")
    visitor.opens(address + "overleden/")
    visitor.picture("overleden")


def test_a_person_asks_without_script(without_script):
    page = without_script.page
    page.goto(without_script.url + "/inloggen/")
    page.locator("button[name=account][value=client]").click()
    page.goto(without_script.url + "/mijn-gegevens/")
    page.get_by_role("link", name="Zet mijn gegevens stil").click()
    page.get_by_role("button", name="Vraag versturen").click()
    without_script.sees("We kijken naar je vraag")
    page.get_by_role("button", name="Ik wil dit niet meer").click()
    without_script.sees("Je vraag is ingetrokken.")
