"""Consent in a browser: a partial yes on a phone without script, two taps to withdraw, and paper with a witness."""

from __future__ import annotations

import re

import pytest

from landing.people.models import Consent
from tests.journeys.conftest import OWN_SCRIPTS

# As many as one question may ask: also then the paper is one sheet.
TOPICS = ("Naam", "Adres en telefoon", "Gezondheid", "Wonen", "Relaties", "Noodkaart", "Signalen", "Geld en schulden")
pytestmark = pytest.mark.journey


def test_a_client_says_yes_to_a_part_and_withdraws_in_two_taps_without_script(without_script):
    page = without_script.page
    page.goto(without_script.url + "/inloggen/")
    page.locator("button[name=account][value=client]").click()
    page.get_by_role("link", name="Lees de vraag").click()
    assert page.locator("input[type=checkbox]").count() == 3
    assert page.locator("input:checked").count() == 0
    page.get_by_role("button", name="Ja, dit mag").click()
    without_script.sees("Zet een vinkje bij wat mag.")
    page.get_by_label("Je naam").check()
    page.get_by_label("Je woning").check()
    page.get_by_role("button", name="Ja, dit mag").click()
    without_script.sees("Je kunt het altijd intrekken.")
    given = Consent.objects.order_by("-id").first()
    assert given is not None
    assert given.topics == ["identity", "housing"]
    assert given.organisation is not None

    card = page.locator("article.card", has_text=given.organisation.name)
    card.get_by_role("link", name="Trek in").click()  # the first tap
    without_script.sees("vanaf nu niet meer:")
    without_script.sees("Je hulp gaat gewoon door.")
    page.get_by_role("button", name="Ja, trek in").click()  # the second
    without_script.sees("Ingetrokken. Dit geldt meteen.")
    given.refresh_from_db()
    assert given.withdrawn_at is not None


def test_every_page_of_the_client_about_consent_is_open_to_everybody(visitor, weigh):
    visitor.becomes("client")
    visitor.opens("/mijn-toestemmingen/")
    total, script, _ = weigh(visitor.page)
    assert script <= OWN_SCRIPTS
    assert total <= 120_000
    visitor.picture("mijn-toestemmingen")
    visitor.presses("Lees de vraag")
    visitor.picture("toestemming-vraag")
    visitor.presses("Ja, dit mag", "button")
    visitor.sees("Er")
    visitor.opens("/mijn-toestemmingen/")
    visitor.presses("Bekijk")
    visitor.presses("Trek in")
    visitor.presses("Terug naar mijn toestemmingen")
    visitor.presses("Eerder stoppen")
    visitor.presses("Bewaar", "button")
    visitor.opens("/mijn-toestemmingen/")
    visitor.presses("Lees de vraag")
    visitor.presses("Ik weet het nog niet. Ik wil praten.", "button")
    visitor.sees("Iemand gaat hierover met je praten.")
    visitor.becomes("begeleider")
    visitor.opens("/mijn-dag/")
    visitor.presses("Toestemmingen")
    visitor.sees("Wil eerst praten")
    visitor.sees("Sam")


def test_a_carer_asks_prints_the_paper_and_records_it_with_a_witness(visitor):
    visitor.becomes("begeleider")
    page = visitor.page
    visitor.opens("/mijn-dag/toestemmingen/")
    with page.expect_navigation():
        page.locator("a[href$='/toestemmingen/']", has_text="praat over").first.click()
    visitor.looks()
    visitor.presses("Vraag toestemming")
    page.get_by_label("Wie mag het weten?").select_option("ander")
    visitor.presses("Verder", "button")
    page.get_by_label("Wie mag het weten?").fill("Tandarts Proef")
    for topic in TOPICS:
        page.get_by_label(topic, exact=True).check()
    page.get_by_label("Waarvoor is het nodig?").select_option("treatment")
    page.get_by_label("6 maanden").check()
    page.get_by_label("Waarom vraag je dit?").fill("Dan weet de tandarts wat je nodig hebt.")
    visitor.presses("Bekijk hoe de persoon het leest", "button")
    visitor.sees("Mag Tandarts Proef iets over jou weten?")
    assert page.get_by_label("Gezondheid").is_checked()
    visitor.presses("Stel deze vraag", "button")
    visitor.sees("De vraag is gesteld.")
    visitor.presses("Op papier Tandarts Proef")
    visitor.sees("Handtekening van de getuige")
    assert one_sheet(page)
    visitor.presses("Leg het antwoord vast")
    page.get_by_label("Op papier, met een getuige").check()
    page.get_by_label("Wie was de getuige?").fill("K. Begeleider")
    page.get_by_label("Ja, tegen wat hieronder").check()
    page.get_by_label("Naam", exact=True).check()
    page.get_by_label("Op welke dag is getekend?").fill("23-11-2026")
    visitor.presses("Leg vast", "button")
    visitor.sees("De getuige is iemand anders dan wie dit vastlegt")
    page.get_by_label("Wie was de getuige?").fill("Wim Getuige")
    visitor.presses("Leg vast", "button")
    visitor.sees("Vastgelegd. De toestemming geldt tot")
    visitor.sees("Op papier, getuige: Wim Getuige")
    visitor.presses("Vertegenwoordigers bekijken of toevoegen")
    visitor.presses("Terug naar de toestemmingen")
    visitor.presses("Draag over aan een nieuwe partij")
    page.get_by_label("Aan wie draag je over?").select_option(label="Oudewaarde")
    visitor.presses("Bekijk wat mee gaat", "button")
    visitor.sees("Dit blijft achter")
    visitor.presses("Draag dit over", "button")
    visitor.sees("Overgedragen aan Oudewaarde")


def one_sheet(page):
    """Whether the page prints on one A4."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format="A4"))) == 1


def test_a_question_is_answered_with_the_keyboard_only(visitor):
    visitor.becomes("client")
    visitor.opens("/mijn-toestemmingen/")
    press_until(visitor.page, "Lees de vraag")
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    press_until(visitor.page, "Je naam")
    visitor.page.keyboard.press("Space")
    press_until(visitor.page, "Ja, dit mag")
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    visitor.sees("Je kunt het altijd intrekken.")


def press_until(page, words):
    """Tab until what has the focus says these words."""
    for _ in range(60):
        page.keyboard.press("Tab")
        said = page.evaluate(
            "() => { const one = document.activeElement; return (one.labels?.[0] ?? one).innerText ?? '' }"
        )
        if words in said:
            return
    raise AssertionError(f"the keyboard does not reach {words!r}")
