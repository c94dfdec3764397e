"""Getting in, in a real browser: passkey, code app, letter, link, another login, and leaving for good."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from landing.config.settings import CONTENT_SECURITY_POLICY
from landing.desk.demo.accounts import DEMO_PASSWORD
from landing.login.providers import Provider, origins, provider_settings
from landing.people.models import Account
from landing.plan.models import Goal
from tests.house.shelves import HOUSE
from tests.journeys import other_login

pytestmark = pytest.mark.journey


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret.replace(" ", ""), int(time.time()) // 30))


def logs_in(visitor: Any, name: str, password: str = DEMO_PASSWORD) -> None:
    visitor.page.context.clear_cookies()
    visitor.opens("/inloggen/")
    visitor.page.get_by_label("Inlognaam").fill(name)
    visitor.page.get_by_label("Wachtwoord").fill(password)
    visitor.presses("Inloggen", "button", exact=True)


def test_a_client_adds_a_code_app_and_needs_it_the_next_time(visitor):
    logs_in(visitor, "client")
    visitor.opens("/mijn-account/")
    visitor.opens("/mijn-account/tweede-stap/")
    visitor.presses("Code-app instellen")
    picture = visitor.page.locator("main img")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0"), "the picture to scan is not shown"
    secret = visitor.page.locator("main p strong").last.inner_text()
    visitor.page.get_by_label("De 6 cijfers").fill(code_of(secret))
    visitor.presses("Klaar, dit is de code", "button")
    visitor.sees("Je reservecodes")
    spare = visitor.page.locator("main li strong").first.inner_text()
    visitor.presses("Ik heb ze bewaard")
    visitor.presses("Klaar, uitloggen", "button")
    logs_in(visitor, "client")
    visitor.sees("Nog één stap")
    visitor.page.get_by_label("Code").fill("000000")
    visitor.presses("Verder", "button")
    visitor.sees("Deze code klopt niet")
    visitor.page.get_by_label("Code").fill(spare)
    visitor.presses("Verder", "button")
    visitor.sees("Vandaag")


def test_a_passkey_is_made_and_lets_one_in_without_a_name_or_password(visitor):
    page = visitor.page
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True}})  # fmt: skip
    logs_in(visitor, "begeleider")
    visitor.opens("/mijn-account/sleutel/")
    page.get_by_label("Hoe noem je deze sleutel?").fill("mijn telefoon")
    visitor.presses("Maak de sleutel", "button")
    visitor.sees("Je reservecodes")
    visitor.opens("/mijn-account/tweede-stap/")
    visitor.sees("mijn telefoon")
    visitor.presses("Klaar, uitloggen", "button")
    visitor.opens("/inloggen/")
    visitor.presses("Inloggen met je vinger, gezicht of sleutel", "button")
    visitor.sees("Mijn dag")
    logs_in(visitor, "begeleider")
    visitor.sees("Nog één stap")
    visitor.presses("Gebruik je vinger, gezicht of sleutel", "button")
    visitor.sees("Mijn dag")


def test_after_leaving_the_back_button_shows_nothing(visitor):
    logs_in(visitor, "begeleider")
    visitor.opens("/clienten/")
    visitor.presses("Klaar, uitloggen", "button")
    visitor.page.go_back()
    visitor.page.wait_for_url(re.compile("/inloggen/"))
    assert "Cliënten" not in visitor.page.inner_text("main")


def test_the_bar_warns_before_the_end_and_stays_away_after_staying(visitor, settings):
    settings.IDLE_SECONDS = {"staff": 121, "client": 121}
    logs_in(visitor, "begeleider")
    visitor.opens("/clienten/nieuw/")
    page = visitor.page
    page.get_by_label("Voornaam").fill("Half getypt")
    stay = page.get_by_role("button", name="Blijf ingelogd")
    stay.wait_for(state="visible")
    visitor.looks()
    with page.expect_response(re.compile("/inloggen/blijf/")) as answer:
        stay.click()
    assert answer.value.status == 204
    stay.wait_for(state="hidden")
    assert page.get_by_label("Voornaam").input_value() == "Half getypt"


def test_a_carer_makes_a_letter_and_the_person_comes_in_with_it_on_a_phone_without_script(visitor, without_script):
    visitor.becomes("coordinator")
    visitor.opens("/clienten/?wie=alles")
    with visitor.page.expect_navigation():
        visitor.page.locator("tbody a").last.click()
    visitor.presses("Een eigen inlog geven, met een brief")
    visitor.presses("Maak een brief", "button")
    code = visitor.page.locator("article strong").nth(1).inner_text()
    assert re.fullmatch(r"([A-Z2-9]{4}-){2}[A-Z2-9]{4}", code)
    page = without_script.page
    page.goto(without_script.url + "/inloggen/brief/")
    page.get_by_label("De code uit je brief").fill(code)
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Nieuw wachtwoord").fill("een lange nieuwe zin")
    page.get_by_label("Nog een keer hetzelfde").fill("een lange nieuwe zin")
    page.get_by_role("button", name="Bewaar en log in").click()
    without_script.sees("Vandaag")


def test_a_close_one_uses_a_link_of_the_person(visitor):
    visitor.becomes("client")
    visitor.opens("/mijn-account/links/")
    visitor.presses("Maak een link", "button")
    address = visitor.page.locator("main .card strong").first.inner_text()
    visitor.page.context.clear_cookies()
    visitor.opens(address)
    visitor.page.get_by_label("Je naam").fill("Tante Verzonnen")
    visitor.page.get_by_label("Je telefoonnummer").fill("06 11 11 11 11")
    visitor.presses("Ja, jullie mogen me bellen", "button")
    visitor.sees("Dank je wel")


def test_an_administrator_invites_checks_and_lets_go(visitor):
    visitor.becomes("beheerder")
    visitor.opens("/medewerkers/")
    visitor.presses("Medewerker toevoegen")
    page = visitor.page
    page.get_by_label("Naam", exact=True).fill("Nieuwe Collega")
    page.get_by_label("Inlognaam").fill("nieuwe.collega")
    visitor.presses("Toevoegen", "button", exact=True)
    where = page.url
    visitor.presses("Op papier", "button")
    visitor.sees("Er staat een uitnodiging voor u klaar")
    visitor.opens(where)
    page.get_by_label("Waarom is deze rol nog nodig?").fill("Net begonnen.")
    visitor.presses("Ja, nog nodig", "button")
    page.get_by_text("Gaat weg", exact=True).click()
    visitor.presses("Leg vast", "button")
    visitor.sees("Vastgelegd")


@pytest.fixture
def elsewhere(live_server: Any, settings: Any, tmp_path: Any) -> Iterator[Provider]:
    """The other server, and an installation that knows it."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    provider = Provider(
        id="broker", name="Broker van de regio", issuer=f"http://localhost:{port}", client_id="landing",
        client_secret=other_login.SECRET, second_factor_acr=[other_login.ACR],
    )  # fmt: skip
    settings.OIDC = [provider]
    settings.SOCIALACCOUNT_PROVIDERS = provider_settings([provider])
    directives = CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": directives | {"form-action": [*directives["form-action"], *origins([provider])]}
    }
    callback = f"{live_server.url}/inloggen/met/broker/terug/"
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.other_login", str(port), str(tmp_path), callback], cwd=HOUSE, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={"PATH": "", "PYTHONPATH": str(HOUSE)},
    )  # fmt: skip
    assert server.stdout and server.stdout.readline().strip() == "ready", "the other server did not start"
    yield provider
    server.terminate()
    server.wait(10)


