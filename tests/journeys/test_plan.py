"""The own plan in a browser: on a phone, by keyboard, without script, and when the line drops while somebody types."""

from __future__ import annotations

import pytest

from landing.plan.models import Goal, PlanStep
from tests.journeys.conftest import KEEPING, OWN_SCRIPTS

pytestmark = pytest.mark.journey


def test_a_client_makes_a_goal_small_and_does_it_without_script(without_script):
    page = without_script.page
    page.goto(without_script.url + "/inloggen/")
    page.locator("button[name=account][value=client]").click()
    page.goto(without_script.url + "/mijn-plan/")
    page.get_by_role("link", name="Kijk naar voorbeelden").click()
    page.get_by_role("link", name="Ik wil mijn buren leren kennen.").click()
    page.get_by_label("Wat wil je graag?").fill("Ik wil de buren gedag zeggen.")
    page.get_by_label("Ik zeg mijn naam tegen mijn buren.").check()
    page.get_by_role("button", name="Bewaar mijn doel").click()
    without_script.sees("Je doel staat in je plan.")
    page.get_by_role("link", name="Open dit doel Ik wil de buren gedag zeggen.").click()
    page.get_by_role("link", name="Nieuwe stap").click()
    page.get_by_label("Wat ga je doen?").fill("Ik bak een taart.")
    page.get_by_label("Samen met iemand").check()
    page.get_by_label("Met wie?").fill("mijn zus")
    page.get_by_role("button", name="Bewaar mijn stap").click()
    page.get_by_role("button", name="Klaar Ik bak een taart.").click()
    without_script.sees("Goed gedaan. Deze stap is klaar.")
    page.get_by_role("link", name="Ik bak een taart.").click()
    page.get_by_role("button", name="Haal deze stap weg").click()
    page.get_by_role("button", name="Ongedaan maken").click()
    without_script.sees("Dit is terug zoals het was.")
    assert PlanStep.objects.get(words="Ik bak een taart.").helper_name == "mijn zus"
    page.get_by_role("link", name="Open dit doel Ik wil de buren gedag zeggen.").click()
    page.get_by_role("link", name="Het is gelukt").click()
    page.get_by_label("Wat doe je om het te vieren?").fill("Taart eten")
    page.get_by_role("button", name="Ja, het is gelukt").click()
    without_script.sees("Goed gedaan! En nu: Taart eten")
    assert Goal.objects.get(words="Ik wil de buren gedag zeggen.").state == "reached"


def test_every_page_of_the_client_about_the_plan_is_open_to_everybody(visitor, weigh):
    visitor.becomes("client")
    visitor.opens("/mijn-plan/")
    total, script, requests = weigh(visitor.page)
    assert script <= OWN_SCRIPTS + KEEPING and requests <= 7 and total <= 130_000
    visitor.picture("mijn-plan")
    visitor.presses("Lees en geef antwoord")
    visitor.presses("Ja, zet dit in mijn plan", "button")
    visitor.presses("Open dit doel")
    visitor.presses("Verander dit doel")
    for address in ("doel/?voorbeeld=sleep-better", "voorbeelden/", "hoe-gaat-het/", "hoe-gaat-het/invullen/", "hoe-gaat-het/volgen/",
                    "sterk/", "sterk/nieuw/", "goed-leven/", "goed-leven/vertellen/", "sparen/", "sparen/nieuw/", "veranderd/?vanaf=1",
                    "veranderd/1/", "pauze/", "papier/"):  # fmt: skip
        visitor.opens(f"/mijn-plan/{address}")
    visitor.opens("/mijn-plan/sparen/")
    visitor.presses("Geld erbij")
    visitor.opens("/mijn-plan/pauze/")
    visitor.presses("Zet mijn plan op pauze", "button")
    visitor.presses("Ga verder met mijn plan", "button")
    visitor.opens("/mijn-route/")
    visitor.presses("Mijn plan", nth=-1)


