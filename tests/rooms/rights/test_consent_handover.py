"""Handing over: what goes by law, what by consent, what stays; the new party's bond; and nothing that was not looked at."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from landing.people.actions import NotPossible
from landing.people.lens import lens_of
from landing.people.models import Bond, Consent, Organisation, PersonEvent
from landing.people.reads import NotVisible
from landing.rights import consent_actions as consents
from landing.rights import consent_handover_actions as actions
from landing.rights import consent_handover_reads as reads
from landing.route.models import Journey
from tests.cast import NOW, TODAY, Cast


@pytest.fixture
def browser(cast: Cast) -> Client:
    browser = Client()
    browser.force_login(cast.accounts["support_worker"])
    return browser


@pytest.fixture
def team(cast: Cast) -> Organisation:
    return cast.home.organisations["neighbourhood_team"]


def agree(cast: Cast, party: Organisation, *topics: str, purpose: str = "handover") -> Consent:
    return Consent.objects.create(
        person=cast.subjects["aziza"].person, organisation=party, topics=list(topics), purpose=purpose,
        from_date=date(2026, 11, 1), to_date=date(2027, 5, 1), given_at=NOW, recorded_by="x",
    )  # fmt: skip


def parcel(cast: Cast, party: Organisation) -> reads.Parcel:
    return reads.parcel(cast.viewer("support_worker"), cast.subjects["aziza"].person, party)


def hand_over(cast: Cast, party: Organisation, seen: str) -> PersonEvent:
    return actions.hand_over(
        viewer=cast.viewer("support_worker"), person_key=cast.subjects["aziza"].key, organisation=str(party.pk),
        seen=seen,
    )  # fmt: skip


def test_without_a_law_or_consent_everything_stays(cast: Cast, team: Organisation) -> None:
    found = parcel(cast, team)
    assert found.empty
    assert found.by_law == []
    assert found.never == ["bsn", "advocacy", "access_log"]
    assert "health" in found.behind
    with pytest.raises(NotPossible, match="niets dat mee mag"):
        hand_over(cast, team, found.mark)


PARTIES = [("municipality", "neighbours.process_director"), ("care_provider", "neighbours.coordinator"),
           ("housing_association", "neighbours.housing_officer"), ("income_service", "neighbours.income_officer")]  # fmt: skip


@pytest.mark.parametrize("phase", ["stay", "move"])
@pytest.mark.parametrize(("kind", "who"), PARTIES)
def test_what_the_page_says_goes_along_by_law_is_what_the_party_then_reads(
    cast: Cast, kind: str, who: str, phase: str
) -> None:
    """The page and the lens follow one table: nothing is opened that was not told, and nothing told that stays shut."""
    subject, party = cast.subjects["aziza"], cast.neighbours.organisations[kind]
    begun = TODAY if phase == "move" else None
    Journey.objects.filter(pk=subject.journey.pk).update(
        prepare_from=None, move_from=begun, land_from=None, pilot_flame_from=None
    )
    found = parcel(cast, party)
    Bond.objects.filter(person=subject.person, organisation=party).delete()
    Bond.objects.create(
        person=subject.person, organisation=party, kind=reads.BOND_OF[reads.Kind(kind)], from_date=TODAY
    )
    viewer = cast.viewer(who)
    assert viewer.organisation == party.pk
    opened = lens_of(viewer, subject.person.pk, phase).reads
    assert set(found.by_law) == opened, (kind, phase)
    assert set(found.articles) == set(found.by_law) and all(found.articles.values())
    if kind == "municipality":
        assert {"identity", "continuity", "health"} <= opened and "crisis_card" not in opened


def test_a_party_whose_bond_is_of_a_worker_or_a_mandate_gets_nothing_by_law_beforehand(cast: Cast) -> None:
    for kind in ("advocacy", "peer_organisation", "neighbourhood_team"):
        assert parcel(cast, cast.home.organisations[kind]).by_law == [], kind


def test_consent_for_another_purpose_or_another_party_carries_nothing(cast: Cast, team: Organisation) -> None:
    agree(cast, team, "health", purpose="support")
    agree(cast, cast.home.organisations["advocacy"], "plan")
    assert parcel(cast, team).by_consent == []


def test_exactly_the_topics_of_the_consent_go_along(cast: Cast, team: Organisation) -> None:
    agree(cast, team, "identity", "plan")
    found = parcel(cast, team)
    assert found.by_consent == ["identity", "plan"]
    assert set(found.behind) == set(words_of(team)) - {"identity", "plan"}


def words_of(party: Organisation) -> tuple[str, ...]:
    from landing.rights.consent_words import askable

    return askable(party.kind)


def test_a_housing_association_never_gets_care_even_when_a_consent_says_so(cast: Cast) -> None:
    housing = cast.home.organisations["housing_association"]
    agree(cast, housing, "identity", "health")
    found = parcel(cast, housing)
    assert "identity" in [*found.by_law, *found.by_consent]
    assert "health" in found.never and "health" not in [*found.by_law, *found.by_consent]


def test_the_page_shows_it_and_the_button_gives_the_bond_and_a_line(
    cast: Cast, browser: Client, team: Organisation
) -> None:
    agree(cast, team, "identity", "plan")
    subject = cast.subjects["aziza"]
    path = reverse("rights:handover", args=[subject.key])
    page = browser.get(path, {"aan": team.pk}).content.decode()
    assert page.index("Dit gaat mee") < page.index("Eigen plan") < page.index("Dit blijft achter")
    assert f"?aan={team.pk}&amp;doel=handover" in page
    before = Bond.objects.filter(person=subject.person, organisation=team).count()
    answer = browser.post(path, {"aan": team.pk, "gezien": parcel(cast, team).mark}, follow=True)
    assert "Overgedragen aan" in answer.content.decode()
    assert "Eigen plan" in answer.content.decode()
    assert before == 0
    assert Bond.objects.get(person=subject.person, organisation=team).kind == "neighbourhood_team"
    event = PersonEvent.objects.filter(about="handover").order_by("-id").first()
    assert event is not None
    assert event.new["by_consent"] == ["identity", "plan"]
    mine = Client()
    mine.force_login(cast.accounts["client"])
    mine_page = mine.get(reverse("rights:my_consents")).content.decode()
    assert "Dit is doorgegeven" in mine_page
    assert team.name in mine_page


def test_a_consent_withdrawn_while_the_page_was_open_stops_the_handover(
    cast: Cast, browser: Client, team: Organisation
) -> None:
    consent = agree(cast, team, "identity", "plan")
    mark = parcel(cast, team).mark
    consents.withdraw(viewer=cast.viewer("client"), consent_key=consent.key)
    agree(cast, team, "identity")
    subject = cast.subjects["aziza"]
    path = reverse("rights:handover", args=[subject.key])
    page = browser.post(path, {"aan": team.pk, "gezien": mark}).content.decode()
    assert "De toestemming is net veranderd. Er is niets overgedragen." in page
    assert not Bond.objects.filter(person=subject.person, organisation=team).exists()


def test_ones_own_organisation_and_those_of_another_region_are_no_new_party(cast: Cast) -> None:
    viewer = cast.viewer("support_worker")
    own = cast.home.organisations["care_provider"].pk
    foreign = cast.strangers.organisations["municipality"].pk
    for given in (str(own), str(foreign), "", "x", "²", "9" * 30):
        assert reads.party(viewer, given) is None, given
    assert {own, foreign}.isdisjoint({one.id for one in reads.parties(viewer)})


def test_the_record_of_somebody_else_is_not_to_be_seen(cast: Cast) -> None:
    viewer, theirs = cast.viewer("support_worker"), cast.subjects["cora"].events["handover"]
    with pytest.raises(NotVisible):
        reads.handed(viewer, cast.subjects["aziza"].person, theirs)
    with pytest.raises(NotVisible):
        reads.handed(viewer, cast.subjects["aziza"].person, cast.subjects["aziza"].events["step"])


def test_nobody_hands_over_a_person_who_is_not_theirs(cast: Cast, team: Organisation) -> None:
    given: dict[str, Any] = {"person_key": cast.subjects["aziza"].key, "organisation": str(team.pk), "seen": "|"}
    with pytest.raises(NotVisible):
        actions.hand_over(viewer=cast.viewer("colleague"), **given)
