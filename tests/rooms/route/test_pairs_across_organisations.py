"""Pairs of records that two organisations have: judged for the region by the lead municipality (ADR 5)."""

from __future__ import annotations

import pytest
from django.test import Client

from landing.people.models import Joining, Likeness, Person
from landing.people.reads import NotVisible
from landing.route import joining
from tests.cast import Cast, canary


@pytest.fixture
def pair(cast: Cast) -> Likeness:
    """One of home and one of the neighbours: nobody sees both by a bond."""
    first, second = sorted((cast.subjects["bram"].person, cast.subjects["cora"].person), key=lambda one: one.pk)
    return Likeness.objects.create(first=first, second=second, reasons=["Zelfde geboortedatum"], certain=True)


def browser(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.accounts[who])
    return client


def test_only_the_lead_municipality_is_shown_such_a_pair(cast: Cast, pair: Likeness) -> None:
    for who in ("coordinator", "neighbours.coordinator", "neighbours.process_director", "strangers.process_director"):
        assert pair.pk not in [row["id"] for row in joining.likenesses(cast.viewer(who))], who
        with pytest.raises(NotVisible):
            joining.likeness(cast.viewer(who), pair.pk)
    assert pair.pk in [row["id"] for row in joining.likenesses(cast.viewer("process_director"))]


def test_the_page_shows_what_tells_two_people_apart_and_nothing_else(cast: Cast, pair: Likeness) -> None:
    page = browser(cast, "process_director").get(f"/dubbelen/{pair.pk}/").content.decode()
    for code in ("bram", "cora"):
        assert canary(code, "achter") in page
        for what in ("nummer", "naaste", "tel", "poort", "reden", "door"):
            assert canary(code, what) not in page, (code, what)
    assert "Zorghuis De Kade" in page and "Bo Begelei" not in page
    assert "Heeft schulden" not in page


def test_joining_and_splitting_again_without_a_bond_with_either(cast: Cast, pair: Likeness) -> None:
    client = browser(cast, "process_director")
    kept = pair.second if pair.second_id == cast.subjects["cora"].person.pk else pair.first
    answer = "second" if kept == pair.second else "first"
    client.post(f"/dubbelen/{pair.pk}/", {"answer": answer})
    joined = Joining.objects.get(kept=kept, split_at=None, joined=cast.subjects["bram"].person)
    assert "Splits weer" in client.get("/dubbelen/").content.decode()
    # The other lead roles and the organisations themselves cannot split it for the region.
    for who in ("strangers.process_director", "neighbours.support_worker"):
        assert browser(cast, who).post(f"/clienten/{kept.key}/splitsen/{joined.pk}/").status_code in (403, 404)
    url = f"/clienten/{kept.key}/splitsen/{joined.pk}/"
    assert client.post(url).status_code == 302
    assert Person.objects.get(pk=cast.subjects["bram"].person.pk).joined_into_id is None


def test_nobody_joins_by_guessing_keys(cast: Cast, pair: Likeness) -> None:
    cora, eva = cast.subjects["cora"].key, cast.subjects["fien"].key
    Likeness.objects.filter(first=cast.subjects["cora"].person, second=cast.subjects["fien"].person).delete()
    with pytest.raises(NotVisible):
        joining.join(viewer=cast.viewer("process_director"), kept=cora, joined=eva)
    with pytest.raises(NotVisible):
        joining.join(viewer=cast.viewer("coordinator"), kept=cora, joined=cast.subjects["bram"].key)