def test_a_carer_sees_both_views_and_proposes(visitor):
    visitor.becomes("client")
    key = Goal.objects.first().plan.person.key
    visitor.becomes("begeleider")
    visitor.opens(f"/clienten/{key}/")
    visitor.presses("Plan", exact=True)
    visitor.sees("De eigen woorden staan voorop")
    visitor.picture("plan-begeleider")
    visitor.presses("Stel een doel voor")
    visitor.page.get_by_label("Jouw voorstel").fill("Elke week samen koken.")
    visitor.presses("Zet mijn voorstel klaar", "button")
    visitor.sees("Wacht op antwoord van de persoon")
    visitor.presses("Leg het antwoord vast Elke week samen koken.")
    visitor.presses("De persoon zei ja", "button")
    visitor.sees("Zet een vinkje als de persoon dit zelf zei")
    visitor.page.get_by_label("De persoon zei dit zelf").check()
    visitor.presses("De persoon zei ja", "button")
    visitor.sees("Het staat nu in het plan.")
    visitor.presses("Schrijf een doel op van de persoon")
    visitor.presses("Terug naar het plan")
    visitor.presses("Schrijf op hoe het gaat", nth=0)
    visitor.presses("Terug naar het plan")
    visitor.presses("Hoe gaat het?")
    visitor.presses("Schrijf op hoe het gaat")
    visitor.presses("Terug naar hoe het gaat")
    visitor.opens(f"/clienten/{key}/plan/veranderd/")
    visitor.sees("Op het woord van de persoon.")


def test_a_step_is_written_and_ticked_with_the_keyboard_only(visitor):
    visitor.becomes("client")
    visitor.opens("/mijn-plan/")
    press(visitor, "Open dit doel")
    press(visitor, "Nieuwe stap")
    tab_to(visitor.page, "Wat ga je doen?")
    visitor.page.keyboard.type("Ik bel mijn zus.")
    press(visitor, "Bewaar mijn stap")
    press(visitor, "Klaar Ik bel mijn zus.")
    visitor.sees("Goed gedaan. Deze stap is klaar.")


def test_how_it_goes_is_said_in_a_few_taps(visitor):
    visitor.becomes("client")
    visitor.opens("/mijn-plan/hoe-gaat-het/")
    visitor.presses("Zeg hoe het nu gaat")
    visitor.page.get_by_label("Heel goed").first.check()
    visitor.presses("Bewaar", "button")
    visitor.sees("Nu: heel goed.")


def test_what_was_typed_survives_a_line_that_drops_and_is_gone_after_logout(visitor):
    page = visitor.page
    visitor.becomes("client")
    visitor.opens("/mijn-plan/doel/")
    page.get_by_label("Wat wil je graag?").fill("Ik wil leren zwemmen.")
    page.context.set_offline(True)
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Bewaar mijn doel").click(no_wait_after=True)
    page.context.set_offline(False)
    visitor.complaints.clear()  # the browser says that there was no line, as it should
    visitor.opens("/mijn-plan/doel/")
    assert page.get_by_label("Wat wil je graag?").input_value() == "Ik wil leren zwemmen."
    visitor.sees("Dit typte je eerder.")
    visitor.presses("Bewaar mijn doel", "button")
    assert Goal.objects.filter(words="Ik wil leren zwemmen.").count() == 1
    assert kept(page) == [], "the server has it"
    visitor.opens("/mijn-plan/doel/")
    assert page.get_by_label("Wat wil je graag?").input_value() == ""
    page.get_by_label("Wat wil je graag?").fill("Iets geheims.")
    assert len(kept(page)) == 1
    visitor.presses("Klaar, uitloggen", "button")
    assert kept(page) == [], "nothing is left on the computer"


def test_what_somebody_typed_is_not_for_the_next_login_in_the_same_tab(visitor):
    page = visitor.page
    visitor.becomes("client")
    visitor.opens("/mijn-plan/doel/")
    page.get_by_label("Wat wil je graag?").fill("Iets geheims.")
    visitor.becomes("client")  # another session; the old one was not ended with the button
    visitor.opens("/mijn-plan/doel/")
    assert page.get_by_label("Wat wil je graag?").input_value() == ""
    assert kept(page) == []


def kept(page):
    """What the browser keeps of forms."""
    return page.evaluate("() => Object.keys(sessionStorage).filter(name => name.startsWith('keep'))")


def tab_to(page, words):
    """Tab until what has the focus says these words."""
    for _ in range(90):
        page.keyboard.press("Tab")
        said = page.evaluate(
            "() => { const one = document.activeElement; return (one.labels?.[0] ?? one).innerText ?? '' }"
        )
        if words in " ".join(said.split()):
            return
    raise AssertionError(f"the keyboard does not reach {words!r}")


def press(visitor, words):
    """Reach something with the keyboard and press Enter."""
    tab_to(visitor.page, words)
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    visitor.looks()