def logs_in_elsewhere(page: Any) -> None:
    page.locator("input[name=login]").fill("ander")
    page.locator("input[name=password]").fill(other_login.PASSWORD)
    with page.expect_navigation():
        page.locator("form button[type=submit], form input[type=submit]").last.click()


def test_another_login_lets_nobody_in_until_its_owner_links_it(visitor, elsewhere, settings):
    page = visitor.page
    visitor.opens("/inloggen/")
    with page.expect_navigation():
        page.get_by_role("button", name="Inloggen met Broker van de regio").click()
    logs_in_elsewhere(page)
    page.wait_for_url(re.compile("/inloggen/$"))
    visitor.sees("Deze manier van inloggen hoort nog nergens bij")
    logs_in(visitor, "coordinator")
    visitor.opens("/mijn-account/koppelingen/")
    with page.expect_navigation():
        page.get_by_role("button", name="Koppel").click()
    logs_in_elsewhere(page)
    page.wait_for_url(re.compile("/mijn-account/koppelingen/"))
    visitor.sees("Gekoppeld")
    settings.SECOND_STEP_DEMANDED = True
    visitor.presses("Klaar, uitloggen", "button")
    with page.expect_navigation():
        page.get_by_role("button", name="Inloggen met Broker van de regio").click()
    logs_in_elsewhere(page)  # leaving had the browser forget the cookies of this host, those of the other server too
    page.wait_for_url(re.compile("/mijn-dag/"))
    visitor.sees("Mijn dag")


