"""``landing account``: how an installation that is not a demo gets its region, organisations and first workers."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from landing.people.management.commands import account as command
from landing.people.models import Account, Organisation, Region, Worker
from landing.people.reads import viewer_of
from tests.cast import TODAY

pytestmark = pytest.mark.django_db

PASSWORD = "paars-fietspad-zeven"
ADD = ("add", "bo", "--organisation", "Zorghuis Proef", "--role", "coordinator", "--name", "Bo Verzonnen")


@pytest.fixture(autouse=True)
def real_installation(settings: Any) -> None:
    settings.DEMO = False


@pytest.fixture
def organisation() -> Organisation:
    region = Region.objects.create(code="proefland", name="Regio Proefland")
    return Organisation.objects.create(region=region, kind="care_provider", name="Zorghuis Proef")


def run(*arguments: str, typed: tuple[str, ...] = (), given: str | None = None, monkeypatch: Any = None) -> str:
    """Run the command with what is typed when a password is asked, or with what comes from standard input."""
    said = io.StringIO()
    if monkeypatch is not None:
        answers = iter(typed)
        monkeypatch.setattr(command, "getpass", lambda prompt: next(answers))
        if given is not None:
            monkeypatch.setattr("sys.stdin", io.StringIO(given))
    call_command("account", *arguments, stdout=said, stderr=said)
    return said.getvalue()


def test_from_nothing_to_somebody_who_can_log_in(client: Any, monkeypatch: Any) -> None:
    run("region", "proefland", "Regio Proefland")
    run("organisation", "proefland", "municipality", "Gemeente Proef", "--lead")
    run("organisation", "proefland", "care_provider", "Zorghuis Proef")
    run(*ADD, "--from", "2026-01-05", typed=(PASSWORD, PASSWORD), monkeypatch=monkeypatch)
    worker = Worker.objects.get()
    assert (worker.name, worker.role, worker.from_date) == ("Bo Verzonnen", "coordinator", date(2026, 1, 5))
    assert client.login(username="bo", password=PASSWORD)
    viewer = viewer_of(account=worker.account_id, worker=None, today=TODAY)
    assert (viewer.role, viewer.organisation_name, viewer.region_code) == ("coordinator", "Zorghuis Proef", "proefland")
    lead = Organisation.objects.get(kind="municipality")
    assert lead.is_lead_municipality


def test_a_password_from_standard_input(organisation: Organisation, monkeypatch: Any) -> None:
    said = run(*ADD, "--password-stdin", given=f"{PASSWORD}\nsomething else\n", monkeypatch=monkeypatch)
    assert Account.objects.get(username="bo").check_password(PASSWORD)
    assert PASSWORD not in said


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ((PASSWORD, PASSWORD + "!"), "differ"),
        (("", ""), "no password"),
        (("kort", "kort"), "12"),
        (("123456789012345", "123456789012345"), "cijfers|numeric"),
    ],
)
def test_a_password_that_is_wrong_makes_nothing(
    organisation: Organisation, monkeypatch: Any, typed: tuple[str, str], reason: str
) -> None:
    with pytest.raises(CommandError, match=reason):
        run(*ADD, typed=typed, monkeypatch=monkeypatch)
    assert not Account.objects.exists() and not Worker.objects.exists()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"Zorghuis Proef": "Zorghuis Elders"}, "no organisation 'Zorghuis Elders'. Organisations: Zorghuis Proef"),
        ({"coordinator": "client"}, "not a role of a worker. Roles: support_worker"),
        ({"coordinator": "boss"}, "not a role of a worker"),
        ({"bo": "bo bo"}, "no spaces"),
        ({"Bo Verzonnen": " "}, "needs a name"),
    ],
)
def test_what_cannot_be_is_told_before_a_password_is_asked(
    organisation: Organisation, monkeypatch: Any, change: dict[str, str], reason: str
) -> None:
    with pytest.raises(CommandError, match=reason):
        run(*[change.get(word, word) for word in ADD], monkeypatch=monkeypatch)
    assert not Account.objects.exists()


def test_a_day_that_is_no_day(organisation: Organisation, monkeypatch: Any) -> None:
    with pytest.raises(CommandError, match="2026-02-30.*is not a date"):
        run(*ADD, "--from", "2026-02-30", monkeypatch=monkeypatch)


def test_a_login_name_exists_once_whatever_its_capitals(organisation: Organisation, monkeypatch: Any) -> None:
    Account.objects.create(username="Bo", password="!")
    with pytest.raises(CommandError, match="already an account"):
        run(*ADD, monkeypatch=monkeypatch)


def test_two_regions_with_an_organisation_of_one_name(organisation: Organisation, monkeypatch: Any) -> None:
    other = Region.objects.create(code="elders", name="Regio Elders")
    there = Organisation.objects.create(region=other, kind="care_provider", name="Zorghuis Proef")
    with pytest.raises(CommandError, match="--region"):
        run(*ADD, monkeypatch=monkeypatch)
    run(*ADD, "--region", "elders", typed=(PASSWORD, PASSWORD), monkeypatch=monkeypatch)
    assert Worker.objects.get().organisation == there


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("region", "proefland", "Nog eens"), "already a region"),
        (("region", "proef land", "Proef"), "cannot be the code"),
        (("region", "leeg", " "), "name of at most"),
        (("organisation", "nergens", "other", "Iets"), "no region 'nergens'. Regions: proefland"),
        (("organisation", "proefland", "bakery", "Iets"), "not a kind of organisation. Kinds: municipality"),
        (("organisation", "proefland", "other", "zorghuis proef"), "already has an organisation"),
        (("organisation", "proefland", "other", "Iets", "--lead"), "Only a municipality"),
        (("organisation", "proefland", "other", ""), "needs a name"),
    ],
)
def test_regions_and_organisations_that_cannot_be(
    organisation: Organisation, arguments: tuple[str, ...], reason: str
) -> None:
    with pytest.raises(CommandError, match=reason):
        run(*arguments)
    assert (Region.objects.count(), Organisation.objects.count()) == (1, 1)


def test_a_demo_gets_no_account_by_hand(organisation: Organisation, settings: Any) -> None:
    settings.DEMO = True
    with pytest.raises(CommandError, match="demo"):
        run("region", "nieuw", "Nieuw")
    assert Region.objects.count() == 1
