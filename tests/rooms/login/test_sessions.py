"""Sessions for shared computers: idle, absolute, fixation, logout everywhere, role change, cookie flags (T24)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone

from landing.login.models import KeptForm, LoginSession
from landing.people.models import Bond, Worker
from tests.cast import ROLES, TODAY, Cast
from tests.rooms.login.conftest import come_in, is_in

IDLE = {role: 15 if role == "client" else 30 for role in ROLES}
Later = Callable[..., Any]


@pytest.fixture
def later() -> Later:
    """A later moment: ``with later(minutes=5):``."""
    now = timezone.now()
    return lambda **ahead: time_machine.travel(now + timedelta(**ahead))


def page(client: Client) -> Any:
    return client.get("/mijn-account/")


@pytest.mark.parametrize("role", ROLES)
def test_a_session_ends_after_doing_nothing(with_password: Cast, later: Later, role: str) -> None:
    client = come_in(with_password, role)
    with later(minutes=IDLE[role] - 1):
        assert page(client).status_code == 200
    with later(minutes=2 * IDLE[role] - 2):
        assert page(client).status_code == 200, "doing something begins the time anew"
    with later(minutes=3 * IDLE[role]):
        answer = page(client)
        assert answer.status_code == 302 and answer.headers["Location"] == "/inloggen/?next=/mijn-account/"
        assert not is_in(client)
        assert "Daarom ben je uitgelogd" in client.get("/inloggen/").content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_a_session_ends_after_ten_hours_whatever_is_done(with_password: Cast, later: Later, role: str) -> None:
    client = come_in(with_password, role)
    for minutes in range(0, 600, IDLE[role] - 1):
        with later(minutes=minutes):
            assert page(client).status_code == 200, minutes
    with later(minutes=600, seconds=30):
        assert page(client).status_code == 302
        assert not is_in(client)


@pytest.mark.parametrize("role", ROLES)
def test_logging_in_makes_a_new_session(with_password: Cast, role: str) -> None:
    client = Client()
    client.get("/inloggen/")
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    before = session.session_key
    client.cookies[django_settings.SESSION_COOKIE_NAME] = before
    come_in(with_password, role, client=client)
    assert is_in(client) and client.session.session_key != before
    stolen = Client()
    stolen.cookies[django_settings.SESSION_COOKIE_NAME] = before
    assert page(stolen).status_code == 302


@pytest.mark.parametrize("role", ROLES)
def test_log_out_everywhere_ends_the_other_browsers_and_not_this_one(with_password: Cast, role: str) -> None:
    here, there, others = (come_in(with_password, who) for who in (role, role, "colleague"))
    for browser in (here, there, others):
        assert page(browser).status_code == 200
    assert here.post("/mijn-account/browsers/uit/").status_code == 302
    assert [page(browser).status_code for browser in (here, there, others)] == [200, 302, 200]


@pytest.mark.parametrize("role", ROLES)
def test_leaving_forgets_everything_and_the_old_cookie_opens_nothing(with_password: Cast, role: str) -> None:
    client = come_in(with_password, role)
    old = client.session.session_key
    answer = client.post("/uitloggen/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert "no-store" in answer.headers["Cache-Control"]
    again = Client()
    again.cookies[django_settings.SESSION_COOKIE_NAME] = old
    assert page(again).status_code == 302
    assert not LoginSession.objects.filter(account=with_password.accounts[role]).exists()


@pytest.mark.parametrize("role", ROLES)
def test_every_page_offers_to_leave_and_says_how_long_one_stays(with_password: Cast, role: str) -> None:
    html = page(come_in(with_password, role)).content.decode()
    assert re.search(r'action="/uitloggen/">.*?<button[^>]*>Klaar', html, re.DOTALL)
    assert f"Doe je {IDLE[role]} minuten niets?" in html
    seconds = re.search(r'data-stay="(\d+)"', html)
    assert seconds and IDLE[role] * 60 - 5 <= int(seconds[1]) <= IDLE[role] * 60, "the bar reads a plain number"
    assert ("Je bent ingelogd tot" in html) is (role == "client"), "without a script a client sees until when"


def test_a_client_sees_until_when_and_stays_without_a_script(with_password: Cast, later: Later) -> None:
    client = come_in(with_password, "client")

    def until(html: str) -> datetime:
        hours, minutes = re.search(r"ingelogd tot <strong>(\d+)\.(\d\d) uur", html).groups()  # type: ignore[union-attr]
        moment = timezone.localtime(timezone.now())
        return moment.replace(hour=int(hours), minute=int(minutes), second=0, microsecond=0)

    first = until(page(client).content.decode())
    with later(minutes=14):
        stayed = client.post("/inloggen/blijf/", {"tab": "1"})
        assert stayed.status_code == 200 and until(stayed.content.decode()) >= first + timedelta(minutes=13)
    with later(minutes=28):
        assert page(client).status_code == 200
    with later(minutes=44):
        assert client.post("/inloggen/blijf/", {"tab": "1"}).status_code == 302


def test_the_time_that_is_told_is_never_later_than_ten_hours(with_password: Cast, later: Later) -> None:
    client = come_in(with_password, "client")
    for minutes in range(0, 596, 14):
        with later(minutes=minutes):
            html = page(client).content.decode()
    left = int(re.search(r'data-stay="(\d+)"', html)[1])  # type: ignore[index]
    assert left < 14 * 60


def test_one_of_the_own_sessions_can_be_ended_and_somebody_elses_cannot(with_password: Cast) -> None:
    here, there = come_in(with_password, "client"), come_in(with_password, "client")
    other = come_in(with_password, "colleague")
    for browser in (here, there, other):
        page(browser)
    places = {
        place.account.username: place for place in LoginSession.objects.exclude(session_key=here.session.session_key)
    }
    for place in places.values():
        here.post(f"/mijn-account/browsers/{place.key}/uit/")
    assert [page(browser).status_code for browser in (here, there, other)] == [200, 302, 200]


def test_another_role_is_another_session(with_password: Cast) -> None:
    worker = with_password.home.workers["coordinator"]
    second = Worker.objects.create(
        account=worker.account, organisation=worker.organisation, role="support_worker", name=worker.name,
        from_date=TODAY - timedelta(days=1),
    )  # fmt: skip
    client = come_in(with_password, "coordinator")
    page(client)
    before = client.session.session_key
    client.post("/werk-als/", {"worker": second.pk})
    assert client.session.session_key != before
    page(client)
    assert LoginSession.objects.get(account=worker.account).session_key == client.session.session_key
    stolen = Client()
    stolen.cookies[django_settings.SESSION_COOKIE_NAME] = before
    assert page(stolen).status_code == 302


def test_the_cookie_is_for_this_site_and_not_for_scripts(with_password: Cast) -> None:
    client = come_in(with_password, "client")
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/" and not cookie["domain"]
    assert not cookie["max-age"] and not cookie["expires"], "closing the browser forgets it"


def test_over_https_the_cookie_is_bound_to_the_host() -> None:
    """The settings of an installation on the web, made in a process of its own."""
    import subprocess
    import sys

    asked = (
        "from landing.config import settings as s; "
        "print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_NAME, s.SECOND_STEP_DEMANDED)"
    )
    environment = {"LANDING_HTTPS": "1", "LANDING_SECRET_KEY": "x" * 60, "PATH": "",
                   "LANDING_FIELD_KEYS": f"k1={'A' * 43}="}  # fmt: skip
    told = subprocess.run(
        [sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert told.split() == ["__Host-sessionid", "True", "__Host-csrftoken", "True"]


def test_a_sign_of_life_begins_the_time_anew(with_password: Cast, later: Later) -> None:
    client = come_in(with_password, "coordinator")
    with later(minutes=29):
        assert client.post("/inloggen/blijf/", headers={"HX-Request": "true"}).status_code == 204
    with later(minutes=58):
        assert page(client).status_code == 200


def test_a_part_of_a_page_that_comes_too_late_sends_the_whole_page_to_the_door(
    with_password: Cast, later: Later
) -> None:
    client = come_in(with_password, "coordinator")
    with later(minutes=31):
        answer = client.get("/clienten/?zoek=a", headers={"HX-Request": "true", "HX-Target": "rijen"})
    assert answer.headers["HX-Redirect"] == "/inloggen/"


def test_public_pages_go_on_for_whoever_was_logged_out_meanwhile(with_password: Cast, later: Later) -> None:
    client = come_in(with_password, "coordinator")
    with later(minutes=31):
        answer = client.get("/regels/")
        assert answer.status_code == 200 and "Coen" not in answer.content.decode()
        assert not is_in(client)


# What was typed too late


def typed_too_late(cast: Cast, later: Later) -> tuple[Client, str, dict[str, str]]:
    """Somebody adds a close one after having been away; returns where they are sent and what was typed."""
    client = come_in(cast, "support_worker")
    form = {
        "kind": "close_one",
        "name": "Tante Verzonnen",
        "phone": "0611111111",
        "once": "5f1c1b3e-8d3c-4b0e-9d8c-0123456789ab",
    }
    with later(minutes=31):
        answer = client.post(f"/clienten/{cast.subject('aziza').key}/betrokkenen/", form)
    assert answer.status_code == 302
    return client, answer.headers["Location"], form


def test_what_was_typed_comes_back_after_logging_in_and_can_be_sent(with_password: Cast, later: Later) -> None:
    client, where, form = typed_too_late(with_password, later)
    assert not Bond.objects.filter(name=form["name"]).exists()
    kept = KeptForm.objects.get()
    assert form["name"] not in kept.sealed and form["phone"] not in kept.sealed
    assert form["name"] not in where, "nothing that was typed stands in an address"
    with later(minutes=35):
        assert "is bewaard" in client.get(where).content.decode()
        name = with_password.accounts["support_worker"].username
        answer = client.post(
            where, {"username": name, "password": "een zin die niemand raadt", "next": where.partition("next=")[2]}
        )
        shown = client.get(answer.headers["Location"]).content.decode()
        assert form["name"] in shown and form["phone"] in shown
        fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', shown.partition("Gooi")[0]))
        path = re.search(r'<form method="post" action="(/clienten/[^"]+)"', shown)
        assert path
        client.post(path.group(1), {**fields, **{k: v for k, v in form.items()}, "kept": str(kept.key)})
    assert Bond.objects.filter(name=form["name"], phone=form["phone"]).count() == 1
    assert not KeptForm.objects.exists()


def test_nobody_else_sees_what_was_typed(with_password: Cast, later: Later) -> None:
    typed_too_late(with_password, later)
    kept = KeptForm.objects.get()
    for who in ("coordinator", "client", "neighbours.support_worker"):
        other = come_in(with_password, who)
        assert other.get(f"/inloggen/bewaard/{kept.key}/").status_code == 404
        assert other.post(f"/inloggen/bewaard/{kept.key}/weg/").status_code == 404
    assert KeptForm.objects.exists()


def test_what_was_typed_is_kept_an_hour(with_password: Cast, later: Later) -> None:
    typed_too_late(with_password, later)
    kept = KeptForm.objects.get()
    with later(minutes=95):
        client = come_in(with_password, "support_worker")
        assert client.get(f"/inloggen/bewaard/{kept.key}/").status_code == 404


def test_passwords_are_never_kept(with_password: Cast, later: Later) -> None:
    client = come_in(with_password, "client")
    with later(minutes=16):
        client.post("/mijn-account/wachtwoord/", {"old_password": "geheim een", "new_password": "geheim twee"})
    assert not KeptForm.objects.exists()


def test_another_site_can_leave_nothing_to_be_sent_later(with_password: Cast, later: Later) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(with_password.accounts["coordinator"])
    page(client)
    with later(minutes=31):
        answer = client.post("/clienten/nieuw/", {"given_name": "Geplant"})
    assert answer.status_code == 403 and not KeptForm.objects.exists()


def test_within_a_minute_a_page_asks_nothing_more_of_the_database(
    with_password: Cast, django_assert_num_queries: Any
) -> None:
    client = come_in(with_password, "coordinator")
    page(client)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        client.get("/overnemen/")
    about_sessions = [
        line["sql"]
        for line in queries.captured_queries
        if "login_loginsession" in line["sql"] or ("UPDATE" in line["sql"] and "people_accesshead" not in line["sql"])
    ]
    assert about_sessions == []