def test_a_trusted_provider_finds_the_account_by_its_address_and_no_other(visitor, elsewhere, settings):
    trusted = elsewhere.model_copy(update={"trust_email": True})
    settings.OIDC = [trusted]
    settings.SOCIALACCOUNT_PROVIDERS = provider_settings([trusted])
    Account.objects.filter(username="begeleider").update(email=other_login.EMAIL)
    page = visitor.page
    visitor.opens("/inloggen/")
    with page.expect_navigation():
        page.get_by_role("button", name="Inloggen met Broker van de regio").click()
    logs_in_elsewhere(page)
    page.wait_for_url(re.compile("/mijn-dag/"))
    visitor.sees("K. Begeleider")


NEW_GOAL, SAID = "/mijn-plan/doel/", "Ik wil een hond. Half getypt."
LONG = {"staff": 1800, "client": 900}


def typed(page: Any) -> Any:
    """A form of the own plan with words in it."""
    box = page.locator("main form.form textarea, main form.form input[type=text]").first
    box.fill(SAID)
    return box


def test_a_client_is_warned_and_stays_without_losing_what_was_typed(visitor, settings):
    visitor.becomes("client")
    settings.IDLE_SECONDS = {"staff": 123, "client": 123}
    visitor.opens(NEW_GOAL)
    page = visitor.page
    box = typed(page)
    alarm = page.get_by_text("Over 2 minuten log je uit.")
    alarm.wait_for(state="visible")
    visitor.looks()
    visitor.picture("blijf-ingelogd")
    settings.IDLE_SECONDS = LONG
    page.locator("form[data-stay]").evaluate("form => { form.dataset.idle = '900'; }")  # as the page has it otherwise
    with page.expect_response(re.compile("/inloggen/blijf/")) as answer:
        page.get_by_role("button", name="Blijf ingelogd").click()
    assert answer.value.status == 204
    alarm.wait_for(state="hidden")
    assert box.input_value() == SAID
    visitor.looks()


def enters(page: Any, name: str) -> None:
    """Log in on a page that runs no script."""
    page.get_by_label("Inlognaam").fill(name)
    page.get_by_label("Wachtwoord").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Inloggen", exact=True).click()


def test_without_script_staying_opens_a_tab_of_its_own_and_the_words_stay(without_script):
    page = without_script.page
    page.goto(without_script.url + "/inloggen/")
    enters(page, "client")
    page.goto(without_script.url + NEW_GOAL)
    without_script.sees("Je bent ingelogd tot")
    box = typed(page)
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Blijf ingelogd").click()
    assert "Je bent nu ingelogd tot" in opened.value.inner_text("main")
    assert box.input_value() == SAID


def test_without_script_words_that_came_too_late_come_back_after_logging_in(without_script, settings):
    page = without_script.page
    page.goto(without_script.url + "/inloggen/")
    enters(page, "client")
    page.goto(without_script.url + NEW_GOAL)
    typed(page)
    settings.IDLE_SECONDS = {"staff": -1, "client": -1}  # the time is over
    page.get_by_role("button", name="Bewaar mijn doel").click()
    without_script.sees("is bewaard")
    settings.IDLE_SECONDS = LONG
    enters(page, "client")
    without_script.sees("Dit had je ingevuld")
    without_script.sees(SAID)
    page.get_by_role("button", name="Verstuur het nu").click()
    without_script.sees(SAID)
    assert Goal.objects.filter(words=SAID).count() == 1
