"""Pages of one person show each viewer only the topics that the law or the person's consent opens (core.consent)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from landing.people.models import Consent, Person, Worker
from landing.route import actions, reads, rulebook
from landing.route.models import Fact
from tests.cast import NOW, TODAY, Cast

pytestmark = pytest.mark.django_db


def agree(cast: Cast, organisation: Any, *topics: str, purpose: str) -> Consent:
    """A consent of aziza that holds today."""
    return Consent.objects.create(
        person=cast.subject("aziza").person, organisation=organisation, topics=list(topics), purpose=purpose,
        from_date=TODAY - timedelta(days=1), to_date=TODAY + timedelta(days=90), given_at=NOW, recorded_by="Aziza",
    )  # fmt: skip


def opened(cast: Cast, who: str, code: str = "aziza") -> reads.Opened:
    return reads.opened(cast.viewer(who), cast.subject(code).key)


def page(cast: Cast, who: str, name: str, *more: str, code: str = "aziza") -> Any:
    client = Client()
    client.force_login(cast.accounts[who])
    return client.get(reverse(name, args=[cast.subject(code).key, *more]))


def test_a_carer_with_a_bond_reads_all_that_belongs_to_support_and_not_the_crisis_card(cast: Cast) -> None:
    lens = opened(cast, "support_worker").lens
    assert lens.shows({"continuity", "health", "housing", "income", "activities", "relations", "signs", "money"})
    assert not lens.reads & {"crisis_card", "bsn", "advocacy", "access_log"}


def test_a_municipality_reads_income_and_debts_only_with_consent(cast: Cast) -> None:
    assert not opened(cast, "process_director").lens.reads & {"income", "money"}
    agree(cast, cast.home.organisations["municipality"], "income", "money", purpose="coordination")
    assert opened(cast, "process_director").lens.shows({"income", "money"})
    assert not opened(cast, "support_worker").lens.reads & {"crisis_card"}


def test_a_consent_that_is_withdrawn_holds_at_the_next_question(cast: Cast) -> None:
    consent = agree(cast, cast.home.organisations["municipality"], "income", "money", purpose="coordination")
    label = rulebook.current("merwestreek").facts["has_debts"].question
    assert label in page(cast, "process_director", "route:facts").content.decode()
    consent.withdrawn_at = NOW
    consent.save()
    assert label not in page(cast, "process_director", "route:facts").content.decode()


def test_a_consent_to_another_organisation_opens_nothing_here(cast: Cast) -> None:
    agree(cast, cast.neighbours.organisations["municipality"], "income", "money", purpose="coordination")
    assert not opened(cast, "process_director").lens.reads & {"income", "money"}


def test_a_housing_association_sees_the_home_and_nothing_of_the_care(cast: Cast) -> None:
    shown = page(cast, "housing_officer", "desk:person").content.decode()
    book = rulebook.current("merwestreek")
    assert book.facts["route_kind"].label in shown
    for hidden in ("stay_kind", "benefit_kind", "has_debts"):
        assert book.facts[hidden].label not in shown, hidden
    assert "Poorten" not in shown
    asked = page(cast, "housing_officer", "route:facts").content.decode()
    assert book.facts["household"].question in asked
    assert book.facts["in_treatment"].question not in asked


def test_a_housing_association_gets_no_care_by_any_consent(cast: Cast) -> None:
    everything = ("health", "income", "money", "relations", "signs", "activities", "plan", "crisis_card")
    agree(cast, cast.home.organisations["housing_association"], *everything, purpose="tenancy")
    assert opened(cast, "housing_officer").lens.reads <= {"identity", "contact", "housing", "continuity"}


def test_before_the_move_a_housing_association_finds_only_who_agreed(cast: Cast) -> None:
    subject = cast.subject("aziza")
    type(subject.journey).objects.filter(pk=subject.journey.pk).update(move_from=None, land_from=None)
    viewer = cast.viewer("housing_officer")
    assert not reads.journeys(viewer).exists()
    assert page(cast, "housing_officer", "desk:person").status_code == 404
    agree(cast, viewer_organisation(viewer), "identity", purpose="housing_allocation")
    assert not reads.journeys(viewer).exists(), "who may know the name alone has nothing to do"
    agree(cast, viewer_organisation(viewer), "identity", "housing", purpose="housing_allocation")
    assert reads.journeys(viewer).count() == 1


def viewer_organisation(viewer: Any) -> Any:
    return Worker.objects.get(pk=viewer.worker).organisation


def test_an_advocate_knows_who_it_is_and_the_rest_only_from_the_person(cast: Cast) -> None:
    Consent.objects.filter(person=cast.subject("aziza").person).delete()
    assert opened(cast, "advocate").lens.reads == {"identity", "contact", "advocacy"}
    agree(cast, cast.home.organisations["advocacy"], "housing", "health", purpose="client_support")
    assert opened(cast, "advocate").lens.reads == {"identity", "contact", "advocacy", "housing", "health"}


@pytest.mark.parametrize(("who", "hidden"), [("housing_officer", "health"), ("peer_worker", "housing")])
def test_a_step_of_a_hidden_topic_looks_as_if_it_does_not_exist(cast: Cast, who: str, hidden: str) -> None:
    book = rulebook.current("merwestreek")
    rule = next(rule.id for rule in book.rules if hidden in book.topics_of(rule))
    assert page(cast, who, "route:step", rule).status_code == 404
    assert page(cast, who, "route:step", "no-such-step").status_code == 404


def test_what_may_not_be_read_may_not_be_changed_either(cast: Cast) -> None:
    viewer, key = cast.viewer("process_director"), cast.subject("aziza").key
    with pytest.raises(PermissionDenied):
        actions.record_fact(viewer=viewer, person_key=key, kind="has_debts", value=False)
    assert Fact.objects.get(journey=cast.subject("aziza").journey, kind="has_debts", current=True).value == "yes"
    book = rulebook.current("merwestreek")
    about_money = next(rule.id for rule in book.speaking(TODAY).rules if "income" in book.topics_of(rule))
    with pytest.raises(PermissionDenied):
        actions.mark_step(viewer=viewer, person_key=key, rule=about_money)
    with pytest.raises(PermissionDenied):
        actions.undo(viewer=viewer, person_key=key, event=cast.subject("aziza").events["client"])


def test_the_history_tells_only_of_facts_that_may_be_read(cast: Cast) -> None:
    label = rulebook.current("merwestreek").facts["has_debts"].label
    assert label in page(cast, "support_worker", "route:history").content.decode()
    assert label not in page(cast, "process_director", "route:history").content.decode()


def test_when_use_is_restricted_nobody_reads_or_writes_and_the_page_says_so(cast: Cast) -> None:
    subject = cast.subject("aziza")
    Person.objects.filter(pk=subject.person.pk).update(frozen_on=TODAY)
    for who in ("support_worker", "coordinator", "process_director"):
        answer = page(cast, who, "desk:person")
        assert "niet te gebruiken" in answer.content.decode()
        assert opened(cast, who).lens.reads == frozenset(), who
        with pytest.raises(PermissionDenied):
            actions.record_fact(viewer=cast.viewer(who), person_key=subject.key, kind="household", value="partner")
    assert "identity" in opened(cast, "client").lens.reads


def test_the_gates_say_how_much_is_hidden_and_not_what(cast: Cast) -> None:
    book = rulebook.current("merwestreek")
    for gate in book.gates:
        shown = page(cast, "process_director", "route:gate", gate).content.decode()
        state = next(
            found for found in reads.reckon("merwestreek", TODAY, reads.known(cast.subject("aziza").journey.pk)).gates
            if found.gate_id == gate
        )  # fmt: skip
        titles = [book.last_version(rule, TODAY) for rule in state.missing]
        hidden = [rule.title for rule in titles if book.topics_of(rule) & {"income", "money"}]
        assert not [title for title in hidden if title in shown], gate
        assert ("over iets dat jij niet mag inzien" in shown) == bool(hidden), gate
