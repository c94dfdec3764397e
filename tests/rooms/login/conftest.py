"""Somebody at the door: a browser, a password, and a code app that is reckoned in the test."""

from __future__ import annotations

import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from tests.cast import Cast

PASSWORD = "een zin die niemand raadt"


@pytest.fixture
def with_password(cast: Cast) -> Cast:
    """The cast, in which everybody has the same password."""
    from django.contrib.auth.hashers import make_password

    from landing.people.models import Account

    hashed = make_password(PASSWORD)
    Account.objects.update(password=hashed)
    for account in cast.accounts.values():
        account.password = hashed
    return cast


def come_in(cast: Cast, who: str, *, client: Client | None = None, password: str = PASSWORD) -> Client:
    """A browser in which somebody logged in through the page."""
    client = client or Client()
    name = cast.accounts[who].username if who in cast.accounts else who
    client.post("/inloggen/", {"username": name, "password": password})
    return client


def is_in(client: Client) -> bool:
    """Whether somebody is logged in there."""
    return "_auth_user_id" in client.session


def code_of(secret: str, *, ahead: int = 0) -> str:
    """What an app shows now, or ``ahead`` half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def new_app(client: Client) -> tuple[str, Any]:
    """Add a code app through the page; returns its secret and the answer."""
    page = client.get("/mijn-account/code-app/")
    secret = page.context["secret"].replace(" ", "")
    return secret, client.post("/mijn-account/code-app/", {"code": code_of(secret)})
