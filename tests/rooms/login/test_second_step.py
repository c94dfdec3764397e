"""Codes, recovery codes, and the second step that a worker cannot do without."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from landing.login import limits
from landing.login.middleware import WITHOUT_SECOND_STEP
from tests.access import arguments
from tests.access.matrix import addresses_now
from tests.cast import ROLES, Cast
from tests.rooms.login.conftest import PASSWORD, code_of, come_in, is_in, new_app

STEP = "/inloggen/tweede-stap/"


@pytest.fixture
def demanded(settings: Any) -> None:
    settings.SECOND_STEP_DEMANDED = True


def with_app(cast: Cast, who: str) -> tuple[str, list[str]]:
    """An account with a code app; returns the secret and its recovery codes."""
    client = come_in(cast, who)
    secret, answer = new_app(client)
    assert answer.headers["Location"] == "/mijn-account/reservecodes/"
    return secret, client.get("/mijn-account/reservecodes/").context["codes"]


def test_a_code_app_is_asked_for_at_the_next_login(with_password: Cast) -> None:
    secret, codes = with_app(with_password, "client")
    assert len(codes) == len(set(codes)) == 10
    client = come_in(with_password, "client")
    assert not is_in(client)
    assert client.get("/mijn-route/").status_code == 302
    assert "Nog één stap" in client.get(STEP).content.decode()
    assert client.post(STEP, {"code": "000000"}).status_code == 200 and not is_in(client)
    client.post(STEP, {"code": code_of(secret)})
    assert is_in(client) and client.session["second_step"]


def test_a_code_works_once(with_password: Cast) -> None:
    secret, _ = with_app(with_password, "client")
    code = code_of(secret, ahead=1)
    first, second = come_in(with_password, "client"), come_in(with_password, "client")
    first.post(STEP, {"code": code})
    second.post(STEP, {"code": code})
    assert is_in(first) and not is_in(second)


def test_a_recovery_code_works_once_and_is_shown_once(with_password: Cast) -> None:
    _, codes = with_app(with_password, "client")
    first, second = come_in(with_password, "client"), come_in(with_password, "client")
    first.post(STEP, {"code": codes[3]})
    second.post(STEP, {"code": codes[3]})
    assert is_in(first) and not is_in(second)
    html = first.get("/mijn-account/tweede-stap/").content.decode()
    assert "Je hebt er nog 9" in html and not any(code in html for code in codes)


def test_new_recovery_codes_put_the_old_ones_out_of_use(with_password: Cast) -> None:
    client = come_in(with_password, "client")
    new_app(client)
    old = client.get("/mijn-account/reservecodes/").context["codes"]
    assert client.get("/mijn-account/reservecodes/").context["codes"] == []
    client.post("/mijn-account/reservecodes/")
    new = client.get("/mijn-account/reservecodes/").context["codes"]
    assert len(new) == 10 and not set(new) & set(old)
    browser = come_in(with_password, "client")
    browser.post(STEP, {"code": old[0]})
    assert not is_in(browser)
    browser.post(STEP, {"code": new[0]})
    assert is_in(browser)


def test_secrets_are_unreadable_in_the_database(with_password: Cast) -> None:
    secret, codes = with_app(with_password, "client")
    kept = " ".join(str(row.data) for row in Authenticator.objects.all())
    assert kept and secret not in kept and not any(code in kept for code in codes)


def test_the_sixth_wrong_code_is_refused_with_the_right_one_too(with_password: Cast) -> None:
    secret, _ = with_app(with_password, "client")
    client = come_in(with_password, "client")
    assert [client.post(STEP, {"code": "000000"}).status_code for _ in range(limits.SECOND_STEP_OF_ACCOUNT.times)] == [
        200
    ] * 5
    answer = client.post(STEP, {"code": code_of(secret, ahead=1)})
    assert answer.status_code == 429 and "Probeer het over" in answer.content.decode() and not is_in(client)


def test_the_picture_to_scan_has_an_address_of_its_own_and_the_page_no_picture_inside(with_password: Cast) -> None:
    client = come_in(with_password, "client")
    html = client.get("/mijn-account/code-app/").content.decode()
    assert "data:" not in html and "otpauth:" not in html
    picture = client.get("/mijn-account/code-app/plaatje/")
    assert picture.headers["Content-Type"] == "image/svg+xml" and b"<svg" in picture.content
    assert "no-store" in picture.headers["Cache-Control"]
    assert re.search(r"<strong>([A-Z2-7]{4} ){7}[A-Z2-7]{4}</strong>", html), "the key stands there as text"


def test_adding_one_logs_the_other_browsers_out(with_password: Cast) -> None:
    here, there = come_in(with_password, "client"), come_in(with_password, "client")
    assert there.get("/mijn-account/").status_code == 200
    new_app(here)
    assert (here.get("/mijn-account/").status_code, there.get("/mijn-account/").status_code) == (200, 302)


def test_an_open_screen_is_not_enough_to_change_how_one_logs_in(with_password: Cast) -> None:
    client = come_in(with_password, "client")
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        asked = client.get("/mijn-account/code-app/")
        assert asked.headers["Location"].startswith("/mijn-account/wie-ben-je/?next=")
        again = "/mijn-account/wie-ben-je/?next=/mijn-account/code-app/"
        assert client.post(again, {"password": "verkeerd"}).status_code == 200
        assert client.get("/mijn-account/code-app/").status_code == 302
        assert client.post(again, {"password": PASSWORD}).headers["Location"] == "/mijn-account/code-app/"
        assert client.get("/mijn-account/code-app/").status_code == 200


def test_the_app_can_be_removed_and_then_the_recovery_codes_go_too(with_password: Cast) -> None:
    client = come_in(with_password, "client")
    new_app(client)
    factor = Authenticator.objects.get(type="totp")
    assert client.post(f"/mijn-account/tweede-stap/{factor.pk}/weg/").status_code == 302
    assert not Authenticator.objects.exists()
    assert is_in(come_in(with_password, "client"))


def test_nobody_can_remove_or_rename_what_is_somebody_elses(with_password: Cast) -> None:
    new_app(come_in(with_password, "client"))
    other, factor = come_in(with_password, "colleague"), Authenticator.objects.get(type="totp")
    other.post(f"/mijn-account/tweede-stap/{factor.pk}/weg/")
    assert other.get(f"/mijn-account/tweede-stap/{factor.pk}/naam/").status_code == 404
    assert Authenticator.objects.filter(pk=factor.pk).exists()


# Workers outside the demo


@pytest.mark.parametrize("role", [role for role in ROLES if role != "client"])
def test_a_worker_without_a_second_step_can_do_nothing_but_get_one(
    with_password: Cast, demanded: None, role: str
) -> None:
    client, tried = come_in(with_password, role), 0
    for address in addresses_now():
        if address.policy.roles is None or address.name in WITHOUT_SECOND_STEP:
            continue
        tried += 1
        url = arguments.url(with_password, address, "aziza")
        for method in address.policy.methods:
            answer = getattr(client, method.lower())(url)
            assert (answer.status_code, answer.headers.get("Location")) == (302, "/mijn-account/tweede-stap/"), (
                method,
                url,
            )
    assert tried > 60


def test_a_client_is_not_forced(with_password: Cast, demanded: None) -> None:
    assert come_in(with_password, "client").get("/mijn-route/").status_code == 200


def test_with_a_second_step_a_worker_goes_on_and_keeps_the_last_one(with_password: Cast, demanded: None) -> None:
    client = come_in(with_password, "coordinator")
    secret, _ = new_app(client)
    assert client.get("/clienten/").status_code == 200
    factor = Authenticator.objects.get(type="totp")
    client.post(f"/mijn-account/tweede-stap/{factor.pk}/weg/")
    assert Authenticator.objects.filter(pk=factor.pk).exists()
    next_day = come_in(with_password, "coordinator")
    next_day.post(STEP, {"code": code_of(secret, ahead=1)})
    assert next_day.get("/clienten/").status_code == 200


def test_who_came_in_without_the_second_step_that_exists_by_now_cannot_add_one(
    with_password: Cast, demanded: None
) -> None:
    """A session opened with the password alone, before the owner added an app elsewhere."""
    thief = Client()
    thief.force_login(with_password.accounts["coordinator"])
    thief.post("/mijn-account/wie-ben-je/", {"password": PASSWORD})
    new_app_of_the_owner = Authenticator.objects.create(
        user=with_password.accounts["coordinator"], type="totp", data={}
    )
    answer = thief.get("/mijn-account/code-app/")
    assert answer.headers["Location"] == "/mijn-account/tweede-stap/"
    assert "log opnieuw in" in thief.get("/mijn-account/tweede-stap/").content.decode()
    assert list(Authenticator.objects.all()) == [new_app_of_the_owner]


@pytest.mark.parametrize(
    "credential", ["", "geen json", "[]", "{}", '{"id": 1}', '{"id": "x", "rawId": "x", "type": "public-key", "response": {}}',
                   '{"response": {"userHandle": "x"}}', '{"response": null}', '{"response": {"userHandle": null}}'],
)  # fmt: skip
def test_a_passkey_that_is_nonsense_lets_nobody_in_and_breaks_nothing(with_password: Cast, credential: str) -> None:
    client = Client()
    assert "publicKey" in client.get("/inloggen/passkey/").json()
    assert client.post("/inloggen/passkey/", {"credential": credential}).headers["Location"] == "/inloggen/"
    assert not is_in(client)
    owner = come_in(with_password, "client")
    owner.get("/mijn-account/sleutel/")
    assert owner.post("/mijn-account/sleutel/", {"name": "x", "credential": credential}).status_code == 200
    assert not Authenticator.objects.exists()
