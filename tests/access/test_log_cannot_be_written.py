"""When the access log cannot be written, nothing is shown and nothing is changed (T13)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from landing.people import access_log
from landing.people import access_sql as sql
from landing.people.models import AccessHead, AccessLine
from tests.access import answers, arguments
from tests.access.logged import logged
from tests.access.matrix import addresses_now, rows
from tests.access.test_sent_twice import everything as all_tables
from tests.cast import Cast, canaries_in
from tests.exported import proven

# An empty form shows nobody, so there is nothing to write down.
SHOWS_NOBODY = {"get desk:clients_export", "get desk:new_client", "get rights:emergency", "get rights:find_log"}
WHO = ("support_worker", "coordinator", "client", "privacy_officer")


def everything() -> dict[str, Any]:
    """All rows of all tables, without the note that somebody's browser is there and how often something
    was asked: these say nothing of a person's record."""
    return {name: rows for name, rows in all_tables().items() if name not in {"LoginSession", "Attempts"}}


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full, or the table is locked: the database refuses the line."""

    def refuses(*_: Any) -> bool:
        raise OperationalError("disk full")

    monkeypatch.setattr(sql, "append", refuses)


def pages(cast: Cast, who: str) -> Iterator[tuple[str, str, str, Any]]:
    """Every page about people that this viewer may open or send: (name, method, url, form)."""
    role = cast.viewer(who).role
    for address in addresses_now():
        row, policy = rows()[address.name], address.policy
        if not policy.topic or role not in (policy.roles or ()):
            continue
        url = arguments.url(cast, address, "aziza")
        if "GET" in policy.methods:
            yield address.name, "get", url, {}
        if row.form and role not in row.post_refused:
            yield address.name, "post", url, arguments.body(cast, row.form, "aziza")


@pytest.mark.parametrize("who", WHO)
def test_no_page_shows_or_changes_anything(cast: Cast, broken: None, who: str) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(cast.accounts[who])
    proven(client)
    before, faults, asked = everything(), [], 0
    with logged() as log:
        for name, method, url, form in pages(cast, who):
            response = getattr(client, method)(url, form)
            body, asked = answers.body_of(response), asked + 1
            if response.status_code != 503 and f"{method} {name}" not in SHOWS_NOBODY:
                faults.append(f"{method} {name}: {response.status_code}")
            if canaries_in(answers.searchable(response, body)):
                faults.append(f"{method} {name}: shows {canaries_in(body)}")
            faults += [f"{method} {name}: {what}" for what in answers.header_faults(response)]
    assert not faults, "\n".join(faults)
    assert asked > 0
    assert everything() == before, "something was changed"
    assert "the access log cannot be written: OperationalError" in log.getvalue()


def test_a_refusal_that_cannot_be_written_is_503_too(cast: Cast, broken: None) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(cast.accounts["support_worker"])
    with logged():
        assert client.get(f"/clienten/{cast.subject('cora').key}/").status_code == 503


def test_nobody_comes_in_unseen(cast: Cast, broken: None) -> None:
    account = cast.accounts["client"]
    account.set_password("verzonnen wachtwoord")
    account.save()
    client, before = Client(raise_request_exception=False), everything()
    with logged():
        for password in ("verzonnen wachtwoord", "verkeerd"):
            answer = client.post("/inloggen/", {"username": account.username, "password": password})
            assert answer.status_code == 503
    assert client.get("/mijn-route/").status_code == 302, "logged in after all"
    assert everything() == before, "the moment of the last login was kept"


def test_leaving_is_possible_whatever_is_broken(cast: Cast, broken: None) -> None:
    for method, way in (("post", reverse("login:logout")), ("get", reverse("ui:quick_exit"))):
        client = Client(raise_request_exception=False)
        client.force_login(cast.accounts["client"])
        with logged() as log:
            answer = getattr(client, method)(way)
            assert answer.status_code == 302
            assert "could not be written" in log.getvalue()
            assert client.get("/mijn-route/").status_code == 302


def test_public_pages_need_no_log(cast: Cast, broken: None) -> None:
    assert Client().get("/over/").status_code == 200


def test_it_is_the_same_when_the_database_itself_refuses(cast: Cast) -> None:
    """Not only a part that was replaced: the end of the chain is gone while there are lines."""
    access_log.append(access_log.NewLine(action="read", page="desk:person"))
    AccessHead.objects.all().delete()
    client = Client(raise_request_exception=False)
    client.force_login(cast.accounts["coordinator"])
    before = everything()
    with logged():
        response = client.post(f"/clienten/{cast.subject('aziza').key}/contact/", {})
    assert response.status_code == 503
    assert everything() == before


@pytest.mark.django_db(transaction=True)
def test_a_page_answers_again_as_soon_as_the_log_can_be_written() -> None:
    cast = Cast.build()
    client = Client(raise_request_exception=False)
    client.force_login(cast.accounts["coordinator"])
    before = AccessLine.objects.count()
    url = f"/clienten/{cast.subject('aziza').key}/"
    assert client.get(url).status_code == 200
    refusing = _refusing(connection.vendor)
    with connection.cursor() as cursor:
        for statement in refusing[0]:
            cursor.execute(statement)
    with logged():
        assert client.get(url).status_code == 503
        assert client.post(f"{url}contact/", {}).status_code == 503
    with connection.cursor() as cursor:
        for statement in refusing[1]:
            cursor.execute(statement)
    assert client.get(url).status_code == 200
    assert AccessLine.objects.count() == before + 2


def _refusing(vendor: str) -> tuple[list[str], list[str]]:
    """Statements that make the database refuse a new line, and those that end it."""
    if vendor == "sqlite":
        return (
            [f"CREATE TRIGGER no_line BEFORE INSERT ON {sql.LINES} BEGIN SELECT RAISE(ABORT, 'full'); END"],
            ["DROP TRIGGER no_line"],
        )
    return (
        [
            "CREATE FUNCTION no_line() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'full'; END $$",
            f"CREATE TRIGGER no_line BEFORE INSERT ON {sql.LINES} FOR EACH ROW EXECUTE FUNCTION no_line()",
        ],
        [f"DROP TRIGGER no_line ON {sql.LINES}", "DROP FUNCTION no_line()"],
    )
