"""Withdrawing takes two taps, shows its effect first, and holds at once; shortening; and what others still see."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from landing.people.actions import NotPossible
from landing.people.models import Bond, Consent, PersonEvent
from landing.people.reads import NotVisible
from landing.rights import consent_actions as actions
from landing.rights import consent_reads as reads
from tests.cast import NOW, TODAY, Cast


@pytest.fixture
def browser(cast: Cast) -> Client:
    browser = Client()
    browser.force_login(cast.accounts["client"])
    return browser


def consent(cast: Cast, name: str = "holds", code: str = "aziza") -> Consent:
    found = cast.subjects[code].consents[name]
    found.refresh_from_db()
    return found


def in_force(cast: Cast) -> set[int]:
    return set(
        Consent.objects.filter(reads.in_force(TODAY), person=cast.subjects["aziza"].person).values_list("pk", flat=True)
    )


def test_the_list_leads_to_the_effect_and_from_there_it_is_one_button(cast: Cast, browser: Client) -> None:
    one = consent(cast)
    address = reverse("rights:my_consent_withdraw", args=[one.key])
    assert address in browser.get(reverse("rights:my_consents")).content.decode()
    page = browser.get(address).content.decode()
    assert one.organisation is not None
    assert f"Dit ziet {one.organisation.name} vanaf nu niet meer:" in page
    assert "Je plan" in page
    assert "Je hulp gaat gewoon door." in page
    assert one.pk in in_force(cast)
    browser.post(address)
    assert one.pk not in in_force(cast), "it holds the same day"
    assert consent(cast).withdrawn_at is not None


def test_two_withdrawals_are_one(cast: Cast) -> None:
    viewer, one = cast.viewer("client"), consent(cast)
    assert actions.withdraw(viewer=viewer, consent_key=one.key) is True
    first, lines = consent(cast).withdrawn_at, PersonEvent.objects.count()
    assert actions.withdraw(viewer=viewer, consent_key=one.key) is False
    staff = cast.viewer("support_worker")
    assert actions.withdraw(viewer=staff, consent_key=one.key, person_key=cast.subjects["aziza"].key) is False
    assert (consent(cast).withdrawn_at, PersonEvent.objects.count()) == (first, lines)


def test_what_a_law_lets_somebody_see_stays_and_the_page_says_so(cast: Cast, browser: Client) -> None:
    town = cast.home.organisations["municipality"]
    one = Consent.objects.create(
        person=cast.subjects["aziza"].person, organisation=town, topics=["identity", "money"], purpose="support",
        from_date=date(2026, 1, 1), to_date=date(2027, 1, 1), given_at=NOW, recorded_by="x",
    )  # fmt: skip
    effect = reads.effect(cast.viewer("client"), one)
    assert (effect.closes, effect.by_law, effect.article) == (["Je geld"], ["Je naam"], "Wmo 2015 art. 5.1.1")
    page = browser.get(reverse("rights:my_consent_withdraw", args=[one.key])).content.decode()
    assert "Dat mag van de wet, omdat ze je helpen." in page
    Bond.objects.filter(person=one.person, organisation=town).update(to_date=TODAY)
    assert reads.effect(cast.viewer("client"), one).by_law == [], "without a bond the law gives nothing"


def test_what_another_consent_gives_stays_and_the_page_says_so(cast: Cast) -> None:
    one = consent(cast)
    Consent.objects.create(
        person=one.person, organisation=one.organisation, topics=["plan"], purpose="support",
        from_date=date(2026, 1, 1), to_date=date(2027, 1, 1), given_at=NOW, recorded_by="x",
    )  # fmt: skip
    effect = reads.effect(cast.viewer("client"), one)
    assert (effect.closes, effect.by_other) == (["Je naam"], ["Je plan"])


def test_staff_withdraw_on_the_persons_word(cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.accounts["support_worker"])
    one = consent(cast)
    address = reverse("rights:consent_withdraw", args=[cast.subjects["aziza"].key, one.key])
    assert "Ziet de ontvanger niet meer" in browser.get(address).content.decode()
    browser.post(address)
    assert consent(cast).withdrawn_by == cast.home.workers["support_worker"].name


@pytest.mark.parametrize("who", ["peer_worker", "housing_officer", "advocate"])
def test_who_does_not_carry_the_route_withdraws_nothing(cast: Cast, who: str) -> None:
    with pytest.raises((PermissionDenied, NotVisible)):
        actions.withdraw(viewer=cast.viewer(who), consent_key=consent(cast).key, person_key=cast.subjects["aziza"].key)
    assert consent(cast).withdrawn_at is None


def test_nobody_withdraws_for_somebody_else(cast: Cast) -> None:
    theirs = consent(cast, code="cora")
    with pytest.raises(NotVisible):
        actions.withdraw(viewer=cast.viewer("client"), consent_key=theirs.key)
    with pytest.raises(NotVisible):
        actions.withdraw(
            viewer=cast.viewer("support_worker"), consent_key=theirs.key, person_key=cast.subjects["aziza"].key
        )


def test_a_consent_may_end_earlier_and_not_later(cast: Cast, browser: Client) -> None:
    one = consent(cast)
    address = reverse("rights:my_consent_shorten", args=[one.key])
    assert "Kies een dag daarvoor" in browser.post(address, {"until": "1-6-2027"}).content.decode()
    assert "Trek het dan in" in browser.post(address, {"until": "23-11-2026"}).content.decode()
    assert consent(cast).to_date == date(2027, 6, 1)
    browser.post(address, {"until": "1-2-2027"})
    assert consent(cast).to_date == date(2027, 2, 1)
    with pytest.raises(NotPossible):
        actions.shorten(viewer=cast.viewer("client"), consent_key=one.key, until=date(2027, 3, 1))


def test_what_has_stopped_cannot_be_withdrawn_and_says_so(cast: Cast, browser: Client) -> None:
    one = consent(cast, "withdrawn")
    for name in ("rights:my_consent_withdraw", "rights:my_consent_shorten"):
        assert "Dit is al gestopt" in browser.get(reverse(name, args=[one.key])).content.decode()
    answer = browser.post(reverse("rights:my_consent_shorten", args=[one.key]), {"until": "1-2-2027"}, follow=True)
    assert "Dit was al gestopt." in answer.content.decode()
    ended: dict[str, Any] = {"from_date": date(2026, 1, 1), "to_date": TODAY}
    Consent.objects.filter(pk=consent(cast).pk).update(**ended)
    assert actions.withdraw(viewer=cast.viewer("client"), consent_key=consent(cast).key) is False


def test_a_consent_holds_to_the_day_before_its_end(cast: Cast) -> None:
    one = consent(cast)
    Consent.objects.filter(pk=one.pk).update(to_date=TODAY + timedelta(days=1))
    assert one.pk in in_force(cast)
    Consent.objects.filter(pk=one.pk).update(to_date=TODAY)
    assert one.pk not in in_force(cast)
