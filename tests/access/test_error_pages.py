"""Error pages carry the same safe headers, tell nothing about what went wrong, and look the same to everybody (T11, D26)."""

from __future__ import annotations

import sys
import types
from typing import Any

import pytest
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import clear_url_caches, include, path

from landing.people.policy import open_to
from tests.access import answers
from tests.access.logged import logged
from tests.cast import Cast, canary

SECRET = canary("daan", "geheim")


@open_to(None, "GET", "POST")
def breaks(request: HttpRequest) -> HttpResponse:
    raise ValueError(f"broken on {SECRET}")


@open_to(None, "GET")
def suspicious(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation(SECRET)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Any:
    module = types.ModuleType("broken_addresses")
    module.urlpatterns = [  # type: ignore[attr-defined]
        path("breaks/", breaks), path("suspicious/", suspicious), path("", include("landing.config.urls")),
    ]  # fmt: skip
    import landing.config.urls as urls

    for handler in ("handler400", "handler403", "handler404", "handler500"):
        setattr(module, handler, getattr(urls, handler))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    with override_settings(ROOT_URLCONF=module.__name__):
        clear_url_caches()
        yield
    clear_url_caches()


CASES = {
    400: ("get", "/suspicious/", {}),
    404: ("get", "/nergens/", {}),
    405: ("put", "/inloggen/", {}),
    500: ("get", "/breaks/", {}),
}


@pytest.mark.parametrize("status", CASES)
@pytest.mark.parametrize("who", ["anonymous", "coordinator", "client"])
def test_an_error_page_is_safe_and_silent(cast: Cast, broken: None, status: int, who: str) -> None:
    method, url, data = CASES[status]
    client = Client(raise_request_exception=False)
    if who != "anonymous":
        client.force_login(cast.accounts[who])
    with logged() as log:
        response = getattr(client, method)(url, data)
    assert response.status_code == status
    body = answers.body_of(response)
    assert not answers.header_faults(response), answers.header_faults(response)
    assert not answers.inline_faults(response, body)
    assert SECRET.encode() not in answers.searchable(response, body)
    assert SECRET not in log.getvalue(), "the log holds what stood in the error"
    assert b"Traceback" not in body and b"Django" not in body
    if status == 500:
        reference = answers.REFERENCE.search(body)
        assert reference and reference.group(0).decode()[8:17] in log.getvalue(), (
            "the number on the page is not in the log"
        )
        assert "broken" not in log.getvalue() and "ValueError" in log.getvalue()


def test_a_form_without_its_token_is_refused_safely(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.accounts["coordinator"])
    with logged():
        response = client.post("/clienten/nieuw/", {"given_name": "Nieuwkomer"})
    assert response.status_code == 403
    assert not answers.header_faults(response)
    from landing.people.models import Person

    assert not Person.objects.filter(given_name="Nieuwkomer").exists()


def test_every_form_refuses_a_post_without_its_token(cast: Cast) -> None:
    from tests.access import arguments
    from tests.access.matrix import addresses_now

    open_ones = []
    with logged():
        for address in addresses_now():
            if "POST" not in address.policy.methods:
                continue
            for who in ("anonymous", "coordinator", "client"):
                client = Client(enforce_csrf_checks=True, raise_request_exception=False)
                if who != "anonymous":
                    client.force_login(cast.accounts[who])
                if client.post(arguments.url(cast, address, "aziza"), {}).status_code != 403:
                    open_ones.append(f"{address.name} for {who}")
    assert not open_ones, open_ones


def test_a_header_that_is_missing_is_noticed() -> None:
    bare = HttpResponse("<p>")
    faults = answers.header_faults(bare)
    assert len(faults) >= 6, faults
    unsafe = HttpResponse(
        "<p>", headers={"Content-Security-Policy": "default-src 'none'; script-src 'self' 'unsafe-inline'"}
    )
    assert any("unsafe-inline" in fault for fault in answers.header_faults(unsafe))


def test_leaving_has_the_browser_forget_what_it_showed(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.accounts["client"])
    response = client.post("/uitloggen/")
    assert '"cache"' in response.headers["Clear-Site-Data"]
    assert client.get("/mijn-route/").status_code == 302


def test_the_session_cookie_cannot_be_read_by_a_script(cast: Cast, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    account = cast.accounts["client"]
    account.set_password("verzonnen wachtwoord")
    account.save()
    client = Client()
    before = client.get("/inloggen/").cookies
    response = client.post("/inloggen/", {"username": account.username, "password": "verzonnen wachtwoord"})
    cookie = response.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert cookie.value != getattr(before.get(settings.SESSION_COOKIE_NAME), "value", ""), (
        "the session must be a new one"
    )


def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(cast: Cast) -> None:
    account = cast.accounts["client"]
    account.set_password("verzonnen wachtwoord")
    account.save()
    looks = []
    for name in (account.username, "cast.xxxxxx"):
        response = Client().post("/inloggen/", {"username": name, "password": "verkeerd"})
        body = answers.comparable(response, response.content.replace(name.encode(), b"<name>"), "no key")
        looks.append(body[:2])
    assert looks[0] == looks[1]
