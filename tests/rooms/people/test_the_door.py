"""The door asks an account and its places in one question, and lets nobody in whom Django would not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as of_django
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from landing.people import middleware
from landing.people.models import Account, Worker
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
PAGE = "desk:my_day"


@pytest.fixture
def carer(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.accounts["support_worker"])
    return client


def status(client: Client) -> int:
    return client.get(reverse(PAGE)).status_code


def test_a_session_in_order_comes_in(carer: Client) -> None:
    assert status(carer) == 200


def test_a_changed_password_ends_every_session(carer: Client, cast: Cast) -> None:
    account = cast.accounts["support_worker"]
    account.set_password("een heel ander lang wachtwoord")
    account.save()
    assert status(carer) == 302
    assert SESSION_KEY not in carer.session


def test_an_account_that_is_put_out_of_use_is_out_at_once(carer: Client, cast: Cast) -> None:
    account = cast.accounts["support_worker"]
    account.is_active = False
    account.save()
    assert status(carer) == 302


def test_an_account_that_is_gone_is_out(cast: Cast) -> None:
    account = Account.objects.create_account(username="weg", password="een lang wachtwoord")
    client = Client()
    client.force_login(account)
    account.delete()
    assert status(client) == 302


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (HASH_SESSION_KEY, "x"), (HASH_SESSION_KEY, ""), (HASH_SESSION_KEY, None),
        (BACKEND_SESSION_KEY, "django.contrib.auth.backends.AllowAllUsersModelBackend"), (BACKEND_SESSION_KEY, "no.such.thing"),
    ],
)  # fmt: skip
def test_a_session_that_was_tampered_with_is_out(carer: Client, key: str, value: Any) -> None:
    session = carer.session
    session[key] = value
    session.save()
    assert status(carer) == 302


def test_a_session_without_a_seal_is_out(carer: Client) -> None:
    session = carer.session
    del session[HASH_SESSION_KEY]
    session.save()
    assert status(carer) == 302


def test_an_expired_session_is_out_and_an_unknown_key_is_nobody(carer: Client) -> None:
    Session.objects.update(expire_date=timezone.now())
    assert status(carer) == 302
    stranger = Client()
    stranger.cookies[of_django.SESSION_COOKIE_NAME] = "x" * 32
    assert status(stranger) == 302


def test_a_place_of_work_that_ended_is_no_way_in(carer: Client, cast: Cast) -> None:
    Worker.objects.filter(account=cast.accounts["support_worker"]).update(to_date=TODAY)
    assert status(carer) == 403


def test_an_older_secret_is_still_good_and_the_session_is_sealed_anew(carer: Client, settings: Any) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 9, [settings.SECRET_KEY]
    before = carer.session[HASH_SESSION_KEY]
    assert status(carer) == 200
    assert carer.session[HASH_SESSION_KEY] != before


class Doubtful(ModelBackend):
    """A backend with a condition of its own."""

    def get_user(self, user_id: int) -> None:
        return None


def test_a_backend_that_asks_more_is_asked(carer: Client, settings: Any) -> None:
    name = f"{__name__}.Doubtful"
    settings.AUTHENTICATION_BACKENDS = [name]
    session = carer.session
    session[BACKEND_SESSION_KEY] = name
    session.save()
    assert not middleware._asks_nothing_more(name)
    assert status(carer) == 302


def test_the_door_takes_two_questions(carer: Client, django_assert_max_num_queries: Callable[..., Any]) -> None:
    status(carer)
    with CaptureQueriesContext(connection) as queries:
        status(carer)
    asked = [line["sql"] for line in queries.captured_queries]
    assert sum("django_session" in sql for sql in asked) == 1
    assert sum('FROM "people_account"' in sql for sql in asked) == 1
    assert not any('FROM "people_worker"' in sql for sql in asked)
