"""One-time links: somebody without an account does one thing, once, and never more than whoever made the link could."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from landing.login import limits
from landing.login.models import OneTimeLink
from landing.login.purpose_actions import PURPOSES, register
from landing.people.models import Account, Bond, PersonEvent
from landing.ui.logs import scrub
from tests.access import answers
from tests.access.logged import logged
from tests.cast import TODAY, Cast, canary

GIVEN = {"name": "Tante Verzonnen", "phone": "06 11 11 11 11"}


def made(cast: Cast, who: str = "support_worker") -> tuple[Client, str]:
    """Make a link for Aziza; returns the browser of whoever made it and the address."""
    client = Client()
    client.force_login(cast.accounts[who])
    url = "/mijn-account/links/" if who == "client" else f"/clienten/{cast.subject('aziza').key}/links/"
    assert client.post(url, {"purpose": "fallback"}).status_code == 302
    address = next(item["address"] for item in client.get(url).context["links"] if item["address"])
    return client, address.removeprefix("http://testserver")


@pytest.mark.parametrize("who", ["support_worker", "client"])
def test_a_close_one_leaves_name_and_number_and_becomes_part_of_the_net(cast: Cast, who: str) -> None:
    _, url = made(cast, who)
    visitor, accounts = Client(), Account.objects.count()
    page = visitor.get(url)
    assert page.status_code == 200 and canary("aziza", "roep") in page.content.decode()
    assert page.headers["Referrer-Policy"] == "no-referrer" and "no-store" in page.headers["Cache-Control"]
    assert visitor.post(url, GIVEN).status_code == 200
    bond = Bond.objects.get(name=GIVEN["name"])
    assert (bond.kind, bond.phone, bond.person_id) == ("close_one", GIVEN["phone"], cast.subject("aziza").person.pk)
    line = PersonEvent.objects.filter(about="bond:close_one", new__name=GIVEN["name"]).get()
    assert "met een link van" in line.by_name and "eenmalige link" in line.why
    assert Account.objects.count() == accounts and "_auth_user_id" not in visitor.session
    assert visitor.get(url).status_code == 404 and visitor.post(url, GIVEN).status_code == 404


def test_looking_uses_nothing(cast: Cast) -> None:
    _, url = made(cast)
    for _ in range(3):
        assert Client().get(url).status_code == 200
        assert Client().head(url).status_code == 200
    assert Client().post(url, {"name": "", "phone": "1"}).status_code == 200, "a fault uses nothing either"
    assert Client().post(url, GIVEN).status_code == 200 and Bond.objects.filter(name=GIVEN["name"]).count() == 1


def test_the_secret_is_long_and_not_kept(cast: Cast) -> None:
    _, url = made(cast)
    token = url.split("/")[2]
    assert len(token) >= 43
    assert not any(token in str(vars(link)) for link in OneTimeLink.objects.all())


def test_a_link_ends_after_three_days_and_when_it_is_withdrawn(cast: Cast) -> None:
    _, url = made(cast)
    with time_machine.travel(timezone.now() + timedelta(hours=72, minutes=1)):
        assert Client().get(url).status_code == 404
    client, other = made(cast, "client")
    link = OneTimeLink.objects.latest("id")
    client.post(f"/mijn-account/links/{link.key}/uit/")
    assert Client().get(other).status_code == 404
    maker, third = made(cast)
    maker.post(f"/clienten/{cast.subject('aziza').key}/links/{OneTimeLink.objects.latest('id').key}/intrekken/")
    assert Client().post(third, GIVEN).status_code == 404 and not Bond.objects.filter(name=GIVEN["name"]).exists()


def test_a_link_can_do_no_more_than_whoever_made_it_can_today(cast: Cast) -> None:
    _, url = made(cast)
    Bond.objects.filter(worker=cast.home.workers["support_worker"]).filter(from_date__lte=TODAY).update(to_date=TODAY)
    assert Client().get(url).status_code == 404 and Client().post(url, GIVEN).status_code == 404


def test_every_link_that_does_not_work_looks_the_same(cast: Cast) -> None:
    _, url = made(cast)
    Client().post(url, GIVEN)
    used, unknown = Client().get(url), Client().get("/link/zomaar/")
    assert answers.comparable(used, used.content, "no key") == answers.comparable(unknown, unknown.content, "no key")


def test_guessing_is_stopped_and_twenty_links_a_day_are_enough(cast: Cast) -> None:
    most = limits.LINK_OF_ADDRESS.times
    statuses = [Client().get(f"/link/gok{n}/", REMOTE_ADDR="203.0.113.9").status_code for n in range(most + 1)]
    assert statuses == [404] * most + [429]
    client, url = made(cast)
    assert Client().get(url).status_code == 200, "somebody elsewhere goes on"
    address = f"/clienten/{cast.subject('aziza').key}/links/"
    made_today = [client.post(address, {"purpose": "fallback"}).status_code for _ in range(20)]
    assert made_today == [302] * 19 + [429]


def test_an_unknown_purpose_is_refused(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.accounts["support_worker"])
    before = OneTimeLink.objects.count()
    assert client.post(f"/clienten/{cast.subject('aziza').key}/links/", {"purpose": "alles"}).status_code == 400
    assert OneTimeLink.objects.count() == before


def test_a_purpose_has_one_owner() -> None:
    with pytest.raises(ValueError, match="already"):
        register("fallback", PURPOSES["fallback"])


def test_secrets_in_addresses_stay_out_of_the_log(cast: Cast) -> None:
    _, url = made(cast)
    token = url.split("/")[2]
    with logged() as log:
        Client().put(url)
        Client().get(f"/uitnodiging/{token}/")
    told = log.getvalue()
    assert "/link/<left out>" in told and token not in told
    assert scrub("/uitnodiging/abc-DEF_1/ ") == "/uitnodiging/<left out>/ "


def test_the_history_of_the_person_tells_of_links_and_letters(cast: Cast) -> None:
    client, _ = made(cast)
    client.post(f"/clienten/{cast.subject('aziza').key}/inlogbrief/")
    told: Any = client.get(f"/clienten/{cast.subject('aziza').key}/geschiedenis/").content.decode()
    assert "Eenmalige link gemaakt" in told and "Brief met inlogcode gemaakt" in told
