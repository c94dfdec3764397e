"""The client, the coordinator, the administrator, and those who may see nobody."""

import pytest

from landing.config.settings import DEMO_ACCOUNTS
from tests.journeys.conftest import OWN_SCRIPTS

pytestmark = pytest.mark.journey


def test_a_client_sees_the_whole_route_and_ticks_a_step_of_their_own(visitor, weigh):
    visitor.becomes("client")
    visitor.sees("Vandaag")
    visitor.opens("/mijn-route/")
    visitor.picture("mijn-route")
    total, script, requests = weigh(visitor.page)
    assert script <= OWN_SCRIPTS
    assert requests <= 6
    assert total <= 120_000, "more than thirty kilobytes once it is packed"
    for part in ("Voor de verhuizing", "De verhuizing", "Na de verhuizing"):
        visitor.sees(part)
    visitor.presses("Dit heb ik gedaan", "button")
    visitor.presses("Ongedaan maken", "button")
    visitor.opens("/mijn-route/papier/")
    visitor.opens("/mijn-route/vraag/")
    visitor.opens("/mijn-route/antwoorden/")


def test_a_client_does_all_that_without_script(without_script):
    page = without_script.page
    page.goto(without_script.url + "/inloggen/")
    page.locator("button[name=account][value=client]").click()
    page.get_by_role("button", name="Dit heb ik gedaan").click()
    without_script.sees("Goed gedaan. Deze stap is klaar.")


def test_a_coordinator_passes_a_gate_with_a_reason_and_takes_it_back(visitor):
    visitor.becomes("coordinator")
    visitor.opens("/clienten/?wie=alles")
    page = visitor.page
    with page.expect_navigation():
        page.locator("tbody a").first.click()
    visitor.looks()
    with page.expect_navigation():
        page.locator("section[aria-labelledby=poorten] li", has_text="Nog dicht").first.get_by_role("link").click()
    visitor.looks()
    page.get_by_text("Toch open zetten, met een reden").click()
    page.get_by_label("Waarom kan het toch?").fill("De woning vervalt anders; het wijkteam start morgen.")
    visitor.presses("Zet de poort open", "button")
    visitor.sees("De poort is open gezet.")
    visitor.presses("Ongedaan maken", "button")
    visitor.presses("Betrokkenen bekijken of toevoegen")


def test_the_rules_are_open_to_everyone(visitor):
    visitor.opens("/regels/")
    visitor.picture("regels")
    visitor.opens("/regels/register-as-house-seeker/")
    visitor.sees("Inschrijven als woningzoekende")
    visitor.opens("/over/")
    visitor.opens("/inloggen/")


def test_an_administrator_tries_a_changed_rule_before_it_goes_live(visitor):
    visitor.becomes("beheerder")
    page = visitor.page
    visitor.opens("/regels/wijzigen/")
    visitor.opens("/regels/wijzigen/nieuw/register-as-house-seeker/")
    page.get_by_label("Waarom doet de regio dit anders?").fill("Bij ons kan het pas na het gesprek bij de intake.")
    page.get_by_label("Termijn: hoeveel?").fill("-3")
    visitor.presses("Bewaar en bekijk wat er verandert", "button")
    visitor.sees("van minstens 0")
    assert page.get_by_label("Waarom doet de regio dit anders?").input_value().startswith("Bij ons")
    page.get_by_label("Termijn: hoeveel?").fill("3")
    page.get_by_label("Termijn: in wat?").select_option("month")
    visitor.presses("Bewaar en bekijk wat er verandert", "button")
    visitor.sees("Wat er gebeurt als je haar laat gelden")
    visitor.sees("verschui")
    visitor.picture("regel-wijzigen")
    visitor.presses("Laat gelden", "button")
    visitor.sees("Wat er gebeurt als je haar intrekt")
    visitor.opens("/regels/register-as-house-seeker/")
    visitor.sees("Drie maanden")
    visitor.opens("/regels/wijzigen/")
    visitor.presses("Inschrijven als woningzoekende")
    visitor.presses("Trek in", "button")
    visitor.opens("/regels/register-as-house-seeker/")
    assert "Drie maanden" not in page.inner_text("main")


@pytest.mark.parametrize("account", ["beleid", "naaste"])
def test_who_may_see_nobody_sees_nobody(visitor, account):
    visitor.becomes(account)
    assert account in DEMO_ACCOUNTS
    visitor.sees("Voor jouw rol staan hier geen gegevens van mensen")
    response = visitor.page.goto(visitor.url + "/clienten/")
    assert response is not None
    assert response.status == 403
